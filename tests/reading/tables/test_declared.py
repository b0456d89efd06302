"""Tables that declare: items, positions, findings; read as the command reads a site."""

from pathlib import Path

import pytest
from support import PLAIN_SITE, Result, build_here, run, said, table

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.reading.read import Source, digest, read_all
from mkdocs_traceability.reading.stored import plain, reading
from mkdocs_traceability.settings.load import built_in_schema

OFF = "site_name: x\nplugins:\n  - traceability:\n      rules: {%s}\n"
QUIET = OFF % ", ".join(f"TR{code}: 'off'" for code in (101, 201, 202, 203, 205, 207, 301, 404, 405, 406))


def page(folder: Path, text: str, settings: str = PLAIN_SITE) -> Result:
    """Check a site with one page."""
    return run(folder, {"mkdocs.yml": settings, "docs/index.md": text})


def items(folder: Path, text: str, settings: str = PLAIN_SITE) -> dict[str, Item]:
    """Return the items of a site with one page by their ids."""
    return {item.id: item for item in page(folder, text, settings).registry.all}


def form(folder: Path, text: str, settings: str = PLAIN_SITE) -> list[str]:
    """Return what is wrong with the form of the tables of a page."""
    codes = {"TR001", "TR002", "TR003", "TR004", "TR005", "TR006", "TR007", "TR502", "TR512"}
    return [
        f"{each.position.line}:{each.position.column}+{each.position.length} {each.code} {each.message}"
        f" / {each.help}"
        for each in page(folder, text, settings).findings
        if each.code in codes
    ]


MATRIX = """\
# Traceability

## 2.1 Evaluation Domain (EVAL)

<!-- traceability: flows -->

| Flow ID | Flow Name | Impl Type | Component / Document | Notes |
|---|---|---|---|---|
| `EVAL-001` | Evaluation Pipeline | `AUTO` | `06-batcher` → `07-eval-worker` | Core Loop |
| `EVAL-006` | Queue Backlog Recovery | `PROC` | `12-operations` (Runbooks) | |
| `NOTIF-004` | Webhook Retry | `DELEG` | | Standard \\| Visibility |
"""


def test_a_matrix_is_read_without_any_mapping(tmp_path: Path) -> None:
    """What headers say in plain words needs no attribute."""
    found = items(tmp_path, MATRIX)
    first = found["EVAL-001"]
    assert str(first.position) == "docs/index.md:9:4"
    assert (first.title, first.text("implementation"), first.text("notes")) == (
        "Evaluation Pipeline",
        "auto",
        "Core Loop",
    )
    assert [(each.text, each.position.column) for each in first.references["components"]] == [
        ("06-batcher", 48),
        ("07-eval-worker", 63),
    ]
    (manual,) = found["EVAL-006"].references["components"]
    assert (manual.text, manual.attributes) == ("12-operations", {"role": "Runbooks"})
    assert found["NOTIF-004"].text("notes") == "Standard | Visibility"
    assert "components" not in found["NOTIF-004"].references


def test_the_singular_is_a_kind_too(tmp_path: Path) -> None:
    """One may write `flow` for `flows`."""
    assert set(items(tmp_path, MATRIX.replace("flows -->", "flow -->"))) == {
        "EVAL-001",
        "EVAL-006",
        "NOTIF-004",
    }


CHECKLIST = """\
<!-- traceability: requirements id="Sub-Requirement" -->

| Sub-Requirement | Status | Evidence (file:function) | API Endpoints | DB Tables | Tests | Risks / Gaps |
|---|--------|---|---|---|---|---|
| Pipeline definition & gates | ✅ | `a.py:Promotion`<br>`b.py:Gate` (lines 4-9) | `POST /pipelines` | None (transient) | Unknown | slow |
| **RLS** | ⚠️ Partial (12 of 76) | Supabase | N/A | N/A (external) | [`rls`](rls.md) | — |
"""


def test_a_checklist_with_evidence(tmp_path: Path) -> None:
    """Claims, what does not apply and what is unknown; ids are made of names; a sentence is no claim."""
    result = page(tmp_path, CHECKLIST)
    first, second = result.registry.all
    assert (first.id, first.title, first.text("status")) == (
        "pipeline-definition-gates",
        "Pipeline definition & gates",
        "implemented",
    )
    assert [(each.text, each.lines) for each in first.evidence["code"].claims] == [
        ("a.py:Promotion", ""),
        ("b.py:Gate", "4-9"),
    ]
    assert first.evidence["tests"].unknown
    assert first.evidence["tables"].not_applicable == "transient"
    assert first.text("risks") == "slow"
    assert (second.id, second.text("status"), second.text("notes")) == ("RLS", "partial", "12 of 76")
    assert second.evidence["endpoints"].not_applicable == "N/A"
    assert second.evidence["tables"].not_applicable == "external"
    assert "risks" not in second.values


@table(
    "before, after, expected",
    (
        "an unknown kind",
        "traceability: flows",
        "traceability: flowz",
        ["5:20+5 TR002 unknown kind `flowz` / did you mean `flows`?"],
    ),
    (
        "no kind",
        "traceability: flows",
        "traceability:",
        ['5:6+12 TR004 this comment names no kind / name it: `<!-- traceability: flows id="Flow ID" -->`'],
    ),
    (
        "a misspelt key",
        "<!-- traceability",
        "<!-- tracability",
        ["5:6+11 TR002 the comment `tracability` has no effect / did you mean `traceability`?"],
    ),
    (
        "an unknown field",
        "flows -->",
        'flows componets="Component / Document" -->',
        ["5:26+9 TR002 a table of flows has no field `componets` / did you mean `components`?"],
    ),
    (
        "no such header",
        "flows -->",
        'flows notes="Note" -->',
        ["5:33+4 TR002 the table has no column `Note` / did you mean `Notes`?"],
    ),
    (
        "an odd word",
        "flows -->",
        "flows all -->",
        [
            "5:26+3 TR003 `all` has no meaning here / say which column fills a field: "
            '`<!-- traceability: flows id="Flow ID" -->`'
        ],
    ),
    (
        "no table",
        "-->\n",
        "-->\n\nThe flows:\n",
        [
            "5:6+12 TR003 no table follows this comment / put it directly above a table; the second "
            "line of a table has dashes for each column, `| --- | --- |`"
        ],
    ),
    (
        "a status that is none",
        "Notes |",
        "Status |",
        [
            "9:81+9 TR502 `Core Loop` is not a status of a flow / it is one of `planned`, `partial`, `implemented`, `retired`",
            "11:45+22 TR502 `Standard | Visibility` is not a status of a flow / it is one of `planned`, `partial`, `implemented`, `retired`",
        ],
    ),
    (
        "a word of no vocabulary",
        "`PROC`",
        "`PROCESS X`",
        [
            "10:41+11 TR502 `PROCESS X` is not a value of `implementation` / did you mean `proc`? It is one of `auto`, `infra`, `proc`, `deleg`"
        ],
    ),
    (
        "a column without a field",
        "Notes |",
        "Sprint |",
        [
            "7:60+6 TR512 the column `Sprint` fits no field of a flow and is not read / map it in the comment "
            'above the table, such as `notes="Sprint"`, or write `ignore="Sprint"`'
        ],
    ),
    (
        "a misspelled header",
        "Notes |",
        "Statsu |",
        [
            "7:60+6 TR512 the column `Statsu` fits no field of a flow and is not read / map it in the comment "
            'above the table, such as `status="Statsu"`, or write `ignore="Statsu"`'
        ],
    ),
    (
        "a pipe too many",
        "Core Loop |",
        "Core | Loop |",
        [
            "9:88+4 TR502 this row has 6 cells, and the header 5 / write a pipe that is part of the text as "
            "`\\|`, or add a header"
        ],
    ),
    (
        "a row without an id",
        "| `EVAL-006` |",
        "| |",
        ["10:5+22 TR004 a flow without an `id` / give it an id of its own"],
    ),
    (
        "an id twice in one cell of references",
        "`06-batcher`",
        "`A-9`..`A-1`",
        ["9:48+10 TR502 the range `A-9`..`A-1` ends before it begins / write its ids out"],
    ),
)
def test_mistakes_are_said_at_their_place(
    tmp_path: Path, before: str, after: str, expected: list[str]
) -> None:
    """Each mistake is one finding, with a remedy."""
    assert before in MATRIX
    assert form(tmp_path, MATRIX.replace(before, after)) == expected


def test_no_column_of_ids_is_said_once(tmp_path: Path) -> None:
    """Not row by row; and what refers to the items is no second mistake."""
    text = (
        MATRIX.replace("Flow ID", "Nothing").replace("`EVAL-00", "`evaluation ").replace("`NOTIF-004", "`x y")
    )
    assert form(tmp_path, text) == [
        "7:3+7 TR004 no column of this table has the ids of flows / name it in the comment above the table, "
        'such as `id="Nothing"`'
    ]


ROWS = """\
<!-- traceability: flows -->

| Flow ID | Title | Components | Status |
|---|---|---|---|
| **Evaluation** | | | |
| **EVAL-001**: Pipeline | | `a` | done |
| | | `b` (Late) | |
| Flow ID | Title | Components | Status |
|---|---|---|---|
| EVAL-002, EVAL-003 | Twins | `a` | 🚧 |
| ~~EVAL-004~~ | Old | ~~`a`~~ | |
| **Notification** | | | |
| EVAL-005 – Fifth | | | in progress: mostly |
| | | | |
| EVAL-006 (Sixth) | | — | N/A |
"""


def test_rows_that_are_more_or_less_than_an_item(tmp_path: Path) -> None:
    """Groups, rows that go on, repeated headers, several ids, an id with its title."""
    found = items(tmp_path, ROWS)
    assert {name: (item.title, item.text("domain"), item.text("status")) for name, item in found.items()} == {
        "EVAL-001": ("Pipeline", "Evaluation", "implemented"),
        "EVAL-002": ("Twins", "Evaluation", "partial"),
        "EVAL-003": ("Twins", "Evaluation", "partial"),
        "EVAL-004": ("Old", "Evaluation", "retired"),
        "EVAL-005": ("Fifth", "Notification", "partial"),
        "EVAL-006": ("Sixth", "Notification", ""),
    }
    assert [(each.text, each.attributes) for each in found["EVAL-001"].references["components"]] == [
        ("a", {}),
        ("b", {"role": "Late"}),
    ]
    assert "components" not in found["EVAL-004"].references
    assert found["EVAL-005"].text("notes") == "mostly"
    assert not form(tmp_path / "again", ROWS)


def test_tables_below_different_headings_have_them_for_sections(tmp_path: Path) -> None:
    """As the sections of a matrix; one table alone has none."""
    two = MATRIX + MATRIX.replace("EVAL", "FQRY").replace("NOTIF-", "N-").replace(
        "2.1 Evaluation", "2.2 Query"
    )
    found = items(tmp_path, two)
    assert found["EVAL-001"].text("domain") == "Evaluation Domain (EVAL)"
    assert found["FQRY-001"].text("domain") == "Query Domain (FQRY)"
    assert "domain" not in items(tmp_path / "one", MATRIX)["EVAL-001"].values
    asked = MATRIX.replace("flows -->", "flows domain=heading -->")
    assert items(tmp_path / "asked", asked)["EVAL-001"].text("domain") == "Evaluation Domain (EVAL)"


def test_an_id_in_the_heading(tmp_path: Path) -> None:
    """A table may say of one item what it is, below a heading that names it."""
    text = "### GAP-001: No limits\n\n<!-- traceability: gaps id=heading -->\n\n| Severity | Status |\n|---|---|\n| P1 | ✅ RESOLVED (RC-001) |\n"
    gap = items(tmp_path, text)["GAP-001"]
    assert (gap.title, gap.text("severity"), gap.text("status"), gap.text("notes")) == (
        "No limits",
        "P1",
        "resolved",
        "RC-001",
    )


def test_ranges_count_what_there_is(tmp_path: Path) -> None:
    """Between the ends of a range what does not exist is no mistake; its ends are."""
    text = """\
<!-- traceability: requirements -->

| ID | Title |
|---|---|
| REQ-001 | a |
| REQ-003 | c |

<!-- traceability: flows -->

| Flow ID | Satisfies |
|---|---|
| F-1 | REQ-001..REQ-005 |
"""
    result = page(tmp_path, text)
    (flow,) = result.registry.items("flow")
    assert [link.item.id for link in result.registry.related(flow, "satisfies")] == ["REQ-001", "REQ-003"]
    assert [each.subject for each in result.findings if each.code == "TR101"] == ["REQ-005"]


@table(
    "kind, header, row, expected",
    (
        "German",
        "components",
        "Komponente | Schicht | Beschreibung | Verantwortlich",
        "`api` | L1 | Kern | Team A",
        {"layer": "L1", "summary": "Kern", "maintainer": "Team A"},
    ),
    (
        "French",
        "requirements",
        "Identifiant | Titre | Statut | Priorité",
        "EX-1 | Accès | terminé | haute",
        {"title": "Accès", "status": "implemented", "priority": "haute"},
    ),
    (
        "Spanish",
        "requirements",
        "Identificador | Título | Estado",
        "RF-1 | Acceso | en curso",
        {"title": "Acceso", "status": "partial"},
    ),
    (
        "Italian",
        "gaps",
        "ID | Titolo | Stato | Gravità",
        "G-1 | Manca | risolto | alta",
        {"title": "Manca", "status": "resolved", "severity": "alta"},
    ),
    (
        "Portuguese",
        "requirements",
        "Número | Nome | Situação",
        "R-1 | Acesso | pendente",
        {"title": "Acesso", "status": "missing"},
    ),
    (
        "Japanese",
        "requirements",
        "番号 | 名称 | 状態 | 備考",
        "要件-1 | 認証 | 実装済み | なし",
        {"title": "認証", "status": "implemented"},
    ),
    (
        "Chinese, several words",
        "requirements",
        "需求编号 | 需求描述 | 实现状态 | 关联测试用例",
        "RQ-1 | 登录 | 开发中 | `TC-1`",
        {"summary": "登录", "status": "partial"},
    ),
    (
        "Spanish, several words",
        "requirements",
        "ID del requisito | Descripción del requisito | Estado de implementación",
        "RF-1 | Entrar | en desarrollo",
        {"summary": "Entrar", "status": "partial"},
    ),
    (
        "German compounds",
        "requirements",
        "Anforderungs-ID | Kurzbezeichnung | Umsetzungsstatus",
        "ANF-1 | Anmelden | in Umsetzung",
        {"title": "Anmelden", "status": "partial"},
    ),
    (
        "an id of one column, a name of another",
        "requirements",
        "NFR ID | Exigence | Statut",
        "NFR-P1 | Rapide | réalisée",
        {"title": "Rapide", "status": "implemented"},
    ),
    (
        "risks",
        "gaps",
        "# | Risk | Severity",
        "1 | Losing data | High",
        {"title": "Losing data", "severity": "High"},
    ),
    (
        "capabilities",
        "requirements",
        "Capability | Status",
        "Sign in | ✅",
        {"title": "Sign in", "status": "implemented"},
    ),
    (
        "Chinese",
        "requirements",
        "编号 | 名称 | 状态 | 优先级",
        "需求-1 | 登录 | 进行中 | 高",
        {"title": "登录", "status": "partial", "priority": "高"},
    ),
)
def test_headers_and_words_of_other_languages(
    tmp_path: Path, kind: str, header: str, row: str, expected: dict[str, str]
) -> None:
    """What people write above their columns is known in several languages."""
    dashes = "|".join("---" for _ in header.split("|"))
    text = f"<!-- traceability: {kind} -->\n\n| {header} |\n|{dashes}|\n| {row} |\n"
    (item,) = items(tmp_path, text).values()
    read = {name: item.text(name) for name in item.values if name != "aliases"}
    read |= {name: each[0].text for name, each in item.references.items()}
    assert read == expected


WORDS = """\
site_name: x
plugins:
  - traceability:
      tables:
        headers: {components: [Building block]}
        values: {status: {implemented: [rolled out]}, implementation: {infra: [terraform]}}
"""


def test_words_of_the_site_come_first(tmp_path: Path) -> None:
    """The setting `tables` adds headers and words for values."""
    text = (
        "<!-- traceability: flows -->\n\n| Flow ID | Building Block | Impl Type | Status |\n|---|---|---|---|\n"
        "| F-1 | `a` | Terraform | Rolled out |\n"
    )
    (flow,) = items(tmp_path, text, WORDS).values()
    assert (flow.text("status"), flow.text("implementation")) == ("implemented", "infra")
    assert flow.references["components"][0].text == "a"


def test_words_for_what_there_is_not_are_said(tmp_path: Path) -> None:
    """A field or a value that no kind has is a mistake in the settings."""
    settings = WORDS.replace("components:", "componets:").replace("infra:", "infrared:")
    found = [each for each in page(tmp_path, MATRIX, settings).findings if each.code == "TR008"]
    assert said(found) == [
        "5:19 TR008 no kind has a field `componets` that a column could fill",
        "6:72 TR008 `infrared` is not a value of `implementation`",
    ]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_what_is_kept_is_what_was_read(ends: str) -> None:
    """A page comes back from the cache as it was, whatever its line ends are."""
    schema = built_in_schema()
    source = Source("docs/index.md", (MATRIX + ROWS).replace("\n", ends).encode(), "index.md")
    _, kept = read_all([source], schema, lambda _: None)
    fresh = kept[digest(source)]
    again = reading(plain(fresh), schema)
    assert again is not None
    assert plain(again) == plain(fresh)
    assert [str(item.position) for item in fresh.items][:2] == ["docs/index.md:9:4", "docs/index.md:10:4"]


def test_a_build_has_the_items_and_leaves_the_table(tmp_path: Path) -> None:
    """The table stays on its page, and the matrix has its rows."""
    site = build_here(tmp_path, {"docs/flows.md": MATRIX})
    matrix = (site / "traceability/flows/index.html").read_text(encoding="utf-8")
    assert "Evaluation Pipeline" in matrix
    shown = (site / "flows/index.html").read_text(encoding="utf-8")
    assert "<td>Core Loop</td>" in shown


def test_comments_that_are_about_something_else(tmp_path: Path) -> None:
    """A remark that begins with the word, a number that is compared and a table that restates declare nothing."""
    rest = MATRIX[MATRIX.index("| Flow ID") :]
    for comment in (
        "traceability matrix, kept by hand",
        "traceability: count flows",
        "traceability: restates flows",
    ):
        text = f"<!-- {comment} -->\n\n{rest}"
        result = page(tmp_path / comment[-5:], text)
        assert not result.registry.all
        assert not [each for each in result.findings if each.code in ("TR002", "TR003", "TR004")]


def test_a_name_makes_an_id_and_stays_a_name(tmp_path: Path) -> None:
    """Other tables may go on to say the name; that needs no finding."""
    text = (
        "<!-- traceability: components -->\n\n| Component | Outputs |\n|---|---|\n| **Eval Worker** | DB Write (State), SQS |\n"
        "\n<!-- traceability: resources -->\n\n| Resource | Readers |\n|---|---|\n| `state` (Config) | Eval Worker |\n"
    )
    result = page(tmp_path, text)
    worker, state = result.registry.all
    assert (worker.id, worker.title, worker.texts("aliases")) == (
        "eval-worker",
        "Eval Worker",
        ("Eval Worker",),
    )
    assert worker.texts("outputs") == ("DB Write (State)", "SQS")
    assert [link.item.id for link in result.registry.related(state, "readers")] == ["eval-worker"]
    assert state.title == "state (Config)"
    assert "TR107" not in {each.code for each in result.findings}


def test_sentences_are_no_claims_and_words_are_no_endpoints(tmp_path: Path) -> None:
    """What is in no code span is a claim only if it looks like one."""
    text = (
        "<!-- traceability: requirements -->\n\n| Req ID | Requirement | API Endpoints | Code |\n|---|---|---|---|\n"
        "| R-1 | Log in | GET /login | app/main.py |\n| R-2 | Log out | Embedded | see the service |\n| R-3 | See | `GET /x` | `a.py` |\n"
    )
    first, *_ = page(tmp_path, text).registry.all
    assert (first.title, first.evidence["endpoints"].claims[0].text) == ("Log in", "GET /login")
    assert [each.split(" / ")[0] for each in form(tmp_path / "again", text)] == [
        "6:19+8 TR502 `Embedded` is not a claim of `endpoints`",
        "6:30+15 TR502 `see the service` is not a claim of `code`",
    ]


def test_words_that_are_added_later_are_seen(tmp_path: Path) -> None:
    """What is kept between runs was read with the words of then."""
    text = "<!-- traceability: flows -->\n\n| Flow ID | Status |\n|---|---|\n| F-1 | Rolled out |\n"
    assert [each[:10] for each in form(tmp_path, text)] == ["5:9+10 TR5"]
    assert form(tmp_path, text, WORDS) == []
    assert items(tmp_path, text, WORDS)["F-1"].text("status") == "implemented"
