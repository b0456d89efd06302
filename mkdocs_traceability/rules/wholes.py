"""What parts have from the wholes they are part of, also where the chains of parts are long."""

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry import Registry

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
        self._known: dict[int, T] = {}

    def of(self, item: Item) -> T:
        """Return what the item has."""
        asked: dict[int, None] = {}
        found = self._otherwise
        while id(item) not in asked:
            if id(item) in self._known:
                found = self._known[id(item)]
                break
            asked[id(item)] = None
            if (own := self._own(item)) is not None:
                found = own
                break
            wholes = self._registry.related(item, "part_of")
            if not wholes:
                break
            item = wholes[0].item
        self._known.update(dict.fromkeys(asked, found))
        return found


def outwards(registry: Registry, item: Item) -> Iterator[Item]:
    """Go through an item and what it is part of, innermost first."""
    yield item
    if registry.related(item, "part_of"):
        yield from registry.wholes(item)


def is_cut_off(registry: Registry, item: Item) -> bool:
    """Whether an item says that it is part of something which is not there."""
    return item.says("part_of") and not registry.related(item, "part_of")
