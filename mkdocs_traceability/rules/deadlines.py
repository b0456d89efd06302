"""A rule about dates: what was to be done by now is done."""

from collections.abc import Iterator

from mkdocs_traceability.analysis.deadlines import DUE, deadline_of, is_overdue
from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.rules.engine.rule import RuleContext, rule


@rule("TR421", title="Overdue work", severity=Severity.WARNING)
def overdue_work(context: RuleContext) -> Iterator[Finding]:
    """Reports an open item whose `due` date has passed.

    The date is compared with the date of the run, as the dates of waivers are. An item is done, whatever its
    status, when all artifacts of its action exist. A gap without a date takes that of the patches that
    resolve it; then the patch is reported.

    Why it matters: a date that passes unnoticed does not help anyone plan.

    Fails:

        patches:
          - id: PATCH-6.1
            status: required
            supports: [BILL-010]
            due: 2020-01-31
        flows:
          - id: BILL-010
            components: [scheduled-jobs]
        components:
          - id: scheduled-jobs

    Passes:

        patches:
          - id: PATCH-6.1
            status: required
            supports: [BILL-010]
            due: 2999-01-31
        flows:
          - id: BILL-010
            components: [scheduled-jobs]
        components:
          - id: scheduled-jobs
    """
    if DUE not in context.registry.names_in_use:
        return
    for item in context.registry.all:
        if not is_overdue(context.registry, item, context.today) or _is_made(context, item):
            continue
        deadline = deadline_of(context.registry, item)
        if deadline is None or deadline.stated_by is not item:
            continue
        status = f"is `{item.text('status')}`, and " if item.text("status") else ""
        yield Finding.of(
            item,
            "TR421",
            f"{item.label} {status}was due on {deadline.day}",
            at=item.values[DUE].position,
            label=f"in `{DUE}` of {item.label}",
            help="finish it and change its status, or set a new date",
            field=DUE,
        )


def _is_made(context: RuleContext, item: Item) -> bool:
    """Whether all that the actions of an item bring into being is there."""
    artifacts = [
        claim
        for name in context.registry.kind(item).artifact_fields
        if name in item.evidence
        for claim in item.evidence[name].claims
    ]
    return bool(artifacts) and all(context.verdicts.of(item, claim).verdict.holds for claim in artifacts)
