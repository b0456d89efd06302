"""Edits put into a text: all outside them stays to the byte, line ends and byte order mark too."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from mkdocs_traceability.model.fix import TextEdit

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_MARK: Final = "\ufeff"


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    r"""Return a text with edits, whose places count in it as it is before any of them.

    Lines end with `\n`, `\r\n` or `\r`, as in `reading.text.decode`, and a byte order mark is no column. A
    line end in an edit is written as the text has its first. Several insertions at one place stand in their
    order. `path` is not asked: all edits are of this text.

    Raises:
        ValueError: where edits overlap, or one is of a place that the text does not have.

    """
    places = _Places(text)
    spans = ((places.offset(each.line, each.column), places.end(each), each.text) for each in edits)
    parts, done = [], 0
    for start, end, written in sorted(spans, key=lambda span: span[:2]):
        if start < done or end < start:
            raise ValueError(f"edits that overlap, at character {start}")
        parts += [text[done:start], _LINE_END.sub(places.line_end, written)]
        done = end
    return "".join((*parts, text[done:]))


def edited(data: bytes, edits: Iterable[TextEdit]) -> bytes:
    """Return what a file in UTF-8 holds after edits.

    Raises:
        ValueError: as `apply_edits` does, and where it is not UTF-8.

    """
    return apply_edits(data.decode("utf-8"), edits).encode("utf-8")


def touch(edit: TextEdit, other: TextEdit) -> bool:
    """Whether of two edits of a file only one can be put in: they overlap, or stand side by side.

    Different entries that are added to the end of a list may both be: they stand in their order.
    """
    start, end = edit[1:3], edit[3:5]
    if _is_entry(edit) and _is_entry(other) and start == other[1:3]:
        return edit.text == other.text
    return start <= other[3:5] and other[1:3] <= end


def _is_entry(edit: TextEdit) -> bool:
    """Whether an edit adds an entry at the end of a list."""
    return edit[1:3] == edit[3:5] and edit.text.startswith((", ", "\n"))


class _Places:
    """Tells where in a text the characters of its lines stand."""

    def __init__(self, text: str) -> None:
        self._bounds = list(_bounds(text))
        first = _LINE_END.search(text)
        self.line_end = first[0] if first else "\n"

    def end(self, edit: TextEdit) -> int:
        """Return the offset of the character before which an edit ends."""
        return self.offset(edit.end_line, edit.end_column)

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a character, or of the end of its line."""
        if not 1 <= line <= len(self._bounds):
            raise ValueError(f"a line that is not there: {line}")
        start, end = self._bounds[line - 1]
        if not 1 <= column <= end - start + 1:
            raise ValueError(f"a column that is not there: {line}:{column}")
        return start + column - 1


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    """Go through lines: where each begins, and where its line end does."""
    start = len(_MARK) if text.startswith(_MARK) else 0
    for found in _LINE_END.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)
