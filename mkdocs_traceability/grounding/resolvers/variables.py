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
_FEWEST: Final = 2
"""How many other variables must begin alike for a prefix to be the repository's own."""


@resolver("variable")
class Variables(Resolver):
    """Looks variables up by their names, as words of code, of CI and of files of settings."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._repository = surroundings.repository

    def words(self, names: Iterable[str]) -> Iterable[str]:
        """Return the names, and how settings classes would read them."""
        return (word for name in map(_plain, names) for word in (name, *_composed(name)))

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
        if any(self._repository.holding(each) != () for each in _composed(plain)):
            return _UNKNOWN  # put together when the program runs
        prefix = plain.partition("_")[0]
        is_own = "_" in plain and self._prefixes[prefix] >= _FEWEST
        if not is_own:
            return Answer(Known.ABSENT) if "_" in plain else _UNKNOWN  # it may be other programs that read it
        alike = [each for each in self._repository.capitals() if each.startswith(f"{prefix}_")]
        nearest = slips_of(plain, sorted(alike))
        return Answer(Known.ABSENT, None, True, nearest, bool(nearest))

    @cached_property
    def _prefixes(self) -> Counter[str]:
        return Counter(each.partition("_")[0] for each in self._repository.capitals())


def _plain(name: str) -> str:
    found = _NAME.fullmatch(name.strip())
    return found["name"] if found else ""


def _composed(name: str) -> list[str]:
    """Return the words from which code may put a name together: its beginnings, and fields of settings."""
    parts = name.split("_")
    if len(parts) == 1:
        return []
    beginnings = ["_".join(parts[:count]) + "_" for count in range(1, len(parts))]
    ends = ["_".join(parts[count:]).lower() for count in range(len(parts) - 1)]
    camel = parts[0].lower() + "".join(each.capitalize() for each in parts[1:])
    return [*beginnings, *(each for each in ends if "_" in each), camel]
