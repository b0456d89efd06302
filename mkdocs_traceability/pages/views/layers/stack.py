"""Layers as stacked boxes with the dependencies between them (show): down at the right, up at the left.

Every arrow has a lane of its own where others pass, so that no line lies on another.
"""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from mkdocs_traceability.pages.parts.diagram_text import Diagram, DiagramEdge, DiagramNode
from mkdocs_traceability.pages.parts.text_width import shortened
from mkdocs_traceability.pages.site.shown import ShownItem
from mkdocs_traceability.pages.views.layers.directions import Direction, ShownDirections

_MOST: Final = 16
"""How many layers the picture has; the table has all of them."""

_WIDTH: Final = 300
_LANE: Final = 34
_PORT: Final = 15
_LOWEST: Final = 46
_BETWEEN: Final = 16
_EDGE: Final = 8
_ROUND: Final = 7
_CLEAR: Final = 9


class StackedLayer(NamedTuple):
    """A layer in its place, with the number of its components."""

    y: int
    height: int
    layer: ShownItem
    title: str
    components: int


class LayerArrow(NamedTuple):
    """Dependencies of one layer on another: the line with its head, and their number beside it."""

    path: str
    head: str
    label: str
    x: int
    y: int
    direction: Direction
    source: ShownItem
    target: ShownItem


class LayerStack(NamedTuple):
    """The whole picture; boxes begin at `x`."""

    width: int
    height: int
    x: int
    box_width: int
    layers: list[StackedLayer]
    arrows: list[LayerArrow]
    left_out: int
    diagram: Diagram


class _Way(NamedTuple):
    source: int
    target: int
    direction: Direction

    @property
    def is_down(self) -> bool:
        return self.target > self.source

    @property
    def span(self) -> tuple[int, int]:
        return min(self.source, self.target), max(self.source, self.target)


def stack_of(directions: ShownDirections, components: Sequence[int]) -> LayerStack | None:
    """Return the picture of layers from the upper ones down, None where there are not two."""
    layers = [layer for layer, _ in directions.lines[:_MOST]]
    if len(layers) < 2:
        return None
    ways = [
        _Way(source, target, direction)
        for source, (_, line) in enumerate(directions.lines[:_MOST])
        for target, direction in enumerate(line[:_MOST])
        if source != target and (direction.declared or direction.observed)
    ]
    sides = [_laned([way for way in ways if way.is_down is is_down]) for is_down in (False, True)]
    left, right = (max((lane + 1 for _, lane in side), default=0) * _LANE for side in sides)
    x = _EDGE + left + (_ROUND if left else 0)
    ports = [_ports(side) for side in sides]
    placed, y = [], _EDGE
    for at, layer in enumerate(layers):
        most = max(len(side.get(at, ())) for side in ports)
        height = max(_LOWEST, (most + 1) * _PORT)
        title = "" if layer.title == layer.id else shortened(layer.title, 40)
        placed.append(StackedLayer(y, height, layer, title, components[at]))
        y += height + _BETWEEN
    arrows = [
        _arrow(way, lane, placed, side_ports, x if not way.is_down else x + _WIDTH)
        for side, side_ports in zip(sides, ports, strict=True)
        for way, lane in side
    ]
    width = x + _WIDTH + right + (_ROUND if right else 0) + _EDGE
    return LayerStack(
        width,
        y - _BETWEEN + _EDGE,
        x,
        _WIDTH,
        placed,
        arrows,
        len(directions.lines) - len(layers),
        _diagram(layers, ways),
    )


def _laned(ways: Sequence[_Way]) -> list[tuple[_Way, int]]:
    """Return the arrows of a side with their lanes: the short ones near the boxes."""
    taken: list[list[tuple[int, int]]] = []
    found = []
    for way in sorted(ways, key=lambda way: (way.span[1] - way.span[0], way.span, way.source)):
        low, high = way.span
        lane = next(
            (at for at, spans in enumerate(taken) if all(high <= a or b <= low for a, b in spans)), len(taken)
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        found.append((way, lane))
    return found


def _ports(side: Sequence[tuple[_Way, int]]) -> dict[int, list[tuple[_Way, bool]]]:
    """Return the ends of lines at each layer, from the top down: those from above, then those from below.

    Of those from above the inner lanes come first, of those from below last: lines of a layer do not cross.
    """
    ports: dict[int, list[tuple[int, int, _Way, bool]]] = {}
    for way, lane in side:
        for end, is_source in ((way.source, True), (way.target, False)):
            other = way.target if is_source else way.source
            comes_from_above = other < end
            ports.setdefault(end, []).append(
                (0, lane, way, is_source) if comes_from_above else (1, -lane, way, is_source)
            )
    return {
        end: [(way, is_source) for *_, way, is_source in sorted(some, key=lambda each: (each[0], each[1]))]
        for end, some in ports.items()
    }


def _arrow(
    way: _Way, lane: int, placed: Sequence[StackedLayer], ports: dict[int, list[tuple[_Way, bool]]], x: int
) -> LayerArrow:
    start = _port(placed[way.source], ports[way.source], way, True)
    end = _port(placed[way.target], ports[way.target], way, False)
    out = (lane + 1) * _LANE * (1 if way.is_down else -1)
    turn = _ROUND if way.is_down else -_ROUND
    down = _ROUND if way.is_down else -_ROUND
    path = (
        f"M{x} {start}H{x + out - turn}Q{x + out} {start} {x + out} {start + down}"
        f"V{end - down}Q{x + out} {end} {x + out - turn} {end}H{x}"
    )
    tip = x + (6 if way.is_down else -6)
    head = f"M{tip} {end - 4}L{x} {end}L{tip} {end + 4}"
    direction = way.direction
    rows = {_port(placed[at], some, *end) for at, some in ports.items() for end in some}
    label = f"{direction.declared}" + (f" +{direction.observed}" if direction.observed else "")
    source, target = placed[way.source].layer, placed[way.target].layer
    return LayerArrow(path, head, label, x + out, _free(start, end, rows) + 4, direction, source, target)


def _free(start: int, end: int, rows: Collection[int]) -> int:
    """Return where a number stands on a line between two heights: near the middle, on no line that passes."""
    spots = [start + (end - start) * share // 20 for share in (10, 8, 12, 6, 14, 4, 16)]
    return next((spot for spot in spots if all(abs(spot - row) > _CLEAR for row in rows)), spots[0])


def _port(layer: StackedLayer, ends: list[tuple[_Way, bool]], way: _Way, is_source: bool) -> int:
    at = ends.index((way, is_source))
    return layer.y + (at + 1) * layer.height // (len(ends) + 1)


def _diagram(layers: Sequence[ShownItem], ways: Sequence[_Way]) -> Diagram:
    nodes = tuple(
        DiagramNode(at, layer.id if layer.title == layer.id else f"{layer.id} · {layer.title}")
        for at, layer in enumerate(layers)
    )
    edges = tuple(
        DiagramEdge(
            way.source, way.target, _said(way.direction), is_dashed=way.direction.form in ("wrong", "waived")
        )
        for way in ways
    )
    return Diagram(nodes, edges, goes_down=True)


def _said(direction: Direction) -> str:
    number = f"{direction.declared}" + (f" +{direction.observed}" if direction.observed else "")
    return f"{number} {direction.words}" if direction.form in ("wrong", "waived") else number
