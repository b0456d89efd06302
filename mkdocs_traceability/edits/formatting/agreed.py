"""The one order that several orders of keys agree on most."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final

_MOST: Final = 100
"""So many keys are ordered: each is compared with each other."""


def agreed_order(orders: Iterable[Sequence[str]]) -> Mapping[str, int]:
    """Return the rank of each key, by the method of ranked pairs (Tideman 1987); empty of too many keys.

    Of two keys that one comes first that does so more often, or did so first. Orders that never contradict
    each other are all kept, and so is each that has been sorted by its result.
    """
    votes: Counter[tuple[str, str]] = Counter()
    keys: dict[str, None] = {}
    for order in orders:
        keys.update(dict.fromkeys(order))
        if len(keys) > _MOST:
            return {}
        votes.update(combinations(order, 2))
    after: dict[str, set[str]] = {key: set() for key in keys}
    for (first, second), _ in votes.most_common():
        if first not in after[second]:
            _enter(after, first, second)
    return {key: rank for rank, key in enumerate(_in_order(after))}


def _enter(after: Mapping[str, set[str]], first: str, second: str) -> None:
    """Enter that a key comes before another, and before all that come after that one."""
    later = {second, *after[second]}
    for key, those in after.items():
        if key == first or first in those:
            those |= later


def _in_order(after: Mapping[str, set[str]]) -> Iterable[str]:
    """Go through keys, each behind all that come before it; else as they were first seen."""
    left = dict.fromkeys(after)
    while left:
        key = next(key for key in left if not any(key in after[other] for other in left if other != key))
        del left[key]
        yield key
