"""The layer map (show): components by layer, claimed against actual, and which way dependencies point.

Whether a direction is allowed, and what goes against it, is what the rule about layers says.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.columns import head
from mkdocs_traceability.pages.matrix import ShownTable, shown_table
from mkdocs_traceability.pages.names import unique
from mkdocs_traceability.pages.page import GeneratedPage, Heading, page
from mkdocs_traceability.pages.show import Show
from mkdocs_traceability.pages.shown import Flag, ShownItem
from mkdocs_traceability.rules.layering import Layers, against

_NAME: Final = "layer-map.md"

_KIND: Final = "component"

_AGAINST: Final = "TR305"
"""The rule about dependencies against the layers."""

_COUNTED_FIRST: Final = ("confidence", "nature", "trigger")
"""Of the fields with a vocabulary, by which the components of a layer are counted, those that come first."""

_COLUMNS: Final = (
    "id",
    "title",
    "claimed",
    "actual",
    "confidence",
    "observed_layer",
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


class Members(NamedTuple):
    """The components of a layer."""

    layer: Item
    components: list[Item]


class ShownMembers(NamedTuple):
    """The components of a layer as the template draws them; `total` also counts what is not in the table."""

    title: str
    anchor: str
    total: int
    table: ShownTable


class Counts(NamedTuple):
    """How many components of each layer have which value of a field; the last value is none at all."""

    head: str
    values: list[str]
    lines: list[tuple[ShownItem, list[int], int]]
    totals: list[int]
    total: int


class Direction(NamedTuple):
    """Dependencies from one layer to another: those declared, and imports that are seen and not declared."""

    declared: int
    observed: int
    is_allowed: bool
    is_own: bool
    words: str


@page(order=28)
def layer_map(show: Show) -> Iterator[GeneratedPage]:
    """Yield the page where components are in layers."""
    everywhere = _members(show)
    if not everywhere:
        return
    members = everywhere[:_MOST_LAYERS]
    taken: set[str] = set()
    anchors = [unique(f"layer-map-{each.layer.id}", taken) for each in members]
    headings = [
        Heading(show.say("Directions"), "layer-map-directions"),
        Heading(show.say("Counts"), "layer-map-counts"),
        *(Heading(_title(each.layer), anchor) for each, anchor in zip(members, anchors, strict=True)),
    ]
    yield GeneratedPage(
        _NAME,
        show.say("Layer map"),
        "layer_map.html",
        partial(_context, show, members, anchors, len(everywhere) - len(members)),
        headings=tuple(headings),
        anchors=tuple(heading.anchor for heading in headings),
    )


def _members(show: Show) -> list[Members]:
    """Return the layers that have components, the upper ones first."""
    layers = Layers(show.registry)
    found: dict[int, list[Item]] = defaultdict(list)
    for component in show.registry.items(_KIND):
        if link := layers.of(component):
            found[id(link.item)].append(component)
    with_some = [layer for layer in show.registry.items("layer") if id(layer) in found]
    return [Members(layer, found[id(layer)]) for layer in sorted(with_some, key=_rank)]


def _rank(layer: Item) -> tuple[bool, float]:
    value = layer.values.get("rank")
    rank = value.plain if value else None
    return (False, float(rank)) if isinstance(rank, int | float) else (True, 0)


def _title(layer: Item) -> str:
    return layer.id if layer.title == layer.id else f"{layer.id} · {layer.title}"


# ------------------------------------------------------------------ what the template is given


def _context(show: Show, members: list[Members], anchors: list[str], more_layers: int) -> dict[str, Any]:
    show = show.on(show.path(_NAME))
    kind = show.registry.schema[_KIND]
    directions = _directions(show, members)
    return {
        "more_layers": more_layers,
        "all_layers": show.href(show.page_of(show.registry.schema["layer"])),
        "layers": [show.link(each.layer) for each in members],
        "directions": [(show.link(each.layer), line) for each, line in zip(members, directions, strict=True)],
        "violations": _violations(show),
        "counts": [
            counts for name in _counted(kind) if (counts := _counts(show, kind, members, name)).values
        ],
        "members": [
            ShownMembers(
                _title(each.layer),
                anchor,
                len(each.components),
                shown_table(show, kind, each.components[:_MOST_ROWS], _COLUMNS),
            )
            for each, anchor in zip(members, anchors, strict=True)
        ],
        "total": sum(len(each.components) for each in members),
        "matrix": show.href(show.page_of(kind)),
        "legend": show.href(show.path("legend.md"), f"kind-{_KIND}"),
    }


def _counted(kind: Kind) -> list[str]:
    """Return the fields of components that have a vocabulary, those of users among them."""
    names = dict.fromkeys([*_COUNTED_FIRST, *kind.fields])
    return [name for name in names if name in kind.fields and kind.fields[name].one_of]


def _counts(show: Show, kind: Kind, members: list[Members], name: str) -> Counts:
    """Count the components of each layer by a field; one that has several values counts for each."""
    seen = [Counter(value for item in each.components for value in item.texts(name)) for each in members]
    values = [value for value in kind.fields[name].one_of or () if any(counter[value] for counter in seen)]
    without = [sum(not item.texts(name) for item in each.components) for each in members]
    numbers = [
        [*(counter[value] for value in values), none] for counter, none in zip(seen, without, strict=True)
    ]
    lines = [
        (show.link(each.layer), line, len(each.components))
        for each, line in zip(members, numbers, strict=True)
    ]
    labels = [show.say(kind.choice(name, value).label or value) for value in values]
    totals = [sum(column) for column in zip(*numbers, strict=True)]
    return Counts(
        show.say(head(kind, name)[0]), labels, lines, totals, sum(len(each.components) for each in members)
    )


def _directions(show: Show, members: list[Members]) -> list[list[Direction]]:
    """Count the dependencies from each layer to each."""
    home = {id(component): each.layer for each in members for component in each.components}
    declared: Counter[tuple[int, int]] = Counter()
    observed: Counter[tuple[int, int]] = Counter()
    pairs = set()
    for each in members:
        for component in each.components:
            for link in show.registry.related(component, "depends_on"):
                if id(link.item) in home:
                    pairs.add((id(component), id(link.item)))
                    declared[id(each.layer), id(home[id(link.item)])] += 1
    for seen in show.result.observations.imports:
        ends = (id(seen.importer), id(seen.imported))
        if ends not in pairs and ends[0] in home and ends[1] in home:
            observed[id(home[ends[0]]), id(home[ends[1]])] += 1
    return [
        [_direction(show, own.layer, other.layer, declared, observed) for other in members] for own in members
    ]


def _direction(
    show: Show,
    own: Item,
    other: Item,
    declared: Counter[tuple[int, int]],
    observed: Counter[tuple[int, int]],
) -> Direction:
    key = (id(own), id(other))
    is_own = own is other
    is_allowed = is_own or not against(show.registry, own, other)
    words = show.say("allowed") if is_allowed else show.say("against the layers")
    return Direction(declared[key], observed[key], is_allowed, is_own, words)


def _violations(show: Show) -> list[tuple[ShownItem, Flag]]:
    """Return what the rule found, with the component that is to blame."""
    found = []
    for finding in show.result.findings:
        component = show.registry.get(_KIND, finding.item) if finding.code == _AGAINST else None
        if component is not None:
            found.append((show.link(component), show.flag(finding)))
    return found
