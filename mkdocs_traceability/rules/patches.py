"""Rules about patches: whether a change says what it is for."""

from collections.abc import Iterator

from mkdocs_traceability.analysis.certainty import inverse
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.registry.registry import place_of
from mkdocs_traceability.rules.engine.absence import Absences
from mkdocs_traceability.rules.engine.rule import RuleContext, rule


@rule(
    "TR203",
    title="Patch without a purpose",
    needs_complete=True,
    needs=("patch.supports",),
)
def patch_without_purpose(context: RuleContext) -> Iterator[Finding]:
    """Reports a patch that supports no item and resolves no gap. Rejected patches are ignored.

    Why it matters: it is unclear whether the patch is still needed and what a revert would reopen.

    Fails:

        patches:
          - id: PATCH-6.1
            title: Rate limits table

    Passes:

        patches:
          - id: PATCH-6.1
            title: Rate limits table
            supports: [BILL-010]
        flows:
          - id: BILL-010
            components: [scheduled-jobs]
        components:
          - id: scheduled-jobs
    """
    absences = Absences(context)
    resolves = inverse(context.registry, "gap", "resolved_by")
    for patch in absences.judged("patch", ahead=True):
        if absences.lacks(patch, "supports") and not (resolves and not absences.lacks(patch, resolves)):
            yield Finding.of(
                patch,
                "TR203",
                f"{patch.label} supports no item and resolves no gap",
                at=place_of(patch, "supports"),
                help="add what needs it to `supports`, or add it to `resolved_by` of the gap it closes",
                field="supports",
            )
