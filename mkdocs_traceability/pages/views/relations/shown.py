"""The small values that the template of cross matrices draws (show). They do nothing."""

from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.pages.site.shown import Flag, ShownItem, ShownPlace
from mkdocs_traceability.pages.views.relations.symbols import Sign, State
from mkdocs_traceability.pages.views.relations.widths import Widths

_FEW: Final = 12
"""How many of them are in sight at once."""


class LinkRemarks(NamedTuple):
    """What was said of a link, and what was found."""

    role: str
    via: str
    because: str
    note: str
    optional: bool
    flags: tuple[Flag, ...]


class ShownLink(NamedTuple):
    """One link behind a cell: how the row calls it, what there is to say of it, what is seen of it in code.

    `places` are the first lines of code, `more` is how many others there are.
    """

    word: str
    remarks: LinkRemarks | None
    seen: tuple[str, ...] = ()
    places: tuple[ShownPlace, ...] = ()
    more: int = 0


class ShownCell(NamedTuple):
    """A cell with links: its column, what it shows, what is read aloud, and what stands behind it."""

    column: int
    other: ShownItem
    signs: tuple[Sign, ...]
    with_state: bool
    said: str
    links: tuple[ShownLink, ...]
    is_wrong: bool


class Edge(NamedTuple):
    """An item at the edge of a table, with the number of its cells that have links."""

    item: ShownItem
    total: int


class ShownRow(NamedTuple):
    """A row: after so many empty cells each that is not, None for an item and itself; `rest` are empty."""

    item: ShownItem
    total: int
    badge: Badge
    status: tuple[str, str] | None
    state: State
    cells: list[tuple[int, ShownCell | None]]
    rest: int


class ShownGroup(NamedTuple):
    """The rows of a section; `number` is its place among all sections."""

    number: int
    title: str
    rows: list[ShownRow]


class ShownUndrawnGroup(NamedTuple):
    """The rows of a section that have no link, each with its place among all rows of the section."""

    number: int
    title: str
    rows: list[tuple[int, ShownItem]]


class ShownUndrawn(NamedTuple):
    """What a switch draws too: rows and columns without a link, each with its place among all."""

    groups: list[ShownUndrawnGroup]
    columns: list[tuple[int, ShownItem]]


class ShownRelationMatrix(NamedTuple):
    """A table as the template draws it; `widths` are those of its columns, in em."""

    title: str
    anchor: str
    columns: list[Edge]
    groups: list[ShownGroup]
    total: int
    widths: Widths


class ShownPart(NamedTuple):
    """A page with blocks, as the page of the whole matrix lists it."""

    title: str
    href: str
    rows: int
    columns: int
    total: int


class Size(NamedTuple):
    """How many rows, columns and cells with links a matrix has."""

    rows: int
    columns: int
    marked: int


class Unlinked(NamedTuple):
    """The items of a kind that have an empty row or column: how many, and the first of them."""

    kind: str
    other: str
    total: int
    items: list[ShownItem]
    href: str

    @property
    def is_short(self) -> bool:
        """Whether they can be in sight at once."""
        return self.total <= _FEW
