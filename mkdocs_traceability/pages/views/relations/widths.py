"""How wide the columns of a cross matrix are (show): known at build, so that nothing moves on loading.

In em of the table. Texts are estimated by their letters; names that need more are cut off, and said by their
links.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.views.relations.symbols import Sign

_CELL: Final = 2.1
"""The narrowest cell: a finger can touch it."""

_NAMES: Final = (10.0, 26.0)
"""How wide the names of rows are at least and at most."""

_CODE, _LETTER, _BOLD = 0.56, 0.5, 0.66
"""What one letter takes: of an id, of a title, of a sign."""


class Widths(NamedTuple):
    """The widths of the names, the totals and each column, in em."""

    names: float
    total: float
    columns: list[float]

    @property
    def cells(self) -> float:
        """All but the names."""
        return round(self.total + sum(self.columns), 2)

    @property
    def all(self) -> float:
        """The whole table."""
        return round(self.names + self.cells, 2)


def widths(rows: Iterable[Item], titles: Iterable[str], total: int, columns: list[float]) -> Widths:
    """Return the widths of a table: of its rows' names and section titles, its largest total, its columns."""
    longest = max((_name(item) for item in rows), default=0.0)
    longest = max([longest, *(_BOLD * len(title) + 1.4 for title in titles)])
    least, most = _NAMES
    return Widths(round(min(max(longest, least), most), 2), round(1.4 + 0.6 * len(str(total)), 2), columns)


def cell_width(signs: Sequence[Sign], with_state: bool, is_wrong: bool) -> float:
    """Return how wide a cell with links has to be."""
    drawn = [max(1.25, 0.4 + _BOLD * len(sign.text)) for sign in signs if sign.text]
    drawn += [1.25] * with_state + [0.6] * is_wrong
    return round(max(_CELL, sum(drawn) + 0.15 * len(drawn) + 0.5), 2)


def _name(item: Item) -> float:
    title = 0.4 + _LETTER * len(item.title) if item.title != item.id else 0
    return 1.5 + _CODE * len(item.id) + title
