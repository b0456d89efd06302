"""The findings: all of them, with the line each speaks of, and the waivers with their reasons."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from mkdocs_traceability.findings import Finding, count
from mkdocs_traceability.pages.page import GeneratedPage, Heading, page
from mkdocs_traceability.pages.show import Show, ShownItem
from mkdocs_traceability.reports.text import excerpt
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.rule import Rule


class ShownFinding(NamedTuple):
    """A finding, its excerpt as on the console, and the item it concerns."""

    finding: Finding
    anchor: str
    excerpt: str
    item: ShownItem | None
    related: list[tuple[str, str]]


class RuleGroup(NamedTuple):
    """What one rule found."""

    rule: Rule
    anchor: str
    findings: list[ShownFinding]


@page(order=90)
def findings_page(show: Show) -> Iterator[GeneratedPage]:
    """Yield the page of findings."""
    codes = sorted({finding.code for finding in show.result.findings})
    rules = all_rules()
    headings = tuple(Heading(f"{code} {rules[code].title}", f"rule-{code}") for code in codes)
    yield GeneratedPage(
        name="findings.md",
        title="Findings",
        template="findings.html",
        context=lambda: _context(show.on(show.path("findings.md")), codes),
        headings=headings,
        anchors=tuple(heading.anchor for heading in headings),
    )


def _context(show: Show, codes: list[str]) -> dict[str, Any]:
    rules = all_rules()
    groups = [
        RuleGroup(rules[code], f"rule-{code}", [_shown(show, each) for each in show.result.findings if each.code == code])
        for code in codes
    ]
    return {
        "counts": count(show.result.findings),
        "failing": [group for group in groups if any(shown.finding.fails for shown in group.findings)],
        "others": [group for group in groups if not any(shown.finding.fails for shown in group.findings)],
    }


def _shown(show: Show, finding: Finding) -> ShownFinding:
    item = show.registry.get(finding.kind, finding.item) if finding.item else None
    return ShownFinding(
        finding,
        f"finding-{finding.fingerprint}",
        excerpt(finding, show.result.excerpts),
        show.link(item) if item else None,
        [(str(related.position), related.text) for related in finding.related],
    )
