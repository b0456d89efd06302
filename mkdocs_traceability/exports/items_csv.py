"""The items of a kind as CSV (RFC 4180): every item, every field and relation, for a spreadsheet.

A cell that a spreadsheet would take for a formula is made text by an apostrophe before it. Control
characters are replaced.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from io import StringIO
from itertools import chain
from typing import Final

from mkdocs_traceability.exports.export import Export, PublishedFile, encoded, export
from mkdocs_traceability.exports.item_columns import CellText, item_columns, nothing
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.result import Result

_FORMULAS: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""How a cell begins that a spreadsheet may run; some take the wide forms for the plain ones."""


_CONTROLS: Final = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 160)], "\N{REPLACEMENT CHARACTER}"
)
"""Characters that would steer a terminal, and that no spreadsheet takes."""


@export
def csv_files(exported: Export) -> Iterator[PublishedFile]:
    """Yield the items of each kind."""
    for kind in exported.declared_kinds:
        yield PublishedFile(f"{exported.addresses.stem(kind)}.csv", partial(items_csv, exported.result, kind))


def items_csv(result: Result, kind: Kind) -> bytes:
    """Return the items of a kind as CSV, the names of the columns first."""
    items = result.registry.items(kind.name)
    columns = item_columns(result, kind, items)
    cells = [(at, cell) for at, cell in enumerate(columns.values()) if cell is not nothing]
    return rows_csv(chain([columns], (_row(len(columns), cells, item) for item in items)))


def _row(width: int, cells: Sequence[tuple[int, CellText]], item: Item) -> list[str]:
    row = [""] * width
    for at, cell in cells:
        row[at] = cell(item)
    return row


def rows_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as CSV, their cells without what a spreadsheet would run or a terminal obey."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([harmless(cell) if cell[:1] in _FORMULAS else cell for cell in row] for row in rows)
    return encoded(text.getvalue().translate(_CONTROLS))


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs."""
    return f"'{cell}" if cell and cell[0] in _FORMULAS else cell
