"""Where a value stands in a file that somebody wrote."""

from typing import NamedTuple


class Position(NamedTuple):
    """A place in a source file.

    `path` is relative to the folder of `mkdocs.yml`, with `/` on every system. `line` and `column`
    count from 1, columns in characters. `length` is how many characters the value spans on that
    line, 0 where it runs on to the end of the line.
    """

    path: str
    line: int
    column: int
    length: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
