"""The word at the cursor in a comment of ours: above a table, or behind a number that somebody typed."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from mkdocs_traceability.lsp.cursor.marker import slot_in_query
from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.cursor.word import Word, word_in_line
from mkdocs_traceability.model.directives import NUMBERS
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.reading.tables.directive import RESTATES
from mkdocs_traceability.reading.tables.inline import plain

MOST_ABOVE: Final = 15
"""So many lines may stand between the first of a comment and its table, or the cursor in it."""

OPENED: Final = re.compile(r"<!--\s*traceability[ \t]*:?(?=\s|:|$)", re.IGNORECASE)
_PART: Final = re.compile(
    r"""(?P<name>[\w-]+)\s*=\s*(?:"(?P<double>[^"]*)(?:"|$)|'(?P<single>[^']*)(?:'|$)|(?P<bare>[^\s"']*))"""
    r"""|[^\s=]+"""
)
_WORD: Final = re.compile(r"[\w-]*")
_HEADER: Final = re.compile(r"""[^"',]*(?=["',])|""")


class _Typed(NamedTuple):
    """What is typed of a comment by now, and the line and column, from 0, where the cursor is."""

    written: str
    line: int
    column: int


def slot_in_comment(lines: Sequence[str], line: int, column: int, schema: Schema) -> Slot | None:
    """Return what a place is, counted from 0, in a comment above a table, or behind a typed number."""
    first = max(line - MOST_ABOVE, 0)
    above = "".join(f"{each}\n" for each in lines[first:line])
    text = above + lines[line][:column]
    opened = next(reversed([*OPENED.finditer(text)]), None)
    if opened is None or "-->" in text[opened.end() :]:
        return None
    typed = _Typed(text[opened.end() :], line, column)
    if _is_query(typed.written) and opened.end() >= len(above):
        return slot_in_query(lines[line], line, opened.end() - len(above), column, schema)
    return _in_comment(lines, typed, schema)


def _is_query(written: str) -> bool:
    """Whether a comment counts something, and more than that word is typed."""
    words = written.split(maxsplit=1)
    return bool(words) and words[0] in NUMBERS and written.lstrip() != words[0]


def _in_comment(lines: Sequence[str], typed: _Typed, schema: Schema) -> Slot | None:
    """Return a word of a comment: its kind, a field, or the header that has it."""
    parts = list(_PART.finditer(typed.written))
    is_open = bool(parts) and parts[-1].end() == len(typed.written)
    done, current = (parts[:-1], parts[-1]) if is_open else (parts, None)
    names = [each[0] for each in done if not each["name"]]
    named = next((each for each in names if each.lower() != RESTATES), "")
    kind = schema.named(named.replace("-", "_").lower()) if named else None
    if current is not None and current["name"]:
        return _header(lines, typed, current, kind)
    word = _word(lines[typed.line], typed, len(current[0]) if current else 0)
    if not named:
        return Slot(Role.TABLE_KIND, word, options=() if names else (RESTATES, *NUMBERS))
    taken = frozenset(each["name"].replace("-", "_") for each in done if each["name"])
    return Slot(Role.TABLE_FIELD, replace(word, beside=taken), (kind,) if kind else ())


def _word(text: str, typed: _Typed, before: int) -> Word:
    start = typed.column - before
    rest = _WORD.match(text, typed.column)
    end = rest.end() if rest else typed.column
    return Word(
        (), False, text[start:end], text[start : typed.column], typed.line + 1, start + 1, end - start
    )


def _header(lines: Sequence[str], typed: _Typed, current: re.Match[str], kind: Kind | None) -> Slot | None:
    value = current["double"] or current["single"] or current["bare"] or ""
    before = value.rpartition(",")[2].lstrip()
    if "\n" in before:
        return None
    text, start = lines[typed.line], typed.column - len(before)
    rest = _HEADER.match(text, typed.column)
    end = rest.end() if rest else typed.column
    word = word_in_line(text, typed.line, start, typed.column, end)
    kinds = (kind,) if kind else ()
    return Slot(Role.TABLE_HEADER, word, kinds, current["name"], headers=_headers_below(lines, typed.line))


def _headers_below(lines: Sequence[str], line: int) -> tuple[str, ...]:
    """Return the headers of the table below a comment."""
    for number in range(line, min(line + MOST_ABOVE, len(lines) - 1)):
        if "|" in lines[number] and set(lines[number + 1].strip()) <= set("|-: "):
            cells = lines[number].strip().strip("|").split("|")
            return tuple(filter(None, (plain(cell.strip()) for cell in cells)))
    return ()
