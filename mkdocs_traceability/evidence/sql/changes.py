"""How DDL changes what there is: `ALTER`, `DROP` and `RENAME`, as the dialects have them."""

from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.evidence.sql.creation import (
    Columns,
    SchemaChange,
    column,
    is_constraint,
    query,
    skip_cluster,
    skip_to_table,
)
from mkdocs_traceability.evidence.sql.words import Name, Tokens


def drop(reader: Tokens) -> Iterator[SchemaChange]:
    """Read what stands behind `DROP`, if it is a table, a view or a schema."""
    temporary = skip_to_table(reader)
    what = reader.take()
    if temporary or not what.is_one_of("TABLE", "TABLES", "VIEW", "SCHEMA", "DATABASE"):
        return
    reader.skip_phrase("IF", "EXISTS")
    for entry in reader.entries():
        name = entry.name()
        if what.is_one_of("SCHEMA", "DATABASE"):
            yield SchemaChange("drop schema", what.line, Name(schema=name.name))
        else:
            yield SchemaChange("drop", name.line, name)


def alter(reader: Tokens) -> Iterator[SchemaChange]:
    """Read what stands behind `ALTER`, if it is a table, a view or a schema."""
    skip_to_table(reader)
    what = reader.take()
    if what.is_one_of("SCHEMA", "DATABASE"):
        yield from _alter_schema(reader)
    elif what.is_one_of("VIEW", "ALGORITHM", "DEFINER", "SQL"):
        if not what.is_one_of("VIEW"):
            reader.skip_to("VIEW")
            reader.take()
        yield from _alter_view(reader)
    elif what.is_one_of("TABLE"):
        yield from _alter_table(reader)


def _alter_view(reader: Tokens) -> Iterator[SchemaChange]:
    reader.skip_phrase("IF", "EXISTS")
    view = reader.name()
    if not reader.next.is_one_of("AS", "("):
        yield from _action(view, reader)
        return
    columns = Columns()
    if reader.next.is_one_of("("):
        columns.known += [column(entry) for entry in reader.group().entries()]
    else:
        query(reader, columns)
    yield columns.made(view)


def _alter_table(reader: Tokens) -> Iterator[SchemaChange]:
    reader.skip_phrase("IF", "EXISTS")
    reader.skip("ONLY")
    table = reader.name()
    reader.skip("*")
    skip_cluster(reader)
    if reader.next.is_one_of("WITH"):  # T-SQL: WITH CHECK ADD CONSTRAINT …
        reader.take()
        reader.take()
    begun = ""
    for action in reader.entries():
        # T-SQL goes on with what the first entry began: `ADD a int, b int`, `DROP COLUMN a, b`.
        if action.next.is_one_of(*_ACTIONS) or not begun:
            begun = action.next.text.upper()
            yield from _action(table, action)
        elif begun == "ADD" and not is_constraint(action):
            name, line = column(action)
            yield SchemaChange("add", line, table, columns=((name, line),))
        elif begun == "DROP":
            yield from _drop_columns(table, action)


_ACTIONS: Final = (
    "ADD", "DROP", "ALTER", "RENAME", "CHANGE", "MODIFY", "SET", "RESET", "OWNER", "ENABLE", "DISABLE",
    "ATTACH", "DETACH", "INHERIT", "VALIDATE", "CLUSTER", "REPLICA", "ENGINE", "ALGORITHM", "LOCK", "CONVERT",
    "DEFAULT", "AUTO_INCREMENT", "COMMENT", "ORDER", "FORCE", "NO", "NOT", "OF", "REPLACE",
)  # fmt: skip


def _action(table: Name, action: Tokens) -> Iterator[SchemaChange]:
    """Read one change of a table; those that leave the names of tables and columns alone say nothing."""
    verb = action.take()
    if verb.is_one_of("ADD"):
        yield from _add(table, action)
    elif verb.is_one_of("DROP"):
        yield from _drop_columns(table, action)
    elif verb.is_one_of("RENAME"):
        yield from _rename(table, action)
    elif verb.is_one_of("CHANGE"):
        action.skip("COLUMN")
        action.skip_phrase("IF", "EXISTS")
        yield _renamed_column(table, action)
    elif verb.is_one_of("SET") and action.skip("SCHEMA"):
        yield SchemaChange("rename", verb.line, table, Name(action.name().name, table.name, table.line))


def _add(table: Name, action: Tokens) -> Iterator[SchemaChange]:
    is_column = action.skip("COLUMN", "COLUMNS")
    action.skip_phrase("IF", "NOT", "EXISTS")
    if not is_column and (is_constraint(action) or action.next.is_one_of("PARTITION", "VALUES", "SYSTEM")):
        return
    entries = list(action.group().entries()) if action.next.is_one_of("(") else [action]
    columns = tuple(column(entry) for entry in entries if not is_constraint(entry))
    yield SchemaChange("add", columns[0][1] if columns else table.line, table, columns=columns)


_NO_COLUMN: Final = (
    "CONSTRAINT", "PRIMARY", "FOREIGN", "INDEX", "KEY", "CHECK", "PARTITION", "DEFAULT", "NOT", "EXPRESSION",
    "IDENTITY", "SYSTEM",
)  # fmt: skip


def _drop_columns(table: Name, action: Tokens) -> Iterator[SchemaChange]:
    is_column = action.skip("COLUMN", "COLUMNS")
    # `DROP key` drops a column of that name, `DROP KEY by_name` none.
    if not is_column and action.next.is_one_of(*_NO_COLUMN) and action.after(1).is_word:
        return
    action.skip_phrase("IF", "EXISTS")
    entries = list(action.group().entries()) if action.next.is_one_of("(") else [action]
    for entry in entries:
        name, line = column(entry)
        yield SchemaChange("drop column", line, table, columns=((name, line),))


def _rename(table: Name, action: Tokens) -> Iterator[SchemaChange]:
    if action.next.is_one_of("CONSTRAINT", *_NO_COLUMN) and not action.after(1).is_one_of("TO"):
        return
    if action.skip("TO", "AS", "="):
        new = action.name()
    elif action.next.is_one_of("COLUMN") or action.after(1).is_one_of("TO"):
        if not action.after(1).is_one_of("TO"):
            action.skip("COLUMN")
        action.skip_phrase("IF", "EXISTS")
        yield _renamed_column(table, action)
        return
    else:
        new = action.name()
    yield SchemaChange("rename", new.line, table, new)


def _renamed_column(table: Name, action: Tokens) -> SchemaChange:
    old = column(action)
    action.skip("TO")
    return SchemaChange("rename column", old[1], table, columns=(old, column(action)))


def renamings(reader: Tokens) -> Iterator[SchemaChange]:
    """Read what stands behind MySQL's `RENAME TABLE`."""
    for entry in reader.entries():
        entry.skip_phrase("IF", "EXISTS")
        old = entry.name()
        entry.skip("TO")
        yield SchemaChange("rename", old.line, old, entry.name())


def _alter_schema(reader: Tokens) -> Iterator[SchemaChange]:
    schema = reader.name()
    if reader.skip("RENAME"):
        reader.skip("TO")
        yield SchemaChange(
            "rename schema", schema.line, Name(schema=schema.name), Name(schema=reader.name().name)
        )
    elif reader.skip("TRANSFER"):
        table = reader.name()
        yield SchemaChange("rename", schema.line, table, Name(schema.name, table.name, table.line))


def sp_rename(reader: Tokens) -> Iterator[SchemaChange]:
    """Read T-SQL's `EXEC sp_rename 'schema.table.column', 'new', 'COLUMN'`."""
    reader.skip("SYS")
    reader.skip(".")
    line = reader.line
    if not reader.skip("SP_RENAME"):
        return
    old, new, kind = ([each.last_text for each in reader.entries()] + ["", "", ""])[:3]
    parts = [part.strip('[]"') for part in old.split(".")]
    if kind.upper() == "COLUMN" and len(parts) > 1:
        table = Name(parts[-3] if len(parts) > 2 else "", parts[-2], line)
        yield SchemaChange("rename column", line, table, columns=((parts[-1], line), (new, line)))
    elif not kind or kind.upper() == "OBJECT":
        table = Name(parts[-2] if len(parts) > 1 else "", parts[-1], line)
        yield SchemaChange("rename", line, table, Name("", new, line))
