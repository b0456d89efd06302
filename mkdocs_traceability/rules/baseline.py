"""The baseline: which findings it excuses, and which of its entries are gone.

An entry is gone only where what it is about was judged, and nothing was found: a run that sees less of a site
than another, or cannot check its evidence, takes nothing out of the baseline.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final

from mkdocs_traceability.model.baseline import NEVER, Baseline, BaselineEntry, cut, entry_of
from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.grounding import CODES
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.verdict import Verdict
from mkdocs_traceability.rules.cycles import on_cycles
from mkdocs_traceability.rules.engine.hiding import (
    HIDING,
    JUDGE_EVIDENCE_OF_OTHERS,
    JUDGE_OBSERVATIONS,
    JUDGE_OWN_EVIDENCE,
    OPEN,
)
from mkdocs_traceability.rules.engine.rule import RULES, RuleContext, Stage, rule

_SOURCES: Final = (".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".yml", ".yaml")

_ABOUT_SETTINGS: Final = frozenset({"TR008", "TR009", "TR415"})
"""What stands in the configuration or in what it names, and not in a source."""


_ABOUT_DOCUMENTS: Final = frozenset(CODES.values())


def after_moves(findings: Iterable[Finding], baseline: Baseline) -> Baseline:
    """Return the baseline with the entries of files that are not there under their findings in other files.

    The fingerprint of what concerns no item, such as an id in the text of a page, has the file in it.
    """
    findings = tuple(findings)
    found = {finding.fingerprint for finding in findings}
    lost: dict[tuple[str, ...], list[str]] = {}
    for name, entry in baseline.entries.items():
        if entry.path in baseline.lost and name not in found:
            lost.setdefault(entry.about, []).append(name)
    entries = dict(baseline.entries)
    for finding in findings if lost else ():
        names = lost.get(entry_of(finding).about)
        if names and finding.weighs and finding.fingerprint not in entries:
            entries[finding.fingerprint] = entry_of(finding)._replace(
                position=entries.pop(names.pop(0)).position
            )
    return replace(baseline, entries=entries) if lost else baseline


def excused(findings: Iterable[Finding], baseline: Baseline) -> list[Finding]:
    """Mark the findings that the baseline has and that would fail."""
    return [
        replace(finding, in_baseline=True)
        if finding.fingerprint in baseline.entries and finding.fails and finding.code not in NEVER
        else finding
        for finding in findings
    ]


def gone(context: RuleContext, baseline: Baseline) -> list[BaselineEntry]:
    """Return the entries whose finding is no longer there although it was looked for.

    `context.found` are all findings of the run, with their fingerprints.
    """
    found = {finding.fingerprint for finding in context.found}
    missing = [entry for name, entry in baseline.entries.items() if name not in found]
    has_wrong_settings = any(each.code == "TR008" and each.fails for each in context.found)
    if not missing or has_wrong_settings or not context.registry.is_complete:
        return []
    judged = _Judged(context, baseline.unread)
    return [entry for entry in missing if judged.was(entry)]


@rule("TR903", title="Fixed finding in the baseline", severity=Severity.INFO, stage=Stage.BASELINE)
def fixed_entry(context: RuleContext) -> Iterator[Finding]:
    """Reports an entry of the baseline whose finding no longer exists.

    Nothing is reported while the finding may only be hidden: while a source cannot be read, the rule is off,
    the file is not among the sources, or the evidence cannot be checked.

    Why it matters: the entry would silently accept the same problem if it comes back.

    Fails:

        # file: traceability-baseline.json
        {"version": 1, "since": "2026-01-31", "entered": 1, "findings": [
        {"code": "TR201", "item": "flow EVAL-001", "fingerprint": "0123456789abcdef01234567"}
        ]}
        # file: docs/example.trace.yml
        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]

    Passes:

        # file: traceability-baseline.json
        {"version": 1, "since": "2026-01-31", "entered": 1, "findings": []}
        # file: docs/example.trace.yml
        components:
          - id: eval-worker
        flows:
          - id: EVAL-001
            components: [eval-worker]
    """
    for entry in context.gone:
        yield Finding(
            "TR903",
            f"{entry.code} of {entry.label} is fixed",
            entry.position,
            label="still in the baseline",
            help="remove it: run `mkdocs-traceability check --write-baseline`",
            kind=entry.kind,
            item=entry.item,
            field=entry.field,
            subject=entry.fingerprint,
        )


class _Judged:
    """Knows of which entries a run could have found what they are about."""

    def __init__(self, context: RuleContext, unread: frozenset[str]) -> None:
        self._context = context
        self._unread = unread

    def was(self, entry: BaselineEntry) -> bool:
        """Whether what an entry is about was judged."""
        registry = self._context.registry
        item = registry.get(entry.kind, entry.item) if entry.kind in registry.schema.kinds else None
        if not self._is_looked_for(entry) or self._is_overruled(entry):
            return False
        if entry.code in _ABOUT_DOCUMENTS:
            grounding = self._context.grounding
            is_read = entry.path in grounding.documents or entry.path not in self._unread
            return is_read and not grounding.notes
        if item is None:
            return not self._may_be_unseen(entry)
        return not (self._may_be_hidden(entry, item) or self._waits_for_evidence(entry, item))

    def _is_looked_for(self, entry: BaselineEntry) -> bool:
        """Whether the rule is there, and on for this kind and path."""
        known = RULES.get(entry.code)
        if known is None or not self._context.registry.schema.has(*known.needs):
            return False
        policy = self._context.policy
        if self._context.registry.doubt and policy.severity_of("TR413").is_off():
            return False
        stub = Finding(entry.code, "", entry.position._replace(path=entry.path), kind=entry.kind)
        return policy.severity_of(entry.code).of(stub, known.severity) is not Severity.OFF

    def _is_overruled(self, entry: BaselineEntry) -> bool:
        """Whether it is shown as what an expired waiver waived."""
        return (entry.kind, entry.item, entry.code) in self._expired

    def _may_be_unseen(self, entry: BaselineEntry) -> bool:
        """Whether the place of an entry without an item, or whose item is not there, may only not be read."""
        is_source = entry.path.endswith(_SOURCES) and entry.code not in _ABOUT_SETTINGS
        return (is_source and entry.path in self._unread) or entry.path in self._newly_wrong_files

    def _may_be_hidden(self, entry: BaselineEntry, item: Item) -> bool:
        """Whether another mistake keeps it from being seen: at this item, or in what may refer to it."""
        if entry.field in item.invalid or item in self._newly_wrong_items:
            return True
        if entry.code == "TR109":
            return item in self._on_cycles
        lacks = not (item.says(entry.field) or self._context.registry.related(item, entry.field))
        return RULES[entry.code].needs_complete and lacks and item in self._context.suggestions.meant

    def _waits_for_evidence(self, entry: BaselineEntry, item: Item) -> bool:
        """Whether a claim could not be checked on which the finding depends."""
        if entry.code == "TR413":
            return False  # a claim that cannot be checked is what it is about
        if entry.code in JUDGE_OWN_EVIDENCE:
            undecided = {Verdict.UNVERIFIED} if entry.code == "TR416" else OPEN
            return not undecided.isdisjoint(self._verdicts.get((item, entry.subject), ()))
        if entry.code in JUDGE_OBSERVATIONS:
            return self._is_code_unseen
        return entry.code in JUDGE_EVIDENCE_OF_OTHERS and any(map(OPEN.intersection, self._verdicts.values()))

    @cached_property
    def _expired(self) -> set[tuple[str, str, str]]:
        return {(each.kind, each.item, each.subject) for each in self._context.found if each.code == "TR901"}

    @cached_property
    def _newly_wrong(self) -> list[Finding]:
        return [each for each in self._context.found if each.code in HIDING and each.fails]

    @cached_property
    def _newly_wrong_items(self) -> set[Item]:
        places = {each.declaration for each in self._newly_wrong if each.declaration}
        return {item for item in self._context.registry.all if item.position in places}

    @cached_property
    def _newly_wrong_files(self) -> set[str]:
        return {each.position.path for each in self._newly_wrong}

    @cached_property
    def _on_cycles(self) -> set[Item]:
        return on_cycles(self._context)

    @cached_property
    def _verdicts(self) -> dict[tuple[Item, str], set[Verdict]]:
        """The verdicts by item and claim, as entries have it."""
        verdicts: dict[tuple[Item, str], set[Verdict]] = {}
        for (item, _, claim), outcome in self._context.claims():
            verdicts.setdefault((item, cut(claim.text)), set()).add(outcome.verdict)
        return verdicts

    @cached_property
    def _is_code_unseen(self) -> bool:
        return any(outcome.verdict in OPEN for _, outcome in self._context.observations.claims)
