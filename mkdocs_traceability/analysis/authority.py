"""Who may write and read a resource: what its lists grant and refuse, also on what either is part of.

An entry of `writers`, `readers` or `forbidden` on a whole covers its parts, of resources and of components.
The most specific entry decides: the one on the nearest resource, there the one that names the nearest
component, and where one component stands under both, `forbidden`.
"""

from functools import partial
from typing import NamedTuple

from mkdocs_traceability.analysis.ancestors import Inherited, is_cut_off, outwards
from mkdocs_traceability.analysis.certainty import Certainty, inverse
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.registry import Link, Registry


class Ruling(NamedTuple):
    """The entry that decides whether a component may write: `forbidden` or `writers` of a resource."""

    name: str
    resource: Item
    link: Link


class Authority:
    """Knows what is granted and refused, on resources and on what they are part of."""

    def __init__(self, registry: Registry, certainty: Certainty) -> None:
        self._registry = registry
        self._certainty = certainty
        self._entries: dict[tuple[Item, str], dict[Item, Link]] = {}
        self._last: tuple[Item, dict[Item, int]] | None = None
        self._lists = {
            name: Inherited[tuple[Item, ...]](registry, partial(self._own_list, name), ())
            for name in ("writers", "readers")
        }

    def entries(self, resource: Item, name: str) -> dict[Item, Link]:
        """Return the entries of one resource, by the component they name."""
        key = (resource, name)
        found = self._entries.get(key)
        if found is None:
            links = self._registry.related(resource, name)
            found = self._entries[key] = {link.item: link for link in reversed(links)}
        return found

    def ruling(self, component: Item, resource: Item) -> Ruling | None:
        """Return the most specific entry about a component's writing a resource."""
        for whole in outwards(self._registry, resource):
            forbidden = self._nearest(component, self.entries(whole, "forbidden"))
            allowed = self._nearest(component, self.entries(whole, "writers"))
            if forbidden and not (allowed and allowed[0] < forbidden[0]):
                return Ruling("forbidden", whole, forbidden[1])
            if allowed:
                return Ruling("writers", whole, allowed[1])
        return None

    def refusing(self, component: Item, resource: Item, name: str) -> Item | None:
        """Return the resource whose list, being the nearest, does not cover a component; None if it may."""
        for whole in self._lists[name].of(resource):
            if not self._nearest(component, self.entries(whole, name)):
                return None if self._may_be_covered(component, name) else whole
        return None

    def may_write_a_part(self, component: Item, resource: Item) -> bool:
        """Whether a component may write something that is part of a resource."""
        waiting = [link.item for link in self._registry.related(resource, "parts")]
        seen: set[Item] = set()
        while waiting:
            part = waiting.pop()
            if part in seen:
                continue
            seen.add(part)
            ruling = self.ruling(component, part)
            if ruling and ruling.name == "writers":
                return True
            waiting += [link.item for link in self._registry.related(part, "parts")]
        return False

    def _own_list(self, name: str, resource: Item) -> tuple[Item, ...] | None:
        """Return the resource itself if it has a list; nothing if what it has is not known."""
        if not self._certainty.is_sure(resource, name):
            return ()
        return (resource,) if name in resource.keys or self.entries(resource, name) else None

    def _nearest(self, component: Item, entries: dict[Item, Link]) -> tuple[int, Link] | None:
        """Return the entry that names a component or else its nearest whole, and how far off that is."""
        if not entries:
            return None
        if link := entries.get(component):
            return 0, link
        distances = self._distances(component)
        near = [(distances[named], link) for named, link in entries.items() if named in distances]
        return min(near, key=lambda each: each[0]) if near else None

    def _distances(self, component: Item) -> dict[Item, int]:
        """Return how far a component is from itself and from what it is part of."""
        if self._last is None or self._last[0] is not component:
            members = outwards(self._registry, component)
            self._last = component, {member: distance for distance, member in enumerate(members)}
        return self._last[1]

    def _may_be_covered(self, component: Item, name: str) -> bool:
        """Whether a component may be covered by something that was written and leads nowhere."""
        granted = inverse(self._registry, "resource", name)
        member = component
        for member in outwards(self._registry, component):
            if granted and not self._certainty.is_sure(member, granted):
                return True
        return is_cut_off(self._registry, member)
