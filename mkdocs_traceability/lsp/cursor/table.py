"""The word at the cursor in the cell of a table that declares items."""

import re
from collections.abc import Sequence
from typing import Final

from mkdocs_traceability.lsp.cursor.comment import MOST_ABOVE, OPENED
from mkdocs_traceability.lsp.cursor.excerpt import MARK
from mkdocs_traceability.lsp.cursor.meaning import slot_of_field
from mkdocs_traceability.lsp.cursor.slot import Slot
from mkdocs_traceability.lsp.cursor.word import Word, word_in_line
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.reading.tables.columns import columns_of
from mkdocs_traceability.reading.tables.directive import read_directive
from mkdocs_traceability.reading.tables.grid import Table, read_tables
from mkdocs_traceability.reading.tables.restating import split_where
from mkdocs_traceability.reading.tables.words import Words

_MOST_ROWS: Final = 30
"""So many rows decide what the columns of a table are."""

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
    for number in range(first - 1, max(first - MOST_ABOVE, -1), -1):
        if OPENED.search(lines[number]):
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
    return word_in_line(text, line, start, column, end)
