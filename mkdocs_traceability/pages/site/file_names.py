"""Show: file names for ids and keys. Safe on every system, never the same twice, the same in every build.

An id that is a good file name is its own. Of any other the name says what it can, and ends in a digest of the
whole id, so that it does not depend on which other ids there are.
"""

import unicodedata
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", "index", "readme"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³"}
)
"""What Windows keeps for devices, whatever the ending, and what MkDocs takes for the page of a folder."""

_LONGEST: Final = 120
"""In bytes: with the digest and an ending, names of 255 are the longest that there are."""

_PLAIN: Final = "-_."


def file_names(ids: Iterable[str]) -> list[str]:
    """Return a file name, without ending, for each of some ids, in their order."""
    taken: set[str] = set()
    return [_free(name_of(id_), id_, taken) for id_ in ids]


def name_of(id_: str) -> str:
    """Return the file name that an id has if no other id has it."""
    safe = "".join(each if each.isalnum() or each in _PLAIN else "-" for each in id_)
    safe = unicodedata.normalize("NFC", safe).strip(_PLAIN)
    safe = safe.encode()[:_LONGEST].decode(errors="ignore").rstrip(_PLAIN)
    if safe.split(".")[0].lower() in _RESERVED:
        return _marked(safe.replace(".", "-"), id_)
    return safe if safe == id_ else _marked(safe, id_)


def _marked(name: str, id_: str) -> str:
    digest = blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{name}-{digest}" if name else digest


def _free(name: str, id_: str, taken: set[str]) -> str:
    """Return a name that none of those taken is on a disk that knows no case, and take it."""
    free, number = name, 1
    while free.casefold() in taken:
        free = _marked(name, id_) if number == 1 else f"{_marked(name, id_)}-{number}"
        number += 1
    taken.add(free.casefold())
    return free
