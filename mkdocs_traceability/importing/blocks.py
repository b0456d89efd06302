"""Import: what stands in a document as facts, whatever its form: rows of cells under headers.

A table is one block. Sections with labelled lines (`**Status**: done`) under one heading are the rows of one
block, and so are the items of a list with boxes or marks.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Form = Literal["table", "sections", "list"]


class Cell(NamedTuple):
    """What stands in a cell, as Markdown, and where it begins; both numbers count from 1.

    `entries` are the items of a list that stands there, each on a line of its own.
    """

    text: str
    line: int
    column: int
    entries: tuple["Cell", ...] = ()


@dataclass
class Row:
    """One row: its cells by their headers, in order. `consumed` are lines of its own whose facts it has."""

    line: int
    cells: dict[str, Cell] = field(default_factory=dict)
    consumed: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Block:
    """Rows that stand together. `consumed` are the lines of a table; other rows have lines of their own.

    `headings` stand above it, the nearest one last.
    """

    form: Form
    line: int
    headings: tuple[str, ...]
    headers: list[Cell] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    consumed: list[tuple[int, int]] = field(default_factory=list)

    @property
    def lines(self) -> set[int]:
        """All lines whose facts it has."""
        ranges = [*self.consumed, *(each for row in self.rows for each in row.consumed)]
        return {line for first, last in ranges for line in range(first, last + 1)}

    @property
    def heading(self) -> str:
        """The nearest heading above it, empty if there is none."""
        return self.headings[-1] if self.headings else ""

    @property
    def names(self) -> list[str]:
        """The texts of its headers."""
        return [header.text for header in self.headers]
