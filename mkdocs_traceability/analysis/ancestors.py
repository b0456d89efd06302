"""What parts have from the wholes they are part of, also where the chains of parts are long."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.registry import Registry

T = TypeVar("T")


class Inherited(Generic[T]):
    """Knows what an item has by itself, or else from the nearest whole; no chain is walked twice.

    `own` says what an item has, and None where its whole is to be asked; `otherwise` is the answer where no
    whole has anything.
    """

    def __init__(self, registry: Registry, own: Callable[[Item], T | None], otherwise: T) -> None:
        self._registry = registry
        self._own = own
        self._otherwise = otherwise
        self._known: dict[Item, T] = {}

    def of(self, item: Item) -> T:
        """Return what the item has."""
        asked: dict[Item, None] = {}
        found = self._otherwise
        while item not in asked:
            if item in self._known:
                found = self._known[item]
                break
            asked[item] = None
            if (own := self._own(item)) is not None:
                found = own
                break
            ancestors = self._registry.related(item, "part_of")
            if not ancestors:
                break
            item = ancestors[0].item
        self._known.update(dict.fromkeys(asked, found))
        return found


class Covered:
    """Tells of two items whether a link covers them: from the one to the other, or between what is their kin.

    Kin are an item, what it is part of, and its parts: what a whole does its parts do, and the other way.
    """

    def __init__(self, registry: Registry, links: Iterable[tuple[Item, Item]]) -> None:
        self._registry = registry
        self._links: dict[Item, list[Item]] = defaultdict(list)
        for item, target in links:
            self._links[item].append(target)
        self._last: tuple[Item, set[Item], set[Item]] | None = None

    def has(self, item: Item, target: Item) -> bool:
        """Whether a link leads from an item, or its kin, to another one, or its kin."""
        if not self._links:
            return False
        if self._last is None or self._last[0] is not item:  # of all at once it would be too much to keep
            self._last = (item, *self._targets(item))
        _, direct, ancestors = self._last
        if target in direct or target in ancestors:
            return True
        return any(whole in direct for whole in self._registry.ancestors(target))

    def _targets(self, item: Item) -> tuple[set[Item], set[Item]]:
        """Return what links of an item's kin lead to, and what that is part of."""
        direct = {
            target
            for each in (*self._registry.ancestors(item), *_inwards(self._registry, item))
            for target in self._links.get(each, ())
        }
        ancestors: set[Item] = set()
        for target in direct:
            for whole in self._registry.ancestors(target):
                if whole in ancestors:
                    break
                ancestors.add(whole)
        return direct, ancestors


def _inwards(registry: Registry, item: Item) -> Iterator[Item]:
    """Go through an item and all its parts, and theirs."""
    seen = {item}
    waiting = [item]
    while waiting:
        item = waiting.pop()
        yield item
        for link in registry.related(item, "parts"):
            if link.item not in seen:
                seen.add(link.item)
                waiting.append(link.item)


def outwards(registry: Registry, item: Item) -> Iterator[Item]:
    """Go through an item and what it is part of, innermost first."""
    yield item
    if registry.related(item, "part_of"):
        yield from registry.ancestors(item)


def is_cut_off(registry: Registry, item: Item) -> bool:
    """Whether an item says that it is part of something which is not there."""
    return item.says("part_of") and not registry.related(item, "part_of")
