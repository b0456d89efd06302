"""Cycles, the shortest of them, waived ones among them, and holes in what is numbered (TR109, TR110)."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import check, failing, found, messages, quoted, said, table

from mkdocs_traceability.model.finding import Finding


def counted(prefix: str, *numbers: int) -> str:
    """Components with these numbers, none of ours."""
    entries = "".join(f"  - {{id: {prefix}{number:03}, external: true}}\n" for number in numbers)
    return f"components:\n{entries}"


def test_of_several_entangled_cycles_the_shortest_is_shown_once(tmp_path: Path) -> None:
    (cycle,) = [
        finding
        for finding in check(
            tmp_path,
            {
                "mkdocs.yml": "site_name: x\nplugins: [{traceability: {acyclic: [component.depends_on]}}]\n",
                "docs/a.trace.yml": """
components:
  - {id: a, depends_on: [b]}
  - {id: b, depends_on: [c]}
  - {id: c, depends_on: [d, b]}
  - {id: d, depends_on: [a]}
""",
            },
        )
        if finding.code == "TR109"
    ]
    assert cycle.message == "cycle in `depends_on`: `b → c → b`"
    assert (cycle.position.line, cycle.position.column) == (5, 29)
    assert [str(related.position) for related in cycle.related] == ["docs/a.trace.yml:4:26"]


def test_dependencies_may_close_unless_the_settings_forbid_it(tmp_path: Path) -> None:
    assert check(tmp_path, "components: [{id: a, depends_on: [b]}, {id: b, depends_on: [a]}]") == []


def test_what_refers_to_itself_is_a_cycle_of_one(tmp_path: Path) -> None:
    assert found(tmp_path, "requirements: [{id: R1, part_of: R1}]", "TR109") == [
        "1:34 TR109 cycle in `part_of`: `R1 → R1`"
    ]


def test_two_cycles_that_do_not_touch_are_two_findings(tmp_path: Path) -> None:
    sidecar = """
        resources:
          - {id: a, part_of: b}
          - {id: b, part_of: a}
          - {id: c, superseded_by: d}
          - {id: d, superseded_by: c}
        """
    assert messages(tmp_path, sidecar, "TR109") == [
        "cycle in `part_of`: `a → b → a`",
        "cycle in `superseded_by`: `c → d → c`",
    ]


def test_a_cycle_written_from_the_far_end_is_shown_where_it_is_written(tmp_path: Path) -> None:
    sidecar = """
        resources:
          - {id: a, parts: [b]}
          - {id: b, parts: [a]}
        """
    assert found(tmp_path, sidecar, "TR109") == ["3:21 TR109 cycle in `part_of`: `a → b → a`"]


def test_a_cycle_may_lead_through_several_kinds(tmp_path: Path) -> None:
    findings = check(
        tmp_path,
        {
            "mkdocs.yml": """
site_name: x
plugins:
  - traceability:
      kinds:
        step: {plural: steps, relations: {needs: {to: [tool], acyclic: true}}}
        tool: {plural: tools, relations: {needs: {to: [step], acyclic: true}}}
""",
            "docs/a.trace.yml": "steps: [{id: cut, needs: saw}]\ntools: [{id: saw, needs: cut}]\n",
        },
    )
    assert [finding.message for finding in findings] == ["cycle in `needs`: `step:cut → tool:saw → step:cut`"]


@pytest.mark.slow
def test_a_chain_of_fifty_thousand_is_no_cycle_until_it_closes(tmp_path: Path) -> None:
    chain = [f"  - {{id: r{number}, part_of: r{number + 1}}}\n" for number in range(50_000)]
    open_chain = "resources:\n" + "".join(chain) + "  - {id: r50000}\n"
    closed = "resources:\n" + "".join(chain) + "  - {id: r50000, part_of: r0}\n"
    assert failing(check(tmp_path / "open", open_chain)) == []
    (cycle,) = check(tmp_path / "closed", closed)
    assert cycle.message.startswith("cycle in `part_of`: `r0 → r1 → ")
    assert "(49994 more)" in cycle.message
    assert len(cycle.related) == 8


ACYCLIC = "site_name: x\nplugins: [{traceability: {acyclic: [component.depends_on]}}]\n"
WAIVED = ", waive: {TR109: {reason: split next year, owner: ana}}"
EXPIRED = ", waive: {TR109: {reason: split next year, owner: ana, until: 2020-01-31}}"


def depending(folder: Path, edges: str, **waivers: str) -> list[Finding]:
    """Check components that depend as in `a>b b>a`, with what is said of the waivers of some of them."""
    targets: dict[str, list[str]] = {}
    for edge in edges.split():
        source, _, target = edge.partition(">")
        targets.setdefault(source, []).append(target)
        targets.setdefault(target, [])
    rows = [
        f"  - {{id: {name}, depends_on: [{', '.join(leads_to)}]{waivers.get(name, '')}}}\n"
        for name, leads_to in sorted(targets.items())
    ]
    sidecar = "components:\n" + "".join(rows)
    return check(folder, {"mkdocs.yml": ACYCLIC, "docs/a.trace.yml": sidecar})


def cycles(findings: list[Finding]) -> dict[str, list[str]]:
    """Return the cycles that fail and those that are waived, each as `a → b → a`."""
    result: dict[str, list[str]] = {"fails": [], "waived": []}
    for finding in findings:
        assert finding.code == "TR109", finding
        result["waived" if finding.waiver else "fails"].append(quoted(finding.message)[-1])
    return result


@table(
    "edges, waiving, fails, waived",
    ("a waived cycle hides no other", "a>b b>a a>c c>a", "b", ["a → c → a"], ["a → b → a"]),
    ("any member may have the waiver", "a>b b>a", "a", [], ["b → a → b"]),
    ("it covers all that its item leads to", "a>b b>a a>c c>a", "a", [], ["b → a → b"]),
    ("two of one cycle are one", "a>b b>a", "ab", [], ["b → a → b"]),
    ("a longer cycle beside a waived shorter one", "a>b b>a b>c c>d d>a a>d", "b", ["a → d → a"], ["a → b → a"]),
    ("a reference to itself", "a>a b>b", "b", ["a → a"], ["b → b"]),
    ("itself and another", "a>a a>b b>a", "b", ["a → a"], ["a → b → a"]),
    ("two waivers of two cycles", "a>b b>a a>c c>a", "bc", [], ["a → b → a", "a → c → a"]),
)  # fmt: skip
def test_a_waiver_covers_the_entries_that_leave_its_item(
    tmp_path: Path, edges: str, waiving: str, fails: list[str], waived: list[str]
) -> None:
    findings = depending(tmp_path, edges, **dict.fromkeys(waiving, WAIVED))
    assert cycles(findings) == {"fails": fails, "waived": waived}


def test_a_waiver_of_what_is_on_no_cycle_is_idle(tmp_path: Path) -> None:
    codes = [finding.code for finding in depending(tmp_path, "a>b b>a b>c", c=WAIVED)]
    assert codes == ["TR109", "TR902"]


def test_an_expired_waiver_of_a_cycle_fails_unless_another_member_has_one(tmp_path: Path) -> None:
    (expired,) = depending(tmp_path / "alone", "a>b b>a", a=EXPIRED)
    assert (expired.code, expired.fails) == ("TR901", True)
    assert "cycle in `depends_on`: `b → a → b`" in expired.message
    assert cycles(depending(tmp_path / "both", "a>b b>a", a=EXPIRED, b=WAIVED)) == {
        "fails": [],
        "waived": ["a → b → a"],
    }


NAMES = "abcdef"


def closes(edges: set[tuple[str, str]]) -> bool:
    """Whether edges lead back: take away what leads nowhere until nothing is left, or nothing more goes."""
    nodes = set(NAMES)
    while gone := {node for node in nodes if not any(s == node and t in nodes for s, t in edges)}:
        nodes -= gone
    return bool(nodes)


@pytest.mark.slow
@given(
    edges=st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), min_size=1, max_size=12),
    waiving=st.sets(st.sampled_from(NAMES)),
    expired=st.sets(st.sampled_from(NAMES)),
)
def test_a_check_fails_while_a_cycle_is_left_without_the_entries_that_are_waived(
    tmp_path_factory: pytest.TempPathFactory,
    edges: set[tuple[str, str]],
    waiving: set[str],
    expired: set[str],
) -> None:
    folder = tmp_path_factory.mktemp("cycles")
    waivers = dict.fromkeys(expired, EXPIRED) | dict.fromkeys(waiving, WAIVED)
    written = " ".join(">".join(edge) for edge in sorted(edges))
    findings = depending(folder, written, **waivers)
    shutil.rmtree(folder)
    assert any(each.fails for each in findings) is closes({edge for edge in edges if edge[0] not in waiving})
    listed = any(each.waiver for each in findings if each.code == "TR109")
    assert listed is any(_on_a_cycle(each, edges) for each in waiving)


def _on_a_cycle(node: str, edges: set[tuple[str, str]]) -> bool:
    reached, waiting = set(), [node]
    while waiting:
        here = waiting.pop()
        for source, target in edges:
            if source == here and target not in reached:
                reached.add(target)
                waiting.append(target)
    return node in reached


def test_a_waiver_of_holes_answers_for_the_hole_before_its_item(tmp_path: Path) -> None:
    waive = ", waive: {TR110: {reason: never given, owner: ana}}"
    sidecar = "components:\n" + "".join(
        f"  - {{id: X-{number}, external: true{waive if number == 4 else ''}}}\n" for number in (1, 2, 4, 6)
    )
    findings = check(tmp_path, sidecar)
    assert said(findings) == [
        "4:10 TR110 gaps in the numbering of components: `X-3`",
        "5:10 TR110 gaps in the numbering of components: `X-5`",
    ]
    assert [finding.waiver is None for finding in findings] == [False, True]


@table(
    "numbers, holes",
    ("two missing numbers are named", (1, 2, 3, 4, 5, 6, 7, 10, 11), ["X-008", "X-009"]),
    ("three in a row are named by the first and the last", (1, 2, 6), ["X-003", "X-005"]),
    ("three members are enough", (1, 8, 13), ["X-002", "X-007", "X-009", "X-012"]),
    ("two members are no series", (1, 3), []),
    ("a single number leaves nothing out", (2,), []),
    ("a series may begin anywhere", (7, 8, 9), []),
    ("multiples of five leave room on purpose", (5, 10, 15, 30), []),
    ("what is taken less than every fifth time is not counted through", (1, 9, 17, 25), []),
    ("a long jump begins a new block", (1, 2, 3, 100, 101), []),
    ("a block has its own holes", (1, 3, 100, 101), ["X-002"]),
    ("numbers are padded as their neighbours are", (98, 99, 101), ["X-100"]),
)
def test_a_series_is_counted_through(tmp_path: Path, numbers: tuple[int, ...], holes: list[str]) -> None:
    said_of_it = messages(tmp_path, counted("X-", *numbers), "TR110")
    assert [name for message in said_of_it for name in quoted(message)] == holes


@pytest.mark.parametrize("prefix", ["GAP-202401", "PATCH-6.", "2024-01-"])
def test_dates_and_section_numbers_are_no_series(tmp_path: Path, prefix: str) -> None:
    assert check(tmp_path, counted(prefix, 1, 2, 4)) == []


def test_holes_are_reported_once_a_series_behind_the_first(tmp_path: Path) -> None:
    sidecar = counted("A-", 1, 2, 4, 6) + counted("B-", 1, 2, 4).removeprefix("components:\n")
    assert found(tmp_path, sidecar, "TR110") == [
        "4:10 TR110 gaps in the numbering of components: `A-003`, `A-005`",
        "8:10 TR110 gaps in the numbering of components: `B-003`",
    ]


def test_what_is_retired_or_was_renamed_fills_its_hole(tmp_path: Path) -> None:
    sidecar = """
        metrics:
          - {id: M-1, status: planned}
          - {id: M-2, status: retired}
          - {id: M-4, status: planned, former_ids: [M-3]}
          - {id: M-6, status: planned, aliases: [M-5]}
        """
    assert check(tmp_path, sidecar) == []


def test_kinds_are_numbered_each_for_itself(tmp_path: Path) -> None:
    sidecar = """
        requirements: [{id: N-1}, {id: N-2}, {id: N-4}]
        gaps: [{id: N-3}]
        """
    assert messages(tmp_path, sidecar, "TR110") == ["gaps in the numbering of requirements: `N-3`"]


def test_an_item_that_could_not_be_read_may_be_the_one_that_is_missing(tmp_path: Path) -> None:
    sidecar = """
        requirements: [{id: N-1}, {id: N-2}, {id: N-4}]
        requirments: [{id: N-3}]
        """
    assert [finding.code for finding in check(tmp_path, sidecar)] == ["TR002"]


def test_an_id_that_is_none_still_takes_its_number(tmp_path: Path) -> None:
    ids = ("EVAL-001", "EVAL 002", "EVAL-003", "EVAL-004")
    flows = "".join(f"  - {{id: {id_}, components: [c]}}\n" for id_ in ids)
    found = check(tmp_path, f"components: [{{id: c}}]\nflows:\n{flows}")
    assert [finding.code for finding in found] == ["TR006"]
