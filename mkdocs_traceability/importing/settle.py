"""Import: items as the reader of sidecars takes them: a value that it refuses becomes a note.

So whatever is written reads back without a finding about its form.
"""

from collections.abc import Iterable
from typing import Any, Final

from mkdocs_traceability.edits.yaml_text import sidecar
from mkdocs_traceability.importing.drafts import Doubt, Draft
from mkdocs_traceability.importing.values import id_of, text_of
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.reading.declarations import declare_sidecar
from mkdocs_traceability.reading.yaml.tree import parse

_FIRST: Final = ("id", "title", "status")
_LAST: Final = ("evidence", "notes")
_ROUNDS: Final = 8


def as_data(draft: Draft) -> dict[str, Any]:
    """Return an item as it is written: its keys in the order of the kind's matrix, the notes last."""
    data = {"id": draft.id, **draft.data}
    if draft.notes:
        data["notes"] = "\n\n".join(draft.notes)
    order = [*_FIRST, *(draft.kind.declared.matrix.columns or ())]
    middle = sorted(
        (name for name in data if name not in (*_FIRST, *_LAST)),
        key=lambda name: order.index(name) if name in order else len(order),
    )
    names = [*(name for name in _FIRST if name in data), *middle, *(name for name in _LAST if name in data)]
    return {name: data[name] for name in names}


def as_sidecar(drafts: Iterable[Draft], remarks: Iterable[str] = ()) -> str:
    """Return items as a sidecar, by their kinds."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for draft in drafts:
        kinds.setdefault(draft.kind.plural, []).append(as_data(draft))
    return sidecar(kinds, remarks)


def settle(drafts: list[Draft], schema: Schema, doubts: list[Doubt]) -> list[Item]:
    """Move what the reader refuses to the notes; return what it reads."""
    for _ in range(_ROUNDS):
        declared = declare_sidecar(parse(as_sidecar(drafts)), "", schema)
        by_key = {(draft.kind.name, draft.id): draft for draft in drafts}
        bad = [(by_key[item.kind, item.id], item.invalid) for item in declared.items if item.invalid]
        if not bad:
            break
        for draft, names in bad:
            for name in sorted(names):
                _give_up(draft, name, doubts)
    return declared.items


def _give_up(draft: Draft, name: str, doubts: list[Doubt]) -> None:
    header, cell = draft.cells.get(name, (name, None))
    if name == "id":
        doubts.append(
            Doubt(
                draft.line,
                draft.column,
                f"`{draft.id}` cannot be an id; `{id_of(draft.id)}` is used",
                draft.page,
            )
        )
        draft.note("ID", draft.id)
        draft.id = id_of(draft.id)
        return
    if name == "notes":
        draft.notes = [" ".join(note.split()) for note in draft.notes]
        return
    value: Any = draft.data.pop(name, None)
    if name in ("evidence", *CLAIM_TYPES):
        value = draft.data.pop("evidence", value)
    text = text_of(cell) if cell else str(value)
    place = (cell.line, cell.column) if cell else (draft.line, draft.column)
    doubts.append(Doubt(*place, f"`{text}` does not fit `{name}`; kept in notes", draft.page))
    draft.note(header, text)
