"""The id at the cursor in the text of a page: `[EVAL-001]`, `[label][EVAL-001]`, in code, or bare."""

import re
from collections.abc import Sequence
from typing import Final

from mkdocs_traceability.lsp.cursor.slot import Role, Slot
from mkdocs_traceability.lsp.cursor.word import word_in_line

_OPENED: Final = re.compile(r"(?<![\w!\[\]\\])\[([^\s\[\]<>!^`]*)$|\]\[([^\s\[\]<>`]*)$")
_REST: Final = re.compile(r"[^\s\[\]<>`]*")
_NOT_TYPED: Final = re.compile(r"[^\s\[\]<>`(){}|*,;!?\"']")
_AFTER: Final = re.compile(r"[^\s\[\]<>`(){}|*,;!?\"']*")
_FENCE: Final = re.compile(r" {0,3}(?:>[ ]?)*(?:`{3,}|~{3,})")
_FRAME: Final = ".:"


def slot_in_text(lines: Sequence[str], line: int, column: int) -> Slot | None:
    """Return the word at a place, counted from 0, as one that may be an id; `name` is `[` in brackets."""
    text = lines[line]
    opened = _OPENED.search(text, 0, column)
    if opened is not None:
        rest = _REST.match(text, column)
        start = opened.start(1) if opened[1] is not None else opened.start(2)
        return _slot(text, line, start, rest.end() if rest else column, column, "[")
    start = column
    while start > 0 and _NOT_TYPED.match(text[start - 1]):
        start -= 1
    rest = _AFTER.match(text, column)
    end = rest.end() if rest else column
    while end > max(start, column) and text[end - 1] in _FRAME:
        end -= 1
    return _slot(text, line, start, end, column, "") if end > start else None


def _slot(text: str, line: int, start: int, end: int, column: int, name: str) -> Slot:
    word = word_in_line(text, line, start, column, end)
    return Slot(Role.MENTION, word, name=name)


def is_in_fence(lines: Sequence[str], line: int) -> bool:
    """Whether a line stands in a block of code between fences."""
    is_open = ""
    for text in lines[: line + 1]:
        if "```" not in text and "~~~" not in text:
            continue
        if (found := _FENCE.match(text)) is not None:
            fence = found[0].lstrip(" >")[:3]
            is_open = "" if is_open == fence else is_open or fence
    return bool(is_open)
