"""The columns of a kind's matrix: what they show, and what stands above them."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.labels import head


class Column(NamedTuple):
    """A column of a matrix: the field or relation it shows, its head, and the form its cells have.

    `width` is in em. `place` says where its cells stand: empty for in their row, else as `widths.py` has it.
    """

    name: str
    head: str
    description: str
    form: str = "text"
    width: int = 10
    place: str = ""

    @property
    def is_labelled(self) -> bool:
        """Whether its cells need a label where no head is above them."""
        return self.name not in TELLING


TELLING: Final = ("id", "item", "title", "status", "badge", "evidence")
"""Columns that tell one row from another, and how it stands with it: a reader knows what they are."""


def columns_of(kind: Kind, names: Iterable[str] = ()) -> list[Column]:
    """Return the columns that are named, else those that a kind declares, else all there may be."""
    chosen = (
        tuple(names)
        or kind.declared.matrix.columns
        or (
            "id",
            "title",
            "status",
            *(name for name in kind.declared.fields if name not in ("title", "aliases", "former_ids")),
            *kind.declared.relations,
            "evidence",
        )
    )
    return [Column(name, *head(kind, name)) for name in dict.fromkeys(chosen)]
