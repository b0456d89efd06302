"""Rules about metrics: whether every number has an owner."""

from collections.abc import Iterator

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.registry.registry import place_of
from mkdocs_traceability.rules.engine.absence import Absences
from mkdocs_traceability.rules.engine.rule import RuleContext, rule


@rule("TR208", title="a metric without an emitter", needs_complete=True, needs=("metric.emitters",))
def metric_without_emitter(context: RuleContext) -> Iterator[Finding]:
    """Find a metric that no component emits. Planned and retired metrics are not judged.

    Why it matters: an alarm that waits for it never rings, or never stops ringing.

    Fails:

        metrics:
          - id: EvaluationLag
            purpose: Auto-scaling

    Passes:

        metrics:
          - id: EvaluationLag
            purpose: Auto-scaling
            emitters: [eval-worker]
        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]
    """
    absences = Absences(context)
    for metric in absences.judged("metric"):
        if absences.lacks(metric, "emitters"):
            yield Finding.of(
                metric,
                "TR208",
                f"{metric.label} has no emitter",
                at=place_of(metric, "emitters"),
                help="name the component that emits it under `emitters`",
                field="emitters",
            )
