"""Import: rows as items: what each cell says goes to the field of its column, the rest to the notes.

A cell that no field takes, or that says more than its field can, is kept as a note, and listed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from mkdocs_traceability.importing.blocks import Block, Cell, Row
from mkdocs_traceability.importing.headings import parts_of
from mkdocs_traceability.importing.proposal import NOTES, Proposal, area_of
from mkdocs_traceability.importing.sections import NUMBER
from mkdocs_traceability.importing.values import Reader, as_text, id_of, text_of
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.reading.source_form import shown
from mkdocs_traceability.reading.tables.cells import CellValue
from mkdocs_traceability.reading.tables.inline import plain

_SAME_NAME: Final = frozenset(("component", "resource", "layer", "metric", "signal", "source_of_truth"))
"""Kinds of which two rows with one name are one thing."""

_IN_PARENTHESES: Final = re.compile(r"[(（][^()（）]*[)）]")
_CODE_FIRST: Final = re.compile(r"(`[^`]+`)\s+[-–—:]\s+(?P<text>\S.*)$")


@dataclass
class Doubt:
    """A cell that is not understood, or not all of it, and what becomes of it."""

    line: int
    column: int
    message: str
    page: str = ""


@dataclass(eq=False)
class Draft:
    """An item as it is to be written. `names` are the references that it makes, by relation.

    One that is `joined` to another stands there. What `exists` is not written again.
    """

    kind: Kind
    id: str
    line: int
    column: int
    page: str = ""
    has_own_id: bool = True
    data: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    names: dict[str, list[CellValue]] = field(default_factory=dict)
    cells: dict[str, tuple[str, Cell]] = field(default_factory=dict)
    joined: "Draft | None" = None
    exists: bool = False
    lines: list[int] = field(default_factory=list)

    @property
    def last(self) -> "Draft":
        """The item in which all of it stands."""
        return self.joined.last if self.joined else self

    def note(self, header: str, text: str) -> None:
        """Keep a text, with the header above it."""
        said = f"{plain(header)}: {text}" if header else text
        if said not in self.notes:
            self.notes.append(said)


class Drafting:
    """Makes the items of blocks; what is not understood is entered in `doubts`."""

    def __init__(self, reader: Reader, doubts: list[Doubt]) -> None:
        self._reader = reader
        self._doubts = doubts

    def drafts(self, block: Block, proposal: Proposal, page: str) -> Iterator[Draft]:
        """Return the items that the rows of a block are."""
        area = area_of(block, proposal.kind, proposal.columns)
        begun = len(self._doubts)
        for row in block.rows:
            for draft in self._named(row, proposal):
                draft.page = page
                if area and block.form != "sections":
                    draft.data[area[0]] = area[1]
                for header, cell in row.cells.items():
                    self._enter(draft, header, cell, proposal.columns.get(header))
                yield draft
        for doubt in self._doubts[begun:]:
            doubt.page = page

    def _named(self, row: Row, proposal: Proposal) -> list[Draft]:
        """Return items with their ids and titles: several where an id cell names several."""
        by_field = {name: header for header, name in proposal.columns.items()}
        kind = proposal.kind
        id_cell = row.cells.get(by_field.get("id", ""))
        title_cell = row.cells.get(by_field.get("title", ""))
        if title_cell is not None and self._reader.is_nothing(title_cell):
            title_cell = None
        if id_cell is not None and (drafts := self._from_ids(kind, row, id_cell, title_cell)):
            header = by_field["id"]
            for name, draft in drafts.items():
                if title_cell is not None and draft.id != name:
                    draft.note(header, name)
            return list(drafts.values())
        if title_cell is not None:
            draft = _from_title(kind, row, title_cell)
            self._note_no_id(draft, by_field.get("id", ""), id_cell)
            return [draft]
        cells = [
            cell for cell in row.cells.values() if cell is not id_cell and not self._reader.is_nothing(cell)
        ]
        cell = next(iter(cells), next(iter(row.cells.values())))
        if id_cell is None:
            self._doubt(cell, "the row has no id or title; its id is made from this cell")
        draft = _from_title(kind, row, cell)
        draft.data.setdefault("title", str(as_text(cell, is_markdown=False).value))
        self._note_no_id(draft, by_field.get("id", ""), id_cell)
        return [draft]

    def _note_no_id(self, draft: Draft, header: str, cell: Cell | None) -> None:
        """Keep what stands in place of an id: `(none yet)`."""
        if cell is not None and not self._reader.is_nothing(cell):
            draft.note(header, text_of(cell))

    def _from_ids(self, kind: Kind, row: Row, cell: Cell, title_cell: Cell | None) -> dict[str, Draft]:
        """Return the items that an id cell names, by that name; none where it names none: `(none yet)`."""
        values = [value for value in self._reader.values(cell) if value.text]
        whole = plain(text_of(cell))
        parts = parts_of(whole)
        if len(values) == 1 and parts.id and parts.title and not parts.number and " " in values[0].text:
            draft = Draft(kind, parts.id, row.line, cell.column)
            draft.data["title"] = parts.title
            return {draft.id: draft}
        if not values or _IN_PARENTHESES.fullmatch(whole):
            self._name_elsewhere(cell)
            return {}
        drafts = {value.text: Draft(kind, id_of(value.text), row.line, cell.column) for value in values}
        for value in values:
            draft = drafts[value.text]
            if title_cell is None and (title := value.role or (value.text if draft.id != value.text else "")):
                draft.data["title"] = title
            elif value.role:
                draft.note("", value.role)
        return drafts

    def _name_elsewhere(self, cell: Cell) -> None:
        if not self._reader.is_nothing(cell):
            self._doubt(cell, f"`{text_of(cell)}` is not an id; the id is made from another cell")

    def _enter(self, draft: Draft, header: str, cell: Cell, name: str | None) -> None:
        """Enter what a cell says."""
        if name == "id" or header == NUMBER:
            _note_links(draft, header, cell)
        elif self._reader.is_nothing(cell):
            return
        elif name is None:
            draft.note(header, text_of(cell))
        elif name == NOTES:
            draft.note("", text_of(cell))
        elif name == "title":
            self._title(draft, header, cell)
        else:
            self._value(draft, header, cell, name)

    def _value(self, draft: Draft, header: str, cell: Cell, name: str) -> None:
        read = self._reader.read(draft.kind, name, cell)
        if read is None:
            self._doubt(cell, _not_understood(name, cell))
            draft.note(header, text_of(cell))
            return
        if not read.is_whole:
            self._doubt(
                cell, f"only part of the cell fits `{shown_name(name)}`; the whole cell is kept in notes"
            )
            draft.note(header, text_of(cell))
        if name.startswith("requires:"):
            draft.data.setdefault("requires", {})[name.removeprefix("requires:")] = read.value
        elif name in CLAIM_TYPES:
            draft.data.setdefault("evidence", {})[name] = read.value
        else:
            draft.data[name] = read.value
        if read.names:
            draft.names[name] = read.names
        draft.cells[name] = (header, cell)

    def _title(self, draft: Draft, header: str, cell: Cell) -> None:
        _note_links(draft, header, cell)
        text = text_of(cell)
        if "title" in draft.data:
            return
        code = _CODE_FIRST.match(text)
        if code and "code" in (draft.kind.declared.matrix.columns or ()):
            read = self._reader.read(draft.kind, "code", Cell(code[1], cell.line, cell.column))
            if read is not None and read.is_whole:
                draft.data["title"] = plain(code["text"])
                draft.data.setdefault("evidence", {})["code"] = read.value
                return
        title = plain(text) or text
        lead = f"{draft.kind.label}:"
        title = title[len(lead) :].strip() if title.casefold().startswith(lead) else title
        if title != draft.id:
            draft.data["title"] = title

    def _doubt(self, cell: Cell, message: str) -> None:
        self._doubts.append(Doubt(cell.line, cell.column, message))


def _from_title(kind: Kind, row: Row, cell: Cell) -> Draft:
    text = text_of(cell)
    parts = parts_of(text)
    number = row.cells.get(NUMBER)
    if parts.id and parts.title and not parts.number:
        draft = Draft(kind, parts.id, row.line, cell.column)
        draft.data["title"] = parts.title
        return draft
    made = number.text if number and "." in number.text else id_of(text)
    return Draft(kind, made, row.line, cell.column, has_own_id=made == plain(text))


def _note_links(draft: Draft, header: str, cell: Cell) -> None:
    if "](" in cell.text:
        draft.note(header, text_of(cell))


def shown_name(name: str) -> str:
    """Return the name of a field without what a header adds to it."""
    return name.partition(":")[0]


def _not_understood(name: str, cell: Cell) -> str:
    return f"`{shown(text_of(cell))}` does not fit `{shown_name(name)}`; kept in notes"


def merged(drafts: Iterable[Draft], doubts: list[Doubt]) -> list[Draft]:
    """Return items with one for each id: what several rows say of one thing stands together."""
    by_id: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        key = (draft.kind.name, draft.id)
        first = by_id.get(key)
        if first is None:
            by_id[key] = draft
        elif draft.has_own_id or draft.kind.name in _SAME_NAME:
            _join(first, draft, doubts)
        else:
            number = next(n for n in range(2, 100_000) if (key[0], f"{draft.id}-{n}") not in by_id)
            draft.id = f"{draft.id}-{number}"
            by_id[key[0], draft.id] = draft
    return list(by_id.values())


def _join(first: Draft, second: Draft, doubts: list[Doubt]) -> None:
    """Enter what a further row says of an item; what differs from the first is kept in notes."""
    second.joined = first
    first.lines += [second.line, *second.lines]
    for name, value in second.data.items():
        old = first.data.get(name)
        if old is None:
            first.data[name] = value
        elif isinstance(old, dict) and isinstance(value, dict) and name in ("evidence", "requires"):
            _join_mappings(first, second, name, doubts)
        elif isinstance(old, list) and isinstance(value, list):
            first.data[name] = old + [each for each in value if each not in old]
        elif old != value:
            _differs(first, second, name, doubts)
    _join_names(first, second)
    first.notes += [note for note in second.notes if note not in first.notes]
    for name, cell in second.cells.items():
        first.cells.setdefault(name, cell)


def _join_names(first: Draft, second: Draft) -> None:
    for name, names in second.names.items():
        if isinstance(first.data.get(name), list):
            first.names[name] = [*first.names.get(name, ()), *names]
        elif first.data.get(name) == second.data.get(name):
            first.names[name] = names


def _join_mappings(first: Draft, second: Draft, name: str, doubts: list[Doubt]) -> None:
    for key, value in second.data[name].items():
        old = first.data[name].get(key)
        if old is None:
            first.data[name][key] = value
        elif isinstance(old, list) and isinstance(value, list):
            first.data[name][key] = old + [each for each in value if each not in old]
        elif old != value:
            _differs(first, second, key, doubts)


def _differs(first: Draft, second: Draft, name: str, doubts: list[Doubt]) -> None:
    header, cell = second.cells.get(name, (name, None))
    if cell is None and name in ("area", "category", "title"):
        first.note("", str(second.data[name]))
        return
    text = text_of(cell) if cell else str(second.data.get(name, ""))
    line, column = (cell.line, cell.column) if cell else (second.line, second.column)
    message = f"`{name}` of {first.kind.label} `{first.id}` differs from line {first.line}; kept in notes"
    doubts.append(Doubt(line, column, message, second.page))
    first.note(header, text)
