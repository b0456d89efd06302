"""Rules about signals: who makes them, who needs them, and whether they survive the way between layers."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from mkdocs_traceability.analysis.ancestors import outwards
from mkdocs_traceability.analysis.layers import Layers
from mkdocs_traceability.analysis.reach import Reach, is_volatile, producers, producing_layers, reach_of
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding, Related, Severity
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import place_of
from mkdocs_traceability.rules.engine.absence import Absences
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import MOST_RELATED, listed

_BETWEEN_LAYERS: Final = ("signal.producers", "signal.consumers", "component.layer")
"""What says between which layers a signal goes."""


@rule("TR204", title="Signal without a consumer", needs_complete=True, needs=("signal.consumers",))
def signal_without_consumer(context: RuleContext) -> Iterator[Finding]:
    """Reports a signal that nothing consumes. Planned and retired signals are ignored.

    Why it matters: the signal is maintained without a known use, or an undocumented consumer breaks when
    it is removed.

    Fails:

        signals:
          - id: SIG-015
            title: CanaryReport
            producers: [canary-runner]
        components:
          - id: canary-runner
        flows:
          - id: COST-001
            components: [canary-runner]

    Passes:

        signals:
          - id: SIG-015
            title: CanaryReport
            producers: [canary-runner]
            consumers: [costsim]
        components:
          - id: canary-runner
          - id: costsim
        flows:
          - id: COST-001
            components: [canary-runner, costsim]
    """
    yield from _signals_without(
        context, "TR204", "consumers", "no consumer", "add what uses it to `consumers`, or retire it"
    )


@rule("TR205", title="Signal without a producer", needs_complete=True, needs=("signal.producers",))
def signal_without_producer(context: RuleContext) -> Iterator[Finding]:
    """Reports a signal that no component produces. Planned and retired signals are ignored.

    Why it matters: its consumers wait for something that no declared component sends.

    Fails:

        signals:
          - id: SIG-015
            title: CanaryReport
            consumers: [costsim]
        components:
          - id: costsim
        flows:
          - id: COST-001
            components: [costsim]

    Passes:

        signals:
          - id: SIG-015
            title: CanaryReport
            producers: [canary-runner]
            consumers: [costsim]
        components:
          - id: canary-runner
          - id: costsim
        flows:
          - id: COST-001
            components: [canary-runner, costsim]
    """
    yield from _signals_without(
        context, "TR205", "producers", "no producer", "add the component that produces it to `producers`"
    )


def _signals_without(context: RuleContext, code: str, name: str, what: str, help_: str) -> Iterator[Finding]:
    absences = Absences(context)
    for signal in absences.judged("signal"):
        if absences.lacks(signal, name):
            at = place_of(signal, name)
            yield Finding.of(signal, code, f"{signal.label} has {what}", at=at, help=help_, field=name)


@rule("TR206", title="Signal crosses layers without persistence", needs=_BETWEEN_LAYERS)
def signal_lost_between_layers(context: RuleContext) -> Iterator[Finding]:
    """Reports a signal that is consumed only in other layers and is not persisted.

    A signal is not persisted if `persistence` lists only `none` and `in-memory`, or if it is missing and
    the layer that the signal leaves has `must_persist`. A consumer that is a signal belongs to the layers
    of its producers, a resource to its own layer, and a component without a layer to that of its parent.
    Consumers whose layer is unknown are skipped; if the layer of a producer is unknown, the signal is not
    checked. Retired signals are ignored, and planned ones are checked only for a declared `persistence`.

    Why it matters: layers start and stop independently. What was sent while the other side was down is
    lost, and neither side knows.

    Fails:

        layers:
          - {id: L6, rank: 6}
          - {id: L7, rank: 7}
        signals:
          - id: SIG-100
            title: GraduationStatus
            producers: [graduation-evaluator]
            consumers: [capability-lockouts]
            persistence: in-memory
        components:
          - {id: graduation-evaluator, layer: L7}
          - {id: capability-lockouts, layer: L6}
        flows:
          - id: GRAD-001
            components: [graduation-evaluator, capability-lockouts]

    Passes:

        layers:
          - {id: L6, rank: 6}
          - {id: L7, rank: 7}
        signals:
          - id: SIG-100
            title: GraduationStatus
            producers: [graduation-evaluator]
            consumers: [capability-lockouts]
            persistence: PostgreSQL
        components:
          - {id: graduation-evaluator, layer: L7}
          - {id: capability-lockouts, layer: L6}
        flows:
          - id: GRAD-001
            components: [graduation-evaluator, capability-lockouts]
    """
    return (_not_kept(context, "TR206", reach) for reach in _lost(context) if not reach.inside)


@rule(
    "TR207",
    title="Shared signal crosses layers without persistence",
    needs=_BETWEEN_LAYERS,
)
def signal_lost_outside_layer(context: RuleContext) -> Iterator[Finding]:
    """Reports a signal that is consumed in its own layer and in others, and is not persisted.

    Layers and persistence are determined as for TR206.

    Why it matters: it works inside the layer, so losses outside it go unnoticed.

    Fails:

        layers:
          - {id: L6, rank: 6}
          - {id: L7, rank: 7, must_persist: true}
        signals:
          - id: SIG-206
            title: FailureCatalogMatch
            producers: [failure-aggregation]
            consumers: [failure-catalog, retry-worker]
        components:
          - {id: failure-aggregation, layer: L7}
          - {id: retry-worker, layer: L7}
          - {id: failure-catalog, layer: L6}
        flows:
          - id: FAIL-001
            components: [failure-aggregation, retry-worker, failure-catalog]

    Passes:

        layers:
          - {id: L6, rank: 6}
          - {id: L7, rank: 7, must_persist: true}
        signals:
          - id: SIG-206
            title: FailureCatalogMatch
            producers: [failure-aggregation]
            consumers: [failure-catalog, retry-worker]
            persistence: [R2, PostgreSQL]
        components:
          - {id: failure-aggregation, layer: L7}
          - {id: retry-worker, layer: L7}
          - {id: failure-catalog, layer: L6}
        flows:
          - id: FAIL-001
            components: [failure-aggregation, retry-worker, failure-catalog]
    """
    return (_not_kept(context, "TR207", reach) for reach in _lost(context) if reach.inside)


def _lost(context: RuleContext) -> Iterator[Reach]:
    """Go through the signals that leave their layer and do not survive."""
    absences = Absences(context)
    layers = Layers(context.registry)
    for signal in absences.judged("signal", ahead=True):
        is_declared = "persistence" in signal.values
        if "persistence" in signal.invalid or not all(map(is_volatile, signal.texts("persistence"))):
            continue
        if not absences.is_sure(signal, "producers"):
            continue
        home = producing_layers(context.registry, layers, signal)
        insists = any(map(_must_persist, home)) and phase(context.registry, signal) is not Phase.AHEAD
        if home and (is_declared or insists):
            reach = reach_of(context.registry, layers, signal, home)
            if reach.outside:
                yield reach


def _must_persist(layer: Item) -> bool:
    declared = layer.values.get("must_persist")
    return declared is not None and declared.plain is True


def _not_kept(context: RuleContext, code: str, reach: Reach) -> Finding:
    signal = reach.signal
    there = listed(layer.id for _, layer in reach.outside)
    where = f"there and in {there}" if reach.inside else f"only in {there}"
    related = [
        Related(link.reference.position, f"{link.item.id} is in {layer.id}")
        for link, layer in reach.outside[: MOST_RELATED // 2]
    ]
    if "persistence" in signal.values:
        kept = listed(signal.texts("persistence")) if signal.texts("persistence") else "empty"
        why = f"its `persistence` is {kept}"
        label = f"in `persistence` of {signal.label}"
        at = signal.values["persistence"].position
    else:
        layer = next(layer for layer in reach.home if _must_persist(layer))
        why = f"it has no `persistence`, which layer `{layer.id}` requires"
        label, at = "", signal.position
        related.append(Related(layer.values["must_persist"].position, f"in `must_persist` of {layer.label}"))
    made = listed(layer.id for layer in reach.home)
    return Finding.of(
        signal,
        code,
        f"{signal.label} is produced in layer {made} and consumed {where}, but {why}",
        at=at,
        label=label,
        help="add the store that keeps it to `persistence`",
        related=tuple(related),
        field="persistence",
    )


@rule(
    "TR309",
    title="Producer without a signal",
    severity=Severity.INFO,
    needs_complete=True,
    needs=("component.produces",),
)
def producer_without_signal(context: RuleContext) -> Iterator[Finding]:
    """Reports a component that is expected to produce signals but is not named by any signal.

    A component is expected to produce if its `trigger` is `scheduled`, if it has a `schedule`, or if its
    layer is listed in the setting `producing_layers`. External, planned and retired components are
    ignored, and so are those whose parts produce.

    Why it matters: a scheduled job has a result. Unless it is registered, it is unclear who needs it and
    what breaks when the job stops.

    Fails:

        components:
          - {id: cost-snapshot-job, trigger: scheduled, schedule: hourly}
        flows:
          - {id: COST-001, components: [cost-snapshot-job]}

    Passes:

        components:
          - {id: cost-snapshot-job, trigger: scheduled, schedule: hourly}
          - {id: cost-anomaly-detector}
        signals:
          - {id: SIG-017, producers: [cost-snapshot-job], consumers: [cost-anomaly-detector]}
        flows:
          - {id: COST-001, components: [cost-snapshot-job, cost-anomaly-detector]}
    """
    absences = Absences(context)
    registry = context.registry
    heard: set[Item] = set()
    for component in registry.items("component"):
        if not absences.lacks(component, "produces"):
            heard.update(takewhile(lambda each: each not in heard, outwards(registry, component)))
    for component, why in producers(registry, context.policy.producing_layers, absences.judged("component")):
        if component not in heard:
            yield Finding.of(
                component,
                "TR309",
                f"{component.label} is expected to produce signals ({why}), but no signal names it",
                help="declare the signal that it produces; the page Signal durability has a stub to copy",
                field="produces",
            )
