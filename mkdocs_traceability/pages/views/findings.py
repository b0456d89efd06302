"""The findings: all of them, with the line each speaks of, and the waivers with their reasons.

Very many stand on several pages; an excerpt is read when the page that shows it is made.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.model.finding import count
from mkdocs_traceability.pages.page import GeneratedPage, Heading, page
from mkdocs_traceability.pages.site.finding_places import WEIGHTS, Group, name_of
from mkdocs_traceability.pages.site.shown import ShownFinding
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Rule

_AROUND: Final = 2
"""How many pages before and after the one that is shown are linked, beside the first and the last."""


class RuleGroup(NamedTuple):
    """What one rule found and weighs alike, as far as it stands on the page."""

    rule: Rule
    heading: str
    group: Group
    findings: list[ShownFinding]


class JumpLink(NamedTuple):
    """A link to the first of some findings, and how many these are."""

    text: str
    weight: str
    total: int
    href: str


class PageLink(NamedTuple):
    """A link to a page of findings; `skips` says that pages before it are left out."""

    number: int
    href: str
    is_current: bool
    skips: bool


@page(order=90)
def findings_pages(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the page of findings, or the pages on which they stand."""
    pages = view.finding_places.pages
    for number, groups in enumerate(pages, start=1):
        headings = tuple(Heading(_heading(view, group), group.anchor) for group in groups)
        title = view.translate("Findings")
        yield GeneratedPage(
            name=name_of(number),
            title=title if number == 1 else f"{title} {number}/{len(pages)}",
            template="findings.html",
            context=partial(_context, view, number),
            headings=headings,
            anchors=(
                *(heading.anchor for heading in headings),
                *(view.finding_places.of(finding).anchor for group in groups for finding in group.findings),
            ),
            in_nav=number == 1,
            is_searched=number == 1,
        )


def _heading(view: SiteView, group: Group) -> str:
    title = f"{group.code} {all_rules()[group.code].title}"
    return f"{title} · {view.translate(group.weight)}" if group.is_second else title


def _context(view: SiteView, number: int) -> dict[str, Any]:
    view = view.from_page(view.path(name_of(number)))
    places, rules = view.finding_places, all_rules()
    totals = count(view.result.findings)
    return {
        "weights": [
            JumpLink(weight, weight, totals[weight], view.weight_href(weight))
            for weight in WEIGHTS
            if totals[weight]
        ],
        "rules": [
            JumpLink(each.code, each.weight, each.total, view.rule_href(each.code, each.weight))
            for each in places.groups
        ],
        "groups": [
            RuleGroup(
                rules[group.code],
                _heading(view, group),
                group,
                [view.finding(finding) for finding in group.findings],
            )
            for group in places.pages[number - 1]
        ],
        "pages": _page_links(view, number, len(places.pages)),
    }


def _page_links(view: SiteView, current: int, last: int) -> list[PageLink]:
    """Return links to the pages nearest to one, to the first and to the last; none to an only page."""
    if last == 1:
        return []
    near = range(current - _AROUND, current + _AROUND + 1)
    numbers = sorted({1, last, *(number for number in near if 1 <= number <= last)})
    return [
        PageLink(number, view.href(view.path(name_of(number))), number == current, number - before > 1)
        for before, number in zip([0, *numbers], numbers, strict=False)
    ]
