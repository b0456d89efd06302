"""A table that declares nothing: what each of its cells says of items that are declared elsewhere."""

from collections.abc import Mapping
from typing import NamedTuple

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import Marker


class RestatedRow(NamedTuple):
    """One row: `item` has what it says, read as if it were declared there.

    `cells` has the places of its cells, empty ones too, by the field, relation or claim type they are about.
    """

    item: Item
    cells: Mapping[str, Position]


class RestatedTable(NamedTuple):
    """The rows of a table about items of one kind; `position` is that of the comment above it.

    `where` has the filters that say which items the table has, if it has not all of them.
    """

    kind: str
    position: Position
    rows: tuple[RestatedRow, ...]
    where: Marker | None = None
