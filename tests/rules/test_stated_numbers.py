"""TR112: a number in the text of a page that says what it counts."""

from pathlib import Path

import pytest
from support import check, run

FLOWS = """
components:
  - {id: eval-worker, external: true}
  - {id: batcher, external: true}
flows:
  - {id: EVAL-001, implementation: auto, components: [eval-worker], status: planned}
  - {id: EVAL-002, implementation: auto, components: [batcher], status: planned}
  - {id: EVAL-003, implementation: auto, components: [batcher]}
"""


def said(folder: Path, text: str, facts: str = FLOWS, **files: str) -> list[str]:
    """Return what is found on a page, with line and column."""
    found = check(folder, {"docs/a.trace.yml": facts, "docs/p.md": text, **files})
    return [
        f"{each.position.line}:{each.position.column} {each.code} {each.message}"
        for each in found
        if each.position.path == "docs/p.md"
    ]


RIGHT = [
    "3<!-- traceability: count flows --> flows",
    "3 flows<!-- traceability: count flows -->",
    "**3** flows<!--traceability:count flows-->",
    "All _3_ of them<!-- traceability: count flow id=EVAL-* -->.",
    "2<!-- traceability: count flows components=batcher --> of 3<!-- traceability: count flows -->.",
    "2<!-- traceability: count flows components=batcher -->/3<!-- traceability: count flows -->",
    "In 2024 we had 3 flows such as EVAL-012 or [one](a-7.md) of 2024-12-31<!-- traceability: count flows -->.",
    "- 3 flows\n  in all<!-- traceability:\n  count flows -->",
    "| what | count |\n| --- | --- |\n| flows | 3<!-- traceability: count flows --> |",
    "# The 3 flows<!-- traceability: count flows -->",
    "67 %<!-- traceability: count flows status=planned -->",
    "66%<!-- traceability: count flows status=planned -->",
    "66.7 %<!-- traceability: count flows status=planned -->",
    "66,7 %<!-- traceability: count flows status=planned -->",
    "66.66 per cent<!-- traceability: count flows status=planned -->",
    "100 %<!-- traceability: count flows implementation=auto -->",
    "0 %<!-- traceability: count flows implementation=infra -->",
    "0<!-- traceability: count flows implementation=infra -->",
    "50 %<!-- traceability: count flows components=batcher status=planned of=components -->",
    "1 of 2<!-- traceability: count flows components=batcher -->",
    "1<!-- traceability: count flows components=batcher status=planned of=components -->",
    "100 %<!-- traceability: count flows components=batcher implementation=auto of=components,implementation -->",
    "3.0<!-- traceability: count flows -->",
]


@pytest.mark.parametrize("text", RIGHT)
def test_a_number_that_is_right_is_not_mentioned(text: str, tmp_path: Path) -> None:
    assert said(tmp_path, text) == []


WRONG = [
    ("4<!-- traceability: count flows --> flows", "1:1", "the number is 4, but the count is 3"),
    (
        "a\n\n- so **1,203** flows<!-- traceability: count flows -->",
        "3:8",
        "the number is 1,203, but the count is 3",
    ),
    ("3.5 flows<!-- traceability: count flows -->", "1:1", "the number is 3.5, but the count is 3"),
    ("5 of 5<!-- traceability: count flows -->", "1:6", "the number is 5, but the count is 3"),
    (
        "75 %<!-- traceability: count flows status=planned -->",
        "1:1",
        "the number is 75 %, but the share is 66 % (2 of 3)",
    ),
    (
        "66.9 %<!-- traceability: count flows status=planned -->",
        "1:1",
        "the number is 66.9 %, but the share is 66.7 % (2 of 3)",
    ),
    (
        "100 %<!-- traceability: count flows status=planned -->",
        "1:1",
        "the number is 100 %, but the share is 66 % (2 of 3)",
    ),
    (
        "33 %<!-- traceability: count flows components=batcher status=planned of=components -->",
        "1:1",
        "the number is 33 %, but the share is 50 % (1 of 2)",
    ),
    (
        "50 %<!-- traceability: count patches -->",
        "1:1",
        "the number is 50 %, but there is nothing to take a share of",
    ),
]


@pytest.mark.parametrize(("text", "place", "message"), WRONG)
def test_a_number_that_is_wrong_is_found_where_it_stands(
    text: str, place: str, message: str, tmp_path: Path
) -> None:
    assert said(tmp_path, text) == [f"{place} TR112 {message}"]


UNREADABLE = [
    ("Many flows<!-- traceability: count flows -->.", "1:30", "there is no number before this comment"),
    ("The 12th flow<!-- traceability: count flows -->", "1:33", "there is no number before this comment"),
    ("EVAL-003<!-- traceability: count flows -->", "1:28", "there is no number before this comment"),
    ("3 flows<!-- traceability: cuont flows -->", "1:27", "`cuont` does not say what is counted"),
    ("3 flows<!-- traceability: matrix flows -->", "1:27", "`matrix` does not say what is counted"),
    ("3 flows<!-- traceability: -->", "1:27", "an empty comment"),
    ("3 flows<!-- traceability: count -->", "1:27", "`count` names no kind"),
    ("3 flows<!-- traceability: count flwos -->", "1:33", "unknown kind `flwos`"),
    ("3<!-- traceability: count flows staus=planned -->", "1:33", "a flow has no `staus` to filter by"),
    (
        "3 %<!-- traceability: count flows status=planned of=domain -->",
        "1:53",
        "`domain` is not one of the filters",
    ),
    ("3 %<!-- traceability: share flows domain=EVAL of=domain -->", "1:47", "`share` takes no `of`"),
    ("3<!-- traceability: count flows components=batchr -->", "1:44", "unknown component `batchr`"),
]


@pytest.mark.parametrize(("text", "place", "message"), UNREADABLE)
def test_a_comment_that_cannot_be_compared_is_found(
    text: str, place: str, message: str, tmp_path: Path
) -> None:
    assert said(tmp_path, text) == [f"{place} TR501 {message}"]


LEFT_ALONE = [
    "`9<!-- traceability: count flows -->`",
    "```\n9<!-- traceability: count flows -->\n```",
    "    9<!-- traceability: count flows -->",
    "9 flows<!-- count flows -->",
    "9 flows \\<!-- a -->",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_markdown_shows_as_code_is_left_alone(text: str, tmp_path: Path) -> None:
    assert said(tmp_path, text) == []


def test_a_number_is_not_judged_while_a_source_cannot_be_read(tmp_path: Path) -> None:
    broken = {"docs/b.trace.yml": "flows: [\n"}
    assert said(tmp_path, "4<!-- traceability: count flows -->", **broken) == []


def test_a_mistake_in_an_item_that_decides_the_number_is_said_once(tmp_path: Path) -> None:
    facts = FLOWS.replace("components: [batcher]}", "components: [batchr]}")
    assert said(tmp_path, "2<!-- traceability: count flows components=batcher -->", facts) == []
    assert said(tmp_path, "9<!-- traceability: count flows components=batcher -->", facts) == [
        "1:1 TR112 the number is 9, but the count is 1"
    ]


@pytest.mark.parametrize("more", ["  - {title: No id}\n", "  - {id: EVAL-001, components: [batcher]}\n"])
def test_a_kind_with_items_that_are_not_told_apart_is_not_counted(more: str, tmp_path: Path) -> None:
    assert said(tmp_path, "9<!-- traceability: count flows -->", FLOWS + more) == []


KINDS = "site_name: x\nplugins: [{traceability: {kinds: {point: {plural: points, title: Points}}}}]\n"
CLAIMS = """
points:
  - {id: P-1, evidence: {files: [docs/index.md]}}
  - {id: P-2, evidence: {files: [docs/gone.md]}}
  - {id: P-3, evidence: {tables: [orders]}}
  - {id: P-4}
"""

SHARES = [
    ("1<!-- traceability: share points -->", []),
    ("33 %<!-- traceability: share points -->", []),
    (
        "75 %<!-- traceability: share points -->",
        ["1:1 TR112 the number is 75 %, but the share is 33 % (1 of 3)"],
    ),
    ("67 %<!-- traceability: share points -->", ["TR413"]),
    ("1<!-- traceability: count points badge=holds -->", []),
    ("2<!-- traceability: count points badge=holds -->", ["TR413"]),
    (
        "0<!-- traceability: count points badge=found -->",
        ["1:1 TR112 the number is 0, but the count is 1"],
    ),
    ("1<!-- traceability: count points badge=not-checked -->", []),
    (
        "2<!-- traceability: count points badge=not-checked -->",
        ["1:1 TR112 the number is 2, but the count is 1"],
    ),
    ("2<!-- traceability: count points attention=yes -->", ["TR413"]),
    ("1<!-- traceability: count points finding=TR402 -->", []),
]


@pytest.mark.parametrize(("text", "expected"), SHARES)
def test_what_could_not_be_checked_is_neither_right_nor_wrong(
    text: str, expected: list[str], tmp_path: Path
) -> None:
    files = {"mkdocs.yml": KINDS, "docs/a.trace.yml": CLAIMS, "docs/p.md": text, "docs/index.md": "# Home\n"}
    found = [each for each in run(tmp_path, files).raw_findings if each.position.path == "docs/p.md"]
    assert [
        each.code if each.code == "TR413" else f"1:{each.position.column} {each.code} {each.message}"
        for each in found
    ] == expected


def test_the_severity_of_a_number_is_that_of_its_rule(tmp_path: Path) -> None:
    config = "site_name: x\nplugins: [{traceability: {rules: {TR112: info}}}]\n"
    files = {
        "mkdocs.yml": config,
        "docs/a.trace.yml": FLOWS,
        "docs/p.md": "9<!-- traceability: count flows -->",
    }
    found = [each for each in check(tmp_path, files) if each.code == "TR112"]
    assert [str(each.severity) for each in found] == ["info"]
