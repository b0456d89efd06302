"""Rules about layers: which way dependencies may point, and which layer something is in."""

from collections.abc import Iterator
from typing import NamedTuple

from mkdocs_traceability.analysis.ancestors import Covered, Inherited
from mkdocs_traceability.model.finding import Finding, Related
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.observations import Observations, ObservedImport
from mkdocs_traceability.registry.registry import Link, Registry, place_of
from mkdocs_traceability.rules.engine.absence import Certainty
from mkdocs_traceability.rules.engine.rule import Case, rule
from mkdocs_traceability.rules.engine.wording import and_elsewhere, where_written


class Layers:
    """Knows the layer of components and resources: their own, else that of what they are part of."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._found = Inherited[tuple[Link, ...]](registry, self._own, ())

    def of(self, item: Item) -> Link | None:
        """Return the layer something is in, and the reference that puts it, or a whole of it, there."""
        links = self._found.of(item)
        return links[0] if links else None

    def _own(self, item: Item) -> tuple[Link, ...] | None:
        links = self._registry.related(item, "layer")
        # A layer that was written and leads nowhere is not that of the whole.
        return tuple(links[:1]) if links or item.says("layer") else None


@rule("TR305", title="a dependency against the layers")
def dependency_against_layers(case: Case) -> Iterator[Finding]:
    """Find a component that depends on one in a layer which its own layer may not use.

    Where a layer has `may_use`, that list decides, and an empty one allows nothing; else the ranks do: a
    dependency on a smaller `rank` points upwards. Within one layer everything is allowed. A component that
    says no layer is in that of what it is part of; without layers, and without ranks, nothing is judged. Of
    components that say their `paths`, the imports of their Python code are judged in the same way, save those
    that are declared: of them the declaration is judged.

    Why it matters: layers say what can be changed without looking up. A dependency that points the
    wrong way makes the lower one change whenever the upper one does.

    Fails:

        layers:
          - {id: L2, rank: 2}
          - {id: L6, rank: 6}
        components:
          - id: api
            layer: L2
          - id: models
            layer: L6
            depends_on: [api]
        flows:
          - id: RUN-001
            components: [api, models]

    Passes:

        layers:
          - {id: L2, rank: 2}
          - {id: L6, rank: 6}
        components:
          - id: api
            layer: L2
            depends_on: [models]
          - id: models
            layer: L6
        flows:
          - id: RUN-001
            components: [api, models]
    """
    directions = Directions(case.registry, case.observations)
    for component, link in directions.declared():
        crossing = directions.between(component, link.item)
        if crossing is not None:
            yield _declared_against(case, component, link, crossing)
    for seen, crossing in directions.observed():
        yield _observed_against(seen, crossing)


class Crossed(NamedTuple):
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

    def between(self, component: Item, other: Item) -> Crossed | None:
        """Return the layers between which a dependency must not be, None where it may."""
        home, there = self.layers.of(component), self.layers.of(other)
        if home is None or there is None:
            return None
        way = self.way(home.item, there.item)
        return Crossed(home.item, there, way.why) if way.is_allowed is False else None

    def declared(self) -> Iterator[tuple[Item, Link]]:
        """Go through the declared dependencies."""
        for component in self._certainty.judged("component", ahead=True):
            for link in self._registry.related(component, "depends_on"):
                yield component, link

    def observed(self) -> Iterator[tuple[ObservedImport, Crossed]]:
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
            return Way(False, f"which `may_use` of {own.id} does not name")
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


def _observed_against(seen: ObservedImport, crossing: Crossed) -> Finding:
    importer, imported, places = seen
    own, there, why = crossing
    return Finding.of(
        importer,
        "TR305",
        f"{importer.label} (layer {own.id}) imports {imported.id} (layer {there.item.id}), {why}",
        at=places[0],
        label=f"in the code of {importer.label}{and_elsewhere(places)}",
        help="turn the import round, put something between the two, or correct the layer of one of them",
        related=(Related(importer.position, f"declares {importer.id}"), *_layers_of(imported, crossing)),
        field="paths",
        subject=imported.id,
    )


def _layers_of(target: Item, crossing: Crossed) -> Iterator[Related]:
    own, there, _ = crossing
    yield Related(there.reference.position, f"puts {target.id} in layer {there.item.id}")
    if "may_use" in own.keys:
        yield Related(place_of(own, "may_use"), f"what layer {own.id} may use")


def _declared_against(case: Case, component: Item, link: Link, crossing: Crossed) -> Finding:
    target = link.item
    own, there, why = crossing
    return Finding.of(
        component,
        "TR305",
        f"{component.label} (layer {own.id}) depends on {target.id} (layer {there.item.id}), {why}",
        at=link.reference.position,
        label=where_written(case.registry, component, "depends_on", link),
        help="turn the dependency round, put something between the two, or correct the layer of one of them",
        related=tuple(_layers_of(target, crossing)),
        field="depends_on",
        subject=target.id,
    )
