"""Waivers: what they answer for, until when, and what comes back after that."""

import json
from pathlib import Path

import pytest
from support import PLAIN_SITE, check, table, write_site

from mkdocs_traceability.model.finding import Finding, as_stored, from_stored
from mkdocs_traceability.reading.excerpts import Excerpts
from mkdocs_traceability.reports import text
from mkdocs_traceability.reports.json_report import as_data
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

EXPIRED = "{reason: being written, owner: ana, until: 2020-01-31}"
LASTING = "{reason: being written, owner: ana, until: 2999-01-31}"


def of(folder: Path, waiver: str, rules: str = "{}", code: str = "TR201") -> list[Finding]:
    """Check a flow without a component (TR201) and a component that nothing needs (TR202), one of them waived."""
    sidecar = {
        "TR201": f"flows: [{{id: F-1, waive: {{TR201: {waiver}}}}}]\n",
        "TR202": f"components: [{{id: c, waive: {{TR202: {waiver}}}}}]\n",
    }[code]
    settings = PLAIN_SITE.replace("[traceability]", f"[traceability: {{rules: {rules}}}]")
    return check(folder, {"mkdocs.yml": settings, "docs/a.trace.yml": sidecar})


def test_a_waived_finding_stays_and_fails_nothing(tmp_path: Path) -> None:
    (finding,) = of(tmp_path, LASTING)
    assert finding.code == "TR201"
    assert finding.waiver is not None
    assert finding.waiver.owner == "ana"
    assert not finding.fails


def test_an_expired_waiver_fails_once_and_shows_what_it_waived(tmp_path: Path) -> None:
    (finding,) = of(tmp_path, EXPIRED)
    assert finding.code == "TR901"
    assert finding.fails
    assert "expired on 2020-01-31" in finding.message
    assert [related.text for related in finding.related] == [finding.message.partition("2020-01-31: ")[2]]


@pytest.mark.parametrize("severity", ["off", "info"])
def test_no_weight_of_the_rule_about_waivers_hides_what_was_waived(tmp_path: Path, severity: str) -> None:
    found = of(tmp_path, EXPIRED, rules=f"{{TR901: {severity}}}")
    assert [finding.code for finding in found] == ["TR201"]
    assert found[0].fails


def test_an_expired_waiver_of_a_remark_lets_the_remark_come_back(tmp_path: Path) -> None:
    (finding,) = of(tmp_path, EXPIRED, code="TR202")
    assert finding.code == "TR202"
    assert not finding.fails


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("components: [nobody]", "TR101"),
        ("componets: [c]", "TR002"),
        ("components: {c: 1}", "TR002"),
    ],
)
def test_a_waiver_is_not_called_idle_while_a_mistake_may_hide_what_it_waives(
    tmp_path: Path, said: str, code: str
) -> None:
    sidecar = f"flows: [{{id: F-1, {said}, waive: {{TR201: {LASTING}}}}}]\n"
    found = check(tmp_path, {"docs/a.trace.yml": sidecar})
    assert [finding.code for finding in found] == [code]


def test_a_waiver_of_a_rule_that_is_off_waives_nothing(tmp_path: Path) -> None:
    (finding,) = of(tmp_path, LASTING, rules="{TR201: off}")
    assert finding.code == "TR902"


def test_a_waiver_counts_for_the_declaration_that_it_stands_in(tmp_path: Path) -> None:
    flow = "{id: F-1, status: implemented, components: [c]%s}"
    waive = ", waive: {TR103: {reason: k, owner: o}, TR401: {reason: k, owner: o}}"
    files = {
        "docs/a.trace.yml": f"components: [{{id: c}}]\nflows: [{flow % ''}]\n",
        "docs/b.trace.yml": f"flows: [{flow % waive}]\n",
    }
    findings = check(tmp_path, files)
    assert [(each.position.path, each.code, each.fails) for each in findings] == [
        ("docs/a.trace.yml", "TR401", True),
        ("docs/b.trace.yml", "TR103", False),
        ("docs/b.trace.yml", "TR401", False),
    ]
    one_file = f"components: [{{id: c}}]\nflows:\n  - {flow % ''}\n  - {flow % waive}\n"
    findings = check(tmp_path / "one", {"docs/a.trace.yml": one_file})
    assert [(each.position.line, each.code, each.fails) for each in findings] == [
        (3, "TR401", True),
        (4, "TR103", False),
        (4, "TR401", False),
    ]


REPORT = '<testsuite><testcase classname="tests.test_x" name="test_a"/></testsuite>'


@pytest.mark.parametrize(
    ("files", "also"),
    [
        ({"report.xml": REPORT, "tests/test_x.py": "def test_a(): ...\n"}, ["TR416"]),
        ({"tests/test_x.py": "def test_a(): ...\n", "report.xml": "<testsuite/>"}, ["TR415"]),
        ({"tests/test_x.py": "def test_a(): ...\n"}, ["TR415"]),
        ({"tests/test_x.py": "def test_a(): ...\n", "mkdocs.yml": PLAIN_SITE}, ["TR413"]),
    ],
    ids=["stale", "empty", "absent", "not configured"],
)
def test_a_waiver_is_not_called_idle_while_what_it_waives_cannot_be_judged(
    tmp_path: Path, files: dict[str, str], also: list[str]
) -> None:
    settings = PLAIN_SITE.replace("[traceability]", "[traceability: {junit: [report.xml]}]")
    claim = "evidence: {tests: [tests/test_x.py::test_a]}"
    sidecar = f"requirements: [{{id: R-1, {claim}, waive: {{TR405: {LASTING}}}}}]\n"
    found = check(tmp_path, {"mkdocs.yml": settings, **files, "docs/a.trace.yml": sidecar})
    assert [finding.code for finding in found] == also


def test_a_waiver_of_a_test_that_passes_again_is_idle(tmp_path: Path) -> None:
    settings = PLAIN_SITE.replace("[traceability]", "[traceability: {junit: [report.xml]}]")
    sidecar = (
        f"requirements: [{{id: R-1, evidence: {{tests: [tests/test_x.py]}}, waive: {{TR405: {LASTING}}}}}]\n"
    )
    files = {"tests/test_x.py": "def test_a(): ...\n", "report.xml": REPORT, "docs/a.trace.yml": sidecar}
    (finding,) = check(tmp_path, {"mkdocs.yml": settings, **files})
    assert (finding.code, finding.help) == ("TR902", "remove it")


def test_a_waiver_at_the_other_end_of_a_mistake_is_sent_where_it_counts(tmp_path: Path) -> None:
    source = "{id: %s, subject: Schema, primary: index.md%s}"
    sidecar = f"sources_of_truth:\n  - {source % ('a', f', waive: {{TR304: {LASTING}}}')}\n  - {source % ('b', '')}\n"
    findings = check(tmp_path, {"docs/index.md": "# Home\n", "docs/a.trace.yml": sidecar})
    idle, double = sorted(findings, key=lambda each: each.code, reverse=True)
    assert (double.code, double.fails) == ("TR304", True)
    assert (idle.code, idle.help) == ("TR902", "move it to source of truth b, where TR304 is found")
    assert [each.text for each in idle.related] == [double.message]


def test_what_is_said_once_counts_only_the_claims_that_nobody_waives(tmp_path: Path) -> None:
    waive = f", waive: {{TR413: {LASTING}}}"
    rows = [
        f"{{id: R-{number}, evidence: {{endpoints: [GET /x{number}]}}{waive if number == 1 else ''}}}"
        for number in (1, 2, 3)
    ]
    (finding,) = check(tmp_path, {"docs/a.trace.yml": f"requirements: [{', '.join(rows)}]\n"})
    assert (finding.code, finding.waiver) == ("TR413", None)
    assert finding.label.endswith("and 1 more claim")


# ------------------------------------------------------------------------------------- what a waiver is limited to


def limited(folder: Path, of: str, references: str = "[b, typo]") -> list[tuple[str, str, bool]]:
    """Check a flow with references that lead nowhere (TR101), some of them waived."""
    waive = f"{{TR101: {{reason: comes in May, owner: ana{of}}}}}"
    sidecar = f"components: [{{id: c}}]\nflows: [{{id: F-1, components: {references}, waive: {waive}}}]\n"
    findings = check(folder, {"docs/a.trace.yml": sidecar})
    return [(each.code, each.subject, each.fails) for each in findings if each.code != "TR202"]


@table(
    "of",
    ("an id", "of: b"),
    ("an id that is quoted", 'of: "b"'),
    ("a list", "of: [b]"),
    ("an edge", "of: {components: b}"),
    ("edges", "of: {components: [b]}"),
    ("a list of edges", "of: [{components: b}]"),
)
def test_a_waiver_covers_only_what_it_is_limited_to(tmp_path: Path, of: str) -> None:
    assert limited(tmp_path, f", {of}") == [("TR101", "b", False), ("TR101", "typo", True)]


def test_a_waiver_without_a_limit_covers_all_at_its_item(tmp_path: Path) -> None:
    assert limited(tmp_path, "") == [("TR101", "b", False), ("TR101", "typo", False)]


def test_what_is_waived_and_is_no_more_is_said_and_what_came_instead_fails(tmp_path: Path) -> None:
    assert limited(tmp_path, ", of: b", "[typo]") == [("TR101", "typo", True), ("TR902", "TR101", False)]
    said = check(tmp_path / "text", {"docs/a.trace.yml": CHANGED})
    idle = next(each for each in said if each.code == "TR902")
    assert idle.help == "remove it, or change `of`: TR101 is about `typo` now"


CHANGED = "flows: [{id: F-1, components: [typo], waive: {TR101: {reason: r, owner: o, of: b}}}]\n"


def test_one_name_of_several_that_matches_nothing_is_said(tmp_path: Path) -> None:
    sidecar = "flows:\n  - id: F-1\n    components: [b]\n    waive:\n      TR101: {reason: r, owner: o, of: [b, gone]}\n"
    waived, idle = check(tmp_path, {"docs/a.trace.yml": sidecar})
    assert (waived.code, waived.fails) == ("TR101", False)
    assert (idle.code, idle.position.line, idle.position.column) == ("TR902", 5, 44)
    assert idle.message == "no TR101 is about `gone`, which its waiver names"


def test_a_claim_can_be_what_is_waived(tmp_path: Path) -> None:
    claims = "evidence: {code: [gone.py, lost.py]}"
    waive = "waive: {TR402: {reason: being moved, owner: ana, of: gone.py}}"
    findings = check(tmp_path, {"docs/a.trace.yml": f"requirements: [{{id: R-1, {claims}, {waive}}}]\n"})
    assert [(each.code, each.subject, each.fails) for each in findings] == [
        ("TR402", "gone.py", False),
        ("TR402", "lost.py", True),
    ]


def test_a_waiver_under_defaults_can_be_limited_to_items(tmp_path: Path) -> None:
    sidecar = """
defaults: {waive: {TR201: {reason: r, owner: o, of: [F-1, F-9]}}}
flows: [{id: F-1}, {id: F-2}]
"""
    findings = check(tmp_path, {"docs/a.trace.yml": sidecar})
    assert [(each.code, each.item, each.fails) for each in findings if each.code == "TR201"] == [
        ("TR201", "F-1", False),
        ("TR201", "F-2", True),
    ]
    assert [each.message for each in findings if each.code == "TR902"] == [
        "no TR201 is about `F-9`, which its waiver names"
    ]


def test_one_rule_can_be_waived_for_several_reasons(tmp_path: Path) -> None:
    waive = "waive: {TR101: [{reason: May, owner: a, of: b}, {reason: June, of: d, until: 2020-01-31}]}"
    findings = check(
        tmp_path, {"docs/a.trace.yml": f"flows: [{{id: F-1, components: [b, d, e], {waive}}}]\n"}
    )
    assert sorted((each.code, each.subject, each.fails) for each in findings) == [
        ("TR101", "b", False),
        ("TR101", "e", True),
        ("TR901", "TR101", True),
    ]
    assert next(each.waiver.reason for each in findings if each.waiver) == "May"


def test_a_waiver_of_a_cycle_is_limited_to_its_edges(tmp_path: Path) -> None:
    """Two cycles go through a: by b, which is waived, and by c."""
    settings = PLAIN_SITE.replace("[traceability]", "[traceability: {acyclic: [component.depends_on]}]")
    waive = "waive: {TR109: {reason: split next year, owner: ana, of: %s}}"
    sidecar = "components:\n  - {id: a, depends_on: [b, c], %s}\n  - {id: b, depends_on: [a]}\n  - {id: c, depends_on: [a]}\n"

    def cycles(folder: Path, of: str) -> list[tuple[str, bool]]:
        files = {"mkdocs.yml": settings, "docs/a.trace.yml": sidecar % (waive % of)}
        return sorted((each.message, each.fails) for each in check(folder, files) if each.code == "TR109")

    assert cycles(tmp_path / "b", "b") == [
        ("cycle in `depends_on`: `a → c → a`", True),
        ("cycle in `depends_on`: `b → a → b`", False),
    ]
    assert cycles(tmp_path / "both", "[b, c]") == cycles(tmp_path / "edge", "{depends_on: [b, c]}")
    assert not any(fails for _, fails in cycles(tmp_path / "own", "a"))


@pytest.mark.parametrize("of", ['""', "[]", "{}", "~", "[[]]", "{components: {a: b}}", "[~]"])
def test_a_limit_that_names_nothing_is_one_mistake(tmp_path: Path, of: str) -> None:
    (wrong,) = [each for each in limited(tmp_path, f", of: {of}", "[b]") if each[2]]
    assert wrong[0] == "TR003"


def test_the_limit_is_shown_and_kept(tmp_path: Path) -> None:
    waive = "waive: {TR101: {reason: r, owner: ana, of: b}}"
    config = write_site(tmp_path, {"docs/a.trace.yml": f"flows: [{{id: F-1, components: [b], {waive}}}]\n"})
    for _ in range(2):  # from the sources, and from what is kept
        workspace = Workspace(load_settings(config))
        (finding,) = workspace.check().findings
        assert as_data(finding)["waiver"]["of"] == ["b"]
        assert from_stored(json.loads(json.dumps(as_stored(finding)))) == finding
        assert "waived: r (ana, only `b`)" in text.render([finding], Excerpts(tmp_path))
    (read,) = Workspace(load_settings(config)).run().registry.all
    assert [(each.text, each.field) for each in read.waivers[0].of] == [("b", "")]
