"""Show: rows as tables. The tables of one page share their columns and the widths of these."""

from collections.abc import Iterable
from itertools import chain, compress
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import VOCABULARY
from mkdocs_traceability.pages.parts.cells import PIPS
from mkdocs_traceability.pages.site.columns import Column
from mkdocs_traceability.pages.site.shown import Cell, Row
from mkdocs_traceability.pages.site.widths import LATE, REST, SAME, SameWord, arranged, clamped, same_words

_LONG: Final = 120
"""With more rows on a page than this, the browser lays out only the groups in view."""

_GROUP: Final = 100
"""Rows in a group. The script and the style of tables count on it."""


class ShownTable(NamedTuple):
    """Rows as the template draws them, in groups.

    `sheet` has the columns of all tables of the page, `columns` those of this table: a column whose cells are
    shown below their row is left out where no row has a value. `same` has the columns with one value on the
    whole page, `pips` the words of the evidence pips on it. If `is_long`, only the rows in view are laid out.
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
        """The columns that readers can show and hide."""
        return [column for column in self.sheet[1:] if column.place != SAME]

    def template(self, *places: str) -> str:
        """Return the widths of the columns in some places, as CSS grid tracks."""
        return " ".join(f"minmax(0,{each.width}fr)" for each in self.sheet if each.place in places)

    @property
    def width(self) -> int:
        """The total width of the columns inside their row, in em."""
        return sum(each.width for each in self.sheet if each.place in ("", LATE))


def tables_of(
    kind: str, columns: Iterable[Column], sections: list[tuple[str, list[Row]]]
) -> list[ShownTable]:
    """Return a table for each section (caption and rows); they share all columns that have a value."""
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
    """Return the words of the evidence pips in these cells in the order of the legend, best first."""
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
        [shown[start : start + _GROUP] for start in range(0, len(rows), _GROUP)],
        len(rows),
        same_words(columns, rows[0].cells) if rows else [],
        pips,
        on_page > _LONG,
    )
