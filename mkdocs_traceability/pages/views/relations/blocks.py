"""A cross matrix in blocks (show): the tables it is drawn in, so that each is small enough to be read.

Work and weight follow links, never cells: what is linked to nothing is in no block.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.site.pagination import title_size
from mkdocs_traceability.pages.views.relations.edges import Pair, RelationEdge

CELLS: Final = 20_000
"""How many cells a table has at most."""

BYTES: Final = 1_500_000
"""How heavy the page of a table is at most, unless one cell alone is heavier."""

PLACES: Final = 5
"""How many lines of code stand behind a cell at most."""

_EMPTY_CELL: Final = 9
_CELL: Final = 900
"""What a cell weighs at most, with what stands behind it, beside the texts of its items and references."""
_HEAD: Final = 400
"""What a row or column weighs in the same way."""


class MatrixRow(NamedTuple):
    """An item and its cells: by the index of their columns' items, ascending, the links in each."""

    item: Item
    cells: list[tuple[int, list[RelationEdge]]]


class RowGroup(NamedTuple):
    """The rows of a section; without a title where there are no sections."""

    title: str
    key: str
    rows: list[MatrixRow]


class MatrixBlock(NamedTuple):
    """One table: groups of rows, and the indices of the columns' items that it shows."""

    groups: list[RowGroup]
    columns: list[int]

    @property
    def cells(self) -> int:
        """How many cells it has, empty ones included."""
        return sum(len(group.rows) for group in self.groups) * len(self.columns)


def rows_of(pair: Pair, rows: Iterable[Item], columns: Iterable[Item]) -> list[MatrixRow]:
    """Return rows with their cells."""
    places = {item: number for number, item in enumerate(columns)}
    cells: dict[Item, dict[int, list[RelationEdge]]] = {}
    for crossing in pair.crossings:
        of_row = cells.setdefault(crossing.row, {})
        of_row.setdefault(places[crossing.column], []).append(crossing)
    return [MatrixRow(item, sorted(cells.get(item, {}).items(), key=lambda cell: cell[0])) for item in rows]


def whole(groups: list[RowGroup], columns: list[Item]) -> MatrixBlock | None:
    """Return a matrix as one table, or None where that is too large.

    What is linked to nothing is not drawn: a list says what that is.
    """
    linked = [group._replace(rows=[row for row in group.rows if row.cells]) for group in groups]
    drawn = sorted({place for group in linked for row in group.rows for place, _ in row.cells})
    block = MatrixBlock(linked, drawn)
    if block.cells > CELLS:
        return None
    rows = [row for group in block.groups for row in group.rows]
    heads = sum(_head(columns[place]) for place in drawn)
    weight = block.cells * _EMPTY_CELL + sum(map(_weight, rows)) + heads
    return block if weight <= BYTES else None


def pages(groups: list[RowGroup], columns: list[Item]) -> list[list[MatrixBlock]]:
    """Divide the rows of each group into tables, and these into pages; a table shows only what is linked."""
    divided: list[list[MatrixBlock]] = []
    filled = 0
    for group in groups:
        for rows, used, weight in _tables(group.rows, columns):
            if not divided or filled + weight > BYTES:
                divided.append([])
                filled = 0
            divided[-1].append(MatrixBlock([RowGroup(group.title, group.key, rows)], sorted(used)))
            filled += weight
    return divided


def _tables(rows: list[MatrixRow], columns: list[Item]) -> Iterator[tuple[list[MatrixRow], set[int], int]]:
    """Yield the rows of each table, the columns that are linked in them, and what it weighs."""
    taken: list[MatrixRow] = []
    used: set[int] = set()
    heavy = 0
    for row, weight in chain.from_iterable(map(_parts, rows)):
        more = used.union([place for place, _ in row.cells])
        added = weight + sum([_head(columns[place]) for place in more - used])
        cells = (len(taken) + 1) * len(more)
        if taken and (cells > CELLS or heavy + added + cells * _EMPTY_CELL > BYTES):
            yield taken, used, heavy + len(taken) * len(used) * _EMPTY_CELL
            taken, used, heavy = [], set(), 0
            more = {place for place, _ in row.cells}
            added = weight + sum(_head(columns[place]) for place in more)
        taken.append(row)
        used = more
        heavy += added
    if taken:
        yield taken, used, heavy + len(taken) * len(used) * _EMPTY_CELL


def _parts(row: MatrixRow) -> Iterator[tuple[MatrixRow, int]]:
    """Yield a row that is linked, with its weight; in parts, where its links are too heavy for a page."""
    part: list[tuple[int, list[RelationEdge]]] = []
    own = heavy = _head(row.item)
    for cell in row.cells:
        weight = _cell_weight(row.item, cell[1])
        if part and heavy - own + (len(part) + 1) * _HEAD + weight > BYTES // 2:
            yield MatrixRow(row.item, part), heavy
            part, heavy = [], own
        part.append(cell)
        heavy += weight
    if part:
        yield MatrixRow(row.item, part), heavy


def _weight(row: MatrixRow) -> int:
    return _head(row.item) + sum(_cell_weight(row.item, crossings) for _, crossings in row.cells)


def _head(item: Item) -> int:
    return _HEAD + 6 * len(item.id) + 2 * title_size(item)


def _cell_weight(row: Item, crossings: list[RelationEdge]) -> int:
    weight = _CELL + 2 * (len(row.id) + title_size(row))
    for _, column, _, reference, seen in crossings:
        weight += 100 + 4 * len(column.id) + title_size(column)
        if reference and reference.attributes:
            weight += sum([2 * len(text) for text in reference.attributes.values()])
        if seen:
            weight += sum([100 + 4 * len(place.path) for place in seen.places[:PLACES]])
    return weight
