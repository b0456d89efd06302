"""Read: a Markdown text as headings, list items, paragraphs and comments, each with the places of its lines.

Not what Python-Markdown makes of it: list items at every depth stand side by side, as tools for requirements
read them. Fenced code and raw HTML are left out.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from mkdocs_traceability.reading.markdown.page_body import FENCED
from mkdocs_traceability.reading.markdown.raw_blocks import HIDDEN, hide_raw_blocks
from mkdocs_traceability.reading.yaml.nodes import Scalar

HEADING: Final = "heading"
BULLET: Final = "bullet"
LINE: Final = "line"
COMMENT: Final = "comment"

_HEADING: Final = re.compile(r" {0,3}(#{1,6})[ \t]++(?=\S)")
_CLOSING: Final = re.compile(r"[ \t]#+$")
_BULLET: Final = re.compile(r"[ \t]*(?:[-*+]|(\d{1,9}(?:\.\d{1,9}){0,9})[.)])[ \t]++(?=\S)")
_CHECKBOX: Final = re.compile(r"\[([ xX~-])\]\*?[ \t]++")
_COMMENT: Final = re.compile(r"[ \t]*<!--[ \t]*+(.*?)[ \t]*-->[ \t]*")


@dataclass
class TextBlock:
    """A heading with its level, a list item, a paragraph or a comment; `text` is what it says on one line.

    A list item may have a number, such as `2` or `2.1`, and a check box, which is `open` or `done`; they are
    no part of the text.
    """

    what: str
    text: str
    level: int = 0
    number: str = ""
    indent: int = 0
    checkbox: str = ""
    _starts: list[int] = field(default_factory=lambda: [0])
    _places: list[tuple[int, int]] = field(default_factory=list)

    def go_on(self, text: str, line: int, column: int) -> None:
        """Add a line."""
        self._starts.append(len(self.text) + 1)
        self._places.append((line, column))
        self.text = f"{self.text} {text}"

    def scalar(self, start: int, end: int, text: str | None = None) -> Scalar:
        """Return a part of the text with its place; perhaps saying something else than stands there."""
        at = bisect_right(self._starts, start) - 1
        line, column = self._places[at]
        is_on_one_line = at + 1 == len(self._starts) or end < self._starts[at + 1]
        written = self.text[start:end] if text is None else text
        offset = start - self._starts[at]
        return Scalar(written, line, column + offset, end - start if is_on_one_line else 0, False)


def blocks_of(text: str) -> Iterator[TextBlock]:
    """Go through the blocks of a Markdown text, without its front matter."""
    lines = text.split("\n")
    front = FENCED.match(text)
    first = text[: front.end()].count("\n") if front else 0
    hidden = hide_raw_blocks(lines)
    in_fences = {line for start, end in hidden.fences.items() for line in range(start, end + 1)}
    block: TextBlock | None = None
    for number in range(first, len(lines)):
        line = hidden.lines[number]
        begun = None if number in in_fences else _begun(lines[number], line, number + 1)
        if begun is not None:
            yield from (block,) if block else ()
            block = begun
        elif not line.strip() or HIDDEN in line:
            yield from (block,) if block else ()
            block = None
        elif block is not None and block.what in (BULLET, LINE):
            block.go_on(line.strip(), number + 1, len(line) - len(line.lstrip()) + 1)
        else:
            yield from (block,) if block else ()
            block = _block(LINE, line, len(line) - len(line.lstrip()), number + 1)
    yield from (block,) if block else ()


def _begun(written: str, line: str, number: int) -> TextBlock | None:
    """Return the block that a line begins, whatever stands before it."""
    if comment := _COMMENT.fullmatch(written):
        return _block(COMMENT, comment[1], 0, number, comment.start(1))
    if heading := _HEADING.match(line):
        block = _block(HEADING, _CLOSING.sub("", line.rstrip()), heading.end(), number)
        block.level = len(heading[1])
        return block
    if bullet := _BULLET.match(line):
        checkbox = _CHECKBOX.match(line, bullet.end())
        block = _block(BULLET, line, checkbox.end() if checkbox else bullet.end(), number)
        block.checkbox = ("done" if checkbox[1] in "xX" else "open") if checkbox else ""
        block.number, block.indent = bullet[1] or "", len(line) - len(line.lstrip())
        return block
    return None


def _block(what: str, line: str, start: int, number: int, column: int | None = None) -> TextBlock:
    at = start if column is None else column
    return TextBlock(what, line[start:].rstrip(), _places=[(number, at + 1)])
