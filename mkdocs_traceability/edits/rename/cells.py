"""The old id in the table that declares an item, where that has a column for former ids."""

from typing import Final

from mkdocs_traceability.edits.rename.former import Insertion
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.tables.cells import absence_of
from mkdocs_traceability.reading.tables.columns import columns_of
from mkdocs_traceability.reading.tables.directive import read_directive
from mkdocs_traceability.reading.tables.grid import Cell, Table, read_tables
from mkdocs_traceability.reading.tables.words import TableWords

_SEPARATOR: Final = ", "


def former_in_table(
    text: str, at: Position, kind: Kind, schema: Schema, own: TableWords, key: str, old: str, new: str
) -> Insertion | None:
    """Return how an old id is entered in the row whose id stands at a place; None without a column."""
    for table in read_tables(text).tables:
        row = next((row for row in table.rows if row.line == at.line), None)
        if row is None or not _declares(table, kind, schema) or table.comment is None:
            continue
        attributes = read_directive(table.comment).attributes
        numbers = columns_of(table, kind, own.words, attributes).of(key)
        cells = [row.cells[number] for number in numbers if number < len(row.cells)]
        return _entered(cells[0], own, old, new) if cells else None
    return None


def _declares(table: Table, kind: Kind, schema: Schema) -> bool:
    directive = read_directive(table.comment) if table.comment else None
    return directive is not None and not directive.restates and directive.kind_in(schema) is kind


def _entered(cell: Cell, own: TableWords, old: str, new: str) -> Insertion:
    if not cell.text:
        return Insertion(cell.line, cell.column, 0, f" {old}")
    if absence_of(cell, own.words):
        return Insertion(cell.line, cell.column, cell.length, old)
    if new in cell.text.split(_SEPARATOR):
        text = _SEPARATOR.join(old if each == new else each for each in cell.text.split(_SEPARATOR))
        return Insertion(cell.line, cell.column, cell.length, text)
    return Insertion(cell.line, cell.column + cell.length, 0, f"{_SEPARATOR}{old}")
