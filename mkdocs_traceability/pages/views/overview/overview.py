"""The overview: is it whole, what is missing, where to go."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.badges import VOCABULARY, Share
from mkdocs_traceability.model.finding import Finding, count
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.page import GeneratedPage, Heading, page
from mkdocs_traceability.pages.parts.status_counts import BadgeCount, Tally, tally
from mkdocs_traceability.pages.site.finding_places import WEIGHTS, weight
from mkdocs_traceability.pages.site.shown import ShownFinding
from mkdocs_traceability.pages.site.view import Show
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
    """The share of verified items that is asked of a kind, in per cent, and whether it is reached."""

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
    gate: Gate | None


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


@page(order=10)
def overview(show: Show) -> Iterator[GeneratedPage]:
    """Yield the overview."""
    headings = [Heading(show.say("What to do next"), "next")]
    headings += [Heading(show.say("What must change"), "change")] if _failing(show) else []
    headings += [Heading(show.say("What there is"), "kinds")] if show.registry.all else []
    headings += [Heading(show.say("What was found"), "found")] if show.result.findings else []
    yield GeneratedPage(
        name="index.md",
        title=show.say("Overview"),
        template="overview.html",
        context=lambda: _context(show.on(show.path("index.md"))),
        headings=tuple(headings),
        anchors=tuple(heading.anchor for heading in headings),
    )


def _failing(show: Show) -> list[Finding]:
    return [finding for finding in show.result.findings if finding.fails]


def _shown_cause(show: Show, cause: Cause) -> ShownCause:
    first = cause.first
    return ShownCause(show.finding(first), cause.total - 1, show.rule_href(first.code, weight(first)))


def _context(show: Show) -> dict[str, Any]:
    failing = _failing(show)
    found = causes(failing)
    kinds = [kind for kind in show.registry.schema if show.registry.items(kind.name)]
    cards = [_card(show, kind) for kind in kinds]
    return {
        "counts": count(show.result.findings),
        "total": len(show.registry.all),
        "share_of_all": show.share(show.registry.all),
        "bar_of_all": bar(_together(cards)),
        "whole": show.registry.whole,
        "failing": len(failing),
        "first": [_shown_cause(show, cause) for cause in found[:_FIRST]],
        "are_all_shown": len(found) <= _FIRST,
        "steps": next_steps(show),
        "ahead": still_ahead(show),
        "cards": cards,
        "views": _views(show),
        "rules": _rule_counts(show),
        "findings_page": show.href(show.path("findings.md")),
        "legend": show.href(show.path("legend.md")),
        "registry": show.href(show.path("traceability.json")),
    }


def _views(show: Show) -> list[Views]:
    """Return links to the pages of the navigation that no card and no line at the end leads to."""
    known = {
        "index.md",
        "legend.md",
        "findings.md",
        *(f"{show.stem(kind)}.md" for kind in show.registry.schema),
    }
    groups: dict[str, list[tuple[str, str]]] = {}
    for view in show.views:
        if view.name not in known:
            groups.setdefault(view.group, []).append((view.title, show.href(show.path(view.name))))
    return [Views(*each) for each in sorted(groups.items())]


def _card(show: Show, kind: Kind) -> Card:
    items = show.registry.items(kind.name)
    counted = tally(show, kind, items)
    gate = show.gate(kind)
    return Card(
        kind.title,
        kind.declared.description,
        show.href(show.page_of(kind)),
        show.rows_with(kind),
        len(items),
        counted,
        bar(counted.badges),
        _gate(*gate) if gate else None,
    )


def _gate(asked: float, share: Share) -> Gate:
    percent = share.percent
    return Gate(asked, not asked or (percent is not None and percent >= asked))


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


def _rule_counts(show: Show) -> list[RuleCount]:
    rules = all_rules()
    totals = Counter((finding.code, weight(finding)) for finding in show.result.findings)
    ordered = sorted(totals.items(), key=lambda pair: (WEIGHTS.index(pair[0][1]), pair[0][0]))
    return [
        RuleCount(code, rules[code].title, weighs, total, show.rule_href(code, weighs))
        for (code, weighs), total in ordered
    ]
