"""Import: tables that cross rows and columns, with marks where they meet, as rows of names."""

import re
from typing import Final

from mkdocs_traceability.importing.blocks import Block, Cell, Row
from mkdocs_traceability.importing.headings import ID
from mkdocs_traceability.reading.tables.inline import plain

_YES: Final = frozenset(["x", "✓", "✔", "✅", "☑", "●", "•", "○", "✗x", "y", "yes", "ja", "oui", "◯", "〇"])
_NO: Final = frozenset(("", "-", "–", "—", "❌", "✗", "✖", "n", "no", "nein", "."))
_LONG: Final = 30
_TEST: Final = re.compile(r"(?:TC|TEST|T|UT|IT|ST|AT)[-_ ]?\d|test", re.IGNORECASE)

NOTE: Final = "Notes"
_NAME: Final = re.compile(r"(?P<name>\S+) \((?P<role>[^()]*)\)$")
MARKED: Final = "Marked"


def without_crossing(block: Block) -> Block:
    """Return a block that crosses as one that does not; any other as it is."""
    columns = block.names[1:]
    if len(columns) < 2 or not block.rows or not all(len(name) <= _LONG for name in columns):
        return block
    marks = [_mark(row.cells[name].text) for row in block.rows for name in columns if name in row.cells]
    if not any(mark in _YES for mark in marks) or not all(mark in _YES or mark in _NO for mark in marks):
        return block
    header = block.headers[0]
    if not all(header.text in row.cells for row in block.rows):
        return block
    relation = header._replace(text=_relation(columns, [row.cells.get(header.text) for row in block.rows]))
    headers = [header, relation, header._replace(text=NOTE)]
    crossed = Block(block.form, block.line, block.headings, headers, consumed=block.consumed)
    for row in block.rows:
        found = [
            row.cells[name] for name in columns if name in row.cells and _mark(row.cells[name].text) in _YES
        ]
        named = [name for name in columns if name in row.cells and _mark(row.cells[name].text) in _YES]
        cells = _named(row.cells[header.text], header.text, columns) if header.text in row.cells else {}
        if found:
            entries = tuple(cell._replace(text=name) for cell, name in zip(found, named, strict=True))
            cells[relation.text] = Cell("", found[0].line, found[0].column, entries)
        if cells:
            crossed.rows.append(Row(row.line, cells))
    return crossed


def _named(cell: Cell, header: str, columns: list[str]) -> dict[str, Cell]:
    """Return the name of a row as its column is named, `api` for `api (L2)`, and what it says besides."""
    found = _NAME.match(plain(cell.text))
    if found is None or found["name"] not in map(plain, columns):
        return {header: cell}
    return {header: cell._replace(text=found["name"]), NOTE: cell._replace(text=found["role"])}


def _mark(text: str) -> str:
    return plain(text).strip("\ufe0f ").casefold()


def _relation(columns: list[str], rows: list[Cell | None]) -> str:
    """Return a header for what the columns are to the rows."""
    if all(_TEST.search(name) for name in columns):
        return "Tests"
    texts = [plain(cell.text) for cell in rows if cell]
    named = {(found["name"] if (found := _NAME.match(text)) else text).casefold() for text in texts}
    if {plain(name).casefold() for name in columns} & named:
        return "Depends on"
    numbered = all(ID.match(plain(name)) for name in columns)
    return MARKED if numbered else "Satisfied by"
