"""How wide the columns of a table are whose rows are laid out by themselves: by what stands in them."""

from typing import Final

from mkdocs_traceability.pages.rendering.inline import Rendered
from mkdocs_traceability.pages.site.shown import Cell

_LEAST: Final = {
    "id": 6,
    "title": 14,
    "text": 6,
    "status": 8,
    "choices": 8,
    "badge": 9,
    "links": 13,
    "item": 11,
    "claim": 20,
    "place": 16,
    "owners": 8,
    "due": 8,
    "detailed": 14,
    "references": 16,
    "forbidden": 16,
    "observed": 9,
    "sufficient": 12,
    "evidence": 17,
    "claims": 17,
    "action": 16,
    "texts": 12,
    "lists": 16,
    "markdown": 18,
}
"""In em, by form."""

_MOST: Final = 22
"""In em: longer texts are broken into lines."""

_MARGIN: Final = 2
"""In em: left and right of a text together, and some more."""


def widths_of(columns: list[list[Cell]]) -> list[int]:
    """Return the width of each column in em."""
    return [_width(cells) for cells in columns]


def _width(cells: list[Cell]) -> int:
    least = max((_LEAST[cell.form] for cell in cells if cell.value is not None), default=6)
    longest = max((_length(cell) for cell in cells if cell.value is not None), default=0)
    return min(max(least, round(longest * 0.58) + _MARGIN), _MOST)


def _length(cell: Cell) -> int:
    if cell.form in ("id", "title", "text"):
        return len(cell.value.striptags() if isinstance(cell.value, Rendered) else cell.value)
    if cell.form == "links":
        return max((len(each.text) for each in cell.value), default=0)
    return 0
