"""Where something stands after an edit that was made beside it.

Between two runs the findings of the first are still shown: each moves along with the text around it.
"""

from dataclasses import dataclass

from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.text import line_ends_as_one


@dataclass(frozen=True)
class Shift:
    """One stretch of a text that was replaced: what stood before it stays, what stood behind it moves.

    Lines and columns count from 1. The stretch begins at `line` and `column`, ended before `old_line` and
    `old_column`, and ends before `new_line` and `new_column` now.
    """

    line: int
    column: int
    old_line: int
    old_column: int
    new_line: int
    new_column: int

    @classmethod
    def between(cls, before: str, after: str) -> "Shift":
        """Return the least stretch in which two texts differ."""
        before, after = line_ends_as_one(before), line_ends_as_one(after)
        shortest = min(len(before), len(after))
        start = _alike(before, after, shortest)
        end = _alike(before[::-1], after[::-1], shortest - start)
        return cls(
            *_place(before, start), *_place(before, len(before) - end), *_place(after, len(after) - end)
        )

    def replaced(self, position: Position) -> bool:
        """Whether what stood at a position stands there no more."""
        at = (position.line, position.column)
        return (self.line, self.column) <= at < (self.old_line, self.old_column)

    def cuts(self, position: Position) -> bool:
        """Whether the stretch begins within what stood at a position: its end is another one now."""
        at = (position.line, position.column)
        end = (position.line, position.column + position.length)
        return at < (self.line, self.column) < end

    def moved(self, position: Position) -> Position:
        """Return where something stands now; what was replaced stood where the stretch begins."""
        if self.replaced(position):
            return position._replace(line=self.line, column=self.column)
        if (position.line, position.column) < (self.line, self.column):
            return position
        column = position.column
        if position.line == self.old_line:
            column += self.new_column - self.old_column
        return position._replace(line=position.line + self.new_line - self.old_line, column=column)


def _alike(one: str, other: str, most: int) -> int:
    """Return how many characters two texts begin alike with, by halves: texts are long, edits are short."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
