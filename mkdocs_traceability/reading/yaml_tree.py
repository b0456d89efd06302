"""YAML text as a tree of values that know where they stand.

Built from the events of PyYAML's C parser in one loop: faster than its own node tree, and, unlike that,
without recursion (a few thousand open brackets end PyYAML's composer in a crash of the process). No tag is obeyed,
nothing is constructed; scalars stay the text that was written. What cannot be read ends in `Unreadable`.
"""

import re
from dataclasses import dataclass
from typing import Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

try:
    from yaml.cyaml import CParser as _Parser
except ImportError:  # a PyYAML built without libyaml: slower, the same result
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

MAX_DEPTH: Final = 40
MAX_EXPANSION: Final = 200_000

_BREAKS: Final = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
"""Characters that end a line in YAML 1.1 and in no editor."""

_CORE_TAG: Final = re.compile(r"tag:yaml\.org,2002:(str|int|float|bool|null|seq|map|timestamp)$|!$")


class Scalar:
    """A single value, as it was written."""

    __slots__ = ("column", "length", "line", "plain", "text")

    def __init__(self, text: str, line: int, column: int, length: int, plain: bool) -> None:
        self.text = text
        self.line = line
        self.column = column
        self.length = length
        self.plain = plain

    @property
    def is_null(self) -> bool:
        """Whether YAML reads nothing here."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


class Mapping:
    """Keys and values in the order in which they stand; a key may stand twice."""

    __slots__ = ("column", "entries", "length", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.length = 0
        self.entries: list[tuple[Node, Node]] = []


class Sequence:
    """Values in their order."""

    __slots__ = ("column", "items", "length", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.length = 0
        self.items: list[Node] = []


Node = Scalar | Mapping | Sequence


@dataclass
class Unreadable(Exception):  # noqa: N818 - it says what the text is, not what went wrong in us
    """The text cannot be read as YAML: what is wrong, where, and what to do about it."""

    message: str
    line: int
    column: int
    length: int = 0
    help: str = ""


def parse(text: str, first_line: int = 1, *, tags: dict[int, str] | None = None) -> Node | None:
    """Parse one YAML document; None where it is empty.

    Lines of the result count from `first_line`, columns from 1. A tag that is not of YAML's core is
    refused; given `tags`, it is entered there instead, by the `id()` of its node.

    Raises:
        Unreadable: for a syntax error, a tag, depth over `MAX_DEPTH`, a second document, or aliases that
            expand to more than `MAX_EXPANSION` values.

    """
    text = text.translate(_BREAKS) if not text.isascii() else text
    try:
        return _build(_Parser(text), first_line, tags)
    except yaml.MarkedYAMLError as error:
        raise _explained(error, text, first_line) from None
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        raise _bad_character(text, first_line) from None


def _build(parser: "_Parser", first_line: int, tags: dict[int, str] | None) -> Node | None:
    next_event = parser.get_event
    anchors: dict[str, tuple[Node, int]] = {}
    open_anchors: list[tuple[str, int] | None] = []
    stack: list[Mapping | Sequence] = []
    keys: list[Node | None] = []
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
            node: Node = Scalar(
                event.value,
                start.line + first_line,
                column + 1,
                end.column - column if end.line == start.line else 0,
                not event.style,
            )
            if event.tag is not None:
                _note_tag(event, node, first_line, tags)
            count += 1
            if event.anchor is not None:
                anchors[event.anchor] = (node, 1)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            start = event.start_mark
            make = Mapping if kind is MappingStartEvent else Sequence
            container = make(start.line + first_line, start.column + 1)
            count += 1
            if event.tag is not None:
                _note_tag(event, container, first_line, tags)
            if event.anchor is not None:
                open_anchors.append((event.anchor, count))
                anchors.pop(event.anchor, None)
            else:
                open_anchors.append(None)
            if current is not None:
                stack.append(current)
                keys.append(key)
                if len(stack) >= MAX_DEPTH:
                    raise Unreadable(
                        f"nested deeper than {MAX_DEPTH} levels", container.line, container.column, 1
                    )
            else:
                root = container
            current, key = container, None
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            assert current is not None
            opened = open_anchors.pop()
            if opened is not None:
                anchors[opened[0]] = (current, count - opened[1] + 1)
            if not stack:
                current = None
                continue
            node = current
            current, key = stack.pop(), keys.pop()
        elif kind is AliasEvent:
            start = event.start_mark
            place = (start.line + first_line, start.column + 1, len(event.anchor) + 1)
            if event.anchor not in anchors:
                inside = any(opened and opened[0] == event.anchor for opened in open_anchors)
                what = "stands inside what it repeats" if inside else "repeats an anchor that is not there"
                raise Unreadable(f"the alias `*{event.anchor}` {what}", *place)
            node, size = anchors[event.anchor]
            count += size
            if count > MAX_EXPANSION and size > 1:
                raise Unreadable(f"aliases expand to more than {MAX_EXPANSION} values", *place)
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                start = event.start_mark
                raise Unreadable(
                    "a second document starts here",
                    start.line + first_line,
                    start.column + 1,
                    help="write one document a file: remove the `---`",
                )
            continue
        elif kind is yaml.events.StreamEndEvent:
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


def _note_tag(
    event: ScalarEvent | MappingStartEvent | SequenceStartEvent,
    node: Node,
    first_line: int,
    tags: dict[int, str] | None,
) -> None:
    tag = event.tag
    if _CORE_TAG.match(tag):
        return
    if tags is not None:
        tags[id(node)] = tag
        return
    written = "!!" + tag.rpartition(":")[2] if tag.startswith("tag:yaml.org,2002:") else tag
    raise Unreadable(
        f"the tag `{written}` is not allowed here",
        event.start_mark.line + first_line,
        event.start_mark.column + 1,
        len(written),
        "write the value itself; nothing in a source is ever executed",
    )


_STARTS_WITH_BRACKET: Final = re.compile(r"(?:^|[:-])\s+[{\[]")


def _explained(error: yaml.MarkedYAMLError, text: str, first_line: int) -> Unreadable:
    """Say a syntax error in words of ours: what YAML stumbled over, and what people mean by it."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    written = lines[line].rstrip("\r") if line < len(lines) else ""
    opened = error.context_mark
    problem = error.problem or "not YAML"
    remedy = ""
    if "mapping values are not allowed" in problem:
        message = "`: ` inside an unquoted value"
        remedy = 'quote it: `key: "a: b"`'
    elif "\\t" in problem or ("cannot start any token" in problem and written[column : column + 1] == "\t"):
        message, remedy = "a tab where YAML wants blanks", "indent with blanks"
    elif "cannot start any token" in problem:
        message = f"an unquoted value cannot begin with `{written[column : column + 1]}`"
        remedy = "quote it"
    elif "unexpected end of stream" in problem and opened:
        line, column = opened.line, opened.column
        message, remedy = "a quoted value that never ends", "add the missing quote"
    elif opened and "flow" in (error.context or ""):
        bracket = lines[opened.line][opened.column : opened.column + 1] if opened.line < len(lines) else "["
        if any(" #" in lines[n] for n in range(opened.line, min(line, len(lines) - 1) + 1)):
            message = f"`{bracket}` is never closed: ` #` begins a comment"
        else:
            message = f"`{bracket}` is never closed, or what it holds is not a list"
        line, column = opened.line, opened.column
        remedy = "close it, or quote the value if the bracket is part of it"
    elif "did not find expected" in problem and written[:column].rstrip().endswith(("'", '"')):
        message, remedy = "a value goes on after its closing quote", "quote the whole value"
    elif "did not find expected" in problem and _STARTS_WITH_BRACKET.search(written):
        message = "a value that begins with `{` or `[` goes on after the bracket is closed"
        remedy = "quote it"
    else:
        message = _plain_words(problem)
    return Unreadable(message, line + first_line, column + 1, help=remedy)


def _plain_words(problem: str) -> str:
    if "did not find expected key" in problem or "did not find expected '-'" in problem:
        return "this line fits neither the list nor the mapping above it: its indentation or a missing `:`"
    if "could not find expected ':'" in problem:
        return "a key without `:` behind it"
    if "block sequence entries are not allowed" in problem:
        return "a list cannot begin on the line of its key"
    return problem


# YAML 1.1 §5.1: what may not stand in a stream.
_FORBIDDEN: Final = re.compile("[^\t\r\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _bad_character(text: str, first_line: int) -> Unreadable:
    for number, line in enumerate(text.split("\n")):
        if found := _FORBIDDEN.search(line):
            what = f"the character U+{ord(found[0]):04X}, which YAML does not allow"
            return Unreadable(what, number + first_line, found.start() + 1, 1, "remove it")
    return Unreadable("a character that YAML does not allow", first_line, 1, help="remove it")

