"""How DDL makes a table or a view: its name and its columns, read off the words of the statement."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.sql.words import Name, Tokens, Undecipherable


class SchemaChange(NamedTuple):
    """One thing that a statement does; kept as JSON by the content of its file.

    `columns` are those of a new table or of the change, each with its line, quoted as `Name` has it; `copies`
    are tables whose columns are taken over. `open` says that there may be columns beside those known.
    """

    what: str
    line: int
    name: Name = Name()
    other: Name = Name()
    columns: tuple[tuple[str, int], ...] = ()
    copies: tuple[Name, ...] = ()
    open: bool = False
    only_if_new: bool = False


BEFORE_TABLE: Final = (
    "OR", "REPLACE", "GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "FOREIGN", "EXTERNAL", "VIRTUAL",
    "RECURSIVE", "MATERIALIZED", "ALTER", "FORCE", "NO", "TRANSIENT", "EDITIONABLE",
)  # fmt: skip
"""What may stand between `CREATE`, `ALTER` or `DROP` and `TABLE` or `VIEW`."""

_BEFORE_VIEW: Final = ("ALGORITHM", "DEFINER", "SQL")


class Columns:
    """What becomes known of the columns of a table, or of the result of a query."""

    def __init__(self) -> None:
        self.known: list[tuple[str, int]] = []
        self.copies: list[Name] = []
        self.open = False

    def made(self, name: Name, *, only_if_new: bool = False) -> SchemaChange:
        """Return the making of a table with these columns."""
        known, copies = tuple(self.known), tuple(self.copies)
        return SchemaChange("create", name.line, name, Name(), known, copies, self.open, only_if_new)


def create(reader: Tokens) -> Iterator[SchemaChange]:
    """Read what stands behind `CREATE`: a temporary table, or anything else, says nothing."""
    if skip_to_table(reader):
        return
    if reader.next.is_one_of(*_BEFORE_VIEW):
        reader.skip_to("VIEW")
    if not reader.next.is_one_of("TABLE", "VIEW"):
        return
    reader.take()
    only_if_new = reader.skip_phrase("IF", "NOT", "EXISTS")
    name = reader.name()
    if name.name.startswith("#"):
        return  # a temporary table of T-SQL
    skip_cluster(reader)
    columns = Columns()
    _between_brackets(reader, columns)
    _behind_brackets(reader, columns)
    yield columns.made(name, only_if_new=only_if_new)


def skip_to_table(reader: Tokens) -> bool:
    """Step over what may stand before `TABLE` or `VIEW`; whether it says that the table is temporary."""
    temporary = False
    while reader.next.is_one_of(*BEFORE_TABLE):
        temporary |= reader.take().is_one_of("TEMP", "TEMPORARY")
    return temporary


def skip_cluster(reader: Tokens) -> None:
    """Step over the cluster on which ClickHouse carries out a statement."""
    if reader.skip_phrase("ON", "CLUSTER"):
        reader.take()


def _between_brackets(reader: Tokens, columns: Columns) -> None:
    """Read what follows the name: columns between brackets, and what may stand before them or for them."""
    if reader.skip("OF"):
        reader.name()
        columns.open = True
    elif reader.skip_phrase("PARTITION", "OF") or reader.skip("LIKE", "CLONE"):
        columns.copies.append(reader.name())
    elif reader.next.is_one_of("USING") and reader.after(2).is_one_of("("):
        reader.take()
        reader.take()
        columns.open = True  # it is for the module to say: USING fts5(title, body)
    if not reader.next.is_one_of("("):
        return
    inner = reader.group()
    if inner.next.is_one_of("SELECT", "WITH"):
        query(inner, columns)
        return
    for entry in inner.entries():
        if entry.next.is_one_of("LIKE") and entry.after(1).is_word:
            entry.take()
            columns.copies.append(entry.name())
        elif not is_constraint(entry):
            columns.known.append(column(entry))


def _behind_brackets(reader: Tokens, columns: Columns) -> None:
    """Read what follows the columns: tables that are inherited from, or a query."""
    while not reader.at_end:
        if reader.skip("INHERITS"):
            columns.copies += [each.name() for each in reader.group().entries()]
        elif reader.next.is_one_of("SELECT"):
            query(reader, columns)  # MySQL adds its columns to those between the brackets
            return
        elif reader.skip("AS"):
            if not columns.known:
                _as(reader, columns)
            return
        elif reader.next.is_one_of("("):
            reader.group()
        else:
            reader.take()


def _as(reader: Tokens, columns: Columns) -> None:
    if reader.skip("TABLE"):
        columns.copies.append(reader.name())
    elif reader.next.is_one_of("SELECT", "WITH", "("):
        query(reader, columns)
    else:
        columns.open = True


def query(reader: Tokens, columns: Columns) -> None:
    """Read which columns the result of a query has."""
    while reader.next.is_one_of("("):
        reader = reader.group()
    reader.skip_to("SELECT")
    if reader.at_end:
        columns.open = True
        return
    reader.take()
    while reader.next.is_one_of("DISTINCT", "ALL", "TOP", "ON"):
        if reader.take().is_one_of("TOP", "ON"):
            reader.group() if reader.next.is_one_of("(") else reader.take()
    has_star = False
    for entry in reader.until(*_ENDS_RESULT).entries():
        if entry.is_star:
            has_star = True
        elif (named := entry.result_name()) is not None:
            columns.known.append((named.written, named.line))
    if has_star:
        source = reader.only_source()
        columns.open |= source is None
        columns.copies += [source] if source else []


_ENDS_RESULT: Final = (
    "FROM", "UNION", "EXCEPT", "INTERSECT", "INTO", "WHERE", "ORDER", "LIMIT", "WINDOW", "HAVING", "WITH",
)  # fmt: skip

_CONSTRAINTS: Final = ("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE")
_INDEXES: Final = ("KEY", "INDEX")
_MOST_WORDS: Final = 30
"""How many words of an entry are looked at to tell an index from a column."""
_KINDS_OF_INDEX: Final = ("FULLTEXT", "SPATIAL")


def is_constraint(entry: Tokens) -> bool:
    """Whether an entry is no column: some of the words that begin one are names of columns, too."""
    first, second, third = entry.next, entry.after(1), entry.after(2)
    if first.is_one_of(*_INDEXES):
        if second.is_one_of("USING") or third.is_one_of("USING"):
            return True
        if any(entry.after(count).is_one_of("TYPE") for count in range(3, _MOST_WORDS)):
            return True  # ClickHouse: `INDEX by_name lower(name) TYPE minmax`
        # `KEY by_name (name)`, but not `key varchar(20)` or `key enum('a')`.
        bracket = 1 if second.is_one_of("(") else 2
        return entry.after(bracket).is_one_of("(") and not entry.after(bracket + 1).is_value
    if first.is_one_of(*_KINDS_OF_INDEX):
        return second.is_one_of("(", *_INDEXES) or third.is_one_of("(")
    if first.is_one_of("PROJECTION"):
        return third.is_one_of("(") and entry.after(3).is_one_of("SELECT")
    if first.is_one_of("PERIOD"):
        return second.is_one_of("FOR")
    return first.is_one_of(*_CONSTRAINTS) or second.is_one_of("=")


def column(entry: Tokens) -> tuple[str, int]:
    """Read the name of a column, quoted as `Name` has it, and its line."""
    word = entry.take()
    if not word.is_word:
        raise Undecipherable(f"expected a column, found {word.shown}", word.line)
    return word.written, word.line
