"""The findings: all of them, with the line each speaks of, and the waivers with their reasons."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from mkdocs_traceability.findings import Finding, count
from mkdocs_traceability.pages.page import GeneratedPage, Heading, page
from mkdocs_traceability.pages.show import WEIGHTS, Show, weight
from mkdocs_traceability.pages.shown import ShownFinding
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.rule import Rule


class RuleGroup(NamedTuple):
    """What one rule found, what weighs most first."""

    rule: Rule
    anchor: str
    findings: list[ShownFinding]


@page(order=90)
def findings_page(show: Show) -> Iterator[GeneratedPage]:
    """Yield the page of findings."""
    groups = _by_rule(show.result.findings)
    headings = tuple(Heading(f"{rule.code} {rule.title}", _anchor(rule)) for rule, _ in groups)
    yield GeneratedPage(
        name="findings.md",
        title=show.say("Findings"),
        template="findings.html",
        context=lambda: _context(show.on(show.path("findings.md")), groups),
        headings=headings,
        anchors=(
            *(heading.anchor for heading in headings),
            *(show.finding_anchor(finding) for finding in show.result.findings),
        ),
    )


def _context(show: Show, groups: list[tuple[Rule, list[Finding]]]) -> dict[str, Any]:
    return {
        "counts": count(show.result.findings),
        "groups": [
            RuleGroup(rule, _anchor(rule), [show.finding(finding) for finding in findings])
            for rule, findings in groups
        ],
    }


def _by_rule(findings: list[Finding]) -> list[tuple[Rule, list[Finding]]]:
    """Group findings by rule; the worse come first, among the rules and among the findings of one."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.code].append(finding)
    for each in groups.values():
        each.sort(key=_order)
    rules = all_rules()
    return [
        (rules[code], groups[code])
        for code in sorted(groups, key=lambda code: (_order(groups[code][0]), code))
    ]


def _order(finding: Finding) -> int:
    return WEIGHTS.index(weight(finding))


def _anchor(rule: Rule) -> str:
    return f"rule-{rule.code}"
