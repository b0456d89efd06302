"""Answer what can be written at a place: the candidates for what stands there, as the editor wants them."""

import re
from collections.abc import Callable
from typing import Final

from lsprotocol import types

from mkdocs_traceability.lsp.at import slot_of
from mkdocs_traceability.lsp.card import card_as_markdown
from mkdocs_traceability.lsp.completion import keys, markers, values
from mkdocs_traceability.lsp.completion.candidate import Candidates
from mkdocs_traceability.lsp.completion.claims import claims
from mkdocs_traceability.lsp.completion.ids import ids, next_ids
from mkdocs_traceability.lsp.completion.writing import MAPPINGS, completion_list
from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.reading.markdown.prose import SHORT_FORM
from mkdocs_traceability.reports.item_card import item_card

OPTIONS: Final = types.CompletionOptions(trigger_characters=list(' [{,:"/#=.-'), resolve_provider=True)
"""Behind these characters an editor asks on its own."""

_NO_SUBJECT: Final = re.compile(r"[\s\[\]]")
_IN_CELL: Final = re.compile(r"[^\[\]]*\w[^\[\]]*")
_IN_BRACKETS: Final = re.compile(SHORT_FORM)

_Candidates = Callable[[Snapshot, str, Slot], Candidates]


def complete(
    snapshot: Snapshot, path: str, line: int, column: int, params: types.CompletionParams
) -> types.CompletionList | None:
    """Return what can be written at a place; None where that is nothing of ours."""
    slot = slot_of(snapshot, path, line, column)
    if slot is None or slot.word.is_long or slot.role not in _BY_ROLE:
        return None
    if slot.role is Role.MENTION and not slot.name:
        return None  # in a sentence; only within brackets an id is asked for
    if slot.role in MAPPINGS and slot.word.is_flow and not slot.word.is_key and slot.word.length:
        return None  # a value that is no mapping, within brackets
    return completion_list(
        _BY_ROLE[slot.role](snapshot, path, slot), slot, snapshot.text(path), snapshot.uri_of(path)
    )


def resolve(snapshot: Snapshot, params: types.CompletionItem) -> types.CompletionItem:
    """Return a word with all that is told of it: of an item its card."""
    data = params.data
    if isinstance(data, dict) and (item := snapshot.result.registry.get(str(data.get("kind")), params.label)):
        card = card_as_markdown(item_card(snapshot.result, item))
        params.documentation = types.MarkupContent(types.MarkupKind.Markdown, card)
    return params


def _ids(snapshot: Snapshot, path: str, slot: Slot) -> Candidates:
    kinds = slot.targets(snapshot.settings.schema)
    return ids(snapshot.result.registry, kinds, slot.word.before)


def _references(snapshot: Snapshot, path: str, slot: Slot) -> Candidates:
    """Return the ids for a relation; in the cell of a table those that are read as ids there."""
    found = _ids(snapshot, path, slot)
    if slot.word.path:
        return found
    return Candidates(tuple(each for each in found.listed if _IN_CELL.fullmatch(each.text)), found.is_cut)


def _mentions(snapshot: Snapshot, path: str, slot: Slot) -> Candidates:
    """Return the ids that are read as such where they stand in brackets."""
    found = _ids(snapshot, path, slot)
    fit = (each for each in found.listed if _IN_BRACKETS.fullmatch(f"[{each.text}]"))
    return Candidates(tuple(each for each in fit if not each.text.startswith("trace:")), found.is_cut)


def _subjects(snapshot: Snapshot, path: str, slot: Slot) -> Candidates:
    """Return the ids that a marker can be about: it takes one word, which cannot be quoted."""
    found = _ids(snapshot, path, slot)
    fit = tuple(each for each in found.listed if not _NO_SUBJECT.search(each.text))
    return Candidates(fit, found.is_cut)


def _own_id(snapshot: Snapshot, path: str, slot: Slot) -> Candidates:
    return next_ids(snapshot.result.registry, slot.kind, slot.word.before) if slot.kind else Candidates()


_BY_ROLE: Final[dict[Role, _Candidates]] = {
    **dict.fromkeys(
        (
            Role.OWN_KEY,
            Role.TOP_KEY,
            Role.ITEM_KEY,
            Role.EVIDENCE_KEY,
            Role.RULE,
            Role.REFERENCE_KEY,
            Role.CLAIM_KEY,
            Role.WAIVER_KEY,
            Role.ACTION_KEY,
        ),
        lambda snapshot, _, slot: keys.keys(snapshot, slot),
    ),
    Role.REFERENCE: _references,
    Role.MARKER_ITEM: _subjects,
    Role.MENTION: _mentions,
    Role.ID: _own_id,
    Role.CLAIM: claims,
    Role.STATUS: lambda _, __, slot: values.statuses(slot),
    Role.CHOICE: lambda _, __, slot: values.choices(slot),
    Role.BOOLEAN: lambda _, __, ___: values.booleans(),
    Role.SYSTEM: lambda snapshot, _, __: values.systems(snapshot),
    Role.MACRO: lambda _, __, ___: markers.macros(),
    Role.FORM: lambda _, __, ___: markers.forms(),
    Role.MARKER_KIND: lambda snapshot, _, slot: markers.kinds(snapshot, slot),
    Role.TABLE_KIND: lambda snapshot, _, slot: markers.kinds(snapshot, slot),
    Role.TABLE_FIELD: lambda _, __, slot: markers.fields(slot),
    Role.TABLE_HEADER: lambda _, __, slot: markers.headers(slot),
    Role.FILTER_KEY: lambda snapshot, _, slot: markers.filter_keys(snapshot, slot),
    Role.FILTER_VALUE: lambda snapshot, _, slot: markers.filter_values(snapshot, slot),
}
