"""Answer where what stands at a place is declared: an item in its source, what is claimed where it stands."""

from lsprotocol import types

from mkdocs_traceability.lsp.at import items_named, slot_of
from mkdocs_traceability.lsp.claim import outcome_at
from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.model.position import Position


def definition(
    snapshot: Snapshot, path: str, line: int, column: int, params: types.DefinitionParams
) -> list[types.Location]:
    """Return where the item or the claim at a place is declared."""
    slot = slot_of(snapshot, path, line, column)
    if slot is None:
        return []
    if slot.role is Role.CLAIM:
        return _of_claim(snapshot, path, slot)
    return [snapshot.location_of(item.position) for item in items_named(snapshot, slot)]


def _of_claim(snapshot: Snapshot, path: str, slot: Slot) -> list[types.Location]:
    outcome = outcome_at(snapshot, path, slot)
    place = outcome.place if outcome else None
    if place is None or (snapshot.root / place.path).is_dir():
        return []
    return [snapshot.location_of(Position(place.path, max(place.line, 1), 1, 1))]
