"""From a proposed change to the contents of the sources that it takes: each by name, none of them written."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from mkdocs_traceability.edits.proposals.changes import (
    AddEvidence,
    AddItem,
    CannotPropose,
    Data,
    Proposal,
    Relate,
    RenameItem,
    SetValue,
    Waive,
)
from mkdocs_traceability.edits.proposals.mappings import with_entry, with_value
from mkdocs_traceability.edits.proposals.new_items import with_item
from mkdocs_traceability.edits.rename.names import AlreadyRenamed, CannotRename
from mkdocs_traceability.edits.rename.plan import NamedSources, Renaming, rename
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.discovery import is_sidecar
from mkdocs_traceability.reading.ids import wrong_with_id
from mkdocs_traceability.reading.read import Source
from mkdocs_traceability.reading.source_form import did_you_mean
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.rules import all_rules

_ATTRIBUTES: Final = ("role", "via", "because", "note")
_EVIDENCE: Final = "evidence"
_NOT_SET: Final = {"id": "rename the item", _EVIDENCE: "add evidence", "waive": "waive a rule"}
"""Keys that other changes are for."""


_Edited = Callable[[str, Position, Sequence[str], Any], str]
"""Makes another text of one: of the item whose id stands at a place, the value that keys lead to."""


class Plan:
    """Makes the contents of sources that a change of an item takes; `renaming` is there if it is one."""

    def __init__(self, site: NamedSources) -> None:
        self.renaming: Renaming | None = None
        self._site = site
        self._registry = site.registry

    def contents(self, change: Proposal) -> Mapping[str, bytes]:
        """Return the contents of the sources that a change edits, by path.

        Raises:
            CannotPropose: where it cannot be made safely, or says something that is not known.

        """
        match change:
            case SetValue():
                return self._set(change)
            case Relate():
                return self._relate(change)
            case AddEvidence():
                return self._add_evidence(change)
            case AddItem():
                return self._add(change)
            case RenameItem():
                return self._rename(change)
            case Waive():
                return self._waive(change)

    def _set(self, change: SetValue) -> Mapping[str, bytes]:
        item = self._item(change.item)
        kind = self._registry.kind(item)
        key = kind.now(change.key.strip().replace("-", "_"))
        if key in _NOT_SET:
            raise CannotPropose(f"`{key}` is not set as a value; {_NOT_SET[key]} instead")
        if key not in kind.keys:
            raise CannotPropose(f"{kind.label} has no key `{key}`; {did_you_mean(key, kind.keys)}")
        value = None if change.value is None else _typed(kind, key, change.value)
        return self._edited(item, with_value, _keys_of(kind, key), value)

    def _relate(self, change: Relate) -> Mapping[str, bytes]:
        item, kind = self._item(change.item), self._registry.kind(self._item(change.item))
        name = change.relation.strip().replace("-", "_")
        known = (*kind.relations, *kind.inverses)
        if name not in known:
            raise CannotPropose(f"{kind.label} has no relation `{name}`; {did_you_mean(name, known)}")
        target = self._item(change.to)
        if any(link.item is target for link in self._registry.related(item, name)):
            raise CannotPropose(f"`{name}` of {item.label} has {target.label} already")
        if wrong := [each for each in change.attributes if each not in _ATTRIBUTES]:
            raise CannotPropose(f"a relation takes no `{wrong[0]}`; {did_you_mean(wrong[0], _ATTRIBUTES)}")
        written = self._written(target)
        entry: Data = {"id": written, **change.attributes} if change.attributes else written
        return self._edited(item, with_entry, (name,), entry)

    def _add_evidence(self, change: AddEvidence) -> Mapping[str, bytes]:
        item, kind = self._item(change.item), self._registry.kind(self._item(change.item))
        name = change.type.strip().replace("-", "_")
        own = [key for key, field in kind.fields.items() if field.type == "claim"]
        if name not in (*CLAIM_TYPES, *own):
            known = (*CLAIM_TYPES, *own)
            raise CannotPropose(f"there is no evidence of the type `{name}`; {did_you_mean(name, known)}")
        said = item.evidence.get(name)
        if said and any(claim.text == change.claim for claim in said.claims):
            raise CannotPropose(f"{item.label} claims `{change.claim}` already")
        if said and (said.unknown or said.not_applicable):
            return self._edited(item, with_value, _keys_of(kind, name), [_claim(change)])
        return self._edited(item, with_entry, _keys_of(kind, name), _claim(change))

    def _waive(self, change: Waive) -> Mapping[str, bytes]:
        item, code = self._item(change.item), change.code.strip().upper()
        if code not in all_rules():
            raise CannotPropose(f"no rule has the code `{code}`; {did_you_mean(code, all_rules())}")
        if any(waiver.code == code and not waiver.from_defaults for waiver in item.waivers):
            raise CannotPropose(f"{item.label} waives {code} already; edit that waiver by hand")
        if not change.reason.strip():
            raise CannotPropose("a waiver needs a reason")
        said: dict[str, Data] = {"reason": change.reason}
        said |= {"owner": change.owner} if change.owner else {}
        said |= {"until": _date(change.until)} if change.until else {}
        return self._edited(item, with_value, ("waive", code), said)

    def _add(self, change: AddItem) -> Mapping[str, bytes]:
        schema = self._registry.schema
        kind = schema.named(change.kind.strip().replace("-", "_"))
        if kind is None:
            raise CannotPropose(f"unknown kind `{change.kind}`; {did_you_mean(change.kind, schema.kinds)}")
        if wrong := wrong_with_id(change.id, kind):
            raise CannotPropose("; ".join(wrong))
        if other := self._registry.get(kind.name, change.id):
            raise CannotPropose(f"{other.label} is declared already: {other.position}")
        values = {key.replace("-", "_"): value for key, value in change.values.items() if value is not None}
        if wrong_keys := [key for key in values if key not in kind.keys or key == "id"]:
            known = did_you_mean(wrong_keys[0], kind.keys)
            raise CannotPropose(f"{kind.label} has no key `{wrong_keys[0]}`; {known}")
        typed = {
            key: typed for key, value in values.items() if (typed := _typed(kind, key, value)) is not None
        }
        source = self._site.by_path.get(change.file)
        if not is_sidecar(change.file) or (source is not None and source.shapes):
            raise CannotPropose(f"{change.file} is no sidecar; name one that ends in `.trace.yml`")
        text = _text_of(source) if source else ""
        return {change.file: with_item(change.file, text, kind.plural, {"id": change.id, **typed}).encode()}

    def _rename(self, change: RenameItem) -> Mapping[str, bytes]:
        try:
            self.renaming = rename(self._site, change.item, change.new)
        except (CannotRename, AlreadyRenamed) as refused:
            raise CannotPropose(str(refused)) from None
        return self.renaming.contents

    # ---------------------------------------------------------------- what is named

    def _item(self, name: str) -> Item:
        found = self._registry.answering(name)
        if len(found) == 1:
            return found[0]
        if found:
            kinds = " or ".join(f"`{each.kind}:{each.id}`" for each in found[:5])
            raise CannotPropose(f"`{name}` matches several items; write {kinds}")
        near = Suggestions(self._registry).nearest(name, tuple(self._registry.schema.kinds))
        hint = f"did you mean `{near[0].kind}:{near[0].id}`?" if near else "no similar id is declared"
        raise CannotPropose(f"unknown item `{name}`; {hint}")

    def _written(self, item: Item) -> str:
        """Return how an item is named where items of any kind may be meant."""
        return item.id if len(self._registry.answering(item.id)) == 1 else f"{item.kind}:{item.id}"

    def _edited(
        self, item: Item, edited: _Edited, keys: Sequence[str], value: Data | None
    ) -> Mapping[str, bytes]:
        path = item.position.path
        source = self._site.by_path[path]
        if source.shapes:
            raise CannotPropose(
                f"{item.position}: the file has another shape, which is only read; edit it there"
            )
        return {path: edited(_text_of(source), item.position, keys, value).encode()}


def _keys_of(kind: Kind, name: str) -> tuple[str, ...]:
    """Return the keys under which an item says something: claims of a type stand below `evidence`."""
    return (name,) if name in kind.keys else (_EVIDENCE, name)


def _claim(change: AddEvidence) -> Data:
    return {"claim": change.claim, "note": change.note} if change.note else change.claim


def _typed(kind: Kind, key: str, value: Data) -> Data:
    """Return a value as it is written: a date without quotes."""
    field = kind.fields.get(key)
    is_date = field is not None and field.type == "date" and isinstance(value, str)
    return _date(str(value)) if is_date else value


def _date(text: str) -> Data:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise CannotPropose(f"`{text}` is not a date; write it as 2027-01-31") from None


def _text_of(source: Source) -> str:
    """Return what a source holds, all of it."""
    if source.problem is not None:  # such as its size: then only a part of it is known
        raise CannotPropose(f"{source.path} cannot be read: {source.problem.message}; fix that first")
    try:
        return source.data.decode()
    except UnicodeDecodeError:
        raise CannotPropose(f"{source.path} is not written in UTF-8; save it so first") from None
