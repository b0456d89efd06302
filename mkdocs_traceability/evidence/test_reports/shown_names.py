"""Tests by the names that a report shows in place of their own: display names, and what runs are called.

Part of *verify*, for `case_names`. What fits two tests is neither; so is what only a run names, where the
class has tests from elsewhere too.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.source_code.outline import HOLE, Outline

_JOINTS: Final = re.compile(r"[\s>›»]+|--+")
_AFFIXES: Final = re.compile(r"^[A-Z][a-z]+: | (?:should|when|that)$")
"""What Kotest writes before and after the title of a container."""

_ARGUMENTS: Final = re.compile(r"\s?[(\[]")

Names = tuple[str, ...]


class _Shown(NamedTuple):
    """A test and one name that reports may have for it, in the pieces around what only a run knows."""

    test: Names
    pieces: list[str]

    @property
    def is_literal(self) -> bool:
        return len(self.pieces) == 1

    @property
    def says_something(self) -> bool:
        return any(map(str.strip, self.pieces))


class ShownNames:
    """The tests of a file by the names shown for them, in each of its classes."""

    def __init__(self, outline: Outline, class_of: Callable[[Names], Names]) -> None:
        self._heirs = {base.path for base in outline.bases}
        self._shown: dict[Names, list[_Shown]] = {}
        self._suites: dict[Names, set[str]] = {}
        for test in outline.tests:
            owner = class_of(test.path)
            for name in test.called:
                self._shown.setdefault(owner, []).append(_Shown(test.path, name.split(HOLE)))
            for end in range(len(owner) + 1, len(test.path)) if owner else ():
                suites = self._suites.setdefault(owner, set())
                suites |= {joined(test.path[end - 1 : end]), joined(test.path[len(owner) : end])}

    def found(self, owner: Names, name: str) -> tuple[Names, frozenset[Names]] | None:
        """Return the test of a class that a report shows by a name, or those it may be; None for none."""
        shown = self._shown.get(owner, ())
        literals = [each for each in shown if each.is_literal]
        exact = {each.test for each in literals if each.pieces[0] == name}
        if literal := exact or {each.test for each in literals if _begins(name, each.pieces[0])}:
            return _only(literal)
        fitting = [each for each in shown if not each.is_literal and fits(name, each.pieces)]
        telling = {each.test for each in fitting if each.says_something}
        candidates = telling or {each.test for each in fitting}
        if not candidates:
            return None
        return ((), frozenset(candidates)) if owner in self._heirs else _only(candidates)

    def is_suite(self, names: Names) -> bool:
        """Whether names are those of what groups tests in a class, which some tools report beside them."""
        name = joined(_AFFIXES.sub("", part) for part in re.split(r" -- | > | › ", names[-1]))
        return name in self._suites.get(names[:-1], ())


def joined(names: Iterable[str]) -> str:
    """Return names without what tools and people write between them."""
    return _JOINTS.sub("", "".join(names))


def _only(tests: set[Names]) -> tuple[Names, frozenset[Names]]:
    return (next(iter(tests)), frozenset()) if len(tests) == 1 else ((), frozenset(tests))


def _begins(name: str, shown: str) -> bool:
    """Whether a name is the one that is shown, before arguments."""
    return name.startswith(shown) and _ARGUMENTS.match(name, len(shown)) is not None


def fits(label: str, pieces: list[str]) -> bool:
    """Whether a text has these pieces in their order, from its beginning to its end."""
    first, *inner, last = pieces
    if not label.startswith(first) or not label.endswith(last) or len(label) < len(first) + len(last):
        return False
    at, end = len(first), len(label) - len(last)
    for piece in inner:
        at = label.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True
