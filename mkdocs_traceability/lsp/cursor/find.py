"""What stands at a place of a source, whatever kind of source it is: the one way into this package."""

from collections.abc import Sequence
from typing import Final

from mkdocs_traceability.lsp.cursor.comment import slot_in_comment
from mkdocs_traceability.lsp.cursor.macro import slot_in_macro
from mkdocs_traceability.lsp.cursor.marker import slot_in_marker
from mkdocs_traceability.lsp.cursor.meaning import slot_in_front_matter, slot_in_sidecar
from mkdocs_traceability.lsp.cursor.mention import is_in_fence, slot_in_text
from mkdocs_traceability.lsp.cursor.slot import Slot
from mkdocs_traceability.lsp.cursor.table import slot_in_table
from mkdocs_traceability.lsp.cursor.yaml import word_in_part, word_in_sidecar
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.reading.tables.words import BUILT_IN_WORDS, TableWords

_LONGEST_LINE: Final = 5000
"""In a longer line nobody types, and what is asked of it might take long."""


def slot_at(
    lines: Sequence[str],
    line: int,
    column: int,
    schema: Schema,
    *,
    is_page: bool,
    words: TableWords = BUILT_IN_WORDS,
) -> Slot | None:
    """Return what stands at a place, or what can stand there; None where that is nothing of ours.

    Lines and columns count from 1. Whatever the text is, nothing is raised.
    """
    if not 1 <= line <= len(lines) or len(lines[line - 1]) > _LONGEST_LINE:
        return None
    number, offset = line - 1, min(max(column - 1, 0), len(lines[line - 1]))
    if not is_page:
        word = word_in_sidecar(lines, number, offset)
        return slot_in_sidecar(word, schema) if word else None
    if lines[0].rstrip() == "---" and number and (last := _front_matter_end(lines)) > number:
        word = word_in_part(lines, 1, last, number, offset)
        return slot_in_front_matter(word, schema) if word else None
    return _in_body(lines, number, offset, schema, words)


def _front_matter_end(lines: Sequence[str]) -> int:
    ends = (number for number in range(1, len(lines)) if lines[number].rstrip() in ("---", "..."))
    return next(ends, len(lines))


def _in_body(lines: Sequence[str], line: int, column: int, schema: Schema, words: TableWords) -> Slot | None:
    if is_in_fence(lines, line):
        return None
    return (
        slot_in_comment(lines, line, column, schema)
        or slot_in_macro(lines[line], line, column, schema)
        or slot_in_marker(lines[line], line, column, schema)
        or slot_in_table(lines, line, column, schema, words.words)
        or slot_in_text(lines, line, column)
    )
