"""Where the items of the system graph stand (show): by system, then by layer or kind, in whole pixels.

The placement is given by what is declared, so no layout library is asked: each system is a block, each layer
or kind a band of boxes in it. In a band, items that are joined to the same others stand together
(barycentres).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.arrows import Arrow
from mkdocs_traceability.model.item import Item

COLUMNS: Final = 6
"""How many boxes stand in a row."""

_BOX_WIDTH: Final = 176
_BOX_HEIGHT: Final = 26
_STEP_X: Final = 188
_STEP_Y: Final = 42
_EDGE: Final = 12
_SYSTEM_HEAD: Final = 34
_BAND_HEAD: Final = 24
_BAND_GAP: Final = 14
_SWEEPS: Final = 4


class Band(NamedTuple):
    """Items of one system that stand together; `key` says by what, `title` how that is called."""

    system: str
    key: str
    title: str
    items: list[Item]


class PlacedBand(NamedTuple):
    """A band in its place; `system_y` is where its system is named, 0 unless it is the first of it."""

    band: Band
    y: int
    system_y: int


class Placement(NamedTuple):
    """Where everything stands; `spots` are the upper left corners of boxes."""

    width: int
    height: int
    bands: list[PlacedBand]
    spots: dict[Item, tuple[int, int]]


def ordered(bands: Sequence[Band], arrows: Sequence[Arrow]) -> list[Band]:
    """Return the bands with their items by the mean place of what they are joined to.

    Those joined to nothing come last; a layer stands before its members.
    """
    joined: dict[Item, list[Item]] = defaultdict(list)
    for each in arrows:
        joined[each.source].append(each.target)
        joined[each.target].append(each.source)
    place = {item: _share(at, len(band.items)) for band in bands for at, item in enumerate(band.items)}
    rows = [list(band.items) for band in bands]
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            row.sort(key=lambda item: _barycentre(item, joined, place))
            place.update((item, _share(at, len(row))) for at, item in enumerate(row))
    for row in rows:
        row.sort(key=lambda item: item.kind != "layer")
    return [band._replace(items=row) for band, row in zip(bands, rows, strict=True)]


def _share(at: int, length: int) -> float:
    return (at + 0.5) / length


def _barycentre(item: Item, joined: dict[Item, list[Item]], place: dict[Item, float]) -> tuple[bool, float]:
    others = joined.get(item)
    return (False, sum(place[each] for each in others) / len(others)) if others else (True, place[item])


def placed(bands: Sequence[Band]) -> Placement:
    """Return where the boxes of bands stand, from the top down."""
    y, spots, found = _EDGE, {}, []
    system = None
    for band in bands:
        system_y = 0
        if band.system != system:
            system = band.system
            if band.system:
                system_y = y + 16
                y += _SYSTEM_HEAD
        found.append(PlacedBand(band, y + 14, system_y))
        y += _BAND_HEAD
        for at, item in enumerate(band.items):
            spots[item] = (_EDGE + at % COLUMNS * _STEP_X, y + at // COLUMNS * _STEP_Y)
        y += -(-len(band.items) // COLUMNS) * _STEP_Y - (_STEP_Y - _BOX_HEIGHT) + _BAND_GAP
    width = 2 * _EDGE + (COLUMNS - 1) * _STEP_X + _BOX_WIDTH
    return Placement(width, y + _EDGE, found, spots)


def line(number: int, source: tuple[int, int], target: tuple[int, int], *, head: bool) -> str:
    """Return the path from a box to another, with a head at its end: the script draws the same.

    Lines leave their boxes at several points, by their `number`, so that few lie on each other.
    """
    (x1, y1), (x2, y2) = source, target
    beside = _BOX_WIDTH // 2 + (number * 37 % 17 - 8) * 9
    x1, x2 = x1 + beside, x2 + beside
    goes_down = y2 > y1
    start = y1 + (0 if y2 < y1 else _BOX_HEIGHT)
    end = y2 + (0 if goes_down else _BOX_HEIGHT)
    bend = max(14, abs(end - start) // 2) if y1 != y2 else 14
    first = start + (-bend if y2 < y1 else bend)
    last = end + (-bend if goes_down else bend)
    drawn = f"M{x1} {start}C{x1} {first} {x2} {last} {x2} {end}"
    return drawn + (
        f"m-3{-5 if goes_down else 5:+}l3{5 if goes_down else -5:+} 3{-5 if goes_down else 5:+}"
        if head
        else ""
    )


def band_of(
    system: Callable[[Item], str], layer: Callable[[Item], Item | None], item: Item
) -> tuple[str, str, str]:
    """Return system, layer and kind of the band in which an item stands."""
    if item.kind == "layer":
        return system(item), item.id, ""
    home = layer(item)
    return (system(item), home.id, "") if home else (system(item), "", item.kind)
