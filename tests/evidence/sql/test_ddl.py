"""What DDL says of tables and columns, in the dialects people write it in."""

import pytest
from processor_time import effort
from support import table

from mkdocs_traceability.evidence.sql.catalog import Catalog, bare
from mkdocs_traceability.evidence.sql.ddl import from_plain, read_ddl
from mkdocs_traceability.evidence.sql.script import dialects_of, statements


def tables(*scripts: str) -> dict[str, list[str]]:
    """Return the tables that scripts leave, in their order, with their columns; `*` for columns that cannot be told."""
    catalog = Catalog()
    for number, script in enumerate(scripts):
        reading = read_ddl(script.encode())
        assert not reading.problems
        catalog.carry_out(f"{number}.sql", reading.operations)
    return {
        ".".join(filter(None, (bare(each.schema), bare(each.name)))): [
            bare(c.name) for c in each.columns.values()
        ]
        + ["*"] * each.open
        for each in catalog
    }


def problems(script: str) -> list[tuple[str, int, int]]:
    return list(read_ddl(script.encode()).problems)


BASE = "CREATE TABLE t (a int, b text);\n"


@table(
    "script, expected",
    (
        "columns and constraints",
        "CREATE TABLE t (id bigserial PRIMARY KEY, \"Name\" text DEFAULT 'x, y', CONSTRAINT u UNIQUE (id), CHECK (id > 0), PRIMARY KEY (id), FOREIGN KEY (id) REFERENCES o (id), EXCLUDE USING gist (id WITH =))",
        {"t": ["id", "Name"]},
    ),
    ("a schema", "CREATE TABLE IF NOT EXISTS app.t (id int)", {"app.t": ["id"]}),
    ("three parts", "CREATE TABLE db.dbo.t (id int)", {"dbo.t": ["id"]}),
    (
        "columns named as key words",
        'CREATE TABLE t (key text, index int, value varchar(3), period int, date date, "order" int, type text, fulltext text)',
        {"t": ["key", "index", "value", "period", "date", "order", "type", "fulltext"]},
    ),
    ("a column `key` with a size", "CREATE TABLE t (key varchar(20), id int)", {"t": ["key", "id"]}),
    (
        "commas in types, defaults and arrays",
        "CREATE TABLE t (a numeric(10, 2), b text[] DEFAULT ARRAY['x', 'y'], c int)",
        {"t": ["a", "b", "c"]},
    ),
    (
        "what sqlglot's parser gives up on",
        'CREATE TABLE t (a text STORAGE EXTERNAL, b time with time zone, c int array, d "char", e public."My Type")',
        {"t": ["a", "b", "c", "d", "e"]},
    ),
    ("an unlogged one", "CREATE UNLOGGED TABLE t (a int)", {"t": ["a"]}),
    ("a foreign one", "CREATE FOREIGN TABLE t (a int) SERVER s OPTIONS (x 'y')", {"t": ["a"]}),
    ("no temporary one", "CREATE TEMP TABLE t (a int); CREATE LOCAL TEMPORARY TABLE u (a int)", {}),
    (
        "partitioned",
        "CREATE TABLE p (a int, b int) PARTITION BY RANGE (a); CREATE TABLE c PARTITION OF p FOR VALUES FROM (1) TO (2)",
        {"p": ["a", "b"], "c": ["a", "b"]},
    ),
    (
        "inherited",
        "CREATE TABLE p (a int); CREATE TABLE c (x int) INHERITS (p)",
        {"p": ["a"], "c": ["a", "x"]},
    ),
    (
        "LIKE within brackets",
        "CREATE TABLE p (a int); CREATE TABLE c (LIKE p INCLUDING ALL, x int)",
        {"p": ["a"], "c": ["a", "x"]},
    ),
    ("MySQL's LIKE", "CREATE TABLE p (a int); CREATE TABLE c LIKE p", {"p": ["a"], "c": ["a"]}),
    ("LIKE a table nobody knows", "CREATE TABLE c (LIKE p)", {"c": ["*"]}),
    (
        "as a query",
        "CREATE TABLE t AS SELECT a, b.c AS d, count(*) AS n, x::int, (1 + 2) s, now() FROM b",
        {"t": ["a", "d", "n", "x", "s", "now"]},
    ),
    ("options before a query", "CREATE TABLE t WITH (fillfactor=70) AS SELECT a FROM b", {"t": ["a"]}),
    ("a query with names of its own", "CREATE TABLE t (x, y) AS SELECT a, b FROM c", {"t": ["x", "y"]}),
    (
        "a query with CTEs",
        "CREATE VIEW v AS WITH x AS (SELECT q AS z FROM w) SELECT z AS a FROM x",
        {"v": ["a"]},
    ),
    (
        "a query of everything",
        BASE + "CREATE VIEW v AS SELECT *, a + b AS c FROM t WHERE a > 1",
        {"t": ["a", "b"], "v": ["a", "b", "c"]},
    ),
    (
        "a query of everything joined",
        BASE + "CREATE VIEW v AS SELECT t.*, 1 AS c FROM t JOIN u ON true",
        {"t": ["a", "b"], "v": ["c", "*"]},
    ),
    ("values", "CREATE VIEW v AS VALUES (1, 2)", {"v": ["*"]}),
    (
        "CASE in a query",
        "CREATE VIEW v AS SELECT CASE WHEN a IS DISTINCT FROM b THEN 1 ELSE 2 END AS x, DATE '2020-01-01' d FROM t",
        {"v": ["x", "d"]},
    ),
    ("a union", "CREATE VIEW v AS (SELECT DISTINCT ON (a) a FROM b) UNION SELECT 2", {"v": ["a"]}),
    (
        "views with what sqlglot's parser refuses",
        "CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT a FROM b WITH NO DATA; CREATE RECURSIVE VIEW r (a) AS SELECT 1; CREATE VIEW v AS SELECT a FROM b WITH CHECK OPTION",
        {"m": ["a"], "r": ["a"], "v": ["a"]},
    ),
    (
        "a view with options",
        "CREATE OR REPLACE VIEW v WITH (security_invoker=true) AS SELECT a FROM b",
        {"v": ["a"]},
    ),
    (
        "a view of MySQL",
        "CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`%` SQL SECURITY DEFINER VIEW `v` AS select `a`.`id` AS `id` from `a`",
        {"v": ["id"]},
    ),
    (
        "a virtual one of SQLite",
        "CREATE VIRTUAL TABLE f USING fts5(a, b, content='x')",
        {"f": ["a", "b", "*"]},
    ),
    ("a typed one", "CREATE TABLE t OF mytype (PRIMARY KEY (id))", {"t": ["*"]}),
    ("none", "CREATE TABLE t ()", {"t": []}),
)
def test_what_a_table_is_made_with(script: str, expected: dict[str, list[str]]) -> None:
    assert tables(script) == expected


@table(
    "script, expected",
    (
        "columns added and dropped",
        "ALTER TABLE ONLY t ADD COLUMN IF NOT EXISTS c numeric(3, 2), ADD d text NOT NULL, DROP COLUMN IF EXISTS b CASCADE",
        {"t": ["a", "c", "d"]},
    ),
    ("a column renamed", "ALTER TABLE t RENAME COLUMN a TO x", {"t": ["b", "x"]}),
    ("a column renamed in short", "ALTER TABLE t RENAME a TO x", {"t": ["b", "x"]}),
    ("a table renamed", "ALTER TABLE t RENAME TO u", {"u": ["a", "b"]}),
    ("a table renamed as MySQL can", "ALTER TABLE t RENAME AS u", {"u": ["a", "b"]}),
    ("a table renamed as MySQL also can", "ALTER TABLE t RENAME u", {"u": ["a", "b"]}),
    ("several renamed", "RENAME TABLE t TO x, x TO y", {"y": ["a", "b"]}),
    ("another schema", "ALTER TABLE t SET SCHEMA audit", {"audit.t": ["a", "b"]}),
    (
        "a schema renamed",
        "CREATE TABLE s.u (x int); ALTER SCHEMA s RENAME TO z",
        {"t": ["a", "b"], "z.u": ["x"]},
    ),
    ("a schema dropped", "CREATE TABLE s.u (x int); DROP SCHEMA IF EXISTS s CASCADE", {"t": ["a", "b"]}),
    ("dropped", "CREATE TABLE u (x int); DROP TABLE IF EXISTS t, app.nothing CASCADE", {"u": ["x"]}),
    ("a view dropped", "CREATE VIEW v AS SELECT 1 AS x; DROP VIEW v", {"t": ["a", "b"]}),
    (
        "a view renamed",
        "CREATE MATERIALIZED VIEW v AS SELECT 1 AS x; ALTER MATERIALIZED VIEW v RENAME TO w",
        {"t": ["a", "b"], "w": ["x"]},
    ),
    (
        "CHANGE and MODIFY",
        "ALTER TABLE t CHANGE COLUMN a c int NOT NULL FIRST, MODIFY b bigint, ADD COLUMN d int AFTER c",
        {"t": ["b", "c", "d"]},
    ),
    (
        "several added in brackets",
        "ALTER TABLE t ADD COLUMN (x int, y decimal(3, 2))",
        {"t": ["a", "b", "x", "y"]},
    ),
    (
        "indexes and constraints",
        "ALTER TABLE t ADD INDEX i (a), ADD UNIQUE KEY k (b), ADD PRIMARY KEY (a), DROP PRIMARY KEY, DROP INDEX i, DROP FOREIGN KEY f, DROP CONSTRAINT c, ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES u (b)",
        {"t": ["a", "b"]},
    ),
    (
        "what leaves columns alone",
        "ALTER TABLE t OWNER TO me; ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t RENAME CONSTRAINT a TO b; ALTER TABLE t ALTER COLUMN a SET DEFAULT nextval('x'::regclass); ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1); ALTER TABLE t SET (fillfactor=70)",
        {"t": ["a", "b"]},
    ),
    (
        "MySQL's options",
        "ALTER TABLE t ADD x int, ALGORITHM=INPLACE, LOCK=NONE; ALTER TABLE t ENGINE=InnoDB",
        {"t": ["a", "b", "x"]},
    ),
    ("T-SQL's lists", "ALTER TABLE t ADD x int, y int; ALTER TABLE t DROP COLUMN a, b", {"t": ["x", "y"]}),
    (
        "T-SQL's renaming",
        "EXEC sp_rename 'dbo.t.a', 'z', 'COLUMN'; EXEC sp_rename 't', 'u'",
        {"u": ["b", "z"]},
    ),
    (
        "a table rebuilt as SQLite does",
        "CREATE TABLE t_new (a INTEGER, c TEXT);\nINSERT INTO t_new SELECT a, b FROM t;\nDROP TABLE t;\nALTER TABLE t_new RENAME TO t;",
        {"t": ["a", "c"]},
    ),
    ("made only if new", "CREATE TABLE IF NOT EXISTS t (x int)", {"t": ["a", "b"]}),
    ("names of other case", "ALTER TABLE T DROP COLUMN B", {"t": ["a"]}),
    ("an unknown table", "ALTER TABLE nobody ADD x int", {"t": ["a", "b"]}),
)
def test_what_changes_a_table(script: str, expected: dict[str, list[str]]) -> None:
    assert tables(BASE + script) == expected


@table(
    "script",
    (
        "comments",
        "-- CREATE TABLE no (x int);\n/* CREATE TABLE no (x int); /* nested */ CREATE TABLE no (y int); */",
    ),
    ("a string", "INSERT INTO t VALUES ('x; CREATE TABLE no (x int);', 'it''s; DROP TABLE t;');"),
    ("an escaped string", "INSERT INTO t VALUES (E'it\\'s; CREATE TABLE no (x int);');"),
    (
        "a function",
        "CREATE OR REPLACE FUNCTION f() RETURNS void AS $$ BEGIN CREATE TABLE no (x int); DROP TABLE t; END $$ LANGUAGE plpgsql;",
    ),
    (
        "a function without quotes",
        "CREATE FUNCTION f() RETURNS void BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; DROP TABLE t; END;",
    ),
    (
        "a trigger",
        "CREATE TRIGGER x AFTER INSERT ON t BEGIN UPDATE t SET a = CASE b WHEN 1 THEN 2 END; DROP TABLE t; END;",
    ),
    ("data", "COPY t (a, b) FROM stdin;\n1\tit's; DROP TABLE t;\n2\tCREATE TABLE no (x int);\n\\.\n"),
    ("commands of psql", "\\connect it's\n\\echo DROP TABLE t;\n"),
    (
        "a procedure of MySQL",
        "DELIMITER $$\nCREATE PROCEDURE p()\nBEGIN\n  IF 1 THEN CREATE TABLE no (x int); END IF;\n  DROP TABLE t;\nEND$$\nDELIMITER ;\n",
    ),
    ("a procedure of T-SQL", "GO\nCREATE PROCEDURE p AS\nCREATE TABLE no (x int);\nDROP TABLE t;\nGO\n"),
    ("a temporary table of T-SQL", "CREATE TABLE #no (x int)"),
    (
        "a package of Oracle",
        "/\nCREATE OR REPLACE PACKAGE BODY p AS\n PROCEDURE q IS BEGIN EXECUTE IMMEDIATE 'CREATE TABLE no (x int)'; END;\nEND p;\n/\n",
    ),
    (
        "both halves",
        "-- Up Migration\nSELECT 1;\n-- Down Migration\nDROP TABLE t;\nCREATE TABLE no (x int);\n",
    ),
    (
        "both halves, ruled off",
        "--------\n-- UP\n--------\nSELECT 1;\n--------\n-- DOWN\n--------\nDROP TABLE t;",
    ),
    ("what undoes it (goose)", "-- +goose Down\nDROP TABLE t;\nCREATE TABLE no (x int);"),
    ("what undoes it (dbmate), behind a missing `;`", "SELECT 1\n-- migrate:down\nDROP TABLE t;"),
    (
        "a routine of goose",
        "-- +goose StatementBegin\nCREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1;\nDROP TABLE t;\n-- +goose StatementEnd\n",
    ),
)
def test_what_is_no_ddl_declares_nothing(script: str) -> None:
    assert tables(BASE + script) == {"t": ["a", "b"]}


@table(
    "script, expected",
    ("a block", "DO $$ BEGIN CREATE TABLE u (x int); END $$;", {"u": ["x"]}),
    ("a tagged one", "DO LANGUAGE plpgsql $do$\nDECLARE n int;\nBEGIN\n  CREATE TABLE u (x int);\nEND\n$do$;", {"u": ["x"]}),
    (
        "under a condition",
        "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'a THEN b') THEN CREATE TABLE u (x int); ELSE DROP TABLE w; END IF; END $$;",
        {"u": ["x"]},
    ),
    ("with a handler", "DO $$ BEGIN CREATE TABLE u (x int); EXCEPTION WHEN duplicate_table THEN NULL; END $$;", {"u": ["x"]}),
    ("a text", "DO $do$ BEGIN EXECUTE $$CREATE TABLE u (x int)$$; EXECUTE 'CREATE TABLE v (a text DEFAULT ''b'')'; END $do$;", {"u": ["x"], "v": ["a"]}),
    ("a drop", "CREATE TABLE u (x int);\nDO $$ BEGIN DROP TABLE u; END $$;", {}),
    ("a change", "CREATE TABLE u (x int);\nDO $$ BEGIN ALTER TABLE u ADD COLUMN y int; END $$;", {"u": ["x", "y"]}),
    ("Oracle", "BEGIN\n  EXECUTE IMMEDIATE 'CREATE TABLE u (x NUMBER(3))';\nEXCEPTION WHEN OTHERS THEN NULL;\nEND;\n/\nCREATE TABLE v (y int)\n/\n", {"u": ["x"], "v": ["y"]}),
    ("T-SQL", "IF OBJECT_ID('u') IS NULL BEGIN CREATE TABLE [u] (x int); END\nGO\nIF NOT EXISTS (SELECT 1) CREATE TABLE v (y int)\nGO\nEXEC('CREATE TABLE w (z int)')\nGO\nEXEC sp_executesql N'CREATE TABLE x (z int)'\n", {"u": ["x"], "v": ["y"], "w": ["z"], "x": ["z"]}),
    ("a comment in it", "DO $$\n-- it's\nBEGIN\n/* ; */ CREATE TABLE u (x int); END $$;", {"u": ["x"]}),
)  # fmt: skip
def test_what_a_block_runs_is_carried_out(script: str, expected: dict[str, list[str]]) -> None:
    assert tables(script) == expected


def test_what_a_block_creates_has_its_line() -> None:
    script = b"SELECT 1;\nDO $$\nBEGIN\n  IF a THEN\n    CREATE TABLE u (\n      x int);\n  END IF;\nEND $$;"
    (made,) = read_ddl(script).operations
    assert (made.line, made.columns) == (5, (("x", 6),))


@table(
    "script, expected",
    (
        "a lone slash behind a statement that has ended",
        "CREATE TABLE a1 (id NUMBER);\nCREATE SEQUENCE s;\n/\nCREATE OR REPLACE TRIGGER t1 BEFORE INSERT ON a1 FOR EACH ROW\nBEGIN\n  IF (:NEW.id IS NULL) THEN SELECT s.nextval INTO :NEW.id FROM dual; END IF;\nEND;\n/\nCREATE TABLE a2 (id NUMBER);",
        {"a1": ["id"], "a2": ["id"]},
    ),
    ("a lone slash that ends one", "CREATE TABLE a (x VARCHAR2(10))\n  /\nCREATE TABLE b (y int)\n/", {"a": ["x"], "b": ["y"]}),
    ("slashes one after the other", "/\n/\nCREATE TABLE a (x int);\n/\n/\nCREATE TABLE b (y int);", {"a": ["x"], "b": ["y"]}),
    ("a slash in a comment", "/*\n/\n*/\nCREATE TABLE a (x int);", {"a": ["x"]}),
    ("a slash that divides", "CREATE VIEW a AS SELECT 1\n/\n2 AS x, 3 AS y;\nSELECT 'a'::text;", {"a": ["x", "y"]}),
    ("a type and a table", "CREATE TYPE t AS OBJECT (a NUMBER(3));\n/\nCREATE TABLE b (y int);", {"b": ["y"]}),
)  # fmt: skip
def test_scripts_of_oracle(script: str, expected: dict[str, list[str]]) -> None:
    assert tables(script) == expected


@table(
    "script, expected",
    ("a comment without a blank", "CREATE TABLE db.ev\n(\n  id UUID,\n  --part\n  host String\n)\nENGINE = MergeTree\nORDER BY id;", {"db.ev": ["id", "host"]}),
    ("a cluster", "CREATE TABLE ev ON CLUSTER c (id UInt64, name LowCardinality(String), INDEX i name TYPE minmax GRANULARITY 1) ENGINE = ReplicatedMergeTree('/x', '{r}') ORDER BY (id);", {"ev": ["id", "name"]}),
    ("a projection and a change", "CREATE TABLE ev (id UInt64, PROJECTION p (SELECT id ORDER BY id), index String) ENGINE = MergeTree;\nALTER TABLE ev ON CLUSTER c ADD COLUMN y Int8 AFTER id, DROP COLUMN index;", {"ev": ["id", "y"]}),
    ("an escaped quote", "CREATE TABLE ev (id String DEFAULT 'it\\'s; --') ENGINE = Log;\nCREATE TABLE b (y UInt8) ENGINE=Memory;", {"ev": ["id"], "b": ["y"]}),
)  # fmt: skip
def test_scripts_of_clickhouse(script: str, expected: dict[str, list[str]]) -> None:
    assert tables(script) == expected


def test_what_looks_like_one_dialect_and_cannot_be_read_is_tried_as_another() -> None:
    # Backticks look like MySQL, where `--x` would be no comment.
    assert tables("CREATE TABLE `a` (\n  `x` int,\n  --it's the old one\n  `y` int\n);") == {"a": ["x", "y"]}
    assert problems("CREATE TABLE `a` (x int,, y int);")


def test_a_down_that_follows_no_up_is_a_comment() -> None:
    assert tables("-- down\nCREATE TABLE a (x int);") == {"a": ["x"]}
    assert tables("-- Down\nDROP TABLE a;\n-- Up\nCREATE TABLE a (x int);") == {"a": ["x"]}


def test_a_dump_of_postgresql() -> None:
    assert tables(
        "--\n-- PostgreSQL database dump\n--\n\\restrict abc\nSET statement_timeout = 0;\n"
        "SELECT pg_catalog.set_config('search_path', '', false);\nCREATE SCHEMA app;\n"
        "CREATE FUNCTION app.touch() RETURNS trigger\n    LANGUAGE plpgsql\n    AS $_$ BEGIN NEW.at = now(); END; $_$;\n"
        "CREATE TABLE app.users (\n    id integer NOT NULL,\n"
        "    kind character varying(20) DEFAULT 'a;b'::character varying NOT NULL,\n"
        "    CONSTRAINT k CHECK (((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))\n);\n"
        "ALTER TABLE app.users OWNER TO postgres;\n"
        "ALTER TABLE app.users ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (\n    SEQUENCE NAME app.s\n);\n"
        "COPY app.users (id, kind) FROM stdin;\n1\tO'Hara\n\\.\n"
        "CREATE TABLE public.other (id int);\n"
    ) == {"app.users": ["id", "kind"], "public.other": ["id"]}


def test_a_dump_of_mysql() -> None:
    assert tables(
        "/*!40101 SET NAMES utf8mb4 */;\nDROP TABLE IF EXISTS `users`;\nCREATE TABLE `users` (\n"
        "  `id` int unsigned NOT NULL AUTO_INCREMENT,\n  `kind` enum('a','it\\'s') COLLATE utf8mb4_bin COMMENT 'x; y',\n"
        "  `made` timestamp DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,\n  PRIMARY KEY (`id`),\n"
        "  KEY `by_kind` (`kind`(10)),\n  FULLTEXT KEY `f` (`kind`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='x';\n"
        "LOCK TABLES `users` WRITE;\nINSERT INTO `users` VALUES (1,'it\\'s; DROP TABLE users;',NULL);\n"
        "# a comment with a quote: it's\nDELIMITER ;;\n"
        "/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER `x` BEFORE INSERT ON `users` FOR EACH ROW BEGIN DROP TABLE users; END */;;\n"
        "DELIMITER ;\n/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50001 VIEW `v` AS select `users`.`id` AS `n` from `users` */;\n"
    ) == {"users": ["id", "kind", "made"], "v": ["n"]}


def test_statements_of_t_sql_without_semicolons() -> None:
    assert tables(
        "CREATE TABLE [dbo].[Order Lines] ([Id] INT IDENTITY(1,1) NOT NULL, [Name] nvarchar(max), CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([Id] ASC)) ON [PRIMARY]\n"
        "CREATE TABLE dbo.b (x int)\nALTER TABLE dbo.b WITH CHECK ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES c (d)\nGO\n"
        "IF OBJECT_ID('dbo.c') IS NULL\nCREATE TABLE dbo.c (y int)\nGO\n"
    ) == {"dbo.Order Lines": ["Id", "Name"], "dbo.b": ["x"], "dbo.c": ["y"]}


def test_the_schema_that_is_set_holds_in_its_file_only() -> None:
    assert tables(
        'SET search_path TO "$user", audit, public;\nCREATE TABLE a (x int);',
        "CREATE TABLE b (x int);",
        "USE shop;\nCREATE TABLE c (x int)",
    ) == {
        "audit.a": ["x"],
        "b": ["x"],
        "shop.c": ["x"],
    }


def test_each_column_has_its_line() -> None:
    (made, added) = read_ddl(
        b"\n/* a\ncomment */ CREATE TABLE t (\n  a int,\n\n  b int -- of c\n);\nALTER TABLE t\n  ADD c int;"
    ).operations
    assert (made.line, made.columns) == (3, (("a", 4), ("b", 6)))
    assert added.columns == (("c", 9),)


def test_facts_come_back_from_json_as_they_were() -> None:
    import json

    reading = read_ddl(
        b'CREATE TABLE a."T" (LIKE b, c int); ALTER TABLE a."T" RENAME c TO d; CREATE TABLE (;'
    )
    assert from_plain(json.loads(json.dumps(reading))) == reading


@table(
    "script, expected",
    (
        "a quote",
        "SELECT 1;\nCREATE TABLE t (a text DEFAULT 'x);\n",
        [("a quote that is never closed", 2, 32)],
    ),
    ("a comment", "/* CREATE TABLE t (a int);\n", [("a comment that is never closed", 1, 1)]),
    ("a dollar quote", "DO $x$ BEGIN", [("a text that `$x$` opens is never closed", 1, 4)]),
    ("a bracket", "CREATE TABLE t (a int;\nCREATE TABLE u (a int);", [("`(` is never closed", 1, 1)]),
    ("a bracket too many", "CREATE TABLE t (a int));", [("`)` has no counterpart", 1, 1)]),
    ("a placeholder", "\nCREATE TABLE ${schema}.t (a int);", [("expected a name, found `$`", 2, 1)]),
    ("no name", "CREATE TABLE (a int);", [("expected a name, found `(`", 1, 1)]),
    (
        "a hole between commas",
        "CREATE TABLE t (a int,,b int);",
        [("expected a column, found the end of the statement", 1, 1)],
    ),
    (
        "a routine that never ends",
        "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1;\nCREATE TABLE u (a int);",
        [("the body of a routine never ends", 1, 1)],
    ),
)
def test_what_cannot_be_read_is_a_problem(script: str, expected: list[tuple[str, int, int]]) -> None:
    assert problems(script) == expected


def test_what_is_no_ddl_may_be_as_odd_as_it_likes() -> None:
    assert (
        problems("SELECT ((( FROM; GRANT ???; CREATE INDEX i ON t ((a); SET x = (; CREATE TYPE x AS (a int;")
        == []
    )


def test_the_rest_is_read_where_one_statement_cannot_be() -> None:
    reading = read_ddl(b"CREATE TABLE (;\nCREATE TABLE t (a int);")
    assert [each.name.name for each in reading.operations] == ["t"]
    assert reading.problems


@pytest.mark.slow
@table(
    "script",
    ("open brackets", "CREATE TABLE t (a int DEFAULT " + "(" * 100_000),
    ("nested brackets", "CREATE TABLE t (a int DEFAULT " + "(" * 50_000 + "1" + ")" * 50_000 + ");"),
    ("many NOTs", "CREATE VIEW v AS SELECT " + "NOT " * 50_000 + "a AS x;"),
    (
        "nested CASEs",
        "CREATE VIEW v AS SELECT " + "CASE WHEN a THEN " * 20_000 + "1" + " END" * 20_000 + " AS x;",
    ),
    ("open comments", "/*" * 500_000),
    ("quotes", "'" * 1_000_001),
    ("escaped quotes", "e'\\" * 200_000),
    ("dollars", "$a$ $b$ " * 100_000),
    ("brackets of T-SQL", "CREATE TABLE [a] (x int);\nGO\n" + " [a" * 200_000),
    ("markers", "-- +goose Down\n" * 100_000),
    ("comments before anything", "-- x\n" * 200_000 + "BEGIN;"),
    ("comments in a statement", "CREATE TABLE t (\n" + "-- x\n" * 50_000 + "a int);"),
    ("delimiters", "DELIMITER ;;\n" * 100_000),
    ("words of blocks", "CREATE TRIGGER x " + "BEGIN " * 100_000),
    ("blanks", "CREATE TABLE t" + " " * 1_000_000 + "(a int);"),
    ("lines", "\n" * 1_000_000 + "BEGIN;" * 10),
    (
        "copies of copies",
        "CREATE TABLE t0 ("
        + ",".join(f"c{n} int" for n in range(5_000))
        + ");"
        + "".join(f"CREATE TABLE t{n + 1} (LIKE t{n});" for n in range(5_000)),
    ),
    ("a table made anew and anew", "".join(f"CREATE TABLE t (c{n} int);" for n in range(10_000))),
    ("data", "INSERT INTO t VALUES ('" + "x;" * 5_000_000 + "');"),
)
def test_hostile_scripts_take_bearable_time(script: str) -> None:
    def read() -> None:
        Catalog().carry_out("x.sql", read_ddl(script.encode()).operations)

    assert effort(read) < 10


def test_copies_of_copies_are_not_carried_on_for_ever() -> None:
    catalog = Catalog()
    script = (
        "CREATE TABLE t0 ("
        + ",".join(f"c{n} int" for n in range(5_000))
        + ");"
        + "".join(f"CREATE TABLE t{n + 1} (LIKE t{n});" for n in range(100))
    )
    catalog.carry_out("x.sql", read_ddl(script.encode()).operations)
    assert catalog.is_incomplete


@table(
    "script, dialect",
    ("the standard", "CREATE TABLE t (a int);", "postgres"),
    ("backticks", "CREATE TABLE `t` (a int);", "mysql"),
    ("backticks in a comment", "-- the `t`\nCREATE TABLE t (a int);", "postgres"),
    ("brackets", "CREATE TABLE [t] ([a] int);", "tsql"),
    ("arrays", "CREATE TABLE t (a int[3]);", "postgres"),
    ("AUTOINCREMENT", "CREATE TABLE `t` (a INTEGER PRIMARY KEY AUTOINCREMENT);", "sqlite"),
    ("MergeTree", "CREATE TABLE t (a Int8) ENGINE = MergeTree() ORDER BY a;", "clickhouse"),
    ("MySQL's engine", "CREATE TABLE t (a int) ENGINE = InnoDB;", "mysql"),
    ("a lone slash", "CREATE TABLE t (a int)\n/\n", "oracle"),
    ("dollars as a delimiter", "DELIMITER $$\nCREATE PROCEDURE p() BEGIN END$$", "mysql"),
)
def test_the_dialect_is_guessed(script: str, dialect: str) -> None:
    assert dialects_of(script)[0] == dialect


def test_data_is_stepped_over_not_looked_into() -> None:
    script = "INSERT INTO t VALUES ('a');\n" * 3 + "CREATE TABLE t (a int);"
    assert [(each.line, each.text) for each in statements(script, "postgres")] == [
        (4, "CREATE TABLE t (a int)")
    ]
