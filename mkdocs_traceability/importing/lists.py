"""Import: lists whose items have a box or a mark, `- [x] Refunds`, `- ✅ Refunds`, or begin with an id.

Other items, and lists in a legend, stay as they are.
"""

import re
from typing import Final

from mkdocs_traceability.importing.blocks import Block, Cell, Row
from mkdocs_traceability.importing.headings import ID as ID_FORM
from mkdocs_traceability.importing.headings import HeadingLine, heading_of
from mkdocs_traceability.importing.sections import ID, IS_ASIDE, STATUS, TITLE

_ITEM: Final = re.compile(r"(?P<lead> {0,3}(?:[-*+]|\d+[.)]) +)(?:\[(?P<box>[ xX~-])\] +)?(?P<text>\S.*?) *$")
_NESTED: Final = re.compile(r"(?: {2,}|\t+)\s*(?:[-*+]|\d+[.)]) +(?P<text>\S.*?) *$")
_MARK: Final = re.compile(r"(?P<mark>[✅✔☑❌✖✗⚠🚧🔴🟡🟢🟠⏳⛔🚫🔄⬜]\ufe0f?) *(?P<text>\S.*)$")
_IDENTIFIED: Final = re.compile(
    rf"(?:\*\*|__|`)*(?P<id>{ID_FORM.pattern})(?:\*\*|__|`)*(?:\*\*)?\s*(?:[:—–]|\s-\s)(?:\*\*)?\s*(?P<text>\S.*)$"
)

NOTES: Final = "notes"


def lists_in(lines: list[str], first: int, taken: set[int]) -> list[Block]:
    """Return the blocks of list items that are facts; `lines`, `first` and `taken` as of sections."""
    blocks: list[Block] = []
    path: list[HeadingLine] = []
    row: Row | None = None
    is_aside = False
    for number, line in enumerate(lines, first):
        if heading := heading_of(line):
            while path and path[-1].level >= heading.level:
                path.pop()
            path.append(heading)
            row, is_aside = None, IS_ASIDE.search(heading.text) is not None
        elif number in taken:
            row = None
        elif not is_aside and (found := _ITEM.match(line)) and (made := _row(found, number)):
            row = made
            _enter(blocks, row, number, tuple(each.text for each in path))
        elif row is not None and (nested := _NESTED.match(line)):
            _nest(blocks[-1], row, Cell(nested["text"], number, nested.start("text") + 1))
            row.consumed = [(row.line, number)]
        elif line.strip():
            row = None
    return blocks


def _row(found: re.Match[str], line: int) -> Row | None:
    """Return what a list item says, None where it is no fact."""
    row = Row(line, consumed=[(line, line)])
    text, column = found["text"], found.start("text") + 1
    if found["box"]:
        row.cells[STATUS] = Cell("✅" if found["box"] in "xX" else "❌", line, found.start("box") + 1)
    if marked := _MARK.match(text):
        row.cells[STATUS] = Cell(marked["mark"], line, column)
        text, column = marked["text"], column + marked.start("text")
    if identified := _IDENTIFIED.match(text):
        row.cells[ID] = Cell(identified["id"], line, column + identified.start("id"))
        text, column = identified["text"], column + identified.start("text")
    if not row.cells:
        return None
    row.cells[TITLE] = Cell(text, line, column)
    return row


def _enter(blocks: list[Block], row: Row, line: int, headings: tuple[str, ...]) -> None:
    block = blocks[-1] if blocks else None
    if block is None or block.headings != headings or block.rows[-1].consumed[-1][1] < line - 3:
        block = Block("list", line, headings)
        blocks.append(block)
    for name, cell in row.cells.items():
        if name not in block.names:
            block.headers.append(cell._replace(text=name))
    block.rows.append(row)


def _nest(block: Block, row: Row, cell: Cell) -> None:
    if NOTES not in block.names:
        block.headers.append(cell._replace(text=NOTES))
    notes = row.cells.get(NOTES)
    entries = (*notes.entries, cell) if notes else (cell,)
    row.cells[NOTES] = Cell("", entries[0].line, entries[0].column, entries)
