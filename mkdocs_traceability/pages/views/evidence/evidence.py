"""The evidence (show): every claim with its verdict, by type, and the items that name no evidence.

Many claims are divided into several pages: see `claim_lines.py`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.pages.page import REPORTS, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.facets import filter_bar
from mkdocs_traceability.pages.parts.rows import RowData, item_keys, judged_keys, keyed
from mkdocs_traceability.pages.parts.status_counts import BadgeCount
from mkdocs_traceability.pages.parts.tables import ShownTable, tables_of
from mkdocs_traceability.pages.parts.unchecked import (
    EVIDENCE_PAGE,
    UNCHECKED_ANCHOR,
    UNCHECKED_RULE,
    UncheckedReasons,
)
from mkdocs_traceability.pages.site.columns import Column
from mkdocs_traceability.pages.site.shown import Cell, Row
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.evidence.claim_lines import (
    NOWHERE,
    RANK,
    ClaimGroup,
    EvidenceEntry,
    Line,
    claim_groups,
    divided,
)

_COLUMNS: Final = (
    Column("item", "Item", "", "id"),
    Column("claim", "Claim", "", "claim"),
    Column("place", "Found at", "", "place"),
    Column("evidence", "Verdict", "", "evidence"),
    Column("item_title", "Title", "", "title"),
    Column("kind", "Kind", "", "choices"),
)
"""The title of the item comes late: what the claim names and its verdict matter more."""


class ShownGroup(NamedTuple):
    """A group as the template draws it."""

    key: str
    title: str
    anchor: str
    badges: list[BadgeCount]
    table: ShownTable


class EvidencePart(NamedTuple):
    """A page of the evidence, as the first page lists it."""

    title: str
    href: str
    total: int
    badges: list[BadgeCount]


@page(order=88)
def evidence_pages(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the page of all claims, or several if there are many; none if nothing is claimed."""
    if not any(item.evidence for item in view.registry.all):
        return
    groups = claim_groups(view)
    pages = list(divided(groups))
    title = view.translate("Evidence")
    reasons = UncheckedReasons(view)
    if len(pages) == 1:
        whole = _page(view, EVIDENCE_PAGE, title, pages[0], reasons)
        yield replace(whole, rows=partial(_file, view, groups))
        return
    names = [f"evidence/{group.key}-{group.number}.md" for (group,) in pages]
    titles = [
        " ".join(filter(None, (title, "·", _title(view, group.key), _extent(group)))) for (group,) in pages
    ]
    whole = _page(view, EVIDENCE_PAGE, title, [], reasons)
    context = partial(_context_of_parts, view, names, pages, reasons)
    yield replace(whole, context=context, rows=partial(_file, view, groups))
    for name, page_title, groups in zip(names, titles, pages, strict=True):
        yield _page(view, name, page_title, groups, reasons, in_nav=False)


def _extent(group: ClaimGroup) -> str:
    return f"{group.number}/{group.of}" if group.of > 1 else ""


def _page(
    view: SiteView,
    name: str,
    title: str,
    groups: list[ClaimGroup],
    reasons: UncheckedReasons,
    *,
    in_nav: bool = True,
) -> GeneratedPage:
    headings = [PageHeading(_title(view, group.key), _anchor(group.key)) for group in groups]
    headings += (
        [PageHeading(view.translate("Not configured"), UNCHECKED_ANCHOR)] if reasons and in_nav else []
    )
    return GeneratedPage(
        name,
        title,
        "evidence_page.html",
        partial(_context, view, name, groups, reasons),
        headings=tuple(headings),
        anchors=tuple(heading.anchor for heading in headings),
        is_wide=True,
        in_nav=in_nav,
        group=view.translate(REPORTS),
        below="" if in_nav else EVIDENCE_PAGE,
    )


# -------------------------------------------------------------------- what the template is given


def _context(
    view: SiteView, name: str, groups: list[ClaimGroup], reasons: UncheckedReasons
) -> dict[str, Any]:
    view = view.from_page(view.places.path(name))
    judged = [(group, group.worst_first(view)) for group in groups]
    lines = [line for _, some in judged for line in some]
    data = _data(view, lines)
    tables = tables_of("claims", _COLUMNS, [_rows(view, *each, reasons) for each in judged])
    return {
        "parts_of_it": [],
        "groups": [_shown(view, *each, table) for each, table in zip(judged, tables, strict=True)],
        "total": len(lines),
        "csv": view.href_of("evidence.csv"),
        "bar": filter_bar(view, data, len(lines), "evidence", view.href_of("evidence.csv")),
        "unchecked": reasons.shown(view) if name == EVIDENCE_PAGE else [],
        "more_unchecked": reasons.left_out,
        "all_unchecked": view.rule_href(UNCHECKED_RULE),
        "whole": view.href_of(EVIDENCE_PAGE),
        "script": view.script,
        "legend": view.href_of("legend.md", "badges"),
    }


def _context_of_parts(
    view: SiteView,
    names: list[str],
    pages: list[list[ClaimGroup]],
    reasons: UncheckedReasons,
) -> dict[str, Any]:
    view = view.from_page(view.places.path(EVIDENCE_PAGE))
    parts = []
    for name, (group,) in zip(names, pages, strict=True):
        lines = group.worst_first(view)
        title = " ".join(filter(None, (_title(view, group.key), _extent(group))))
        parts.append(EvidencePart(title, view.href_of(name), len(lines), _badges(lines)))
    total = sum(part.total for part in parts)
    return _context(view, EVIDENCE_PAGE, [], reasons) | {"parts_of_it": parts, "total": total}


def _rows(
    view: SiteView, group: ClaimGroup, lines: list[Line], reasons: UncheckedReasons
) -> tuple[str, list[Row]]:
    """Return the caption of a group, and its rows."""
    caption = f"{view.translate('Evidence')}: {_title(view, group.key)}"
    return caption, [_row(view, entry, badge, reasons) for entry, badge in lines]


def _shown(view: SiteView, group: ClaimGroup, lines: list[Line], table: ShownTable) -> ShownGroup:
    return ShownGroup(group.key, _title(view, group.key), _anchor(group.key), _badges(lines), table)


def _row(view: SiteView, entry: EvidenceEntry, badge: Badge, reasons: UncheckedReasons) -> Row:
    item, claim = entry.item, entry.claim
    kind = view.registry.kind(item)
    cells = [
        Cell("item", view.link(item)),
        Cell("claim", view.claim(item, entry.name, claim)) if claim else Cell("markdown", entry.said),
        Cell("place", view.found_at(item, claim)) if claim else Cell("text"),
        _verdict(view, entry, badge, reasons),
        Cell("title", item.own_title or None),
        Cell("choices", ((kind.name, kind.label, ""),)),
    ]
    return Row("", "", cells, Badge(""), 0, badge.is_gap)


def _verdict(view: SiteView, entry: EvidenceEntry, badge: Badge, reasons: UncheckedReasons) -> Cell:
    """Return the verdict of a line; one that cannot be checked links to the reason, given once for all."""
    if not badge:
        return Cell("text", _without_badge(view, entry))
    href = reasons.href(view, entry.item, entry.claim) if entry.claim else ""
    return Cell("unchecked", (Badge(badge.word), href)) if href else Cell("badge", badge)


def _without_badge(view: SiteView, entry: EvidenceEntry) -> str | None:
    """Return what is shown instead of a verdict: *not applicable* if the item says so."""
    says_why = entry.name and entry.item.evidence[entry.name].not_applicable
    return view.translate("not applicable") if says_why and not entry.claim else None


def _badges(lines: list[Line]) -> list[BadgeCount]:
    totals = Counter(badge.word for _, badge in lines)
    return [BadgeCount(word, totals[word]) for word in RANK if totals[word]]


def _data(view: SiteView, lines: list[Line]) -> RowData:
    entries = [entry for entry, _ in lines]
    items = [entry.item for entry in entries]
    types = [(entry.claim.type,) if entry.claim else (entry.name,) if entry.name else () for entry in entries]
    labels = {name: view.translate(name).capitalize() for name in CLAIM_TYPES}
    keys = item_keys(view, items)
    keys += judged_keys(
        view, [badge.word for _, badge in lines], [badge.is_gap for _, badge in lines], "Verdict"
    )
    keys.append(keyed("type", view.translate("Type"), types, labels, CLAIM_TYPES))
    return RowData(keys, lines=[entry.line for entry in entries])


def _file(view: SiteView, groups: list[ClaimGroup]) -> Iterator[tuple[str, ...]]:
    """Yield all lines as they are published, in the order of their sources."""
    yield "id", "kind", "title", "type", "claim", "note", "verdict", "rests_on", "found_at", "source"
    for group in groups:
        for entry in group.lines.entries:
            item, claim, badge = entry.item, entry.claim, entry.badge(view)
            place = view.found_at(item, claim) if claim else None
            yield (
                item.id,
                item.kind,
                item.title,
                entry.name or "",
                claim.text if claim else "",
                (claim.note or claim.lines) if claim else entry.said,
                badge.word,
                badge.basis,
                place.text if place else "",
                str(claim.position if claim else item.position),
            )


def _title(view: SiteView, key: str) -> str:
    return view.translate("No evidence named") if key == NOWHERE else view.translate(key).capitalize()


def _anchor(key: str) -> str:
    return f"claims-{key}"
