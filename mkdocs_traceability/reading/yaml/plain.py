"""The plain part of YAML, which most sidecars keep to, line by line: libyaml's tree in a third of its time.

One regular expression takes a line apart, or a key with the block of text below it. What it has no group for
is refused, and libyaml reads the text from its beginning; so is every error, as nothing here says what is
wrong with a text. What is read: mappings and lists below each other, values that are plain, in quotes without
escapes, or between brackets on one line, blocks of text, and comments.
"""

import re
from functools import cache
from typing import Final

from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence

_DEPTH: Final = 12
"""How deep mappings and lists are taken, outside of brackets and again within them; `MAX_DEPTH` is beyond."""

_KEY: Final = 200
"""A longer key is refused; from 1024 characters on it is none to YAML."""

_LONG: Final = 10_000
"""So long a plain value goes on in no other line: each of them would copy it."""

_CHARACTERS: Final = bytes([0x0A, *range(0x20, 0x7F)])
_FOREIGN: Final = "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""Tabs, and what ends a line in YAML and in no editor, or does not belong into it."""

_LETTER: Final = r"""[^\n\ ?:,\[\]{}\#&*!|>'"%@`-]"""
_FIRST: Final = rf"(?:{_LETTER}|-(?=[A-Za-z0-9./_-]))"
_PLAIN: Final = rf"{_FIRST}[^\n:\#]*(?:(?::(?=[^\ \n])|(?<!\ )\#)[^\n:\#]*)*(?<!\ )"
_WORD: Final = rf"{_FIRST}[^\n,\[\]{{}}:\#?]*(?:(?::(?=[A-Za-z0-9:/_])|(?<!\ )\#)[^\n,\[\]{{}}:\#?]*)*(?<!\ )"
_QUOTED: Final = r""" "[^"\\\n]*" | '[^'\n]*(?:''[^'\n]*)*' """
_QUOTED_KEY: Final = rf""" "[^"\\\n]{{0,{_KEY}}}" | '[^'\n]{{0,{_KEY}}}' """

_SIMPLE: Final = rf"{_LETTER}[^\n\#]*+(?<![\ :])"
_SIMPLE_WORD: Final = rf"{_LETTER}[^\n,\[\]{{}}\#?]*+(?<![\ :])"
"""Sooner told than `_PLAIN` and `_WORD`, and those if there is no `: ` in them."""

_LINES: Final = re.compile(
    rf"""
    (\ *)(-\ +)?                                        # the indentation, and the mark of an entry
    (?: ((?!\.){_LETTER}[^\n:\#]{{0,{_KEY}}}+(?<!\ ) | {_QUOTED_KEY})
        :(\ +|(?=\n)) )?                                # a key, and the spaces behind it
    (?: ({_SIMPLE})\n                                   # a plain value
    | \[({_SIMPLE_WORD}(?:,\ {_SIMPLE_WORD})*+)\]\n     # a list of plain values
    | ([|>]-?)\n                                        # a block of text: its style, its indentation,
        (\ +)([^\ \n].*\n(?:\8[^\ \n].*\n)*+)           # its lines up to one that is empty or set in,
        ((?:\8.*\n|\ *\n)*+)                           # and those from there
    | (.*)\n                                            # anything else, or nothing
    )""",
    re.VERBOSE,
).findall

_REST: Final = re.compile(
    rf"(?: ({_PLAIN}) | ({_QUOTED}) | ([\[{{].*[\]}}]) ) \ *(?:(?<=\ )\#(?:[\ \#!].*)?)?", re.VERBOSE
).fullmatch
"""A value with quotes or brackets, or with spaces or a comment behind it."""

_COMMENT: Final = re.compile(r"#(?:[ #!].*)?").fullmatch
"""A comment where a value could stand: `#12` may have been meant as one, and is refused."""

_PAIRS: Final = rf"\{{{_WORD}:\ {_WORD}(?:,\ {_WORD}:\ {_WORD})*\}}"
_LIST: Final = re.compile(rf"\[(?:{_WORD}|{_PAIRS})(?:,\ (?:{_WORD}|{_PAIRS}))*\]").fullmatch
"""A list of plain values, and mappings of such."""

_ENTRIES: Final = re.compile(r"(?:\{([^}]*)\}|([^,{]+))(?:, )?").findall
"""The entries of such a list."""

_TOKENS: Final = re.compile(
    rf"""(
    (?: ({_WORD}|{_QUOTED})(:\ )?                     # a value, or a key
    | ([\[{{]) | (,) | ([\]}}]) | (.)
    )\ *)""",
    re.VERBOSE,
).findall
"""What stands between brackets, each with the spaces behind it."""


_Row = tuple[str, str, str, str, str, str, str, str, str, str, str]
"""What `_LINES` finds, group by group."""

_Entries = list[tuple[Node, Node]]


class Refused(Exception):  # noqa: N818 - it is no error: the text is for libyaml to read
    """The text has something that is not read here, or is no YAML at all."""


def read_plain(text: str, first_line: int) -> Node | None:
    """Return the tree of a text as libyaml's events would make it; None where there is nothing in it.

    Raises:
        Refused: where it holds anything but plain YAML.

    """
    if _has_foreign(text):
        raise Refused
    has_beginning = text.startswith("---\n")
    if has_beginning:
        text, first_line = text[4:], first_line + 1
    rows = _LINES(text if text.endswith("\n") else text + "\n")
    if rows[-1:] and rows[-1][6] and not text.endswith("\n"):
        raise Refused  # whether the last line of a block has an end is part of its text
    tree = _tree(rows, first_line)
    if tree is None and has_beginning:
        raise Refused  # there is a value, and it is nothing
    return tree


def _has_foreign(text: str) -> bool:
    """Whether a text has characters that YAML takes in ways of its own."""
    if text.isascii():
        return bool(text.encode("ascii").translate(None, _CHARACTERS))
    return _foreign().search(text) is not None


@cache
def _foreign() -> re.Pattern[str]:
    return re.compile(_FOREIGN)  # takes 3 ms, which most need not wait for


def _tree(rows: list[_Row], first_line: int) -> Node | None:  # noqa: C901 - the one hot loop
    """Put the parts of lines together; the whole is read as the value of a key that nobody has written."""
    document = Mapping(0, 0)
    entries, items, is_list, indent = document.entries, list[Node](), False, -1
    stack: list[tuple[_Entries, list[Node], bool, int]] = []
    document_key = Scalar("", 0, 0, 0, True)
    awaiting: Scalar | None = document_key
    text, text_line = document_key, -1  # the value that goes on in the next line, if that is set in
    value: Node
    line = first_line - 1
    for lead, dash, key, gap, plain, words, style, margin, block, more, other in rows:
        line += 1
        depth = len(lead)
        if not (key or dash):
            if plain and text_line == line - 1 and depth > indent and ": " not in plain:
                if len(text.text) > _LONG:
                    raise Refused
                text.text += " " + plain
                text.length = 0
                text_line = line
            elif plain or words or style or (other and other[0] != "#"):
                raise Refused
            continue
        if awaiting is not None:
            if depth > indent or (dash and depth == indent):
                below = Sequence(line, depth + 1) if dash else Mapping(line, depth + 1)
                entries.append((awaiting, below))
                stack.append((entries, items, is_list, indent))
                if len(stack) > _DEPTH:
                    raise Refused
                indent = depth
                if isinstance(below, Sequence):
                    items, is_list = below.items, True
                else:
                    entries, is_list = below.entries, False
            else:
                entries.append((awaiting, _nothing(awaiting)))
            awaiting = None
        while depth < indent:
            entries, items, is_list, indent = stack.pop()
        if is_list and not dash:  # it stood no deeper than the key that it belongs to
            entries, items, is_list, indent = stack.pop()
        if depth != indent or (dash and not is_list):
            raise Refused
        column = depth + 1
        if dash:
            column += len(dash)
            if key:
                entry = Mapping(line, column)
                items.append(entry)
                stack.append((entries, items, is_list, indent))
                entries, is_list, indent = entry.entries, False, column - 1
        if key:
            name = (
                _quoted(key, line, column) if key[0] in "\"'" else Scalar(key, line, column, len(key), True)
            )
            column += len(key) + 1 + len(gap)
        if plain:
            if ": " in plain:
                raise Refused
            value = text = Scalar(plain, line, column, len(plain), True)
            text_line = line
        elif words:
            value = _words(words, line, column)
        elif style:
            if len(margin) <= indent:
                raise Refused
            value = Scalar(_text(style, margin, block, more), line, column, 0, False)
            line += block.count("\n") + more.count("\n")
        elif other and other[0] != "#":
            value = _value(other, line, column)
        elif key and (not other or _COMMENT(other)):
            awaiting = name
            continue
        else:
            raise Refused
        if key:
            entries.append((name, value))
        else:
            items.append(value)
    if not document.entries:
        return None
    if awaiting is not None:
        entries.append((awaiting, _nothing(awaiting)))
    return document.entries[0][1]


def _words(written: str, line: int, column: int) -> Sequence:
    """Read a list of plain values, each a comma and a space apart."""
    if ": " in written:
        raise Refused
    values = Sequence(line, column)
    add = values.items.append
    column += 1
    for word in written.split(", "):
        length = len(word)
        add(Scalar(word, line, column, length, True))
        column += length + 2
    return values


def _nothing(key: Scalar) -> Scalar:
    """Return the value of a key that has none: it stands behind the `:`."""
    return Scalar("", key.line, key.column + key.length + 1, 0, True)


def _text(style: str, margin: str, block: str, more: str) -> str:
    """Return the text of a block: `more` begins with the first line of it that is empty or set in."""
    is_folded = style[0] == ">"
    if more.strip("\n"):
        text = _joined(margin, block + more, is_folded=is_folded)
    else:
        text = block[:-1].replace("\n" + margin, " " if is_folded else "\n")
    return text if style[1:] else text + "\n"


def _joined(margin: str, block: str, *, is_folded: bool) -> str:
    """Put the lines of a block together as YAML does: it folds none that is set in, or beside one that is."""
    text: list[str] = []
    breaks, was_set_in = "", True
    for line in (margin + block).removesuffix("\n").split("\n"):
        line = line[len(margin) :]
        if not line:
            breaks += "\n"
            continue
        is_set_in = line[0] == " "
        if text:
            folds = is_folded and not (is_set_in or was_set_in)
            text.append((breaks or " ") if folds else "\n" + breaks)
        text.append(line)
        breaks, was_set_in = "", is_set_in
    return "".join(text)


def _value(written: str, line: int, column: int) -> Node:
    if _LIST(written):
        return _list(written[1:-1], line, column)
    found = _REST(written)
    if found is None:
        raise Refused
    plain, quoted, bracketed = found.groups()
    if plain is not None:
        return Scalar(plain, line, column, len(plain), True)
    return _quoted(quoted, line, column) if quoted else _bracketed(bracketed, line, column)


def _list(written: str, line: int, column: int) -> Sequence:
    """Read a list of plain values and mappings of such, each a comma and a space apart."""
    values = Sequence(line, column)
    column += 1
    for pairs, word in _ENTRIES(written):
        if pairs:
            values.items.append(_mapping(pairs, line, column))
            column += len(pairs) + 4
        else:
            length = len(word)
            values.items.append(Scalar(word, line, column, length, True))
            column += length + 2
    return values


def _quoted(written: str, line: int, column: int) -> Scalar:
    text = written[1:-1]
    if written[0] == "'":
        text = text.replace("''", "'")
    return Scalar(text, line, column, len(written), False)


def _bracketed(written: str, line: int, column: int) -> Node:  # noqa: C901 - one line of it can be long
    """Read what stands between brackets that are closed on the same line."""
    outside = Sequence(0, 0)
    entries, items, is_list = _Entries(), outside.items, True
    stack: list[tuple[_Entries, list[Node], bool]] = []
    key: Scalar | None = None
    is_due = True  # a key or a value, and no comma
    node: Node
    for whole, scalar, colon, opened, comma, closed, other in _TOKENS(written):
        if comma:
            if is_due:
                raise Refused
            is_due = True
        elif closed:
            if is_due and (key is not None or (items if is_list else entries)):
                raise Refused
            if not stack or is_list != (closed == "]"):
                raise Refused
            entries, items, is_list = stack.pop()
            is_due = False
        elif other or not is_due:
            raise Refused
        elif colon:
            if is_list or key is not None or len(scalar) > _KEY:
                raise Refused
            key = _scalar(scalar, line, column)
        else:
            before = (entries, items, is_list)
            if scalar:
                node, is_due = _scalar(scalar, line, column), False
            elif opened == "[":
                node = Sequence(line, column)
                items, is_list = node.items, True
            else:
                node = Mapping(line, column)
                entries, is_list = node.entries, False
            if opened:
                stack.append(before)
                if len(stack) > _DEPTH:
                    raise Refused
            if before[2]:
                before[1].append(node)
            elif key is None:
                raise Refused
            else:
                before[0].append((key, node))
                key = None
        column += len(whole)
    if stack or len(outside.items) != 1:
        raise Refused
    return outside.items[0]


def _mapping(pairs: str, line: int, column: int) -> Mapping:
    """Read what stands between braces, each key and value of one line and plain."""
    mapping = Mapping(line, column)
    add = mapping.entries.append
    column += 1
    for pair in pairs.split(", "):
        key, _, value = pair.partition(": ")
        length = len(key)
        if length > _KEY:
            raise Refused
        name = Scalar(key, line, column, length, True)
        column += length + 2
        length = len(value)
        add((name, Scalar(value, line, column, length, True)))
        column += length + 2
    return mapping


def _scalar(written: str, line: int, column: int) -> Scalar:
    if written[0] in "\"'":
        return _quoted(written, line, column)
    return Scalar(written, line, column, len(written), True)
