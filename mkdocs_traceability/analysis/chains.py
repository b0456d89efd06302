"""How two items are connected: the shortest chains of relations between them, whichever way these point."""

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.neighbours import Way, neighbours
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.registry import Registry

MOST: Final = 8
"""How many chains are told."""


class Hop(NamedTuple):
    """One step of a chain: the item it leads to, and how that is connected with the one before."""

    item: Item
    ways: tuple[Way, ...]


def chains(registry: Registry, start: Item, end: Item, most: int = MOST) -> list[tuple[Hop, ...]]:
    """Return the shortest chains from one item to another, `most` at the most; none where there is none.

    The items on the way stand in the order in which neighbours are shown.
    """
    before = _reached(registry, start, end)
    return list(islice(_back(registry, before, start, end), most))


def _reached(registry: Registry, start: Item, end: Item) -> dict[Item, list[Item]]:
    """Return, for each item that is reached until the end is, those that lead to it over the fewest links."""
    before: dict[Item, list[Item]] = {start: []}
    here = [start]
    while here and end not in before:
        found: dict[Item, list[Item]] = {}
        for item in here:
            for other in neighbours(registry, item):
                if other not in before:
                    found.setdefault(other, []).append(item)
        before.update(found)
        here = list(found)
    return before


def _back(
    registry: Registry, before: dict[Item, list[Item]], start: Item, end: Item
) -> Iterator[tuple[Hop, ...]]:
    """Go through the chains that lead to an item, without recursion: a chain may be as long as a site."""
    waiting: list[tuple[Item, ...]] = [(end,)] if end in before else []
    while waiting:
        chain = waiting.pop()
        if chain[0] is start:
            yield tuple(_hops(registry, chain))
            continue
        waiting += [(item, *chain) for item in reversed(before[chain[0]])]


def _hops(registry: Registry, chain: tuple[Item, ...]) -> Iterator[Hop]:
    for item, following in pairwise(chain):
        yield Hop(following, tuple(neighbours(registry, item)[following]))
