"""What a file of DDL does to tables and columns, in its order: operations that `catalog` carries out.

The words of a statement come from sqlglot's tokenizers, which know how each dialect quotes and escapes. Its
parser is not used: it gives up on much valid DDL (`STORAGE EXTERNAL`, `RENAME CONSTRAINT`, `SET SCHEMA`,
`WITH CHECK OPTION`), and it recurses. Names of tables and columns can be read off the words, whatever types,
defaults and options stand between them. Nothing is executed.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from mkdocs_traceability.evidence.sql.blocks import is_dynamic, run_by
from mkdocs_traceability.evidence.sql.changes import alter, drop, renamings, sp_rename
from mkdocs_traceability.evidence.sql.creation import SchemaChange, create
from mkdocs_traceability.evidence.sql.script import Statement, dialects_of, statements
from mkdocs_traceability.evidence.sql.words import Name, Tokens, Undecipherable, words
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

MAX_DDL: Final = 5_000_000
"""The most characters of DDL that are read in one file, data not counted."""

_MOST_TRIED: Final = 1_000_000
"""How long a script may be that is tried as several dialects."""


class DdlReading(NamedTuple):
    """What was read of a file: its operations, and what could not be read as (message, line, column)."""

    operations: tuple[SchemaChange, ...] = ()
    problems: tuple[tuple[str, int, int], ...] = ()


def from_plain(plain: Any) -> DdlReading:
    """Return a reading that was kept as JSON."""
    operations, problems = plain
    return DdlReading(
        tuple(
            SchemaChange(
                what,
                line,
                Name(*name),
                Name(*other),
                tuple((c, n) for c, n in columns),
                tuple(Name(*copy) for copy in copies),
                open_,
                only_if_new,
            )
            for what, line, name, other, columns, copies, open_, only_if_new in operations
        ),
        tuple((message, line, column) for message, line, column in problems),
    )


def read_ddl(data: bytes) -> DdlReading:
    """Read a script; a statement that cannot be read is a problem, and the rest is read nevertheless.

    What looks like one dialect and cannot be read as that is tried as the others.
    """
    try:
        script = decode(data)
    except Unreadable as error:
        return DdlReading(problems=((error.message, error.line, error.column),))
    guess, *others = dialects_of(script)
    reading = _read(script, guess)
    if reading.problems and len(script) <= _MOST_TRIED:
        for dialect in others:
            other = _read(script, dialect)
            if not other.problems and len(other.operations) >= len(reading.operations):
                return other
    return reading


def _read(script: str, dialect: str) -> DdlReading:
    operations: list[SchemaChange] = []
    problems: list[tuple[str, int, int]] = []
    size = 0
    try:
        for statement in statements(script, dialect):
            size += len(statement.text)
            if size > MAX_DDL:
                message = f"the DDL exceeds the limit of {MAX_DDL // 1_000_000} MB for one file"
                raise Unreadable(message, statement.line, 1)
            try:
                for each in run_by(statement, dialect):
                    operations += _operations(each, dialect)
            except Undecipherable as error:
                problems.append((error.message, error.line, 1))
    except Unreadable as error:
        problems.append((error.message, error.line, error.column))
    return DdlReading(tuple(operations), tuple(problems))


def _operations(statement: Statement, dialect: str) -> Iterator[SchemaChange]:
    if is_dynamic(statement):
        yield SchemaChange("unknown", statement.line)
        return
    reader = words(statement, dialect)
    verb = reader.take()
    if verb.is_one_of("CREATE"):
        yield from create(reader)
    elif verb.is_one_of("ALTER"):
        yield from alter(reader)
    elif verb.is_one_of("DROP"):
        yield from drop(reader)
    elif verb.is_one_of("RENAME") and reader.skip("TABLE", "TABLES"):
        yield from renamings(reader)
    elif verb.is_one_of("USE"):
        yield SchemaChange("schema", verb.line, Name(schema=reader.name().name))
    elif verb.is_one_of("SET"):
        yield from _search_path(reader, verb.line)
    elif verb.is_one_of("EXEC", "EXECUTE"):
        yield from sp_rename(reader)


def _search_path(reader: Tokens, line: int) -> Iterator[SchemaChange]:
    reader.skip("SESSION", "LOCAL")
    if reader.skip("SEARCH_PATH") and reader.skip("=", "TO"):
        named = [each.take() for each in reader.entries()]
        first = next((word for word in named if word.text != "$user"), None)
        is_set = first is not None and first.text and not first.is_one_of("DEFAULT")
        yield SchemaChange("schema", line, Name(schema=first.written if first and is_set else ""))
    elif reader.skip("SCHEMA"):
        yield SchemaChange("schema", line, Name(schema=reader.take().written))
