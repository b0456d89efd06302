"""The overview: is it whole, what is missing, where to go."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.badges import VOCABULARY, Share
from mkdocs_traceability.model.finding import SEVERITIES, Finding, count
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.policy import Threshold
from mkdocs_traceability.pages.page import GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.status_counts import BadgeCount, Tally, tally
from mkdocs_traceability.pages.site.shown import ShownFinding
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.overview.next_steps import next_steps, still_ahead
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
    """The share of items that is asked of a kind, in which state, in per cent, and whether it is reached."""

    state: str
    asked: float
    is_reached: bool


class Card(NamedTuple):
    """What the overview says of a kind; `rows` leads to its rows where they stand on one page."""

    title: str
    description: str
    href: str
    rows: str
    total: int
    tally: Tally
    bar: list[Segment]
    gates: list[Gate]


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
    headings += [PageHeading(view.translate("Registers"), "kinds")] if view.registry.all else []
    headings += [PageHeading(view.translate("Findings"), "found")] if view.result.findings else []
    yield GeneratedPage(
        name="index.md",
        title=view.translate("Overview"),
        template="overview.html",
        context=lambda: _context(view.from_page(view.places.path("index.md"))),
        headings=tuple(headings),
        anchors=tuple(heading.anchor for heading in headings),
    )


def _failing(view: SiteView) -> list[Finding]:
    return [finding for finding in view.result.findings if finding.fails]


def _shown_cause(view: SiteView, cause: Cause) -> ShownCause:
    first = cause.first
    return ShownCause(
        view.finding(first), cause.total - 1, view.rule_href(first.code, first.effective_severity)
    )


def _context(view: SiteView) -> dict[str, Any]:
    failing = _failing(view)
    found = causes(failing)
    kinds = [kind for kind in view.registry.schema if view.registry.items(kind.name)]
    cards = [_card(view, kind) for kind in kinds]
    return {
        "counts": count(view.result.findings),
        "total": len(view.registry.all),
        "share_of_all": view.assessment.share(view.registry.all),
        "bar_of_all": bar(_together(cards)),
        "whole": view.registry.is_complete,
        "failing": len(failing),
        "first": [_shown_cause(view, cause) for cause in found[:_FIRST]],
        "are_all_shown": len(found) <= _FIRST,
        "steps": next_steps(view),
        "ahead": still_ahead(view),
        "cards": cards,
        "views": _views(view),
        "rules": _rule_counts(view),
        "findings_page": view.href_of("findings.md"),
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


def _card(view: SiteView, kind: Kind) -> Card:
    items = view.registry.items(kind.name)
    counted = tally(view, kind, items)
    return Card(
        kind.title,
        kind.declared.description,
        view.href(view.places.page_of(kind)),
        view.rows_with(kind),
        len(items),
        counted,
        bar(counted.badges),
        [_gate(*gate) for gate in view.assessment.gates(kind)],
    )


def _gate(threshold: Threshold, share: Share) -> Gate:
    state, asked, _ = threshold
    percent = share.percent(state)
    return Gate(state, asked, not asked or (percent is not None and percent >= asked))


def _together(cards: list[Card]) -> list[BadgeCount]:
    """Return the badges of all kinds, worst first."""
    totals: Counter[str] = Counter()
    for card in cards:
        for badge in card.tally.badges:
            totals[badge.word] += badge.total
    words = (*(word.name for word in VOCABULARY), "")
    return [BadgeCount(word, totals[word]) for word in words if totals[word]]


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
