"""Import: sections that say things line by line, `**Status**: done`, as the rows of a block.

    ### PAY-001: Refunds
    **Status**: ✅ Done
    **Missing**:
    - partial refunds

The sections under one heading are one block, their labels its headers. A section counts where it has a
status or an id, or several labels that are known; what stands in it besides stays on the page.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from mkdocs_traceability.importing.blocks import Block, Cell, Row
from mkdocs_traceability.importing.headings import HeadingLine, heading_of, parts_of
from mkdocs_traceability.reading.markdown.raw_blocks import HIDDEN

TITLE: Final = "title"
ID: Final = "id"
NUMBER: Final = "number"
STATUS: Final = "status"
"""Headers of what a heading says."""

_LABEL: Final = re.compile(
    r"(?P<bullet> {0,3}[-*+] +)?(?P<open>\*\*|__)(?P<label>[^*_:]{1,60}?)"
    r"(?::(?P=open)|(?P=open)[ \t]*:)[ \t]*(?P<text>.*?)[ \t]*(?:\\|<br ?/?>)?$"
)
IS_ASIDE: Final = re.compile(
    r"legend|\bkeys?\b|legende|zeichenerkl|légende|leyenda|凡例|图例|легенда|references|related|see also"
    r"|contents|changelog|change log|history|literatur|referenzen|références|referencias|参考|参照",
    re.IGNORECASE,
)
"""Headings of what explains signs, and of lists of other documents."""
_MANY: Final = 3
_ENTRY: Final = re.compile(r"(?P<indent> *)(?:[-*+]|\d+[.)]) +(?:\[(?P<box>[ xX])\] +)?(?P<text>\S.*?) *$")


@dataclass
class _Section:
    heading: HeadingLine
    line: int
    above: tuple[str, ...]
    cells: dict[str, Cell] = field(default_factory=dict)
    consumed: list[tuple[int, int]] = field(default_factory=list)


def sections_in(
    lines: list[str],
    first: int,
    taken: set[int],
    is_known: Callable[[str], bool],
    is_status: Callable[[str], bool],
) -> list[Block]:
    """Return the blocks of sections with labels.

    `lines` are those of the page with code hidden, the first being line `first` of the file; `taken` are
    lines of tables. `is_known` tells whether a label is the name of a field, `is_status` whether a text has
    a status.
    """
    groups: dict[tuple[str, ...], list[_Section]] = {}
    for section in _sections(lines, first, taken):
        if any(map(is_known, section.cells)) and not IS_ASIDE.search(section.heading.text):
            groups.setdefault(section.above, []).append(section)
    return [
        _block(sections, is_known)
        for group in groups.values()
        if (sections := _items(group, is_known, is_status))
    ]


def _items(
    group: list[_Section], is_known: Callable[[str], bool], is_status: Callable[[str], bool]
) -> list[_Section]:
    """Return the sections that are items, and no chapters of the document.

    One has an id, a status or many labels that are known; a few such labels do where several sections have
    them, and one with an item for a neighbour is one too, where they have a label in common.
    """
    certain = [section for section in group if _is_item(section, is_known, is_status)]
    alike = [section for section in group if _known(section, is_known) > 1]
    certain = certain or (alike if len(alike) > 1 else [])
    labels = {name.casefold() for section in certain for name in section.cells}
    others = {name.casefold() for section in alike for name in section.cells} if certain else set()
    return [
        section
        for section in group
        if section.heading.level > 1 or parts_of(section.heading.text).id
        if (labels | others) & {name.casefold() for name in section.cells}
    ]


def _is_item(section: _Section, is_known: Callable[[str], bool], is_status: Callable[[str], bool]) -> bool:
    parts = parts_of(section.heading.text)
    has_status = any(
        is_status(cell.text) for name, cell in section.cells.items() if name.casefold() == STATUS
    )
    return bool(parts.id or parts.status) or has_status or _known(section, is_known) > _MANY


def _known(section: _Section, is_known: Callable[[str], bool]) -> int:
    return sum(map(is_known, section.cells))


def _block(sections: list[_Section], is_known: Callable[[str], bool]) -> Block:
    block = Block("sections", sections[0].line, sections[0].above)
    for section in sections:
        _enter(block, section, is_known)
    return block


def _enter(block: Block, section: _Section, is_known: Callable[[str], bool]) -> None:
    parts = parts_of(section.heading.text, is_known)
    row = Row(section.line, consumed=section.consumed)
    said = {ID: parts.id, NUMBER: parts.number, TITLE: parts.title, STATUS: parts.status, **dict(parts.said)}
    for name, text in said.items():
        if text:
            row.cells[name] = Cell(text, section.line, section.heading.column)
    for name, cell in section.cells.items():
        taken = {each.casefold(): each for each in row.cells}
        known = taken.get(name.casefold())
        if known is not None and name.casefold() == STATUS:
            row.cells[f"{name} (text)"] = cell
        else:
            row.cells[known or name] = cell
    names = block.names
    for name, cell in row.cells.items():
        if name not in names:
            block.headers.append(cell._replace(text=name, entries=()))
    block.rows.append(row)


def _sections(lines: list[str], first: int, taken: set[int]) -> Iterator[_Section]:
    path: list[HeadingLine] = []
    section: _Section | None = None
    number = 0
    while number < len(lines):
        line = lines[number]
        if heading := heading_of(line):
            if section:
                yield section
            while path and path[-1].level >= heading.level:
                path.pop()
            section = _Section(heading, first + number, tuple(each.text for each in path))
            path.append(heading)
        elif number + first in taken and section and not section.cells:
            yield section  # what is said below a table is said of the table
            section = None
        elif section and (found := _LABEL.match(line)):
            number = _label(section, lines, number, first, taken, found)
            continue
        number += 1
    if section:
        yield section


def _label(
    section: _Section, lines: list[str], number: int, first: int, taken: set[int], found: re.Match[str]
) -> int:
    """Enter a label with what stands behind and below it; return the line where it ends."""
    line = first + number
    base = len(found["bullet"]) if found["bullet"] else 0
    text, column = found["text"], found.start("text") + 1
    after = number + 1
    while text and after < len(lines) and _goes_on(lines[after], base) and first + after not in taken:
        text += " " + lines[after].strip()
        after += 1
    entries, end = _entries(lines, after, first, taken, base)
    end = end if entries else after
    name = found["label"].strip()
    if name in section.cells:
        name = next(
            f"{name} ({again})" for again in range(2, 1000) if f"{name} ({again})" not in section.cells
        )
    if text or entries:
        section.cells[name] = Cell(text, line, column if text else entries[0].column, entries)
        section.consumed.append((line, first + end - 1))
    return end


def _goes_on(line: str, base: int) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    stripped = line.strip()
    if not stripped or HIDDEN in line or _ENTRY.match(line) or _LABEL.match(line) or heading_of(line):
        return False
    return not stripped.startswith(("|", ">", "```", "---", "***", "<")) and (
        not base or line.startswith(" ")
    )


def _entries(
    lines: list[str], number: int, first: int, taken: set[int], base: int
) -> tuple[tuple[Cell, ...], int]:
    """Return the items of the list below a label, and where it ends; none where there is no list."""
    entries: list[Cell] = []
    while number < len(lines) and first + number not in taken:
        line = lines[number]
        found = _ENTRY.match(line)
        if found is None or _LABEL.match(line) or (base and len(found["indent"]) < 2):
            is_gap = not line.strip() and not entries
            if not is_gap or base:
                break
        else:
            box = {"x": "✅ ", " ": "❌ "}.get((found["box"] or "").lower(), "") if found["box"] else ""
            entries.append(Cell(box + found["text"], first + number, found.start("text") + 1))
        number += 1
    return tuple(entries), number
