"""What verdicts are worth: by phase, by kind, waived; what is said once; what a badge then shows."""

from pathlib import Path
from textwrap import dedent

import pytest
from support import check, found, messages, run, said, table

from mkdocs_traceability.findings import Finding
from mkdocs_traceability.pages.badges import Badges

CODE = {"src/a.py": "class A:\n    def b(self): ...\n"}


def with_code(folder: Path, sidecar: str, *codes: str) -> list[Finding]:
    findings = check(folder, CODE | {"docs/a.trace.yml": dedent(sidecar)})
    return [finding for finding in findings if finding.code in codes]


def badges(folder: Path, sidecar: str, **files: str) -> dict[str, tuple[str, str]]:
    result = run(folder, CODE | {"docs/a.trace.yml": dedent(sidecar)} | files)
    of = Badges(result.registry, result.verdicts, result.findings).of
    return {item.id: (of(item).word, of(item).basis) for item in result.registry.all}


@table(
    "kind, more, names",
    ("a flow", "flows", "components: [c]", "`code`"),
    ("a flow that code serves", "flows", "components: [c], implementation: auto", "`code`"),
    ("a procedure", "flows", "components: [c], implementation: proc", "`docs`"),
    ("infrastructure", "flows", "components: [c], implementation: infra", "any of `code` and `files`"),
    ("a requirement", "requirements", "satisfied_by: [c]", "`code` and `tests`"),
    ("a gap", "gaps", "about: [c]", "any of `resolved_by` and `docs`"),
)
def test_completion_needs_evidence(tmp_path: Path, kind: str, more: str, names: str) -> None:
    status = "resolved" if kind == "gaps" else "implemented"
    sidecar = f"components: [{{id: c}}]\n{kind}: [{{id: X-1, {more}, status: {status}}}]\n"
    (message,) = messages(tmp_path, sidecar, "TR401")
    assert message.endswith(f" X-1 is `{status}`, and names no evidence of {names}")


@table(
    "sidecar",
    ("a delegated flow", "flows: [{id: F-1, components: [c], implementation: deleg, status: implemented}]"),
    ("a flow without a status", "flows: [{id: F-1, components: [c]}]"),
    ("a partial flow", "flows: [{id: F-1, components: [c], status: partial}]"),
    ("a planned flow", "flows: [{id: F-1, components: [c], status: planned}]"),
    ("a retired flow", "flows: [{id: F-1, components: [c], status: retired}]"),
    ("a component", "resources: [{id: r, status: implemented}]"),
    (
        "a reason why there is none",
        "flows: [{id: F-1, components: [c], status: implemented, evidence: {code: {not_applicable: by hand}}}]",
    ),
    (
        "one of several",
        "flows: [{id: F-1, components: [c], implementation: infra, status: implemented, evidence: {files: [src/a.py]}}]",
    ),
    (
        "a gap that a patch resolves",
        "gaps: [{id: G-1, status: resolved}]\npatches: [{id: P-1, resolves: [G-1], status: proposed}]",
    ),
    (
        "a status that cannot be read",
        "flows: [{id: F-1, components: [c], implementation: atuo, status: implemented}]",
    ),
)
def test_where_nothing_has_to_be_shown_nothing_is_said(tmp_path: Path, sidecar: str) -> None:
    assert with_code(tmp_path, f"components: [{{id: c}}]\n{sidecar}\n", "TR401") == []


def test_an_admitted_hole_is_found_where_evidence_is_required(tmp_path: Path) -> None:
    sidecar = """\
        components: [{id: c, status: implemented, evidence: {code: unknown}}]
        flows:
          - {id: F-1, components: [c], status: implemented, evidence: {code: unknown}}
          - {id: F-2, components: [c], status: partial, evidence: {code: unknown}}
          - {id: F-3, components: [c], implementation: infra, status: implemented, evidence: {code: unknown, files: [src/a.py]}}
        """
    assert said(with_code(tmp_path, sidecar, "TR401")) == [
        "3:70 TR401 flow F-1 is `implemented`, and its `code` evidence is `unknown`"
    ]


@pytest.mark.parametrize("status", ["planned", "retired"])
def test_what_is_ahead_or_over_is_looked_up_and_not_reported(tmp_path: Path, status: str) -> None:
    sidecar = f"""\
        components: [{{id: c}}]
        flows:
          - id: F-1
            components: [c]
            status: {status}
            evidence: {{code: ["src/a.py:Z"], docs: [gone.md], files: [gone.yml]}}
        """
    assert with_code(tmp_path, sidecar, "TR402", "TR403", "TR408") == []


def test_a_path_that_leaves_its_root_is_reported_whatever_the_status(tmp_path: Path) -> None:
    sidecar = "flows: [{id: F-1, status: planned, evidence: {files: [../x.yml]}}]\n"
    assert found(tmp_path, sidecar, "TR411") == [
        "1:55 TR411 the path `../x.yml` leaves its root: it is no path below a root"
    ]


@table(
    "status, artifacts, expected",
    ("all are there", "open", "src/a.py, src/", ["gap G-1 is `open`, although `src/a.py` and `src/` exist"]),
    ("one is not", "open", "src/a.py, src/z.py", []),
    ("it is deferred", "deferred", "src/a.py", ["gap G-1 is `deferred`, although `src/a.py` exists"]),
    ("it is under way", "partial", "src/a.py", []),
    ("it is done", "resolved", "src/a.py", []),
)
def test_absence_closes_itself(tmp_path: Path, status: str, artifacts: str, expected: list[str]) -> None:
    sidecar = f"gaps: [{{id: G-1, status: {status}, action: {{text: do it, artifacts: [{artifacts}]}}}}]\n"
    assert [finding.message for finding in with_code(tmp_path, sidecar, "TR410")] == expected


@table(
    "status, expected",
    ("open", "open", []),
    ("under way", "partial", []),
    ("done", "resolved", ["no file `src/z.py`"]),
)
def test_an_artifact_has_to_exist_once_completion_is_claimed(
    tmp_path: Path, status: str, expected: list[str]
) -> None:
    sidecar = f"gaps: [{{id: G-1, status: {status}, action: {{text: do it, artifacts: [src/z.py]}}}}]\n"
    assert [finding.message for finding in with_code(tmp_path, sidecar, "TR402")] == expected


def test_what_cannot_be_checked_is_said_once(tmp_path: Path) -> None:
    sidecar = """\
        components:
          - {id: a, evidence: {endpoints: [GET /a, GET /b]}}
          - {id: b, evidence: {endpoints: [GET /c]}}
        """
    (finding,) = with_code(tmp_path, sidecar, "TR413")
    assert finding.severity == "info"
    assert finding.label == "in `endpoints` of component a, and 2 more claims"
    assert finding.item == ""


def test_a_root_that_no_setting_names_is_said_once_at_its_place(tmp_path: Path) -> None:
    files = CODE | {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {code_roots: {billing: [src]}}}]\n",
        "docs/a.trace.yml": "defaults: {root: biling}\ncomponents:\n"
        "  - {id: a, evidence: {code: [a.py, b.py]}}\n  - {id: b, evidence: {code: [a.py]}}\n",
    }
    findings = [finding for finding in check(tmp_path, files) if finding.code != "TR202"]
    assert said(findings) == ["1:18 TR003 the settings have no root `biling`"]
    assert findings[0].help == "did you mean `billing`?"


def test_claims_are_bound_to_the_root_of_their_item(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {code_roots: {one: [one], two: [two], none: []}}}]\n",
        "one/a.py": "class One: ...\n",
        "two/a.py": "class Two: ...\n",
        "docs/a.trace.yml": dedent("""\
            components:
              - {id: a, root: one, evidence: {code: ["a.py:One"]}}
              - {id: b, root: two, evidence: {code: ["a.py:One"]}}
              - {id: c, evidence: {code: ["a.py:One"]}}
              - {id: d, root: none, evidence: {code: ["a.py:One"]}}
            """),
    }
    findings = [finding for finding in check(tmp_path, files) if finding.code != "TR202"]
    assert [f"{each.position.line} {each.code}" for each in findings] == ["3 TR403", "4 TR402", "5 TR413"]


def test_a_code_root_that_is_no_folder_is_said_at_the_setting(tmp_path: Path) -> None:
    files = {"mkdocs.yml": "site_name: x\nplugins: [{traceability: {code_roots: [src, app]}}]\n"} | CODE
    assert said(check(tmp_path, files)) == ["2:45 TR415 the code root `app` is no folder"]


# ---------------------------------------------------------------- badges


@table(
    "item, word, basis",
    ("found", "evidence: {code: ['src/a.py:A']}", "verified", "1 claim"),
    ("not found", "evidence: {code: ['src/a.py:B']}", "missing", "src/a.py defines no B"),
    ("a page alone", "page: index.md", "", ""),
    ("nothing", "title: x", "", ""),
    ("ahead, and there", "status: planned, evidence: {code: ['src/a.py:A']}", "planned", "status planned"),
    (
        "ahead, and not there",
        "status: planned, evidence: {code: ['src/a.py:B']}",
        "planned",
        "status planned",
    ),
    ("over", "status: retired, evidence: {code: ['src/a.py:B']}", "", ""),
    ("a hole", "evidence: {code: unknown}", "unclaimed", "code admitted to be unknown"),
    ("no reason to", "evidence: {code: {not_applicable: none}}", "", ""),
    (
        "one of two",
        "evidence: {code: ['src/a.py:A', 'src/a.py:B']}",
        "missing",
        "1 of 2 claims verified; src/a.py defines no B",
    ),
    (
        "nothing to check it against",
        "evidence: {endpoints: [GET /a]}",
        "unverified",
        "no OpenAPI document is configured, so endpoints are not checked",
    ),
    (
        "the web beside code",
        "evidence: {code: ['src/a.py:A'], links: ['https://e.example/']}",
        "verified",
        "1 claim",
    ),
    ("the web alone", "evidence: {links: ['https://e.example/']}", "unverified", "links are not followed"),
    (
        "waived",
        "evidence: {code: ['src/a.py:B']}, waive: {TR403: {reason: later, owner: ana}}",
        "waived",
        "src/a.py defines no B",
    ),
)
def test_a_badge_is_the_worst_of_what_it_rests_on(tmp_path: Path, item: str, word: str, basis: str) -> None:
    found_badge = badges(tmp_path, f"components: [{{id: c, {item}}}]\n", **{"docs/index.md": "# Home\n"})
    assert found_badge["c"][0] == word
    assert found_badge["c"][1].startswith(basis)


def test_an_item_without_required_evidence_is_unclaimed_unless_waived(tmp_path: Path) -> None:
    sidecar = """\
        components: [{id: c}]
        flows:
          - {id: F-1, components: [c], status: implemented}
          - {id: F-2, components: [c], status: implemented, waive: {TR401: {reason: later, owner: ana}}}
          - {id: F-3, components: [c], status: implemented, evidence: {docs: [index.md]}}
        """
    shown = badges(tmp_path, sidecar, **{"docs/index.md": "# Home\n"})
    assert shown["F-1"] == ("unclaimed", "no evidence of code")
    assert shown["F-2"] == ("waived", "no evidence of code")
    assert shown["F-3"] == ("unclaimed", "1 of 1 claim verified; no evidence of code")


def test_a_page_that_a_component_names_has_to_exist(tmp_path: Path) -> None:
    files = {"docs/guide.md": "# G\n", "docs/a.trace.yml": "components: [{id: c, page: gide.md}]\n"}
    (finding,) = [each for each in check(tmp_path, files) if each.code != "TR202"]
    assert (finding.code, finding.label) == ("TR408", "in `page` of component c")
    assert "`guide.md`" in finding.help
