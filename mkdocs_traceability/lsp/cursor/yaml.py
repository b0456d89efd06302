"""Find the word at the cursor in YAML: in the tree of the text as it is, or as it would be with a word there.

A text that is being typed seldom parses. A mark is put where the cursor is, as a value, as a key or as an
entry of a list; brackets and quotes that are open are closed. What parses first says where the mark stands.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import yaml

from mkdocs_traceability.lsp.cursor.excerpt import MARK, Excerpt, excerpt, parsable, whole
from mkdocs_traceability.lsp.cursor.word import ENTRY, Word
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar
from mkdocs_traceability.reading.yaml.nodes import Sequence as Entries
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

_SCANNER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NEEDS_BLANK: Final = re.compile(r"(?:^|[\s{\[,-])[\w-]+:$|^[ \t]*(?:- )*-$")
_COLON: Final = re.compile(r"[ \t]*:(?:[ \t]|$)")
_LEAD: Final = re.compile(r"[ \t]*(?:-[ \t]*)*")
_TEXT_FOLLOWS: Final = re.compile(r"[ \t]+[^\s#]")
_REST: Final = re.compile(r"""[^\s,:#"'\[\]{}&*!|>%@`]*""")
_OPENING: Final = {"FlowSequenceStartToken": "]", "FlowMappingStartToken": "}"}
_CLOSING: Final = ("FlowSequenceEndToken", "FlowMappingEndToken")


def word_in_sidecar(lines: Sequence[str], line: int, column: int) -> Word | None:
    """Return the word at a place, all counted from 0, of a sidecar; None where there can be none."""
    return _word_in(excerpt(lines, line, column))


def word_in_part(lines: Sequence[str], first: int, last: int, line: int, column: int) -> Word | None:
    """Return the word at a place of a part of a text that is YAML, from the line `first` to before `last`."""
    return _word_in(whole(lines, first, last, line, column))


class _Spot(NamedTuple):
    """A scalar of a tree: what leads to it, and whether it is a key."""

    node: Scalar
    path: tuple[str, ...]
    is_key: bool
    mappings: tuple[Mapping, ...]


def _word_in(part: Excerpt) -> Word | None:
    if any(MARK in line for line in part.lines) or _is_comment(part):
        return None
    for spot in _spots(tree_of(part)):
        if _holds(spot.node, part):
            return _as_written(spot, part)
    if _has_no_room(part) or _is_beside(part):
        return None
    for text, lead, read in _with_mark(part):
        for spot in _spots(_tree(text)):
            if MARK in spot.node.text:
                return _as_marked(spot, read, lead)
    return None


def _is_comment(part: Excerpt) -> bool:
    return part.before.lstrip().startswith("#")


def _has_no_room(part: Excerpt) -> bool:
    """Whether a word would run into what follows: into an entry, a key or a bracket that stands already."""
    before, following = part.before, part.line[part.column :]
    if _LEAD.fullmatch(before) and _TEXT_FOLLOWS.match(following):
        return True
    return following[:1] in ("[", "{") and (before[-1:].isspace() or before[-1:] in "[{,:-")


def _is_beside(part: Excerpt) -> bool:
    """Whether a line begins in a column where nothing of what stands above it can go on."""
    before = part.before.lstrip(" ")
    column = len(part.before) - len(before)
    above = [line for line in part.lines[: part.at] if line.strip() and not line.lstrip().startswith("#")]
    following = next((line for line in part.lines[part.at + 1 :] if line.strip()), "")
    if not part.line.strip() and _indent(following) > column and not _LEAD.match(following)[0].strip():  # type: ignore[index]
        return True
    for number, line in enumerate(reversed(above)):
        begins, inner = _indent(line), len(_LEAD.match(line)[0])  # type: ignore[index]
        if column in (begins, inner):
            return False
        if column > begins:
            goes_on = number or column < inner or not line.partition(" #")[0].rstrip().endswith((":", "-"))
            return bool(goes_on) and not _opened(part).closing
    return False


def tree_of(part: Excerpt) -> Node | None:
    """Return the tree of some lines; None where they do not parse."""
    return _tree(parsable(part.lines))


def _tree(text: str) -> Node | None:
    try:
        return parse(text)
    except (Unreadable, RecursionError):
        return None


def _with_mark(part: Excerpt) -> Iterator[tuple[str, str, Excerpt]]:
    """Go through the text with a mark at the cursor, the likeliest reading first.

    With each come what leads the mark, and the lines that were taken.
    """
    forms = [(MARK, ""), (f"{MARK}:", ""), (f"- {MARK}", "- ")]
    if _NEEDS_BLANK.search(part.before):
        forms.insert(0, (f" {MARK}", " "))
    for written, lead in forms:
        yield part.with_line(f"{part.before}{written}{part.line[part.column :]}"), lead, part
    rest = _REST.match(part.line, part.column)
    forms = [(written.replace(MARK, f"{MARK}{rest[0]}" if rest else MARK), lead) for written, lead in forms]
    for each in (part, part.ancestors()):
        closing, line = _opened(each)
        if line < each.at and _indent(each.line) <= _indent(each.lines[line]):
            continue  # brackets further up were forgotten, and hold nothing of this line
        for is_cut in (False, True):
            for written, lead in forms:
                yield each.with_line(f"{each.before}{written}{closing}", is_cut=is_cut), lead, each


class _Opened(NamedTuple):
    """What closes the quotes and brackets that are open at the cursor, and the line of the first."""

    closing: str
    line: int


def _opened(part: Excerpt) -> _Opened:
    text = parsable((*part.lines[: part.at], part.before))
    opened: list[tuple[str, int]] = []
    try:
        for token in yaml.scan(text, Loader=_SCANNER):
            name = type(token).__name__
            if name in _OPENING:
                opened.append((_OPENING[name], token.start_mark.line))
            elif name in _CLOSING and opened:
                opened.pop()
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark
        if mark is not None and "quoted scalar" in (error.context or ""):
            opened.append((text[mark.index : mark.index + 1], mark.line))
    except yaml.YAMLError:  # a character that YAML does not have
        pass
    closing = "".join(character for character, _ in reversed(opened))
    return _Opened(closing, opened[0][1] if opened else part.at)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _spots(tree: Node | None) -> Iterator[_Spot]:
    """Go through the scalars of a tree, each key before its value; an anchor's value once."""
    waiting: list[tuple[Node, tuple[str, ...], bool, tuple[Mapping, ...]]] = []
    waiting += [(tree, (), False, ())] if tree is not None else []
    while waiting:
        node, path, is_key, mappings = waiting.pop()
        if isinstance(node, Scalar):
            yield _Spot(node, path, is_key, mappings)
        elif isinstance(node, Entries):
            waiting += [(each, (*path, ENTRY), False, mappings) for each in reversed(node.items)]
        else:
            inner = (*mappings, node)
            for key, value in reversed(node.entries):
                name = key.text if isinstance(key, Scalar) else ""
                waiting += [(value, (*path, name), False, inner), (key, path, True, inner)]


def _holds(node: Scalar, part: Excerpt) -> bool:
    """Whether a value is written where the cursor is, in one line."""
    if node.line != part.at + 1 or not node.length:
        return False
    return node.column - 1 <= part.column <= node.column - 1 + node.length


def _as_written(spot: _Spot, part: Excerpt) -> Word:
    node = spot.node
    start, end = node.column - 1, node.column - 1 + node.length
    written = part.line[start:end]
    text = written if node.plain else node.text
    before = written[: part.column - start].lstrip("\"'" if not node.plain else "")
    return _word(spot, part, text, before, start, node.length)


def _as_marked(spot: _Spot, part: Excerpt, lead: str) -> Word:
    node = spot.node
    before, after = node.text.split(MARK, 1)
    is_long = node.line != part.at + 1 or not node.length
    if is_long:
        return _word(spot, part, before + after, before, part.column, 0, lead, is_long=True)
    start = part.column if lead else node.column - 1
    length = len(before + after) if node.plain else _quoted_length(part.line, start, len(before + after))
    return _word(spot, part, before + after, before, start, length, lead)


def _quoted_length(line: str, start: int, length: int) -> int:
    """Return over how many characters a quoted text stretches, which may not be closed yet."""
    quote = line[start : start + 1]
    end = line.find(quote, start + 1) if quote in ('"', "'") else -1
    return end + 1 - start if end > start else length + 1


def _word(
    spot: _Spot,
    part: Excerpt,
    text: str,
    before: str,
    start: int,
    length: int,
    lead: str = "",
    *,
    is_long: bool = False,
) -> Word:
    line = part.line
    return Word(
        spot.path,
        spot.is_key,
        text,
        before,
        part.numbers[part.at] + 1,
        start + 1,
        length,
        spot.mappings,
        lead,
        _opened(part).closing[-1:] in ("]", "}"),
        spot.is_key and _COLON.match(line, start + length) is not None,
        is_long,
        not (line[:start].strip() or lead),
        _beside(spot),
    )


def _beside(spot: _Spot) -> frozenset[str]:
    """Return the other keys of the mapping in which something stands, with `_` for `-`."""
    entries = spot.mappings[-1].entries if spot.mappings else ()
    keys = (key for key, _ in entries if isinstance(key, Scalar) and key is not spot.node)
    return frozenset(key.text.replace("-", "_") for key in keys)
