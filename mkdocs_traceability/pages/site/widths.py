"""How wide the columns of a table are, and which stand in their row: as many as a window has room for.

What has no room is there all the same: *more* of a row shows it below the row, and readers choose columns.
"""

from itertools import compress
from typing import Any, Final, NamedTuple

from mkdocs_traceability.pages.rendering.inline import Rendered
from mkdocs_traceability.pages.site.columns import TELLING, Column
from mkdocs_traceability.pages.site.shown import Cell, Row

LATE: Final = "late"
"""A column that stands in its row only where there is much room."""

REST: Final = "rest"
"""A column that stands below its row, and only when asked for."""

SAME: Final = "same"
"""A column that says the same in every row: a sentence above the table says it once."""

ROOM: Final = 72
"""In em, what a row has room for in a window of 1440 pixels."""

_LITTLE_ROOM: Final = 44
"""In em, what a row has room for in half a window."""

_SPARSE: Final = 5
"""A column that has something in fewer than one in so many rows is not worth its room."""

_FEW_ROWS: Final = 3
"""So many rows may say the same by chance."""

_LEAST: Final = {
    "id": 6,
    "title": 14,
    "text": 6,
    "status": 8,
    "choices": 8,
    "badge": 11,
    "unchecked": 11,
    "pips": 17,
    "links": 13,
    "item": 11,
    "claim": 20,
    "place": 16,
    "owners": 8,
    "due": 8,
    "detailed": 14,
    "references": 16,
    "forbidden": 16,
    "observed": 9,
    "sufficient": 12,
    "evidence": 17,
    "claims": 17,
    "action": 16,
    "texts": 12,
    "many-links": 16,
    "lists": 16,
    "markdown": 16,
}
"""In em, by form."""

_MOST: Final = 18
"""In em: longer texts are broken into lines."""

_LINES: Final = 3
"""How many lines of a long cell are in sight."""

_LETTERS: Final = 1.9
"""How many letters stand in an em."""

_MARGIN: Final = 2
"""In em: left and right of a text together, and some more."""


class SameWord(NamedTuple):
    """What all rows say in one column: its name and head, and the cell."""

    name: str
    head: str
    cell: Cell


def arranged(columns: list[Column], made: list[list[Cell]]) -> list[Column]:
    """Return columns with their widths and places, by the cells of each."""
    wide = [_width(cells) + (_BESIDE if index == 0 else 0) for index, cells in enumerate(made)]
    same = [
        index > 0 and _is_same(column, cells)
        for index, (column, cells) in enumerate(zip(columns, made, strict=True))
    ]
    useful = [_is_useful(column, cells) for column, cells in zip(columns, made, strict=True)]
    always = [
        not same[index] and (index == 0 or column.name in TELLING) for index, column in enumerate(columns)
    ]
    inside = _fitting(wide, useful, always, ROOM)
    early = _fitting(wide, useful, always, _LITTLE_ROOM)
    places = [
        SAME if same[at] else REST if not inside[at] else "" if early[at] else LATE
        for at in range(len(columns))
    ]
    return [
        column._replace(width=width, place=place)
        for column, width, place in zip(columns, wide, places, strict=True)
    ]


def same_words(columns: list[Column], cells: list[Cell]) -> list[SameWord]:
    """Return what the columns say that say the same in every row, by the cells of one of these."""
    return [
        SameWord(column.name, column.head, cell)
        for column, cell in zip(columns, cells, strict=True)
        if column.place == SAME
    ]


def clamped(columns: list[Column], row: Row) -> Row:
    """Return a row with its long cells marked, and where it has something that is not in sight at first.

    Empty cells at its end that are below a row anyway are left out: scripts make them where their column is
    chosen.
    """
    cells, hidden = list(row.cells), ""
    for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if cell.value is None or column.place == SAME:
            continue
        if column.place != REST and _measure(cell) > _LINES * column.width * _LETTERS:
            cells[at] = Cell("long", cell)
            hidden = hidden if at == 0 else REST
        has_more = column.place == REST or (cell.form == "evidence" and cell.value.types)
        hidden = REST if has_more else hidden or column.place
    while cells[-1].value is None and columns[len(cells) - 1].place == REST:
        cells.pop()
    return row._replace(cells=cells, hidden=hidden)


def _fitting(wide: list[int], useful: list[bool], always: list[bool], room: int) -> list[bool]:
    """Say which columns fit into some room: those that are always there, then others in their order."""
    left = room - sum(compress(wide, always))
    fits = []
    for width, is_useful, is_always in zip(wide, useful, always, strict=True):
        is_in = is_always or (is_useful and width <= left)
        left -= width if is_in and not is_always else 0
        fits.append(is_in)
    return fits


def _is_useful(column: Column, cells: list[Cell]) -> bool:
    """Whether a column is filled in a fair share of the rows, with what pips do not tell."""
    filled = sum(cell.value is not None for cell in cells)
    return filled * _SPARSE >= len(cells) and column.form not in ("claims", "action")


def _is_same(column: Column, cells: list[Cell]) -> bool:
    if (
        len(cells) <= _FEW_ROWS
        or column.form not in ("status", "choices", "text")
        or column.name in ("title", "item")
    ):
        return False
    return cells[0].value is not None and all(cell == cells[0] for cell in cells)


def _measure(cell: Cell) -> int:
    """Return how many letters a cell has, with a line's worth for each of several entries."""
    if cell.form == "markdown":
        return len(cell.value)
    if cell.form in ("texts", "references", "forbidden"):
        return sum(max(len(_said(each)), 28) for each in cell.value)
    if cell.form == "badge":
        return 2 * len(cell.value.word) + len(cell.value.basis)
    if cell.form in ("links", "many-links"):
        return sum(len(each.text) + 3 for each in cell.value)
    if cell.form == "claims":
        return sum(max(len(each.text), 28) for each in cell.value.claims) + len(cell.value.not_applicable)
    if cell.form == "action":
        return len(cell.value[0] or "") + sum(max(len(each.text), 28) for each in cell.value[1].claims)
    if cell.form == "lists":
        return sum(28 + sum(max(len(text), 28) for text in texts) for texts in cell.value.values())
    return 0


def _said(each: Any) -> str:
    """Return a text, or all that is said of a reference."""
    return each if isinstance(each, str) else each.text + each.role + each.via + each.because + each.note


def _width(cells: list[Cell]) -> int:
    least = max((_LEAST[cell.form] for cell in cells if cell.value is not None), default=6)
    lengths = sorted(_length(cell) for cell in cells if cell.value is not None)
    long = lengths[(len(lengths) - 1) * 9 // 10] if lengths else 0
    return min(max(least, round(long * 0.55) + _MARGIN), _MOST)


_BESIDE: Final = 3
"""In em, what stands left and right of an id: what opens the row, and what copies its address."""


def _length(cell: Cell) -> int:
    if cell.form in ("id", "title", "text"):
        return len(cell.value.striptags() if isinstance(cell.value, Rendered) else cell.value)
    if cell.form == "links":
        return max((len(each.text) for each in cell.value), default=0)
    if cell.form == "choices":
        return max((len(each[1]) + 3 for each in cell.value), default=0)
    return 0
