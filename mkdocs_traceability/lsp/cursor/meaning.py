"""What a word of YAML means: the keys that lead to it, looked up in the kinds.

Goes down the same way that `reading.declarations` takes through a whole document.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.cursor.word import ENTRY, Word
from mkdocs_traceability.model.declared import ARTIFACTS, CLAIM_TYPES
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.reading.own_key import KEY

Path = tuple[str, ...]

_ONE_OR_MORE: Final = ((), (ENTRY,))
"""Where a value stands that may be in a list of values."""


def slot_in_sidecar(word: Word, schema: Schema) -> Slot | None:
    """Return what a word of a sidecar is."""
    top, *rest = word.path or ("",)
    if not word.path:
        return Slot(Role.TOP_KEY, word)
    if top == "defaults":
        return _of_defaults(word, tuple(rest), schema)
    kind = schema.by_plural.get(top.replace("-", "_"))
    return _in_list(word, tuple(rest), kind) if kind else None


def slot_in_front_matter(word: Word, schema: Schema) -> Slot | None:
    """Return what a word of a page's front matter is; None outside what is ours."""
    if not word.path:
        return Slot(Role.OWN_KEY, word)
    if word.path[0] != KEY:
        return None
    if len(word.path) == 1:
        return Slot(Role.TOP_KEY, word, is_home=True)
    name, rest = word.path[1].replace("-", "_"), word.path[2:]
    if kind := schema.kinds.get(name):
        slot = _in_item(word, rest, (kind,))
        return replace(slot, is_home=True) if slot else None
    kind = schema.by_plural.get(name)
    return _in_list(word, rest, kind) if kind else None


def _in_list(word: Word, rest: Path, kind: Kind) -> Slot | None:
    if rest[:1] != (ENTRY,):
        return None if word.is_key or rest else Slot(Role.ITEM_KEY, replace(word, lead="- "), (kind,))
    return _in_item(word, rest[1:], (kind,))


def _of_defaults(word: Word, rest: Path, schema: Schema) -> Slot | None:
    if not rest:
        return Slot(Role.ITEM_KEY, word, tuple(schema), is_default=True)
    name = rest[0].replace("-", "_")
    kinds = tuple(kind for kind in schema if kind.now(name) in kind.keys)
    slot = _in_item(word, rest, kinds)
    return replace(slot, is_default=True) if slot else None


def _in_item(word: Word, rest: Path, kinds: tuple[Kind, ...]) -> Slot | None:
    """Return what a word is of an item, or of all that have a key where `defaults` are read."""
    if not rest:
        return Slot(Role.ITEM_KEY, word, kinds)
    if not kinds:
        return None
    name = kinds[0].now(rest[0].replace("-", "_"))
    below, kind = rest[1:], kinds[0]
    if name in _SPECIAL:
        return _SPECIAL[name](word, below, kinds)
    if name in kind.relations or name in kind.inverses:
        return _of_relation(word, below, kinds, name)
    return _of_field(word, below, kinds, name) if name in kind.fields else None


def _of_relation(word: Word, below: Path, kinds: tuple[Kind, ...], name: str) -> Slot | None:
    if word.is_key:
        return Slot(Role.REFERENCE_KEY, word, kinds, name) if below in _ONE_OR_MORE else None
    in_entry = below[1:] if below[:1] == (ENTRY,) else below
    if not in_entry or in_entry == ("id",):
        return Slot(Role.REFERENCE, word, kinds, name)
    return Slot(Role.BOOLEAN if in_entry == ("optional",) else Role.TEXT, word, kinds, name)


def _of_field(word: Word, below: Path, kinds: tuple[Kind, ...], name: str) -> Slot | None:
    declared = kinds[0].fields[name]
    if declared.type == "claim":
        return _of_claims(word, below, kinds, name, declared.claims)
    if declared.type == "action":
        return _of_action(word, below, kinds, name)
    if declared.type == "page":
        return Slot(Role.CLAIM, word, kinds, name, "page") if below in _ONE_OR_MORE else None
    if word.is_key or below not in _ONE_OR_MORE:
        return None
    role = Role.CHOICE if declared.one_of else Role.BOOLEAN if declared.type == "boolean" else Role.TEXT
    return Slot(Role.SYSTEM if name == kinds[0].system_field else role, word, kinds, name)


def _of_action(word: Word, below: Path, kinds: tuple[Kind, ...], name: str) -> Slot | None:
    if not below:
        return Slot(Role.ACTION_KEY if word.is_key else Role.TEXT, word, kinds, name)
    if below[0] == ARTIFACTS:
        return _of_claims(word, below[1:], kinds, name, "files")
    return Slot(Role.TEXT, word, kinds, name)


def _of_claims(word: Word, below: Path, kinds: tuple[Kind, ...], name: str, type_: str) -> Slot | None:
    if word.is_key:
        return Slot(Role.CLAIM_KEY, word, kinds, name, type_) if below in _ONE_OR_MORE else None
    in_entry = below[1:] if below[:1] == (ENTRY,) else below
    role = Role.CLAIM if in_entry in ((), ("claim",)) else Role.TEXT
    return Slot(role, word, kinds, name, type_)


def _of_evidence(word: Word, below: Path, kinds: tuple[Kind, ...]) -> Slot | None:
    if not below:
        return Slot(Role.EVIDENCE_KEY, word, kinds, "evidence")
    name = below[0].replace("-", "_")
    return _of_claims(word, below[1:], kinds, name, name) if name in CLAIM_TYPES else None


def _of_waivers(word: Word, below: Path, kinds: tuple[Kind, ...]) -> Slot | None:
    if not below:
        return Slot(Role.RULE, word, kinds, "waive")
    rule, in_waiver = below[0], below[2:] if below[1:2] == (ENTRY,) else below[1:]
    if not in_waiver:
        return Slot(Role.WAIVER_KEY if word.is_key or word.is_alone else Role.TEXT, word, kinds, rule)
    return Slot(Role.WAIVED if in_waiver[0] == "of" and not word.is_key else Role.TEXT, word, kinds, rule)


def _plain(role: Role, name: str) -> Callable[[Word, Path, tuple[Kind, ...]], Slot | None]:
    def of(word: Word, below: Path, kinds: tuple[Kind, ...]) -> Slot | None:
        return None if word.is_key or below else Slot(role, word, kinds, name)

    return of


_SPECIAL: Final = {
    "id": _plain(Role.ID, "id"),
    "status": _plain(Role.STATUS, "status"),
    "evidence": _of_evidence,
    "waive": _of_waivers,
}


def slot_of_field(word: Word, kind: Kind, name: str) -> Slot | None:
    """Return what a word is that stands where a field of an item does, as in the cell of a table."""
    if name in CLAIM_TYPES and name not in kind.keys:
        return Slot(Role.CLAIM, word, (kind,), name, name)
    return _in_item(word, (name,), (kind,))
