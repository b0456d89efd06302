"""Show: all there is to say of one item, below what was written on its home page or on a page of its own."""

from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.parts.cells import cell_of
from mkdocs_traceability.pages.parts.neighbourhood import Neighbourhood, neighbourhood
from mkdocs_traceability.pages.site.columns import head
from mkdocs_traceability.pages.site.shown import Cell, Flag, ShownEvidence, ShownPlace, ShownReference
from mkdocs_traceability.pages.site.view import Show
from mkdocs_traceability.registry.lifecycle import phase

_TOLD_ELSEWHERE: Final = ("title", "summary", "notes")
"""Fields that have a place of their own, not one among the facts."""


class Panel(NamedTuple):
    """What is shown of an item; no anchor where the page has one like it.

    `row` leads to the item in the matrix of its kind, `permanent` is its address that stays, `script` that of
    what copies it. `facts` are its fields, by how they are called.
    """

    anchor: str
    kind: str
    id: str
    title: str
    row: str
    permanent: str
    script: str
    badge: Badge
    status: tuple[str, str] | None
    summary: str
    notes: str
    facts: list[tuple[str, Cell]]
    relations: list[tuple[str, list[ShownReference]]]
    evidence: list[ShownEvidence]
    flags: list[Flag]
    graph: Neighbourhood | None
    place: ShownPlace


def panels_of(show: Show, page: str, taken: frozenset[str]) -> list[Panel]:
    """Return the panels of the items whose home is this page, which has the anchors `taken` already."""
    here = show.on(page)
    items = here.homes.get(page, [])
    return [panel(here, item, "" if here.anchor(item) in taken else here.anchor(item)) for item in items]


def panel(show: Show, item: Item, anchor: str) -> Panel:
    """Return what is shown of an item, as seen from the page of `show`."""
    kind = show.registry.kind(item)
    names = dict.fromkeys((*kind.relations, *kind.inverses))
    relations = [(head(kind, name)[0], shown) for name in names if (shown := show.references(item, name))]
    status = item.text("status")
    return Panel(
        anchor,
        kind.label,
        item.id,
        item.title,
        show.row(item),
        show.href(show.index_of(kind), show.anchor(item)),
        show.script,
        show.badge(item),
        (status, phase(show.registry, item)) if status else None,
        item.text("summary"),
        item.text("notes"),
        _facts(show, item),
        relations,
        show.evidence(item, fields=True),
        show.flags(item),
        neighbourhood(show, item),
        show.place(item),
    )


def _facts(show: Show, item: Item) -> list[tuple[str, Cell]]:
    """Return the fields of an item that say something, but those that claim and are shown as evidence."""
    kind = show.registry.kind(item)
    names = (name for name in kind.fields if name not in _TOLD_ELSEWHERE and name not in item.evidence)
    cells = ((name, cell_of(show, kind, name)(item)) for name in names)
    return [(head(kind, name)[0], cell) for name, cell in cells if cell.value is not None]
