"""Find tables and columns of a database: in SQL, and where the text says that a name is one."""

import re
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.grounding.statements.found import Found
from mkdocs_traceability.grounding.statements.own_names import OwnNames
from mkdocs_traceability.grounding.statements.passages import Passage
from mkdocs_traceability.model.grounding import Reading

_NAME: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){0,2}")
_SQL: Final = re.compile(
    r"""(?:\bSELECT\b[^;]*?\bFROM|\bINSERT\s+INTO|\bDELETE\s+FROM|\bUPDATE(?=\s+[\w."]+\s+SET\b)|\bJOIN"""
    r"""|\bTRUNCATE(?:\s+TABLE)?"""
    r"""|\bALTER\s+TABLE)\s+"?(?P<table>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?)"?(?![\w.("])""",
)
_OTHER: Final = re.compile(
    r"\b(?:hash|routing|route|lookup|symbol|markdown|truth|jump|dispatch|toml|yaml|html"
    r"|config(?:uration)?|page|periodic"
    r"|inline|nested|lua|following|this|above|below|summary|comparison|list|tree|grid|materiali[sz]ed"
    r"|collection|page|default)\s+(?:tables?|views?)\b"
)
_BEFORE: Final = re.compile(
    r"\b(?P<what>tables?|columns?|db tables?|database views?|sql views?)[\s:(*]+(?:(?:called"
    r"|named)\s+)?(?:\x03+(?:,\s*|\s+(?:and|or|&)\s+|,\s*and\s+))*\x03?$"
)
_AFTER: Final = re.compile(
    r"\x03?[\s*]+(?:and\s+\x03+\s+)?(?:(?:database|db|sql|postgres\w*|mysql"
    r"|sqlite)\s+)?(?P<what>tables?|columns?)\b(?!\s*(?:of contents|below|above))"
)
_HEADER: Final = re.compile(r"(?:db |database |sql )?(?:tables?|table names?)")
_LONGEST: Final = 2000


def find(passage: Passage, names: OwnNames) -> Iterator[Found]:
    """Find tables and columns."""
    for start, end in passage.code:
        text = passage.text[start:end]
        if " " in text and len(text) <= _LONGEST:
            for found in _SQL.finditer(text):
                at = start + found.start("table")
                yield Found(at, start + found.end("table"), Reading("table", found["table"]))
        elif _NAME.fullmatch(text) and len(text) > 1:
            what = _what(passage, start, end)
            if what and ("column" not in what or "." in text):
                yield Found(start, end, Reading("table", text))


def _what(passage: Passage, start: int, end: int) -> str:
    """Return what the text calls a name: `table`, `column`, or nothing of that sort."""
    before, after = passage.before(start), passage.after(end)
    if _OTHER.search(before + "\n" + after):
        return ""
    if found := _BEFORE.search(before) or _AFTER.match(after):
        return found["what"]
    return "table" if passage.is_row and _HEADER.fullmatch(passage.header_at(start)) else ""
