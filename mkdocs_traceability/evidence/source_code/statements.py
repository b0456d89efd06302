"""Which tables a text of SQL writes: observe asks this of every string in the code.

Only the heads of statements are looked at, so placeholders of any driver, and dialects, make no difference.
A text that does not begin like a statement is none: sentences speak of updates, too.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_LONGEST: Final = 200_000
"""Characters of one string that are looked at: what is longer is data, hardly ever a statement."""

_BEGINS: Final = re.compile(
    r"\s*\(?\s*(?:with|insert|update|delete|merge|replace|truncate|copy|select)\b", re.I
)

_PART: Final = r"(?:[A-Za-z_][\w$]{0,199}|\"[^\"\n]{1,200}\"|`[^`\n]{1,200}`|\[[^\]\n]{1,200}\])"
_NAME: Final = rf"(?P<name>{_PART}(?:\.{_PART}){{0,3}})"
_WRITES: Final = tuple(
    re.compile(rf"\b{head}\s{{1,50}}{_NAME}{tail}", re.I)
    for head, tail in (
        (r"(?:insert(?:\s{1,50}or\s{1,50}\w{1,20})?|replace)\s{1,50}into", ""),
        (r"merge\s{1,50}into", ""),
        (r"delete\s{1,50}from(?:\s{1,50}only)?", ""),
        (r"update(?:\s{1,50}only)?", r"(?:\s{1,50}(?:as\s{1,50})?\w{1,200})?\s{1,50}set\b"),
        (r"truncate(?:\s{1,50}table)?", r"\s*(?:;|$|cascade\b|restrict\b|restart\b)"),
        (r"copy", r"\s{0,50}(?:\([^)]{0,2000}\)\s{0,50})?from\b"),
    )
)


class TableWrite(NamedTuple):
    """A table that a text writes, by its bare name, and the offset in the text at which it says so."""

    table: str
    offset: int


def table_writes(text: str) -> Iterator[TableWrite]:
    """Go through what a string writes, if it is SQL."""
    if len(text) > _LONGEST or not _BEGINS.match(text):
        return
    found = (
        TableWrite(_bare(match["name"]), match.start())
        for writes in _WRITES
        for match in writes.finditer(text)
    )
    yield from sorted(found, key=lambda each: each.offset)


def _bare(name: str) -> str:
    """Return a table's name without its schema and quotes."""
    return str(re.findall(_PART, name)[-1]).strip('"`[]')
