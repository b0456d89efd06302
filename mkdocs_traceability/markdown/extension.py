"""The door in Python-Markdown: what prose says of items becomes links, and markers become places to fill.

A link leads to `trace:KIND:ID` until every page is judged and has its address: `pages/references.py` puts the
address in. What nothing declares is left as it is; that it is a mistake is for the rules to say.
"""

import re
from collections.abc import Iterable
from html import unescape
from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER, HTML_PLACEHOLDER_RE, STX, AtomicString

from mkdocs_traceability.markdown.links import CLASS, link_around, link_to, put_text
from mkdocs_traceability.markdown.tables import AnnotatedTables
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.prose import BARE_FORM, IN_HEADING
from mkdocs_traceability.reading.markdown.inline import LEFT_ALONE, TAG
from mkdocs_traceability.reading.markdown.prose import CODE_FORM, FULL_FORM, MARKER_FORM, SHORT_FORM
from mkdocs_traceability.reading.tables.words import BUILT_IN_WORDS, TableWords
from mkdocs_traceability.registry.registry import Registry

MARKERS: Final = "trace-markers"
"""The name under which markers are registered: of two of these extensions, the later one is in force."""

_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_WIDEST: Final = 30
"""How many characters of an id fit beside each other on a phone."""

_BEFORE_ESCAPES: Final = 185
_BEFORE_AUTOREFS: Final = 169
"""Below what a page defines itself (170); autorefs (168) would take `[label][ID]` for a heading's."""

_AFTER_RAW_HTML: Final = 89
"""Attributes may hold brackets, and short references of a page's own come first."""

_AFTER_INLINE: Final = 15
_BEFORE_OTHERS: Final = 16

_Match = re.Match[str]
_Outcome = tuple[Element | None, int | None, int | None]
_NOTHING: Final = (None, None, None)


class ProseExtension(Extension):
    """Makes links of what prose says of items: those of `registry`, in the forms that are `asked` for."""

    def __init__(self) -> None:
        super().__init__()
        self.registry: Registry | None = None
        self.asked: frozenset[str] = frozenset()
        self.words: TableWords = BUILT_IN_WORDS

    def set_registry(
        self,
        registry: Registry | None,
        asked: frozenset[str] = frozenset(),
        words: TableWords = BUILT_IN_WORDS,
    ) -> None:
        """Say which items there are, until then there are none; and what the words of tables mean."""
        self.words = words
        self.registry = registry if registry is not None and registry.all else None
        self.asked = asked

    def item(self, text: str) -> Item | None:
        """Return the one item that answers to a text."""
        found = self.registry.answering(text) if self.registry is not None else []
        return found[0] if len(found) == 1 else None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown calls
        """Register with Python-Markdown."""
        md.inlinePatterns.register(_Markers(self, md), MARKERS, _BEFORE_ESCAPES)
        md.inlinePatterns.register(_FullReferences(self, md), "trace-full", _BEFORE_AUTOREFS)
        md.inlinePatterns.register(_ShortReferences(self, md), "trace-short", _AFTER_RAW_HTML)
        md.treeprocessors.register(AnnotatedTables(self, md), "trace-tables", _BEFORE_OTHERS)
        md.treeprocessors.register(_OtherReferences(self, md), "trace-others", _AFTER_INLINE)


class _Inline(InlineProcessor):
    """What the forms in brackets have in common."""

    ANCESTOR_EXCLUDES = ("a", "code", "pre")
    form = ""

    def __init__(self, extension: ProseExtension, md: Markdown) -> None:
        super().__init__(self.form, md)
        self.extension = extension

    def is_in_html(self, found: _Match, text: str) -> bool:
        """Whether a match stands in a tag of raw HTML, or in an element in which nothing becomes a link."""
        if "<" not in text and not self.md.htmlStash.rawHtmlBlocks:
            return False
        before, after = self._with_html(text[: found.start()]), self._with_html(text[found.end() :])
        whole = before + found[0] + after
        if "<" not in whole:
            return False
        start, end = len(before), len(before) + len(found[0])
        tags = list(TAG.finditer(whole))
        if any(tag.start() < end and start < tag.end() for tag in tags):
            return True
        opened = ""
        for tag in tags:
            name = (tag["name"] or "").lower()
            if name not in LEFT_ALONE:
                continue
            if tag.start() >= end:
                if tag["end"] and name == opened:
                    return True
            elif not tag["end"]:
                opened = opened or name
            elif name == opened:
                opened = ""
        return False

    def _with_html(self, text: str) -> str:
        """Put back the raw HTML that has been taken out of a text already."""
        blocks = self.md.htmlStash.rawHtmlBlocks
        return HTML_PLACEHOLDER_RE.sub(lambda found: str(blocks[int(found[1])]), self.unescape(text))


class _Markers(_Inline):
    """`[trace: …]`: an empty element that says what is to stand there."""

    form = MARKER_FORM

    def handleMatch(self, m: _Match, data: str) -> _Outcome:  # type: ignore[override] # noqa: N802
        if self.extension.registry is None or self.is_in_html(m, data):
            return _NOTHING
        return Element("span", {"class": "trace-place", "data-trace": quote(m[1], safe="")}), *m.span()


class _FullReferences(_Inline):
    """`[label][ID]`, and `[ID][]`."""

    form = FULL_FORM

    def handleMatch(self, m: _Match, data: str) -> _Outcome:  # type: ignore[override] # noqa: N802
        item = self.extension.item(m[2] or m[1].strip())
        if item is None or self.is_in_html(m, data):
            return _NOTHING
        if not m[2]:
            return _link_with_id(item, m[1].strip()), *m.span()
        link = link_to(item)
        link.text = m[1]
        return link, *m.span()


class _ShortReferences(_Inline):
    """`[ID]`."""

    form = SHORT_FORM

    def handleMatch(self, m: _Match, data: str) -> _Outcome:  # type: ignore[override] # noqa: N802
        item = self.extension.item(m[1])
        if item is None or self.is_in_html(m, data):
            return _NOTHING
        return _link_with_id(item, m[1]), *m.span()


class _OtherReferences(Treeprocessor):
    """Code spans and bare ids where they are asked for; and no link within a link."""

    def __init__(self, extension: ProseExtension, md: Markdown) -> None:
        super().__init__(md)
        self._extension = extension
        self._in_heading = False
        self._opened = ""
        """The element of raw HTML in which nothing becomes a link, as long as one is open."""

    def run(self, root: Element) -> None:
        """Go through a page, but for the elements in which nothing becomes a link."""
        if self._extension.registry is not None and (self._extension.asked or _has_links(root)):
            self._opened = ""
            self._read(root)

    def _read(self, parent: Element) -> None:
        """Read an element in the order of its text: it may open raw HTML that its children stand in."""
        if self.md.is_block_level(parent.tag):
            self._opened = ""
            self._in_heading = parent.tag in _HEADINGS
        children = list(parent)
        position = self._read_text(parent, 0, parent.text)
        for child in children:
            if child.tag == "a":
                _unlink(list(child.iter("a"))[1:])
            elif child.tag == "code":
                self._read_code(parent, child)
            elif child.tag not in LEFT_ALONE:
                self._read(child)
            position += 1
            position += self._read_text(parent, position, child.tail)

    def _read_code(self, parent: Element, code: Element) -> None:
        if "code" not in self._extension.asked or self._opened or code.attrib or len(code):
            return
        found = CODE_FORM.fullmatch(unescape(self._with_stash(code.text or "")))
        item = self._extension.item(found[1]) if found else None
        if item is not None:
            link_around(code, item)

    def _with_stash(self, text: str) -> str:
        """Put back what `pymdownx.inlinehilite` has set aside: the text of every code span."""
        blocks = self.md.htmlStash.rawHtmlBlocks
        return HTML_PLACEHOLDER_RE.sub(lambda found: str(blocks[int(found[1])]), text)

    def _read_text(self, parent: Element, position: int, text: str | None) -> int:
        """Make links of the bare ids in a text that stands before the child at `position`; say how many."""
        if not text or "bare" not in self._extension.asked:
            return 0
        begin, end = _edge(parent, position - 1), _edge(parent, position)
        text = f"{begin}{text}{end}"
        done, links = len(begin), 0
        for found in _HTML_OR_BARE.finditer(text):
            if found["html"]:
                self._follow(str(self.md.htmlStash.rawHtmlBlocks[int(found["html"])]))
            elif not self._opened and (item := self._extension.item(found["bare"])):
                put_text(parent, position + links, text[done : found.start()])
                link = link_to(item)
                link.text = AtomicString(found["bare"])
                if self._in_heading:
                    link.set(IN_HEADING, "")
                parent.insert(position + links, link)
                links, done = links + 1, found.end()
        if links:
            put_text(parent, position + links, text[done : len(text) - len(end)])
        return links

    def _follow(self, html: str) -> None:
        for tag in TAG.finditer(html):
            name = (tag["name"] or "").lower()
            if name in LEFT_ALONE and not (self._opened or tag["end"]):
                self._opened = name
            elif tag["end"] and name == self._opened:
                self._opened = ""


_HTML_OR_BARE: Final = re.compile(rf"{HTML_PLACEHOLDER % '(?P<html>[0-9]+)'}|(?P<bare>{BARE_FORM})")


def _edge(parent: Element, position: int) -> str:
    """Return what a text that is beside this child ends in: an id that touches code or a link is none."""
    is_inside = 0 <= position < len(parent)
    return STX if is_inside and parent[position].tag in ("a", "code", "img", "span") else ""


def _has_links(root: Element) -> bool:
    """Whether a page has a link of ours: it may stand within another link."""
    return any(link.get("class") == CLASS for link in root.iter("a"))


def _unlink(links: Iterable[Element]) -> None:
    for link in links:
        if link.get("class") == CLASS:
            link.tag, link.attrib = "span", {}


def _link_with_id(item: Item, text: str) -> Element:
    link = link_to(item)
    attributes = {"class": "trace-long"} if len(text) > _WIDEST else {}
    SubElement(link, "code", attributes).text = AtomicString(text)
    return link
