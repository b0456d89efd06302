"""Rules about completion: what claims to be done shows it, and what can be shown claims it."""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.analysis.completeness import admitted_holes, lacking
from mkdocs_traceability.model.declared import CLAIM_TYPES, Phase
from mkdocs_traceability.model.finding import Finding, Related
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.verdict import Outcome, Verdict
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Link, place_of
from mkdocs_traceability.rules.claims import mistake_of_claim
from mkdocs_traceability.rules.engine.absence import Absences
from mkdocs_traceability.rules.engine.rule import RuleContext, rule
from mkdocs_traceability.rules.engine.wording import listed, where_written

_SUBJECTS: Final = (("gap", "about"), ("patch", "supports"))
"""The kinds whose completion is about other items, and the relation that names these."""


@rule("TR401", title="Done without required evidence")
def completion_without_evidence(context: RuleContext) -> Iterator[Finding]:
    """Reports an item marked as done without the evidence that its kind requires.

    Evidence marked `unknown` is reported as well. If there cannot be any, `{not_applicable: …}` gives the
    reason.

    Why it matters: without evidence, the status cannot be checked.

    Fails:

        flows:
          - id: EVAL-001
            status: implemented
            components: [eval-worker]
        components:
          - id: eval-worker

    Passes:

        # file: workers/evaluator.py
        class Evaluator: ...
        # file: docs/example.trace.yml
        flows:
          - id: EVAL-001
            status: implemented
            components: [eval-worker]
            evidence:
              code: [workers/evaluator.py:Evaluator]
        components:
          - id: eval-worker
    """
    for item in context.registry.all:
        if phase(context.registry, item) is not Phase.COMPLETE:
            continue
        if absent := lacking(context.registry, item):
            names = listed(absent.names) if not absent.any_of else f"any of {listed(absent.names)}"
            message = f"{item.label} is `{item.text('status')}`, but has no evidence of type {names}"
            help_ = _where_to_write(absent.names)
            yield Finding.of(item, "TR401", message, help=help_, field="evidence")
        for name in admitted_holes(context.registry, item):
            message = f"{item.label} is `{item.text('status')}`, and its `{name}` evidence is `unknown`"
            yield Finding.of(
                item,
                "TR401",
                message,
                at=item.evidence[name].position,
                label=f"in `{name}` of {item.label}",
                help="name the evidence, or give the reason why there is none: `{not_applicable: …}`",
                field=name,
                subject="unknown",
            )


def _where_to_write(names: tuple[str, ...]) -> str:
    types = [name for name in names if name in CLAIM_TYPES]
    if not types:
        return f"add `{names[0]}:`, or change the status"
    return f"add `evidence: {{{types[0]}: […]}}`, give the reason why there is none, or change the status"


@rule("TR410", title="Open although all deliverables exist")
def absence_that_has_ended(context: RuleContext) -> Iterator[Finding]:
    """Reports a `missing` requirement or an `open` gap whose artifacts all exist.

    Why it matters: the work seems to be finished, but the documentation still lists it as open.

    Fails:

        # file: monitoring/alerts.yml
        groups: []
        # file: docs/example.trace.yml
        requirements:
          - id: MON-1
            status: missing
            action:
              text: Write alert rules
              artifacts: [monitoring/alerts.yml]

    Passes:

        # file: monitoring/alerts.yml
        groups: []
        # file: docs/example.trace.yml
        requirements:
          - id: MON-1
            status: partial
            action:
              text: Write alert rules
              artifacts: [monitoring/alerts.yml]
    """
    for item in context.registry.all:
        if phase(context.registry, item) is not Phase.AHEAD:
            continue
        artifacts = list(_artifacts(context, item))
        if artifacts and all(context.verdicts.of(item, each).verdict.holds for each in artifacts):
            exist = "exists" if len(artifacts) == 1 else "exist"
            names = listed(claim.text for claim in artifacts)
            yield Finding.of(
                item,
                "TR410",
                f"{item.label} is `{item.text('status')}`, although {names} {exist}",
                at=item.values["status"].position,
                label=f"in `status` of {item.label}",
                help="check whether this closes it, and update the status",
                field="status",
            )


def _artifacts(context: RuleContext, item: Item) -> Iterator[Claim]:
    for name in context.registry.kind(item).artifact_fields:
        if name in item.evidence:
            yield from item.evidence[name].claims


@rule(
    "TR209",
    title="Requirement without an implementation",
    needs_complete=True,
    needs=("requirement.satisfied_by",),
)
def unsatisfied_requirement(context: RuleContext) -> Iterator[Finding]:
    """Reports a requirement marked as done that no flow or component satisfies.

    A requirement with parts is satisfied by its parts, which are checked separately.

    Why it matters: its code may exist, but a later change to the component can break the requirement
    unnoticed.

    Fails:

        # file: limits.py
        limit = 100
        # file: docs/example.trace.yml
        requirements:
          - id: REQ-1
            title: Requests are limited
            status: implemented
            evidence: {code: [limits.py], tests: {not_applicable: it is a setting}}

    Passes:

        # file: limits.py
        limit = 100
        # file: docs/example.trace.yml
        requirements:
          - id: REQ-1
            title: Requests are limited
            status: implemented
            satisfied_by: [gateway]
            evidence: {code: [limits.py], tests: {not_applicable: it is a setting}}
        components:
          - id: gateway
    """
    absences = Absences(context)
    for requirement in absences.judged("requirement"):
        if phase(context.registry, requirement) is not Phase.COMPLETE:
            continue
        if absences.lacks(requirement, "satisfied_by") and absences.lacks(requirement, "parts"):
            yield Finding.of(
                requirement,
                "TR209",
                f"{requirement.label} is `{requirement.text('status')}`, but nothing satisfies it",
                at=place_of(requirement, "satisfied_by"),
                help="add a flow or component to `satisfied_by`, or change the status",
                field="satisfied_by",
            )


@rule("TR210", title="Closed although evidence is missing or failing")
def closed_too_early(context: RuleContext) -> Iterator[Finding]:
    """Reports a gap or patch marked as done although evidence of a related item is missing or failing.

    Related items are those under `about` of a gap or `supports` of a patch. Deliverables of their open
    actions are not checked.

    Why it matters: readers take the gap for closed, and it is still open.

    Fails:

        # file: docs/example.trace.yml
        flows:
          - id: BILL-010
            status: planned
            components: [scheduled-jobs]
            evidence: {code: [jobs/limits.py]}
        components:
          - id: scheduled-jobs
        patches:
          - id: PATCH-1
            status: implemented
            supports: [BILL-010]
            target: limits.md
        # file: docs/limits.md
        # Limits

    Passes:

        # file: jobs/limits.py
        limit = 100
        # file: docs/example.trace.yml
        flows:
          - id: BILL-010
            status: planned
            components: [scheduled-jobs]
            evidence: {code: [jobs/limits.py]}
        components:
          - id: scheduled-jobs
        patches:
          - id: PATCH-1
            status: implemented
            supports: [BILL-010]
            target: limits.md
        # file: docs/limits.md
        # Limits
    """
    for kind, relation in _SUBJECTS:
        for item in Absences(context).judged(kind):
            if phase(context.registry, item) is Phase.COMPLETE:
                for link in context.registry.related(item, relation):
                    if unproven := list(_unproven(context, link.item)):
                        yield _closed_too_early(context, item, relation, link, unproven)


def _unproven(context: RuleContext, subject: Item) -> Iterator[tuple[Claim, Outcome]]:
    """Go through the claims of an item that were looked for and not found, and tests that failed."""
    artifacts = context.registry.kind(subject).artifact_fields
    for name, evidence in subject.evidence.items():
        if name not in artifacts or phase(context.registry, subject) is Phase.COMPLETE:
            for claim in evidence.claims:
                outcome = context.verdicts.of(subject, claim)
                if outcome.verdict in (Verdict.MISSING, Verdict.FAILING):
                    yield claim, outcome


def _closed_too_early(
    context: RuleContext, item: Item, relation: str, link: Link, unproven: list[tuple[Claim, Outcome]]
) -> Finding:
    claim, outcome = unproven[0]
    others = f" (and {len(unproven) - 1} more)" if len(unproven) > 1 else ""
    return Finding.of(
        item,
        "TR210",
        f"{item.label} is `{item.text('status')}`, and evidence of {link.item.label} is {outcome.verdict}: "
        f"`{claim.text}`{others}",
        at=link.reference.position,
        label=where_written(context.registry, item, relation, link),
        help=f"check {link.item.label}: fix its evidence, or reopen {item.label}",
        related=tuple(
            Related(each.position, f"{found.verdict}: {each.text}") for each, found in unproven[:5]
        ),
        field=relation,
        subject=link.item.id,
        mistake=mistake_of_claim(claim, outcome),
        follows=True,
    )
