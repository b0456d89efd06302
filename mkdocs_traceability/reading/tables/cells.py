"""Read: one cell as the values it has, each with its place: `a` (Logic), `b`<br>`REQ-001`..`REQ-010`.

Separators count only between blanks or breaks, and outside code spans, links and parentheses.
What the values mean is not asked here.
"""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from mkdocs_traceability.model.text import composed
from mkdocs_traceability.reading.tables.grid import Cell
from mkdocs_traceability.reading.tables.inline import (
    CODE,
    ROLE,
    Part,
    end_of_first,
    first_code,
    masked,
    plain,
    signs,
    trimmed,
    unwrapped,
    without_footnotes,
)
from mkdocs_traceability.reading.tables.words import Words

LONGEST_RANGE: Final = 500
"""How many ids a range may stand for."""

_MOST_ROLES: Final = 8
_LONGEST_TEXT: Final = 200
"""How long a text may be that is a range."""

_ENDS: Final = rf"[\s{CODE}{ROLE}]"
_SEPARATOR: Final = re.compile(
    rf"[,;](?=[\s{CODE}]|$|<)"
    r"|(?<=[0-9])[,;](?=[^\W\d_][\w./:-]*[0-9](?:[,;\s]|$))"
    r"|[、，；]"
    rf"|(?:(?<={_ENDS})|^)(?:[+/／→⇒➜➔➡↔]\ufe0f?|<?->|=>|\\\||[•·])(?=[\s{CODE}]|$)"
    r"|<(?:br|/?(?:ul|ol|li|p|div))\b[^<>]*>"
    rf"|(?<=[{CODE}{ROLE}])\s+(?:(?:and|und|et|y|e|en|och|og|or|oder|ou|o|&)\s+)?(?={CODE})",
    re.IGNORECASE,
)
_BULLET: Final = re.compile(r"(?:[-*•·–]|\d{1,3}[.)])\s+")
_CONNECTOR: Final = re.compile(
    r"\s*(?:\.{2,3}|…|‥|〜|～|~|–|—)\s*"
    r"|\s+(?:thru|through|to|until|bis|à|au|a|al|até|tot|til|till|-|から|至|到)\s+"
    r"|\s*(?:から|至|到)\s*",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"(?P<stem>(?:.*[^0-9])?)(?P<number>[0-9]{1,9})")
_REST: Final = re.compile(r"[-_.][0-9]{1,9}")
_TIGHT_RANGE: Final = re.compile(r"(?P<first>(?P<stem>[^\s0-9]+)[0-9]{1,9})-(?P<last>(?P=stem)[0-9]{1,9})")


class Absence(StrEnum):
    """Why a cell has no value."""

    NOTHING = "nothing"
    """It is empty, or has a dash, *none*, *TBD*."""
    UNKNOWN = "unknown"
    """It says *unknown*, or has a question mark."""
    NOT_APPLICABLE = "not applicable"
    """It says *N/A*."""


class CellValue(NamedTuple):
    """One value of a cell: its text without marks, and where that stands in the file.

    `written` is all of it as it is written. `role` is what follows it in parentheses, `signs` are emoji
    beside it, `target` is the address of a link. One `between` the ends of a range is not written out.
    """

    text: str
    line: int
    column: int
    length: int
    written: str = ""
    role: str = ""
    signs: str = ""
    target: str = ""
    is_code: bool = False
    is_struck: bool = False
    is_strong: bool = False
    between: bool = False


class Doubt(NamedTuple):
    """What in a cell is not understood, where, and what to write instead."""

    message: str
    help: str
    line: int
    column: int
    length: int


class CellReading(NamedTuple):
    """What a cell says: its values; or why it has none, with the reason if one is given."""

    values: tuple[CellValue, ...] = ()
    absence: Absence | None = None
    reason: str = ""
    doubts: tuple[Doubt, ...] = ()


def read_cell(cell: Cell, words: Words, stem: str = "") -> CellReading:
    """Return the values of a cell. `stem` is what an id begins with that is written as `-010`."""
    if absent := absence_of(cell, words):
        return absent
    mask = masked(cell.text)
    values: list[CellValue] = []
    doubts: list[Doubt] = []
    for start, end in _segments(cell.text, mask):
        found, doubt, stem = _values(cell, mask, start, end, stem)
        values += found
        doubts += doubt
    return CellReading(tuple(values), doubts=tuple(doubts))


@lru_cache(maxsize=1024)
def read_whole(cell: Cell) -> CellValue:
    """Return a cell as one value, whatever separators it has."""
    return _value(cell, masked(cell.text), 0, len(cell.text))


def absence_of(cell: Cell, words: Words) -> CellReading | None:
    """Return why a cell has no value; None where it has one."""
    value = read_whole(cell)
    absence = words.absence(value.text, value.signs)
    if absence is None:
        head, colon, reason = value.text.partition(":")
        absence = words.absence(head, "") if colon and reason.strip() else None
        return CellReading((), Absence(absence), reason.strip()) if absence == "not applicable" else None
    return CellReading((), Absence(absence), value.role)


def _segments(text: str, mask: str) -> list[tuple[int, int]]:
    """Return the parts between separators, those with something in them."""
    parts, done = [], 0
    for found in _SEPARATOR.finditer(mask):
        parts.append(trimmed(text, done, found.start()))
        done = found.end()
    parts.append(trimmed(text, done, len(text)))
    return [(start, end) for start, end in parts if start < end]


def _values(
    cell: Cell, mask: str, start: int, end: int, stem: str
) -> tuple[list[CellValue], list[Doubt], str]:
    """Return what one part of a cell names: one value, or the ids of a range; and the stem of the last id."""
    if ends := _range(cell, mask, start, end, stem):
        first, last = ends
        begins = first.text[0] not in "-_."
        texts = _between(first.text, last.text) if begins else "does not say how its ids begin"
        if isinstance(texts, str):
            return [], [_doubt(first, last, cell, texts)], stem
        length = last.column + last.length - first.column if first.line == last.line else first.length
        values = [
            first._replace(text=text, length=length, role=last.role, between=0 < number < len(texts) - 1)
            for number, text in enumerate(texts)
        ]
        return values, [], _stem(first.text) or stem
    value = _value(cell, mask, start, end)
    if _REST.fullmatch(value.text):
        value = value._replace(text=_completed(value.text, stem))
    return [value], [], _stem(value.text) or stem


def _completed(rest: str, stem: str) -> str:
    """Return the id that is meant by its end, `-010`."""
    return f"{stem.rstrip('-_.')}{rest}" if stem else rest


def _doubt(first: CellValue, last: CellValue, cell: Cell, what: str) -> Doubt:
    length = last.column + last.length - first.column
    written = cell.text[first.column - cell.column :][:length]
    return Doubt(f"the range `{written}` {what}", "write its ids out", first.line, first.column, length)


def _range(cell: Cell, mask: str, start: int, end: int, stem: str) -> tuple[CellValue, CellValue] | None:
    """Return the ends of a range of ids, both in full; None where a part is none."""
    if found := _TIGHT_RANGE.fullmatch(mask, start, end):
        return (
            _value(cell, mask, *found.span("first")),
            _value(cell, mask, *found.span("last")),
        )
    for connector in _CONNECTOR.finditer(mask, start, end) if end - start <= _LONGEST_TEXT else ():
        if start < connector.start() and connector.end() < end:
            first = _value(cell, mask, start, connector.start())
            last = _value(cell, mask, connector.end(), end)
            if ends := _in_full(first, last, stem):
                return ends
    return None


def _in_full(first: CellValue, last: CellValue, stem: str) -> tuple[CellValue, CellValue] | None:
    if _REST.fullmatch(first.text):
        first = first._replace(text=_completed(first.text, stem))
    low, high = _NUMBERED.fullmatch(first.text), _NUMBERED.fullmatch(last.text)
    if low is None or high is None or " " in low["stem"] or first.role:
        return None
    if high["stem"] == low["stem"]:
        return first, last
    if high["stem"] in ("", "-", "_", ".") and low["stem"]:
        return first, last._replace(text=low["stem"] + high["number"])
    return None


def _between(first: str, last: str) -> list[str] | str:
    """Return the ids from one to another; a text where that is no range, which says why."""
    low, high = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    assert low
    assert high
    start, end = int(low["number"]), int(high["number"])
    if end < start:
        return "ends before it begins"
    if end - start >= LONGEST_RANGE:
        return f"stands for {end - start + 1} ids; the limit is {LONGEST_RANGE}"
    width = len(low["number"])
    return [f"{low['stem']}{number:0{width}d}" for number in range(start, end + 1)]


def _stem(text: str) -> str:
    """Return what an id begins with, empty where it has no number at its end."""
    found = _NUMBERED.fullmatch(text)
    return found["stem"] if found and not re.search(r"\s", text) else ""


def _value(cell: Cell, mask: str, start: int, end: int) -> CellValue:
    """Return the value of one part: without bullets, signs, footnotes, roles and marks."""
    text = cell.text
    start, end = trimmed(text, start, end)
    written = text[start:end]
    if bullet := _BULLET.match(text, start, end):
        start = bullet.end()
    found_signs = ""
    roles: list[str] = []
    part = Part(start, end)
    while True:
        before = part
        found, start, end = signs(text, *trimmed(text, part.start, part.end))
        found_signs += found
        if start < end:
            end = without_footnotes(text, start, end) if not part.is_code else end
        role = end
        while role > start and mask[role - 1] == ROLE and not part.is_code and len(roles) < _MOST_ROLES:
            role -= 1
        if role < end:
            roles.append(plain(text[role + 1 : end - 1]))
            start, end = trimmed(text, start, role)
        part = unwrapped(text, part._replace(start=start, end=end))
        if part == before:
            break
    if not part.is_code and (lead := first_code(text, part.start, part.end)) and lead.is_code:
        rest = plain(text[end_of_first(text, part.start, part.end) : part.end]).strip(" :–—-")
        if rest:
            roles.append(rest)
        part = lead
    said = text[part.start : part.end]
    said = said.replace("\\|", "|") if part.is_code else plain(said)
    return CellValue(
        composed(said.strip()),
        cell.line,
        cell.column + part.start,
        max(part.end - part.start, 1),
        composed(written.replace("\\|", "|")),
        composed(" ".join(role for role in reversed(roles) if role)),
        found_signs,
        part.target,
        part.is_code,
        part.is_struck,
        part.is_strong,
    )
