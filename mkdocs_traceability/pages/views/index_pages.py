"""The addresses that stay: a page a kind, with an entry for each item that leads to where it stands now.

An entry has the anchor that the item has everywhere, so that a link to it holds when matrices are divided,
pages move, or (by `former_ids`) an id changes.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from mkdocs_traceability.model.anchors import unique
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.page import GeneratedPage, page
from mkdocs_traceability.pages.site.places import INDEX
from mkdocs_traceability.pages.site.shown import ShownItem
from mkdocs_traceability.pages.site.view import SiteView


class IndexEntry(NamedTuple):
    """An item under one of its ids: `anchor` is where the entry stands, `item` where it leads."""

    anchor: str
    id: str
    item: ShownItem


@page(order=98)
def index_pages(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the index of every kind that has items."""
    for kind in view.registry.schema:
        items = view.registry.items(kind.name)
        if items:
            addresses = list(_addresses(view, kind, items))
            yield GeneratedPage(
                name=f"{INDEX}/{view.places.stem(kind)}.md",
                title=view.translate("Permalinks") + f": {view.translate(kind.title)}",
                template="index_page.html",
                context=partial(_context, view, kind, addresses),
                anchors=tuple(anchor for anchor, _, _ in addresses),
                in_nav=False,
                is_searched=False,
            )


def _addresses(view: SiteView, kind: Kind, items: Sequence[Item]) -> Iterator[tuple[str, str, Item]]:
    """Go through the ids of items with the anchors they have here: those that are, then those that were."""
    taken = {view.places.anchor(item) for item in items}
    for item in items:
        yield view.places.anchor(item), item.id, item
    for item in items:
        for former in item.texts("former_ids"):
            anchor = unique(f"{kind.name}-{former}", set())
            if anchor not in taken:
                taken.add(anchor)
                yield anchor, former, item


def _context(view: SiteView, kind: Kind, addresses: list[tuple[str, str, Item]]) -> dict[str, Any]:
    view = view.from_page(view.places.index_of(kind))
    return {
        "kind": kind,
        "entries": [IndexEntry(anchor, id_, view.link(item)) for anchor, id_, item in addresses],
        "script": view.script,
    }
