"""Tabs: a Markdown text is read with its tabs expanded; in positions in the file a tab is one character."""

from bisect import bisect_left
from typing import Final

TAB: Final = 4


def expanded(line: str) -> str:
    """Return a line as Python-Markdown sees it."""
    return line.expandtabs(TAB) if "\t" in line else line


def columns(line: str) -> list[int]:
    """Return for each character of a line the column where it stands once tabs are expanded."""
    found, width = [], 0
    for character in line:
        found.append(width)
        width += TAB - width % TAB if character == "\t" else 1
    return found


def written_column(line: str, column: int) -> int:
    """Return where in a line that is written with tabs a column of the expanded one is."""
    return bisect_left(columns(line), column) if "\t" in line else column
