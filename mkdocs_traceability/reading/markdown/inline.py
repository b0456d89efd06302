"""Read: what stands within the text of a block of Markdown: code spans, raw HTML, and where in the file."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Final

from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.markdown.blocks import Prose
from mkdocs_traceability.reading.markdown.raw_blocks import HIDDEN
from mkdocs_traceability.reading.markdown.tabs import columns

TAG: Final = re.compile(
    r"<!--(?:(?!<!--|-->).)*+-->"
    r"|<(?:https?|ftps?)://[^<>]*>"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^<>@ ]*)(?: [^<>]*)?>",
    re.DOTALL | re.IGNORECASE,
)
"""As in `markdown.inlinepatterns`: raw HTML in a line, and addresses in angle brackets."""

LEFT_ALONE: Final = frozenset(("a", "code", "pre", "kbd", "samp", "script", "style"))
"""Elements within which nothing becomes a link."""

ADDRESS: Final = re.compile(r"(?:https?://|ftps?://|www\.|mailto:)\S+|(?<![\w.+-])[\w.+-]++@[\w.-]+")
_BACKTICKS: Final = re.compile(r"(?<!\\)(\\*+)(`+)")


class Places:
    """Knows where things are in the file, where a tab is one character."""

    def __init__(self, path: str, before: int, written: list[str]) -> None:
        self._path = path
        self._before = before
        self._written = written
        self._columns: dict[int, list[int]] = {}

    def at(self, line: int, column: int, length: int) -> Position:
        """Return a position by the line and column in the text whose tabs are expanded."""
        if "\t" in self._written[line]:
            if line not in self._columns:
                self._columns[line] = columns(self._written[line])
            end = bisect_left(self._columns[line], column + length) if length else 0
            column = bisect_left(self._columns[line], column)
            length = max(end - column, 0)
        return Position(self._path, self._before + line + 1, column + 1, length)


class PlacesInProse:
    """Knows where in the file the text of a block is."""

    def __init__(self, prose: Prose, at: Callable[[int, int, int], Position]) -> None:
        self._places = prose.places
        self._starts = [0, *accumulate(len(line) + 1 for line in prose.text.split("\n"))]
        self._at = at

    def position(self, start: int, end: int) -> Position:
        """Return the position of a part of the text; its length is 0 where it runs on to other lines."""
        number = bisect_right(self._starts, start) - 1
        place = self._places[number]
        line_end = self._starts[number + 1] - 1
        column = place.column + start - self._starts[number]
        return self._at(place.line, column, end - start if end <= line_end else 0)


def code_spans(text: str) -> Iterator[tuple[int, int, int]]:
    """Go through code spans: where one begins and ends, and how many backticks it has at either end."""
    runs = list(_BACKTICKS.finditer(text))
    starts: dict[int, list[int]] = {}
    for run in runs:
        starts.setdefault(len(run[2]), []).append(run.start(2))
    done = 0
    for run in runs:
        start = run.start(2) + len(run[1]) % 2  # the first may be escaped
        for ticks in range(run.end() - start, 0, -1) if start >= done else ():
            alike = starts.get(ticks, [])
            following = bisect_right(alike, start)
            if following < len(alike):
                done = alike[following] + ticks
                yield start, done, ticks
                break


def without_raw_html(text: str) -> str:
    """Hide tags, comments and elements in which nothing becomes a link, of a text whose code is hidden."""
    if "<" not in text:
        return text
    tags = list(TAG.finditer(text))
    closing: dict[str, list[int]] = {}
    for tag in tags:
        if tag["end"]:
            closing.setdefault(tag["name"].lower(), []).append(tag.end())
    parts, done = [], 0
    for tag in tags:
        if tag.start() < done:
            continue
        end, name = tag.end(), (tag["name"] or "").lower()
        if name in LEFT_ALONE and not tag["end"]:
            ends = closing.get(name, [])
            after = bisect_right(ends, end)
            end = ends[after] if after < len(ends) else end
        parts += [text[done : tag.start()], HIDDEN * (end - tag.start())]
        done = end
    return "".join((*parts, text[done:]))
