"""Show: the neighbourhood of an item as a drawing in numbers; the template makes lines and boxes of them.

Three columns: what points here, the item, what it points to. What a relation leads to stands together, below
the name of the relation. All is laid out here, in whole pixels: no script and no font has a say in it.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.site.columns import head
from mkdocs_traceability.pages.site.shown import ShownReference
from mkdocs_traceability.pages.site.view import SiteView

MOST: Final = 12
"""How many boxes a column has; of more relations than that, each has one."""

_EDGE: Final = 4
_CHARACTER: Final = 7.9
"""How wide a character of a monospaced font of 13 px is at most, in the fonts that are in use."""
_LETTER: Final = 6.4
"""How wide a letter of 12 px is on average."""
_PADDING: Final = 11
_MARK: Final = 18
_LONGEST: Final = 21
_LONGEST_TITLE: Final = 32
_NARROWEST: Final = 96
_BOX: Final = 28
_STEP: Final = 34
_LABEL: Final = 19
_MORE: Final = 20
_BETWEEN_GROUPS: Final = 12
_NEAREST: Final = 64
_FARTHEST: Final = 124
"""How far the columns are apart: more where they are high, so that no line is steep."""


class Box(NamedTuple):
    """A neighbour: what is written in its box, what is said of it in full, and the state it is in.

    `state` is a badge, or `broken` of what a relation fails to lead to, or `text` of what it is only told to
    be. `end` is where the line from the item meets the box.
    """

    x: int
    y: int
    text: str
    title: str
    href: str
    state: str
    end: int


class More(NamedTuple):
    """What is said where boxes are left out: how many."""

    x: int
    y: int
    number: int


class NeighbourGroup(NamedTuple):
    """What one relation leads to. `arrows` says whether its lines have a direction."""

    name: str
    label: str
    heading: str
    x: int
    y: int
    boxes: tuple[Box, ...]
    more: More | None
    arrows: bool


class NeighbourColumn(NamedTuple):
    """A column of neighbours: `width` is that of its boxes; its lines meet the item at `port`."""

    groups: tuple[NeighbourGroup, ...]
    width: int
    port: int


class Centre(NamedTuple):
    """The item itself."""

    x: int
    y: int
    width: int
    height: int
    text: str
    title: str


class Neighbourhood(NamedTuple):
    """The whole drawing; `box_height` is that of a neighbour's box, `row` where what is left out is found."""

    width: int
    height: int
    box_height: int
    centre: Centre
    before: NeighbourColumn
    after: NeighbourColumn
    row: str


class Neighbour(NamedTuple):
    """What a relation leads to, before it has its place."""

    text: str
    title: str
    href: str
    state: str


class NeighbourRelation(NamedTuple):
    """A relation or inverse of the item: its name, how it is called, and what it leads to."""

    name: str
    label: str
    neighbours: list[Neighbour]
    arrows: bool = True


def neighbourhood(view: SiteView, item: Item) -> Neighbourhood | None:
    """Return the drawing of what an item is linked to, None where it is linked to nothing."""
    kind = view.registry.kind(item)
    before = _relations(view, item, kind.inverses)
    after = _relations(view, item, kind.relations)
    if not before and not after:
        return None
    row = view.row(item)
    return laid_out(item.id, item.title if item.title != item.id else kind.label, before, after, row)


def _relations(view: SiteView, item: Item, names: Iterable[str]) -> list[NeighbourRelation]:
    kind = view.registry.kind(item)
    found = []
    for name in names:
        if neighbours := _neighbours(view, item, name):
            relation = kind.relations.get(name)
            is_mutual = relation is not None and relation.declared.symmetric
            found.append(NeighbourRelation(name, head(kind, name)[0], neighbours, arrows=not is_mutual))
    return found


def _neighbours(view: SiteView, item: Item, name: str) -> list[Neighbour]:
    """Return what a relation leads to, each once, and after that what it fails to lead to."""
    items = dict.fromkeys(link.item for link in view.registry.related(item, name))
    unlinked = [each for each in view.references(item, name) if each.item is None]
    neighbours = [
        *(_linked(view, each) for each in items),
        *(_unlinked(view, each) for each in unlinked),
    ]
    return list(dict.fromkeys(neighbours))


def _linked(view: SiteView, item: Item) -> Neighbour:
    shown = view.link(item)
    title = shown.id if shown.title == shown.id else f"{shown.id}: {shown.title}"
    return Neighbour(shown.id, title, shown.href, view.assessment.badge(item).word)


def _unlinked(view: SiteView, reference: ShownReference) -> Neighbour:
    text = reference.text
    if not reference.broken:
        return Neighbour(text, text, "", "text")
    return Neighbour(text, f"{text}: {view.translate(reference.broken)}", "", "broken")


# -------------------------------------------------------------------- where everything stands


def laid_out(
    id_: str, title: str, before: Sequence[NeighbourRelation], after: Sequence[NeighbourRelation], row: str
) -> Neighbourhood:
    """Return where all of it stands: what points to the item at its left, what it points to at its right."""
    text, shown_title = shortened(id_, _LONGEST + 3), shortened(title, _LONGEST_TITLE)
    width = max(_NARROWEST, _wide(text, _CHARACTER), _wide(shown_title, _LETTER)) + 2 * _PADDING
    centre_height = _BOX + 26
    heights = [_height(before), _height(after), centre_height]
    height = max(heights) + 2 * _EDGE
    between = min(_FARTHEST, _NEAREST + height // 8)
    left = _EDGE + (_width(before) + between if before else 0)
    right = left + width + between
    centre = Centre(left, (height - centre_height) // 2, width, centre_height, text, shown_title)
    return Neighbourhood(
        (right + _width(after) if after else left + width) + _EDGE,
        height,
        _BOX,
        centre,
        _side(before, _EDGE, (height - heights[0]) // 2, _width(before), left),
        _side(after, right, (height - heights[1]) // 2, 0, left + width),
        row,
    )


def _side(relations: Sequence[NeighbourRelation], x: int, y: int, to_end: int, port: int) -> NeighbourColumn:
    """Place a column: its boxes at `x`, from `y` down; lines meet them `to_end` further."""
    groups = []
    for relation, share in zip(relations, shares([len(each.neighbours) for each in relations]), strict=True):
        top, boxes = y, []
        y += _LABEL
        for each in relation.neighbours[:share]:
            text = shortened(each.text, _LONGEST)
            boxes.append(Box(x, y, text, each.title, each.href, each.state, x + to_end))
            y += _STEP
        y -= _STEP - _BOX
        more = None
        if left_out := len(relation.neighbours) - share:
            more = More(x, y + 15, left_out)
            y += _MORE
        label = shortened(relation.label, _LONGEST)
        groups.append(
            NeighbourGroup(
                relation.name, relation.label, label, x, top + 12, tuple(boxes), more, relation.arrows
            )
        )
        y += _BETWEEN_GROUPS
    return NeighbourColumn(tuple(groups), _width(relations), port)


def _height(relations: Sequence[NeighbourRelation]) -> int:
    lengths = [len(each.neighbours) for each in relations]
    height = -_BETWEEN_GROUPS if relations else 0
    for length, share in zip(lengths, shares(lengths), strict=True):
        height += _LABEL + share * _STEP - (_STEP - _BOX) + _BETWEEN_GROUPS
        height += _MORE if share < length else 0
    return height


def _width(relations: Sequence[NeighbourRelation]) -> int:
    """Return how wide the boxes of a column are: all alike, as the longest id asks."""
    texts = [shortened(each.text, _LONGEST) for relation in relations for each in relation.neighbours]
    labels = [shortened(relation.label, _LONGEST) for relation in relations]
    widest = max([_wide(text, _CHARACTER) for text in texts], default=0) + _MARK
    return (
        max(_NARROWEST, widest, *(_wide(label, _LETTER) for label in labels)) + 2 * _PADDING if texts else 0
    )


def shares(lengths: Sequence[int]) -> list[int]:
    """Return how many boxes each relation has: all it needs, or as many as the others have."""
    given = [min(1, length) for length in lengths]
    left = MOST - sum(given)
    while left > 0 and given != list(lengths):
        for index, length in enumerate(lengths):
            if left > 0 and given[index] < length:
                given[index] += 1
                left -= 1
    return given


def shortened(text: str, longest: int) -> str:
    """Return a text that is at most so many characters wide, with an ellipsis where it was cut."""
    text = " ".join(text.split())
    if _cells(text) <= longest:
        return text
    kept = 0
    for index, character in enumerate(text):
        kept += _cells(character)
        if kept > longest - 1:
            return text[:index].rstrip() + "…"
    return text


def _wide(text: str, character: float) -> int:
    return round(_cells(text) * character)


def _cells(text: str) -> int:
    """Return how many places of a monospaced font a text takes: letters of East Asia take two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
