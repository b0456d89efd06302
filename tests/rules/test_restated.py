"""TR111: a table that restates what is declared elsewhere, compared cell by cell and both ways."""

from pathlib import Path

import pytest
from support import check

FACTS = """
components:
  - {id: batcher, title: Batcher, aliases: [the-batcher]}
  - {id: eval-worker, title: Evaluation worker}
flows:
  - {id: EVAL-001, title: "The *pipeline*", implementation: auto, status: planned, components: [batcher, {id: eval-worker, role: Evaluator}]}
  - {id: EVAL-002, title: Retries, implementation: infra, status: planned, components: [batcher], tags: [a, b]}
"""
FLOWS = '<!-- traceability: restates flows id="Flow ID" components="Components" -->\n\n'
HEAD = "| Flow ID | Title | Components | Status |\n| --- | --- | --- | --- |\n"
FIRST = "| EVAL-001 | The pipeline | batcher, eval-worker | planned |\n"
SECOND = "| EVAL-002 | Retries | batcher | planned |\n"


def said(folder: Path, text: str, facts: str = FACTS, **files: str) -> list[str]:
    """Return what is found on a page, with line and column."""
    found = check(folder, {"docs/a.trace.yml": facts, "docs/p.md": text, **files})
    return [
        f"{each.position.line}:{each.position.column} {each.code} {each.message}"
        for each in found
        if each.position.path == "docs/p.md"
    ]


RIGHT = [
    FIRST + SECOND,
    SECOND + FIRST,
    "| **EVAL-001** | THE  PIPELINE | `eval-worker` (evaluator) → the-batcher | ⏳ Planned |\n" + SECOND,
    "| EVAL-001 | The pipeline | Evaluation worker<br>Batcher | planned |\n" + SECOND,
    "| EVAL-001 | | batcher | |\n| EVAL-001 | | eval-worker | |\n" + SECOND,
    "| EVAL-001 | | batcher, eval-worker | |\n| EVAL-002 | – | batcher | TBD |\n",
]


@pytest.mark.parametrize("rows", RIGHT)
def test_a_table_that_says_the_same_is_not_mentioned(rows: str, tmp_path: Path) -> None:
    assert said(tmp_path, FLOWS + HEAD + rows) == []


WRONG = [
    (
        "another value",
        FIRST.replace("The pipeline", "Pipelines") + SECOND,
        [
            "5:14 TR111 `title` of flow EVAL-001 differs: the table has `Pipelines`, the registry `The *pipeline*`"
        ],
    ),
    (
        "another status",
        FIRST.replace("planned", "✅ Implemented") + SECOND,
        ["5:52 TR111 `status` of flow EVAL-001 differs: the table has `implemented`, the registry `planned`"],
    ),
    (
        "a reference too many",
        FIRST + SECOND.replace("batcher", "batcher, eval-worker"),
        [
            "6:33 TR111 `components` of flow EVAL-002 differ: the table has `eval-worker`, which is not declared"
        ],
    ),
    (
        "a reference too few",
        FIRST.replace(", eval-worker", "") + SECOND,
        ["5:29 TR111 `components` of flow EVAL-001 differ: the table lacks `eval-worker`"],
    ),
    (
        "an empty cell where something is linked",
        FIRST + SECOND.replace("batcher", "–"),
        ["6:24 TR111 `components` of flow EVAL-002 differ: the table lacks `batcher`"],
    ),
    (
        "another role",
        FIRST.replace("eval-worker", "eval-worker (Reader)") + SECOND,
        ["5:38 TR111 `components` of flow EVAL-001 differ: the table has `Reader`, the registry `Evaluator`"],
    ),
    (
        "a name that nothing has, and its row in one finding",
        FIRST.replace("EVAL-001", "EVAL-01") + SECOND,
        ["5:3 TR101 unknown flow `EVAL-01`"],
    ),
    (
        "a misspelt reference",
        FIRST.replace("batcher", "batchr") + SECOND,
        ["5:29 TR101 unknown component `batchr`"],
    ),
    (
        "references written as one word",
        FIRST.replace("batcher, eval-worker", "batcher,eval-worker") + SECOND,
        ["5:29 TR101 unknown component `batcher,eval-worker`"],
    ),
    ("a row that lacks", FIRST, ["1:6 TR111 the table lacks flow EVAL-002"]),
    (
        "all rows that lack",
        "| | | | |\n",
        ["1:6 TR111 the table lacks 2 flows: `EVAL-001` and `EVAL-002`"],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_a_table_that_says_otherwise_is_found_at_the_cell(
    rows: str, expected: list[str], tmp_path: Path
) -> None:
    assert said(tmp_path, FLOWS + HEAD + rows) == expected


def test_both_places_are_shown_and_the_waiver_of_the_item_counts(tmp_path: Path) -> None:
    text = FLOWS + HEAD + FIRST.replace("The pipeline", "Pipelines") + SECOND
    (found,) = check(tmp_path, {"docs/a.trace.yml": FACTS, "docs/p.md": text})
    assert [(each.position.path, each.position.line) for each in found.related] == [("docs/a.trace.yml", 6)]
    assert (found.kind, found.item, found.field) == ("flow", "EVAL-001", "title")
    waived = FACTS.replace("tags: [a, b]", "waive: {TR111: {reason: soon}}")
    text = FLOWS + HEAD + FIRST + SECOND.replace("Retries", "Retry")
    (found,) = check(tmp_path, {"docs/a.trace.yml": waived, "docs/p.md": text})
    assert found.waiver is not None


REVERSE = "<!-- traceability: restates components flows=Serves -->\n\n| Component | Serves |\n| --- | --- |\n"
REVERSED = [
    ("| batcher | EVAL-001..EVAL-002 |\n| eval-worker | EVAL-001 |\n", []),
    (
        "| batcher | EVAL-001 |\n| eval-worker | EVAL-001 |\n",
        ["5:13 TR111 `flows` of component batcher differ: the table lacks `EVAL-002`"],
    ),
    (
        "| batcher | EVAL-001, EVAL-002 |\n| eval-worker | EVAL-001, EVAL-002 |\n",
        [
            "6:27 TR111 `flows` of component eval-worker differ: the table has `EVAL-002`, which is not declared"
        ],
    ),
    ("| batcher | EVAL-001, EVAL-002 |\n", ["1:6 TR111 the table lacks component eval-worker"]),
    (
        "| batcher | EVAL-001, EVAL-002 |\n| evel-worker | EVAL-001 |\n",
        ["6:3 TR101 unknown component `evel-worker`"],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), REVERSED)
def test_a_table_from_the_other_side_is_compared_by_the_inverse(
    rows: str, expected: list[str], tmp_path: Path
) -> None:
    assert said(tmp_path, REVERSE + rows) == expected


GAPS = """
components: [{id: api, external: true}]
gaps:
  - {id: GAP-1, about: [api], status: open, severity: P1}
  - {id: GAP-2, about: [api], status: open, severity: P2}
  - {id: GAP-3, about: [api], status: accepted, severity: P1}
  - {id: GAP-4, about: [api], status: rejected, severity: P1}
"""
GAPS = GAPS.replace("  - {id: GAP-4, about: [api], status: rejected, severity: P1}\n", "")
OPEN = '<!-- traceability: restates gaps where="status=open" -->\n\n| ID | Severity |\n| --- | --- |\n'
WHERE = [
    (OPEN + "| GAP-1 | P1 |\n| GAP-2 | P2 |\n", []),
    (OPEN + "| GAP-1 | P1 |\n", ["1:6 TR111 the table lacks gap GAP-2"]),
    (
        OPEN + "| GAP-1 | P1 |\n| GAP-2 | P2 |\n| GAP-3 | P1 |\n",
        ["7:3 TR111 gap GAP-3 has a row, but does not match `status=open`"],
    ),
    (OPEN.replace("status=open", "status=open severity=P2") + "| GAP-2 | P2 |\n", []),
    (
        OPEN.replace("status=open", "status=opne") + "| GAP-1 | P1 |\n",
        ["1:48 TR501 `opne` is not a value of `status`"],
    ),
    (
        OPEN.replace("status=open", "badge=verified") + "| GAP-1 | P1 |\n",
        ["1:41 TR501 `badge` does not limit a table"],
    ),
    (
        OPEN.replace("status=open", "so what") + "| GAP-1 | P1 |\n",
        ["1:41 TR501 `so` is neither a filter nor an option"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), WHERE)
def test_where_says_which_items_have_a_row(text: str, expected: list[str], tmp_path: Path) -> None:
    assert said(tmp_path, text, GAPS) == expected


def test_closed_items_need_no_row_but_may_have_one(tmp_path: Path) -> None:
    facts = FACTS.replace(
        "status: planned, components: [batcher], tags", "status: retired, components: [batcher], tags"
    )
    assert said(tmp_path, FLOWS + HEAD + FIRST, facts) == []
    assert said(tmp_path, FLOWS + HEAD + FIRST + SECOND.replace("planned", "retired"), facts) == []


KINDS = "site_name: x\nplugins: [{traceability: {kinds: {point: {plural: points, fields: {level: number, on: date, size: {type: text, many: true}, hot: boolean}}}}}]\n"
POINT = "points:\n  - {id: P-1, level: 3, on: 2026-01-31, size: [a, b], hot: true, evidence: {files: [docs/p.md], tests: unknown, code: {not_applicable: by hand}}}\n"
POINTS = "<!-- traceability: restates points -->\n\n| ID | Level | On | Size | Hot | Files | Tests | Code |\n| - | - | - | - | - | - | - | - |\n"
TYPED = [
    ("| P-1 | 3 | 2026-01-31 | b, a | yes | `docs/p.md` | unknown | N/A |", []),
    ("| P-1 | 3.0 | 31.1.2026 | a<br>b | ✓ | docs/p.md | ? | N/A (by hand) |", []),
    (
        "| P-1 | 4 | 2026-01-31 | a | no | `docs/q.md` | – | `x.py` |",
        ["level", "size", "hot", "files", "tests", "code"],
    ),
]


@pytest.mark.parametrize(("row", "fields"), TYPED)
def test_values_of_each_type_are_compared_by_what_they_mean(
    row: str, fields: list[str], tmp_path: Path
) -> None:
    files = {"mkdocs.yml": KINDS, "docs/a.trace.yml": POINT, "docs/p.md": f"{POINTS}{row}\n"}
    found = [each for each in check(tmp_path, files) if each.position.path == "docs/p.md"]
    assert [each.field for each in found] == fields
    assert {each.code for each in found} <= {"TR111"}


def test_nothing_is_compared_while_a_source_cannot_be_read(tmp_path: Path) -> None:
    text = FLOWS + HEAD + FIRST.replace("batcher", "nobody")
    assert said(tmp_path, text, **{"docs/b.trace.yml": "flows: [\n"}) == []


def test_a_mistake_in_a_declaration_is_said_once(tmp_path: Path) -> None:
    facts = FACTS.replace("components: [batcher], tags", "components: [batchr], tags")
    assert said(tmp_path, FLOWS + HEAD + FIRST + SECOND, facts) == []
    rows = "| batcher | EVAL-001, EVAL-002 |\n| eval-worker | EVAL-001 |\n"
    assert said(tmp_path, REVERSE + rows, facts) == []


def test_a_table_that_restates_declares_nothing_and_excuses_nothing(tmp_path: Path) -> None:
    text = FLOWS + HEAD + FIRST + SECOND + "| EVAL-003 | More | batcher | planned |\n\nSee [EVAL-003].\n"
    assert said(tmp_path, text) == [
        "7:3 TR101 unknown flow `EVAL-003`",
        "9:6 TR106 `EVAL-003` is not declared",
    ]


def test_a_cell_that_is_not_understood_is_said_once(tmp_path: Path) -> None:
    text = FLOWS + HEAD + FIRST.replace("planned", "mostly") + SECOND
    assert [each.split()[1] for each in said(tmp_path, text)] == ["TR502"]


def test_tables_restate_what_another_table_declares(tmp_path: Path) -> None:
    declared = (
        "<!-- traceability: components -->\n\n| Component ID | Name |\n| --- | --- |\n| `api` | API |\n"
    )
    restated = "<!-- traceability: restates components -->\n\n| Component ID | Name |\n| --- | --- |\n| `api` | Api 2 |\n"
    found = check(tmp_path, {"docs/a.md": declared, "docs/p.md": restated})
    assert [
        (each.code, each.position.path, each.position.line) for each in found if each.code != "TR202"
    ] == [("TR111", "docs/p.md", 5)]


def test_what_is_kept_between_runs_says_the_same(tmp_path: Path) -> None:
    text = OPEN + "| GAP-1 | P2 |\n| GAP-3 | P1 |\n"
    first, second = said(tmp_path, text, GAPS), said(tmp_path, text, GAPS)
    assert len(first) == 3
    assert first == second


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("count flows", "there is no number before this comment"),
        ("matrix flows", "a comment places nothing"),
    ],
)
def test_a_comment_on_its_own_that_counts_or_places_is_found(
    comment: str, message: str, tmp_path: Path
) -> None:
    alone = f"Text.\n\n<!-- traceability: {comment} -->\n\nMore.\n\n- item\n\n    <!-- traceability: {comment} -->\n"
    assert said(tmp_path, alone) == [f"3:20 TR501 {message}", f"9:24 TR501 {message}"]
