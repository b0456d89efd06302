"""Read: the tables of a page that a comment makes sources, as what they declare.

The comment is checked against the kind and the table; the rows go the way of a sidecar's items.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.model.directives import FORMS, NUMBERS, WAIVE
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.kinds import Kind, Schema, article
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.declarations import Declaration, Declared, declare_each
from mkdocs_traceability.reading.own_key import KEY
from mkdocs_traceability.reading.source_form import SourceForm, did_you_mean, shown
from mkdocs_traceability.reading.tables.columns import Columns, columns_of, likely_field
from mkdocs_traceability.reading.tables.directive import Attribute, Directive, Word, read_directive
from mkdocs_traceability.reading.tables.grid import Cell, Comment, Table, read_tables
from mkdocs_traceability.reading.tables.inline import plain
from mkdocs_traceability.reading.tables.restating import restated_table, split_where
from mkdocs_traceability.reading.tables.translation import TableReading, heading_text, tree_of
from mkdocs_traceability.reading.tables.words import TableWords
from mkdocs_traceability.reading.yaml.nodes import Mapping, Scalar

_CELL: Final = "TR502"
_COLUMN: Final = "TR512"
_EXAMPLE: Final = '`<!-- traceability: flows id="Flow ID" -->`'


class _Source(NamedTuple):
    """A table with a comment: what that says, and the kind of what the table has.

    `attributes` are about columns; `where` says which items a table has that restates.
    """

    table: Table
    directive: Directive
    kind: Kind
    attributes: tuple[Attribute, ...]
    where: Attribute | None


def declare_tables(text: str, path: str, page: str, schema: Schema, own: TableWords) -> Declared:
    """Return what the tables of a page declare and restate, and what is wrong with comments and cells.

    `page` is its path below the docs folder.
    """
    reader = _Reader(path, page, schema, own)
    reader.read(text)
    return reader.declared


class _Reader:
    """Reads the tables of one page."""

    def __init__(self, path: str, page: str, schema: Schema, own: TableWords) -> None:
        self.declared = Declared()
        self._path = path
        self._page = page
        self._schema = schema
        self._own = own

    def read(self, text: str) -> None:
        page = read_tables(text)
        sources = list(self._sources(page.tables))
        for comment in page.comments:
            self._check_loose(comment)
        for comment in (*page.comments, *(each.comment for each in page.tables if each.comment)):
            self._check_form(comment)
        groups = _groups([source for source in sources if not source.directive.restates])
        for source in sources:
            self._declare(
                source, heading_text(source.table.headings[-1]) if source.kind.name in groups else ""
            )

    # ---------------------------------------------------------------- comments

    def _sources(self, tables: Iterable[Table]) -> Iterator[_Source]:
        for table in tables:
            if table.comment is None or self._is_not_ours(table.comment):
                continue
            directive = read_directive(table.comment)
            kind = self._kind(table.comment, directive)
            if kind is not None:
                yield _Source(table, directive, kind, *split_where(directive))
            elif not directive.restates:
                self._lose(table)

    def _is_not_ours(self, comment: Comment) -> bool:
        """Whether a comment only begins with our key: it is a remark, or asks for something else."""
        directive = read_directive(comment)
        word = directive.kind.text if directive.kind else ""
        if word in FORMS or (directive.has_colon and word.lower() == WAIVE):
            return True
        return not directive.has_colon and directive.kind_in(self._schema) is None

    def _check_form(self, comment: Comment) -> None:
        """Report a comment that asks for what a marker places, or counts and stands behind no number."""
        directive = read_directive(comment)
        word = directive.kind
        if word is None or word.text not in FORMS or not directive.has_colon:
            return
        if word.text in NUMBERS:
            message = "there is no number before this comment"
            help_ = "write the number in digits in front of the comment, in the same paragraph"
        else:
            asked = " ".join(comment.text.strip(": \t\n").split())
            message, help_ = "a comment places nothing", f"write `[trace: {shown(asked)}]`"
        self._report("TR501", word, message, help_)

    def _check_loose(self, comment: Comment) -> None:
        """Report a comment below which no table stands, unless it is about something else."""
        if self._is_not_ours(comment):
            return
        directive = read_directive(comment)
        if self._kind(comment, directive) is None:
            return
        help_ = (
            "put it directly above a table; the second line of a table has dashes for each column, "
            "`| --- | --- |`"
        )
        self._report("TR003", _key_of(comment), "no table follows this comment", help_)

    def _kind(self, comment: Comment, directive: Directive) -> Kind | None:
        """Return the kind that a comment names; report what is wrong with the comment."""
        if comment.key != KEY:
            message = f"the comment `{comment.key}` has no effect"
            self._report("TR002", _key_of(comment), message, f"did you mean `{KEY}`?")
            return None
        if not comment.is_closed:
            self._report("TR003", _key_of(comment), "this comment is not closed", "end it with `-->`")
            return None
        if directive.kind is None:
            message = "this comment names no kind"
            self._report("TR004", _key_of(comment), message, f"name it: {_EXAMPLE}")
            return None
        word = directive.kind
        kind = directive.kind_in(self._schema)
        if kind is None:
            if word.text not in self._schema.refused:
                self._report(
                    "TR002",
                    word,
                    f"unknown kind `{shown(word.text)}`",
                    did_you_mean(word.text, self._schema.by_plural),
                )
            return None
        for odd in directive.odd:
            remedy = f"say which column fills a field: {_EXAMPLE}"
            self._report("TR003", odd, f"`{shown(odd.text)}` has no meaning here", remedy)
        return kind

    # ---------------------------------------------------------------- tables

    def _declare(self, source: _Source, section: str) -> None:
        table, directive, kind, attributes, _ = source
        words = self._own.words
        columns = columns_of(table, kind, words, attributes)
        for trouble in columns.troubles:
            self._report("TR002", trouble.at, trouble.message, did_you_mean(trouble.at.text, trouble.known))
        if "id" not in columns.fields.values() and "id" not in columns.headings:
            if not directive.restates:
                self._lose(table)
            if not columns.troubles:
                self._say_no_ids(source)
            return
        self._say_unmapped(source, columns)
        reading = tree_of(table, kind, words, columns=columns, section=section)
        root = Mapping(table.line, table.header[0].column)
        root.entries = [(Scalar(kind.plural, root.line, root.column, 0, False), reading.tree)]
        form = SourceForm(self._path, root, wrong=_CELL)
        items = (Declaration(kind, each) for each in reading.tree.items if isinstance(each, Mapping))
        found = declare_each(items, form, self._schema)
        self.declared = self.declared.with_more(self._kept(source, reading, found))
        for doubt in reading.doubts:
            self._report(_CELL, Word("", doubt.line, doubt.column, doubt.length), doubt.message, doubt.help)

    def _kept(self, source: _Source, reading: TableReading, found: Declared) -> Declared:
        """Return what a table is read as: items with their page, or what it says of the items of others."""
        if source.directive.restates:
            assert source.table.comment is not None
            restated = restated_table(
                source.kind.name, self._path, source.table.comment, reading, found.items, source.where
            )
            return Declared(findings=found.findings, restated=[restated])
        if "id" in reading.columns.fields.values():
            for item in found.items:
                item.table_page = self._page
        return found

    def _say_no_ids(self, source: _Source) -> None:
        table, kind = source.table, source.kind
        first = table.header[0]
        message = f"no column of this table has the ids of {kind.plural_label}"
        header = next((plain(cell.text) for cell in table.header if cell.text), "Header")
        help_ = f'name it in the comment above the table, such as `id="{shown(header)}"`'
        self._report("TR004", _word(first), message, help_)

    def _say_unmapped(self, source: _Source, columns: Columns) -> None:
        table, kind = source.table, source.kind
        for number in columns.unmapped:
            cell = table.header[number]
            header = shown(plain(cell.text))
            message = f"the column `{header}` fits no field of {article(kind.label)} and is not read"
            likely = likely_field(header, kind, columns) or "notes"
            mapped, ignored = f'`{likely}="{header}"`', f'`ignore="{header}"`'
            help_ = f"map it in the comment above the table, such as {mapped}, or write {ignored}"
            self._report(_COLUMN, _word(cell), message, help_)

    # ---------------------------------------------------------------- what goes wrong

    def _report(self, code: str, at: Word, message: str, help_: str) -> None:
        position = Position(self._path, at.line, at.column, at.length)
        self.declared.findings.append(Finding(code, message, position, help=help_, subject=at.text))

    def _lose(self, table: Table) -> None:
        """Remember what a table may declare that is not read: what refers to it is no second mistake."""
        texts = (plain(cell.text) for row in table.rows for cell in row.cells)
        self._unread(frozenset(text for text in texts if text))

    def _unread(self, names: frozenset[str]) -> None:
        self.declared.unread_ids = (self.declared.unread_ids or frozenset()) | names


def _groups(sources: list[_Source]) -> set[str]:
    """Return the kinds of which a page has tables below different headings: those are their sections."""
    headings = {(each.kind.name, each.table.headings[-1]) for each in sources if each.table.headings}
    counts = Counter(kind for kind, _ in headings)
    return {
        kind
        for kind, count in counts.items()
        if count > 1 and all(each.table.headings for each in sources if each.kind.name == kind)
    }


def _key_of(comment: Comment) -> Word:
    return Word(comment.key, comment.key_line, comment.key_column, len(comment.key))


def _word(cell: Cell) -> Word:
    return Word(cell.text, cell.line, cell.column, cell.length)
