"""Candidates as edits of the text: quoted where they have to be, in place of the word that is typed."""

import re
from typing import Final

from lsprotocol import types

from mkdocs_traceability.edits.yaml_text import in_brackets, in_line
from mkdocs_traceability.lsp.completion.candidate import Candidate, Candidates
from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.cursor.word import ENTRY, Word
from mkdocs_traceability.lsp.texts import Text

_PLAIN: Final = re.compile(r"[A-Za-z](?:[\w./-]*[\w/])?(?:::?[A-Za-z_][\w.]*)*")
_RESERVED: Final = re.compile(r"(?i)null|true|false|yes|no|on|off|y|n")
_IN_MARKER: Final = (Role.FORM, Role.MARKER_KIND, Role.MARKER_ITEM, Role.FILTER_KEY, Role.FILTER_VALUE)
_AS_IT_IS: Final = (*_IN_MARKER, Role.MENTION, Role.TABLE_KIND, Role.TABLE_FIELD, Role.TABLE_HEADER)
_MAPPINGS: Final = (Role.EVIDENCE_KEY, Role.RULE, Role.ITEM_KEY)
"""What stands on lines of its own below a key, or in braces."""
_NEEDS_QUOTES: Final = re.compile(r"""[\s,"'\[\]]""")


def completion_list(candidates: Candidates, slot: Slot, text: Text) -> types.CompletionList:
    """Return what an editor shows, in this order."""
    start, before = _start(slot, text)
    items = [_item(number, each, slot, text, start, before) for number, each in enumerate(candidates.listed)]
    return types.CompletionList(candidates.is_cut, items)


def _start(slot: Slot, text: Text) -> tuple[int, str]:
    """Return the column from which on text is replaced, and what stands before the word there."""
    word = slot.word
    line = text.line(word.line)
    if not _goes_below(slot):
        first = line[word.column - 1 : word.column]
        return word.column, first if word.length and first in ('"', "'") else ""
    end = len(line[: word.column - 1].rstrip())
    return end + 1, line[end : word.column - 1]


def _item(
    number: int, candidate: Candidate, slot: Slot, text: Text, start: int, before: str
) -> types.CompletionItem:
    word = slot.word
    end = word.column + word.length
    span = types.Range(text.position(word.line, start), text.position(word.line, end))
    written = _written(candidate, slot)
    if _goes_below(slot):
        written = f"\n{' ' * (_key_column(text.line(word.line)) + 2)}{written}"
    description = candidate.description
    return types.CompletionItem(
        label=candidate.text,
        kind=candidate.kind,
        detail=candidate.detail or None,
        label_details=types.CompletionItemLabelDetails(description=candidate.detail)
        if candidate.detail
        else None,
        documentation=types.MarkupContent(types.MarkupKind.Markdown, description) if description else None,
        sort_text=f"{number:04d}",
        filter_text=f"{before}{candidate.text} {candidate.also}".rstrip(),
        text_edit=types.TextEdit(span, f"{word.lead}{written}"),
        insert_text_mode=types.InsertTextMode.AsIs,
    )


def _goes_below(slot: Slot) -> bool:
    """Whether a key has to begin a line, as it is asked for right behind the key that it belongs to."""
    word = slot.word
    is_value = not word.is_key and bool(word.path) and word.path[-1] != ENTRY
    return slot.role in _MAPPINGS and is_value and not (word.is_flow or word.is_alone)


def _key_column(line: str) -> int:
    """Return the column, from 0, of the key that a line begins with."""
    return len(line) - len(line.lstrip(" -"))


def _written(candidate: Candidate, slot: Slot) -> str:
    word, text = slot.word, candidate.text
    if candidate.after:
        return text if word.has_colon or _has(candidate.after, slot) else f"{text}{candidate.after}"
    if slot.role in _IN_MARKER:
        return _in_marker(text)
    if slot.role in _AS_IT_IS:
        return text
    return in_yaml(text, word) if word.path else text.replace("|", "\\|")


def _has(after: str, slot: Slot) -> bool:
    """Whether the word is a whole one already, such as the key of a filter with its sign."""
    return after != ": " and after.strip() == "=" and slot.word.text != slot.word.before


def in_yaml(text: str, word: Word) -> str:
    """Return a value as it is written in place of a word of YAML."""
    if _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text):
        return text
    return in_brackets(text) if word.is_flow else in_line(text)


def _in_marker(text: str) -> str:
    if not _NEEDS_QUOTES.search(text):
        return text
    return f"'{text}'" if '"' in text else f'"{text}"'
