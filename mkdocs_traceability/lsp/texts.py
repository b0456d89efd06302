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
        before = self.line(line)[: column - 1]
        return types.Position(max(line - 1, 0), self._codec.client_num_units(before))

    def range(self, line: int, column: int, length: int) -> types.Range:
        """Return the editor's range for a value of so many characters; for 0, of the rest of its line."""
        end = column + length if length else len(self.line(line)) + 1
        return types.Range(self.position(line, column), self.position(line, max(end, column)))
