r"""The lines of a text, and the places in it as the editor counts them.

Ours count lines and characters from 1. The protocol counts from 0, and in units of the encoding that was
agreed on: by default UTF-16, in which an emoji is two. A line ends with `\n`, `\r\n` or `\r`, and with
nothing else: `str.splitlines` knows more ends than that.
"""

import re
from functools import cached_property
from typing import Final, NamedTuple

from lsprotocol import types
from pygls.workspace import PositionCodec

from mkdocs_traceability.model.position import Position

_END: Final = re.compile(r"\r\n|\n|\r")


class Place(NamedTuple):
    """A place in a text: a line and a column that count from 1, in characters."""

    line: int
    column: int


class Text:
    """A text with its lines, without their ends."""

    def __init__(self, text: str, codec: PositionCodec) -> None:
        self.text = text
        self._codec = codec

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return _END.split(self.text)

    def line(self, number: int) -> str:
        """Return a line by its number, empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def place(self, position: types.Position) -> Place:
        """Return our place for one of the editor's; what lies behind the end of a line is its end."""
        line = self.line(position.line + 1)
        if line.isascii():
            return Place(position.line + 1, min(position.character, len(line)) + 1)
        units = column = 0
        while column < len(line) and units < position.character:
            units += self._codec.client_num_units(line[column])
            column += 1
        return Place(position.line + 1, column + 1)

    def position(self, line: int, column: int) -> types.Position:
        """Return the editor's place for one of ours."""
        return _position(self.line(line), line, column, self._codec)

    def range(self, line: int, column: int, length: int) -> types.Range:
        """Return the editor's range for a value of so many characters; for 0, of the rest of its line."""
        return range_in(self.line(line), Position("", line, column, length), self._codec)


def range_in(line: str, at: Position, codec: PositionCodec) -> types.Range:
    """Return a position as the editor counts it, by the text of its line."""
    end = at.column + at.length if at.length else len(line) + 1
    last = max(end, at.column)
    return types.Range(_position(line, at.line, at.column, codec), _position(line, at.line, last, codec))


def _position(text: str, line: int, column: int, codec: PositionCodec) -> types.Position:
    before = text[: column - 1]
    units = len(before) if before.isascii() else codec.client_num_units(before)
    return types.Position(max(line - 1, 0), units)
