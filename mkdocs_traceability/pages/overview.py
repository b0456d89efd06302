"""The overview: is it whole, what is there, where to go."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from mkdocs_traceability.findings import count
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.badges import VOCABULARY
from mkdocs_traceability.pages.page import GeneratedPage, Heading, page
from mkdocs_traceability.pages.show import Show
from mkdocs_traceability.rules import all_rules


class Card(NamedTuple):
    """What the overview says of a kind."""

    title: str
    description: str
    href: str
    total: int
    statuses: list[tuple[str, int]]
    badges: list[tuple[str, int]]


class RuleCount(NamedTuple):
    """How often a rule found something."""

    code: str
    title: str
    severity: str
    total: int
    href: str


@page(order=10)
def overview(show: Show) -> Iterator[GeneratedPage]:
    """Yield the overview."""
    yield GeneratedPage(
        name="index.md",
        title="Overview",
        template="overview.html",
        context=lambda: _context(show.on(show.path("index.md"))),
        headings=(Heading("What there is", "kinds"), Heading("What was found", "found")),
        anchors=("kinds", "found"),
    )


def _context(show: Show) -> dict[str, Any]:
    findings = show.result.findings
    return {
        "counts": count(findings),
        "total": len(show.registry.all),
        "fails": any(finding.fails for finding in findings),
        "cards": [_card(show, kind) for kind in show.registry.schema if show.registry.items(kind.name)],
        "rules": _rule_counts(show),
        "findings_page": show.href(show.path("findings.md")),
        "legend": show.href(show.path("legend.md")),
    }


def _card(show: Show, kind: Kind) -> Card:
    items = show.registry.items(kind.name)
    statuses = Counter(item.text("status") or "no status" for item in items)
    badges = Counter(show.badge(item).word or "none" for item in items)
    words = [*(word.name for word in VOCABULARY), "none"]
    return Card(
        kind.title,
        kind.declared.description,
        show.href(show.page_of(kind)),
        len(items),
        [(name, statuses[name]) for name in (*kind.statuses, "no status") if statuses[name]],
        [(name, badges[name]) for name in words if badges[name]],
    )


def _rule_counts(show: Show) -> list[RuleCount]:
    rules = all_rules()
    totals = Counter((f.code, "waived" if f.waiver else str(f.severity)) for f in show.result.findings)
    weight = ("error", "warning", "info", "waived")
    ordered = sorted(totals.items(), key=lambda pair: (weight.index(pair[0][1]), pair[0][0]))
    return [
        RuleCount(code, rules[code].title, severity, total, show.href(show.path("findings.md"), f"rule-{code}"))
        for (code, severity), total in ordered
    ]
