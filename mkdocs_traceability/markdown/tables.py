"""The door in Python-Markdown for annotated tables: they stay where they are, and their ids become links.

The row of an item gets its anchor and a place for its badge; what a cell says stays as it was written. Which
column has what is decided as where the table is read, so the text of a page tells all that is needed here.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from mkdocs_traceability.markdown.links import link_around, link_to, put_text
from mkdocs_traceability.model.anchors import anchor_of, unique
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.reading.own_key import is_own_key
from mkdocs_traceability.reading.tables.columns import columns_of
from mkdocs_traceability.reading.tables.directive import read_directive
from mkdocs_traceability.reading.tables.grid import Cell, Comment, Row, Table
from mkdocs_traceability.reading.tables.identity import identities
from mkdocs_traceability.reading.tables.restating import split_where
from mkdocs_traceability.reading.tables.words import Words
from mkdocs_traceability.registry.called import Called
from mkdocs_traceability.registry.registry import Registry

if TYPE_CHECKING:
    from mkdocs_traceability.markdown.extension import ProseExtension

ROW_CLASS: Final = "trace-item-row"
"""The class of a row to which links to its item lead."""

BADGE_CLASS: Final = "trace-row-badge"
"""The class of the empty element in which the badge of a row's item comes to stand."""

_COMMENT: Final = re.compile(r"\s*<!--\s*(?P<key>[A-Za-z_-]{9,16})(?=[\s:])(?P<text>.*?)-->\s*", re.DOTALL)
_SEGMENT: Final = re.compile(r"[^,;、，；\x02\x03]+")
_WORD: Final = re.compile(r"(?:(?!\.\.)[^\s()\[\]{}<>…‥〜～–—])+")
_MARKS: Final = {"code": "`", "strong": "**", "em": "*", "del": "~~"}
_EDGES: Final = " \t\r\n.:!?*_\"'“”„«»"


class _Annotation(NamedTuple):
    """What a table is about: the kind of its rows, and by column the kinds of the items that it names."""

    kind: Kind
    declares: bool
    ids: frozenset[int]
    targets: dict[int, tuple[str, ...]]


class AnnotatedTables(Treeprocessor):
    """Makes links, anchors and places of badges in the tables that have a comment of ours above them."""

    def __init__(self, extension: "ProseExtension", md: Markdown) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: Element) -> None:
        """Go through the tables of a page."""
        registry = self._extension.registry
        if registry is None or not any("<!--" in str(each) for each in self.md.htmlStash.rawHtmlBlocks):
            return
        taken: set[str] = set()
        words = self._extension.words.words
        called = Called(registry)
        for parent in root.iter():
            for number, child in enumerate(parent):
                if child.tag == "table" and (comment := self._comment_above(parent, number)):
                    annotated = _annotation(registry, child, comment, words)
                    if annotated is not None:
                        _Linker(called, annotated, words, taken).read(child)

    def _comment_above(self, parent: Element, number: int) -> Comment | None:
        """Return our comment that is the nearest above a table, if only comments stand between."""
        for html in self._html_above(parent, number):
            found = _COMMENT.fullmatch(html)
            if found and is_own_key(found["key"]):
                return Comment(found["key"], found["text"], 1, 1, 1, 1, 1)
            if not html.strip().startswith("<!--"):
                return None
        return None

    def _html_above(self, parent: Element, number: int) -> Iterator[str]:
        """Go up through the raw HTML that stands directly above a child."""
        blocks = self.md.htmlStash.rawHtmlBlocks
        for place in range(number - 1, -2, -1):
            above = parent[place] if place >= 0 else None
            is_text = above is None or (above.tag == "p" and not len(above))
            text = (parent if above is None else above).text if is_text else None
            found = list(HTML_PLACEHOLDER_RE.finditer(text or ""))
            for each in reversed(found):
                yield str(blocks[int(each[1])])
            if text is None or HTML_PLACEHOLDER_RE.sub("", text).strip():
                return


def _annotation(registry: Registry, table: Element, comment: Comment, words: Words) -> _Annotation | None:
    """Return what a table is about; None where its comment names no kind."""
    directive = read_directive(comment)
    schema = registry.schema
    kind = directive.kind_in(schema)
    head, rows = _rows(table)
    if kind is None or not head:
        return None
    grid = Table(_cells(head), tuple(Row(_cells(row), 1) for row in rows), 1, 1)
    fields = columns_of(grid, kind, words, split_where(directive)[0]).fields
    targets = {
        number: schema.targets(kind.name, name)
        for number, name in fields.items()
        if name in kind.relations or name in kind.inverses
    }
    ids = frozenset(number for number, name in fields.items() if name == "id")
    return _Annotation(kind, not directive.restates, ids, targets | dict.fromkeys(ids, (kind.name,)))


def _rows(table: Element) -> tuple[list[Element], list[list[Element]]]:
    """Return the cells of the header, and those of each row below."""
    rows = [(row, [cell for cell in row if cell.tag in ("td", "th")]) for row in table.iter("tr")]
    if not rows:
        return [], []
    return rows[0][1], [cells for _, cells in rows[1:]]


def _cells(row: list[Element]) -> tuple[Cell, ...]:
    return tuple(map(_cell, row))


def _cell(cell: Element) -> Cell:
    """Return a cell as somebody would have written it."""
    written = HTML_PLACEHOLDER_RE.sub("<br>", unescape("".join(_written(cell))))
    text = " ".join(written.split())
    return Cell(text, 1, 1, max(len(text), 1))


def _written(element: Element) -> Iterator[str]:
    mark = _MARKS.get(element.tag, "")
    yield from (mark, element.text or "")
    for child in element:
        yield from _written(child)
        yield child.tail or ""
    yield mark


class _Linker:
    """Goes through the rows of one table."""

    def __init__(self, called: Called, annotated: _Annotation, words: Words, taken: set[str]) -> None:
        self._called = called
        self._annotated = annotated
        self._words = words
        self._taken = taken
        self._stem = ""
        """What the last id began with: the next may be written without."""

    def read(self, table: Element) -> None:
        """Link what the cells name, and mark the rows."""
        rows = list(table.iter("tr"))
        for row in rows[1:]:
            cells = [cell for cell in row if cell.tag in ("td", "th")]
            numbers = [number for number in sorted(self._annotated.ids) if number < len(cells)]
            own = [(cells[number], self._items(cells[number])) for number in numbers]
            for number, cell in enumerate(cells):
                if kinds := self._annotated.targets.get(number):
                    self._link(cell, kinds)
            for cell, items in own:
                for item in items:
                    self._mark(row, cell, item)

    def _items(self, cell: Element) -> list[Item]:
        """Return the items of a row, by the cell that has their ids, as where the table is read."""
        kind = self._annotated.kind
        items: dict[Item, None] = {}
        for identity in identities(_cell(cell), kind, self._words, self._stem):
            self._stem = identity.stem or self._stem
            names = (identity.id, identity.name)
            is_other = not self._annotated.declares
            found = (self._item(name, (kind.name,), by_title=is_other) for name in names)
            items |= dict.fromkeys(filter(None, found))
        return list(items)

    def _mark(self, row: Element, cell: Element, item: Item) -> None:
        """Give a row the anchor of its item, and its cell a place for the badge."""
        anchor = unique(anchor_of(item), set())
        put_text(cell, len(cell), f"{(cell[-1].tail if len(cell) else cell.text) or ''} ")
        badge = SubElement(cell, "span", {"class": BADGE_CLASS, "data-trace": _name(item)})
        if self._annotated.declares and anchor not in self._taken:
            self._taken.add(anchor)
            (badge if row.get("id") else row).set("id", anchor)
            row.set("class", f"{row.get('class', '')} {ROW_CLASS}".strip())

    def _link(self, parent: Element, kinds: tuple[str, ...]) -> None:
        """Make links of what a cell, or a part of one, names; links that the author made stay."""
        children = list(parent)
        position = self._link_text(parent, 0, parent.text, kinds)
        for child in children:
            if child.tag == "code":
                self._link_code(child, kinds)
            elif child.tag != "a":
                self._link(child, kinds)
            position += 1
            position += self._link_text(parent, position, child.tail, kinds)

    def _link_code(self, code: Element, kinds: tuple[str, ...]) -> None:
        item = self._item(unescape(code.text or "").strip(), kinds) if not len(code) else None
        if item is not None:
            link_around(code, item)

    def _link_text(self, parent: Element, position: int, text: str | None, kinds: tuple[str, ...]) -> int:
        """Make links of the names in a text that stands before the child at `position`; return how many."""
        found = list(self._names(text, kinds)) if text else []
        done = 0
        for number, (start, end, item) in enumerate(found):
            assert text is not None
            put_text(parent, position + number, text[done:start])
            link = link_to(item)
            link.text = AtomicString(text[start:end])
            parent.insert(position + number, link)
            done = end
        if found and text is not None:
            put_text(parent, position + len(found), text[done:])
        return len(found)

    def _names(self, text: str, kinds: tuple[str, ...]) -> Iterator[tuple[int, int, Item]]:
        """Find the names in a text: each part between separators that is one, else the words that are."""
        for segment in _SEGMENT.finditer(text):
            start, end = _trimmed(text, *segment.span())
            role = text.find(" (", start, end)
            before_role = _trimmed(text, start, role if role > start else end)
            for first, last in dict.fromkeys(((start, end), before_role)):
                if item := self._item(text[first:last], kinds, by_title=not self._annotated.declares):
                    yield first, last, item
                    break
            else:
                yield from self._words_in(text, start, end, kinds)

    def _words_in(
        self, text: str, start: int, end: int, kinds: tuple[str, ...]
    ) -> Iterator[tuple[int, int, Item]]:
        for word in _WORD.finditer(text, start, end):
            first, last = _trimmed(text, *word.span())
            if item := self._item(text[first:last], kinds):
                yield first, last, item

    def _item(self, text: str, kinds: tuple[str, ...], *, by_title: bool = False) -> Item | None:
        return self._called.item(text, kinds, by_title=by_title) if text else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _name(item: Item) -> str:
    return f"{quote(item.kind, safe='')}:{quote(item.id, safe='')}"
