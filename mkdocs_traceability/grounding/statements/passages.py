"""Read the text of a document block by block, each with its code spans, its links and its sentences."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from mkdocs_traceability.reading.markdown.blocks import Blocks, Prose
from mkdocs_traceability.reading.markdown.inline import ADDRESS, code_spans, without_raw_html
from mkdocs_traceability.reading.markdown.raw_blocks import HIDDEN

_NEAR: Final = 80
"""So many characters before and behind a name belong to what is said of it."""

_LONGEST: Final = 400
"""So many characters of a paragraph are read as what leads to a list."""

_HEADING: Final = re.compile(r" {0,3}(#{1,6})(?!#)(.*)|(.+)\n *(=+|-+) *$")
_TARGET: Final = re.compile(
    r"""\]\(\s*+(?:<([^<>\n\x02\x03]*+)>"""
    r"""|([^\s()<>\x02\x03]*+(?:\([^\s()\x02\x03]*+\)[^\s()<>\x02\x03]*+)*+))"""
    r"""(?:\s++(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?\s*+\)"""
)
_END: Final = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bcf)(?<!\betc)[.!?]++[\"')\]*_”»]*+(?=\s)|;(?=\s)"
    r"|\n(?=[ >]*\x02+\s*?\n)"
)
_CELL: Final = re.compile(r"(?<!\\)\|")
_DELIMITERS: Final = frozenset(" :|-")


class Part(NamedTuple):
    """A part of a text."""

    start: int
    end: int


@dataclass(eq=False)
class Passage:
    """The text of one block, a row of a table by itself.

    In `plain`, as long as `text`, all that is no text is hidden: code, addresses, raw HTML, what is struck
    out. `headings` are those above it, the innermost last; `headers` those of the columns of its table;
    `lead_in` is the paragraph that ends in a colon and has this below it.
    """

    prose: Prose
    headings: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    lead_in: str = ""
    is_row: bool = False
    is_heading: bool = False
    text: str = field(init=False)
    plain: str = field(init=False)
    code: tuple[Part, ...] = field(init=False)
    links: tuple[Part, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.prose.text
        left, spans = _without_code(self.text)
        left, links = _without_targets(left)
        left = _without_struck(without_raw_html(left))
        self.code = tuple(each for each in spans if left[each.start - 1] == _CODE)
        self.links = tuple(each for each in links if left[each.start - 1] in "( \n")
        self.plain = ADDRESS.sub(_hidden, left) if _may_have_address(left) else left

    @cached_property
    def _ends(self) -> list[int]:
        return [found.end() for found in _END.finditer(self.plain)]

    @cached_property
    def _cells(self) -> list[int]:
        return [found.start() for found in _CELL.finditer(self.plain)] if self.is_row else []

    def sentence_at(self, place: int) -> Part:
        """Return where the sentence begins and ends that has a place in it: a row of a table is one."""
        if self.is_row:
            return Part(0, len(self.text))
        number = bisect_right(self._ends, place)
        start = self._ends[number - 1] if number else 0
        return Part(start, self._ends[number] if number < len(self._ends) else len(self.text))

    def before(self, start: int, size: int = _NEAR) -> str:
        """Return what stands before a place in its sentence, in small letters."""
        return self.plain[max(self.sentence_at(start).start, start - size) : start].lower()

    def after(self, end: int, size: int = _NEAR) -> str:
        """Return what stands behind a place in its sentence, in small letters."""
        return self.plain[end : min(self.sentence_at(max(end - 1, 0)).end, end + size)].lower()

    def around(self, start: int, end: int) -> str:
        """Return what is said near a place, in small letters, and what is above it."""
        return " \n".join(
            (self.before(start), self.after(end), self.header_at(start), *self._headings_above[-2:])
        )

    @property
    def _headings_above(self) -> tuple[str, ...]:
        return self.headings[:-1] if self.is_heading else self.headings

    def header_at(self, place: int) -> str:
        """Return the header of the column of a table that a place is in, in small letters."""
        number = bisect_right(self._cells, place) - self._begins_with_bar
        return self.headers[number] if 0 <= number < len(self.headers) else ""

    @cached_property
    def _begins_with_bar(self) -> bool:
        return self.text.lstrip().startswith("|")


_CODE: Final = "\x03"
"""Stands for a character of a code span and its backticks."""


def _without_code(text: str) -> tuple[str, list[Part]]:
    """Hide code spans; return where what they say begins and ends."""
    parts: list[str] = []
    spans = []
    done = 0
    for start, end, ticks in code_spans(text) if "`" in text else ():
        inner = text[start + ticks : end - ticks]
        if inner.strip():
            begin = start + ticks + len(inner) - len(inner.lstrip())
            spans.append(Part(begin, begin + len(inner.strip())))
        parts += [text[done:start].replace(_CODE, " "), _CODE * (end - start)]
        done = end
    return "".join((*parts, text[done:].replace(_CODE, " "))), spans


def _without_struck(text: str) -> str:
    """Hide what stands between two `~~`."""
    if "~~" not in text:
        return text
    parts = text.split("~~")
    for number in range(1, len(parts) - 1, 2):
        parts[number] = HIDDEN * len(parts[number])
    return "~~".join(parts)


def _without_targets(text: str) -> tuple[str, tuple[Part, ...]]:
    """Hide the addresses of links and images; return where they stand."""
    if "](" not in text:
        return text, ()
    parts, links, done = [], [], 0
    for found in _TARGET.finditer(text):
        start, end = found.span(1 if found[1] is not None else 2)
        if end > start:
            links.append(Part(start, end))
            before = text[done:start]
            parts += [
                before[:-1] + "(" if found[1] is not None else before,
                HIDDEN * (found.end() - 1 - start),
            ]
            done = found.end() - 1
    return "".join((*parts, text[done:])), tuple(links)


def _may_have_address(text: str) -> bool:
    return "//" in text or "@" in text or "www." in text or "mailto:" in text


def _hidden(found: re.Match[str]) -> str:
    return HIDDEN * len(found[0])


def passages_of(blocks: Blocks) -> Iterator[Passage]:
    """Go through the passages of a document in the order in which they stand there."""
    tables = {row.line: rows for rows in blocks.tables for row in rows}
    above: list[tuple[int, str]] = []
    lead_in = _LeadIn()
    headers: dict[int, tuple[str, ...]] = {}
    for prose in sorted(blocks.prose, key=lambda each: each.places[0]):
        if heading := _HEADING.fullmatch(prose.text):
            level, words = _level_and_words(heading)
            above = [each for each in above if each[0] < level] + [(level, words.strip(" #").lower())]
        rows = tables.get(prose.places[0].line)
        if rows and prose.places[0] == rows[0]:
            headers[rows[0].line] = _headers(prose.text)
        passage = Passage(
            prose,
            tuple(words for _, words in above),
            headers.get(rows[0].line, ()) if rows else (),
            lead_in.over(prose, bool(heading), bool(rows)),
            bool(rows),
            bool(heading),
        )
        if not (rows and set(prose.text) <= _DELIMITERS):
            yield passage


def _level_and_words(heading: re.Match[str]) -> tuple[int, str]:
    if heading[1]:
        return len(heading[1]), heading[2]
    return (1 if heading[4][0] == "=" else 2), heading[3]


def _headers(row: str) -> tuple[str, ...]:
    return tuple(each.strip(" *_`").lower() for each in _CELL.split(row.strip().strip("|")))


class _LeadIn:
    """Knows which paragraph that ends in a colon a block is below: `These were removed:` and a list."""

    def __init__(self) -> None:
        self._text = ""
        self._column = 0
        self._is_new = False

    def over(self, prose: Prose, is_heading: bool, is_row: bool) -> str:
        """Return the paragraph that a block is below, and remember it where it is one itself."""
        column = prose.places[0].column
        is_below = self._text and not is_heading and (column > self._column or (is_row and self._is_new))
        over = self._text if is_below else ""
        self._is_new = bool(is_below and is_row)
        if not is_below:
            is_one = not is_heading and prose.text.rstrip().rstrip(f"*_ {HIDDEN}").endswith(":")
            self._text = _END.split(prose.text[-_LONGEST:])[-1].lower() if is_one else ""
            self._column, self._is_new = column, is_one
        return over


def of_definitions(definitions: Iterable[tuple[Prose, int, int]]) -> Iterator[Passage]:
    """Return the addresses that are defined for links, each as a passage with one link."""
    for prose, start, end in definitions:
        passage = Passage(prose)
        passage.plain, passage.code, passage.links = "", (), (Part(start, end),)
        yield passage
