"""Rules about metrics: whether every number has an owner."""

from collections.abc import Iterator

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.registry.registry import place_of
from mkdocs_traceability.rules.engine.absence import Absences
from mkdocs_traceability.rules.engine.rule import RuleContext, rule


@rule("TR208", title="Metric without an emitter", needs_complete=True, needs=("metric.emitters",))
def metric_without_emitter(context: RuleContext) -> Iterator[Finding]:
    """Reports a metric that no component emits. Planned and retired metrics are ignored.

    Why it matters: an alert on it never fires, or never clears.

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
                help="add the component that emits it to `emitters`",
                field="emitters",
            )
