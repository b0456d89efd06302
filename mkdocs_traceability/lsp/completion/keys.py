"""Keys that can be written: those that are there already are left out, required ones come first."""

from collections.abc import Iterator

from lsprotocol.types import CompletionItemKind

from mkdocs_traceability.lsp.completion.candidate import Candidate, Candidates, words
from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.descriptions import of_key, of_kind
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.key_descriptions import (
    ACTION_KEYS,
    CLAIM_KEYS,
    CLAIM_TYPE_KEYS,
    REFERENCE_KEYS,
    WAIVER_KEYS,
)
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.reading.own_key import KEY
from mkdocs_traceability.rules import all_rules

_PROPERTY = CompletionItemKind.Property

_NESTED = {
    Role.REFERENCE_KEY: REFERENCE_KEYS,
    Role.CLAIM_KEY: CLAIM_KEYS,
    Role.WAIVER_KEY: WAIVER_KEYS,
    Role.ACTION_KEY: ACTION_KEYS,
}
"""Keys that are the same for all kinds."""


def keys(snapshot: Snapshot, slot: Slot) -> Candidates:
    """Return the keys that can stand at a place."""
    schema, taken = snapshot.settings.schema, slot.word.beside
    if slot.role is Role.OWN_KEY:
        return words({KEY: "The items that this page declares"}, _PROPERTY, taken, ":")
    if slot.role is Role.TOP_KEY:
        return Candidates(tuple(_kinds(schema, slot)))
    if slot.role is Role.ITEM_KEY:
        return Candidates(tuple(_of_item(slot)))
    if slot.role is Role.EVIDENCE_KEY:
        return words(_by_need(slot.kind), _PROPERTY, taken, ": ")
    if slot.role is Role.RULE:
        titles = {code: rule.title for code, rule in all_rules().items()}
        return Candidates(
            tuple(
                Candidate(rule, CompletionItemKind.Event, detail=title, also=title, after=": ")
                for rule, title in titles.items()
                if rule not in taken
            )
        )
    if slot.role is Role.REFERENCE_KEY and not _takes_text(slot):
        taken |= {"text"}
    return words(_NESTED[slot.role], _PROPERTY, taken, ": ")


def _takes_text(slot: Slot) -> bool:
    """Whether free text may stand in place of an id."""
    relations = (kind.relations.get(slot.name) for kind in slot.kinds)
    return any(relation is not None and relation.declared.or_text for relation in relations)


def _kinds(schema: Schema, slot: Slot) -> Iterator[Candidate]:
    for kind in schema:
        names = (kind.name, kind.plural) if slot.is_home else (kind.plural,)
        for name in names:
            if name not in slot.word.beside:
                detail = f"this page is one {kind.label}" if name == kind.name else kind.title
                yield Candidate(name, CompletionItemKind.Class, detail, of_kind(kind), after=":")
    if not slot.is_home and "defaults" not in slot.word.beside:
        told = "Values for all items of this file that do not say otherwise"
        yield Candidate("defaults", CompletionItemKind.Keyword, description=told, after=":")


def _of_item(slot: Slot) -> Iterator[Candidate]:
    given: set[str] = set(slot.word.beside)
    given |= {kind.now(name) for kind in slot.kinds for name in slot.word.beside}
    for kind in slot.kinds:
        for name in _ordered(kind):
            if name not in given and not (slot.is_default and name == "id"):
                given.add(name)
                after = ":" if name in ("evidence", "waive") else ": "
                detail = _number(kind, name)
                yield Candidate(name, _PROPERTY, detail, of_key(kind, name), after=after)


def _ordered(kind: Kind) -> list[str]:
    """Return the keys of an item, those first that it has to have."""
    required = {name for name, field in kind.fields.items() if field.required}
    required |= {name for name, relation in kind.relations.items() if relation.declared.required}
    first = ["id", *(name for name in kind.keys if name in required)]
    if "title" in kind.fields:
        first.append("title")
    shown = [name for name in kind.declared.matrix.columns or () if name in kind.keys]
    return list(dict.fromkeys([*first, *shown, *kind.keys]))


def _number(kind: Kind, name: str) -> str:
    if name in kind.relations or name in kind.inverses:
        targets = kind.relations[name].to if name in kind.relations else ()
        return " or ".join(targets) if 0 < len(targets) < 4 else "ids"
    return ""


def _by_need(kind: Kind | None) -> dict[str, str]:
    """Return the claim types, those first that the kind asks for."""
    asked = sorted(kind.declared.evidence if kind else (), key=lambda each: bool(each.when))
    needed = [name for each in asked for name in (*(each.all_of or ()), *(each.any_of or ()))]
    order = [*(name for name in needed if name in CLAIM_TYPES), *CLAIM_TYPES]
    return {name: CLAIM_TYPE_KEYS[name] for name in dict.fromkeys(order)}
