"""What verdicts are worth: by phase, by kind, waived; what is said once; what a badge then shows."""

from pathlib import Path
from textwrap import dedent

import pytest
from support import TODAY, check, found, messages, run, said, table

from mkdocs_traceability.analysis.badges import Badges
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

CODE = {"src/a.py": "class A:\n    def b(self): ...\n"}


def with_code(folder: Path, sidecar: str, *codes: str) -> list[Finding]:
    findings = check(folder, CODE | {"docs/a.trace.yml": dedent(sidecar)})
    return [finding for finding in findings if finding.code in codes]


def badges(folder: Path, sidecar: str, **files: str) -> dict[str, tuple[str, str]]:
    result = run(folder, CODE | {"docs/a.trace.yml": dedent(sidecar)} | files)
    of = Badges(result.registry, result.verdicts, result.raw_findings).of
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
    assert message.endswith(f" X-1 is `{status}`, but has no evidence of type {names}")


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
        "1:55 TR411 the path `../x.yml` leaves its root: it is not a path below a root"
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
    ("done", "resolved", ["file `src/z.py` not found"]),
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
        "docs/a.trace.yml": "defaults: {system: biling}\ncomponents:\n"
        "  - {id: a, evidence: {code: [a.py, b.py]}}\n  - {id: b, evidence: {code: [a.py]}}\n",
    }
    findings = [finding for finding in check(tmp_path, files) if finding.code != "TR202"]
    assert said(findings) == ["1:20 TR003 the settings have no system `biling`"]
    assert findings[0].help == "did you mean `billing`?"


def test_claims_are_bound_to_the_root_of_their_item(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {code_roots: {one: [one], two: [two], none: []}}}]\n",
        "one/a.py": "class One: ...\n",
        "two/a.py": "class Two: ...\n",
        "docs/a.trace.yml": dedent("""\
            components:
              - {id: a, system: one, evidence: {code: ["a.py:One"]}}
              - {id: b, system: two, evidence: {code: ["a.py:One"]}}
              - {id: c, evidence: {code: ["a.py:One"]}}
              - {id: d, system: none, evidence: {code: ["a.py:One"]}}
            """),
    }
    findings = [finding for finding in check(tmp_path, files) if finding.code != "TR202"]
    assert [f"{each.position.line} {each.code}" for each in findings] == ["3 TR403", "4 TR402", "5 TR413"]


def test_a_code_root_that_is_no_folder_is_said_at_the_setting(tmp_path: Path) -> None:
    files = {"mkdocs.yml": "site_name: x\nplugins: [{traceability: {code_roots: [src, app]}}]\n"} | CODE
    assert said(check(tmp_path, files)) == ["2:45 TR415 the code root `app` is not a folder"]


# ---------------------------------------------------------------- badges


@table(
    "item, word, basis",
    ("found", "evidence: {code: ['src/a.py:A']}", "found", "1 claim"),
    ("not found", "evidence: {code: ['src/a.py:B']}", "missing", "B not found in src/a.py"),
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
    ("a hole", "evidence: {code: unknown}", "unclaimed", "code marked unknown"),
    ("no reason to", "evidence: {code: {not_applicable: none}}", "", ""),
    (
        "one of two",
        "evidence: {code: ['src/a.py:A', 'src/a.py:B']}",
        "missing",
        "1 of 2 claims found; B not found in src/a.py",
    ),
    (
        "nothing to check it against",
        "evidence: {endpoints: [GET /a]}",
        "unverified",
        "no OpenAPI document is configured, so endpoints are not checked",
    ),
    (
        "no events to check it against",
        "evidence: {events: [send a]}",
        "unverified",
        "no AsyncAPI document is configured, so events are not checked",
    ),
    (
        "the web beside code",
        "evidence: {code: ['src/a.py:A'], links: ['https://e.example/']}",
        "found",
        "1 claim",
    ),
    ("the web alone", "evidence: {links: ['https://e.example/']}", "unverified", "links are not followed"),
    (
        "waived",
        "evidence: {code: ['src/a.py:B']}, waive: {TR403: {reason: later, owner: ana}}",
        "waived",
        "B not found in src/a.py",
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
    assert shown["F-3"] == ("unclaimed", "1 of 1 claim found; no evidence of code")


def test_a_page_that_a_component_names_has_to_exist(tmp_path: Path) -> None:
    files = {"docs/guide.md": "# G\n", "docs/a.trace.yml": "components: [{id: c, page: gide.md}]\n"}
    (finding,) = [each for each in check(tmp_path, files) if each.code != "TR202"]
    assert (finding.code, finding.label) == ("TR408", "in `page` of component c")
    assert "`guide.md`" in finding.help


# ---------------------------------------------------------------- one mistake, many items


def test_claims_from_defaults_are_each_looked_for_where_their_item_says(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {code_roots: {one: [one], two: [two]}}}]\n",
        "one/a.py": "",
        "two/b.py": "",
        "docs/a.trace.yml": "defaults: {evidence: {files: [a.py]}}\n"
        "requirements:\n  - {id: R-1, system: two}\n  - {id: R-2, system: one}\n",
    }
    assert [(each.code, each.item) for each in run(tmp_path, files).findings] == [("TR402", "R-1")]
    again = Workspace(load_settings(tmp_path / "mkdocs.yml"))
    assert [(each.code, each.item) for each in again.check(TODAY).findings] == [("TR402", "R-1")]


def test_of_one_mistake_what_weighs_most_is_said(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {rules: {TR402: {kinds: {component: info}}}}}]\n",
        "docs/a.trace.yml": "defaults: {evidence: {files: [gone]}}\n"
        "components: [{id: c, external: true}]\nrequirements: [{id: R-1}]\n",
    }
    (finding,) = run(tmp_path, files).findings
    assert (finding.severity, finding.item) == ("error", "R-1")


def test_a_waiver_in_defaults_is_every_item_s(tmp_path: Path) -> None:
    sidecar = """\
        defaults: {evidence: {files: [gone]}, waive: {TR402: {reason: later, owner: ana}}}
        requirements: [{id: R-1}, {id: R-2}]
        """
    shown = badges(tmp_path, sidecar)
    assert [shown[each][0] for each in ("R-1", "R-2")] == ["waived", "waived"]


def test_a_waiver_of_one_mistake_is_none_of_another_in_the_same_claim(tmp_path: Path) -> None:
    sidecar = """\
        components:
          - id: c
            external: true
            waive: {TR402: {reason: later, owner: ana}}
            evidence:
              code: [{claim: "src/a.py:Z", lines: 1-1}, {claim: "src/a.py:Z", lines: 900-999}]
        """
    assert badges(tmp_path, sidecar)["c"][0] == "missing"


STALE = {
    "mkdocs.yml": "site_name: x\nplugins: [{traceability: {junit: [r.xml]}}]\n",
    "r.xml": '<testsuite><testcase classname="tests.test_a" name="test_a"/></testsuite>',
    "tests/test_a.py": "def test_a(): ...\n",
}


def test_what_is_said_once_is_weighed_for_each(tmp_path: Path) -> None:
    claim = "evidence: {tests: ['tests/test_a.py::test_a']}"
    files = STALE | {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {junit: [r.xml], rules: {TR416: {paths: {docs/a.trace.yml: off}}}}}]\n",
        "docs/a.trace.yml": f"requirements: [{{id: R-1, {claim}}}]\n",
        "docs/b.trace.yml": f"requirements: [{{id: R-2, {claim}}}]\n",
    }
    (finding,) = run(tmp_path, files).findings
    assert (finding.code, finding.item, finding.position.path) == ("TR416", "R-2", "docs/b.trace.yml")


@pytest.mark.parametrize(("status", "codes"), [("planned", []), ("retired", []), ("partial", ["TR416"])])
def test_an_old_report_matters_to_what_must_hold(tmp_path: Path, status: str, codes: list[str]) -> None:
    sidecar = f"components: [{{id: c, external: true, status: {status}, evidence: {{tests: ['tests/test_a.py']}}}}]\n"
    assert [each.code for each in check(tmp_path, STALE | {"docs/a.trace.yml": sidecar})] == codes


def test_a_waived_old_report_is_waived_for_all_claims_of_the_item(tmp_path: Path) -> None:
    sidecar = """\
        components:
          - id: c
            external: true
            waive: {TR416: {reason: later, owner: ana}}
            evidence: {tests: ["tests/test_a.py", "tests/test_a.py::test_a"]}
        """
    result = run(tmp_path, STALE | {"docs/a.trace.yml": dedent(sidecar)})
    of = Badges(result.registry, result.verdicts, result.raw_findings).of
    assert [of(item).word for item in result.registry.all] == ["waived"]
    assert len(result.findings) == 1


@pytest.mark.parametrize("type_", ["tests", "endpoints", "events", "tables", "docs", "files", "links"])
def test_only_code_has_lines(tmp_path: Path, type_: str) -> None:
    sidecar = (
        f"components: [{{id: c, external: true, evidence: {{{type_}: {{claim: 'GET /a', lines: 1-2}}}}}}]\n"
    )
    (finding,) = [each for each in check(tmp_path, sidecar) if each.code != "TR202"]
    assert (finding.code, finding.message) == ("TR003", f"a claim of `{type_}` has no lines")


def test_the_tables_of_two_systems_are_not_thrown_together(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {sql: {a: [a.sql], b: [b.sql]}}}]\n",
        "a.sql": "CREATE TABLE users (id int);\n",
        "b.sql": "CREATE TABLE users (name text);\nCREATE TABLE roles (id int);\nDROP TABLE users;\n",
        "docs/a.trace.yml": "components:\n"
        "  - {id: c, external: true, evidence: {tables: [users.id, roles, users.name]}}\n",
    }
    assert [each.message for each in check(tmp_path, files)] == ["column `name` not found in table `users`"]


def test_a_broken_report_is_said_whether_or_not_a_claim_needs_it(tmp_path: Path) -> None:
    files = {"mkdocs.yml": STALE["mkdocs.yml"], "r.xml": "<testsuite>"}
    assert [each.code for each in check(tmp_path, files)] == ["TR415"]


def test_a_page_field_may_name_several(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: x\nplugins:\n  - traceability:\n      kinds:\n"
        "        thing: {plural: things, fields: {guides: {type: page, many: true}}}\n",
        "docs/one.md": "# One\n",
        "docs/a.trace.yml": "things: [{id: t, guides: [one.md, two.md]}]\n",
    }
    assert [each.message for each in check(tmp_path, files)] == ["page `two.md` not found in `docs`"]


def test_a_root_of_a_kind_s_own_is_no_system(tmp_path: Path) -> None:
    files = CODE | {
        "mkdocs.yml": "site_name: x\nplugins:\n  - traceability:\n      code_roots: {one: [src]}\n      kinds:\n"
        "        disk: {plural: disks, fields: {root: text}}\n",
        "docs/a.trace.yml": "disks: [{id: t, root: /var, evidence: {files: [a.py]}}]\n",
    }
    assert check(tmp_path, files) == []


def test_the_built_site_is_no_evidence(tmp_path: Path) -> None:
    sidecar = "components: [{id: c, external: true, evidence: {files: [site/a.html, a.html]}}]\n"
    findings = check(tmp_path, {"site/a.html": "", "docs/a.trace.yml": sidecar})
    assert [each.code for each in findings] == ["TR402", "TR402"]


def test_an_odd_site_folder_is_no_traceback(tmp_path: Path) -> None:
    files = CODE | {"mkdocs.yml": 'site_name: x\nsite_dir: "a\\0b"\nplugins: [traceability]\n'}
    assert check(tmp_path, files) == []


def test_words_that_are_said_of_a_type_are_no_claims(tmp_path: Path) -> None:
    sidecar = "components: [{id: c, external: true, evidence: {files: [unknown]}}]\n"
    (finding,) = check(tmp_path, sidecar)
    assert (finding.code, finding.message) == ("TR003", "`unknown` is not a valid claim of `files`")
    assert finding.help == "write it for the whole type: `files: unknown`"


def test_a_root_that_nothing_names_is_a_mistake_where_no_system_is_named(tmp_path: Path) -> None:
    sidecar = "components: [{id: c, external: true, system: billing, evidence: {code: [src/a.py]}}]\n"
    (finding,) = with_code(tmp_path, sidecar, "TR003")
    assert finding.help == "name it: `code_roots: {billing: [.]}`"


def test_a_system_that_has_no_code_root_is_misspelt(tmp_path: Path) -> None:
    settings = "{code_roots: {a: [src], b: []}, junit: {aa: [r.xml]}}"
    files = CODE | {"mkdocs.yml": f"site_name: x\nplugins: [{{traceability: {settings}}}]\n"}
    findings = [each for each in check(tmp_path, files) if each.code == "TR008"]
    assert said(findings) == ["2:66 TR008 `code_roots` has no system `aa`"]


def test_one_broken_report_is_one_finding(tmp_path: Path) -> None:
    files = STALE | {
        "r.xml": "<testsuite>",
        "docs/a.trace.yml": "components: [{id: c, external: true, evidence: {tests: [tests/test_a.py]}}]\n",
    }
    assert [each.code for each in check(tmp_path, files)] == ["TR415"]


def test_a_class_whose_tests_are_all_inherited_is_a_class_of_tests(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": STALE["mkdocs.yml"],
        "tests/test_a.py": "class TestBase:\n    def test_b(self): ...\n\n\nclass TestD(TestBase):\n    pass\n",
        "docs/a.trace.yml": "components: [{id: c, external: true, evidence: {tests: ['tests/test_a.py::TestD']}}]\n",
        "r.xml": '<testsuite><testcase classname="tests.test_a.TestBase" name="test_b"/>'
        '<testcase classname="tests.test_a.TestD" name="test_b"/></testsuite>',
    }
    assert check(tmp_path, files) == []
