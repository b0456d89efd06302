"""Show: the data of all items in pieces, of which a reader's browser fetches the one that holds an item.

An item is in the piece that a checksum of its anchor names, so that neither page nor script needs a list of
where items are. `items/panel.html` has the markup that the script draws them with.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, partial
from typing import Final
from zlib import crc32

from mkdocs_traceability.exports.export import PublishedFile, encoded
from mkdocs_traceability.files.garbage import no_garbage_collection
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.parts.item_data import ItemData
from mkdocs_traceability.pages.parts.palette import palette_data
from mkdocs_traceability.pages.rendering.template_engine import Templates
from mkdocs_traceability.pages.site.places import GRAPH
from mkdocs_traceability.pages.site.view import SiteView

FOLDER: Final = "items"
"""The folder of the pieces, below that of the pages."""

MARKUP: Final = f"{FOLDER}/panel.html"

_IN_A_PIECE: Final = 10
"""How many items a piece has on average, at most: some kilobytes, and never near 50."""

_encode: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")
).encode


def number_of_pieces(items: int) -> int:
    """Return into how many pieces so many items are divided."""
    return -(-items // _IN_A_PIECE)


def piece_of(anchor: str, pieces: int) -> int:
    """Return in which piece the item with an anchor is; the script reckons the same."""
    return crc32(anchor.encode("utf-8", "replace")) % pieces


def item_files(view: SiteView, templates: Templates) -> Iterator[PublishedFile]:
    """Yield the pieces and the markup; which there are is known before anything is judged."""
    pieces = number_of_pieces(len(view.registry.all))
    view = view.from_root()
    divided = cache(partial(_divided, view, pieces))
    data = ItemData(view)

    def piece(number: int) -> bytes:
        return _piece(view, data, divided()[number])

    yield PublishedFile(MARKUP, partial(_markup, view, templates, pieces))
    yield PublishedFile(f"{FOLDER}/index.json", lambda: encoded(_encode(palette_data(view)) + "\n"))
    for number in range(pieces):
        yield PublishedFile(f"{FOLDER}/{number}.json", partial(piece, number))


def _divided(view: SiteView, pieces: int) -> dict[int, list[Item]]:
    divided: dict[int, list[Item]] = defaultdict(list)
    for item in view.registry.all:
        divided[piece_of(view.places.anchor(item), pieces)].append(item)
    return divided


def _piece(view: SiteView, data: ItemData, items: list[Item]) -> bytes:
    with no_garbage_collection():
        entries = [f"{_encode(view.places.anchor(item))}:{_encode(data.of(item))}" for item in items]
    return encoded("{" + ",\n".join(entries) + "}\n")


def _markup(view: SiteView, templates: Templates, pieces: int) -> bytes:
    depth = view.places.path(MARKUP).count("/")
    shortcuts = view.result.presentation.shortcuts
    return encoded(
        templates.render(
            "items_panel.html",
            pieces=pieces,
            root="../" * depth,
            shortcuts=shortcuts,
            graph=view.href_of(GRAPH),
        )
    )
