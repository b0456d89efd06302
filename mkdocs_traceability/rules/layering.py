"""Rules about layers: which way dependencies may point, and which layer something is in."""

from collections.abc import Iterator

from mkdocs_traceability.analysis.layers import Directions, LayerViolation
from mkdocs_traceability.model.finding import Finding, Related
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.observations import ObservedImport
from mkdocs_traceability.registry.registry import Link, place_of
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import and_elsewhere, where_written


@rule("TR305", title="Dependency violates layering", needs=("component.layer",))
def dependency_against_layers(context: RuleContext) -> Iterator[Finding]:
    """Reports a component that depends on a component in a layer that its own layer may not use.

    If a layer has `may_use`, that list decides, and an empty list allows nothing. Otherwise ranks decide:
    a dependency on a smaller `rank` points upwards. Within a layer, everything is allowed. A component
    without a layer belongs to that of its parent; without layers or ranks, nothing is checked. For
    components with `paths`, undeclared imports in their Python code are checked in the same way; for
    declared ones, the declaration is checked.

    Why it matters: layers show what can change independently. A dependency in the wrong direction makes
    the lower layer change whenever the upper one does.

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
    directions = Directions(context.registry, context.observations)
    for component, link in directions.declared():
        crossing = directions.between(component, link.item)
        if crossing is not None:
            yield _declared_against(context, component, link, crossing)
    for seen, crossing in directions.observed():
        yield _observed_against(seen, crossing)


def _observed_against(seen: ObservedImport, crossing: LayerViolation) -> Finding:
    importer, imported, places = seen
    own, there, why = crossing
    return Finding.of(
        importer,
        "TR305",
        f"{importer.label} (layer {own.id}) imports {imported.id} (layer {there.item.id}), {why}",
        at=places[0],
        label=f"in the code of {importer.label}{and_elsewhere(places)}",
        help="reverse the import, add an interface between the two, or correct one of the layers",
        related=(Related(importer.position, f"declares {importer.id}"), *_layers_of(imported, crossing)),
        field="paths",
        subject=imported.id,
    )


def _layers_of(target: Item, crossing: LayerViolation) -> Iterator[Related]:
    own, there, _ = crossing
    yield Related(there.reference.position, f"puts {target.id} in layer {there.item.id}")
    if "may_use" in own.keys:
        yield Related(place_of(own, "may_use"), f"what layer {own.id} may use")


def _declared_against(context: RuleContext, component: Item, link: Link, crossing: LayerViolation) -> Finding:
    target = link.item
    own, there, why = crossing
    return Finding.of(
        component,
        "TR305",
        f"{component.label} (layer {own.id}) depends on {target.id} (layer {there.item.id}), {why}",
        at=link.reference.position,
        label=where_written(context.registry, component, "depends_on", link),
        help="reverse the dependency, add an interface between the two, or correct one of the layers",
        related=tuple(_layers_of(target, crossing)),
        field="depends_on",
        subject=target.id,
    )
