"""Globs over paths with `/`: `*` within a folder, `**` through folders. The one dialect of all settings.

No glob takes long, whatever it is compared with: each part between two stars is looked for once, and where it
was found first is never gone back on.
"""

import re
from functools import lru_cache
from typing import Final

_WILD: Final = re.compile(r"(\*+/?|\?|\[[^\]/]{1,200}\])")
_MAGIC: Final = re.compile(r"[*?\[]")

_NAME: Final = "[^/]*"
_FOLDERS: Final = "(?:[^/]*/)*"
_ANYTHING: Final = ".*"


def matches(path: str, glob: str) -> bool:
    """Whether a path relative to the folder of `mkdocs.yml` fits a glob; `docs/x` also fits all below it."""
    return fits(path, glob) or path.startswith(glob.rstrip("/") + "/")


def fits(path: str, glob: str) -> bool:
    """Whether a glob names a path, and nothing around it."""
    return _pattern(glob).fullmatch(path) is not None


def is_magic(glob: str) -> bool:
    """Whether a glob may name more than one path."""
    return _MAGIC.search(glob) is not None


def fixed_part(glob: str) -> str:
    """Return the folder that a glob never leaves: what stands before its first star, up to a `/`."""
    wild = _MAGIC.search(glob)
    before = glob[: wild.start()] if wild else glob
    folder, slash, _ = before.rpartition("/")
    return folder or slash


@lru_cache(maxsize=256)
def _pattern(glob: str) -> re.Pattern[str]:
    (_, first), *others = _pieces(glob)
    regex = _piece(first, is_last=not others)
    for number, (star, piece) in enumerate(others, start=1):
        is_last = number == len(others)
        found = f"{star}{'' if is_last else '?'}{_piece(piece, is_last=is_last)}"
        regex += found if is_last else f"(?>{found})"
    return re.compile(regex, re.DOTALL)


_Literals = list[str]
"""Regular expressions of a fixed length, with a `*` between each and the next."""


def _pieces(glob: str) -> list[tuple[str, _Literals]]:
    """Take a glob apart at its `**`: what each of them stands for, and what stands behind it."""
    pieces: list[tuple[str, _Literals]] = [("", [""])]
    before = ""
    for token in _WILD.split(glob):
        star, literals = pieces[-1]
        if not token.startswith("**"):
            _add(literals, token)
        elif token.endswith("/") and before in ("", "/"):
            if (star, literals) not in ((_FOLDERS, [""]), (_ANYTHING, ["/"])):
                pieces.append((_FOLDERS, [""]))
        else:  # what stands beside such stars in one name may be in any folder below
            pieces.append((_ANYTHING, ["/" if token.endswith("/") else ""]))
        before = (before + token)[-1:]
    return pieces


def _add(literals: _Literals, token: str) -> None:
    """Add a part of a glob that leads through no folder."""
    if token.startswith("*"):
        literals.append("/" if token.endswith("/") else "")
    elif token == "?":
        literals[-1] += "[^/]"
    elif len(token) > 2 and token[0] == "[" and token[-1] == "]":
        literals[-1] += _one_of(token)
    else:
        literals[-1] += re.escape(token)


def _piece(literals: _Literals, *, is_last: bool) -> str:
    first, *others = literals
    regex = first
    for number, literal in enumerate(others, start=1):
        ends_here = is_last and number == len(others)
        regex += f"{_NAME}{literal}" if ends_here else f"(?>{_NAME}?{literal})"
    return regex


def _one_of(token: str) -> str:
    """Return a choice of characters, such as `[a-z]` or `[!0-9]`; what is none stands for itself."""
    negated = token[1] == "!" and len(token) > 3
    characters = re.sub(r"(?<=\w)\\-(?=\w)", "-", re.escape(token[2:-1] if negated else token[1:-1]))
    choice = f"[{'^/' if negated else ''}{characters}]"
    try:
        re.compile(choice)
    except re.error:
        return re.escape(token)
    return choice
