"""Which of many names fit what is typed, best first: a few of tens of thousands in some milliseconds."""

import re
from collections.abc import Callable, Iterable
from heapq import nsmallest
from itertools import islice
from typing import Final, TypeVar

MOST: Final = 60
"""So many are listed; who types on is shown others."""

_ENOUGH: Final = 5
"""Where so many hold what is typed, those that only have its characters in this order are left out."""

_LONGEST: Final = 60
_BLANK: Final = re.compile(r"[\W_]+")

T = TypeVar("T")


def ranked(
    typed: str, named: Iterable[tuple[str, T]], also: Callable[[T], str]
) -> tuple[tuple[T, ...], bool]:
    """Return what fits best what is typed, and whether more does.

    `named` are the candidates with their names in small letters, and `also` gives what else one is found by.
    A name that begins so comes before one that holds it, that before one with such a title, and that before
    one that has the characters in this order.
    """
    query = typed.casefold()[:_LONGEST]
    if not query:
        first = tuple(islice((candidate for _, candidate in named), MOST + 1))
        return first[:MOST], len(first) > MOST
    pattern = re.compile(".*?".join(map(re.escape, _BLANK.sub("", query))))
    fitting: list[tuple[int, int, T]] = []
    alike: list[tuple[int, int, T]] = []
    for number, (name, candidate) in enumerate(named):
        at = name.find(query)
        if at >= 0:
            fitting.append((min(at, 1), number, candidate))
        elif query in also(candidate):
            fitting.append((2, number, candidate))
        elif pattern.pattern and len(alike) < MOST and pattern.search(name):
            alike.append((3, number, candidate))
    if len(fitting) < _ENOUGH:
        fitting += alike
    best = nsmallest(MOST, fitting, key=lambda each: each[:2])
    return tuple(candidate for _, _, candidate in best), len(fitting) > MOST
