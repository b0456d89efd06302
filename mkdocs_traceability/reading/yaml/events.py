"""Any YAML text as a tree, from the events of PyYAML's C parser in one loop.

That is faster than PyYAML's own tree, and, unlike that, without recursion: a few thousand open brackets end
its composer in a crash of the process. No tag is obeyed, nothing is constructed; scalars stay the text that
was written. What cannot be read ends in `Unreadable`.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from mkdocs_traceability.reading.yaml.nodes import CutScalar, Mapping, Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.unreadable import Unreadable, bad_character, explained

_Parser: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Without libyaml PyYAML's own parser: slower, the same result."""

MAX_DEPTH: Final = 40
MAX_EXPANSION: Final = 200_000

_CUT: Final = re.compile(r"[ \t]*(#[^\s#!][^\n]*)")
_NUMBER: Final = re.compile(r"#\d+\b")
"""What begins a comment without a blank behind the `#`, and what is no comment to most people: `#12`."""

_PREFIXES: Final = re.compile(r"(?:[&!]\S*[ \t]+)+")
_CORE_TAG: Final = re.compile(r"tag:yaml\.org,2002:(str|int|float|bool|null|seq|map|timestamp)$|!$")


def read_events(
    text: str,
    first_line: int,
    tags: dict[Node, str] | None = None,
    before: list[Node | None] | None = None,
) -> Node | None:
    """Return the tree of a text, of which lines count from `first_line`; None where it is empty.

    `tags` takes tags that are not of YAML's core, by their nodes, `before` the documents that stand before
    the last; without these, both are refused.

    Raises:
        Unreadable: for a syntax error, a tag, depth over `MAX_DEPTH`, a second document, or aliases that
            expand to more than `MAX_EXPANSION` values.

    """
    try:
        return _build(_Parser(text), text, first_line, tags, before)
    except yaml.MarkedYAMLError as error:
        raise explained(error, text, first_line) from None
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        raise bad_character(text, first_line) from None


def _build(  # noqa: C901 - the one hot loop: a call for each event would double its time
    parser: Any,
    text: str,
    first_line: int,
    tags: dict[Node, str] | None,
    before: list[Node | None] | None,
) -> Node | None:
    next_event = parser.get_event
    anchors = _Anchors()
    has_comments = "#" in text
    prefixes = _Prefixes(text, first_line, tags)
    repeatable = anchors.open
    stack: list[Mapping | Sequence] = []
    keys: list[Node | None] = []
    node: Node
    root: Node | None = None
    key: Node | None = None
    current: Mapping | Sequence | None = None
    documents = count = 0
    while True:
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            start, end = event.start_mark, event.end_mark
            column = start.column
            node = Scalar(
                event.value,
                start.line + first_line,
                column + 1,
                end.column - column if end.line == start.line else 0,
                not event.style,
            )
            if has_comments and not event.style and (cut := _CUT.match(text, end.index)):
                node = _cut(node, cut)
            count += 1
            if event.tag is not None or event.anchor is not None:
                prefixes.take(event, node)
                if event.anchor is not None:
                    anchors.known[event.anchor] = (node, 1, 0)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            start = event.start_mark
            make = Mapping if kind is MappingStartEvent else Sequence
            container = make(start.line + first_line, start.column + 1)
            count += 1
            if event.tag is not None:
                prefixes.take(event, container)
            if current is not None:
                stack.append(current)
                keys.append(key)
                if len(stack) >= MAX_DEPTH:
                    raise _too_deep(container.line, container.column)
            else:
                root = container
            if event.anchor is not None:
                anchors.begin(event.anchor, len(stack), count)
            if repeatable:
                anchors.reach(len(stack))
            current, key = container, None
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            assert current is not None
            if repeatable and repeatable[-1].depth == len(stack):
                anchors.end(current, count)
            if not stack:
                current = None
                continue
            node = current
            current, key = stack.pop(), keys.pop()
        elif kind is AliasEvent:
            node, size = anchors.repeat(event, first_line, len(stack))
            count += size
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                if before is None:
                    raise _second_document(event, first_line)
                before.append(root)
                root = None
                anchors.known.clear()
            continue
        elif kind is StreamEndEvent:
            return root
        else:
            continue
        if current is None:
            root = node
        elif current.__class__ is Sequence:
            current.items.append(node)
        elif key is None:
            key = node
        else:
            current.entries.append((key, node))  # type: ignore[union-attr]
            key = None


def _cut(node: Scalar, cut: re.Match[str]) -> Scalar:
    """Return a value with the comment behind it, if that was probably meant to be a part of it."""
    comment = cut[1].rstrip()
    return CutScalar(node, comment) if node.text == "" or _NUMBER.match(comment) else node


@dataclass(slots=True)
class _OpenContainer:
    """A container with an anchor that is still being read: where it began, and how deep it has become."""

    name: str
    depth: int
    count: int
    deepest: int


class _Anchors:
    """What aliases may repeat: each node with the values it stands for and the levels it has below it."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[Node, int, int]] = {}
        self.open: list[_OpenContainer] = []
        self._expanded = 0

    def begin(self, name: str, depth: int, count: int) -> None:
        self.known.pop(name, None)
        self.open.append(_OpenContainer(name, depth, count, depth))

    def reach(self, depth: int) -> None:
        for each in self.open:
            each.deepest = max(each.deepest, depth)

    def end(self, node: Node, count: int) -> None:
        ended = self.open.pop()
        self.known[ended.name] = (node, count - ended.count + 1, ended.deepest - ended.depth + 1)

    def repeat(self, event: Any, first_line: int, depth: int) -> tuple[Node, int]:
        """Return what an alias repeats, and how many values that is."""
        name, start = event.anchor, event.start_mark
        place = (start.line + first_line, start.column + 1, len(name) + 1)
        if name not in self.known:
            if any(each.name == name for each in self.open):
                raise Unreadable(f"the alias `*{name}` is inside its own anchor", *place, "write it out")
            message = f"the alias `*{name}` repeats an anchor that does not exist"
            raise Unreadable(message, *place, "quote it if it is text")
        node, size, height = self.known[name]
        if depth + height >= MAX_DEPTH:
            raise _too_deep(*place)
        if height:
            self.reach(depth + height)
        self._expanded += size
        if self._expanded > MAX_EXPANSION:
            raise Unreadable(f"aliases expand to more than {MAX_EXPANSION} values", *place, "write them out")
        return node, size


class _Prefixes:
    """Tags and anchors, which stand before a value and are no part of it."""

    def __init__(self, text: str, first_line: int, tags: dict[Node, str] | None) -> None:
        self._text = text
        self._lines: list[str] | None = None
        self._first_line = first_line
        self._tags = tags

    def take(self, event: Any, node: Node) -> None:
        """Let a scalar begin where its text does, and see to its tag."""
        line, column = node.line, node.column
        if node.__class__ is Scalar:
            self._step_over(node)
        tag = event.tag
        if tag is None:
            return
        if node.__class__ is Scalar and tag != "!":
            node.plain = False
        if _CORE_TAG.match(tag):
            return
        if self._tags is not None:
            self._tags[node] = tag
            return
        core = "tag:yaml.org,2002:"
        written = "!!" + tag.removeprefix(core) if tag.startswith(core) else tag
        message = f"the tag `{written}` is not allowed here"
        remedy = "quote it if it is text; sources are never executed"
        raise Unreadable(message, line, column, len(written), remedy)

    def _step_over(self, node: Scalar) -> None:
        if self._lines is None:
            self._lines = self._text.split("\n")
        found = _PREFIXES.match(self._lines[node.line - self._first_line], node.column - 1)
        if found is not None:
            node.column += len(found[0])
            node.length = max(node.length - len(found[0]), 0)


def _too_deep(line: int, column: int, length: int = 1) -> Unreadable:
    message = f"nested deeper than {MAX_DEPTH} levels"
    return Unreadable(message, line, column, length, "nest it less, or quote it if it is text")


def _second_document(event: Any, first_line: int) -> Unreadable:
    start = event.start_mark
    return Unreadable(
        "a second document starts here",
        start.line + first_line,
        start.column + 1,
        help="write one document per file: remove the `---`",
    )
