"""The evidence: every claim and what was found for it, by type, and what is claimed nowhere.

Many claims stand on several pages; what a page weighs is estimated from what is written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.badges import VOCABULARY, Badge
from mkdocs_traceability.completeness import lacking
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.item import Claim, Evidence, Item
from mkdocs_traceability.pages.columns import Column
from mkdocs_traceability.pages.division import HEAVIEST
from mkdocs_traceability.pages.facets import Facet, Option
from mkdocs_traceability.pages.matrix import ShownTable, grouped
from mkdocs_traceability.pages.page import GeneratedPage, Heading, page
from mkdocs_traceability.pages.show import Show
from mkdocs_traceability.pages.shown import Cell, Row
from mkdocs_traceability.pages.tally import BadgeCount

_ROW: Final = 520
"""Bytes that a row has beside the texts in it, which stand there twice at the most."""

_ARTIFACTS: Final = "artifacts"
"""The claims of actions: what must come to exist."""

_NOWHERE: Final = "nowhere"

_COLUMNS: Final = (
    Column("item", "Item", "", "id"),
    Column("title", "Title", "", "title"),
    Column("kind", "Kind", "", "choices"),
    Column("claim", "Claim", "", "claims"),
    Column("evidence", "Verdict", "", "evidence"),
    Column("place", "Found at", "", "claims"),
)

_RANK: Final = {word.name: rank for rank, word in enumerate(VOCABULARY)} | {"": len(VOCABULARY)}


class Entry(NamedTuple):
    """One line of the page: a claim of an item, or (without one) what the item says or lacks instead."""

    item: Item
    name: str
    claim: Claim | None
    said: str

    def badge(self, show: Show) -> Badge:
        """Return what the line is worth."""
        if self.claim:
            return show.badge_of_claim(self.item, self.name, self.claim)
        if self.name:
            return show.badge_of(self.item, self.name, self.item.evidence[self.name])
        return show.badge(self.item)


class Group(NamedTuple):
    """The lines of one claim type, and those of them that stand on one page: the `number`th of so many parts.

    Lines are sorted by what was found only when a page is made; how many pages there are is known before.
    """

    key: str
    entries: list[Entry]
    number: int = 1
    of: int = 1

    def worst_first(self, show: Show) -> list[tuple[Entry, Badge]]:
        """Return the lines of the page with what they are worth."""
        judged = [(entry, entry.badge(show)) for entry in self.entries]
        judged.sort(key=lambda each: _RANK[each[1].word])
        size = -(-len(judged) // self.of)
        return judged[(self.number - 1) * size : self.number * size]


class ShownGroup(NamedTuple):
    """A group as the template draws it."""

    key: str
    title: str
    anchor: str
    badges: list[BadgeCount]
    table: ShownTable


class Part(NamedTuple):
    """A page of the evidence, as the first page lists it."""

    title: str
    href: str
    total: int
    badges: list[BadgeCount]


@page(order=88)
def evidence_pages(show: Show) -> Iterator[GeneratedPage]:
    """Yield the page of all claims, or the pages on which they stand; none where nothing is claimed."""
    if not any(item.evidence for item in show.registry.all):
        return
    pages = list(_divided(_groups(show)))
    title = show.say("Evidence")
    if len(pages) == 1:
        yield _page(show, "evidence.md", title, pages[0])
        return
    names = [f"evidence/{group.key}-{group.number}.md" for (group,) in pages]
    titles = [
        " ".join(filter(None, (title, "·", _title(show, group.key), _extent(group)))) for (group,) in pages
    ]
    yield GeneratedPage(
        "evidence.md", title, "evidence_page.html", partial(_context_of_parts, show, names, titles, pages)
    )
    for name, page_title, groups in zip(names, titles, pages, strict=True):
        yield _page(show, name, page_title, groups, in_nav=False)


def _extent(group: Group) -> str:
    return f"{group.number}/{group.of}" if group.of > 1 else ""


def _page(show: Show, name: str, title: str, groups: list[Group], *, in_nav: bool = True) -> GeneratedPage:
    headings = tuple(Heading(_title(show, group.key), _anchor(group.key)) for group in groups)
    return GeneratedPage(
        name,
        title,
        "evidence_page.html",
        partial(_context, show, name, groups),
        headings=headings,
        anchors=tuple(heading.anchor for heading in headings),
        in_nav=in_nav,
    )


def _groups(show: Show) -> list[Group]:
    """Return all lines by type, in the order of the items."""
    entries: dict[str, list[Entry]] = {name: [] for name in (*CLAIM_TYPES, _ARTIFACTS, _NOWHERE)}
    for item in show.registry.all:
        for name, evidence in item.evidence.items():
            entries[evidence.type] += _entries(show, item, name, evidence)
        if absent := lacking(show.registry, item):
            entries[_NOWHERE].append(Entry(item, "", None, ", ".join(absent.names)))
    return [Group(name, each) for name, each in entries.items() if each]


def _entries(show: Show, item: Item, name: str, evidence: Evidence) -> Iterator[Entry]:
    if evidence.not_applicable or evidence.unknown:
        yield Entry(item, name, None, evidence.not_applicable or show.say("admitted to be unknown"))
    for claim in evidence.claims:
        yield Entry(item, name, claim, "")


def _divided(groups: Iterable[Group]) -> Iterator[list[Group]]:
    """Put all groups on one page if it can bear them, else each on pages of its own."""
    weighed = [(group, sum(map(_weight, group.entries))) for group in groups]
    if sum(weight for _, weight in weighed) <= HEAVIEST:
        yield [group for group, _ in weighed]
        return
    for group, weight in weighed:
        parts = -(-weight // HEAVIEST)
        for number in range(1, parts + 1):
            yield [group._replace(number=number, of=parts)]


def _weight(entry: Entry) -> int:
    text = entry.claim.text if entry.claim else entry.said
    return _ROW + 2 * (len(text) + len(entry.item.title)) + 3 * len(entry.item.id)


# -------------------------------------------------------------------- what the template is given


def _context(show: Show, name: str, groups: list[Group]) -> dict[str, Any]:
    show = show.on(show.path(name))
    judged = [(group, group.worst_first(show)) for group in groups]
    return {
        "parts_of_it": [],
        "groups": [_shown(show, group, lines) for group, lines in judged],
        "total": sum(len(lines) for _, lines in judged),
        "facets": _facets(show, [line for _, lines in judged for line in lines]),
        "whole": show.href(show.path("evidence.md")),
        "script": show.script,
        "legend": show.href(show.path("legend.md"), "badges"),
    }


def _context_of_parts(
    show: Show, names: list[str], titles: list[str], pages: list[list[Group]]
) -> dict[str, Any]:
    show = show.on(show.path("evidence.md"))
    parts = []
    for name, title, (group,) in zip(names, titles, pages, strict=True):
        lines = group.worst_first(show)
        parts.append(Part(title, show.href(show.path(name)), len(lines), _badges(lines)))
    total = sum(part.total for part in parts)
    return _context(show, "evidence.md", []) | {"parts_of_it": parts, "total": total}


def _shown(show: Show, group: Group, lines: list[tuple[Entry, Badge]]) -> ShownGroup:
    title = _title(show, group.key)
    rows = [_row(show, entry, badge) for entry, badge in lines]
    table = grouped(f"{show.say('Evidence')}: {title}", "claims", list(_COLUMNS), rows)
    return ShownGroup(group.key, title, _anchor(group.key), _badges(lines), table)


def _row(show: Show, entry: Entry, badge: Badge) -> Row:
    item, claim = entry.item, entry.claim
    kind = show.registry.kind(item)
    cells = [
        Cell("item", show.link(item)),
        Cell("title", "" if item.title == item.id else item.title),
        Cell("choices", ((kind.name, kind.label, ""),)),
        Cell("claim", show.claim(item, entry.name, claim)) if claim else Cell("markdown", entry.said),
        Cell("badge", badge) if badge else Cell("text"),
        Cell("place", show.found_at(item, claim)) if claim else Cell("text"),
    ]
    return Row("", "", cells, Badge(""), 0, badge.is_gap)


def _badges(lines: list[tuple[Entry, Badge]]) -> list[BadgeCount]:
    totals = Counter(badge.word for _, badge in lines)
    return [BadgeCount(word, totals[word]) for word in _RANK if totals[word]]


def _facets(show: Show, lines: list[tuple[Entry, Badge]]) -> list[Facet]:
    kinds = Counter(entry.item.kind for entry, _ in lines)
    verdicts = [Option(word, show.say(word or "none"), total) for word, total in _badges(lines)]
    of_kinds = [
        Option(kind.name, show.say(kind.label), kinds[kind.name])
        for kind in show.registry.schema
        if kinds[kind.name]
    ]
    facets = [Facet("badge", show.say("Verdict"), verdicts), Facet("kind", show.say("Kind"), of_kinds)]
    return [facet for facet in facets if len(facet.options) > 1]


def _title(show: Show, key: str) -> str:
    return show.say("Claimed nowhere") if key == _NOWHERE else show.say(key).capitalize()


def _anchor(key: str) -> str:
    return f"claims-{key}"
