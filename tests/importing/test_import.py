"""`mkdocs-traceability import`: pages as people have them become sidecars that pass, and nothing is lost."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from support import write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.importing.values import _CLAIM_FORMS
from mkdocs_traceability.model.declared import CLAIM_TYPES

from .support import PAGE, SIDECAR, findings, form_findings, imported, page, run_import

MATRIX = """\
# Orders

## Payment flows (PAY)

| Flow ID | Flow Name | Impl Type | Component / Document | Notes |
|---|---|---|---|---|
| `PAY-001` | Refund | `AUTO` | `03-ledger` → `04a-mailer-worker` | Core |
| `PAY-002` | Reminder | `PROC` | `04a-mailer` (Templates), `04a` (Sending) | |

Some words in between.

## Components

| Component | Inputs (Triggers) | Key Dependencies |
|---|---|---|
| **Ledger** | HTTP request | PostgreSQL, SMTP relay |
"""


def test_a_flow_matrix_becomes_flows_and_the_components_that_they_name(tmp_path: Path) -> None:
    assert imported(tmp_path, MATRIX) == {
        "flows": [
            {
                "id": "PAY-001",
                "title": "Refund",
                "implementation": "auto",
                "components": ["03-ledger", "04a-mailer-worker"],
                "notes": "Core",
            },
            {
                "id": "PAY-002",
                "title": "Reminder",
                "implementation": "proc",
                "components": [
                    {"id": "04a-mailer-worker", "role": "Templates"},
                    {"id": "04a-mailer-worker", "role": "Sending"},
                ],
            },
        ],
        "components": [
            {
                "id": "03-ledger",
                "title": "Ledger",
                "inputs": ["HTTP request"],
                "depends_on": ["PostgreSQL", "smtp-relay"],
                "aliases": ["Ledger"],
            },
            {"id": "04a-mailer-worker", "aliases": ["04a-mailer", "04a"]},
            {"id": "PostgreSQL"},
            {"id": "smtp-relay", "title": "SMTP relay"},
        ],
    }
    assert form_findings(tmp_path) == []
    assert {each.code for each in findings(tmp_path) if each.severity == "error"} <= {"TR401"}


def test_markers_stand_where_the_tables_stood_and_all_else_stays(tmp_path: Path) -> None:
    imported(tmp_path, MATRIX)
    assert page(tmp_path) == (
        "# Orders\n\n## Payment flows (PAY)\n\n"
        "[trace: matrix flows id=PAY-001,PAY-002 columns=id,title,implementation,components,notes]\n\n"
        "Some words in between.\n\n## Components\n\n"
        "[trace: matrix components id=03-ledger columns=title,inputs,depends_on]\n"
    )


def test_spellings_that_are_unified_are_listed_with_line_and_column(tmp_path: Path) -> None:
    write_site(tmp_path, {PAGE: MATRIX})
    said = run_import(tmp_path).output
    assert "docs/a.md:8:36: `04a-mailer` is read as `04a-mailer-worker`" in said
    assert "docs/a.md:8:62: `04a` is read as `04a-mailer-worker`" in said


def test_nothing_is_written_without_being_asked(tmp_path: Path) -> None:
    write_site(tmp_path, {PAGE: MATRIX})
    done = run_import(tmp_path)
    assert done.exit_code == 0
    assert "Would write docs/a.trace.yml" in done.output
    assert "Nothing is written yet; add --write" in done.output
    assert page(tmp_path) == MATRIX
    assert not (tmp_path / SIDECAR).exists()


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    imported(tmp_path, MATRIX)
    before = {file: file.read_bytes() for file in (tmp_path / "docs").iterdir()}
    done = run_import(tmp_path, "--write")
    assert "Nothing to write" in done.output
    assert {file: file.read_bytes() for file in (tmp_path / "docs").iterdir()} == before


def test_what_is_declared_already_is_compared_and_not_written_again(tmp_path: Path) -> None:
    imported(tmp_path, MATRIX)
    (tmp_path / PAGE).write_text(MATRIX, encoding="utf-8")
    done = run_import(tmp_path, "--write")
    assert "3 declared already" in done.output
    assert [file.name for file in sorted((tmp_path / "docs").iterdir())] == ["a.md", "a.trace.yml"]
    assert "| PAY" not in page(tmp_path)


def test_a_table_that_differs_from_what_is_declared_stays(tmp_path: Path) -> None:
    imported(tmp_path, MATRIX)
    changed = MATRIX.replace("| Refund |", "| Chargeback |")
    (tmp_path / PAGE).write_text(changed, encoding="utf-8")
    done = run_import(tmp_path, "--write")
    assert "`title` of flow `PAY-001` differs from docs/a.trace.yml:4:9; nothing is changed" in done.output
    assert "| Chargeback |" in page(tmp_path)
    assert not (tmp_path / "docs/a-2.trace.yml").exists()


def test_an_id_of_the_site_is_recognised_in_a_cell(tmp_path: Path) -> None:
    known = "components:\n  - {id: ledger, aliases: [books]}\n"
    data = imported(
        tmp_path,
        "| Flow ID | Component |\n|---|---|\n| F-1 | `03-ledger` |\n| F-2 | books |\n",
        files={"docs/b.trace.yml": known},
    )
    assert data == {
        "flows": [{"id": "F-1", "components": ["ledger"]}, {"id": "F-2", "components": ["ledger"]}]
    }


CHECKLIST = """\
## Area 1: Accounts

| Sub-Requirement | Status | Evidence (file:function) | API Endpoints | DB Tables | Tests | Risks / Gaps |
|---|---|---|---|---|---|---|
| Sign in | ✅ | `auth/login.py:Login`<br>`auth/token.py` | `POST /login`<br>`GET /me` | `users` | `test_login.py` | Slow |
| Sign out | ⚠️ | `auth/logout.py:run` (lines 10-20) | N/A (cookie only) | None | Unknown | NONE |
| Audit | ❌ Not yet, see plan | Vendor product | All of them | `log`, `log_old` | - | |
"""


def test_a_checklist_becomes_requirements_with_evidence(tmp_path: Path) -> None:
    requirements = imported(tmp_path, CHECKLIST)["requirements"]
    assert requirements == [
        {
            "id": "sign-in",
            "title": "Sign in",
            "status": "implemented",
            "risks": "Slow",
            "area": "Area 1: Accounts",
            "evidence": {
                "code": ["auth/login.py:Login", "auth/token.py"],
                "endpoints": ["POST /login", "GET /me"],
                "tables": ["users"],
                "tests": ["test_login.py"],
            },
        },
        {
            "id": "sign-out",
            "title": "Sign out",
            "status": "partial",
            "risks": "NONE",
            "area": "Area 1: Accounts",
            "evidence": {
                "code": [{"claim": "auth/logout.py:run", "lines": "10-20"}],
                "endpoints": {"not_applicable": "N/A (cookie only)"},
                "tables": {"not_applicable": "None"},
                "tests": "unknown",
            },
        },
        {
            "id": "Audit",
            "status": "missing",
            "area": "Area 1: Accounts",
            "evidence": {"tables": ["log", "log_old"]},
            "notes": "Status: ❌ Not yet, see plan\n\nEvidence (file:function): Vendor product\n\nAPI Endpoints: All of them",
        },
    ]
    assert form_findings(tmp_path) == []


def test_what_fits_no_field_is_listed_with_line_and_column(tmp_path: Path) -> None:
    write_site(tmp_path, {PAGE: CHECKLIST})
    said = run_import(tmp_path).output
    assert "docs/a.md:7:11: only part of the cell fits `status`; the whole cell is kept in notes" in said
    assert "docs/a.md:7:33: `Vendor product` does not fit `code`; kept in notes" in said
    assert "docs/a.md:7:50: `All of them` does not fit `endpoints`; kept in notes" in said


EVENTS = """\
| Requirement ID | Requirement | Status | Events |
|---|---|---|---|
| R-1 | Orders are announced | done | `send orders.created`<br>`orders/{id}/paid` |
| R-2 | Orders are billed | done | Each order is told to billing |
| R-3 | Orders are kept | done | - |
| R-4 | Orders are paid | done | receive orders/{id}/paid |
| R-5 | Orders are sent | done | `orders.sent` |
"""


def test_events_are_claims_where_they_look_like_some(tmp_path: Path) -> None:
    first, second, third, *_ = imported(tmp_path, EVENTS)["requirements"]
    assert first["evidence"] == {"events": ["send orders.created", "orders/{id}/paid"]}
    assert second["notes"] == "Events: Each order is told to billing"
    assert "evidence" not in second
    assert "notes" not in third
    assert form_findings(tmp_path) == []


def test_every_claim_type_is_known_by_its_look() -> None:
    assert list(_CLAIM_FORMS) == list(CLAIM_TYPES)


SECTIONS = """\
# Release plan

**Status:** draft

## Changes

### 6.1 Patch: Limits table (Supports `PAY-001`) ✅ IMPLEMENTED
**Target**: `schema.md` (Section 2)
**Remark**: as agreed

Why it is so.

### 6.2 Patch: Mailer (Supports `PAY-002`)
**Target**: `mail.md`

## Problems

#### GAP-001: No retries
- **Severity:** High
- **Impact:** mails are lost
- **Steps:**
  - write a queue
  - use it

#### GAP-002: No alarms — ✅ RESOLVED

**Status:** RESOLVED in May

**Before:**

```
no alarm
```
"""


def test_sections_with_labels_become_items(tmp_path: Path) -> None:
    flows = "flows:\n  - {id: PAY-001, components: [x]}\n  - {id: PAY-002, components: [x]}\ncomponents: [{id: x}]\n"
    data = imported(tmp_path, SECTIONS, files={"docs/b.trace.yml": flows})
    assert data == {
        "patches": [
            {
                "id": "6.1",
                "title": "Limits table",
                "status": "implemented",
                "supports": ["PAY-001"],
                "target": "schema.md (Section 2)",
                "notes": "as agreed",
            },
            {"id": "6.2", "title": "Mailer", "supports": ["PAY-002"], "target": "mail.md"},
        ],
        "gaps": [
            {
                "id": "GAP-001",
                "title": "No retries",
                "severity": "High",
                "impact": "mails are lost",
                "notes": "Steps: write a queue; use it",
            },
            {
                "id": "GAP-002",
                "title": "No alarms",
                "status": "resolved",
                "notes": "Status (text): RESOLVED in May",
            },
        ],
    }
    assert form_findings(tmp_path) == []
    text = page(tmp_path)
    assert "**Status:** draft" in text, "what is said of the page is no item"
    assert "Why it is so." in text
    assert "[trace: panel patch:6.1]" in text
    assert "**Target**" not in text
    assert "**Before:**\n\n```\nno alarm\n```\n" in text, "what says nothing itself stays"


LISTS = """\
# Backlog

Legend:

## Legend

- ✅ done
- ❌ missing

## Next week

- [x] Write the queue
- [ ] Use it
  - in the mailer first
- plain words stay

## Modules

- ✅ `core/queue.py` - Keeps what is to be sent
- **REQ-7**: Everything is logged

## References

- ADR-001: How we decide
"""


def test_lists_with_boxes_marks_and_ids_become_items(tmp_path: Path) -> None:
    data = imported(tmp_path, LISTS)
    items = [item for items in data.values() for item in items]
    assert [(item["id"], item.get("title"), item.get("status")) for item in items] == [
        ("write-the-queue", "Write the queue", "implemented"),
        ("use-it", "Use it", "missing"),
        ("core/queue.py", "Keeps what is to be sent", "implemented"),
        ("REQ-7", "Everything is logged", None),
    ]
    assert items[1]["notes"] == "in the mailer first"
    assert items[2]["evidence"] == {"code": ["core/queue.py"]}
    text = page(tmp_path)
    assert "- plain words stay" in text
    assert "- ✅ done" in text
    assert "- ADR-001: How we decide" in text
    assert form_findings(tmp_path) == []


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("| Anforderungs-ID | Bezeichnung | Status |", "requirements"),
        ("| ID exigence | Exigence | Statut |", "requirements"),
        ("| ID | Requisito | Estado |", "requirements"),
        ("| 番号 | 要件 | 状態 |", "requirements"),
        ("| 编号 | 需求 | 状态 |", "requirements"),
        ("| Номер | Требование | Статус |", "requirements"),
        ("| Risiko | Auswirkung | Status |", "gaps"),
        ("| Service | Dependencies | Owner |", "components"),
        ("| Metric | Dimension | Emitter |", "metrics"),
        ("| Resource | Writers | Readers |", "resources"),
        ("| Signal | Producer | Consumer |", "signals"),
    ],
)
def test_the_headers_tell_the_kind(tmp_path: Path, header: str, kind: str) -> None:
    data = imported(
        tmp_path, f"{header}\n|---|---|---|\n| A-1 | first | second |\n| A-2 | third | fourth |\n"
    )
    assert next(iter(data)) == kind
    assert form_findings(tmp_path) == []


@pytest.mark.parametrize(
    ("headers", "cells", "fields"),
    [
        ("需求编号 | 需求描述 | 实现状态", "REQ-1 | 登录 | 开发中", "title status"),
        ("機能ID | 機能名称 | 対応状況 | 対応テストケース", "F-1 | ログイン | 検証済み | TC-1", "title status evidence"),
        ("画面ID | 画面名 | 概要", "S-1 | 設定 | 一覧", "title summary"),
        ("ID requisito | Descripción del requisito | Estado de prueba", "RF-1 | Entrar | no ejecutado", "title status"),
        ("Exigence | Statut d'implémentation | Tests associés", "EX-1 | réalisée | T-1, T-2", "status evidence"),
        ("Código do requisito | Casos de teste associados", "RF-1 | CT-1", "evidence"),
        ("Anforderungs-ID | Kurzbeschreibung | Umsetzungsstatus", "ANF-1 | Anmelden | in Umsetzung", "title status"),
        ("Req ID | Requirement | Verification status", "R-1 | Sign in | realised", "title status"),
    ],
)  # fmt: skip
def test_headers_of_several_words_are_known_by_what_they_are_about(
    tmp_path: Path, headers: str, cells: str, fields: str
) -> None:
    lines = "|".join("-" for _ in headers.split("|"))
    sidecar = imported(
        tmp_path, f"# X\n\n| {headers} |\n|{lines}|\n| {cells} |\n| {cells.replace('1', '2')} |\n"
    )
    first, _ = sidecar["requirements"]
    assert first["id"] == cells.split(" ")[0]
    assert set(first) - {"id", "area"} == set(fields.split())


def test_counts_and_parts_of_words_name_no_rows(tmp_path: Path) -> None:
    table = "| 类别 | 事件数量 |\n|-|-|\n| 认证 | 8 |\n| 模型 | 8 |\n"
    (name,) = sidecar = imported(tmp_path, table)
    assert [each["id"] for each in sidecar[name]] == ["认证", "模型"]


def test_rows_are_named_by_their_first_column_where_no_other_tells_them_apart(tmp_path: Path) -> None:
    table = "## Requirements\n\n| Component | Ours | Theirs |\n|-|-|-|\n| Till | Full | Basic |\n| Stock | Full | Basic |\n"
    (name,) = sidecar = imported(tmp_path, table)
    assert [each["id"] for each in sidecar[name]] == ["Till", "Stock"]


def test_numbers_with_zeros_before_them_are_ids(tmp_path: Path) -> None:
    table = "| ADR | Title | Status |\n|-|-|-|\n| [0001](0001-a.md) | Use A | Accepted |\n| [0012](b.md) | Use B | Proposed |\n"
    (name,) = sidecar = imported(tmp_path, table)
    assert [each["id"] for each in sidecar[name]] == ["0001", "0012"]


def test_ids_of_a_series_say_more_of_the_kind_than_a_heading(tmp_path: Path) -> None:
    lines = "**Entradas**: texto\n\n**Salidas**: lista\n\n"
    text = f"# Requisitos\n\n## Módulo 1\n\n### RF-001: Alta\n\n{lines}### RF-002: Baja\n\n{lines}"
    assert [each["id"] for each in imported(tmp_path, text)["requirements"]] == ["RF-001", "RF-002"]


def test_columns_that_only_begin_as_a_row_does_are_no_rows(tmp_path: Path) -> None:
    table = "| Capability | Web | Phone |\n|-|-|-|\n| Web push | ✅ | ❌ |\n| Settings | ✅ | ✅ |\n"
    assert imported(tmp_path, table)["requirements"][0]["satisfied_by"] == ["Web"]


def test_a_role_that_begins_with_per_stays_whole(tmp_path: Path) -> None:
    table = "| Req ID | Satisfied by |\n|-|-|\n| R-1 | `bill` (per guest) |\n"
    assert imported(tmp_path, table)["requirements"][0]["satisfied_by"] == [
        {"id": "bill", "role": "per guest"}
    ]


def test_the_history_of_a_document_is_never_sure(tmp_path: Path) -> None:
    table = "# Requisitos\n\n## Requisitos\n\n| Versión | Fecha | Requisito | Prioridad |\n|-|-|-|-|\n| 1.0 | 2025-01-01 | Entrar | Alta |\n"
    write_site(tmp_path, {PAGE: table})
    assert "table left as it is" in run_import(tmp_path, "--no-guesses").output
    write_site(tmp_path, {PAGE: table.replace("Versión", "Origen")})
    assert "table, 1 row: 1 requirement" in run_import(tmp_path, "--no-guesses").output


def test_who_may_read_and_write_data(tmp_path: Path) -> None:
    table = "| Entity | Owner | Read access | Write access |\n|-|-|-|-|\n| Order | `orders` | `web` | `orders` |\n"
    (order,) = imported(tmp_path, table)["resources"]
    assert order == {"id": "Order", "owned_by": ["orders"], "readers": ["web"], "writers": ["orders"]}


def test_a_table_that_crosses_names_what_is_marked(tmp_path: Path) -> None:
    table = "| From ↓ To → | api | store |\n|---|---|---|\n| api (L2) | - | ✓ |\n| store | - | - |\n"
    assert imported(tmp_path, table) == {
        "components": [{"id": "api", "depends_on": ["store"], "notes": "L2"}, {"id": "store"}]
    }
    assert form_findings(tmp_path) == []


def test_a_matrix_of_requirements_and_tests_names_the_tests(tmp_path: Path) -> None:
    table = "| Requirement | TC-1 | TC-2 |\n|---|---|---|\n| REQ-1 | X | |\n| REQ-2 | X | X |\n"
    assert imported(tmp_path, table) == {
        "requirements": [
            {"id": "REQ-1", "evidence": {"tests": ["TC-1"]}},
            {"id": "REQ-2", "evidence": {"tests": ["TC-1", "TC-2"]}},
        ]
    }


def test_rows_that_say_different_things_of_one_item_are_joined_and_listed(tmp_path: Path) -> None:
    text = (
        "## Components\n\n| Component | Layer | Risk |\n|---|---|---|\n| `api/` | L2 | slow |\n\n"
        "## Services\n\n| Component | Layer | Execution |\n|---|---|---|\n| `api/` | L4 | sync |\n"
    )
    data = imported(tmp_path, text)
    assert data["components"] == [
        {"id": "api/", "layer": "L2", "risk": "slow", "execution": "sync", "notes": "Layer: L4"}
    ]
    assert [layer["id"] for layer in data["layers"]] == ["L2"]
    (tmp_path / PAGE).write_text(text, encoding="utf-8")
    (tmp_path / SIDECAR).unlink()
    said = run_import(tmp_path).output
    assert "docs/a.md:11:12: `layer` of component `api/` differs from line 5; kept in notes" in said


def test_kinds_and_columns_can_be_told(tmp_path: Path) -> None:
    text = "| Thing | Word |\n|---|---|\n| a | x |\n\nAnd\n\n| Thing | Word |\n|---|---|\n| b | y |\n"
    line = "docs/a.md:7"
    data = imported(
        tmp_path,
        text,
        "--kind",
        "metrics",
        "--kind",
        f"{line}=gap",
        "--map",
        "Word=purpose",
        "--map",
        f"{line}:Word=impact",
    )
    assert data == {"metrics": [{"id": "a", "purpose": "x"}], "gaps": [{"id": "b", "impact": "y"}]}


def test_a_table_can_be_left_alone(tmp_path: Path) -> None:
    text = "| Thing | Word |\n|---|---|\n| a | x |\n\nAnd\n\n| Thing | Word |\n|---|---|\n| b | y |\n"
    assert imported(tmp_path, text, "--kind", "metric", "--kind", "7=none") == {
        "metrics": [{"id": "a", "notes": "Word: x"}]
    }
    assert "| b | y |" in page(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kind", "flwos"], "unknown kind `flwos`: did you mean `flows`?"),
        (
            ["--kind", "other.md:3=flows"],
            "--kind other.md:3=flows: `other.md` is not one of the pages: docs/a.md",
        ),
        (["--map", "Word"], "--map Word: write it as `HEADER=FIELD` or `PAGE:LINE:HEADER=FIELD`"),
        (["--map", "Word=impcat"], "no kind has a field `impcat`: did you mean `impact`?"),
        (["--kind", "4=flows"], "no table, section or list begins at line 4; they begin at lines 5, 14"),
        (
            ["--kind", "a.md:4=flows"],
            "no table, section or list begins at docs/a.md:4; they begin at lines 5, 14",
        ),
        (["--map", "Componnet=components"], "no table has the column `componnet`: did you mean `Component`?"),
        (["--map", "5:Layer=notes"], "no table has the column `layer`"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(tmp_path: Path, arguments: list[str], said: str) -> None:
    write_site(tmp_path, {PAGE: MATRIX})
    done = run_import(tmp_path, *arguments)
    assert done.exit_code == 2
    assert f"Error: {said}" in done.output


def test_text_that_was_decoded_wrongly_is_repaired(tmp_path: Path) -> None:
    text = "## Anforderungen für später → jetzt\n\n| Requirement | Status |\n|---|---|\n| Größe | ✅ |\n"
    damaged = text.encode().decode("mac_roman")
    data = imported(tmp_path, damaged)
    assert data["requirements"] == [
        {"id": "Größe", "status": "implemented", "area": "Anforderungen für später → jetzt"}
    ]
    assert page(tmp_path).startswith("## Anforderungen für später → jetzt\n")


def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    write_site(tmp_path, {PAGE: ""})
    (tmp_path / PAGE).write_bytes(b"\xef\xbb\xbf" + MATRIX.replace("\n", "\r\n").encode())
    assert run_import(tmp_path, "--write").exit_code == 0
    data = (tmp_path / PAGE).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# Orders\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")


def test_front_matter_code_and_comments_stay(tmp_path: Path) -> None:
    fenced = "```\n| a | b |\n|---|---|\n| c | d |\n```\n"
    text = f"---\ntitle: A\n---\n\n{fenced}\n<!--\n| a | b |\n|---|---|\n| c | d |\n-->\n"
    assert imported(tmp_path, text) == {}
    assert page(tmp_path) == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe|\x00", "1:1 cannot be read: the file is UTF-16"),
        (b"| a |\n| \xff", "2:3 cannot be read: the byte 0xFF here is not UTF-8"),
        (b"\x00\x01\x02", "cannot be read: it is no text"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    write_site(tmp_path, {PAGE: ""})
    (tmp_path / PAGE).write_bytes(data)
    done = run_import(tmp_path)
    assert done.exit_code == 2
    assert said in done.output


@pytest.mark.parametrize("place", ["docs", "docs/nothing.md"])
def test_what_is_no_file_is_refused(tmp_path: Path, place: str) -> None:
    write_site(tmp_path, {PAGE: ""})
    done = run_import(tmp_path, page=place)
    assert done.exit_code == 2
    assert "cannot be read" in done.output


def test_a_page_outside_of_a_site_is_shown_and_not_written(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MATRIX, encoding="utf-8")
    assert "2 flows" in run_import(tmp_path, page="a.md").output
    done = run_import(tmp_path, "--write", page="a.md")
    assert done.exit_code == 2
    assert "no mkdocs.yml in the folders above" in done.output


def test_a_file_that_is_no_page_is_not_written(tmp_path: Path) -> None:
    write_site(tmp_path, {"other/a.md": MATRIX})
    done = run_import(tmp_path, "--write", page="other/a.md")
    assert done.exit_code == 2
    assert "is not a page of the site; pages are below docs/" in done.output


def test_nothing_is_written_while_sources_cannot_be_read(tmp_path: Path) -> None:
    write_site(tmp_path, {PAGE: MATRIX, "docs/b.trace.yml": "flows: ["})
    done = run_import(tmp_path, "--write")
    assert done.exit_code == 2
    assert "some sources cannot be read" in done.output
    assert page(tmp_path) == MATRIX


def test_several_pages_are_one_import(tmp_path: Path) -> None:
    write_site(
        tmp_path, {PAGE: MATRIX, "docs/b.md": "| Flow ID | Component |\n|---|---|\n| X-1 | Ledger |\n"}
    )
    done = CliRunner().invoke(main, ["import", str(tmp_path / PAGE), str(tmp_path / "docs/b.md"), "--write"])
    assert done.exit_code == 0
    assert "Wrote docs/b.trace.yml" in done.output
    assert "components: [03-ledger]" in (tmp_path / "docs/b.trace.yml").read_text(encoding="utf-8")
    assert form_findings(tmp_path) == []


def test_the_sidecar_of_another_page_is_never_overwritten(tmp_path: Path) -> None:
    write_site(tmp_path, {PAGE: MATRIX, SIDECAR: "metrics: [{id: m}]\n"})
    assert run_import(tmp_path, "--write").exit_code == 0
    assert (tmp_path / SIDECAR).read_text(encoding="utf-8") == "metrics: [{id: m}]\n"
    assert (tmp_path / "docs/a-2.trace.yml").exists()


def test_pages_that_share_a_stem_get_a_sidecar_each(tmp_path: Path) -> None:
    table = "| Flow ID | Components |\n|---|---|\n| X-1 | a |\n"
    write_site(tmp_path, {PAGE: MATRIX, "docs/a.markdown": table})
    pages = [str(tmp_path / PAGE), str(tmp_path / "docs/../docs/a.markdown")]
    done = CliRunner().invoke(main, ["import", *pages, "--write"])
    assert done.exit_code == 0
    assert "id: PAY-001" in (tmp_path / SIDECAR).read_text(encoding="utf-8")
    assert "id: X-1" in (tmp_path / "docs/a-2.trace.yml").read_text(encoding="utf-8")


def test_a_page_that_is_named_twice_is_imported_once(tmp_path: Path) -> None:
    write_site(tmp_path, {PAGE: MATRIX})
    (tmp_path / "docs/link.md").symlink_to("a.md")
    pages = [str(tmp_path / path) for path in (PAGE, "docs/../docs/a.md", "docs/link.md")]
    done = CliRunner().invoke(main, ["import", *pages, "--write"])
    assert done.output.count("Wrote ") == 1
    assert sorted(each.name for each in (tmp_path / "docs").glob("*.trace.yml")) == ["a.trace.yml"]


@pytest.mark.parametrize("written", ["REQ-9..REQ-3", "REQ-1..REQ-9999", "(none yet)", '"REQ 3"'])
def test_what_stands_in_place_of_an_id_is_kept(tmp_path: Path, written: str) -> None:
    table = f"| Requirement ID | Title | Status |\n|---|---|---|\n| {written} | Sign in | done |\n"
    (item,) = imported(tmp_path, table)["requirements"]
    assert item["title"] == "Sign in"
    assert item["notes"] == f"Requirement ID: {written}"


def test_a_range_that_is_none_is_kept_beside_what_is_understood(tmp_path: Path) -> None:
    table = "| Patch ID | Title | Flows |\n|---|---|---|\n| P-1 | Sign in | A-1, B-9..B-3 |\n"
    (item,) = imported(tmp_path, table)["patches"]
    assert item["notes"] == "Flows: A-1, B-9..B-3"


def test_words_of_the_site_are_known(tmp_path: Path) -> None:
    settings = "  - traceability:\n      tables:\n        headers: {impact: [Ärger]}\n        values: {status: {deferred: [icebox]}}\n"
    config = f"site_name: x\nplugins:\n{settings}"
    text = "| Issue | Ärger | Status |\n|---|---|---|\n| Slow | much | icebox |\n"
    data = imported(tmp_path, text, files={"mkdocs.yml": config})
    assert data == {"gaps": [{"id": "Slow", "status": "deferred", "impact": "much"}]}


def test_a_table_that_declares_where_it_stands_is_left_alone(tmp_path: Path) -> None:
    text = "<!-- traceability: flows -->\n\n| Flow ID | Component |\n|---|---|\n| F-1 | a |\n"
    assert imported(tmp_path, text) == {}
    assert page(tmp_path) == text


def test_addresses_of_links_are_kept(tmp_path: Path) -> None:
    text = "| Req ID | Title | Satisfied by |\n|---|---|---|\n| R-1 | [Sign in](a/b.md) | [auth](c.md) |\n"
    data = imported(tmp_path, text)
    assert data["requirements"] == [
        {
            "id": "R-1",
            "title": "Sign in",
            "satisfied_by": ["auth"],
            "notes": "Title: [Sign in](a/b.md)\n\nSatisfied by: [auth](c.md)",
        }
    ]


def test_an_address_that_is_none_stays_a_note(tmp_path: Path) -> None:
    rows = "| REQ-1 | https://a.example/x\\_y |\n| REQ-2 | https://a.example/{token} |\n| REQ-3 | https://a.example |\n"
    first, second, third = imported(tmp_path, "| Req ID | Links |\n|-|-|\n" + rows)["requirements"]
    assert first["evidence"] == {"links": ["https://a.example/x_y"]}
    assert "evidence" not in second
    assert second["notes"] == "Links: https://a.example/{token}"
    assert third["evidence"] == {"links": ["https://a.example"]}
    assert form_findings(tmp_path) == []


def test_a_range_of_ids_is_an_item_for_each(tmp_path: Path) -> None:
    data = imported(tmp_path, "| Requirement | Status |\n|---|---|\n| REQ-1..REQ-3 | done |\n")
    assert [item["id"] for item in data["requirements"]] == ["REQ-1", "REQ-2", "REQ-3"]
    assert {item["status"] for item in data["requirements"]} == {"implemented"}


def test_groups_become_notes_or_areas(tmp_path: Path) -> None:
    table = "| ID | Requirement | Status |\n|---|---|---|\n| **Login** | | |\n| R-1 | Sign in | ✅ |\n| **Mail** | | |\n| R-2 | Send | ❌ |\n"
    data = imported(tmp_path, table)
    assert [(item["id"], item["area"]) for item in data["requirements"]] == [
        ("R-1", "Login"),
        ("R-2", "Mail"),
    ]


def test_a_group_without_rows_is_a_row(tmp_path: Path) -> None:
    rows = "| **Trees** | | |\n| Oak | 1 | 2 |\n| **Ferns** | | |\n| **Mosses** | | |\n"
    sidecar = imported(tmp_path, "## Plants\n\n| Feature | Low | High |\n|-|-|-|\n" + rows)
    assert [(each["id"], each.get("area")) for each in sidecar["requirements"]] == [
        ("Oak", "Trees"),
        ("Ferns", None),
        ("Mosses", None),
    ]


def test_what_stands_where_an_id_is_expected_is_kept(tmp_path: Path) -> None:
    rows = "| REQ-1 | Sign in |\n| (not numbered) | Sign out |\n"
    (first, second) = imported(tmp_path, "| Req ID | Title |\n|-|-|\n" + rows)["requirements"]
    assert first["id"] == "REQ-1"
    assert (second["id"], second["notes"]) == ("sign-out", "Req ID: (not numbered)")


def test_a_matrix_is_placed_by_a_pattern_where_that_fits_nothing_else(tmp_path: Path) -> None:
    rows = "".join(f"| PAY-{number} | a |\n" for number in (1, 2, 3))
    imported(tmp_path, f"| Flow ID | Component |\n|---|---|\n{rows}")
    assert "[trace: matrix flows id=PAY-* columns=id,components]" in page(tmp_path)
    assert form_findings(tmp_path) == []


def test_guesses_can_be_left_alone(tmp_path: Path) -> None:
    text = f"{MATRIX}\n## Prices\n\n| Plan | Price |\n|---|---|\n| Small | 5 |\n"
    data = imported(tmp_path, text, "--no-guesses")
    assert set(data) == {"flows", "components"}
    assert "| Small | 5 |" in page(tmp_path)


@pytest.mark.parametrize("lead", ["> ", "    "])
def test_a_table_within_a_quotation_or_a_list_is_replaced_where_it_stands(tmp_path: Path, lead: str) -> None:
    table = "| Flow ID | Component |\n|---|---|\n| F-1 | a |\n"
    first = "- item\n\n" if lead.isspace() else ""
    imported(tmp_path, first + "".join(f"{lead}{line}\n" for line in table.splitlines()) + "\nEnd.\n")
    assert page(tmp_path) == f"{first}{lead}[trace: matrix flows id=F-1 columns=id,components]\n\nEnd.\n"
    assert form_findings(tmp_path) == []


def test_a_slip_is_not_declared_but_listed_and_found_by_the_check(tmp_path: Path) -> None:
    text = (
        "| Flow ID | Component |\n|---|---|\n| F-1 | `alert-ruter` |\n\n"
        "## Components\n\n| Component | Depends on |\n|---|---|\n| `alert-router` | `store` |\n"
    )
    data = imported(tmp_path, text)
    assert [item["id"] for item in data["components"]] == ["alert-router", "store"]
    assert "TR101" in {each.code for each in findings(tmp_path)}
    (tmp_path / SIDECAR).unlink()
    (tmp_path / PAGE).write_text(text, encoding="utf-8")
    said = run_import(tmp_path).output
    assert "docs/a.md:3:10: `alert-ruter` is declared nowhere; did you mean `alert-router`?" in said


def test_a_name_of_many_parts_takes_no_time(tmp_path: Path) -> None:
    name = "a_" * 3000
    data = imported(tmp_path, f"| Requirement | Status |\n|---|---|\n| {name}! | done |\n")
    assert data["requirements"][0]["title"] == f"{name}!"
