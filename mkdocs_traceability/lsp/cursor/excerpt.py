"""The part of a YAML text that decides what a place in it means: the key at its top, and one item.

A sidecar of ten thousand items takes half a second to be parsed, and is typed in. What stands in other items
does not matter to a place, nor do the mistakes in them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MARK: Final = "\ue7f3"
"""Stands for the cursor while a text is parsed: a character of nobody's."""

_LONGEST: Final = 60_000
"""How many characters are parsed at the most."""

_TOP: Final = re.compile(r"""(?:[\w.-]+|"[^"\n]*"|'[^'\n]*')[ \t]*:(?:[ \t]|$)""")
_NOT_TOP: Final = ("", " ", "\t", "#", "-", "]", "}")
_DASH: Final = re.compile(r"([ \t]*)-(?:[ \t]|$)")
_KEY: Final = re.compile(r"""([ \t]*(?:-[ \t]+)*(?:[\w.-]+|"[^"]*"|'[^']*')[ \t]*:)(?:[ \t]|$).*""")
_NOTHING: Final = re.compile(r"[ \t]*(?:#.*)?$")
_ALIAS: Final = re.compile(r"""(?<=[\s\[{,])(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|\*(?=\w))""")
"""The asterisk of an alias; and text in quotes, in which there is none."""


@dataclass(frozen=True)
class Excerpt:
    """Some lines of a text, with their numbers in it; the cursor is `at` one of them. All count from 0."""

    lines: tuple[str, ...]
    numbers: tuple[int, ...]
    at: int
    column: int

    @property
    def line(self) -> str:
        """The line of the cursor."""
        return self.lines[self.at]

    @property
    def before(self) -> str:
        """What stands before the cursor in its line."""
        return self.line[: self.column]

    def with_line(self, line: str, *, is_cut: bool = False) -> str:
        """Return the text with another line at the cursor; without what follows, where it `is_cut`."""
        after = () if is_cut else self.lines[self.at + 1 :]
        return parsable((*self.lines[: self.at], line, *after))

    def ancestors(self) -> "Excerpt":
        """Return only the lines that the line of the cursor stands below, without their values."""
        above = list(self._ancestors())[::-1]
        lines = [_KEY.sub(r"\1", self.lines[number]) for number in above]
        numbers = [self.numbers[number] for number in above]
        return Excerpt((*lines, self.line), (*numbers, self.numbers[self.at]), len(above), self.column)

    def _ancestors(self) -> Iterator[int]:
        depth = _depth(self.line, self.column)
        for number in range(self.at - 1, -1, -1):
            line = self.lines[number]
            if not _NOTHING.match(line) and _KEY.match(line) and (own := _depth(line)) < depth:
                yield number
                depth = own


def parsable(lines: Sequence[str]) -> str:
    """Return lines as a text in which aliases are words: their anchors may stand elsewhere."""
    return _ALIAS.sub(lambda found: "_" if found[0] == "*" else found[0], "\n".join(lines))


def excerpt(lines: Sequence[str], line: int, column: int) -> Excerpt:
    """Return what decides of a place: its top-level key with the item, or with all below it."""
    top = next((number for number in range(line, -1, -1) if _is_top(lines[number])), 0)
    first, last = _item(lines, top, line)
    head = [] if first <= top else [top]
    numbers = [*head, *range(first, last)]
    if sum(len(lines[number]) for number in numbers) > _LONGEST:
        numbers = [*head, *_within_bounds(lines, first, line)]
    return Excerpt(tuple(lines[number] for number in numbers), tuple(numbers), numbers.index(line), column)


def whole(lines: Sequence[str], first: int, last: int, line: int, column: int) -> Excerpt:
    """Return a part of a text, such as its front matter, from the line `first` to before `last`."""
    numbers = tuple(range(first, last))
    if sum(len(lines[number]) for number in numbers) > _LONGEST:
        numbers = tuple(_within_bounds(lines, first, line))
    return Excerpt(tuple(lines[number] for number in numbers), numbers, numbers.index(line), column)


def _is_top(line: str) -> bool:
    return line[:1] not in _NOT_TOP and _TOP.match(line) is not None


def _item(lines: Sequence[str], top: int, line: int) -> tuple[int, int]:
    """Return the first line of the item that a line stands in, and the line after its last."""
    below = (number for number in range(top + 1, len(lines)) if not _NOTHING.match(lines[number]))
    first = next(below, top)
    dash = _DASH.match(lines[first]) if first > top and not _is_top(lines[first]) else None
    if dash is None:
        ends = (number for number in range(line + 1, len(lines)) if _is_top(lines[number]))
        return top, next(ends, len(lines))
    if top == line:
        return top, line + 1
    indent = dash[1]
    begins = (number for number in range(line, top, -1) if _begins(lines[number], indent))
    ends = (
        number
        for number in range(line + 1, len(lines))
        if _begins(lines[number], indent) or _is_top(lines[number])
    )
    return next(begins, top), next(ends, len(lines))


def _begins(line: str, indent: str) -> bool:
    found = _DASH.match(line)
    return found is not None and found[1] == indent


def _within_bounds(lines: Sequence[str], first: int, line: int) -> Iterator[int]:
    """Go through the last lines up to one that can be parsed in the time there is."""
    size, start = 0, line
    while start > first and size + len(lines[start - 1]) < _LONGEST:
        start -= 1
        size += len(lines[start])
    return iter(range(start, line + 1))


def _depth(line: str, column: int | None = None) -> tuple[int, bool]:
    """Return how deep a line stands: its indent, an entry of a list deeper than its key."""
    stripped = line.lstrip(" \t")
    indent = len(line) - len(stripped)
    return (column if column is not None and not stripped else indent), bool(_DASH.match(line))
