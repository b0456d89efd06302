"""Claims of `tables`: what DDL must declare, in which order it is carried out, and what is said of the rest."""

import sys
from pathlib import Path

import pytest
from support import table

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.tables import TablesChecker
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.inputs import Glob
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict

HERE = Position("docs/a.trace.yml", 1, 1)
SETTING = Position("mkdocs.yml", 4, 12)


def checker(folder: Path, files: dict[str, str], *globs: str) -> TablesChecker:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    disk = Disk(folder)
    return TablesChecker(
        Scope(disk, Roots(disk, (".",)), compared={"sql": tuple(Glob(each, SETTING) for each in globs)})
    )


def outcome(folder: Path, files: dict[str, str] | str, claim: str) -> Outcome:
    written = {"db/1.sql": files} if isinstance(files, str) else files
    return checker(folder, written, "db/**/*.sql").check(Claim("tables", claim, HERE))


def said(found: Outcome) -> tuple[str, str]:
    return found.message, found.help


DDL = 'CREATE TABLE app.pipelines (\n  id int,\n  "Status" text\n);\nCREATE TABLE Runs (id int, pipeline_id int);\nCREATE VIEW recent AS SELECT id FROM runs;\n'


@table(
    "claim, line",
    ("a table", "pipelines", 1),
    ("with its schema", "app.pipelines", 1),
    ("a column", "pipelines.id", 2),
    ("a column with all before it", "app.pipelines.id", 2),
    ("in any case", "APP.Pipelines.ID", 2),
    ("quoted", '"app"."pipelines"."Status"', 3),
    ("a quoted column without its quotes", "pipelines.status", 3),
    ("with backticks", "`pipelines`.`Status`", 3),
    ("in the schema that is there without being named", "public.runs.id", 5),
    ("a view", "recent", 6),
    ("a column of a view", "recent.id", 6),
)
def test_what_ddl_declares_is_found(tmp_path: Path, claim: str, line: int) -> None:
    assert outcome(tmp_path, DDL, claim) == Outcome(Verdict.FOUND, place=Place("db/1.sql", line))


@table(
    "claim, message, help_",
    ("a table", "pipelins", "table `pipelins` not found in the DDL", "did you mean `pipelines`?"),
    (
        "a table in a schema",
        "app.pipelins",
        "table `app.pipelins` not found in the DDL",
        "did you mean `pipelines`?",
    ),
    (
        "a table in another schema",
        "app.runs",
        "table `app.runs` not found in the DDL",
        "`Runs` is in no schema",
    ),
    (
        "a column",
        "pipelines.statu",
        "column `statu` not found in table `pipelines`",
        "did you mean `Status`?",
    ),
    (
        "a column of no table",
        "pipelins.id",
        "table `pipelins` not found in the DDL",
        "did you mean `pipelines`?",
    ),
    (
        "a quoted name in other case",
        '"pipelines"."status"',
        "column `status` not found in table `pipelines`",
        "did you mean `Status`?",
    ),
    ("nothing like it", "zzz", "table `zzz` not found in the DDL", ""),
)
def test_what_it_does_not_declare_is_missing(tmp_path: Path, claim: str, message: str, help_: str) -> None:
    found = outcome(tmp_path, DDL, claim)
    assert (found.verdict, found.problem) == (Verdict.MISSING, Problem.TABLE)
    assert said(found) == (message, help_)


@table(
    "claim, help_",
    ("dropped", "gone", "it was dropped in `db/2.sql`, line 1"),
    ("renamed", "old", "it was renamed to `new` in `db/2.sql`, line 2"),
    ("a column dropped", "kept.a", "it was dropped in `db/2.sql`, line 3"),
    ("a column renamed", "kept.b", "it was renamed to `z` in `db/2.sql`, line 4"),
    ("left out", "again.a", "it was left out when the table was recreated in `db/2.sql`, line 5"),
    ("only changed", "elsewhere", "`db/2.sql` changes it in line 6, but no DDL creates it"),
)
def test_what_was_there_once_is_said(tmp_path: Path, claim: str, help_: str) -> None:
    files = {
        "db/1.sql": "CREATE TABLE gone (a int); CREATE TABLE old (a int); CREATE TABLE kept (a int, b int); CREATE TABLE again (a int);",
        "db/2.sql": "DROP TABLE gone;\nALTER TABLE old RENAME TO new;\nALTER TABLE kept DROP COLUMN a;\nALTER TABLE kept RENAME b TO z;\nCREATE TABLE again (b int);\nALTER TABLE elsewhere ADD x int;\n",
    }
    assert outcome(tmp_path, files, claim).help == help_


@table(
    "first, second",
    ("numbers", "2_make.sql", "10_drop.sql"),
    ("numbers with zeros", "0009_make.sql", "0010_drop.sql"),
    ("times", "20240101_make.sql", "20240102_drop.sql"),
    ("Flyway's versions", "V2__make.sql", "V10__drop.sql"),
    ("Flyway's parts of versions", "V2__make.sql", "V2_1__drop.sql"),
    ("Flyway's points", "V1.9__make.sql", "V1.10__drop.sql"),
    ("Flyway's repeatable ones", "V1__make.sql", "R__drop.sql"),
    ("folders", "9/up.sql", "10/up.sql"),
)
def test_migrations_are_carried_out_in_their_order(tmp_path: Path, first: str, second: str) -> None:
    files = {f"db/{first}": "CREATE TABLE t (a int);", f"db/{second}": "ALTER TABLE t RENAME TO u;"}
    assert outcome(tmp_path, files, "u").verdict is Verdict.FOUND
    assert outcome(tmp_path, files, "t").verdict is Verdict.MISSING


@pytest.mark.parametrize("name", ["1.down.sql", "1_down.sql", "x/down.sql", "U1__make.sql", "1.undo.sql"])
def test_what_undoes_a_migration_is_not_carried_out(tmp_path: Path, name: str) -> None:
    files = {"db/1.sql": "CREATE TABLE t (a int);", f"db/{name}": "DROP TABLE t;"}
    assert outcome(tmp_path, files, "t").verdict is Verdict.FOUND


def test_a_file_is_carried_out_once_and_globs_keep_their_order(tmp_path: Path) -> None:
    files = {"z/base.sql": "CREATE TABLE t (a int);", "a/later.sql": "ALTER TABLE t RENAME TO u;"}
    ready = checker(tmp_path, files, "z/*.sql", "a/*.sql", "**/*.sql")
    assert ready.check(Claim("tables", "u.a", HERE)).verdict is Verdict.FOUND
    assert ready.problems == []


@pytest.mark.parametrize("claim", ["", "a.b.c.d", "a b", "a.", ".a", "DROP TABLE x;--", 'a."b', "a..b", "\0"])
def test_what_is_no_name_is_a_matter_of_form(tmp_path: Path, claim: str) -> None:
    found = outcome(tmp_path, DDL, claim)
    if claim == "\0":
        assert found.verdict is Verdict.MISSING
        return
    assert found.problem is Problem.FORM
    assert said(found) == (
        f"`{claim}` is not a table or column",
        "write `table`, `schema.table`, `table.column` or `schema.table.column`",
    )


def test_columns_that_cannot_be_told_are_not_judged(tmp_path: Path) -> None:
    found = outcome(tmp_path, "CREATE VIEW v AS SELECT *, 1 AS one FROM a JOIN b ON true;", "v.x")
    assert (found.verdict, found.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert said(found) == (
        "not all columns of `v` are known from its DDL",
        "list its columns where it is created",
    )
    assert (
        outcome(tmp_path, "CREATE VIEW v AS SELECT *, 1 AS one FROM a JOIN b ON true;", "v.one").verdict
        is Verdict.FOUND
    )


def test_without_ddl_nothing_is_checked(tmp_path: Path) -> None:
    found = checker(tmp_path, {}).check(Claim("tables", "t", HERE))
    assert (found.verdict, found.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert said(found) == ("no DDL is configured, so `tables` are not checked", "name it: `sql: [db/*.sql]`")


def test_without_sqlglot_nothing_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    found = outcome(tmp_path, DDL, "pipelines")
    assert (found.verdict, found.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert found.message == "`tables` cannot be checked: install `mkdocs-traceability[sql]`"


@table(
    "files, glob, message, position",
    ("a glob for nothing", {}, "db/*.sql", "no file matches the glob `db/*.sql` of `sql`", SETTING),
    (
        "no SQL",
        {"db/a.py": "CREATE TABLE t (a int)"},
        "db/*",
        "no file matching `db/*` declares a table",
        SETTING,
    ),
    (
        "only data",
        {"db/a.sql": "INSERT INTO t VALUES (1);"},
        "db/*.sql",
        "no file matching `db/*.sql` declares a table",
        SETTING,
    ),
    ("an empty file", {"db/a.sql": ""}, "db/*.sql", "no file matching `db/*.sql` declares a table", SETTING),
    (
        "an open quote",
        {"db/a.sql": "SELECT 1;\nSELECT 'x;"},
        "db/*.sql",
        "the DDL cannot be read here: a quote that is never closed",
        Position("db/a.sql", 2, 8),
    ),
    (
        "a statement",
        {"db/a.sql": "\nCREATE TABLE (a int);"},
        "db/*.sql",
        "the DDL cannot be read here: expected a name, found `(`",
        Position("db/a.sql", 2, 1),
    ),
)
def test_what_is_wrong_with_ddl_is_said_once(
    tmp_path: Path, files: dict[str, str], glob: str, message: str, position: Position
) -> None:
    ready = checker(tmp_path, files, glob)
    found = ready.check(Claim("tables", "t", HERE))
    assert [(each.message, each.position) for each in ready.problems] == [(message, position)]
    assert (found.verdict, found.problem) == (Verdict.UNVERIFIED, None)
    assert found.message == "not all DDL can be read, so `tables` are not checked"


def test_what_is_found_is_unverified_while_some_ddl_cannot_be_read(tmp_path: Path) -> None:
    found = outcome(tmp_path, "CREATE TABLE (;\nCREATE TABLE t (a int);", "t.a")
    assert (found.verdict, found.problem) == (Verdict.UNVERIFIED, None)


def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_bytes(b"CREATE TABLE t (a int);\n\xff\xfe\x00")
    ready = checker(tmp_path, {}, "a.sql")
    assert [each.position for each in ready.problems] == [Position("a.sql", 2, 1)]


def test_a_second_run_from_kept_facts_says_the_same(tmp_path: Path) -> None:
    import json

    first = checker(tmp_path, {"db/1.sql": DDL}, "db/*.sql")
    kept = json.loads(json.dumps(first._scope.disk.used))
    disk = Disk(tmp_path, known=kept)
    second = TablesChecker(Scope(disk, Roots(disk, (".",)), compared={"sql": (Glob("db/*.sql", SETTING),)}))
    for claim in ("pipelines.id", "recent.id", "pipelins"):
        assert second.check(Claim("tables", claim, HERE)) == first.check(Claim("tables", claim, HERE))


def test_a_table_whose_name_is_put_together_may_be_any(tmp_path: Path) -> None:
    script = "CREATE TABLE a (x int);\nDO $$ BEGIN\n  EXECUTE format('CREATE TABLE %I (x int)', n);\nEND $$;"
    assert outcome(tmp_path, script, "a").verdict is Verdict.FOUND
    unknown = outcome(tmp_path, script, "parts")
    assert (unknown.verdict, unknown.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert said(unknown) == (
        "`db/1.sql` creates tables in line 3 whose names are computed at run time",
        "write the name out in a `CREATE TABLE`, or claim another table",
    )
