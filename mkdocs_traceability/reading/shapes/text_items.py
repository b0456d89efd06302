"""Read: items that stand in a Markdown text as headings and list items, as a tree with their places.

What comes out is what a YAML file would be: `items`, each a mapping of the facts that the patterns of a
preset find. What these facts are in our fields is for the shape to say.
"""

import re
from collections.abc import Iterator
from collections.abc import Sequence as SequenceOf
from pathlib import PurePosixPath
from typing import Final

from mkdocs_traceability.model.text_patterns import TextPattern
from mkdocs_traceability.reading.markdown.page_body import body_of
from mkdocs_traceability.reading.markdown.page_title import page_title
from mkdocs_traceability.reading.shapes.documents import Document, Text
from mkdocs_traceability.reading.shapes.paths import entries_of, spelled
from mkdocs_traceability.reading.shapes.text_lines import HEADING, LINE, TextBlock, blocks_of
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence

_LONGEST_TITLE: Final = 100
_MARKS: Final = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_LINK: Final = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_BETWEEN_COMMAS: Final = re.compile(r"[^,\s](?:[^,]*[^,\s])?")
_SAYS_MORE: Final = frozenset({"id", "key", "value"})
"""Groups that are no facts by their own name: `value` is one by the name that `key` has."""


def with_text(file: Text, documents: list[Document], patterns: SequenceOf[TextPattern]) -> list[Document]:
    """Return the tree of a Markdown file with what its text says; its front matter goes first."""
    if not patterns:
        return documents
    tree = tree_of_text(file.text, PurePosixPath(file.path).parent.name, patterns)
    front = documents[0].root if documents else None
    if isinstance(front, Mapping):
        said = {spelled(key.text) for key, _ in entries_of(front)}
        more = [entry for entry in entries_of(tree) if spelled(entry[0].text) not in said]
        tree = Mapping(front.line, front.column)
        tree.entries = [*front.entries, *more]
    title = documents[0].title if documents else page_title(None, body_of(file.text), file.page or file.path)
    return [Document(tree, title)]


def tree_of_text(text: str, folder: str, patterns: SequenceOf[TextPattern]) -> Mapping:
    """Return the items of a Markdown text under `items`, and beside them the facts that are of none.

    `folder` is the name of the folder that its file stands in.
    """
    reader = _TextReader(folder, patterns)
    for block in blocks_of(text):
        reader.take(block)
    root = reader.page.node
    root.entries.append((Scalar("items", 1, 1, 0, False), reader.items))
    return root


def slug(title: str) -> str:
    """Return a title as a part of an id: its words in lower case, with `-` between them."""
    return "-".join(re.findall(r"[^\W_]+", plain(title).lower()))


def plain(text: str) -> str:
    """Return what a text says without the marks of Markdown."""
    return _MARKS.sub("", _LINK.sub(r"\1", text)).strip()


class _Facts:
    """The facts that have been found of an item, or of the page."""

    def __init__(self, line: int, column: int) -> None:
        self.node = Mapping(line, column)
        self._several: dict[str, Sequence] = {}

    def say(self, name: str, value: Scalar) -> None:
        """Enter a fact of which there is one."""
        self.node.entries.append((_key(name, value), value))

    def add(self, name: str, value: Scalar) -> None:
        """Enter a fact of which there may be several; once what is said again."""
        if name not in self._several:
            facts = self._several[name] = Sequence(value.line, value.column)
            self.node.entries.append((_key(name, value), facts))
        facts = self._several[name]
        if all(value.text != each.text for each in facts.items if isinstance(each, Scalar)):
            facts.items.append(value)

    def say_once(self, name: str, value: Scalar) -> None:
        """Enter a fact unless there is one of its name."""
        if not any(isinstance(key, Scalar) and key.text == name for key, _ in self.node.entries):
            self.say(name, value)


class _Item(_Facts):
    """One item: its id, and the block where it stands."""

    def __init__(self, id_: Scalar, block: TextBlock) -> None:
        super().__init__(id_.line, id_.column)
        self.id = id_.text
        self.block = block
        self.say("id", id_)


def _key(name: str, value: Node) -> Scalar:
    return Scalar(name, value.line, value.column, 0, False)


class _TextReader:
    """Goes through the blocks of one text and gathers the items."""

    def __init__(self, folder: str, patterns: SequenceOf[TextPattern]) -> None:
        self.items = Sequence(1, 1)
        self.page = _Facts(1, 1)
        self._folder = folder
        self._patterns = patterns
        self._item: _Item | None = None
        self._above: _Item | None = None
        self._section: Scalar | None = None
        self._heading = ""

    def take(self, block: TextBlock) -> None:
        """Read a block: as an item, as facts of the item above, or as what divides them."""
        for pattern in self._patterns:
            if self._may_fit(pattern, block) and (
                found := re.match(getattr(pattern, block.what), block.text)
            ):
                self._take_found(block, pattern, found)
                break
        else:
            self._take_other(block)
        if block.what == HEADING:
            self._heading = block.text

    def _may_fit(self, pattern: TextPattern, block: TextBlock) -> bool:
        """Whether a pattern is one for such a block, where it stands."""
        if not getattr(pattern, block.what) or (pattern.checkbox and not block.checkbox):
            return False
        if pattern.level and pattern.level != block.level:
            return False
        if pattern.number and not re.fullmatch(pattern.number, block.number):
            return False
        if pattern.indent is not None and block.indent > pattern.indent:
            return False
        return not pattern.under or re.match(pattern.under, self._heading) is not None

    def _take_found(self, block: TextBlock, pattern: TextPattern, found: re.Match[str]) -> None:
        if pattern.id:
            self._begin(block, pattern, found)
        facts: _Facts | None = self._item or (None if self.items.items else self.page)
        if facts is None:
            return
        for name, start, end in _facts_in(pattern, found):
            if name == "title":
                _say_title(facts, block, start, end)
            elif name in pattern.lists:
                facts.add(name, block.scalar(start, end))
            else:
                facts.say_once(name, block.scalar(start, end))
        for name, mention in pattern.mentions.items():
            for each in re.finditer(mention.match, block.text):
                text = mention.id.format_map({"folder": self._folder, "each": each[each.re.groups and 1]})
                facts.add(name, block.scalar(*each.span(), text))

    def _begin(self, block: TextBlock, pattern: TextPattern, found: re.Match[str]) -> None:
        """Begin an item, and say of it what its place says."""
        names = {name: value or "" for name, value in found.groupdict().items()}
        names |= {"folder": self._folder, "number": block.number, "slug": slug(names.get("title", ""))}
        names["above"] = self._above.id if self._above else ""
        start, end = found.span("id" if "id" in names else "title" if "title" in names else 0)
        item = self._item = _Item(block.scalar(start, end, pattern.id.format_map(names)), block)
        self.items.items.append(item.node)
        if pattern.kind:
            item.say("kind", block.scalar(start, end, pattern.kind))
        if pattern.checkbox:
            item.say("checkbox", block.scalar(start, end, block.checkbox))
        if pattern.part_of and self._above:
            item.say("part_of", block.scalar(start, end, self._above.id))
        if self._section is not None:
            item.say("section", self._section)
        if block.what == HEADING:
            self._above = item

    def _take_other(self, block: TextBlock) -> None:
        """Read what is no item: the first paragraph below one says what it is, a heading may end it."""
        if block.what == HEADING:
            if self._above is None or block.level <= self._above.block.level:
                self._item = self._above = None
                self._section = block.scalar(0, len(block.text), plain(block.text))
            elif self._item is not self._above:
                self._item = None  # a list item ends where another heading begins
        elif block.what == LINE and self._item is self._above and self._item is not None:
            self._item.say_once("summary", block.scalar(0, len(block.text)))


def _facts_in(pattern: TextPattern, found: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """Go through the facts that a match has, each with its place in the text."""
    groups = found.groupdict()
    for group, value in groups.items():
        name = (groups["key"] or "").lower() if group == "value" else group
        if not name or not value or (group in _SAYS_MORE and group != "value"):
            continue
        start, end = found.span(group)
        if name in pattern.lists:
            for each in _BETWEEN_COMMAS.finditer(value):
                yield name, start + each.start(), start + each.end()
        else:
            yield name, start, end


def _say_title(facts: _Facts, block: TextBlock, start: int, end: int) -> None:
    """Say a title; a long one in short, and all of it as the summary."""
    title = plain(block.text[start:end])
    if len(title) > _LONGEST_TITLE:
        facts.say_once("summary", block.scalar(start, end))
        title = f"{title[:_LONGEST_TITLE].rpartition(' ')[0] or title[:_LONGEST_TITLE]} …"
    facts.say_once("title", block.scalar(start, end, title))
