"""Which layer something is in, and which way dependencies between layers may point."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.ancestors import Covered, Inherited
from mkdocs_traceability.analysis.certainty import Certainty
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.observations import Observations, ObservedImport
from mkdocs_traceability.registry.registry import Link, Registry

_LAYER: Final = "layer"


class Layers:
    """Knows the layer of components and resources: their own, else that of what they are part of."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._found = Inherited[tuple[Link, ...]](registry, self._own, ())

    def of(self, item: Item) -> Link | None:
        """Return the layer something is in, and the reference that puts it, or a whole of it, there."""
        if _LAYER not in self._registry.names_in_use:
            return None
        links = self._found.of(item)
        return links[0] if links else None

    def _own(self, item: Item) -> tuple[Link, ...] | None:
        links = self._registry.related(item, _LAYER)
        # A layer that was written and leads nowhere is not that of the whole.
        return tuple(links[:1]) if links or item.says(_LAYER) else None


class LayerViolation(NamedTuple):
    """The layers of two components, of which the first may not use the second, and why."""

    own: Item
    there: Link
    why: str


class Way(NamedTuple):
    """Whether one layer may use another, None where that is not known, and what speaks against it."""

    is_allowed: bool | None
    why: str = ""


class Directions:
    """Tells which way dependencies may point: what the rule judges by, and what pages show.

    `declared` and `observed` are the dependencies that are judged; `undeclared` also has the imports that
    point where they may, and of which nothing is said.
    """

    def __init__(self, registry: Registry, observations: Observations) -> None:
        self._registry = registry
        self._imports = observations.imports
        self._certainty = Certainty(registry)
        self._ways: dict[tuple[Item, Item], Way] = {}
        self.layers = Layers(registry)

    def way(self, own: Item, other: Item) -> Way:
        """Return whether one layer may use another."""
        if (own, other) not in self._ways:
            self._ways[own, other] = self._way(own, other)
        return self._ways[own, other]

    def between(self, component: Item, other: Item) -> LayerViolation | None:
        """Return the layers between which a dependency must not be, None where it may."""
        home, there = self.layers.of(component), self.layers.of(other)
        if home is None or there is None:
            return None
        way = self.way(home.item, there.item)
        return LayerViolation(home.item, there, way.why) if way.is_allowed is False else None

    def declared(self) -> Iterator[tuple[Item, Link]]:
        """Go through the declared dependencies."""
        for component in self._certainty.judged("component", ahead=True):
            for link in self._registry.related(component, "depends_on"):
                yield component, link

    def observed(self) -> Iterator[tuple[ObservedImport, LayerViolation]]:
        """Go through the observed imports against the layers of which no declaration is to blame."""
        if not self._imports:
            return
        blamed = [(one, link.item) for one, link in self.declared() if self.between(one, link.item)]
        covered = Covered(self._registry, blamed)
        for seen in self._judged_imports():
            crossing = self.between(seen.importer, seen.imported)
            if crossing is not None and not covered.has(seen.importer, seen.imported):
                yield seen, crossing

    def undeclared(self) -> Iterator[ObservedImport]:
        """Go through the observed imports that no declaration covers, or that alone are to blame."""
        if not self._imports:
            return
        blamed = {seen for seen, _ in self.observed()}
        covered = Covered(self._registry, ((one, link.item) for one, link in self.declared()))
        for seen in self._judged_imports():
            if seen in blamed or not covered.has(seen.importer, seen.imported):
                yield seen

    def _judged_imports(self) -> Iterator[ObservedImport]:
        judged = set(self._certainty.judged("component", ahead=True))
        return (seen for seen in self._imports if seen.importer in judged)

    def _way(self, own: Item, other: Item) -> Way:
        if own is other:
            return Way(True)
        if _has_list(self._registry, own):
            if any(link.item is other for link in self._registry.related(own, "may_use")):
                return Way(True)
            if not self._certainty.is_sure(own, "may_use"):
                return Way(None)
            return Way(False, f"which is not in `may_use` of {own.id}")
        ranks = [layer.values["rank"].plain for layer in (own, other) if "rank" in layer.values]
        match ranks:
            case [int() | float() as from_rank, int() | float() as to_rank]:
                if to_rank < from_rank:
                    return Way(False, f"upwards from rank {from_rank} to rank {to_rank}")
                return Way(True)
        return Way(None)


def _has_list(registry: Registry, layer: Item) -> bool:
    """Whether a layer says what it may use."""
    return bool(registry.related(layer, "may_use")) or layer.says("may_use") or "may_use" in layer.keys
