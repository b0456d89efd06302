"""Apply the rules: weigh what they find as the settings say; waivers and the baseline answer for it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from mkdocs_traceability.model.baseline import Baseline, BaselineEntry
from mkdocs_traceability.model.doubt import BUILD
from mkdocs_traceability.model.finding import Finding, Severity, in_order
from mkdocs_traceability.model.grounding import CODES, NOTHING_GROUNDED, Grounding
from mkdocs_traceability.model.observations import Observations
from mkdocs_traceability.model.policy import Policy
from mkdocs_traceability.model.progress import Progress
from mkdocs_traceability.model.verdict import Verdicts
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.rules import all_rules, said_once
from mkdocs_traceability.rules.baseline import after_moves, excused, gone
from mkdocs_traceability.rules.engine.rule import RULES, Rule, RuleContext, Stage
from mkdocs_traceability.rules.fingerprints import with_fingerprints
from mkdocs_traceability.rules.waivers import ABOUT_WAIVERS, apply_waivers


def judge(
    registry: Registry,
    verdicts: Verdicts,
    observations: Observations,
    policy: Policy,
    today: date,
    baseline: Baseline,
    suggestions: Suggestions | None = None,
    progress: Progress | None = None,
    grounding: Grounding = NOTHING_GROUNDED,
) -> "Judgement":
    """Return all findings about the registry, weighed and waived, in order, with their fingerprints.

    `suggestions` are those of the registry, where the caller has made them. `progress` is told of each rule.
    `today` decides which waivers have expired. What is `off` is left out; what is waived stays, marked.
    `grounding` has the statements of documents.
    """
    suggestions = suggestions or Suggestions(registry)
    context = RuleContext(registry, verdicts, observations, suggestions, policy, today, grounding=grounding)
    found = _apply(_rules_of(Stage.FACTS), context, progress)
    stands_for = _stands_for(registry, policy)
    found, waivers = apply_waivers(registry.all, grounding.waivers, found, today, stands_for)
    context = replace(context, found=tuple(found), waivers=waivers)
    found += _apply(_rules_of(Stage.FINDINGS), context)
    context = replace(context, found=tuple(found))
    found += _apply(_rules_of(Stage.COUNTS), context)
    found = in_order(_without_doubtful(registry, found, policy) if registry.doubt else found)
    return _against(baseline, replace(context, found=tuple(with_fingerprints(found, said_once()))))


def _stands_for(registry: Registry, policy: Policy) -> Callable[[Finding], bool]:
    """Return what tells whether an expired waiver of a finding fails in its place."""
    expiry = policy.severity_of("TR901")

    def stands_for(finding: Finding) -> bool:
        counts = finding.fails and not _is_doubtful(registry, finding)
        return counts and expiry.of(finding, Severity.ERROR) in (Severity.ERROR, Severity.WARNING)

    return stands_for


class Judgement(NamedTuple):
    """All findings, the baseline as far as its files moved, and its entries whose finding is gone."""

    findings: list[Finding]
    baseline: Baseline
    gone: tuple[BaselineEntry, ...] = ()


def _against(baseline: Baseline, context: RuleContext) -> Judgement:
    """Say which findings are in the baseline, and which of its entries are gone."""
    if not baseline.entries:
        return Judgement(list(context.found), baseline)
    baseline = after_moves(context.found, baseline)
    found = excused(context.found, baseline)
    context = replace(context, found=tuple(found))
    context = replace(context, gone=tuple(gone(context, baseline)))
    last = _apply(_rules_of(Stage.BASELINE), context)
    return Judgement(in_order([*found, *with_fingerprints(last, said_once())]), baseline, context.gone)


def judge_documents(
    registry: Registry, grounding: Grounding, policy: Policy, today: date, baseline: Baseline
) -> list[Finding]:
    """Return what rules find in documents alone: their statements, and the waivers in their comments."""
    alone = replace(registry, problems=grounding.problems)
    context = RuleContext(
        alone, Verdicts(), Observations(), Suggestions(registry), policy, today, grounding=grounding
    )
    codes = {*CODES.values(), *(each.code for each in grounding.problems)}
    found = _apply((each for each in _rules_of(Stage.FACTS) if each.code in codes), context)
    found, waivers = apply_waivers((), grounding.waivers, found, today, _stands_for(registry, policy))
    context = replace(context, found=tuple(found), waivers=waivers)
    about_waivers = (each for each in _rules_of(Stage.FINDINGS) if each.code in ABOUT_WAIVERS)
    found = in_order([*found, *_apply(about_waivers, context)])
    if registry.doubt:
        found = in_order(_without_doubtful(registry, found, policy))
    return excused(with_fingerprints(found, said_once()), baseline)


def judge_source(
    registry: Registry, path: str, suggestions: Suggestions, policy: Policy, today: date
) -> list[Finding]:
    """Return what local rules find in a source that was linked anew, and what was found while reading it.

    `registry` is as `relink` returns it, `suggestions` are of it. What is found is what `judge` would find of
    these rules (`is_judged_by_source`), but for the fingerprints.
    """
    local = replace(registry, broken=tuple(b for b in registry.broken if b.item.position.path == path))
    context = RuleContext(local, Verdicts(), Observations(), suggestions, policy, today)
    codes = {finding.code for finding in local.problems}
    rules = (each for each in _rules_of(Stage.FACTS) if each.is_local or each.code in codes)
    found = [
        each
        for each in _apply(rules, context)
        if each.position.path == path and is_judged_by_source(each, local)
    ]
    found, _ = apply_waivers(registry.all, (), found, today, _stands_for(registry, policy))
    return list(_without_doubtful(registry, found, policy)) if registry.doubt else found


def is_judged_by_source(finding: Finding, registry: Registry) -> bool:
    """Whether a finding is one that `judge_source` makes: of a local rule, or made while reading."""
    if RULES[finding.doubted or finding.code].is_local:
        return True
    at = finding.position
    return any(each.position == at and each.code == finding.code for each in registry.problems)


def _rules_of(stage: Stage) -> Iterator[Rule]:
    return (each for each in all_rules().values() if each.stage is stage)


def _apply(rules: Iterable[Rule], context: RuleContext, progress: Progress | None = None) -> list[Finding]:
    found = []
    for each in rules:
        if progress is not None:
            progress.step()
        weighs = context.policy.severity_of(each.code)
        if weighs.is_off() or (each.needs_complete and not context.registry.is_complete):
            continue
        if not context.registry.schema.has(*each.needs):
            continue
        for finding in each.check(context):
            own = finding.code == each.code
            severity = weighs.of(finding, each.severity) if own else _weight(context, finding)
            if severity is not Severity.OFF:
                found.append(finding.with_severity(severity))
    return found


def _weight(context: RuleContext, finding: Finding) -> Severity:
    """Return how much a finding weighs that a rule makes under the code of another one."""
    return context.policy.severity_of(finding.code).of(finding, RULES[finding.code].severity)


def _is_doubtful(registry: Registry, finding: Finding) -> bool:
    """Whether a finding may be none in a build, which may know more items."""
    rule = RULES.get(finding.code)
    return bool(registry.doubt) and (finding.says_absent or (rule is not None and rule.needs_complete))


def _without_doubtful(registry: Registry, findings: Iterable[Finding], policy: Policy) -> Iterator[Finding]:
    """Say of findings that may be none that they are not checked, and why; what is waived is so anyway.

    A mere remark that may be none is left to the build.
    """
    weighs = policy.severity_of("TR413")
    for finding in findings:
        if finding.waiver or not _is_doubtful(registry, finding):
            yield finding
            continue
        if finding.severity is Severity.INFO and not finding.says_absent:
            continue
        doubtful = replace(
            finding,
            code="TR413",
            message=registry.doubt,
            label=f"not checked: {finding.message} ({finding.code})",
            help=BUILD,
            related=(),
            doubted=finding.code if finding.fails else "",
        )
        severity = weighs.of(doubtful, RULES["TR413"].severity)
        if severity is not Severity.OFF:
            yield doubtful.with_severity(severity)
