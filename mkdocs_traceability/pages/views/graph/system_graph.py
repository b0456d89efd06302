"""The page of the system graph (show): which items are drawn, how, and what is left out.

Boxes are links and lines are paths. The script hides, places and lights them, and makes none.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.arrows import Arrow, arrows
from mkdocs_traceability.analysis.badges import VOCABULARY
from mkdocs_traceability.analysis.layers import Layers
from mkdocs_traceability.analysis.neighbours import verb
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.page import GeneratedPage, page
from mkdocs_traceability.pages.parts.diagram_text import Diagram, DiagramEdge, DiagramNode
from mkdocs_traceability.pages.parts.facets import Option
from mkdocs_traceability.pages.parts.kind_icons import icon_of
from mkdocs_traceability.pages.parts.rows import system_title
from mkdocs_traceability.pages.parts.text_width import shortened
from mkdocs_traceability.pages.site.places import GRAPH
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.graph.placement import Band, band_of, line, ordered, placed

MOST_ITEMS: Final = 640
MOST_LINES: Final = 1_000
"""What one picture holds, so that a page has fewer than 6,000 elements; the most linked items come first."""

_LONGEST: Final = 18

_KINDS: Final = ("requirement", "flow", "", "component", "resource", "signal", "metric")
"""The order of bands in a system: what is asked for above what it rests on; "" stands for layers."""


class Node(NamedTuple):
    """An item in its box: `title` is read aloud, `search` is what the script looks through."""

    x: int
    y: int
    text: str
    title: str
    item: Item
    href: str
    state: str
    icon: str
    layer: str


class ShownBand(NamedTuple):
    """A band with its boxes; where it names its system, `system_y` says at which height."""

    system: str
    system_title: str
    system_y: int
    title: str
    icon: str
    kind: str
    y: int
    nodes: list[Node]


class Line(NamedTuple):
    """An arrow between two boxes, by their numbers; `impact` is a letter for the way a change spreads.

    One that `is_implied` by where its ends stand is drawn when it is asked for.
    """

    path: str
    source: int
    target: int
    relation: str
    impact: str
    is_implied: bool


class LeftOut(NamedTuple):
    """How many items of a kind are not drawn, of how many, and where all are listed."""

    label: str
    number: int
    total: int
    href: str


class ItemMap(NamedTuple):
    """A picture of items: boxes in bands, and the lines between them."""

    width: int
    height: int
    bands: list[ShownBand]
    lines: list[Line]
    diagram: Diagram


@page(order=15, style="system_graph")
def system_graph(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the page where items are linked to each other."""
    if next(arrows(view.registry), None) is None:
        return
    yield GeneratedPage(
        GRAPH,
        view.translate("Graph"),
        "system_graph.html",
        partial(_context, view),
        is_wide=True,
    )


def _context(view: SiteView) -> dict[str, Any]:
    view = view.from_page(view.places.path(GRAPH))
    every = list(arrows(view.registry))
    items = chosen(view.registry.all, every)
    layers = Layers(view.registry)
    shown = _between(items, every)
    drawn = item_map(view, items, shown)
    states = {node.state for band in drawn.bands for node in band.nodes}
    return {
        "map": drawn,
        "facets": _facets(view, layers, items, shown),
        "total": len(view.registry.all),
        "total_lines": len(every),
        "shown": len(items),
        "shown_lines": len(shown),
        "left_out": list(_left_out(view, items)),
        "kinds": _icons(view, items),
        "states": [word.name for word in VOCABULARY if word.name in states],
        "legend": view.href_of("legend.md"),
        "script": view.script,
    }


_LETTERS: Final = {"forward": "f", "backward": "b", "both": "m", "none": "n"}


def item_map(view: SiteView, items: Sequence[Item], shown: Sequence[Arrow]) -> ItemMap:
    """Return the picture of some items with some arrows between them."""
    layers = Layers(view.registry)
    bands = ordered(_bands(view, layers, items), shown)
    placement = placed(bands)
    numbers = {item: number for number, item in enumerate(item for band in bands for item in band.items)}
    return ItemMap(
        placement.width,
        placement.height,
        [_band(view, layers, each, placement.spots) for each in placement.bands],
        [_line(view, number, each, numbers, placement.spots) for number, each in enumerate(shown)],
        _diagram(view, bands, shown),
    )


def map_of_items(view: SiteView, items: Sequence[Item]) -> ItemMap:
    """Return the picture of some items and of all that joins them.

    Where nothing does, what they are joined to is drawn too.
    """
    every = list(arrows(view.registry))
    named = set(items)
    if not any(each.source in named and each.target in named for each in every):
        ends = {end for each in every for end in each[:2] if named & {*each[:2]}}
        items = [item for item in view.registry.all if item in named or item in ends]
    kept = chosen(items, every)
    return item_map(view, kept, _between(kept, every))


def _between(items: Sequence[Item], every: Sequence[Arrow]) -> list[Arrow]:
    """Return the arrows between some items, of too many the most telling ones."""
    is_drawn = set(items)
    between = [each for each in every if each.source in is_drawn and each.target in is_drawn]
    return between if len(between) <= MOST_LINES else _most_telling(between)


def chosen(items: Sequence[Item], every: Sequence[Arrow]) -> list[Item]:
    """Return the items that are drawn, in their order: of too many those with the most links."""
    if len(items) <= MOST_ITEMS:
        return list(items)
    links = Counter(item for each in every for item in (each.source, each.target))
    ranked = sorted(range(len(items)), key=lambda at: (-links[items[at]], at))
    return [items[at] for at in sorted(ranked[:MOST_ITEMS])]


def _most_telling(between: Sequence[Arrow]) -> list[Arrow]:
    """Return as many lines as there may be: first those along which changes spread."""
    ranked = sorted(range(len(between)), key=lambda at: (between[at].impact == "none", at))
    return [between[at] for at in sorted(ranked[:MOST_LINES])]


def _bands(view: SiteView, layers: Layers, items: Sequence[Item]) -> list[Band]:
    schema = view.registry.schema

    def layer_of(item: Item) -> Item | None:
        link = layers.of(item)
        return link.item if link and link.item in is_drawn else None

    def system_of(item: Item) -> str:
        members = view.registry.related(item, "members") if item.kind == "layer" else ()
        return schema.system(item) or next((schema.system(link.item) for link in members), "")

    is_drawn = set(items)
    found: dict[tuple[str, str, str], list[Item]] = {}
    for item in items:
        found.setdefault(band_of(system_of, layer_of, item), []).append(item)
    systems = sorted(dict.fromkeys(system for system, _, _ in found), key=lambda name: not name)
    kinds = [kind.name for kind in schema]
    rank = {kind: at for at, kind in enumerate(dict.fromkeys((*_KINDS, *kinds)))}

    def order(key: tuple[str, str, str]) -> tuple[int, int, float, int]:
        system, layer, kind = key
        item = view.registry.get("layer", layer) if layer else None
        return (systems.index(system), rank[kind], _height(item), list(found).index(key))

    return [
        Band(key[0], "|".join(key[1:]), _title(view, key), found[key]) for key in sorted(found, key=order)
    ]


def _height(layer: Item | None) -> float:
    value = layer.values.get("rank") if layer else None
    plain = value.plain if value else None
    return float(plain) if isinstance(plain, int | float) else float("inf")


def _title(view: SiteView, key: tuple[str, str, str]) -> str:
    _, layer, kind = key
    if not layer:
        return view.translate(view.registry.schema[kind].title)
    item = view.registry.get("layer", layer)
    return layer if item is None or item.title == layer else f"{layer} · {item.title}"


def _band(view: SiteView, layers: Layers, it: Any, spots: dict[Item, tuple[int, int]]) -> ShownBand:
    _, _, kind = it.band.key.partition("|")
    nodes = [_node(view, layers, item, *spots[item]) for item in it.band.items]
    icon = icon_of(view.registry.schema, kind or "layer")
    name, called = it.band.system, system_title(view, it.band.system)
    return ShownBand(name, called, it.system_y, it.band.title, icon, kind or "layer", it.y, nodes)


def _node(view: SiteView, layers: Layers, item: Item, x: int, y: int) -> Node:
    shown = view.link(item)
    home = layers.of(item)
    state = view.assessment.badge(item).word
    return Node(
        x,
        y,
        shortened(item.id, _LONGEST - 2 if state else _LONGEST),
        f"{shown.caption} ({view.translate(shown.kind)})",
        item,
        shown.href,
        state,
        icon_of(view.registry.schema, item.kind),
        item.id if item.kind == "layer" else home.item.id if home else "",
    )


def _line(
    view: SiteView, number: int, it: Arrow, numbers: dict[Item, int], spots: dict[Item, tuple[int, int]]
) -> Line:
    path = line(number, spots[it.source], spots[it.target], head=not it.relation.declared.symmetric)
    said = _verb(view, it)
    return Line(
        path, numbers[it.source], numbers[it.target], said, _LETTERS[it.impact], it.relation.name == "layer"
    )


def _verb(view: SiteView, it: Arrow) -> str:
    return view.translate(verb(view.registry.schema, it.relation, it.source.kind))


def _diagram(view: SiteView, bands: Sequence[Band], shown: Sequence[Arrow]) -> Diagram:
    """Return the picture as a diagram; bands are its groups."""
    nodes = [
        DiagramNode(item, item.id, ": ".join(filter(None, (system_title(view, band.system), band.title))))
        for band in bands
        for item in band.items
    ]
    edges = [
        DiagramEdge(
            each.source,
            each.target,
            _verb(view, each),
            is_mutual=each.relation.declared.symmetric,
        )
        for each in shown
    ]
    return Diagram(tuple(nodes), tuple(edges))


# -------------------------------------------------------------------- what stands around the picture


def _facets(view: SiteView, layers: Layers, items: Sequence[Item], shown: Sequence[Arrow]) -> list[Any]:
    """Return by what the picture is filtered: name, head and options."""
    schema = view.registry.schema
    kinds = Counter(item.kind for item in items)
    systems = Counter(schema.system(item) for item in items)
    homes = [layers.of(item) for item in items]
    places = Counter(home.item.id for home in homes if home)
    verbs = Counter(_verb(view, each) for each in shown)
    facets = [
        (
            "kind",
            view.translate("Kind"),
            [Option(k.name, view.translate(k.title), kinds[k.name]) for k in schema if kinds[k.name]],
        ),
        (
            "system",
            view.translate("System"),
            [Option(name or "-", system_title(view, name) or "–", total) for name, total in systems.items()],
        ),
        (
            "layer",
            view.translate("Layer"),
            [Option(name, name, total) for name, total in sorted(places.items())],
        ),
        (
            "relation",
            view.translate("Relation"),
            [Option(name, name, total) for name, total in verbs.most_common()],
        ),
    ]
    return [facet for facet in facets if len(facet[2]) > 1]


def _left_out(view: SiteView, items: Sequence[Item]) -> Iterator[LeftOut]:
    drawn = Counter(item.kind for item in items)
    for kind in view.registry.schema:
        total = len(view.registry.items(kind.name))
        if left := total - drawn[kind.name]:
            yield LeftOut(view.translate(kind.title), left, total, view.href(view.places.page_of(kind)))


def _icons(view: SiteView, items: Sequence[Item]) -> list[tuple[str, str, str]]:
    found = {item.kind for item in items}
    schema = view.registry.schema
    return [
        (kind.name, icon_of(schema, kind.name), view.translate(kind.title))
        for kind in schema
        if kind.name in found
    ]
