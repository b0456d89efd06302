"""Whether a name differs from another one only as a slip of the pen does."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

from mkdocs_traceability.registry.nearest import plain_spelling

_SHORTEST: Final = 4
"""Shorter names are alike by chance."""

_MOST_COMPARED: Final = 5_000
_MOST_OFFERED: Final = 2
_NUMBER: Final = re.compile(r"\d+")


def slips_of(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the names that one is a slip of; none where several come into question, but for spelling.

    What is spelled the same but for case, `-`, `_` and `.` comes first; then what is one letter apart.
    """
    candidates = list(dict.fromkeys(islice(known, _MOST_COMPARED)))
    folded = plain_spelling(name)
    same = [each for each in candidates if each != name and plain_spelling(each) == folded]
    if same:
        return tuple(same[:_MOST_OFFERED])
    alike = [each for each in candidates if is_slip(name, each)]
    return tuple(alike) if len(alike) == 1 else ()


def is_slip(name: str, other: str) -> bool:
    """Whether two names are one letter apart: one too many, one too few, another one, or two exchanged.

    Numbers count: `v1` is no slip of `v2`.
    """
    if name == other or min(len(name), len(other)) < _SHORTEST or abs(len(name) - len(other)) > 1:
        return False
    if _NUMBER.findall(name) != _NUMBER.findall(other):
        return False
    start = _shared(name, other)
    end = _shared(name[start:][::-1], other[start:][::-1])
    mine, theirs = name[start : len(name) - end], other[start : len(other) - end]
    return max(len(mine), len(theirs)) <= 1 or (len(mine) == len(theirs) == 2 and mine == theirs[::-1])


def _shared(name: str, other: str) -> int:
    """Return how many letters two names begin with in common."""
    pairs = zip(name, other, strict=False)
    return next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(name), len(other)))
