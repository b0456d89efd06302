"""The overview: does it pass, how much is found and verified, what to do next, where to go."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from mkdocs_traceability.model.finding import SEVERITIES, Finding, count
from mkdocs_traceability.pages.page import GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.heat_map import HeatMap, badges_by_kind
from mkdocs_traceability.pages.parts.status_counts import BadgeCount
from mkdocs_traceability.pages.parts.trend import trend_of
from mkdocs_traceability.pages.parts.waivers import ending_waivers
from mkdocs_traceability.pages.site.shown import ShownFinding
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.overview.due import due_items, is_anything_due
from mkdocs_traceability.pages.views.overview.next_steps import next_steps, planned
from mkdocs_traceability.pages.views.overview.root_causes import Cause, causes
from mkdocs_traceability.rules import all_rules

_FIRST: Final = 5
"""How many causes of findings the overview itself shows."""

_WIDTH: Final = 1000
"""How wide a bar is, in units of its own."""

_NARROWEST: Final = 16
"""How wide the smallest part of a bar is: one of ten thousand has to be seen too."""


class Segment(NamedTuple):
    """A part of a bar: the badge of the items it stands for, where it begins, how wide it is."""

    word: str
    total: int
    x: float
    width: float


class Gate(NamedTuple):
    """The share of a kind's items that the settings ask for, in per cent and in which state."""

    kind: str
    href: str
    state: str
    asked: float
    is_reached: bool


class ShownCause(NamedTuple):
    """What must change: a finding, and how many others have the same cause, with a link to them."""

    shown: ShownFinding
    others: int
    href: str


class RuleCount(NamedTuple):
    """How often a rule found something."""

    code: str
    title: str
    weight: str
    total: int
    href: str


class Views(NamedTuple):
    """Links to pages that belong together; without a title they belong to no group."""

    title: str
    links: list[tuple[str, str]]


@page(order=10, style="overview")
def overview(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the overview."""
    headings = [PageHeading(view.translate("Next steps"), "next")]
    headings += [PageHeading(view.translate("Must fix"), "change")] if _failing(view) else []
    headings += [PageHeading(view.translate("Due"), "due")] if _has_due(view) else []
    headings += [PageHeading(view.translate("Registers"), "kinds")] if view.registry.all else []
    headings += [PageHeading(view.translate("Findings"), "found")] if view.result.findings else []
    yield GeneratedPage(
        name="index.md",
        title=view.translate("Overview"),
        template="overview.html",
        context=lambda: _context(view.from_page(view.places.path("index.md"))),
        headings=tuple(headings),
        anchors=tuple(heading.anchor for heading in headings),
        is_wide=True,
    )


def _failing(view: SiteView) -> list[Finding]:
    return [finding for finding in view.result.findings if finding.fails]


def _shown_cause(view: SiteView, cause: Cause) -> ShownCause:
    first = cause.first
    return ShownCause(
        view.finding(first), cause.total - 1, view.rule_href(first.code, first.effective_severity)
    )


def _has_due(view: SiteView) -> bool:
    return is_anything_due(view) or bool(ending_waivers(view).total)


def _context(view: SiteView) -> dict[str, Any]:
    failing = _failing(view)
    found = causes(failing)
    registers = badges_by_kind(view)
    return {
        "counts": count(view.result.findings),
        "baseline": view.result.baseline if view.result.baseline.is_in_use else None,
        "left": view.result.left,
        "total": len(view.registry.all),
        "share": view.assessment.share(view.registry.all),
        "bar": bar(_badges(registers)),
        "is_complete": view.registry.is_complete,
        "failing": len(failing),
        "first": [_shown_cause(view, cause) for cause in found[:_FIRST]],
        "are_all_shown": len(found) <= _FIRST,
        "steps": next_steps(view),
        "planned": planned(view),
        "due": due_items(view),
        "ending": ending_waivers(view),
        "registers": registers,
        "trend": trend_of(view),
        "gates": list(_gates(view)),
        "views": _views(view),
        "rules": _rule_counts(view),
        "findings_page": view.href_of("findings.md"),
        "actions_page": view.href_of("actions.md"),
        "coverage_page": view.href_of("coverage.md"),
        "legend": view.href_of("legend.md"),
        "registry": view.href_of("traceability.json"),
    }


def _views(view: SiteView) -> list[Views]:
    """Return links to the pages of the navigation that no card and no line at the end leads to."""
    known = {
        "index.md",
        "legend.md",
        "findings.md",
        *(f"{view.places.stem(kind)}.md" for kind in view.registry.schema),
    }
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in view.navigation:
        if each.name not in known:
            groups.setdefault(each.group, []).append((each.title, view.href_of(each.name)))
    return [Views(*each) for each in groups.items()]


def _gates(view: SiteView) -> Iterator[Gate]:
    for kind in view.registry.schema:
        for threshold, share in view.assessment.gates(kind):
            percent = share.percent(threshold.state)
            is_reached = not threshold.percent or (percent is not None and percent >= threshold.percent)
            href = view.href(view.places.page_of(kind))
            yield Gate(kind.title, href, threshold.state, threshold.percent, is_reached)


def _badges(registers: HeatMap) -> list[BadgeCount]:
    """Return the badges of all kinds, the best first, and last what needs none."""
    cells = registers.rows[0].cells if registers.rows else []
    return [BadgeCount(cell.word, cell.total) for cell in cells if cell.total]


def bar(badges: list[BadgeCount]) -> list[Segment]:
    """Return a bar of badges, in their order; nothing where no item has one."""
    if not any(badge.word for badge in badges):
        return []
    total = sum(badge.total for badge in badges)
    least = [max(_WIDTH * badge.total / total, _NARROWEST) for badge in badges]
    scale = _WIDTH / sum(least)
    segments, x = [], 0.0
    for badge, width in zip(badges, least, strict=True):
        segments.append(Segment(badge.word, badge.total, round(x, 1), round(width * scale, 1)))
        x += width * scale
    return segments


def _rule_counts(view: SiteView) -> list[RuleCount]:
    rules = all_rules()
    totals = Counter((finding.code, finding.effective_severity) for finding in view.result.findings)
    ordered = sorted(totals.items(), key=lambda pair: (SEVERITIES.index(pair[0][1]), pair[0][0]))
    return [
        RuleCount(code, rules[code].title, weighs, total, view.rule_href(code, weighs))
        for (code, weighs), total in ordered
    ]
