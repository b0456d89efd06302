"""Candidates as edits of the text: quoted where they have to be, in place of the word that is typed."""

import json
import re
from typing import Final, NamedTuple

from lsprotocol import types

from mkdocs_traceability.edits.fixes.written import in_yaml
from mkdocs_traceability.edits.yaml_text import in_line
from mkdocs_traceability.lsp.completion.candidate import Candidate, Candidates
from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.cursor.word import ENTRY, Word
from mkdocs_traceability.lsp.texts import Text

_PLAIN: Final = re.compile(r"[A-Za-z](?:[\w./-]*[\w/])?(?:::?[A-Za-z_][\w.]*)*")
_RESERVED: Final = re.compile(r"(?i)null|true|false|yes|no|on|off|y|n")
_IN_MARKER: Final = (Role.FORM, Role.MARKER_KIND, Role.FILTER_KEY, Role.FILTER_VALUE)
_AS_IT_IS: Final = (
    *_IN_MARKER,
    Role.MARKER_ITEM,
    Role.MENTION,
    Role.TABLE_KIND,
    Role.TABLE_FIELD,
    Role.TABLE_HEADER,
)
_SIGNS: Final = ("=", "!", "<", ">")
"""What stands behind the key of a filter."""

MAPPINGS: Final = (Role.TOP_KEY, Role.EVIDENCE_KEY, Role.RULE, Role.ITEM_KEY)
"""What stands on lines of its own below a key, or in braces."""
_NEEDS_QUOTES: Final = re.compile(r"""[\s,"'\[\]]""")


class _Target(NamedTuple):
    """What is replaced: a range, what of it stands `before` the word, and what has to stand before a word.

    `follows` is the character behind the word, empty at the end of the line.
    """

    span: types.Range
    before: str
    lead: str
    follows: str


def completion_list(candidates: Candidates, slot: Slot, text: Text, uri: str) -> types.CompletionList:
    """Return what an editor shows, in this order."""
    target = _target(slot, text)
    items = [_item(number, each, slot, target, uri) for number, each in enumerate(candidates.listed)]
    return types.CompletionList(candidates.is_cut, items)


def _target(slot: Slot, text: Text) -> _Target:
    word = slot.word
    line = text.line(word.line)
    start, end, lead = word.column, word.column + word.length, word.lead
    before = line[start - 1 : start] if word.length and line[start - 1 : start] in ('"', "'") else ""
    if _goes_below(slot):
        start = len(line[: word.column - 1].rstrip()) + 1
        before = line[start - 1 : word.column - 1]
        lead = f"\n{' ' * (_key_column(line) + 2)}{word.lead.lstrip()}"
    span = types.Range(text.position(word.line, start), text.position(word.line, end))
    return _Target(span, before, lead, line[end - 1 : end])


def _item(number: int, candidate: Candidate, slot: Slot, target: _Target, uri: str) -> types.CompletionItem:
    detail, description = candidate.detail, candidate.description
    return types.CompletionItem(
        label=candidate.text,
        kind=candidate.kind,
        detail=detail or None,
        label_details=types.CompletionItemLabelDetails(description=detail) if detail else None,
        documentation=types.MarkupContent(types.MarkupKind.Markdown, description) if description else None,
        sort_text=f"{number:04d}",
        filter_text=f"{target.before}{candidate.text} {candidate.also}".rstrip(),
        text_edit=types.TextEdit(target.span, f"{target.lead}{_written(candidate, slot, target)}"),
        data={"uri": uri, "kind": candidate.kind_of_item} if candidate.kind_of_item else None,
        insert_text_mode=types.InsertTextMode.AsIs,
    )


def _goes_below(slot: Slot) -> bool:
    """Whether a key has to begin a line, as it is asked for right behind the key that it belongs to."""
    word = slot.word
    is_value = not word.is_key and bool(word.path) and word.path[-1] != ENTRY
    return slot.role in MAPPINGS and is_value and not (word.is_flow or word.is_alone)


def _key_column(line: str) -> int:
    """Return the column, from 0, of the key that a line begins with."""
    return len(line) - len(line.lstrip(" -"))


def _written(candidate: Candidate, slot: Slot, target: _Target) -> str:
    word, text = slot.word, candidate.text
    if candidate.after and not (slot.is_call and slot.role is Role.MARKER_KIND):
        is_there = word.has_colon or (candidate.after in ("=", "(") and target.follows in (*_SIGNS, "("))
        return text if is_there else f"{text}{candidate.after}"
    if slot.is_call:
        return json.dumps(text, ensure_ascii=False)
    if slot.role in _IN_MARKER:
        return _in_marker(text)
    if slot.role in _AS_IT_IS:
        return text
    return _as_value(text, word) if word.path else text.replace("|", "\\|")


def _as_value(text: str, word: Word) -> str:
    """Return a value as it is written in place of a word of YAML."""
    if _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text):
        return text  # found out in a thousandth of the time that YAML takes for it
    return in_yaml(text) if word.is_flow else in_line(text)


def _in_marker(text: str) -> str:
    if not _NEEDS_QUOTES.search(text):
        return text
    return f"'{text}'" if '"' in text else f'"{text}"'
