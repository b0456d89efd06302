"""Show: a page for each item of the kinds that have pages of their own, outside the navigation."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.page import GeneratedPage, page
from mkdocs_traceability.pages.parts.panel import panel
from mkdocs_traceability.pages.site.view import SiteView

TEMPLATE: Final = "item.html"

MANY: Final = 2_000
"""How many pages of items there are before building them is slow enough to say so."""


@page(order=80)
def item_pages(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield a page per item of the kinds in `item_pages`, unless a hand-written page is its home."""
    folder = view.places.path("")
    for item in view.registry.all:
        if own := view.places.item_pages.get(item):
            anchor = view.places.anchor(item)
            yield GeneratedPage(
                name=own.removeprefix(folder),
                title=item.full_title,
                template=TEMPLATE,
                context=partial(_context, view, item, own),
                anchors=(anchor,),
                in_nav=False,
                below=f"{view.places.stem(view.registry.kind(item))}.md",
                anchor=anchor,
            )


def remark_on(pages: list[GeneratedPage]) -> str:
    """Return what is to be said of a site with so many pages of items; empty where there are not many."""
    number = sum(each.template == TEMPLATE for each in pages)
    if number <= MANY:
        return ""
    slow = f"{number} items have pages of their own, which takes long to build"
    return f"{slow}; `item_pages` may name fewer kinds"


def _context(view: SiteView, item: Item, own: str) -> dict[str, Any]:
    here = view.from_page(own)
    return {
        "it": panel(here, item, ""),
        "overview": here.href_of("index.md"),
        "matrix": here.registry.kind(item).title,
    }
