"""Read: a table as the tree of declarations that a sidecar would have, every scalar at its place in the page.

What the tree says is read like that of a sidecar, so positions, suggestions and defaults are the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.text import composed
from mkdocs_traceability.reading.tables.cells import Doubt, read_whole
from mkdocs_traceability.reading.tables.columns import Columns, columns_of, is_id
from mkdocs_traceability.reading.tables.directive import Attribute
from mkdocs_traceability.reading.tables.fields import Filler, scalar
from mkdocs_traceability.reading.tables.grid import Cell, Heading, Row, Table
from mkdocs_traceability.reading.tables.identity import Identity, identities
from mkdocs_traceability.reading.tables.inline import plain
from mkdocs_traceability.reading.tables.words import Words, built_in_words, folded
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence

_NUMBERING: Final = re.compile(r"^(?:\d+(?:\.\d+)*|[A-Z]|[IVX]+)[.)]?\s+(?=\S)")
_DASHES: Final = re.compile(r":?-{3,}:?")


class RowReading(NamedTuple):
    """What became of a row: the items that it declares, or what it is instead."""

    row: Row
    ids: tuple[str, ...] = ()
    group: str = ""
    is_header: bool = False
    continues: bool = False


@dataclass
class TableReading:
    """A table as a tree: a list of items, and beside it what is no part of any item."""

    tree: Sequence
    columns: Columns
    rows: list[RowReading] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def tree_of(
    table: Table,
    kind: Kind,
    words: Words | None = None,
    attributes: Iterable[Attribute] = (),
    columns: Columns | None = None,
    section: str = "",
) -> TableReading:
    """Translate a table into the items of a kind that it declares.

    `attributes` are those of a comment; `columns` say at once which column fills which field. `section` is
    the group to which all rows belong that none says more of.
    """
    words = words or built_in_words()
    columns = columns or columns_of(table, kind, words, attributes)
    return _Translator(table, kind, words, columns, section).translate()


def heading_text(heading: Heading) -> str:
    """Return what a heading says, without its number."""
    return _NUMBERING.sub("", plain(heading.text))


class _Translator:
    """Goes through the rows of a table; knows to which group and item the next one may belong."""

    def __init__(self, table: Table, kind: Kind, words: Words, columns: Columns, section: str) -> None:
        self._table = table
        self._kind = kind
        self._words = words
        self._columns = columns
        self._reading = TableReading(Sequence(table.line, table.header[0].column), columns)
        self._filler = Filler(kind, words)
        self._headers = [folded(plain(cell.text)) for cell in table.header]
        self._section_field = kind.declared.matrix.section or ""
        self._section: Scalar | None = None
        if section and table.headings:
            self._section = _of_heading(table.headings[-1], section)
        self._stem = ""
        self._last: list[Mapping] = []
        self._ids = columns.of("id")
        self._has_plain_ids = sum(self._is_plain(row) for row in table.rows) * 2 > len(table.rows)

    def translate(self) -> TableReading:
        for row in self._table.rows:
            filled = [cell for cell in row.cells if cell.text]
            if not filled or self._is_header(row):
                self._reading.rows.append(RowReading(row, is_header=bool(filled)))
            elif self._is_group(row, filled):
                self._group(row, filled[0])
            elif self._continues(row):
                self._continue(row)
            else:
                self._item(row)
            self._say_beyond(row)
        return self._reading

    # ---------------------------------------------------------------- what a row is

    def _is_header(self, row: Row) -> bool:
        """Whether a row repeats the header, or the line of dashes below it."""
        texts = [folded(plain(cell.text)) for cell in row.cells]
        dashes = all(_DASHES.fullmatch(cell.text) for cell in row.cells)
        return dashes or (texts == self._headers[: len(texts)] and len(texts) == len(self._headers))

    def _is_plain(self, row: Row) -> bool:
        return any(is_id(self._kind, read_whole(cell).text) for cell in self._cells(row, self._ids[:1]))

    def _is_group(self, row: Row, filled: list[Cell]) -> bool:
        """Whether one cell speaks for the rows below: it stands alone, and is no id."""
        texts = {folded(cell.text) for cell in filled}
        is_repeated = len(filled) == len(self._headers)
        if len(self._headers) < 2 or len(texts) > 1 or not (len(filled) == 1 or is_repeated):
            return False
        if filled[0] is not row.cells[0]:
            return False
        value = read_whole(filled[0])
        named = self._identities(filled[0])
        if any(is_id(self._kind, each.id) for each in named) and not (
            len(named) == 1 and named[0].is_made_up
        ):
            return False
        return value.is_strong or self._has_plain_ids or not self._ids

    def _continues(self, row: Row) -> bool:
        """Whether a row goes on with the item above: it has neither an id nor a title of its own."""
        own = self._cells(row, [*self._ids, *self._columns.of("title")])
        return bool(self._last) and bool(self._ids) and not any(cell.text for cell in own)

    # ---------------------------------------------------------------- what it says

    def _group(self, row: Row, cell: Cell) -> None:
        text = plain(cell.text).rstrip(":").strip()
        self._section = scalar(cell, text)
        self._last = []
        self._reading.rows.append(RowReading(row, group=text))

    def _continue(self, row: Row) -> None:
        for mapping in self._last:
            entries = {key.text: node for key, node in mapping.entries if isinstance(key, Scalar)}
            for name, node in self._entries(row):
                _join(mapping, entries, name, node)
        self._reading.rows.append(RowReading(row, continues=True))

    def _item(self, row: Row) -> None:
        entries = self._entries(row)
        named = [each for cell in self._cells(row, self._ids) for each in self._identities(cell)]
        if not self._ids and "id" in self._columns.headings and self._table.headings:
            named = self._of_headings()
        each: list[Identity | None] = [*named] or [None]
        self._last = [self._mapping(row, identity, entries) for identity in each]
        self._reading.tree.items += self._last
        self._reading.rows.append(RowReading(row, tuple(each.id for each in named)))

    def _of_headings(self) -> list[Identity]:
        heading = self._table.headings[-1]
        cell = Cell(heading.text, heading.line, heading.column, max(heading.length, 1))
        return self._identities(cell)

    def _identities(self, cell: Cell) -> list[Identity]:
        named = identities(cell, self._kind, self._words, self._stem)
        for each in named:
            self._stem = each.stem or self._stem
        return named

    def _mapping(self, row: Row, identity: Identity | None, entries: list[tuple[str, Node]]) -> Mapping:
        cell = next((cell for cell in row.cells if cell.text), row.cells[0])
        mapping = Mapping(cell.line, cell.column)
        mapping.length = cell.length
        if identity is not None:
            at = identity.at
            mapping.entries.append((_key("id", at), at))
            names = {name for name, _ in entries}
            if identity.title is not None and "title" not in names:
                mapping.entries.append((_key("title", identity.title), identity.title))
            if identity.is_made_up and identity.title is not None and "aliases" not in names:
                alias = Sequence(at.line, at.column)
                alias.items = [Scalar(identity.name, at.line, at.column, at.length, False)]
                mapping.entries.append((_key("aliases", at), alias))
            if identity.is_struck and "status" not in names and (over := self._over()):
                mapping.entries.append(
                    (_key("status", at), Scalar(over, at.line, at.column, at.length, False))
                )
        mapping.entries += [(_key(name, node), node) for name, node in entries]
        return mapping

    def _over(self) -> str | None:
        return self._words.status("retired", self._kind)

    def _entries(self, row: Row) -> list[tuple[str, Node]]:
        """Return what a row says of its item, field by field."""
        found: dict[str, Node] = {}
        evidence = Mapping(row.line, row.cells[0].column)
        notes: list[Scalar] = []
        for number, name in self._columns.fields.items():
            if name == "id" or number >= len(row.cells):
                continue
            cell = row.cells[number]
            if name in CLAIM_TYPES and name not in self._kind.keys:
                if (node := self._filler.claims(name, cell)) is not None:
                    evidence.entries.append((_key(name, node), node))
            elif name == "notes":
                notes += self._filler.notes(cell)
            else:
                node, remark = self._filler.fill(name, cell)
                if node is not None:
                    found[name] = node if name not in found else _both(found[name], node)
                notes += [remark] if remark else []
        if notes and "notes" in self._kind.fields:
            found["notes"] = _joined(notes)
        if evidence.entries:
            evidence.line, evidence.column = evidence.entries[0][0].line, evidence.entries[0][0].column
            found["evidence"] = _merged(evidence)
        return list((self._from_above() | found).items())

    def _from_above(self) -> dict[str, Node]:
        """Return what headings and the row of the group say of an item."""
        found: dict[str, Node] = {}
        if self._section is not None and self._section_field:
            found[self._section_field] = self._section
        if self._table.headings:
            nearest = self._table.headings[-1]
            wanted = (name for name in self._columns.headings if name != "id" and name not in found)
            found |= {name: _of_heading(nearest, heading_text(nearest)) for name in wanted}
        return found

    def _say_beyond(self, row: Row) -> None:
        """Say that a row has cells where the header has none: a page does not show them."""
        beyond = [cell for cell in row.cells[len(self._headers) :] if cell.text]
        if beyond:
            first = beyond[0]
            count = len(self._headers)
            message = f"this row has {len(row.cells)} cells, and the header {count}"
            help_ = "write a pipe that is part of the text as `\\|`, or add a header"
            self._reading.doubts.append(Doubt(message, help_, first.line, first.column, first.length))

    def _cells(self, row: Row, numbers: list[int]) -> list[Cell]:
        return [row.cells[number] for number in numbers if number < len(row.cells)]


def _key(name: str, node: Node) -> Scalar:
    return Scalar(name, node.line, node.column, node.length, False)


def _of_heading(heading: Heading, text: str) -> Scalar:
    return Scalar(composed(text), heading.line, heading.column, heading.length, False)


def _joined(notes: list[Scalar]) -> Scalar:
    """Return notes of several cells as one text, which stands where the first does."""
    first = notes[0]
    text = "\n\n".join(note.text for note in notes)
    return Scalar(text, first.line, first.column, first.length, False)


def _both(first: Node, second: Node) -> Node:
    """Return the values of two columns that fill one field."""
    both = Sequence(first.line, first.column)
    both.items = [*_items(first), *_items(second)]
    return both


def _items(node: Node) -> list[Node]:
    return node.items if isinstance(node, Sequence) else [node]


def _merged(evidence: Mapping) -> Mapping:
    """Return evidence in which each claim type stands once."""
    by_type: dict[str, tuple[Node, Node]] = {}
    for key, node in evidence.entries:
        assert isinstance(key, Scalar)
        by_type[key.text] = (key, _both(by_type[key.text][1], node)) if key.text in by_type else (key, node)
    evidence.entries = list(by_type.values())
    return evidence


def _join(mapping: Mapping, entries: dict[str, Node], name: str, node: Node) -> None:
    """Add what a row says to the item above: values to values, text to text."""
    if name not in entries:
        mapping.entries.append((_key(name, node), node))
        return
    old = entries[name]
    new: Node
    if isinstance(old, Mapping) and isinstance(node, Mapping):
        new = Mapping(old.line, old.column)
        new.entries = [*old.entries, *node.entries]
        new = _merged(new)
    elif isinstance(old, Scalar) and isinstance(node, Scalar):
        if old.text == node.text:
            return
        new = Scalar(f"{old.text} {node.text}", old.line, old.column, old.length, False)
    else:
        new = _both(old, node)
    mapping.entries = [
        (key, new if isinstance(key, Scalar) and key.text == name else value)
        for key, value in mapping.entries
    ]
