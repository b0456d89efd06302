"""Verify `tables` claims: tables, views and their columns, which SQL DDL must declare and not drop again."""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from typing import Final

from mkdocs_traceability.evidence.checker import Scope, claim_type
from mkdocs_traceability.evidence.refused import refusal
from mkdocs_traceability.evidence.sql.catalog import Catalog, Table, bare, folded
from mkdocs_traceability.evidence.sql.ddl import from_plain, read_ddl
from mkdocs_traceability.model.inputs import Glob
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import InputProblem, Outcome, Place, Problem, Verdict
from mkdocs_traceability.registry.nearest import nearest_word

_PART: Final = r"(?:\"[^\"]+\"|`[^`]+`|\[[^\]]+\]|[^\s.\"`\[\]()]+)"
_FORM: Final = re.compile(rf"({_PART}(?:\.{_PART}){{0,2}})")
_UNDOES: Final = re.compile(r"(?:.*[._-])?(?:down|undo|rollback)\.sql|U[\d._]+__.*\.sql", re.IGNORECASE)
_FLYWAY: Final = re.compile(r"V(\d+(?:[._]\d+)*)__", re.IGNORECASE)

_COMPARED: Final = 2_000
"""How many names are compared with one that is not declared, at the most."""

_NOT_CONFIGURED: Final = Outcome(
    Verdict.UNVERIFIED,
    Problem.UNCHECKED,
    "no DDL is configured, so `tables` are not checked",
    "name it: `sql: [db/*.sql]`",
)
_NO_SQLGLOT: Final = Outcome(
    Verdict.UNVERIFIED,
    Problem.UNCHECKED,
    "`tables` cannot be checked: install `mkdocs-traceability[sql]`",
    "or remove `sql`",
)
_NOT_ALL_READ: Final = Outcome(
    Verdict.UNVERIFIED,
    None,  # what is wrong with the DDL is said already
    "not all DDL can be read, so `tables` are not checked",
    "fix the findings about the DDL",
)


@claim_type("tables", each_system_by_itself=True)
class TablesChecker:
    """Looks tables and columns up in what the DDL of a scope amounts to."""

    def __init__(self, scope: Scope) -> None:
        self.problems: list[InputProblem] = []
        self._scope = scope
        self._catalog = Catalog()
        self._has_sqlglot = find_spec("sqlglot") is not None
        self._read: set[str] = set()
        for glob in scope.globs("sql"):
            self._read_glob(glob)

    def check(self, claim: Claim) -> Outcome:
        """Return the outcome of a claim."""
        form = _FORM.fullmatch(claim.text.strip())
        if form is None:
            message = f"`{claim.text}` is not a table or column"
            help_ = "write `table`, `schema.table`, `table.column` or `schema.table.column`"
            return Outcome(Verdict.MISSING, Problem.FORM, message, help_)
        if not self._scope.globs("sql"):
            return _NOT_CONFIGURED
        if not self._has_sqlglot:
            return _NO_SQLGLOT
        outcome = self._look_up([_quoted_as_in_ddl(part) for part in re.findall(_PART, form[1])])
        if self.problems and outcome.problem in (None, Problem.TABLE):
            return _NOT_ALL_READ._replace(place=outcome.place)  # what is unread may declare it, or drop it
        return outcome

    def declared(self) -> Iterator[tuple[str, Place]]:
        """Go through all that can be claimed, as it would be written, and where it is declared."""
        for table in self._catalog:
            name = f"{bare(table.schema)}.{bare(table.name)}".lstrip(".")
            yield name, table.place
            for column in table.columns.values():
                yield f"{name}.{bare(column.name)}", column.place

    def _look_up(self, parts: list[str]) -> Outcome:
        """Look for a table of the whole name first, then for a column of a table."""
        find = self._catalog.find
        schema, name = ("", *parts)[-2:]
        if len(parts) < 3 and (table := find(schema, name)) is not None:
            return Outcome(Verdict.FOUND, place=table.place)
        if len(parts) > 1:
            schema, name = ("", *parts[:-1])[-2:]
            if (table := find(schema, name)) is not None:
                return self._column(table, parts[-1])
        return self._no_table(parts)

    def _column(self, table: Table, name: str) -> Outcome:
        if (column := table.column(name)) is not None:
            return Outcome(Verdict.FOUND, place=column.place)
        if table.open and folded(name) not in table.gone:
            message = f"not all columns of `{bare(table.name)}` are known from its DDL"
            help_ = "list its columns where it is created"
            return Outcome(Verdict.UNVERIFIED, Problem.UNCHECKED, message, help_, table.place)
        message = f"column `{bare(name)}` not found in table `{bare(table.name)}`"
        if gone := table.gone.get(folded(name)):
            help_ = str(gone)
        else:
            help_ = _did_you_mean(name, (column.name for column in table.columns.values()))
            help_ = help_ or "name a column that its DDL declares"
        return Outcome(Verdict.MISSING, Problem.TABLE, message, help_)

    def _no_table(self, parts: list[str]) -> Outcome:
        catalog = self._catalog
        # Of `a.b`, the table is `b` if there is a schema `a`; else `b` is taken for a column.
        has_schema = len(parts) == 3 or (len(parts) == 2 and catalog.has_schema(parts[0]))
        shown = ".".join(bare(part) for part in (parts[:2] if has_schema else parts[:1]))
        wanted = parts[1] if has_schema else parts[0]
        help_ = catalog.what_became_of(wanted)
        if not help_ and has_schema and (elsewhere := catalog.find("", wanted)) is not None:
            where = f"in the schema `{bare(elsewhere.schema)}`" if elsewhere.schema else "in no schema"
            help_ = f"`{bare(elsewhere.name)}` is {where}"
        if not help_ and catalog.made_while_running:
            return _made_while_running(catalog.made_while_running)
        help_ = help_ or _did_you_mean(wanted, (table.name for table in catalog))
        return Outcome(Verdict.MISSING, Problem.TABLE, f"table `{shown}` not found in the DDL", help_)

    def _read_glob(self, glob: Glob) -> None:
        files = self._scope.disk.glob(glob.pattern)
        if not files:
            help_ = "it is relative to the folder of `mkdocs.yml`"
            self._problem(f"no file matches the glob `{glob.pattern}` of `sql`", glob.position, help_)
            return
        scripts = [each for each in files if each.lower().endswith(".sql")]
        applied = [each for each in scripts if not _UNDOES.fullmatch(each.rpartition("/")[2])]
        if not self._has_sqlglot:
            return
        new = [path for path in applied if path not in self._read]
        self._read.update(new)
        count = sum(self._read_file(path) for path in sorted(new, key=_order))
        if (
            not count
            and len(new) == len(applied)
            and not any(problem.position.path in applied for problem in self.problems)
        ):
            help_ = "name files that end in `.sql` and hold `CREATE TABLE`"
            self._problem(f"no file matching `{glob.pattern}` declares a table", glob.position, help_)

    def _read_file(self, path: str) -> int:
        """Carry out what a file says; return how many operations that are."""
        plain = self._scope.disk.facts("ddl:2", path, read_ddl)
        if plain is None:
            why, help_ = refusal(self._scope.disk, path)
            self._problem(f"`{path}` cannot be read: {why}", Position(path, 1, 1), help_)
            return 0
        reading = from_plain(plain)
        for message, line, column in reading.problems:
            self._problem(f"the DDL cannot be read here: {message}", Position(path, line, column))
        self._catalog.carry_out(path, reading.operations)
        if self._catalog.is_incomplete and not self.problems:
            self._problem("the DDL copies too many columns", Position(path, 1, 1))
        return len(reading.operations)

    def _problem(self, message: str, position: Position, help_: str = "") -> None:
        self.problems.append(InputProblem(message, position, help_))


def _made_while_running(place: Place) -> Outcome:
    message = f"`{place.path}` creates tables in line {place.line} whose names are computed at run time"
    help_ = "write the name out in a `CREATE TABLE`, or claim another table"
    return Outcome(Verdict.UNVERIFIED, Problem.UNCHECKED, message, help_, place)


def _order(path: str) -> tuple[object, ...]:
    """Sort files as migration tools do: numbers by value, Flyway's versions, its repeatable ones last."""
    folder, _, name = path.rpartition("/")
    flyway = _FLYWAY.match(name)
    version = tuple(int(part) for part in re.split(r"[._]", flyway[1])) if flyway else ()
    return (_natural(folder), name.startswith("R__"), version, _natural(name))


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Split a text so that `10` sorts behind `9`, and any number before any word."""
    pieces = re.findall(r"\d+|\D+", text)
    return tuple((0, int(p), "") if p.isdecimal() and len(p) < 40 else (1, 0, p.casefold()) for p in pieces)


def _quoted_as_in_ddl(part: str) -> str:
    return f'"{part[1:-1]}"' if part[0] in '"`[' else part


def _did_you_mean(name: str, known: Iterator[str]) -> str:
    meant = nearest_word(bare(name)[:200], [bare(each)[:200] for each in islice(known, _COMPARED)])
    return f"did you mean `{meant}`?" if meant else ""
