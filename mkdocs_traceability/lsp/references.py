"""Answer where the item at a place is used, and where its id stands in the text that is shown."""

import re
from typing import Final

from lsprotocol import types

from mkdocs_traceability.lsp.at import items_named, slot_of
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.lsp.uses import uses_of
from mkdocs_traceability.model.item import Item

_MOST_MARKED: Final = 500


def references(
    snapshot: Snapshot, path: str, line: int, column: int, params: types.ReferenceParams
) -> list[types.Location]:
    """Return all places that name the item at a place, its declaration first where that is asked for."""
    places = []
    for item in _items(snapshot, path, line, column):
        places += [item.position] if params.context.include_declaration else []
        places += uses_of(snapshot.result.registry, item)
    return [snapshot.location_of(position) for position in dict.fromkeys(places)]


def highlight(
    snapshot: Snapshot, path: str, line: int, column: int, params: types.DocumentHighlightParams
) -> list[types.DocumentHighlight]:
    """Return where the id at a place stands in this file, as its text is now."""
    items = _items(snapshot, path, line, column)
    if len(items) != 1:
        return []
    text = snapshot.text(path)
    pattern = re.compile(rf"(?<![\w./-]){re.escape(items[0].id)}(?![\w/-]|\.\w)")
    found: list[types.DocumentHighlight] = []
    for number, written in enumerate(text.lines, 1):
        if items[0].id in written:
            spans = ((each.start() + 1, len(each[0])) for each in pattern.finditer(written))
            found += [types.DocumentHighlight(text.range(number, start, length)) for start, length in spans]
        if len(found) > _MOST_MARKED:
            break
    return found[:_MOST_MARKED]


def _items(snapshot: Snapshot, path: str, line: int, column: int) -> list[Item]:
    slot = slot_of(snapshot, path, line, column)
    return items_named(snapshot, slot) if slot else []
