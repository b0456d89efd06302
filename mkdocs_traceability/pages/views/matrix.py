"""The matrix of a kind: its items in sections, with the columns that the kind declares."""

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.page import REGISTERS, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.facets import filter_bar
from mkdocs_traceability.pages.parts.item_tables import ItemTables, lines_of
from mkdocs_traceability.pages.parts.rows import rows_of
from mkdocs_traceability.pages.parts.status_counts import Tally, tally
from mkdocs_traceability.pages.parts.tables import ShownTable
from mkdocs_traceability.pages.site.pagination import MatrixPage, SectionRows
from mkdocs_traceability.pages.site.view import SiteView


class ShownBlock(NamedTuple):
    """A section, or the part of it on this page, as the template draws it."""

    key: str
    title: str
    description: str
    anchor: str
    tally: Tally
    table: ShownTable


class SectionLink(NamedTuple):
    """A section on a page of a divided matrix."""

    title: str
    href: str


class PartLink(NamedTuple):
    """A page of a divided matrix, as the first page lists it."""

    title: str
    href: str
    sections: list[SectionLink]
    tally: Tally
    total: int


@page(order=20)
def matrices(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the pages of every kind that has items."""
    for kind in view.registry.schema:
        parts = view.places.parts(kind)
        if not parts:
            continue
        stem = view.places.stem(kind)
        if parts[0].stem == stem:
            yield _page(view, kind, parts[0], view.translate(kind.title))
            continue
        yield GeneratedPage(
            name=f"{stem}.md",
            title=view.translate(kind.title),
            template="matrix_parts.html",
            context=partial(_context_of_parts, view, kind, parts),
            group=view.translate(REGISTERS),
        )
        for part in parts:
            yield _page(view, kind, part, _title(view, kind, part), in_nav=False)


def _title(view: SiteView, kind: Kind, part: MatrixPage) -> str:
    return " · ".join(filter(None, (view.translate(kind.title), _extent(part))))


def _extent(part: MatrixPage) -> str:
    """Return the titles of the first and last section of a page, and its number if there are several."""
    first, last = part.blocks[0].section.title, part.blocks[-1].section.title
    words = [first if first == last else f"{first} – {last}"]
    words += [f"{part.number}/{part.of}"] if part.of > 1 else []
    return " ".join(filter(None, words))


def _page(view: SiteView, kind: Kind, part: MatrixPage, title: str, *, in_nav: bool = True) -> GeneratedPage:
    sections = [block.section for block in part.blocks]
    headings = tuple(PageHeading(section.title, section.anchor) for section in sections if section.title)
    anchors = [view.places.anchor(row.item) for block in part.blocks for row in block.rows]
    return GeneratedPage(
        name=f"{part.stem}.md",
        title=title,
        template="matrix.html",
        context=partial(_context, view, kind, part),
        headings=headings if in_nav else (),
        anchors=(*(heading.anchor for heading in headings), *anchors),
        group=view.translate(REGISTERS),
        is_wide=True,
        in_nav=in_nav,
        below="" if in_nav else f"{view.places.stem(kind)}.md",
    )


def _context(view: SiteView, kind: Kind, part: MatrixPage) -> dict[str, Any]:
    view = view.from_page(view.places.path(f"{part.stem}.md"))
    placed = [row for block in part.blocks for row in block.rows]
    items = [row.item for row in placed]
    tables = ItemTables(view, kind, placed).tables(
        [(_caption(view, kind, block), block.rows) for block in part.blocks]
    )
    blocks = [_block(view, kind, *each) for each in zip(part.blocks, tables, strict=True)]
    data = rows_of(view, items, lines_of(view, kind, items))
    csv = view.href(view.places.csv_of(kind))
    return {
        "kind": kind,
        "tally": tally(view, kind, items),
        "blocks": blocks,
        "total": len(items),
        "bar": filter_bar(view, data, len(items), view.places.stem(kind), csv),
        "part": part,
        "whole": view.href(view.places.page_of(kind)),
        "legend": view.href_of("legend.md", f"kind-{kind.name}"),
        "permanent": view.href(view.places.index_of(kind)),
        "script": view.script,
        "csv": csv,
    }


def _context_of_parts(view: SiteView, kind: Kind, parts: list[MatrixPage]) -> dict[str, Any]:
    view = view.from_page(view.places.page_of(kind))
    items = view.registry.items(kind.name)
    return {
        "kind": kind,
        "tally": tally(view, kind, items),
        "total": len(items),
        "pages": [_part_link(view, kind, part) for part in parts],
        "legend": view.href_of("legend.md", f"kind-{kind.name}"),
        "csv": view.href(view.places.csv_of(kind)),
    }


def _part_link(view: SiteView, kind: Kind, part: MatrixPage) -> PartLink:
    items = [row.item for block in part.blocks for row in block.rows]
    return PartLink(
        _extent(part) or f"{items[0].id} – {items[-1].id}",
        view.href_of(f"{part.stem}.md"),
        [
            SectionLink(block.section.title, view.href_of(f"{part.stem}.md", block.section.anchor))
            for block in part.blocks
            if block.section.title and len(part.blocks) > 1
        ],
        tally(view, kind, items),
        len(items),
    )


def _caption(view: SiteView, kind: Kind, block: SectionRows) -> str:
    return ": ".join(filter(None, (view.translate(kind.title), block.section.title)))


def _block(view: SiteView, kind: Kind, block: SectionRows, table: ShownTable) -> ShownBlock:
    section = block.section
    return ShownBlock(
        section.key,
        section.title,
        section.description,
        section.anchor,
        tally(view, kind, [row.item for row in block.rows]),
        table,
    )
