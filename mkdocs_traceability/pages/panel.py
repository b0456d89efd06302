"""An item on its home page: what it is linked to, both ways, below what was written by hand."""

from typing import NamedTuple

from mkdocs_traceability.badges import Badge
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.matrix import head
from mkdocs_traceability.pages.show import Show
from mkdocs_traceability.pages.shown import Flag, ShownEvidence, ShownReference


class Panel(NamedTuple):
    """What a home page shows of its item; no anchor where the page has one like it."""

    anchor: str
    kind: str
    id: str
    title: str
    row: str
    badge: Badge
    status: tuple[str, str] | None
    relations: list[tuple[str, list[ShownReference]]]
    evidence: list[ShownEvidence]
    flags: list[Flag]


def panels_of(show: Show, page: str, taken: frozenset[str]) -> list[Panel]:
    """Return the panels of the items whose home is this page, which has the anchors `taken` already."""
    here = show.on(page)
    items = here.homes.get(page, [])
    return [panel_of(here, item, taken) for item in items]


def panel_of(show: Show, item: Item, taken: frozenset[str]) -> Panel:
    """Return the panel of an item; without an anchor where the page has one like it."""
    anchor = show.anchor(item)
    kind = show.registry.kind(item)
    relations = [
        (head(kind, name)[0], shown)
        for name in dict.fromkeys((*kind.relations, *kind.inverses))
        if (shown := show.references(item, name))
    ]
    status = item.text("status")
    return Panel(
        "" if anchor in taken else anchor,
        kind.label,
        item.id,
        item.title,
        show.href(show.page_of(kind), anchor),
        show.badge(item),
        (status, kind.phase(status)) if status else None,
        relations,
        show.evidence(item, fields=True),
        show.flags(item),
    )
