"""The tables there are once all DDL has been carried out in its order, and what became of the others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.sql.creation import SchemaChange
from mkdocs_traceability.evidence.sql.words import Name
from mkdocs_traceability.model.verdict import Place

_DEFAULT_SCHEMAS: Final = frozenset({"public", "dbo", "main"})
"""Where tables stand whose DDL names no schema: in PostgreSQL, SQL Server and SQLite."""


_MOST_COPIED: Final = 200_000
"""How many columns and tables are copied and moved by statements that name none of them."""


class Gone(NamedTuple):
    """What became of a table or column that is no more: a participle, perhaps a new name, and where."""

    how: str
    place: Place

    def __str__(self) -> str:
        return f"it was {self.how} in `{self.place.path}`, line {self.place.line}"


class TableColumn(NamedTuple):
    """A column: its name as DDL quotes it, and where it was declared."""

    name: str
    place: Place


@dataclass
class Table:
    """A table or view; `open` where it may have columns that cannot be told."""

    schema: str
    name: str
    place: Place
    columns: dict[str, TableColumn] = field(default_factory=dict)
    gone: dict[str, Gone] = field(default_factory=dict)
    open: bool = False

    def column(self, name: str) -> TableColumn | None:
        """Return the column of this name."""
        found = self.columns.get(folded(name))
        return found if found and is_same(found.name, name) else None

    def add(self, column: TableColumn) -> None:
        """Add a column, or put it in place of one of the same name."""
        self.columns[folded(column.name)] = column


class Catalog:
    """All tables and views. Names that differ only in case are one, as most databases have it.

    `is_incomplete` once there was more to carry out than is bearable. `made_while_running` is where a script
    first makes a table whose name it puts together.
    """

    def __init__(self) -> None:
        self.is_incomplete = False
        self.made_while_running: Place | None = None
        self._by_name: dict[str, dict[str, Table]] = {}
        self._by_schema: dict[str, dict[str, Table]] = {}
        self._gone: dict[str, Gone] = {}
        self._changed: dict[str, Place] = {}
        self._schema = ""
        self._copied = 0

    def carry_out(self, path: str, operations: tuple[SchemaChange, ...]) -> None:
        """Carry out what one file says; which schema is the default, each file says for itself."""
        self._schema = ""
        for operation in operations:
            place = Place(path, operation.line)
            if operation.what == "schema":
                self._schema = operation.name.schema
            elif operation.what == "unknown":
                self.made_while_running = self.made_while_running or place
            elif operation.what == "create":
                self._create(operation, place)
            elif operation.what == "drop schema":
                for table in self._in_schema(operation.name.schema):
                    self._remove(table, Gone(f"dropped with the schema `{bare(table.schema)}`", place))
            elif operation.what == "rename schema":
                for table in self._in_schema(operation.name.schema):
                    if self._can_copy(1):
                        self._rename(table, operation.other._replace(name=table.name), place)
            else:
                self._change(operation, place)

    def __iter__(self) -> Iterator[Table]:
        for tables in self._by_schema.values():
            yield from tables.values()

    def has_schema(self, schema: str) -> bool:
        """Whether there is a table in this schema."""
        return bool(self._by_schema.get(folded(schema)))

    def find(self, schema: str, name: str) -> Table | None:
        """Return the table of this name, in this schema or, where none is named, in whichever."""
        named = self._by_name.get(folded(name), {})
        wanted = folded(schema or self._schema)
        table = named.get(wanted)
        if table is None and wanted in _DEFAULT_SCHEMAS:
            table = named.get("")
        if table is None and not schema:
            table = next(iter(named.values()), None)
        if table is None or not is_same(table.name, name):
            return None
        return table if not schema or not table.schema or is_same(table.schema, schema) else None

    def what_became_of(self, name: str) -> str:
        """Say in words what became of a table that is not there; empty where it never was."""
        if gone := self._gone.get(folded(name)):
            return str(gone)
        if place := self._changed.get(folded(name)):
            return f"`{place.path}` changes it in line {place.line}, but no DDL creates it"
        return ""

    def _create(self, operation: SchemaChange, place: Place) -> None:
        name = operation.name
        schema = name.schema or self._schema
        known = self._by_name.get(folded(name.name), {}).get(folded(schema))
        if known and operation.only_if_new:
            return
        table = Table(schema, name.name, place, open=operation.open)
        for copied in operation.copies:
            source = self.find(copied.schema, copied.name)
            if source is None or not self._can_copy(len(source.columns)):
                table.open = True
                continue
            table.open |= source.open
            table.columns.update(source.columns)
        for column, line in operation.columns:
            table.add(TableColumn(column, Place(place.path, line)))
        if known:
            table.gone = known.gone
            table.gone.update(
                dict.fromkeys(known.columns, Gone("left out when the table was recreated", place))
            )
            self._remove(known, Gone("created anew", place))
        self._put(table)

    def _change(self, operation: SchemaChange, place: Place) -> None:
        table = self.find(operation.name.schema, operation.name.name)
        if table is None:
            if operation.what != "drop":
                self._changed.setdefault(folded(operation.name.name), place)
        elif operation.what == "drop":
            self._remove(table, Gone("dropped", place))
        elif operation.what == "rename":
            self._rename(table, operation.other, place)
        elif operation.what == "add":
            for name, line in operation.columns:
                table.add(TableColumn(name, Place(place.path, line)))
        else:
            self._change_column(table, operation, place)

    def _change_column(self, table: Table, operation: SchemaChange, place: Place) -> None:
        old = folded(operation.columns[0][0])
        column = table.columns.pop(old, None)
        if operation.what == "drop column":
            table.gone[old] = Gone("dropped", place)
            return
        new = operation.columns[1][0]
        if folded(new) != old:
            table.gone[old] = Gone(f"renamed to `{bare(new)}`", place)
        table.add(TableColumn(new, column.place if column else place))

    def _rename(self, table: Table, new: Name, place: Place) -> None:
        shown = f"{bare(new.schema)}.{bare(new.name)}" if new.schema else bare(new.name)
        self._remove(table, Gone(f"renamed to `{shown}`", place))
        table.schema = new.schema or table.schema
        table.name = new.name
        self._put(table)

    def _in_schema(self, schema: str) -> list[Table]:
        return list(self._by_schema.get(folded(schema), {}).values())

    def _put(self, table: Table) -> None:
        name, schema = folded(table.name), folded(table.schema)
        self._by_name.setdefault(name, {})[schema] = table
        self._by_schema.setdefault(schema, {})[name] = table

    def _remove(self, table: Table, gone: Gone) -> None:
        name, schema = folded(table.name), folded(table.schema)
        del self._by_name[name][schema], self._by_schema[schema][name]
        self._gone[name] = gone

    def _can_copy(self, count: int) -> bool:
        """Count what a word can make much of: copies of copies could fill any memory."""
        self._copied += count
        self.is_incomplete |= self._copied > _MOST_COPIED
        return not self.is_incomplete


def folded(name: str) -> str:
    """Return a name without its quotes and without case."""
    return bare(name).casefold()


def bare(name: str) -> str:
    """Return a name without its quotes."""
    return name[1:-1] if name.startswith('"') else name


def is_same(name: str, other: str) -> bool:
    """Whether two names mean the same: case counts where both are quoted."""
    if name.startswith('"') and other.startswith('"'):
        return name == other
    return folded(name) == folded(other)
