"""Answer what it takes to rename the item at a place: edits in every file that names it, saved or not."""

from typing import Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from mkdocs_traceability.edits.rename.names import AlreadyRenamed, CannotRename
from mkdocs_traceability.edits.rename.plan import NamedSources, rename
from mkdocs_traceability.lsp.at import items_named, slot_of
from mkdocs_traceability.lsp.cursor.slot import Slot
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.workspace import Workspace

OPTIONS: Final = types.RenameOptions(prepare_provider=True)

REFUSED: Final = -32803
"""`RequestFailed` of the protocol: it was asked rightly, and cannot be done. Editors show the message."""


def prepare_rename(
    snapshot: Snapshot, path: str, line: int, column: int, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    """Return the word whose change renames an item, with the id to begin with; None where there is none."""
    found = _item_at(snapshot, path, line, column)
    if found is None:
        return None
    slot, item = found
    span = snapshot.text(path).range(slot.word.line, slot.word.column, slot.word.length)
    return types.PrepareRenamePlaceholder(span, item.id)


def renamed(
    snapshot: Snapshot, path: str, line: int, column: int, params: types.RenameParams
) -> types.WorkspaceEdit | None:
    """Return the edits that give an item another id.

    Raises:
        JsonRpcException: with the reason, where that is not possible.

    """
    found = _item_at(snapshot, path, line, column)
    if found is None:
        return None
    item = found[1]
    settings = snapshot.settings
    texts = {each: text.encode("utf-8", "surrogatepass") for each, text in snapshot.texts.items()}
    linked = Workspace(settings).link_with(texts)
    site = NamedSources(linked.registry, linked.sources, settings.prose_ids, settings.table_words)
    try:
        edits = rename(site, f"{item.kind}:{item.id}", params.new_name).edits
    except (CannotRename, AlreadyRenamed) as error:
        raise JsonRpcException(str(error), REFUSED) from None
    changes: dict[str, list[types.TextEdit]] = {}
    for edit in edits:
        changes.setdefault(snapshot.uri_of(edit.path), []).append(snapshot.edit_of(edit))
    return types.WorkspaceEdit(changes=changes)


def _item_at(snapshot: Snapshot, path: str, line: int, column: int) -> tuple[Slot, Item] | None:
    slot = slot_of(snapshot, path, line, column)
    items = items_named(snapshot, slot) if slot and slot.word.length else []
    return (slot, items[0]) if slot and len(items) == 1 else None
