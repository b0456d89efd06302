"""The layer map (show): components by layer, claimed against actual, and which way dependencies point.

What is counted is for `layer_counts` to say, which direction may be for `layer_directions`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.layers import Layers
from mkdocs_traceability.model.anchors import unique
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.page import REPORTS, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.facets import filter_bar
from mkdocs_traceability.pages.parts.item_tables import lines_of, shown_table
from mkdocs_traceability.pages.parts.rows import rows_of
from mkdocs_traceability.pages.parts.tables import ShownTable
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.layers.counts import LayerGroup, Rows, counted_fields, counts_of
from mkdocs_traceability.pages.views.layers.directions import directions_of
from mkdocs_traceability.pages.views.layers.stack import LayerStack, stack_of

_NAME: Final = "layer-map.md"

_KIND: Final = "component"

_DIRECTIONS: Final = "layer-map-directions"
_COUNTS: Final = "layer-map-counts"
_ROWS: Final = "layer-map-components"

_COLUMNS: Final = (
    "id",
    "title",
    "claimed",
    "actual",
    "observed_layer",
    "confidence",
    "nature",
    "trigger",
    "schedule",
    "execution",
    "processes",
    "risk",
)

_MOST_LAYERS: Final = 60
"""How many layers stand here; all of them stand in their matrix."""

_MOST_ROWS: Final = 150
"""How many components of one layer stand here; all of them stand in their matrix."""


class ShownMembers(NamedTuple):
    """The components of a layer as the template draws them; `total` also counts what is not in the table."""

    key: str
    title: str
    anchor: str
    total: int
    table: ShownTable


@page(order=28, needs=("component.layer", "layer"), style="layers")
def layer_map(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the page where components are in layers."""
    everywhere = _groups(view)
    if not everywhere:
        return
    groups = everywhere[:_MOST_LAYERS]
    taken = {_DIRECTIONS, _COUNTS, _ROWS}
    anchors = [unique(f"layer-map-{group.layer.id}", taken) for group in groups]
    headings = (
        PageHeading(view.translate("Dependencies between layers"), _DIRECTIONS),
        PageHeading(view.translate("Components by layer"), _COUNTS),
        *(PageHeading(_title(group.layer), anchor) for group, anchor in zip(groups, anchors, strict=True)),
    )
    yield GeneratedPage(
        _NAME,
        view.translate("Layer map"),
        "layer_map.html",
        partial(_context, view, groups, anchors, len(everywhere) - len(groups)),
        headings=headings,
        anchors=(*(heading.anchor for heading in headings), _ROWS),
        group=view.translate(REPORTS),
        is_wide=True,
    )


def _groups(view: SiteView) -> list[LayerGroup]:
    """Return the layers that have components, the upper ones first."""
    layers = Layers(view.registry)
    found: dict[Item, list[Item]] = defaultdict(list)
    for component in view.registry.items(_KIND):
        if link := layers.of(component):
            found[link.item].append(component)
    with_some = [layer for layer in view.registry.items("layer") if layer in found]
    return [
        LayerGroup(layer, found[layer], len(found[layer]) <= _MOST_ROWS)
        for layer in sorted(with_some, key=_rank)
    ]


def stack_of_layers(view: SiteView, layers: Sequence[Item]) -> LayerStack | None:
    """Return the picture of some layers, the upper ones first; of those without components too."""
    with_some = {group.layer: len(group.components) for group in _groups(view)}
    ranked = sorted(layers, key=_rank)
    return stack_of(directions_of(view, ranked), [with_some.get(layer, 0) for layer in ranked])


def _rank(layer: Item) -> tuple[bool, float]:
    value = layer.values.get("rank")
    rank = value.plain if value else None
    return (False, float(rank)) if isinstance(rank, int | float) else (True, 0)


def _title(layer: Item) -> str:
    return layer.id if layer.title == layer.id else f"{layer.id} · {layer.title}"


def _context(
    view: SiteView, groups: list[LayerGroup], anchors: list[str], more_layers: int
) -> dict[str, Any]:
    view = view.from_page(view.places.path(_NAME))
    kind = view.registry.schema[_KIND]
    columns = _columns(kind)
    shown = [item for group in groups for item in group.components[:_MOST_ROWS]]
    csv = view.href(view.places.csv_of(kind))
    data = rows_of(view, shown, lines_of(view, kind, shown))
    bar = filter_bar(view, data, len(shown), view.places.stem(kind), csv)
    rows = Rows(groups, bar.facets, _ROWS)
    directions = directions_of(view, [group.layer for group in groups])
    return {
        "more_layers": more_layers,
        "all_layers": view.href(view.places.page_of(view.registry.schema["layer"])),
        "layers": [view.link(group.layer) for group in groups],
        "directions": directions,
        "stack": stack_of(directions, [len(group.components) for group in groups]),
        "counts": counts_of(view, kind, groups, rows),
        "members": [
            ShownMembers(
                group.layer.id,
                _title(group.layer),
                anchor,
                len(group.components),
                shown_table(view, kind, group.components[:_MOST_ROWS], columns),
            )
            for group, anchor in zip(groups, anchors, strict=True)
        ],
        "bar": bar,
        "total": sum(len(group.components) for group in groups),
        "total_shown": len(shown),
        "matrix": view.href(view.places.page_of(kind)),
        "legend": view.href_of("legend.md", f"kind-{_KIND}"),
        "script": view.script,
    }


def _columns(kind: Kind) -> list[str]:
    """Return the columns, of which those of the site's own vocabularies come last."""
    return list(dict.fromkeys([*_COLUMNS, *counted_fields(kind)]))
