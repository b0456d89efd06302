"""Show: items of one kind as tables, in the columns that the kind declares or a marker names."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.parts.cells import cell_of
from mkdocs_traceability.pages.parts.tables import ShownTable, tables_of
from mkdocs_traceability.pages.site.columns import Column, columns_of
from mkdocs_traceability.pages.site.pagination import PlacedItem
from mkdocs_traceability.pages.site.shown import Cell, Flag, Row, ShownItem
from mkdocs_traceability.pages.site.view import SiteView

_FEW: Final = 6
"""With more links in one cell than this, their column is wider, so that rows are not too high."""


class Detail(NamedTuple):
    """What is shown below an item's title, or else its id: the item it is part of, and its findings."""

    whole: ShownItem | None
    depth: int
    flags: list[Flag]


def shown_table(view: SiteView, kind: Kind, items: list[Item], names: Iterable[str] = ()) -> ShownTable:
    """Return items of a kind as one table, in the columns of `names` or else those of its matrix."""
    rows = [PlacedItem(item, 0) for item in items]
    return ItemTables(view, kind, rows, names).tables([(view.translate(kind.title), rows)])[0]


def lines_of(view: SiteView, kind: Kind, items: Iterable[Item]) -> list[int]:
    """Return the line of each item in the file of all items of its kind."""
    places = {item: place for place, item in enumerate(view.registry.items(kind.name))}
    return [places[item] for item in items]


class ItemTables:
    """The rows of one page. A column in which no row has a value is left out."""

    def __init__(
        self, view: SiteView, kind: Kind, placed: list[PlacedItem], names: Iterable[str] = ()
    ) -> None:
        self._view = view
        self._kind = kind
        columns = columns_of(kind, names) if names else _with_badge(columns_of(kind))
        cells_of = [cell_of(view, kind, column.name) for column in columns]
        made = [[cell(row.item) for row in placed] for cell in cells_of]
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
        """Return a table for each section, given its caption and items."""
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


def _with_badge(columns: list[Column]) -> list[Column]:
    """Add the evidence badge after title and status, if the kind has no column for it."""
    names = [column.name for column in columns]
    if not {"badge", "evidence"}.isdisjoint(names):
        return columns
    at = 1 + max((names.index(name) for name in ("status", "title") if name in names), default=0)
    return [*columns[:at], Column("badge", "Evidence", ""), *columns[at:]]


def _form(cells: list[Cell]) -> str:
    """Return the widest form of some cells, empty if none has a value."""
    forms = {cell.form for cell in cells if cell.value is not None}
    if forms == {"links"} and any(len(cell.value) > _FEW for cell in cells if cell.value is not None):
        return "many-links"
    return max(forms, default="")  # of `links` and `references`, the latter
