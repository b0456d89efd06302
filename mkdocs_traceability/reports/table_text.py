"""Rows of text as a table without lines, fitted to a terminal where there is one."""

from collections.abc import Sequence
from typing import Final

from mkdocs_traceability.reports.terminal import cut, padded, text_width
from mkdocs_traceability.reports.wording import harmless

_BETWEEN: Final = 2
_NARROWEST: Final = 6
"""To how many characters a column is cut at most, if it is longer."""


def table_text(head: Sequence[str], rows: Sequence[Sequence[str]], columns: int) -> list[str]:
    """Return the lines of a table, `columns` wide at most; 0 cuts nothing. The first column is never cut."""
    shown = [[harmless(" ".join(cell.split())) for cell in row] for row in (head, *rows)]
    widths = [max(map(text_width, column)) for column in zip(*shown, strict=True)]
    if columns:
        widths = fitted(widths, columns)
    return [_line(row, widths) for row in shown]


def fitted(widths: Sequence[int], columns: int) -> list[int]:
    """Return the widths of columns that fit: the widest give way first, down to some characters."""
    left = list(widths)
    excess = sum(left) + _BETWEEN * (len(left) - 1) - columns
    while excess > 0 and (widest := max(left[1:], default=0)) > _NARROWEST:
        left[left.index(widest, 1)] -= 1
        excess -= 1
    return left


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [padded(cut(cell, width), width) for cell, width in zip(row, widths, strict=True)]
    return (" " * _BETWEEN).join(cells).rstrip()
