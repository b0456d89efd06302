"""Look up environment variables: anything in the repository but documents may read one."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from mkdocs_traceability.grounding.resolver import Answer, Known, Resolver, Surroundings, resolver
from mkdocs_traceability.grounding.slips import slips_of
from mkdocs_traceability.model.verdict import Place

_UNKNOWN: Final = Answer(Known.UNKNOWN)
_NAME: Final = re.compile(r"\$?\{?(?P<name>[A-Z][A-Z0-9_]*)\}?(?:=.*|[:?+-].*\})?", re.DOTALL)
_MANY: Final = 8
"""How many must begin alike for all of a prefix to be written out somewhere, rather than put together."""

_FEWEST: Final = 2
"""How many other variables must begin alike for a prefix to be the repository's own."""


@resolver("variable")
class Variables(Resolver):
    """Looks variables up by their names, as words of code, of CI and of files of settings."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._repository = surroundings.repository

    def words(self, names: Iterable[str]) -> Iterable[str]:
        """Return the names, and how settings classes would read them."""
        return (word for name in map(_plain, names) for word in (name, *_beginnings(name), *_fields(name)))

    def resolve(self, name: str, document: str) -> Answer:
        """Look up a variable."""
        plain = _plain(name)
        if not plain:
            return _UNKNOWN
        holding = self._repository.holding(plain)
        if holding is None:
            return _UNKNOWN
        if holding:
            return Answer(Known.THERE, Place(holding[0]))
        prefix = plain.partition("_")[0]
        if self._holds_any(_fields(plain)):
            return _UNKNOWN  # put together when the program runs
        if self._holds_any(_beginnings(plain)):
            return Answer(Known.ABSENT) if self._prefixes[prefix] >= _MANY else _UNKNOWN
        is_own = "_" in plain and self._prefixes[prefix] >= _FEWEST
        if not is_own:
            return Answer(Known.ABSENT) if "_" in plain else _UNKNOWN  # it may be other programs that read it
        alike = [each for each in self._repository.capitals() if each.startswith(f"{prefix}_")]
        nearest = slips_of(plain, sorted(alike))
        return Answer(Known.ABSENT, None, True, nearest, bool(nearest))

    def _holds_any(self, words: Iterable[str]) -> bool:
        return any(self._repository.holding(each) != () for each in words)

    @cached_property
    def _prefixes(self) -> Counter[str]:
        return Counter(each.partition("_")[0] for each in self._repository.capitals())


def _plain(name: str) -> str:
    found = _NAME.fullmatch(name.strip())
    return found["name"] if found else ""


def _beginnings(name: str) -> list[str]:
    """Return the words to which code may add the rest of a name."""
    parts = name.split("_")
    return ["_".join(parts[:count]) + "_" for count in range(1, len(parts))]


def _fields(name: str) -> list[str]:
    """Return the fields of settings from which code may make a name."""
    first, *rest = parts = name.split("_")
    if not rest:
        return []
    ends = ["_".join(parts[count:]).lower() for count in range(len(rest))]
    return [*ends, first.lower() + "".join(each.capitalize() for each in rest)]
