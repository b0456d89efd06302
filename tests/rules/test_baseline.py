"""The baseline: old findings fail nothing, new ones do, and what is fixed does not come back unnoticed."""

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from published import VALIDATOR
from support import ROOT, run, table, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.model.baseline import BadBaselineError, read_baseline
from mkdocs_traceability.model.finding import Finding, as_stored, from_stored
from mkdocs_traceability.rules import all_rules, said_once
from mkdocs_traceability.rules.engine.rule import Rule
from mkdocs_traceability.rules.fingerprints import with_fingerprints

FILE = "traceability-baseline.json"
SIDECAR = "docs/a.trace.yml"
TWO = "components: [{id: c, external: true}]\nflows:\n  - {id: F-1}\n  - {id: F-2, components: [gone]}\n"
"""A flow without a component (TR201), and a reference to one that is not there (TR101)."""


class Told(NamedTuple):
    """How a command ended, and what it said."""

    status: int
    output: str
    errors: str


def command(folder: Path, *options: str) -> Told:
    """Run the check on a site, in this process."""
    result = CliRunner().invoke(main, ["check", str(folder), *options])
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return Told(result.exit_code, result.stdout, result.stderr)


def site(folder: Path, sidecar: str, **files: str) -> Path:
    """Write a site of one sidecar, and enter all that fails in its baseline."""
    write_site(folder, {"docs/index.md": "# Home\n", SIDECAR: sidecar, **files})
    assert command(folder, "--write-baseline").status == 0
    return folder


def entries(folder: Path) -> list[dict[str, str]]:
    """Return the entries of the baseline."""
    found: list[dict[str, str]] = json.loads((folder / FILE).read_text("utf-8"))["findings"]
    return found


def codes(folder: Path) -> list[str]:
    return [entry["code"] for entry in entries(folder)]


def found(folder: Path) -> dict[str, Any]:
    """Return what the check says as JSON."""
    report: dict[str, Any] = json.loads(command(folder, "--format", "json").output)
    return report


def edit(folder: Path, old: str, new: str, path: str = SIDECAR) -> None:
    file = folder / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def build(folder: Path) -> None:
    """Build a site strictly."""
    loaded = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), strict=True)
    loaded.plugins.on_startup(command="build", dirty=False)
    try:
        build_site(loaded)
    finally:
        loaded.plugins.on_shutdown()


# ------------------------------------------------------------------------------------- the ratchet


def test_what_is_in_the_baseline_fails_neither_the_check_nor_the_build(tmp_path: Path) -> None:
    write_site(tmp_path, {"docs/index.md": "# Home\n", SIDECAR: TWO})
    assert command(tmp_path).status == 1
    with pytest.raises(Abort):
        build(tmp_path)
    told = command(tmp_path, "--write-baseline")
    assert (told.status, told.errors) == (0, f"Baseline: {FILE}: 2 added, 0 removed, 2 of 2 left\n")
    assert codes(tmp_path) == ["TR101", "TR201"]
    assert command(tmp_path).output == (
        "Not listed: 2 in the baseline. List them with -v.\n"
        "3 items: 0 new errors, 0 new warnings, 0 info, 2 in the baseline\n"
    )
    build(tmp_path)


def test_a_new_mistake_fails_both(tmp_path: Path) -> None:
    site(tmp_path, TWO)
    edit(tmp_path, "{id: F-1}", "{id: F-1}\n  - {id: F-3}")
    told = command(tmp_path)
    assert told.status == 1
    assert "F-3" in told.output
    assert "F-1" not in told.output
    assert "1 new error, " in told.output
    with pytest.raises(Abort, match="1 new error, "):
        build(tmp_path)


def test_writing_again_removes_what_is_fixed_and_adds_nothing(tmp_path: Path) -> None:
    site(tmp_path, TWO)
    edit(tmp_path, "{id: F-1}", "{id: F-1, components: [c]}\n  - {id: F-3}")
    told = command(tmp_path, "--write-baseline")
    assert (told.status, told.errors) == (1, f"Baseline: {FILE}: 0 added, 1 removed, 1 of 2 left\n")
    assert codes(tmp_path) == ["TR101"]
    told = command(tmp_path, "--write-baseline", "--accept-new")
    assert (told.status, told.errors) == (0, f"Baseline: {FILE}: 1 added, 0 removed, 2 of 3 left\n")
    before = (tmp_path / FILE).stat()
    assert command(tmp_path, "--write-baseline").status == 0
    assert (tmp_path / FILE).stat().st_mtime_ns == before.st_mtime_ns, "what does not change is not written"


def test_what_is_fixed_is_said_at_its_line_until_it_is_removed(tmp_path: Path) -> None:
    site(tmp_path, TWO)
    edit(tmp_path, "{id: F-1}", "{id: F-1, components: [c]}")
    (gone,) = [each for each in found(tmp_path)["findings"] if each["code"] == "TR903"]
    assert (gone["severity"], gone["path"], gone["line"], gone["column"]) == ("info", FILE, 7, 1)
    assert gone["message"] == "TR201 of flow F-1 is fixed"
    assert command(tmp_path).status == 0
    edit(tmp_path, "{id: F-1, components: [c]}", "{id: F-1}")
    assert command(tmp_path).status == 0, "it is back before it was removed"


def test_accepting_without_writing_is_a_mistake_of_use(tmp_path: Path) -> None:
    told = command(tmp_path, "--accept-new")
    assert told.status == 2
    assert "--accept-new works only with --write-baseline" in told.errors


def test_where_nothing_fails_no_file_is_written(tmp_path: Path) -> None:
    write_site(tmp_path, {SIDECAR: "components: [{id: c, external: true}]\n"})
    told = command(tmp_path, "--write-baseline")
    assert (told.status, told.errors) == (0, "Baseline: nothing fails, so no baseline is needed\n")
    assert not (tmp_path / FILE).exists()


def test_an_empty_baseline_can_go(tmp_path: Path) -> None:
    site(tmp_path, TWO)
    edit(tmp_path, "{id: F-1}", "{id: F-1, components: [c]}")
    edit(tmp_path, "gone", "c")
    assert command(tmp_path, "--write-baseline").errors.endswith(
        "0 of 2 left; delete the file, it is empty\n"
    )
    assert entries(tmp_path) == []
    assert command(tmp_path, "--write-baseline").status == 0


def test_json_says_what_is_in_the_baseline(tmp_path: Path) -> None:
    report = found(site(tmp_path, TWO))
    assert report["counts"] == {"error": 0, "warning": 0, "info": 0, "waived": 0, "baseline": 2}
    names = ("severity", "rule_severity", "fails", "in_baseline")
    assert [[each[name] for name in names] for each in report["findings"]] == [
        ["baseline", "error", False, True]
    ] * 2


def test_the_kept_check_knows_what_the_baseline_says(tmp_path: Path) -> None:
    site(tmp_path, TWO)
    assert command(tmp_path).status == command(tmp_path).status == 0
    text = (tmp_path / FILE).read_text("utf-8")
    (tmp_path / FILE).write_text(re.sub(r'\{"code": "TR101".*\n', "", text), "utf-8")
    assert command(tmp_path).status == 1
    (tmp_path / FILE).unlink()
    assert found(tmp_path)["counts"]["error"] == 2


def test_the_file_is_sorted_a_finding_a_line_and_always_the_same(tmp_path: Path) -> None:
    site(tmp_path / "a", TWO)
    site(tmp_path / "b", TWO)
    text = (tmp_path / "a" / FILE).read_text("utf-8")
    assert text == (tmp_path / "b" / FILE).read_text("utf-8")
    lines = text.splitlines()
    assert [line.partition('"path"')[0] for line in lines[5:-2]] == [
        '{"code": "TR101", ',
        '{"code": "TR201", ',
    ]
    assert '"item": "flow F-2", "field": "components", "subject": "gone"' in text


def test_the_file_is_the_one_that_the_manual_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796040000")
    site(tmp_path, TWO)
    manual = (ROOT / "docs/baseline.md").read_text("utf-8")
    assert f"```json\n{(tmp_path / FILE).read_text('utf-8')}```" in manual


def test_a_place_more_of_an_old_mistake_is_new(tmp_path: Path) -> None:
    site(tmp_path, "flows: [{id: F-1, components: [gone]}, {id: F-2, components: [gone]}]\n")
    edit(tmp_path, "]\n", ", {id: F-3, components: [gone]}]\n")
    (finding,) = found(tmp_path)["findings"]
    assert (finding["fails"], finding["item"]) == (True, "F-3")
    assert [(each["item"], each["in_baseline"]) for each in finding["entries"]] == [
        ("F-1", True),
        ("F-2", True),
    ]


def test_a_threshold_is_never_in_the_baseline(tmp_path: Path) -> None:
    settings = "site_name: x\nplugins: [{traceability: {fail_under: {requirement: 50}}}]\n"
    files = {"mkdocs.yml": settings, SIDECAR: "requirements: [{id: R-1, status: implemented}]\n"}
    write_site(tmp_path, files)
    assert command(tmp_path, "--write-baseline").status == 1
    assert "TR420" not in codes(tmp_path)
    assert [each["code"] for each in found(tmp_path)["findings"] if each["fails"]] == ["TR420"]


def test_a_waiver_comes_before_the_baseline_and_its_end_fails(tmp_path: Path) -> None:
    site(tmp_path, TWO)
    edit(tmp_path, "{id: F-1}", "{id: F-1, waive: {TR201: {reason: r, owner: o, until: 2999-01-31}}}")
    assert found(tmp_path)["counts"] == {"error": 0, "warning": 0, "info": 0, "waived": 1, "baseline": 1}
    edit(tmp_path, "2999", "2020")
    assert [each["code"] for each in found(tmp_path)["findings"] if each["fails"]] == ["TR901"]
    command(tmp_path, "--write-baseline")
    assert codes(tmp_path) == ["TR101", "TR201"], "it is shown as what the waiver waived, and not gone"


# ------------------------------------------------------------------------------------- pages and data


def published(folder: Path, path: str) -> str:
    return (folder / "site/traceability" / path).read_text("utf-8")


def test_the_pages_count_the_baseline_down_and_fold_it_away(tmp_path: Path) -> None:
    site(tmp_path, TWO)
    edit(tmp_path, "{id: F-1}", "{id: F-1, components: [c]}")
    build(tmp_path)
    findings = BeautifulSoup(published(tmp_path, "findings/index.html"), "html.parser")
    text = " ".join(findings.get_text(" ").split())
    since = json.loads((tmp_path / FILE).read_text("utf-8"))["since"]
    assert f"Baseline: 1 of 2 findings left since {since}." in text
    (fold,) = findings.select("details.trace-waived")
    assert " ".join(fold.summary.get_text(" ").split()) == "1 finding in the baseline"
    assert [row["class"] for row in fold.select("tr.trace-finding")] == [
        ["trace-finding", "trace-finding--baseline"]
    ]
    overview = BeautifulSoup(published(tmp_path, "index.html"), "html.parser")
    verdict = " ".join(overview.select_one(".trace-verdict").get_text(" ").split())
    assert verdict == "Passing no new errors in 3 items 1 info, baseline: 1 of 2 left"


def test_a_site_without_a_baseline_shows_none(tmp_path: Path) -> None:
    write_site(tmp_path, {"docs/index.md": "# Home\n", SIDECAR: "components: [{id: c, external: true}]\n"})
    build(tmp_path)
    assert "aseline" not in published(tmp_path, "index.html") + published(tmp_path, "findings/index.html")
    assert "baseline" not in json.loads(published(tmp_path, "traceability.json"))


def test_the_published_data_say_the_same(tmp_path: Path) -> None:
    site(tmp_path, TWO)
    build(tmp_path)
    data = json.loads(published(tmp_path, "traceability.json"))
    assert data["counts"]["baseline"] == 2
    assert list(VALIDATOR.iter_errors(data)) == []
    assert (data["baseline"]["entered"], data["baseline"]["left"]) == (2, 2)
    assert {each["in_baseline"] for each in data["findings"]} == {True}
    rows = [line.split(",")[:2] for line in published(tmp_path, "findings.csv").splitlines()]
    assert rows[1:] == [["TR201", "error"], ["TR101", "error"]]
    assert published(tmp_path, "findings.csv").count(",yes") == 2


def test_the_history_has_how_much_was_left(tmp_path: Path) -> None:
    old = '{"version": 1, "entries": [{"revision": "r1", "time": "", "counts": {}, "baseline": 5}]}'
    settings = "site_name: x\nplugins: [{traceability: {revision: r2, history: old.json}}]\n"
    site(tmp_path, TWO, **{"mkdocs.yml": settings, "old.json": old})
    text = (tmp_path / FILE).read_text("utf-8")
    (tmp_path / FILE).write_text(text.replace('"entered": 2', '"entered": 10'), "utf-8")
    build(tmp_path)
    history = json.loads(published(tmp_path, "history.json"))["entries"]
    assert [entry["baseline"] for entry in history] == [5, 2]
    findings = BeautifulSoup(published(tmp_path, "findings/index.html"), "html.parser")
    assert findings.select_one(".trace-meta svg")["aria-label"] == "Left: 50 %, 20 %"


def test_the_findings_of_an_item_say_that_they_are_in_the_baseline(tmp_path: Path) -> None:
    page = "---\ntraceability:\n  flow: {id: F-1}\n---\n# F\n"
    site(tmp_path, "components: [{id: c, external: true}]\n", **{"docs/f.md": page})
    build(tmp_path)
    panel = BeautifulSoup((tmp_path / "site/f/index.html").read_text("utf-8"), "html.parser")
    (flag,) = panel.select("a.trace-flag--baseline")
    assert flag.get_text(" ", strip=True) == "TR201 in the baseline"


# ------------------------------------------------------------------------------------- what moves


def test_a_sidecar_that_moves_keeps_its_entries(tmp_path: Path) -> None:
    site(tmp_path, TWO)
    (tmp_path / "docs/deep").mkdir()
    (tmp_path / SIDECAR).rename(tmp_path / "docs/deep/z.trace.yml")
    assert command(tmp_path).status == 0
    assert command(tmp_path, "--write-baseline").errors.endswith("0 added, 0 removed, 2 of 2 left\n")
    assert {entry["path"] for entry in entries(tmp_path)} == {"docs/deep/z.trace.yml"}


def test_a_page_that_is_renamed_keeps_its_entries(tmp_path: Path) -> None:
    page = "---\ntraceability:\n  flow: {id: F-1, colour: red, see: [nothing]}\n---\n# F\n"
    write_site(tmp_path, {"docs/index.md": "# Home\n", "docs/f.md": page})
    assert command(tmp_path, "--write-baseline").status == 0
    assert codes(tmp_path) == ["TR002", "TR101", "TR201"]
    (tmp_path / "docs/f.md").rename(tmp_path / "docs/g.md")
    assert command(tmp_path).status == 0


def test_what_stands_in_the_text_of_a_page_moves_with_the_page(tmp_path: Path) -> None:
    prose = "# P\n\n[EVAL-001] and [EVAL-002], and [EVAL-001] again.\n"
    flows = "flows: [{id: EVAL-007, components: [c]}]\ncomponents: [{id: c}]\n"
    site(tmp_path, flows, **{"docs/p.md": prose})
    assert codes(tmp_path) == ["TR106", "TR106", "TR106"]
    (tmp_path / "docs/p.md").rename(tmp_path / "docs/q.md")
    assert command(tmp_path).status == 0
    (tmp_path / "docs/r.md").write_text(prose, "utf-8")
    assert found(tmp_path)["counts"]["error"] == 2, "a second page is new"
    (tmp_path / "docs/r.md").unlink()
    edit(tmp_path, " and [EVAL-002]", "", "docs/q.md")
    assert [each["code"] for each in found(tmp_path)["findings"] if each["path"] == FILE] == ["TR903"]
    assert command(tmp_path, "--write-baseline").errors.endswith("0 added, 1 removed, 2 of 3 left\n")
    assert {entry["path"] for entry in entries(tmp_path)} == {"docs/q.md"}


def test_what_is_wrong_in_the_settings_is_gone_when_it_is_mended(tmp_path: Path) -> None:
    settings = "site_name: x\nplugins: [{traceability: {colour: red, junit: [no.xml]}}]\n"
    site(tmp_path, "components: [{id: c, external: true}]\n", **{"mkdocs.yml": settings})
    assert codes(tmp_path) == ["TR008", "TR415"]
    edit(tmp_path, "colour: red, junit: [no.xml]", "shortcuts: true", "mkdocs.yml")
    command(tmp_path, "--write-baseline")
    assert codes(tmp_path) == []


def test_what_is_fixed_can_be_made_to_fail_until_it_is_removed(tmp_path: Path) -> None:
    settings = "site_name: x\nplugins: [{traceability: {rules: {TR903: error}}}]\n"
    site(tmp_path, TWO, **{"mkdocs.yml": settings})
    edit(tmp_path, "{id: F-1}", "{id: F-1, components: [c]}")
    assert command(tmp_path).status == 1
    assert command(tmp_path, "--write-baseline", "--accept-new").status == 0
    assert codes(tmp_path) == ["TR101"]


# ------------------------------------------------------------------------------------- what is not judged

UNJUDGED = table(
    "sidecar, files, edits, left",
    ("its file cannot be read", TWO, {}, {SIDECAR: ("flows:", "flows: ]:")}, 2),
    (
        "another file cannot be read",
        TWO,
        {"docs/b.trace.yml": "gaps: [{id: G-1}]\n"},
        {SIDECAR: ("{id: F-1}", "{id: F-1, components: [c]}"), "docs/b.trace.yml": ("gaps:", "gaps: ]:")},
        2,
    ),
    ("the rule is off", TWO, {}, {"mkdocs.yml": ("traceability", "traceability: {rules: {TR201: off}}")}, 2),
    (
        "the rule is off for its folder",
        TWO,
        {},
        {"mkdocs.yml": ("traceability", 'traceability: {rules: {TR201: {paths: {"docs/*": off}}}}')},
        2,
    ),
    (
        "its file is a source no longer",
        TWO,
        {"docs/b.trace.yml": "flows: [{id: F-9}]\n"},
        {"mkdocs.yml": ("plugins", "exclude_docs: b.trace.yml\nplugins")},
        3,
    ),
    ("a setting is wrong", TWO, {}, {"mkdocs.yml": ("traceability", "traceability: {kinds: {flow: 1}}")}, 2),
    (
        "its item is written wrongly now",
        "components: [{id: c, external: true}]\nflows:\n  - id: F-1\n",
        {},
        {SIDECAR: ("id: F-1", "id: F-1\n    componets: [c]")},
        1,
    ),
    (
        "its field is written wrongly now, and nobody is told",
        "components: [{id: c, external: true}]\nflows:\n  - id: F-1\n",
        {"mkdocs.yml": "site_name: x\nplugins:\n  - traceability: {rules: {TR003: off}}\n"},
        {SIDECAR: ("id: F-1", "id: F-1\n    components: {x: [y]}")},
        1,
    ),
    (
        "only a build could find it, and what it leaves open is not shown",
        TWO,
        {"hook.py": "def on_files(files, config): ...\n"},
        {
            "mkdocs.yml": (
                "plugins:\n  - traceability",
                "hooks: [hook.py]\nplugins:\n  - traceability: {rules: {TR413: off}}",
            )
        },
        2,
    ),
    (
        "its item is on another cycle now",
        "flows: [{id: F-1, components: [a, b, c]}]\ncomponents:\n"
        "  - {id: a}\n  - {id: b, part_of: c}\n  - {id: c, part_of: b}\n",
        {},
        {SIDECAR: ("{id: a}\n  - {id: b, part_of: c}", "{id: a, part_of: c}\n  - {id: b, part_of: a}")},
        1,
    ),
    (
        "its item has no id now",
        "flows:\n  - id: F-1\n    title: One\n",
        {},
        {SIDECAR: ("id: F-1\n    title: One", "title: One")},
        1,
    ),
    (
        "its item is referred to by a misspelt id",
        "components: [{id: c, external: true}]\nflows:\n  - id: EVAL-001\n",
        {},
        {SIDECAR: ("external: true", "external: true, flows: [EVAL-01]")},
        1,
    ),
)


@UNJUDGED
def test_what_is_not_judged_is_not_gone(
    tmp_path: Path, sidecar: str, files: dict[str, str], edits: dict[str, tuple[str, str]], left: int
) -> None:
    settings = "site_name: x\nplugins:\n  - traceability\n"
    write_site(tmp_path, {"mkdocs.yml": settings, SIDECAR: sidecar, **files})
    command(tmp_path, "--write-baseline")
    assert len(entries(tmp_path)) == left
    for path, (old, new) in edits.items():
        edit(tmp_path, old, new, path)
    assert "TR903" not in [each["code"] for each in found(tmp_path)["findings"]]
    command(tmp_path, "--write-baseline")
    assert len(entries(tmp_path)) == left


def test_what_the_evidence_cannot_tell_is_not_gone(tmp_path: Path) -> None:
    with_report = "site_name: x\nplugins: [{traceability: {junit: [report.xml]}}]\n"
    failed = '<testsuite><testcase classname="tests.test_a" name="test_a"><failure/></testcase></testsuite>'
    files = {
        "mkdocs.yml": with_report,
        "tests/test_a.py": "def test_a(): ...\n",
        "report.xml": failed,
        SIDECAR: "requirements:\n  - id: R-1\n    evidence: {tests: [tests/test_a.py::test_a]}\n",
    }
    write_site(tmp_path, files)
    command(tmp_path, "--write-baseline")
    assert codes(tmp_path) == ["TR405"]
    edit(tmp_path, "[report.xml]", "[]", "mkdocs.yml")
    command(tmp_path, "--write-baseline")
    assert codes(tmp_path) == ["TR405"], "no report says that it passes"
    edit(tmp_path, "[]", "[report.xml]", "mkdocs.yml")
    edit(tmp_path, "<failure/>", "", "report.xml")
    command(tmp_path, "--write-baseline")
    assert codes(tmp_path) == []


def test_what_an_old_report_cannot_tell_is_not_gone(tmp_path: Path) -> None:
    failed = '<testsuite><testcase classname="tests.test_a" name="test_a"><failure/></testcase></testsuite>'
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {junit: [report.xml]}}]\n",
        "tests/test_a.py": "def test_a(): ...\n",
        "report.xml": failed,
        SIDECAR: "requirements:\n  - id: R-1\n    evidence: {tests: [tests/test_a.py::test_a]}\n",
    }
    write_site(tmp_path, files)
    command(tmp_path, "--write-baseline")
    assert codes(tmp_path) == ["TR405"]
    edit(tmp_path, "<failure/>", "", "report.xml")
    os.utime(tmp_path / "report.xml", (1, 1))
    assert [each["code"] for each in found(tmp_path)["findings"]] == ["TR416"]
    command(tmp_path, "--write-baseline")
    assert codes(tmp_path) == ["TR405"]


UNDECIDED = "{id: R-1, evidence: {endpoints: [GET /a]}}"


@table(
    "other, left",
    ("a claim elsewhere cannot be checked", UNDECIDED, ["TR410"]),
    ("all claims are checked", "{id: R-1, evidence: {files: [there.yml]}}", []),
)
def test_what_is_judged_by_the_claims_of_others_waits_for_all_of_them(
    tmp_path: Path, other: str, left: list[str]
) -> None:
    done = "{id: R-2, status: missing, action: {text: Write it, artifacts: [there.yml]}}"
    sidecar = f"requirements:\n  - {other}\n  - {done}\n"
    site(tmp_path, sidecar, **{"there.yml": "a: 1\n", "more.yml": "a: 1\n"})
    assert codes(tmp_path) == ["TR410"]
    edit(tmp_path, "artifacts: [there.yml]", "artifacts: [later.yml, more.yml]")
    command(tmp_path, "--write-baseline")
    assert codes(tmp_path) == left


def test_what_was_deleted_is_gone(tmp_path: Path) -> None:
    site(tmp_path, TWO, **{"docs/b.trace.yml": "flows: [{id: F-9}]\n"})
    assert len(entries(tmp_path)) == 3
    (tmp_path / "docs/b.trace.yml").unlink()
    edit(tmp_path, "  - {id: F-1}\n", "")
    command(tmp_path, "--write-baseline")
    assert codes(tmp_path) == ["TR101"]


def test_what_only_a_build_knows_for_sure_is_entered_as_the_build_finds_it(tmp_path: Path) -> None:
    settings = "site_name: x\nhooks: [hook.py]\nplugins: [traceability]\n"
    files = {"mkdocs.yml": settings, "hook.py": "def on_files(files, config): ...\n", SIDECAR: TWO}
    write_site(tmp_path, {"docs/index.md": "# Home\n", **files})
    assert {each["code"] for each in found(tmp_path)["findings"]} == {"TR413"}
    with pytest.raises(Abort):
        build(tmp_path)
    command(tmp_path, "--write-baseline")
    assert codes(tmp_path) == ["TR101", "TR201"]
    build(tmp_path)
    assert command(tmp_path, "--write-baseline").errors.endswith("0 added, 0 removed, 2 of 2 left\n")
    edit(tmp_path, "{id: F-1}", "{id: F-1, components: [c]}")
    assert command(tmp_path, "--write-baseline").errors.endswith("0 added, 1 removed, 1 of 2 left\n")


def test_what_has_a_place_in_the_baseline_takes_no_other_place(tmp_path: Path) -> None:
    flows = "flows: [{id: EVAL-007, components: [c]}]\ncomponents: [{id: c}]\n"
    site(tmp_path, flows, **{"docs/p.md": "[EVAL-001]\n", "docs/q.md": "[EVAL-001]\n"})
    assert codes(tmp_path) == ["TR106", "TR106"]
    (tmp_path / "docs/p.md").unlink()
    (gone,) = [each for each in found(tmp_path)["findings"] if each["code"] == "TR903"]
    assert (gone["code"], gone["path"], gone["line"]) == ("TR903", FILE, 6)


def test_what_an_item_says_now_is_gone_although_a_misspelt_id_may_mean_it(tmp_path: Path) -> None:
    site(tmp_path, "components: [{id: c, external: true}]\nflows:\n  - id: EVAL-001\n")
    assert codes(tmp_path) == ["TR201"]
    edit(tmp_path, "external: true", "external: true, flows: [EVAL-01]")
    assert [each["code"] for each in found(tmp_path)["findings"]] == ["TR101"]
    edit(tmp_path, "id: EVAL-001", "id: EVAL-001\n    components: [c]")
    assert sorted(each["code"] for each in found(tmp_path)["findings"]) == ["TR101", "TR903"]


def test_where_a_check_knows_all_items_it_does_not_matter_how_open_questions_weigh(tmp_path: Path) -> None:
    site(tmp_path, TWO, **{"mkdocs.yml": "site_name: x\nplugins: [{traceability: {rules: {TR413: off}}}]\n"})
    edit(tmp_path, "{id: F-1}", "{id: F-1, components: [c]}")
    command(tmp_path, "--write-baseline")
    assert codes(tmp_path) == ["TR101"]


def test_a_cycle_that_is_broken_is_gone(tmp_path: Path) -> None:
    components = "components:\n  - {id: b, part_of: c}\n  - {id: c, part_of: b}\n"
    site(tmp_path, f"flows: [{{id: F-1, components: [b, c]}}]\n{components}")
    assert codes(tmp_path) == ["TR109"]
    edit(tmp_path, "{id: c, part_of: b}", "{id: c}")
    assert [each["code"] for each in found(tmp_path)["findings"]] == ["TR903"]


# ------------------------------------------------------------------------------------- broken files

GOOD = '"version": 1, "since": "2026-01-31", "entered": 1'
BROKEN = table(
    "text, place, message",
    ("empty", "", (1, 1), "this is not JSON"),
    ("cut off", "{\n" + GOOD + ",\n", (3, 1), "this is not JSON"),
    ("a comma too many", '{"findings": [\n{},\n]}', (2, 3), "this is not JSON: a comma too many"),
    ("a comma too few", '{"findings": [\n{}\n{}]}', (3, 1), "this is not JSON: a comma is missing"),
    (
        "a merge conflict",
        "{" + GOOD + ', "findings": [\n<<<<<<< HEAD\n{}\n=======\n>>>>>>> b\n]}',
        (2, 1),
        "an unresolved merge conflict",
    ),
    ("a list", "[]", (1, 1), "this is not a baseline"),
    ("without findings", "{" + GOOD + "}", (1, 1), "this is not a baseline"),
    (
        "a later version",
        '{\n  "version": 2, "since": "2026-01-31", "entered": 1, "findings": []}',
        (2, 3),
        "this version of the baseline is not known",
    ),
    ("no date", '{"version": 1,\n"since": 3, "entered": 1, "findings": []}', (2, 1), "`since` is not a date"),
    (
        "no number",
        '{"version": 1, "since": "2026-01-31",\n"entered": "x", "findings": []}',
        (2, 1),
        "`entered` is not a number",
    ),
    (
        "an entry without a fingerprint",
        "{" + GOOD + ', "findings": [\n  {"code": "TR101"}]}',
        (2, 3),
        "this entry is not a finding",
    ),
    ("an entry that is none", "{" + GOOD + ', "findings": [\n 7]}', (2, 2), "this entry is not a finding"),
    ("a list that stands twice", "{" + GOOD + ', "findings": [7], "findings": []}', (1, 1), "not a baseline"),
    ("a depth without end", "[" * 100_000, (1, 1), "this is not a baseline"),
    ("a number without end", "[" + "9" * 10_000 + "]", (1, 1), "this is not a baseline"),
)


@BROKEN
def test_a_broken_baseline_is_one_finding_and_excuses_nothing(
    tmp_path: Path, text: str, place: tuple[int, int], message: str
) -> None:
    write_site(tmp_path, {SIDECAR: TWO, FILE: text})
    report = found(tmp_path)
    assert report["counts"]["error"] == 3
    (wrong,) = [each for each in report["findings"] if each["path"] == FILE]
    assert (wrong["code"], (wrong["line"], wrong["column"])) == ("TR008", place)
    assert message in wrong["message"]
    assert wrong["help"]
    told = command(tmp_path, "--write-baseline", "--accept-new")
    assert told.status == 2, "what cannot be read is not overwritten"
    assert (tmp_path / FILE).read_text("utf-8") == text


def test_entries_that_stand_twice_or_are_formatted_otherwise_are_read(tmp_path: Path) -> None:
    site(tmp_path, TWO)
    document = json.loads((tmp_path / FILE).read_text("utf-8"))
    document["findings"] *= 2
    (tmp_path / FILE).write_text("\ufeff" + json.dumps(document, indent=4).replace("\n", "\r\n"), "utf-8")
    assert command(tmp_path).status == 0
    edit(tmp_path, "{id: F-1}", "{id: F-1, components: [c]}")
    (gone,) = [each for each in found(tmp_path)["findings"] if each["code"] == "TR903"]
    assert (gone["line"], gone["column"]) == (14, 9)
    command(tmp_path, "--write-baseline")
    assert codes(tmp_path) == ["TR101"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    write_site(tmp_path, {SIDECAR: TWO})
    with (tmp_path / FILE).open("wb") as stream:
        stream.truncate(25_000_000)
    assert "too large for a baseline" in command(tmp_path).output


def test_a_folder_and_a_link_that_leads_out_are_not_read(tmp_path: Path) -> None:
    write_site(tmp_path / "a", {SIDECAR: TWO, f"{FILE}/x": ""})
    assert "cannot be read: Is a directory" in command(tmp_path / "a").output
    write_site(tmp_path / "b", {SIDECAR: TWO})
    (tmp_path / "secret").write_text("secret\n")
    (tmp_path / "b" / FILE).symlink_to(tmp_path / "secret")
    told = command(tmp_path / "b")
    assert "leads out of the site" in told.output
    assert "secret" not in told.output
    assert command(tmp_path / "b", "--write-baseline").status == 2
    assert (tmp_path / "secret").read_text() == "secret\n"


# ------------------------------------------------------------------------------------- the setting


def test_a_setting_that_names_no_file_is_a_finding_until_the_file_is_written(tmp_path: Path) -> None:
    settings = "site_name: x\nplugins:\n  - traceability:\n      baseline: old/known.json\n"
    write_site(tmp_path, {"mkdocs.yml": settings, SIDECAR: TWO, "old/x": ""})
    (wrong,) = [each for each in found(tmp_path)["findings"] if each["code"] == "TR008"]
    assert (wrong["message"], wrong["line"], wrong["column"]) == ("`old/known.json` does not exist", 4, 17)
    assert command(tmp_path, "--write-baseline").status == 0
    assert (tmp_path / "old/known.json").is_file()
    assert "TR008" not in (tmp_path / "old/known.json").read_text("utf-8")


@pytest.mark.parametrize(
    "path", ["../x.json", "/tmp/x.json", "a/../../x.json", '""', "x/", "C:x.json", "a\\b"]
)
def test_a_baseline_is_below_the_folder_of_the_configuration(tmp_path: Path, path: str) -> None:
    settings = f"site_name: x\nplugins:\n  - traceability:\n      baseline: {path}\n"
    write_site(tmp_path, {"mkdocs.yml": settings, SIDECAR: TWO})
    (wrong,) = [each for each in found(tmp_path)["findings"] if each["code"] == "TR008"]
    assert "a file below the folder of `mkdocs.yml`" in wrong["message"]
    told = command(tmp_path, "--write-baseline")
    assert told.status == 2
    assert told.errors.startswith("Error: mkdocs.yml:4:17: `baseline`: a file below")
    assert not (tmp_path / FILE).exists(), "what is wrong with the setting is not entered"


def test_a_baseline_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    settings = "site_name: x\nplugins: [{traceability: {baseline: no/folder/x.json}}]\n"
    write_site(tmp_path, {"mkdocs.yml": settings, SIDECAR: TWO})
    told = command(tmp_path, "--write-baseline")
    assert (told.status, told.errors) == (
        2,
        "Error: no/folder/x.json cannot be written to: No such file or directory\n",
    )


# ------------------------------------------------------------------------------------- fingerprints


def reworded(finding: Finding) -> Finding:
    """Return a finding that says the same in other words, at another line."""
    parts = re.split(r"(`[^`]*`)", finding.message)
    message = "".join(each if each.startswith("`") else each.swapcase() for each in parts)
    at = finding.position._replace(line=finding.position.line + 7, column=finding.position.column + 1)
    return replace(finding, message=message, position=at, label="otherwise", help="otherwise")


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_no_fingerprint_holds_words_or_a_line(rule: Rule, tmp_path: Path) -> None:
    raw = run(tmp_path / "site", rule.fails).raw_findings

    def names(findings: Iterable[Finding]) -> list[str]:
        return [each.fingerprint for each in with_fingerprints(findings, said_once())]

    assert names(raw) == [each.fingerprint for each in raw]
    assert names(map(reworded, raw)) == names(raw)


def test_a_finding_of_the_baseline_comes_back_from_what_is_kept() -> None:
    (finding,) = with_fingerprints([Finding("TR001", "`x`", run_position())], frozenset())
    marked = replace(finding, in_baseline=True, doubted="TR101")
    assert from_stored(json.loads(json.dumps(as_stored(marked)))) == marked


def run_position() -> Any:
    from mkdocs_traceability.model.position import Position

    return Position("a.yml", 1, 2, 3)


# ------------------------------------------------------------------------------------- random sites

KEYS = ["version", "since", "entered", "findings", "code", "path", "item", "field", "subject", "fingerprint"]

MISTAKES = st.sampled_from(
    ["", "components: [gone]", "see: [lost, gone]", "colour: red", "status: dunno", "title: [a]"]
)


def flows(mistakes: list[str]) -> str:
    lines = (
        f"  - {{{', '.join(filter(None, [f'id: F-{number}', said]))}}}\n"
        for number, said in enumerate(mistakes)
    )
    return f"components: [{{id: c, external: true}}]\nflows:\n{''.join(lines)}"


@settings(deadline=None)
@given(
    st.text()
    | st.binary().map(lambda data: data.decode("utf-8", "replace"))
    | st.from_regex(r'\{"version": 1, .*\}')
)
def test_no_text_ends_in_anything_but_a_baseline_or_a_reason(text: str) -> None:
    with suppress(BadBaselineError):
        read_baseline(text, FILE)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from([1, "2026-01-31", "0" * 24]),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.sampled_from(KEYS), each, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(JSON, st.integers(0, 4))
def test_no_document_ends_in_anything_but_a_baseline_or_a_reason(document: Any, indent: int) -> None:
    whole = {"version": 1, "since": "2026-01-31", "entered": 1, "findings": [document]}
    for each in (document, whole):
        text = json.dumps(each, indent=indent or None)
        with suppress(BadBaselineError):
            read = read_baseline(text, FILE)
            assert read_baseline(read.as_text(), FILE).as_text() == read.as_text()


@settings(deadline=None, max_examples=40)
@given(mistakes=st.lists(MISTAKES, min_size=1, max_size=5), fixed=st.integers(0, 4), new=MISTAKES)
def test_on_random_sites_it_only_ever_shrinks(mistakes: list[str], fixed: int, new: str) -> None:
    with TemporaryDirectory() as name:
        folder = site(Path(name), flows(mistakes))
        before = {entry["fingerprint"]: entry["item"] for entry in entries(folder)}
        assert command(folder).status == 0
        number = fixed % len(mistakes)
        mended = [*mistakes[:number], "components: [c]", *mistakes[number + 1 :]]
        (folder / SIDECAR).write_text(flows(mended), "utf-8")
        assert command(folder, "--write-baseline").status == 0
        after = {entry["fingerprint"] for entry in entries(folder)}
        assert after == {each for each, item in before.items() if item != f"flow F-{number}"}
        (folder / SIDECAR).write_text(flows([*mended, new]), "utf-8")
        assert command(folder).status == 1
