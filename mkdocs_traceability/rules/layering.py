"""Rules about layers: which way dependencies may point, and which layer something is in."""

from collections.abc import Iterator

from mkdocs_traceability.findings import Finding, Related
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry import Link, Registry, place_of
from mkdocs_traceability.rules.absence import Absences
from mkdocs_traceability.rules.rule import Case, rule
from mkdocs_traceability.rules.wholes import Inherited
from mkdocs_traceability.rules.wording import where_written


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
    says no layer is in that of what it is part of; without layers, and without ranks, nothing is judged.

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
    layers = Layers(case.registry)
    absences = Absences(case)
    for component in absences.judged("component", ahead=True):
        links = case.registry.related(component, "depends_on")
        home = layers.of(component) if links else None
        if home is None:
            continue
        for link in links:
            there = layers.of(link.item)
            if there is None or there.item is home.item:
                continue
            if why := _against(case.registry, absences, home.item, there.item):
                yield _against_the_layers(case, component, link, home.item, there, why)


def _against(registry: Registry, absences: Absences, own: Item, other: Item) -> str:
    """Say why a layer may not use another; empty where it may, or where that is not known."""
    allowed = registry.related(own, "may_use")
    if allowed or own.says("may_use") or "may_use" in own.keys:
        if any(link.item is other for link in allowed) or not absences.is_sure(own, "may_use"):
            return ""
        return f"which `may_use` of {own.id} does not name"
    ranks = [layer.values["rank"].plain for layer in (own, other) if "rank" in layer.values]
    match ranks:
        case [int() | float() as from_rank, int() | float() as to_rank] if to_rank < from_rank:
            return f"upwards from rank {from_rank} to rank {to_rank}"
    return ""


def _against_the_layers(case: Case, component: Item, link: Link, own: Item, there: Link, why: str) -> Finding:
    target = link.item
    related = [Related(there.reference.position, f"puts {target.id} in layer {there.item.id}")]
    if "may_use" in own.keys:
        related.append(Related(place_of(own, "may_use"), f"what layer {own.id} may use"))
    return Finding.of(
        component,
        "TR305",
        f"{component.label} (layer {own.id}) depends on {target.id} (layer {there.item.id}), {why}",
        at=link.reference.position,
        label=where_written(case.registry, component, "depends_on", link),
        help="turn the dependency round, put something between the two, or correct the layer of one of them",
        related=tuple(related),
        field="depends_on",
        subject=target.id,
    )
