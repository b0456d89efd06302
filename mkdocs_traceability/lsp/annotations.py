"""Answer what is shown within a text: how often an item is used, above it, and its badge, behind its id."""

from typing import Final

from lsprotocol import types

from mkdocs_traceability.lsp.card import badge_words
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.lsp.symbols import declared_in
from mkdocs_traceability.lsp.uses import uses_of
from mkdocs_traceability.model.item import Item

SHOW_REFERENCES: Final = "traceability.showReferences"
"""The command of the editor that shows places: with an address, a position, and locations."""

_MOST: Final = 2000
"""In a file with more items nobody reads what stands above each of them."""


def code_lenses(snapshot: Snapshot, path: str, params: types.CodeLensParams) -> list[types.CodeLens]:
    """Return, for each item of a file, how often others name it."""
    items = list(declared_in(snapshot, path))
    return [_lens(snapshot, path, item) for item in items] if len(items) <= _MOST else []


def _lens(snapshot: Snapshot, path: str, item: Item) -> types.CodeLens:
    span = snapshot.range_of(item.position)
    places = [snapshot.location_of(each) for each in uses_of(snapshot.result.registry, item)]
    title = f"used by {len(places)}" if places else "not used"
    shown = [snapshot.uri_of(path), span.start, places]
    command = types.Command(title, SHOW_REFERENCES, arguments=shown) if places else types.Command(title, "")
    return types.CodeLens(span, command)


def inlay_hints(snapshot: Snapshot, path: str, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Return the badges of the items whose ids stand in the lines that are shown."""
    first, last = params.range.start.line, params.range.end.line
    hints = []
    for item in declared_in(snapshot, path):
        badge = snapshot.result.assessment.badge(item)
        span = snapshot.range_of(item.position)
        if badge and first <= span.end.line <= last and snapshot.now(item.position).length:
            hints.append(
                types.InlayHint(
                    span.end, badge_words(badge.word), padding_left=True, tooltip=badge.basis or None
                )
            )
    return hints
