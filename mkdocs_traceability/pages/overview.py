"""The overview: is it whole, what is missing, where to go."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from mkdocs_traceability.findings import count
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.page import GeneratedPage, Heading, page
from mkdocs_traceability.pages.show import WEIGHTS, Show, weight
from mkdocs_traceability.pages.tally import Tally, tally
from mkdocs_traceability.rules import all_rules

_FIRST: Final = 5
"""How many findings the overview itself shows."""


class Card(NamedTuple):
    """What the overview says of a kind."""

    title: str
    description: str
    href: str
    total: int
    tally: Tally


class RuleCount(NamedTuple):
    """How often a rule found something."""

    code: str
    title: str
    weight: str
    total: int
    href: str


@page(order=10)
def overview(show: Show) -> Iterator[GeneratedPage]:
    """Yield the overview."""
    fails = any(finding.fails for finding in show.result.findings)
    headings = [Heading("What must change", "change")] if fails else []
    headings += [Heading("What there is", "kinds")] if show.registry.all else []
    headings += [Heading("What was found", "found")] if show.result.findings else []
    yield GeneratedPage(
        name="index.md",
        title="Overview",
        template="overview.html",
        context=lambda: _context(show.on(show.path("index.md"))),
        headings=tuple(headings),
        anchors=tuple(heading.anchor for heading in headings),
    )


def _context(show: Show) -> dict[str, Any]:
    findings = show.result.findings
    failing = [finding for finding in findings if finding.fails]
    failing.sort(key=lambda finding: WEIGHTS.index(finding.severity))
    return {
        "counts": count(findings),
        "total": len(show.registry.all),
        "whole": show.registry.whole,
        "failing": len(failing),
        "first": [show.finding(finding) for finding in failing[:_FIRST]],
        "cards": [_card(show, kind) for kind in show.registry.schema if show.registry.items(kind.name)],
        "rules": _rule_counts(show),
        "findings_page": show.href(show.path("findings.md")),
        "legend": show.href(show.path("legend.md")),
    }


def _card(show: Show, kind: Kind) -> Card:
    items = show.registry.items(kind.name)
    description = kind.declared.description
    return Card(kind.title, description, show.href(show.page_of(kind)), len(items), tally(show, kind, items))


def _rule_counts(show: Show) -> list[RuleCount]:
    rules = all_rules()
    totals = Counter((finding.code, weight(finding)) for finding in show.result.findings)
    ordered = sorted(totals.items(), key=lambda pair: (WEIGHTS.index(pair[0][1]), pair[0][0]))
    return [
        RuleCount(code, rules[code].title, weighs, total, show.href(show.path("findings.md"), f"rule-{code}"))
        for (code, weighs), total in ordered
    ]
