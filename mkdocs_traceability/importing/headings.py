"""Import: what a heading says besides its words: a number, an id, a status, what stands in parentheses."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from mkdocs_traceability.reading.tables.inline import plain

ID: Final = re.compile(
    r"(?=[^\W\d_][\w\-.:/]*[-_.:]\d)[^\W\d_]\w*+(?:[-./]\w++|:\d\w*+)*+|[A-Z]{2,}\d+[a-z]?"
)
"""An id of a numbered series, as people write them in tables and headings: `REQ-001`, `api_2`, `FR12`."""

_HEADING: Final = re.compile(r" {0,3}(#{1,6})(?!#)[ \t]*(.*?)[ \t]*#*[ \t]*$")
_NUMBER: Final = re.compile(r"(\d+(?:\.\d+)*)\.?[):]?\s+(?=\S)")
_IN_PARENTHESES: Final = re.compile(
    r"\s*\(([^\W\d_]+(?: [^\W\d_]+)?):? ((?:`[^`]+`|[\w.-]*\d)(?:, ?(?:`[^`]+`|[\w.-]*\d))*)\)"
)
_MARK: Final = re.compile(r"(?:\s|^)(?:[—–-]\s+)?([✅✔☑❌✖✗⚠🚧🔴🟡🟢🟠⏳⛔🚫🔄⬜]\ufe0f?.*)$")
_ATTRIBUTES: Final = re.compile(r"\s*\{[^{}]*[#.=][^{}]*\}$")
_AFTER_ID: Final = re.compile(r"\s*(?:[:—–|-]|\s)\s*")


class HeadingLine(NamedTuple):
    """A heading: its level, its text, and the column where that begins."""

    level: int
    text: str
    column: int


class HeadingParts(NamedTuple):
    """A heading taken apart; what it does not say is empty.

    `said` are labels with their texts, such as `(Supports PAY-1)`.
    """

    number: str
    id: str
    title: str
    status: str
    said: tuple[tuple[str, str], ...]


def heading_of(line: str) -> HeadingLine | None:
    """Return the heading that a line is, None if it is none."""
    found = _HEADING.match(line)
    return HeadingLine(len(found[1]), found[2], found.start(2) + 1) if found and found[2] else None


def parts_of(text: str, is_known: Callable[[str], bool] = lambda _: False) -> HeadingParts:
    """Take a heading apart; `is_known` tells whether a word in parentheses is the name of a field."""
    text = _ATTRIBUTES.sub("", text)
    marked = _MARK.search(text)
    status = marked[1].strip() if marked and marked.start() > 0 else ""
    if status and marked:
        text = text[: marked.start()]
    said = tuple((found[1], found[2]) for found in _IN_PARENTHESES.finditer(text) if is_known(found[1]))
    text = _IN_PARENTHESES.sub(lambda found: "" if is_known(found[1]) else found[0], text)
    numbered = _NUMBER.match(text)
    number = numbered[1] if numbered else ""
    text = text[numbered.end() :] if numbered else text
    bare = plain(text)
    found = ID.match(bare)
    if found and (found.end() == len(bare) or ((after := _AFTER_ID.match(bare, found.end())) and after[0])):
        rest = bare[found.end() :]
        between = _AFTER_ID.match(rest)
        return HeadingParts(number, found[0], rest[between.end() :] if between else "", status, said)
    return HeadingParts(number, "", bare, status, said)
