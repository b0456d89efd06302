"""Show: the neighbourhood of an item as a drawing in numbers; the template makes lines and boxes of them.

Three columns: what acts on the item, the item, what it acts on. Every neighbour has one box, and all that
joins it to the item stands on its line. All is laid out here, in whole pixels: no font has a say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.neighbours import MOST, Way, shared, way_of
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.parts.diagram_text import Diagram, DiagramEdge, DiagramNode
from mkdocs_traceability.pages.parts.kind_icons import icon_of
from mkdocs_traceability.pages.parts.text_width import letters_wide, monospaced_wide, shortened
from mkdocs_traceability.pages.site.shown import ShownReference
from mkdocs_traceability.pages.site.view import SiteView

_EDGE: Final = 6
_PADDING: Final = 12
_ICON: Final = 22
_MARK: Final = 18
_LONGEST: Final = 21
_LONGEST_TITLE: Final = 32
_LONGEST_LABEL: Final = 22
_NARROWEST: Final = 104
_BOX: Final = 40
_STEP: Final = 50
_MORE: Final = 24
_NEAREST: Final = 44
_FARTHEST: Final = 96
"""How far the columns are apart: more where they are high, so that no line is steep."""


class Neighbour(NamedTuple):
    """Another item, or a text, before it has its place.

    `state` is a badge, or `broken` of what a relation fails to lead to, or `text` of what is only a text.
    """

    text: str
    title: str
    href: str = ""
    state: str = ""
    kind: str = ""
    kind_label: str = ""
    icon: str = ""


@dataclass
class Tie:
    """A neighbour, and all ways in which it is joined to the item."""

    neighbour: Neighbour
    ways: list[Way] = field(default_factory=list)

    @property
    def is_after(self) -> bool:
        """Whether its box is right of the item: the first of its relations decides."""
        return self.ways[0].is_onward


class Box(NamedTuple):
    """A neighbour in its place: what is written in its box and on its line.

    The line meets the box at `end`, is straight up to `bend`, and goes on to the item. `over` and `under` are
    written along it; `words` is all of it.
    """

    x: int
    y: int
    text: str
    neighbour: Neighbour
    end: int
    bend: int
    over: str
    under: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    points_out: bool
    points_in: bool


class More(NamedTuple):
    """What is said where boxes are left out: how many."""

    x: int
    y: int
    number: int


class NeighbourColumn(NamedTuple):
    """A column of neighbours: `width` is that of its boxes; its lines meet the item at `port`."""

    boxes: tuple[Box, ...]
    more: More | None
    width: int
    port: int
    label_x: int


class Centre(NamedTuple):
    """The item itself."""

    x: int
    y: int
    width: int
    height: int
    text: str
    title: str
    kind: str
    icon: str


class Neighbourhood(NamedTuple):
    """The whole drawing; `box_height` is that of a neighbour's box, `row` where what is left out is found."""

    width: int
    height: int
    box_height: int
    centre: Centre
    before: NeighbourColumn
    after: NeighbourColumn
    row: str
    diagram: Diagram


def neighbourhood(view: SiteView, item: Item) -> Neighbourhood | None:
    """Return the drawing of what an item is linked to, None where it is linked to nothing."""
    found = ties(view, item)
    if not found:
        return None
    kind = view.registry.kind(item)
    title = item.own_title or view.translate(kind.label)
    return laid_out(
        item.id, title, found, view.row(item), kind.name, icon_of(view.registry.schema, kind.name)
    )


def ties(view: SiteView, item: Item) -> list[Tie]:
    """Return what an item is linked to, each neighbour once, with all ways in which it is."""
    found: dict[Neighbour, Tie] = {}
    for way, neighbour in _told(view, item):
        tie = found.setdefault(neighbour, Tie(neighbour))
        if way not in tie.ways:
            tie.ways.append(way)
    return list(found.values())


def _told(view: SiteView, item: Item) -> Iterable[tuple[Way, Neighbour]]:
    """Go through what the relations and inverses of an item lead to, then what they fail to lead to."""
    kind = view.registry.kind(item)
    for name in dict.fromkeys((*kind.relations, *kind.inverses)):
        for link in view.registry.related(item, name):
            yield _way(view, kind, name, link.item.kind), _linked(view, link.item)
        for each in view.references(item, name):
            if each.item is None:
                own = kind.relations.get(name)
                other = own.to[0] if own else kind.inverses[name][0].kind
                yield _way(view, kind, name, other), _unlinked(view, each)


def _way(view: SiteView, kind: Kind, name: str, other: str) -> Way:
    told = way_of(view.registry.schema, kind, name, other)
    return told._replace(label=view.translate(told.label))


def _linked(view: SiteView, item: Item) -> Neighbour:
    shown = view.link(item)
    label = view.translate(shown.kind)
    icon = icon_of(view.registry.schema, item.kind)
    return Neighbour(
        shown.id, shown.caption, shown.href, view.assessment.badge(item).word, item.kind, label, icon
    )


def _unlinked(view: SiteView, reference: ShownReference) -> Neighbour:
    text = reference.text
    if not reference.broken:
        return Neighbour(text, text, "", "text")
    broken = view.translate(reference.broken)
    return Neighbour(text, f"{text}: {broken}", "", "broken", kind_label=broken)


# -------------------------------------------------------------------- where everything stands


def laid_out(
    id_: str, title: str, ties: Sequence[Tie], row: str, kind: str = "", icon: str = ""
) -> Neighbourhood:
    """Return the drawing: what acts on the item at its left, what it acts on at its right."""
    before = [tie for tie in ties if not tie.is_after]
    after = [tie for tie in ties if tie.is_after]
    text, shown_title = shortened(id_, _LONGEST + 3), shortened(title, _LONGEST_TITLE)
    text_width = max(_NARROWEST, monospaced_wide(text) + _ICON, letters_wide(shown_title))
    width, centre_height = text_width + 2 * _PADDING, _BOX + 14
    heights = [_height(before), _height(after), centre_height]
    height = max(heights) + 2 * _EDGE
    between = min(_FARTHEST, _NEAREST + height // 10)
    left = _EDGE + (_width(before) + _label_width(before) + between if before else 0)
    right = left + width + (between + _label_width(after) if after else 0)
    centre = Centre(left, (height - centre_height) // 2, width, centre_height, text, shown_title, kind, icon)
    return Neighbourhood(
        right + _width(after) + _EDGE,
        height,
        _BOX,
        centre,
        _side(before, _EDGE, (height - heights[0]) // 2, left, is_left=True),
        _side(after, right, (height - heights[1]) // 2, left + width, is_left=False),
        row,
        _diagram(id_, ties),
    )


def _diagram(id_: str, ties: Sequence[Tie]) -> Diagram:
    """Return the same as a diagram: an arrow for each relation, of all neighbours."""
    nodes = [DiagramNode(None, id_)]
    edges = []
    for number, tie in enumerate(ties):
        kind = f" ({tie.neighbour.kind_label})" if tie.neighbour.kind_label else ""
        nodes.append(DiagramNode(number, tie.neighbour.text + kind))
        for way in tie.ways:
            source, target = (None, number) if way.is_onward else (number, None)
            is_dashed = way.name == "forbidden" or tie.neighbour.state == "broken"
            edges.append(DiagramEdge(source, target, way.label, is_dashed, way.is_mutual))
    return Diagram(tuple(nodes), tuple(edges))


def _side(ties: Sequence[Tie], x: int, y: int, port: int, *, is_left: bool) -> NeighbourColumn:
    """Place a column: its boxes at `x`, from `y` down."""
    width, labels = _width(ties), _label_width(ties)
    end = x + width if is_left else x
    bend = end + labels if is_left else end - labels
    boxes = []
    kept = _kept(ties)
    for tie in kept:
        over, under, words = _labels(tie, is_left=is_left)
        text = shortened(tie.neighbour.text, _LONGEST)
        names = tuple(dict.fromkeys(way.name for way in tie.ways))
        out = any(way.is_out and not way.is_mutual for way in tie.ways)
        into = any(not way.is_out and not way.is_mutual for way in tie.ways)
        boxes.append(Box(x, y, text, tie.neighbour, end, bend, over, under, words, names, out, into))
        y += _STEP
    left_out = len(ties) - len(kept)
    more = More(x, y + 8, left_out) if left_out else None
    return NeighbourColumn(tuple(boxes), more, width, port, (end + bend) // 2)


def _labels(tie: Tie, *, is_left: bool) -> tuple[str, str, tuple[str, ...]]:
    """Return the texts above and below a line, and all its words; arrows mark ways that differ."""
    is_mixed = len({(way.is_out, way.is_mutual) for way in tie.ways}) > 1
    words = []
    for way in tie.ways:
        sign = "↔" if way.is_mutual else "→" if way.is_out != is_left else "←"
        words.append(f"{sign} {way.label}" if is_mixed else way.label)
    words = list(dict.fromkeys(words))
    rest = words[1:] if len(words) < 3 else [f"{words[1]} +{len(words) - 2}"]
    return shortened(words[0], _LONGEST_LABEL), shortened(" ".join(rest), _LONGEST_LABEL), tuple(words)


def _kept(ties: Sequence[Tie]) -> list[Tie]:
    """Return the ties that have boxes: of each relation its share."""
    return shared(ties, lambda tie: tie.ways[0].label, MOST)


def _height(ties: Sequence[Tie]) -> int:
    kept = len(_kept(ties))
    return kept * _STEP - (_STEP - _BOX if kept else 0) + (_MORE if kept < len(ties) else 0)


def _width(ties: Sequence[Tie]) -> int:
    """Return how wide the boxes of a column are: all alike, as the longest text asks."""
    if not ties:
        return 0
    kept = [tie.neighbour for tie in _kept(ties)]
    widest = max(monospaced_wide(shortened(each.text, _LONGEST)) + _MARK for each in kept)
    labels = max(letters_wide(each.kind_label) for each in kept)
    return max(_NARROWEST, widest + _ICON, labels + _ICON) + 2 * _PADDING


def _label_width(ties: Sequence[Tie]) -> int:
    """Return how long the straight part of the lines is: as the longest words on them ask."""
    sides = [_labels(tie, is_left=is_left) for tie in _kept(ties) for is_left in (True, False)]
    return max((letters_wide(text) for over, under, _ in sides for text in (over, under)), default=0) + 20
