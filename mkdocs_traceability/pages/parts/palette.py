"""Show: everything a reader can name, as data for the palette and for who types an id into the search.

Fetched when the palette opens. Addresses are relative to the root of the site.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from mkdocs_traceability.analysis.deadlines import DUE, deadline_of, quarter_of
from mkdocs_traceability.model.anchors import anchor_of
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.parts.waivers import ending_waivers
from mkdocs_traceability.pages.site.view import SiteView

_STILL_OPEN: Final = "phase!=done phase!=closed"

_Place = tuple[str, str, str]


def palette_data(view: SiteView) -> dict[str, Any]:
    """Return items, pages and saved views. `view` is the site as seen from its root."""
    kinds = {kind.name: index for index, kind in enumerate(view.registry.schema)}
    pages: dict[str, int] = {}
    items = [_item(view, item, kinds, pages) for item in view.registry.all]
    return {
        "kinds": [[kind.name, view.translate(kind.label)] for kind in view.registry.schema],
        "pages": list(pages),
        "items": items,
        "places": list(_pages(view)),
        "views": list(_views(view)),
    }


def _item(view: SiteView, item: Item, kinds: dict[str, int], pages: dict[str, int]) -> list[Any]:
    address = view.places.of(item)
    page = pages.setdefault(view.href(address.page), len(pages))
    anchor = "" if address.anchor == anchor_of(item) else address.anchor
    others = (*item.texts("aliases"), *item.texts("former_ids"))
    return [item.id, item.own_title, kinds[item.kind], page, anchor, *others]


def _pages(view: SiteView) -> Iterator[_Place]:
    for entry in view.navigation:
        yield entry.title, view.href_of(entry.name), entry.group or view.translate("page")


def _views(view: SiteView) -> Iterator[_Place]:
    label = view.translate("view")
    for title, kind, text in _asked(view):
        if view.registry.items(kind) and (href := view.rows_with(view.registry.schema[kind], find=text)):
            yield title, href, label
    if ending_waivers(view).total:
        yield view.translate("Waivers ending soon"), view.severity_href("waived"), label


def _asked(view: SiteView) -> Iterable[tuple[str, str, str]]:
    """Return titles, kinds and filters: those of the site first."""
    for saved in view.result.presentation.views:
        yield saved.title, saved.kind, saved.filter
    schema = view.registry.schema
    if schema.has("flow"):
        yield view.translate("Flows without tests"), "flow", "tests=none"
    if schema.has("signal.producers"):
        yield view.translate("Signals without a producer"), "signal", "producers=none"
    if schema.has("gap") and any(deadline_of(view.registry, gap) for gap in view.registry.items("gap")):
        this_quarter = quarter_of(view.result.today)
        yield (
            view.translate("Gaps due this quarter"),
            "gap",
            f"{DUE}={this_quarter} {_STILL_OPEN}",
        )
