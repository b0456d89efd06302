"""The matrix of a kind: its items in sections, with the columns that the kind declares."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import compress
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.page import REGISTERS, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.cells import CellOf, cell_of
from mkdocs_traceability.pages.parts.facets import filter_bar
from mkdocs_traceability.pages.parts.rows import rows_of
from mkdocs_traceability.pages.parts.status_counts import Tally, tally
from mkdocs_traceability.pages.site.columns import Column, columns_of
from mkdocs_traceability.pages.site.pagination import MatrixPage, PlacedItem, SectionRows
from mkdocs_traceability.pages.site.shown import Cell, Flag, Row, ShownItem
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.site.widths import widths_of

_FEW: Final = 6
"""How many links stand one below the other without making a row too high."""

_GROUPED: Final = 120
"""Rows above which a table is laid out in groups, of which the browser skips those out of sight."""

GROUP: Final = 100
"""Rows in a group (`mkdocs.md`, section 4, has what was measured)."""

_TALL: Final = 12
"""Rows above which a table scrolls below its head."""


class Detail(NamedTuple):
    """What is said below an item's title, or else its id: of what it is a part, and what was found of it."""

    whole: ShownItem | None
    depth: int
    flags: list[Flag]


class ShownTable(NamedTuple):
    """Rows as the template draws them, in groups, with the columns that are of use.

    `widths` are those of the columns where groups are laid out by themselves, in em, else empty.
    """

    caption: str
    kind: str
    columns: list[Column]
    groups: list[list[Row]]
    total: int
    widths: list[int]
    is_tall: bool


class ShownBlock(NamedTuple):
    """A section, or what of it stands on a page, as the template draws it."""

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
    """Return which sections stand on a page."""
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
        in_nav=in_nav,
        below="" if in_nav else f"{view.places.stem(kind)}.md",
    )


def _context(view: SiteView, kind: Kind, part: MatrixPage) -> dict[str, Any]:
    view = view.from_page(view.places.path(f"{part.stem}.md"))
    items = [row.item for block in part.blocks for row in block.rows]
    matrix = _Matrix(view, kind, [row for block in part.blocks for row in block.rows])
    blocks = [_block(view, kind, matrix, block) for block in part.blocks]
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


def lines_of(view: SiteView, kind: Kind, items: Iterable[Item]) -> list[int]:
    """Return where items stand in the file of all items of their kind."""
    places = {item: place for place, item in enumerate(view.registry.items(kind.name))}
    return [places[item] for item in items]


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


def _block(view: SiteView, kind: Kind, matrix: "_Matrix", block: SectionRows) -> ShownBlock:
    section = block.section
    caption = (
        f"{view.translate(kind.title)}: {section.title}" if section.title else view.translate(kind.title)
    )
    return ShownBlock(
        section.key,
        section.title,
        section.description,
        section.anchor,
        tally(view, kind, [row.item for row in block.rows]),
        matrix.table(caption, block.rows),
    )


def shown_table(view: SiteView, kind: Kind, items: list[Item], names: Iterable[str] = ()) -> ShownTable:
    """Return some items of a kind as one table, in the columns named, by default those of its matrix."""
    rows = [PlacedItem(item, 0) for item in items]
    return _Matrix(view, kind, rows, names).table(view.translate(kind.title), rows)


def grouped(
    caption: str, kind: str, columns: list[Column], rows: list[Row], widths: list[int] | None = None
) -> ShownTable:
    """Return rows as a table, in groups with columns of some widths where there are many."""
    is_grouped = len(rows) > _GROUPED
    if is_grouped and widths is None:
        widths = widths_of([list(cells) for cells in zip(*(row.cells for row in rows), strict=True)])
    return ShownTable(
        caption,
        kind,
        columns,
        [rows[start : start + GROUP] for start in range(0, len(rows), GROUP)] if is_grouped else [rows],
        len(rows),
        (widths or []) if is_grouped else [],
        len(rows) > _TALL,
    )


def without_empty(columns: int, rows: list[Row]) -> tuple[list[bool], list[Row]]:
    """Return in which columns some row has something, the first always, and the rows in these alone."""
    filled = [
        index == 0 or any(row.cells[index].value is not None for row in rows) for index in range(columns)
    ]
    if not all(filled):
        rows = [row._replace(cells=list(compress(row.cells, filled))) for row in rows]
    return filled, rows


class _Matrix:
    """The rows of one page. Each of its tables has the columns in which some row of it has something."""

    def __init__(
        self, view: SiteView, kind: Kind, placed: list[PlacedItem], names: Iterable[str] = ()
    ) -> None:
        self._view = view
        self._kind = kind
        columns = columns_of(kind, names)
        made = [[cell(row.item) for row in placed] for cell in _cells(view, kind, columns)]
        kept = [
            (column._replace(form=form), cells)
            for index, (column, cells) in enumerate(zip(columns, made, strict=True))
            if (form := _form(cells) or ("text" if index == 0 else ""))
        ]
        self.columns = [column for column, _ in kept]
        self._widths = widths_of([cells for _, cells in kept])
        names = [column.name for column in self.columns]
        self._detail = names.index("title") if "title" in names else 0
        shows_badge = "badge" in names or "evidence" in names
        shows_whole = "part_of" in names
        by_row = zip(placed, zip(*(cells for _, cells in kept), strict=True), strict=True)
        self._rows = {
            row.item: self._row(row, list(cells), shows_badge=shows_badge, shows_whole=shows_whole)
            for row, cells in by_row
        }

    def table(self, caption: str, placed: list[PlacedItem]) -> ShownTable:
        """Return some of the rows as a table."""
        rows = [self._rows[row.item] for row in placed]
        filled, rows = without_empty(len(self.columns), rows)
        columns = list(compress(self.columns, filled))
        return grouped(caption, self._kind.name, columns, rows, list(compress(self._widths, filled)))

    def _row(self, placed: PlacedItem, cells: list[Cell], *, shows_badge: bool, shows_whole: bool) -> Row:
        view, item = self._view, placed.item
        whole = None if shows_whole else next(view.registry.ancestors(item), None)
        flags = view.flags(item)
        badge = view.assessment.badge(item)
        if whole or flags:
            detail = Detail(view.link(whole) if whole else None, placed.depth, flags)
            cells[self._detail] = Cell("detailed", (cells[self._detail], detail))
        return Row(
            view.places.anchor(item),
            view.home(item),
            cells,
            Badge("") if shows_badge else badge,
            placed.depth,
            view.assessment.needs_attention(item),
        )


def _cells(view: SiteView, kind: Kind, columns: list[Column]) -> list[CellOf]:
    return [cell_of(view, kind, column.name) for column in columns]


def _form(cells: list[Cell]) -> str:
    """Return the form that is the widest of some cells, empty where all are empty."""
    forms = {cell.form for cell in cells if cell.value is not None}
    if forms == {"links"} and any(len(cell.value) > _FEW for cell in cells if cell.value is not None):
        return "many-links"
    return max(forms, default="")  # of `links` and `references`, the latter
