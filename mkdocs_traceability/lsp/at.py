"""What the features ask first: what stands at a place of a site's file, and which items are meant there."""

from collections.abc import Iterable, Iterator

from mkdocs_traceability.files.globs import fits
from mkdocs_traceability.lsp.cursor.find import slot_at
from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.text import composed
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS, SIDECAR_ENDINGS
from mkdocs_traceability.registry.registry import Registry

_NAMES_ITEMS = (Role.REFERENCE, Role.MENTION, Role.MARKER_ITEM, Role.WAIVED, Role.ID)


def slot_of(snapshot: Snapshot, path: str, line: int, column: int) -> Slot | None:
    """Return what stands at a place of a file as it is in the editor; None where it is nothing of ours."""
    is_page = is_site_page(snapshot, path)
    if not (is_page or is_site_sidecar(snapshot, path)):
        return None
    settings = snapshot.settings
    lines = snapshot.text(path).lines
    slot = slot_at(lines, line, column, settings.schema, is_page=is_page, words=settings.table_words)
    return None if slot and slot.is_call and "macros" not in settings.inputs.plugins else slot


def is_site_page(snapshot: Snapshot, path: str) -> bool:
    """Whether a file is a page of the site."""
    docs = snapshot.settings.docs_path
    return path.endswith(PAGE_ENDINGS) and (docs == "." or path.startswith(f"{docs}/"))


def is_site_sidecar(snapshot: Snapshot, path: str) -> bool:
    """Whether a file is read as a sidecar, by its name or by the settings."""
    return path.endswith(SIDECAR_ENDINGS) or any(fits(path, glob) for glob in snapshot.settings.sources)


def items_named(snapshot: Snapshot, slot: Slot) -> list[Item]:
    """Return the items that a word names where it can name one."""
    text, registry = slot.word.text, snapshot.result.registry
    schema = snapshot.settings.schema
    if slot.role is Role.ID:
        return list(_named(registry, text, [kind.name for kind in slot.kinds]))
    if slot.role is Role.FILTER_VALUE:
        return list(_named(registry, text, slot.targets(schema))) if leads_to_items(slot) else []
    if slot.role not in _NAMES_ITEMS:
        return []
    kinds = slot.targets(schema) if slot.role is Role.REFERENCE else tuple(schema.kinds)
    return list(_named(registry, text, kinds)) or registry.answering(text)


def leads_to_items(slot: Slot) -> bool:
    """Whether a value is compared with the ids of items."""
    return any(slot.name in (*kind.relations, *kind.inverses) for kind in slot.kinds)


def _named(registry: Registry, text: str, kinds: Iterable[str]) -> Iterator[Item]:
    wanted = composed(text)
    for kind in kinds:
        if item := registry.get(kind, wanted):
            yield item
        else:
            yield from registry.aliases(kind).get(wanted, ())
