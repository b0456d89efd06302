"""Read: a table that restates what is declared elsewhere: read like one that declares, and kept apart."""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import Marker
from mkdocs_traceability.model.restated import RestatedRow, RestatedTable
from mkdocs_traceability.reading.tables.directive import Attribute, Directive
from mkdocs_traceability.reading.tables.grid import Cell, Comment
from mkdocs_traceability.reading.tables.translation import TableReading

_WHERE: Final = "where"
"""What says in the comment which items the table has."""


def split_where(directive: Directive) -> tuple[tuple[Attribute, ...], Attribute | None]:
    """Return the attributes that are about columns, and the one that says which items the table has."""
    if not directive.restates:
        return directive.attributes, None
    where = next((each for each in directive.attributes if each.name.text.lower() == _WHERE), None)
    return tuple(each for each in directive.attributes if each is not where), where


def restated_table(
    kind: str, path: str, comment: Comment, reading: TableReading, items: list[Item], where: Attribute | None
) -> RestatedTable:
    """Return what a table says, given the items that its tree was read as."""
    rows = []
    cells = _cells_by_id(path, reading)
    waiting = next(cells, None)
    for item in items:
        while waiting is not None and waiting[0] != item.id:
            waiting = next(cells, None)
        if waiting is not None:
            rows.append(RestatedRow(item, waiting[1] | _beside_id(item, reading)))
            waiting = next(cells, None)
    at = Position(path, comment.key_line, comment.key_column, len(comment.key))
    return RestatedTable(kind, at, tuple(rows), _marker(path, where) if where else None)


def _cells_by_id(path: str, reading: TableReading) -> Iterator[tuple[str, dict[str, Position]]]:
    """Go through the ids of a table in their order, each with the cells of its row by field."""
    for each in reading.rows:
        cells: dict[str, Position] = {}
        for number, name in sorted(reading.columns.fields.items()):
            if name != "id" and number < len(each.row.cells):
                cells.setdefault(name, _at(path, each.row.cells[number]))
        for id_ in each.ids:
            yield id_, cells


def _beside_id(item: Item, reading: TableReading) -> dict[str, Position]:
    """Return what a row says in no column of its own: beside the id, or in the heading above."""
    names = list(reading.columns.headings)
    if "aliases" not in item.values or "aliases" in reading.columns.fields.values():
        names.append("title")  # a name of which an id was made is no title
    columns = reading.columns.fields.values()
    said = {name: item.values[name].position for name in (*names, "status") if name in item.values}
    return {name: at for name, at in said.items() if name not in columns}


def _at(path: str, cell: Cell) -> Position:
    return Position(path, cell.line, cell.column, cell.length)


def _marker(path: str, where: Attribute) -> Marker:
    at = where.value
    return Marker(at.text, Position(path, at.line, at.column, at.length), is_alone=False)
