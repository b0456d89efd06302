"""The word at the cursor in a table that declares items, and in the comment above one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mkdocs_traceability.lsp.cursor.excerpt import MARK
from mkdocs_traceability.lsp.cursor.marker import slot_in_query
from mkdocs_traceability.lsp.cursor.meaning import slot_of_field
from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.cursor.word import Word
from mkdocs_traceability.model.directives import NUMBERS
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.reading.tables.columns import columns_of
from mkdocs_traceability.reading.tables.directive import RESTATES, read_directive
from mkdocs_traceability.reading.tables.grid import Table, read_tables
from mkdocs_traceability.reading.tables.inline import plain
from mkdocs_traceability.reading.tables.restating import split_where
from mkdocs_traceability.reading.tables.words import Words

_MOST_ABOVE: Final = 15
"""So many lines may stand between the first of a comment and its table, or the cursor in it."""
_MOST_ROWS: Final = 30
"""So many rows decide what the columns of a table are."""

_OPENED: Final = re.compile(r"<!--\s*traceability[ \t]*:?(?=[\s:])", re.IGNORECASE)
_PART: Final = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)("|$)|'([^']*)('|$)|([^\s"']*))|[^\s=]+""")
_BEFORE: Final = re.compile(r"[^,;|<>`+→·、()*]*$")
_AFTER: Final = re.compile(r"[^,;|<>`+→·、()*]*")


def slot_in_table(lines: Sequence[str], line: int, column: int, schema: Schema, words: Words) -> Slot | None:
    """Return what a place is, counted from 0, in the cell of a table with a comment of ours."""
    if "|" not in lines[line] or lines[line].count("|") > 200:
        return None
    first = line
    while first > 0 and "|" in lines[first - 1]:
        first -= 1
    above = _comment_above(lines, first)
    if line < first + 2 or above is None:
        return None
    rows = [*range(first, first + 2), *range(max(first + 2, line - _MOST_ROWS), line)]
    text = "\n".join([*lines[above:first], *(lines[number] for number in rows)])
    marked = f"{lines[line][:column]}{MARK}{lines[line][column:]}"
    return _in_cell(f"{text}\n{marked}\n", _word_in(lines[line], line, column), schema, words)


def _comment_above(lines: Sequence[str], first: int) -> int | None:
    """Return the line where the comment begins that may be one of ours above a table."""
    for number in range(first - 1, max(first - _MOST_ABOVE, -1), -1):
        if _OPENED.search(lines[number]):
            return number
        if "|" in lines[number] or lines[number].lstrip().startswith("#"):
            return None
    return None


def _in_cell(text: str, word: Word, schema: Schema, words: Words) -> Slot | None:
    tables = read_tables(text).tables
    table = tables[-1] if tables else None
    if table is None or table.comment is None or not table.rows:
        return None
    directive = read_directive(table.comment)
    kind = directive.kind_in(schema)
    number = next((n for n, cell in enumerate(table.rows[-1].cells) if MARK in cell.text), -1)
    if kind is None or number < 0:
        return None
    name = _field(table, kind, words, number)
    return slot_of_field(word, kind, name) if name else None


def _field(table: Table, kind: Kind, words: Words, number: int) -> str:
    assert table.comment is not None
    attributes, _ = split_where(read_directive(table.comment))
    without_mark = table._replace(rows=table.rows[:-1])
    return columns_of(without_mark, kind, words, attributes).fields.get(number, "")


def _word_in(text: str, line: int, column: int) -> Word:
    """Return the value of a cell at the cursor: what stands between separators, code spans and brackets."""
    written = _BEFORE.findall(text[:column])[0].lstrip()
    following = _AFTER.findall(text[column:])[0].rstrip()
    start, end = column - len(written), column + len(following)
    return Word((), False, text[start:end], text[start:column], line + 1, start + 1, end - start)


def slot_in_comment(lines: Sequence[str], line: int, column: int, schema: Schema) -> Slot | None:
    """Return what a place is, counted from 0, in a comment above a table, or behind a typed number."""
    found = None
    for number in range(line, max(line - _MOST_ABOVE, -1), -1):
        text = lines[number] if number < line else lines[number][:column] + " "
        found = next(iter([*_OPENED.finditer(text)][::-1]), None)
        if "-->" in (text[found.end() :] if found else text):
            return None
        if found is not None:
            break
    if found is None or (number == line and found.end() > column):
        return None
    start = found.end() if number == line else 0
    before = "\n".join(
        (*([lines[number][found.end() :]] if number < line else []), *lines[number + 1 : line])
    )
    if number == line and (query := _query(lines[line], line, start, column, schema)):
        return query
    return _in_comment(lines, before, line, start, column, schema)


def _query(text: str, line: int, start: int, column: int, schema: Schema) -> Slot | None:
    written = text[start:column].split()
    if not written or written[0] not in NUMBERS or text[start:column].rstrip() == written[0]:
        return None
    return slot_in_query(text, line, start, column, schema)


def _in_comment(
    lines: Sequence[str], above: str, line: int, start: int, column: int, schema: Schema
) -> Slot | None:
    """Return a word of a comment: its kind, a field, or the header that has it."""
    text = lines[line]
    written = above + "\n" + text[start:column]
    parts = list(_PART.finditer(written))
    is_open = bool(parts) and parts[-1].end() == len(written) and not written[-1:].isspace()
    done = parts[:-1] if is_open else parts
    names = [each[0] for each in done if not each[1]]
    kind_word = next((each for each in names if each.lower() != RESTATES), "")
    kind = schema.named(kind_word.replace("-", "_").lower()) if kind_word else None
    current = parts[-1] if is_open else None
    if current is not None and current[1]:
        return _header(lines, line, column, current, kind)
    word = _plain_word(text, line, column - (len(current[0]) if current else 0), column)
    if not kind_word:
        return Slot(Role.TABLE_KIND, word, options=() if names else (RESTATES, *NUMBERS))
    taken = frozenset(each[1].replace("-", "_") for each in done if each[1])
    return Slot(Role.TABLE_FIELD, replace(word, beside=taken), (kind,) if kind else ())


def _header(
    lines: Sequence[str], line: int, column: int, current: re.Match[str], kind: Kind | None
) -> Slot | None:
    value = next((group for group in (current[2], current[4], current[6]) if group is not None), "")
    if "\n" in value:
        return None
    value = value.rpartition(",")[2].lstrip()
    start = column - len(value)
    end = re.compile(r"[^\"',]*").match(lines[line], column)
    stop = end.end() if end and lines[line][end.end() : end.end() + 1] in ('"', "'", ",") else column
    word = Word((), False, lines[line][start:stop], value, line + 1, start + 1, stop - start)
    return Slot(
        Role.TABLE_HEADER, word, (kind,) if kind else (), current[1], headers=_headers_below(lines, line)
    )


def _headers_below(lines: Sequence[str], line: int) -> tuple[str, ...]:
    """Return the headers of the table below a comment."""
    for number in range(line, min(line + _MOST_ABOVE, len(lines) - 1)):
        if "|" in lines[number] and set(lines[number + 1].strip()) <= set("|-: "):
            cells = lines[number].strip().strip("|").split("|")
            return tuple(filter(None, (plain(cell.strip()) for cell in cells)))
    return ()


def _plain_word(text: str, line: int, start: int, column: int) -> Word:
    rest = re.compile(r"[\w-]*").match(text, column)
    end = rest.end() if rest else column
    return Word((), False, text[start:end], text[start:column], line + 1, start + 1, end - start)
