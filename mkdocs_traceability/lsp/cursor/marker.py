"""The word at the cursor in a marker: `[trace: list flows tests=none]`, which may not be closed yet.

The language is that of `query.words`, of which only the part before the cursor decides.
"""

import re
from dataclasses import replace
from typing import Final, NamedTuple

from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.cursor.word import Word, word_in_line
from mkdocs_traceability.model.directives import FORMS
from mkdocs_traceability.model.kinds import Schema

_MARKER: Final = re.compile(r"(?<![\[!\\])\[trace:([^\[\]]*)$")
_TOKEN: Final = re.compile(r"""(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s"'])+""")
_ARGUMENT: Final = re.compile(r"""([^\s=!<>,"']+)(!=|<=|>=|=|<|>)""")
_REST: Final = re.compile(r"""[^\s,\]"'=!<>]*""")


class Token(NamedTuple):
    """A part of a marker between blanks, and where it begins in the text."""

    text: str
    start: int


def slot_in_marker(text: str, line: int, column: int, schema: Schema) -> Slot | None:
    """Return what a place of a line is, counted from 0, if that is within a marker."""
    found = _MARKER.search(text, 0, column)
    if found is None:
        return None
    lead = " " if column == found.start(1) else ""
    return slot_in_query(text, line, found.start(1), column, schema, lead)


def slot_in_query(text: str, line: int, start: int, column: int, schema: Schema, lead: str = "") -> Slot:
    """Return what a place of a query is that begins at `start` of a line: the form, its subject, a filter."""
    tokens = [Token(found[0], found.start()) for found in _TOKEN.finditer(text, start, column)]
    if not tokens or tokens[-1].start + len(tokens[-1].text) < column:
        tokens.append(Token("", column))
    form = FORMS.get(tokens[0].text.lower())
    last = tokens[-1]
    if len(tokens) == 1 or form is None:
        return Slot(Role.FORM, _word(text, line, last.start, column, lead))
    if len(tokens) == 2 and not _ARGUMENT.match(last.text):
        role = Role.MARKER_ITEM if form.of == "item" else Role.MARKER_KIND
        return Slot(role, _word(text, line, last.start, column, lead))
    kind = schema.named(tokens[1].text.replace("-", "_").lower())
    return _argument(text, line, column, Slot(Role.FILTER_KEY, _EMPTY, (kind,) if kind else ()), tokens)


_EMPTY: Final = Word((), False, "", "", 1, 1, 0)


def _argument(text: str, line: int, column: int, slot: Slot, tokens: list[Token]) -> Slot:
    """Return the key of a filter or option, or the last of its values."""
    last, form = tokens[-1], FORMS[tokens[0].text.lower()]
    taken = frozenset(
        found[1].replace("-", "_") for each in tokens[1:-1] if (found := _ARGUMENT.match(each.text))
    )
    found = _ARGUMENT.match(last.text)
    if found is None:
        word = replace(_word(text, line, last.start, column), beside=taken)
        return Slot(Role.FILTER_KEY, word, slot.kinds, options=form.options)
    start = last.start + max(found.end(), _comma(last.text, found.end()) + 1)
    word = _word(text, line, start, column)
    return Slot(Role.FILTER_VALUE, word, slot.kinds, found[1].replace("-", "_"), options=form.options)


def _comma(text: str, start: int) -> int:
    """Return where the last comma stands that parts two values, not one in quotes; -1 without one."""
    quote, last = "", -1
    for number in range(start, len(text)):
        character = text[number]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == ",":
            last = number
    return last


def _word(text: str, line: int, start: int, column: int, lead: str = "") -> Word:
    before = text[start:column]
    if before[:1] in ('"', "'"):
        end = text.find(before[0], max(column, start + 1))
        end = column if end < 0 else end + 1
        inner = text[start:end].strip(before[0])
        return Word((), False, inner, before[1:], line + 1, start + 1, end - start, lead=lead)
    rest = _REST.match(text, column)
    end = rest.end() if rest else column
    return replace(word_in_line(text, line, start, column, end), lead=lead)
