"""Read: what the text of a page says of items. It finds the places; what they mean is for others to say.

Left alone is all that Markdown does not render as text, or gives another meaning: code, raw HTML, links and
what a link target of the page's own defines, footnotes, boxes of task lists, what is escaped.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from mkdocs_traceability.model.directives import FORMS
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import (
    BARE,
    BARE_FORM,
    CODE,
    FULL,
    SHORT,
    Marker,
    Mention,
    MentionForm,
    StatedNumber,
)
from mkdocs_traceability.reading.markdown.blocks import Blocks, Prose, folded
from mkdocs_traceability.reading.markdown.inline import (
    ADDRESS,
    Places,
    PlacesInProse,
    code_spans,
    without_raw_html,
)
from mkdocs_traceability.reading.markdown.macro_calls import CALL_FORM, called, may_hold_calls, without_calls
from mkdocs_traceability.reading.markdown.page_body import body_of
from mkdocs_traceability.reading.markdown.raw_blocks import HIDDEN
from mkdocs_traceability.reading.markdown.stated_numbers import MAY_HOLD_NUMBERS, numbers_in
from mkdocs_traceability.reading.markdown.tabs import expanded

# `\x02` and `\x03`: what is hidden, here and where Python-Markdown has taken something out of a text.
_ID: Final = r"[^\s\[\]<>!^\x00-\x1f][^\s\[\]<>\x00-\x1f]{0,199}"
SHORT_FORM: Final = rf"(?<![\w!\[\]\\])\[({_ID})\](?![\[(])"
FULL_FORM: Final = rf"(?<![\w!\[\]\\])\[([^\[\]]+)\]\[({_ID}|)\](?![\[(])"
MARKER_FORM: Final = (
    r"(?<![\[!\\])\[trace:((?>"
    r"""(?<=[\s=,(])(?:"[^"\n\x02\x03]{0,500}"|'[^'\n\x02\x03]{0,500}')"""
    r"""|[^\[\]"'\x02\x03]++|["']"""
    r"){0,200}+)\]"
)
CODE_FORM: Final = re.compile(rf"\s*({_ID})\s*")

_MEANT_AS_MARKER: Final = re.compile(
    rf"(?<!\{{)\{{\s*trace\s*:\s*([^{{}}\[\]\n\x02\x03]{{1,200}}?)\s*\}}(?!\}})"
    rf"|(?<![\w!\[\]\\])\[\s*trace(?:\s*:)?\s+((?:{'|'.join(FORMS)})\b[^\[\]\n\x02\x03]{{0,200}}?)\s*\](?![\[(:])",
    re.IGNORECASE,
)
"""What people write for a marker: `{trace: count flows}`, `[trace count flows]`, `[Trace: count flows]`."""
_MAY_HOLD_MEANT: Final = re.compile(rb"\{ ?[Tt]race ?:|\[ ?[Tt]race[ :]")
_MAY_HOLD: Final = re.compile(rb"\[(?:trace:|[^\s\[\]<>!^\x00-\x1f][^\s\[\]<>\x00-\x1f]{0,799}\](?!\())")
_MAY_HOLD_CODE: Final = re.compile(b"`")
_MAY_HOLD_BARE: Final = re.compile(rb"[A-Za-z\x80-\xff][-_.:]?\d")

_SHORT: Final = re.compile(SHORT_FORM)
_FULL: Final = re.compile(FULL_FORM)
_BARE: Final = re.compile(BARE_FORM)
_MARKER: Final = re.compile(MARKER_FORM)
_ESCAPED: Final = re.compile(r"\\[\\`*_{}\[\]()>#+.!-]")
_LINK: Final = re.compile(
    r"!?\[(?:[^\[\]]|\[(?:[^\[\]]|\[[^\[\]]*\])*+\])*+\]\((?:[^()]|\((?:[^()]|\([^()]*\))*+\))*+\)"
)
_OWN_LINK: Final = re.compile(r"\[([^\[\]]*)\](?:\s?\[([^\[\]]*)\])?")


def may_hold_prose(data: bytes, asked: frozenset[str] = frozenset()) -> bool:
    """Whether a page can mention an item or hold a marker at all: cheap, and true of most that do not."""
    return bool(
        _MAY_HOLD.search(data)
        or _MAY_HOLD_MEANT.search(data)
        or MAY_HOLD_NUMBERS.search(data)
        or ("code" in asked and _MAY_HOLD_CODE.search(data))
        or ("macros" in asked and may_hold_calls(data))
        or ("bare" in asked and _MAY_HOLD_BARE.search(data))
    )


class ProseReading(NamedTuple):
    """What the text of a page says of items, each in the order in which it stands there."""

    mentions: list[Mention]
    markers: list[Marker]
    numbers: list[StatedNumber]


def read_prose(text: str, path: str, asked: frozenset[str] = frozenset()) -> ProseReading:
    """Return what the text of a page says of items.

    `asked` says whether ids are also looked for in code spans (`code`) and in plain text (`bare`), and
    markers in calls of macros (`macros`).
    """
    if not may_hold_prose(text.encode("utf-8", "surrogatepass"), asked):
        return ProseReading([], [], [])
    body = body_of(text)
    if "macros" in asked and without_calls(text):
        asked -= {"macros"}
    before = text[: len(text) - len(body)].count("\n")
    written = body.split("\n")
    lines = [expanded(line) for line in body.replace(HIDDEN, " ").split("\n")]
    blocks = Blocks(lines)
    places = Places(path, before, written)
    said = ProseReading([], [], [])
    for prose in blocks.prose:
        reader = _ProseReader(prose, places.at)
        reader.read(blocks.link_targets, asked)
        said.mentions.extend(reader.mentions)
        said.markers.extend(reader.markers)
        said.numbers.extend(reader.numbers)
    said.mentions.sort(key=lambda each: each.position)
    said.markers.sort(key=lambda each: each.position)
    said.numbers.sort(key=lambda each: each.marker.position)
    return said


class _ProseReader:
    """Reads one block: hides, step by step, what has a meaning already, and takes what is left."""

    def __init__(self, prose: Prose, at: Callable[[int, int, int], Position]) -> None:
        self.mentions: list[Mention] = []
        self.markers: list[Marker] = []
        self.numbers: list[StatedNumber] = []
        self._prose = prose
        self._left = prose.text
        self._places = PlacesInProse(prose, at)

    def read(self, link_targets: set[str], asked: frozenset[str]) -> None:
        """Find mentions and markers. The order is that in which Python-Markdown takes things out."""
        self._hide_code("code" in asked)
        self._read_numbers()
        self._left = without_raw_html(self._left)
        self._take_markers()
        self._take_what_is_meant_as_markers()
        if "macros" in asked:
            self._take_calls()
        self._hide(_ESCAPED)
        if "[" in self._left:
            self._hide_own_links(link_targets)
            self._take_full()
            self._hide(_LINK)
            self._take(SHORT, _SHORT)
        if "bare" in asked:
            self._hide(ADDRESS)
            self._take(BARE, _BARE)

    def _hide_code(self, is_asked: bool) -> None:
        """Hide code spans: from backticks to the next as many; where there are none, from fewer of them."""
        parts, done = [], 0
        for start, end, ticks in code_spans(self._left) if "`" in self._left else ():
            if is_asked:
                self._take_code(start + ticks, end - ticks)
            parts += [self._left[done:start], HIDDEN * (end - start)]
            done = end
        self._left = "".join((*parts, self._left[done:]))

    def _take_code(self, start: int, end: int) -> None:
        if found := CODE_FORM.fullmatch(self._prose.text, start, end):
            self.mentions.append(Mention(CODE, found[1], "", self._position(found, 1)))

    def _read_numbers(self) -> None:
        if "<!--" in self._left:
            for comment, number in numbers_in(self._left):
                marker = Marker(comment["text"], self._position(comment, "text"), is_alone=False)
                at = self._position(number, 0) if number else self._position(comment, 0)
                digits, is_percent = (number["digits"], bool(number["percent"])) if number else ("", False)
                self.numbers.append(StatedNumber(marker, digits, is_percent, at))

    def _take_markers(self) -> None:
        if "[trace:" in self._left:
            for found in _MARKER.finditer(self._left):
                is_alone = self._prose.text.strip() == found[0]
                self.markers.append(Marker(found[1], self._position(found, 1), is_alone))
            self._hide(_MARKER)

    def _take_what_is_meant_as_markers(self) -> None:
        if "trace" in self._left.lower():
            for found in _MEANT_AS_MARKER.finditer(self._left):
                text = found[1] or found[2]
                at = self._position(found, 0)
                self.markers.append(Marker(text, at, instead=f"[trace: {' '.join(text.split())}]"))
            self._hide(_MEANT_AS_MARKER)

    def _take_calls(self) -> None:
        """Take calls of macros whose arguments are written out: the others only a build can make."""
        if "{{" in self._left:
            for found in CALL_FORM.finditer(self._left):
                if (text := called(found[1])) is not None:
                    is_alone = self._prose.text.strip() == found[0]
                    self.markers.append(Marker(text, self._position(found, 1), is_alone, is_call=True))
            self._hide(CALL_FORM)

    def _hide_own_links(self, link_targets: set[str]) -> None:
        """Hide what a link target of the page defines: it wins."""
        if link_targets:
            self._left = _OWN_LINK.sub(lambda found: _without_own(found, link_targets), self._left)

    def _take_full(self) -> None:
        for found in _FULL.finditer(self._left):
            label = self._prose.text[found.start(1) : found.end(1)]
            if found[2]:
                self.mentions.append(Mention(FULL, found[2], label, self._position(found, 2)))
            elif CODE_FORM.fullmatch(found[1]):
                self.mentions.append(Mention(FULL, found[1].strip(), label, self._position(found, 1)))
        self._hide(_FULL)

    def _take(self, form: MentionForm, pattern: re.Pattern[str]) -> None:
        group = pattern.groups
        self.mentions += [
            Mention(form, found[group], "", self._position(found, group))
            for found in pattern.finditer(self._left)
        ]
        self._hide(pattern)

    def _hide(self, pattern: re.Pattern[str]) -> None:
        self._left = pattern.sub(lambda found: HIDDEN * len(found[0]), self._left)

    def _position(self, found: re.Match[str], group: int | str) -> Position:
        return self._places.position(*found.span(group))


def _without_own(found: re.Match[str], link_targets: set[str]) -> str:
    name = found[2] or found[1]
    if folded(name) in link_targets:
        return HIDDEN * len(found[0])
    if found[2] is not None and folded(found[1]) in link_targets:
        end = found.end(1) + 1 - found.start()
        return HIDDEN * end + found[0][end:]
    return found[0]
