"""Signals between their producers and consumers as a picture (show): three columns, sorted by layer.

Signals stand out for the reasons the page of durability gives: no producer or consumer, not persisted.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.layers import Layers
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.parts.diagram_text import Diagram, DiagramEdge, DiagramNode
from mkdocs_traceability.pages.parts.kind_icons import icon_of
from mkdocs_traceability.pages.parts.text_width import shortened
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.sufficiency.questions import stands_out

_MOST: Final = 80
"""How many signals the picture has; the tables have all of them."""

_SIDE: Final = 208
_MIDDLE: Final = 316
_BETWEEN: Final = 84
_BOX: Final = 28
_STEP: Final = 36
_HEAD: Final = 26
_EDGE: Final = 6
_LONGEST: Final = 20


class PathBox(NamedTuple):
    """A producer, a signal or a consumer; `note` says in a word what is wrong with a signal."""

    x: int
    y: int
    width: int
    text: str
    title: str
    item: Item
    href: str
    icon: str
    state: str
    note: str


class PathLine(NamedTuple):
    """A line from box to box; `state` is that of its signal."""

    path: str
    state: str


class SignalPaths(NamedTuple):
    """The whole picture; `heads` are the names of layers over boxes."""

    width: int
    height: int
    box: int
    heads: list[tuple[int, int, str]]
    columns: list[tuple[str, list[PathBox]]]
    lines: list[PathLine]
    left_out: int
    diagram: Diagram


def signal_paths(view: SiteView, signals: Sequence[Item]) -> SignalPaths | None:
    """Return the picture of signals, None if there are none."""
    shown = list(signals[:_MOST])
    if not shown:
        return None
    layers = Layers(view.registry)
    ends = {
        name: {signal: [link.item for link in view.registry.related(signal, name)] for signal in shown}
        for name in ("producers", "consumers")
    }
    producers = _by_layer(view, layers, _each(ends["producers"]))
    place = {item: at for at, (_, item) in enumerate(producers)}
    last = len(place)
    middle = sorted(
        shown, key=lambda signal: min((place[each] for each in ends["producers"][signal]), default=last)
    )
    at_of = {signal: at for at, signal in enumerate(middle)}
    heard: dict[Item, list[int]] = {}
    for signal, items in ends["consumers"].items():
        for item in items:
            heard.setdefault(item, []).append(at_of[signal])
    consumers = _by_layer(view, layers, sorted(heard, key=lambda item: sum(heard[item]) / len(heard[item])))
    return _placed(view, producers, middle, consumers, ends, len(signals) - len(shown))


def _each(ends: dict[Item, list[Item]]) -> Iterable[Item]:
    return dict.fromkeys(item for items in ends.values() for item in items)


def _by_layer(view: SiteView, layers: Layers, items: Iterable[Item]) -> list[tuple[str, Item]]:
    """Return items with the names of their layers, the upper layers first, those in none last."""

    def home(item: Item) -> tuple[float, str]:
        link = layers.of(item)
        if link is None:
            return float("inf"), ""
        value = link.item.values.get("rank")
        rank = value.plain if value else None
        return float(rank) if isinstance(rank, int | float) else 1e9, link.item.id

    ranked = sorted(((home(item), item) for item in items), key=lambda each: each[0])
    return [(layer, item) for (_, layer), item in ranked]


def _placed(
    view: SiteView,
    producers: list[tuple[str, Item]],
    signals: list[Item],
    consumers: list[tuple[str, Item]],
    ends: dict[str, dict[Item, list[Item]]],
    left_out: int,
) -> SignalPaths:
    x2 = _EDGE + _SIDE + _BETWEEN
    x3 = x2 + _MIDDLE + _BETWEEN
    heights = [_height(producers), _HEAD + len(signals) * _STEP, _height(consumers)]
    height = max(heights)
    tops = [_EDGE + (height - each) // 2 for each in heights]
    heads: list[tuple[int, int, str]] = []
    left = _column(view, producers, _EDGE, tops[0], heads)
    right = _column(view, consumers, x3, tops[2], heads)
    layers = Layers(view.registry)
    middle = {
        signal: _box(
            view, signal, x2, tops[1] + _HEAD + at * _STEP, _MIDDLE, *stands_out(view, layers, signal)
        )
        for at, signal in enumerate(signals)
    }
    lines = [
        _line(left[item], box, box.state)
        for signal, box in middle.items()
        for item in ends["producers"][signal]
    ] + [
        _line(box, right[item], box.state)
        for signal, box in middle.items()
        for item in ends["consumers"][signal]
    ]
    columns = [
        (view.translate("Producers"), list(left.values())),
        (view.translate("Signals"), list(middle.values())),
        (view.translate("Consumers"), list(right.values())),
    ]
    diagram = _diagram(producers, list(middle.values()), consumers, ends)
    return SignalPaths(x3 + _SIDE + _EDGE, height + 2 * _EDGE, _BOX, heads, columns, lines, left_out, diagram)


def _height(column: list[tuple[str, Item]]) -> int:
    return len(column) * _STEP + len({layer for layer, _ in column}) * _HEAD


def _column(
    view: SiteView, column: list[tuple[str, Item]], x: int, y: int, heads: list[tuple[int, int, str]]
) -> dict[Item, PathBox]:
    found, before = {}, None
    for layer, item in column:
        if layer != before:
            heads.append((x, y + 16, layer or view.translate("No layer")))
            before, y = layer, y + _HEAD
        found[item] = _box(view, item, x, y, _SIDE, "", "")
        y += _STEP
    return found


def _box(view: SiteView, item: Item, x: int, y: int, width: int, state: str, note: str) -> PathBox:
    shown = view.link(item)
    text = shortened(item.id, _LONGEST - 2 if note else 2 * _LONGEST - 4 if width == _MIDDLE else _LONGEST)
    return PathBox(
        x,
        y,
        width,
        text,
        shown.caption,
        item,
        shown.href,
        icon_of(view.registry.schema, item.kind),
        state,
        note,
    )


def _line(source: PathBox, target: PathBox, state: str) -> PathLine:
    x1, y1, x2, y2 = source.x + source.width, source.y + _BOX // 2, target.x, target.y + _BOX // 2
    middle = (x1 + x2) // 2
    return PathLine(f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}m-6-4l6 4-6 4", state)


def _diagram(
    producers: list[tuple[str, Item]],
    signals: list[PathBox],
    consumers: list[tuple[str, Item]],
    ends: dict[str, dict[Item, list[Item]]],
) -> Diagram:
    homes = {item: layer for layer, item in (*consumers, *producers)}
    nodes = {item: DiagramNode(item, item.id, layer) for item, layer in homes.items()}
    for box in signals:
        label = f"{box.item.id} ({box.note})" if box.note else box.item.id
        nodes[box.item] = DiagramNode(box.item, label)
    edges = [
        DiagramEdge(item, box.item, is_dashed=bool(box.state))
        for box in signals
        for item in ends["producers"][box.item]
    ] + [
        DiagramEdge(box.item, item, is_dashed=bool(box.state))
        for box in signals
        for item in ends["consumers"][box.item]
    ]
    return Diagram(tuple(nodes.values()), tuple(edges))
