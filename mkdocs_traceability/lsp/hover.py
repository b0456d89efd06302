"""Answer what stands at a place: an item's card, what a key or a word means, what was found for a claim."""

from collections.abc import Callable
from typing import Final

from lsprotocol import types

from mkdocs_traceability.lsp.at import items_named, slot_of
from mkdocs_traceability.lsp.card import badge_words, card_as_markdown
from mkdocs_traceability.lsp.claim import outcome_at
from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.descriptions import of_key, of_kind, of_status
from mkdocs_traceability.lsp.markdown import code, escaped
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.model.key_descriptions import (
    ACTION_KEYS,
    CLAIM_KEYS,
    CLAIM_TYPE_KEYS,
    REFERENCE_KEYS,
    WAIVER_KEYS,
)
from mkdocs_traceability.model.verdict import Outcome
from mkdocs_traceability.reports.item_card import item_card
from mkdocs_traceability.rules import all_rules

_MOST_ITEMS: Final = 2


def hover(
    snapshot: Snapshot, path: str, line: int, column: int, params: types.HoverParams
) -> types.Hover | None:
    """Return what is told of the word at a place; None where there is nothing to be told."""
    slot = slot_of(snapshot, path, line, column)
    if slot is None or not slot.word.length:
        return None
    items = items_named(snapshot, slot)[:_MOST_ITEMS]
    told = "\n\n---\n\n".join(card_as_markdown(item_card(snapshot.result, item)) for item in items)
    if not told and slot.role in _TOLD:
        told = _TOLD[slot.role](snapshot, path, slot)
    if not told:
        return None
    word = slot.word
    span = snapshot.text(path).range(word.line, word.column, word.length)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, told), span)


def _headed(word: str, text: str) -> str:
    return f"**{escaped(word)}**\n\n{text}" if text else ""


def _key(snapshot: Snapshot, path: str, slot: Slot) -> str:
    name = slot.word.text.replace("-", "_")
    told = (of_key(kind, kind.now(name)) for kind in slot.kinds)
    return _headed(name, next(filter(None, told), ""))


def _kind(snapshot: Snapshot, path: str, slot: Slot) -> str:
    kind = snapshot.settings.schema.named(slot.word.text.replace("-", "_").lower())
    return _headed(kind.title, of_kind(kind)) if kind else ""


def _nested(described: dict[str, str]) -> Callable[[Snapshot, str, Slot], str]:
    def told(snapshot: Snapshot, path: str, slot: Slot) -> str:
        name = slot.word.text.replace("-", "_")
        return _headed(name, described.get(name, ""))

    return told


def _rule(snapshot: Snapshot, path: str, slot: Slot) -> str:
    rule = all_rules().get(slot.word.text.upper())
    return "\n\n".join((f"**{rule.code}** {rule.title}", *rule.paragraphs)) if rule else ""


def _status(snapshot: Snapshot, path: str, slot: Slot) -> str:
    for kind in slot.kinds:
        if name := kind.status_by_lower.get(slot.word.text.lower()):
            return _headed(name, of_status(kind.statuses[name]))
    return ""


def _choice(snapshot: Snapshot, path: str, slot: Slot) -> str:
    choices = (kind.choice(slot.name, slot.word.text) for kind in slot.kinds)
    told = next((choice.description or choice.label for choice in choices if choice != type(choice)()), "")
    return _headed(slot.word.text, escaped(told))


def _claim(snapshot: Snapshot, path: str, slot: Slot) -> str:
    outcome = outcome_at(snapshot, path, slot)
    return _headed(slot.word.text, _found(outcome)) if outcome else ""


def _found(outcome: Outcome) -> str:
    lines = [badge_words(_badge(outcome))]
    if outcome.message:
        lines.append(f"{_sentence(outcome.message)}.")
    if outcome.help:
        lines.append(_sentence(outcome.help))
    if place := outcome.place:
        at = f"{place.path}:{place.line}" if place.line else place.path
        lines.append(f"In {code(at)}")
    return "  \n".join(filter(None, lines))


def _badge(outcome: Outcome) -> str:
    return {"skipped": "unverified"}.get(outcome.verdict, str(outcome.verdict))


def _sentence(text: str) -> str:
    """Return a message, in which names stand in backticks, with these as code and the rest escaped."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escaped(text)
    shown = [code(part) if number % 2 else _kept_blanks(part) for number, part in enumerate(parts)]
    written = "".join(shown)
    return written[:1].upper() + written[1:]


def _kept_blanks(text: str) -> str:
    inner = escaped(text)
    before = " " if text[:1].isspace() else ""
    after = " " if text.strip() and text[-1:].isspace() else ""
    return f"{before}{inner}{after}"


_TOLD: Final[dict[Role, Callable[[Snapshot, str, Slot], str]]] = {
    Role.TOP_KEY: _kind,
    Role.MARKER_KIND: _kind,
    Role.TABLE_KIND: _kind,
    Role.ITEM_KEY: _key,
    Role.FILTER_KEY: _key,
    Role.TABLE_FIELD: _key,
    Role.REFERENCE_KEY: _nested(REFERENCE_KEYS),
    Role.CLAIM_KEY: _nested(CLAIM_KEYS),
    Role.WAIVER_KEY: _nested(WAIVER_KEYS),
    Role.ACTION_KEY: _nested(ACTION_KEYS),
    Role.EVIDENCE_KEY: _nested(CLAIM_TYPE_KEYS),
    Role.RULE: _rule,
    Role.STATUS: _status,
    Role.CHOICE: _choice,
    Role.CLAIM: _claim,
}
