"""The matrix of a kind: its items in sections, with the columns that the kind declares."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, compress
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.badges import VOCABULARY, Badge
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.page import REGISTERS, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.cells import PIPS, CellOf, cell_of
from mkdocs_traceability.pages.parts.facets import filter_bar
from mkdocs_traceability.pages.parts.rows import rows_of
from mkdocs_traceability.pages.parts.status_counts import Tally, tally
from mkdocs_traceability.pages.site.columns import Column, columns_of
from mkdocs_traceability.pages.site.pagination import MatrixPage, PlacedItem, SectionRows
from mkdocs_traceability.pages.site.shown import Cell, Flag, Row, ShownItem
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.site.widths import LATE, REST, SAME, SameWord, arranged, clamped, same_words

_FEW: Final = 6
"""How many links stand one below the other without making a row too high."""

_LONG: Final = 120
"""Rows on a page above which the browser lays out only the groups that are in sight."""

GROUP: Final = 100
"""Rows in a group (`mkdocs.md`, section 4, has what was measured)."""


class Detail(NamedTuple):
    """What is said below an item's title, or else its id: of what it is a part, and what was found of it."""

    whole: ShownItem | None
    depth: int
    flags: list[Flag]


class ShownTable(NamedTuple):
    """Rows as the template draws them, in groups, with the columns of the `sheet` that are of use.

    All tables of one page are of one sheet: their columns stand one below the other. A column that stands
    below its row is left out of a table in which no row has it.
    `same` is what all rows of the page say alike. `pips` are the words that the evidence in short
    has on the page. What `is_long` is laid out as far as it is in sight.
    """

    caption: str
    kind: str
    sheet: list[Column]
    columns: list[Column]
    groups: list[list[Row]]
    total: int
    same: list[SameWord]
    pips: list[str]
    is_long: bool
    pips_of: tuple[str, ...] = PIPS

    @property
    def chosen(self) -> list[Column]:
        """The columns of which readers choose those that they see."""
        return [column for column in self.sheet[1:] if column.place != SAME]

    def template(self, *places: str) -> str:
        """Return the widths of the columns that stand in some places, as a grid has them."""
        return " ".join(f"minmax(0,{each.width}fr)" for each in self.sheet if each.place in places)

    @property
    def width(self) -> int:
        """How wide the columns are together that stand in their row, in em."""
        return sum(each.width for each in self.sheet if each.place in ("", LATE))


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
        is_wide=True,
        in_nav=in_nav,
        below="" if in_nav else f"{view.places.stem(kind)}.md",
    )


def _context(view: SiteView, kind: Kind, part: MatrixPage) -> dict[str, Any]:
    view = view.from_page(view.places.path(f"{part.stem}.md"))
    items = [row.item for block in part.blocks for row in block.rows]
    matrix = _Matrix(view, kind, [row for block in part.blocks for row in block.rows])
    tables = matrix.tables([(_caption(view, kind, block), block.rows) for block in part.blocks])
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


def shown_table(view: SiteView, kind: Kind, items: list[Item], names: Iterable[str] = ()) -> ShownTable:
    """Return some items of a kind as one table, in the columns named, by default those of its matrix."""
    rows = [PlacedItem(item, 0) for item in items]
    return _Matrix(view, kind, rows, names).tables([(view.translate(kind.title), rows)])[0]


def tables_of(
    kind: str, columns: Iterable[Column], sections: list[tuple[str, list[Row]]]
) -> list[ShownTable]:
    """Return the rows of each section, with its caption, as tables that share the columns that are filled."""
    columns = list(columns)
    rows = [row for _, each in sections for row in each]
    made = [list(cells) for cells in zip(*(row.cells for row in rows), strict=True)] or [[] for _ in columns]
    filled = [index == 0 or any(cell.value is not None for cell in cells) for index, cells in enumerate(made)]
    shown = arranged(list(compress(columns, filled)), list(compress(made, filled)))
    words = _pips(cells for column, cells in zip(columns, made, strict=True) if column.name in _WITH_PIPS)
    return [
        _table(
            caption,
            kind,
            shown,
            words,
            [row._replace(cells=list(compress(row.cells, filled))) for row in each],
            len(rows),
        )
        for caption, each in sections
    ]


_WITH_PIPS: Final = ("evidence", "badge")


def _pips(columns: Iterable[list[Cell]]) -> list[str]:
    """Return the words of the evidence in short, as they stand in a legend: the best first."""
    cells = chain.from_iterable(columns)
    found = {pip.word for cell in cells if cell.form in ("evidence", "pips") for pip in cell.value.pips}
    order = [*(word.name for word in reversed(VOCABULARY)), "na", "absent"]
    return [word for word in order if word in found]


def _table(
    caption: str, kind: str, columns: list[Column], pips: list[str], rows: list[Row], on_page: int
) -> ShownTable:
    kept = [
        column.place != REST or any(row.cells[at].value is not None for row in rows)
        for at, column in enumerate(columns)
    ]
    shown = [clamped(columns, row) for row in rows]
    shown = [row._replace(cells=list(compress(row.cells, kept))) for row in shown]
    return ShownTable(
        caption,
        kind,
        columns,
        list(compress(columns, kept)),
        [shown[start : start + GROUP] for start in range(0, len(rows), GROUP)],
        len(rows),
        same_words(columns, rows[0].cells) if rows else [],
        pips,
        on_page > _LONG,
    )


class _Matrix:
    """The rows of one page, whose tables have the columns in which some row has something."""

    def __init__(
        self, view: SiteView, kind: Kind, placed: list[PlacedItem], names: Iterable[str] = ()
    ) -> None:
        self._view = view
        self._kind = kind
        columns = columns_of(kind, names) if names else _with_badge(columns_of(kind))
        made = [[cell(row.item) for row in placed] for cell in _cells(view, kind, columns)]
        kept = [
            (column._replace(form=form), cells)
            for index, (column, cells) in enumerate(zip(columns, made, strict=True))
            if (form := _form(cells) or ("text" if index == 0 else ""))
        ]
        self.columns = [column for column, _ in kept]
        names = [column.name for column in self.columns]
        self._detail = names.index("title") if "title" in names else 0
        shows_badge = "badge" in names or "evidence" in names
        shows_whole = "part_of" in names
        by_row = zip(placed, zip(*(cells for _, cells in kept), strict=True), strict=True)
        self._rows = {
            row.item: self._row(row, list(cells), shows_badge=shows_badge, shows_whole=shows_whole)
            for row, cells in by_row
        }

    def tables(self, sections: list[tuple[str, list[PlacedItem]]]) -> list[ShownTable]:
        """Return the rows of each section, below its caption, as a table."""
        by_section = [(caption, [self._rows[row.item] for row in placed]) for caption, placed in sections]
        return tables_of(self._kind.name, self.columns, by_section)

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


def _with_badge(columns: list[Column]) -> list[Column]:
    """Put what sums up the evidence behind title and status, where a kind has no column for it."""
    names = [column.name for column in columns]
    if not {"badge", "evidence"}.isdisjoint(names):
        return columns
    at = 1 + max((names.index(name) for name in ("status", "title") if name in names), default=0)
    return [*columns[:at], Column("badge", "Evidence", ""), *columns[at:]]


def _form(cells: list[Cell]) -> str:
    """Return the form that is the widest of some cells, empty where all are empty."""
    forms = {cell.form for cell in cells if cell.value is not None}
    if forms == {"links"} and any(len(cell.value) > _FEW for cell in cells if cell.value is not None):
        return "many-links"
    return max(forms, default="")  # of `links` and `references`, the latter
