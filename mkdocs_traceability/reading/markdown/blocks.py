"""Read: the blocks of a Markdown text that hold prose: paragraphs, headings, list items, cells, titles.

The rules are those of Python-Markdown: what belongs to a list item, an admonition, a tab, a footnote or a
definition is indented by four columns; what is indented by four more is code.
"""

import re
from typing import Final, NamedTuple

from mkdocs_traceability.reading.markdown.raw_blocks import HIDDEN, hide_raw_blocks

_DEEPEST: Final = 64
"""What is nested deeper is left alone."""

_ITEM: Final = re.compile(r" {0,3}(?:[*+-]|\d+\.) +(?:\[[ xX](?=\] ))?")
_NESTED_ITEM: Final = re.compile(r" {4,7}(?:[*+-]|\d+\.) ")
_QUOTE: Final = re.compile(r" {0,3}> ?")
_ALERT: Final = re.compile(r" {0,3}> ?\[!\w+\]")
_DEFINITION: Final = re.compile(r" {0,3}: {1,3}(?=\S)")
_FOOTNOTE: Final = re.compile(r" {0,3}\[\^[^\]]*\]: *")
_BOX: Final = re.compile(
    r"""!!!\ ?[\w-]+(?:\ +[\w-]+)*+(?:\ +".*")?\ *$
    |\?{3}\+?\ ?(?:(?:[\w-]+(?:\ +[\w-]+)*+)?\ +".*"|[\w-]+(?:\ +[\w-]+)*+)\ *$
    |={3}(?:\+!?|!\+?)?\ +".*"\ *$""",
    re.VERBOSE,
)
"""The first line of an admonition, of a detail (`pymdownx.details`) and of a tab (`pymdownx.tabbed`)."""
_HEADING: Final = re.compile(r"#{1,6}(?!#)")
_RULE: Final = re.compile(r" {0,3}(?:(?:- {0,2}){3,}+|(?:_ {0,2}){3,}+|(?:\* {0,2}){3,}+) *$")
_UNDERLINE: Final = re.compile(r"(?:=+|-+) *")
_ENDS_LIST: Final = (_HEADING, _RULE, _BOX)
_DELIMITERS: Final = frozenset(" :|-")
_ABBREVIATION: Final = re.compile(r"\*\[[^\\]*?\] ?: *\S")
_LINK_TARGET: Final = re.compile(
    r"""^[ ]{0,3}\[([^\[\]]*)\]:[ ]*(?:\n[ ]*)?([^\s]++|[^\s]{1,200})[ ]*(?:\n[ ]*)?"""
    r"""((["'])(.*)\4[ ]*|\((.*)\)[ ]*)?$""",
    re.MULTILINE,
)
"""As in `markdown.blockprocessors.ReferenceProcessor`. But right behind an address a title is looked for only
if that is short: behind every character of a long one it would take time that grows as its square."""


class BlockStart(NamedTuple):
    """A line of the text, counted from 0, and the column where what belongs to a block begins on it."""

    line: int
    column: int


_GAP: Final = BlockStart(-1, 0)
"""An empty line between blocks, where the text has none."""


class Prose(NamedTuple):
    """The text of one block, and where each of its lines stands."""

    text: str
    places: tuple[BlockStart, ...]


class Blocks:
    """The prose of a Markdown text, and the link targets that it defines, by their folded names.

    `tables` has where each row of a table begins, its header and the line of dashes first. `definitions` are
    where in which prose the addresses stand that are defined for links. `as_github`, raw
    blocks are those of GitHub, and quotations are left out, but not alerts such as `> [!NOTE]`.
    """

    def __init__(self, lines: list[str], as_github: bool = False) -> None:
        self.prose: list[Prose] = []
        self.tables: list[tuple[BlockStart, ...]] = []
        self.link_targets: set[str] = set()
        self.definitions: list[tuple[Prose, int, int]] = []
        self._as_github = as_github
        self._lines, self._fences = hide_raw_blocks(lines, as_github)
        within = {line for first, last in self._fences.items() for line in range(first + 1, last + 1)}
        places = [BlockStart(number, 0) for number in range(len(lines)) if number not in within]
        self._inner: list[tuple[int, list[BlockStart]]] = [(0, places)]
        while self._inner:
            depth, places = self._inner.pop()
            if depth < _DEEPEST:
                self._read(places, depth + 1)

    def _read(self, places: list[BlockStart], depth: int) -> None:
        """Read what stands side by side; what stands within it comes later."""
        paragraph: list[BlockStart] = []
        number = 0
        while number < len(places):
            text = self._text(places[number])
            if _is_blank(text) or self._is_html(places[number]):
                self._end(paragraph)
                self._end([places[number]] if text.strip(f" {HIDDEN}") else [])
                number += 1
            elif not paragraph and _is_indented(text):
                number = self._after_code(places, number)
            elif after := self._container(places, number, depth, paragraph):
                number = after
            else:
                paragraph.append(places[number])
                number += 1
                if _HEADING.match(text) or (len(paragraph) == 2 and _UNDERLINE.fullmatch(text)):
                    self._end(paragraph)
        self._end(paragraph)

    def _container(
        self, places: list[BlockStart], number: int, depth: int, paragraph: list[BlockStart]
    ) -> int:
        """Set aside what a block holds that has others within it; return where it ends, 0 if it is none."""
        text = self._text(places[number])
        if _HEADING.match(text) or _ABBREVIATION.match(text):
            self._end(paragraph)
            return number + 1 if _ABBREVIATION.match(text) else 0
        if _RULE.match(text) and not (len(paragraph) == 1 and _UNDERLINE.fullmatch(text)):
            self._end(paragraph)
            return number + 1
        if _BOX.match(text):
            self._end(paragraph)
            self._end([places[number]])
            return self._box(places, number + 1, depth)
        for marker in (_DEFINITION, _FOOTNOTE) if paragraph else (_ITEM, _DEFINITION, _FOOTNOTE):
            if marker.match(text):
                self._end(paragraph)
                return self._items(places, number, depth, marker)
        if _QUOTE.match(text):
            self._end(paragraph)
            return self._quote(places, number, depth)
        return 0

    def _box(self, places: list[BlockStart], number: int, depth: int) -> int:
        """Set aside what is indented below the title of an admonition, a detail or a tab."""
        inner = []
        while number < len(places):
            text = self._text(places[number])
            if not (_is_blank(text) or _is_indented(text)):
                break
            inner.append(_within(places[number], 4))
            number += 1
        self._inner.append((depth, inner))
        return number

    def _quote(self, places: list[BlockStart], number: int, depth: int) -> int:
        """Set aside what is quoted, up to an empty line."""
        inner = []
        is_shown = not self._as_github or _ALERT.match(self._text(places[number]))
        while number < len(places):
            text = self._text(places[number])
            if _is_blank(text) or self._is_html(places[number]):
                break
            marked = _QUOTE.match(text)
            inner.append(_within(places[number], marked.end()) if marked else places[number])
            number += 1
        self._inner.append((depth, inner if is_shown else []))
        return number

    def _items(self, places: list[BlockStart], number: int, depth: int, marker: re.Pattern[str]) -> int:
        """Set aside what each item of a list holds; return where the list ends."""
        inner: list[BlockStart] = []
        tight = after_gap = nested = False
        while number < len(places):
            place, text = places[number], self._text(places[number])
            may_begin = (tight or after_gap or not inner) and not _RULE.match(text)
            begun = marker.match(text) if may_begin else None
            if _is_blank(text):
                inner.append(_GAP)
                tight, after_gap = False, True
            elif begun:
                self._inner.append((depth, inner))
                inner = [_within(place, begun.end())]
                tight, after_gap, nested = True, False, False
            elif _is_indented(text):
                if tight and not nested and _NESTED_ITEM.match(text):
                    nested = True
                    inner.append(_GAP)
                inner.append(_within(place, 4))
                after_gap = False
            elif after_gap or self._is_html(place) or any(each.match(text) for each in _ENDS_LIST):
                break
            else:
                inner.append(place)
            number += 1
        self._inner.append((depth, inner))
        return number

    def _after_code(self, places: list[BlockStart], number: int) -> int:
        while number < len(places) and _is_indented(self._text(places[number])):
            number += 1
        return number

    def _end(self, paragraph: list[BlockStart]) -> None:
        """Enter what a paragraph says, each row of a table by itself, and begin another one."""
        rows = [self._text(place) for place in paragraph]
        is_table = len(rows) > 1 and {"|", "-"} <= set(rows[1]) <= _DELIMITERS
        if is_table:
            self.tables.append(tuple(paragraph))
            self.prose += [Prose(row, (place,)) for row, place in zip(rows, paragraph, strict=True)]
        elif rows:
            prose = Prose("\n".join(rows), tuple(paragraph))
            self.prose.append(prose._replace(text=self._without_link_targets(prose)))
        paragraph.clear()

    def _without_link_targets(self, prose: Prose) -> str:
        text = prose.text
        if "]:" not in text:
            return text
        for found in _LINK_TARGET.finditer(text):
            self.link_targets.add(folded(found[1].strip()))
            self.definitions.append((prose, found.start(2), found.end(2)))
        return _LINK_TARGET.sub(lambda found: HIDDEN * len(found[0]), text)

    def is_html(self, line: int) -> bool:
        """Whether raw HTML was taken out in a line, a comment perhaps."""
        return HIDDEN in self._lines[line] and line not in self._fences

    def _is_html(self, place: BlockStart) -> bool:
        """Whether a block of raw HTML was taken out here: it ends what stands before it."""
        return self._text(place).lstrip().startswith(HIDDEN) and place.line not in self._fences

    def _text(self, place: BlockStart) -> str:
        return self._lines[place.line][place.column :] if place.line >= 0 else ""


def folded(name: str) -> str:
    """Return the form in which names of link targets are compared."""
    return re.sub(r"\s+", " ", name).lower()


def _within(place: BlockStart, columns: int) -> BlockStart:
    return BlockStart(place.line, place.column + columns) if place.line >= 0 else place


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def _is_indented(text: str) -> bool:
    return text.startswith("    ")
