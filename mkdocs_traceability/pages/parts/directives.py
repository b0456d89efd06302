"""What markers place in hand-written pages, once everything is judged: one function per form prepares it.

The table of forms is `model/forms.py`; here each has what its template `placed/NAME.html` is rendered with.
"""

import re
from collections.abc import Callable
from functools import cached_property
from html import unescape
from itertools import count
from typing import Any, Final
from urllib.parse import unquote

from markupsafe import Markup

from mkdocs_traceability.analysis.badges import whole_percent
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.parts.flow_steps import flow_steps
from mkdocs_traceability.pages.parts.item_tables import shown_table
from mkdocs_traceability.pages.parts.neighbourhood import neighbourhood
from mkdocs_traceability.pages.parts.panel import panel
from mkdocs_traceability.pages.rendering.template_engine import Templates
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.graph.system_graph import map_of_items
from mkdocs_traceability.pages.views.layers.layer_map import stack_of_layers
from mkdocs_traceability.pages.views.sufficiency.signal_paths import signal_paths
from mkdocs_traceability.query.grammar import MarkerReader, Placement
from mkdocs_traceability.query.judged_facts import JudgedFacts
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.rules import all_rules

PLACE: Final = re.compile(
    r"(?:<(?P<opened>p|li|dd|td)(?P<attributes>(?: [^<>]*)?)>\s*)?"
    r'<span class="trace-place" data-trace="(?P<text>[^"]*)"></span>'
    r"(?P<closed>\s*</(?:p|li|dd|td)>)?"
)
"""What the Markdown extension leaves where a marker stood, and what holds only that: a paragraph, a cell."""


def marker_in(place: re.Match[str]) -> tuple[str, bool]:
    """Return the text of a marker in a page, and whether it has a paragraph of its own."""
    return unquote(unescape(place["text"])), bool(place["opened"] and place["closed"])


ROW_BADGE: Final = re.compile(
    r'<span class="trace-row-badge" data-trace="(?P<kind>[^":]*):(?P<id>[^"]*)"(?P<more>[^<>]*)></span>'
)
"""What the Markdown extension leaves for the badge of the item to which the row of a table belongs."""


class Directives:
    """Fills the places that markers left in a page."""

    def __init__(self, view: SiteView, templates: Templates) -> None:
        self._view = view
        self._templates = templates

    def filled(self, html: str, page: str) -> str:
        """Return the HTML of a page with its markers replaced."""
        if '"trace-place"' not in html:
            return html
        here, numbers = self._view.from_page(page), count(1)
        return PLACE.sub(lambda place: self._fill(here, place, next(numbers)), html)

    def with_row_badges(self, html: str, page: str) -> str:
        """Return the HTML of a page with the badges of the items in its annotated tables."""
        if '"trace-row-badge"' not in html:
            return html
        here = self._view.from_page(page)
        return ROW_BADGE.sub(lambda place: self._row_badge(here, place), html)

    def _row_badge(self, view: SiteView, place: re.Match[str]) -> str:
        kind, id_ = unquote(unescape(place["kind"])), unquote(unescape(place["id"]))
        item = view.registry.get(kind, id_) if kind in view.registry.schema.kinds else None
        badge = view.assessment.badge(item) if item else None
        return self._rendered("row_badge", {"badge": badge, "more": Markup(place["more"])})

    def with_words_filled(self, html: str, page: str) -> str:
        """Return the HTML of a page with the markers inside sentences replaced, for the search."""
        if '"trace-place"' not in html:
            return html
        here = self._view.from_page(page)
        return PLACE.sub(lambda place: self._fill(here, place, 0) if self._is_word(place) else place[0], html)

    def _is_word(self, place: re.Match[str]) -> bool:
        text, is_alone = marker_in(place)
        read = self._grammar.parse(text, is_alone=is_alone)
        return isinstance(read, Placement) and not read.form.is_block

    def _fill(self, view: SiteView, place: re.Match[str], number: int) -> str:
        text, is_alone = marker_in(place)
        before = f"<{place['opened']}{place['attributes']}>" if place["opened"] else ""
        behind = place["closed"] or ""
        read = self._grammar.parse(text, is_alone=is_alone)
        if not isinstance(read, Placement):
            notice = self._rendered("notice", {"text": f"[trace:{text}]", "problems": read})
            return f"{before}{notice}{behind}"
        html = self._rendered(
            read.form.name, _PREPARED[read.form.name](view, read) | {"number_on_page": number}
        )
        is_instead = read.form.is_block and place["opened"] == "p"  # a paragraph holds no blocks
        return html if is_instead else f"{before}{html}{behind}"

    def _rendered(self, name: str, context: dict[str, Any]) -> str:
        return self._templates.render(f"placed/{name}.html", **context).strip()

    @cached_property
    def _grammar(self) -> MarkerReader:
        registry = self._view.registry
        return MarkerReader(registry, Suggestions(registry).nearest, all_rules())


def _items(view: SiteView, placement: Placement) -> list[Item]:
    return placement.items(view.registry, JudgedFacts(view.assessment, view.result.today))


def _matrix_page(view: SiteView, kind: Kind) -> str:
    """Return a link to the matrix of a kind, empty where nothing is in it."""
    return view.href(view.places.page_of(kind)) if view.registry.items(kind.name) else ""


def _some(view: SiteView, placement: Placement) -> tuple[list[Item], dict[str, Any]]:
    """Return the items that are shown, and what the templates of tables and lists say around them."""
    found = _items(view, placement)
    shown = found[: placement.limit] if placement.limit else found
    kind = placement.kind
    around = {
        "kind": kind,
        "title": placement.title,
        "more": len(found) - len(shown),
        "all_of_them": _matrix_page(view, kind),
    }
    return shown, around


def _matrix(view: SiteView, placement: Placement) -> dict[str, Any]:
    items, around = _some(view, placement)
    if not items:
        return around | {"table": None}
    table = shown_table(view, placement.kind, items, placement.columns)
    homes = iter([view.home(item) or view.row(item) for item in items])  # rows have no anchors here
    groups = [[row._replace(href=next(homes)) for row in group] for group in table.groups]
    return around | {"table": table._replace(groups=groups, caption=placement.title or table.caption)}


def _list(view: SiteView, placement: Placement) -> dict[str, Any]:
    items, around = _some(view, placement)
    return around | {"entries": [(view.link(item), view.assessment.badge(item)) for item in items]}


def _count(view: SiteView, placement: Placement) -> dict[str, Any]:
    return {"number": len(_items(view, placement)), "href": _matrix_page(view, placement.kind)}


def _share(view: SiteView, placement: Placement) -> dict[str, Any]:
    """Count what the `badge` filters ask for, found or verified without any, of all that is judged."""
    badge = view.assessment.badge
    items = _items(view, placement)
    is_asked = placement.filters != placement.of_all_badges.filters
    counted = [item for item in items if badge(item).is_judged and (is_asked or badge(item).holds)]
    judged = sum(badge(item).is_judged for item in _items(view, placement.of_all_badges))
    return {
        "state": placement.state,
        "number": len(counted),
        "judged": judged,
        "percent": whole_percent(len(counted), judged),
        "href": _matrix_page(view, placement.kind),
    }


def _badge(view: SiteView, placement: Placement) -> dict[str, Any]:
    item = _item(placement)
    return {"item": view.link(item), "badge": view.assessment.badge(item)}


def _panel(view: SiteView, placement: Placement) -> dict[str, Any]:
    return {"panels": [panel(view, _item(placement), anchor="")]}


def _graph(view: SiteView, placement: Placement) -> dict[str, Any]:
    item = _item(placement)
    return _picture(placement, neighbourhood(view, item)) | {"item": view.link(item)}


def _steps(view: SiteView, placement: Placement) -> dict[str, Any]:
    item = _item(placement)
    return _picture(placement, flow_steps(view, item)) | {"item": view.link(item)}


def _diagram(view: SiteView, placement: Placement) -> dict[str, Any]:
    """Prepare the picture that a kind has: layers are stacked, signals have both ends, others have bands."""
    items = _items(view, placement)
    drawn: Any = None
    if placement.kind.name == "layer":
        drawn = stack_of_layers(view, items)
    elif placement.kind.name == "signal":
        drawn = signal_paths(view, items)
    elif items:
        drawn = map_of_items(view, items)
    title = placement.kind.title
    return _picture(placement, drawn) | {"kind": placement.kind.name, "title": title}


def _picture(placement: Placement, drawn: Any) -> dict[str, Any]:
    """Return a picture, with its text where it is asked for as such."""
    notation = placement.notation
    text = getattr(drawn.diagram, notation) if drawn and notation in ("mermaid", "graphviz") else ""
    return {"drawing": drawn, "notation": notation, "text": text}


def _item(placement: Placement) -> Item:
    assert placement.item is not None, placement
    return placement.item


_PREPARED: Final[dict[str, Callable[[SiteView, Placement], dict[str, Any]]]] = {
    "matrix": _matrix,
    "list": _list,
    "count": _count,
    "share": _share,
    "badge": _badge,
    "panel": _panel,
    "graph": _graph,
    "steps": _steps,
    "diagram": _diagram,
}
