"""Rules about completion: what claims to be done shows it, and what can be shown claims it."""

from collections.abc import Iterator

from mkdocs_traceability.completeness import admitted_holes, lacking, phase_of
from mkdocs_traceability.findings import Finding
from mkdocs_traceability.model.declared import CLAIM_TYPES, Phase
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.rules.rule import Case, rule
from mkdocs_traceability.rules.wording import listed
from mkdocs_traceability.verdicts import Verdict


@rule("TR401", title="completion without evidence")
def completion_without_evidence(case: Case) -> Iterator[Finding]:
    """Find an item that claims completion and does not name evidence that its kind requires.

    Why it matters: nobody can look whether it is true. Evidence that is admitted to be `unknown` is found
    as well; where none can exist, `{not_applicable: …}` says why.

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
    for item in case.registry.all:
        if absent := lacking(case.registry, item):
            names = listed(absent.names) if not absent.any_of else f"any of {listed(absent.names)}"
            message = f"{item.label} is `{item.text('status')}`, and names no evidence of {names}"
            help_ = _where_to_write(absent.names)
            yield Finding.of(item, "TR401", message, help=help_, field="evidence")
        for name in admitted_holes(case.registry, item):
            message = f"{item.label} is `{item.text('status')}`, and its `{name}` evidence is `unknown`"
            yield Finding.of(
                item,
                "TR401",
                message,
                at=item.evidence[name].position,
                label=f"in `{name}` of {item.label}",
                help="name it, or say why there is none: `{not_applicable: …}`",
                field=name,
                subject="unknown",
            )


def _where_to_write(names: tuple[str, ...]) -> str:
    types = [name for name in names if name in CLAIM_TYPES]
    if not types:
        return f"add `{names[0]}:`, or another status"
    return f"add `evidence: {{{types[0]}: […]}}`, say why there is none, or give it another status"


@rule("TR410", title="something missing that is there")
def absence_that_has_ended(case: Case) -> Iterator[Finding]:
    """Find a requirement that is `missing`, or a gap that is `open`, although all its artifacts exist.

    Why it matters: somebody did the work, and the document still says that it is to be done.

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
    for item in case.registry.all:
        if phase_of(case.registry, item) is not Phase.AHEAD:
            continue
        artifacts = list(_artifacts(case, item))
        if artifacts and all(case.verdicts.of(item, each).verdict is Verdict.VERIFIED for each in artifacts):
            exist = "exists" if len(artifacts) == 1 else "exist"
            names = listed(claim.text for claim in artifacts)
            yield Finding.of(
                item,
                "TR410",
                f"{item.label} is `{item.text('status')}`, although {names} {exist}",
                at=item.values["status"].position,
                label=f"in `status` of {item.label}",
                help="look whether that closes it, and give it the status that is true now",
                field="status",
            )


def _artifacts(case: Case, item: Item) -> Iterator[Claim]:
    for name in case.registry.kind(item).artifact_fields:
        if name in item.evidence:
            yield from item.evidence[name].claims
