"""Import: all blocks of facts of a page, in their order."""

import re
from collections.abc import Callable
from itertools import zip_longest
from typing import Final

from mkdocs_traceability.importing.blocks import Block, Cell, Row
from mkdocs_traceability.importing.crossed import without_crossing
from mkdocs_traceability.importing.lists import lists_in
from mkdocs_traceability.importing.sections import sections_in
from mkdocs_traceability.reading.markdown.page_body import body_of
from mkdocs_traceability.reading.markdown.raw_blocks import hide_raw_blocks
from mkdocs_traceability.reading.tables.grid import Row as GridRow
from mkdocs_traceability.reading.tables.grid import Table, read_tables
from mkdocs_traceability.reading.tables.inline import plain

GROUP: Final = "Group"
"""The header of what a row says that groups those below it."""

_MARKER: Final = re.compile(r"[\s>]*\[trace:[^\]]*\]\s*$")
"""What stands where a table was."""

_EMPHASIS: Final = re.compile(r"(\*\*|__|\*|_).+\1$")


def blocks_in(text: str, is_known: Callable[[str], bool], is_status: Callable[[str], bool]) -> list[Block]:
    """Return the facts of a page.

    `is_known` tells whether a label is the name of a field, `is_status` whether a text has a status.
    """
    body = body_of(text)
    first = text[: len(text) - len(body)].count("\n") + 1
    found = read_tables(text).tables
    tables = [_block(table) for table in found if table.comment is None]  # others declare where they stand
    taken = {line for table in found for line in range(table.line, table.last_line + 1)}
    lines = hide_raw_blocks(body.split("\n")).lines
    taken |= {number for number, line in enumerate(lines, first) if _MARKER.match(line)}
    sections = sections_in(lines, first, taken, is_known, is_status)
    taken |= {line for block in sections for line in block.lines}
    return sorted([*tables, *sections, *lists_in(lines, first, taken)], key=lambda block: block.line)


def _block(table: Table) -> Block:
    headings = tuple(heading.text for heading in table.headings)
    names: list[str] = []
    for number, cell in enumerate(table.header, 1):
        name = cell.text or f"Column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    headers = [Cell(name, cell.line, cell.column) for name, cell in zip(names, table.header, strict=True)]
    block = Block("table", table.line, headings, headers, consumed=[(table.line, table.last_line)])
    group: Cell | None = None
    rows = [row for row in table.rows if _says_something(row, table)]
    for row, following in zip_longest(rows, rows[1:]):
        cells = [Cell(cell.text, cell.line, cell.column) for cell in row.cells]
        if len(headers) > 2 and _is_group(row):
            group = cells[0]._replace(text=plain(cells[0].text))
            if following and not _is_group(following):
                continue
            group = None
        names += [f"Column {number}" for number in range(len(names) + 1, len(cells) + 1)]
        found = {name: cell for name, cell in zip(names, cells, strict=False) if cell.text}
        block.rows.append(Row(row.line, found if group is None else {**found, GROUP: group}))
    block.headers += [Cell(name, table.line, 1) for name in names[len(headers) :]]
    if first := next((row.cells[GROUP] for row in block.rows if GROUP in row.cells), None):
        block.headers.append(Cell(GROUP, first.line, first.column))
    return without_crossing(block)


def _says_something(row: GridRow, table: Table) -> bool:
    """Whether a row has a text and is not the header once more."""
    texts = [cell.text for cell in row.cells]
    return any(texts) and texts != [cell.text for cell in table.header]


def _is_group(row: GridRow) -> bool:
    """Whether a row looks as if it named those below it; one with none below it is a row like the others."""
    first, *others = (cell.text for cell in row.cells)
    return not any(others) and _EMPHASIS.match(first) is not None
