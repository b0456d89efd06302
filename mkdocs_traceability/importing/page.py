"""Import: the page with markers in place of what was imported; everything else stays to the letter."""

from collections.abc import Iterable
from typing import NamedTuple


class Replacement(NamedTuple):
    """Lines of a page, the first and the last counted from 1, and the marker that takes their place.

    An empty marker leaves only the gap.
    """

    first: int
    last: int
    marker: str


def with_markers(text: str, replacements: Iterable[Replacement]) -> str:
    """Return a page in which markers, each a paragraph of its own, stand for lines."""
    lines = text.split("\n")
    for first, last, marker in sorted(replacements, reverse=True):
        before, after = lines[: first - 1], lines[last:]
        middle = [marker] if marker else []
        if marker and before and before[-1].strip():
            middle.insert(0, "")
        if marker and after and after[0].strip():
            middle.append("")
        if not marker and before and not before[-1].strip() and after and not after[0].strip():
            after = after[1:]
        lines = [*before, *middle, *after]
    return "\n".join(lines)
