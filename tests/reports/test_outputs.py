"""`check` writes several formats at once, to files and the console, and ends the same whichever they are."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from reading_formats import read_annotations, read_json, read_markdown, read_sarif
from support import PLAIN_SITE, ROOT, write_site

from mkdocs_traceability.cli import outputs
from mkdocs_traceability.cli.main import main
from mkdocs_traceability.edits.fixes import FIXERS
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix, TextEdit
from mkdocs_traceability.reports.formats import FORMATS
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

MANUAL = (ROOT / "docs/tools/outputs.md").read_text(encoding="utf-8")
SIDECAR = re.findall(
    r'^```yaml title="docs/evaluation.trace.yml"\n(.*?)^```', MANUAL, re.MULTILINE | re.DOTALL
)[0]
RECORDED = re.findall(
    r'^```\w+ title="mkdocs-traceability check([^"]*)"\n(.*?)^```', MANUAL, re.MULTILINE | re.DOTALL
)

CLEAN = "components:\n  - {id: eval-worker, external: true}\n"
GITLAB = {"CI_PROJECT_URL": "https://gitlab.example.org/g/p", "CI_COMMIT_SHA": "abc"}
GITHUB = {"GITHUB_SERVER_URL": "https://github.example.org", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "abc"}


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run outside of any CI service, wherever the tests run."""
    for name in (*GITLAB, *GITHUB):
        monkeypatch.delenv(name, raising=False)


def site(folder: Path, sidecar: str = SIDECAR, config: str = PLAIN_SITE) -> Path:
    return write_site(folder, {"mkdocs.yml": config, "docs/evaluation.trace.yml": sidecar}).parent


def check(folder: Path, *arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["check", str(folder), *map(str, arguments)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize(("arguments", "expected"), RECORDED, ids=[each[0] for each in RECORDED])
def test_the_manual_shows_what_is_printed(tmp_path: Path, arguments: str, expected: str) -> None:
    assert check(site(tmp_path), *arguments.split()) == (1, expected, "")


def test_the_manual_has_every_format() -> None:
    listed = re.findall(r"^\| (?:\[`([\w-]+)`\]\(#[\w-]+\)|`([\w-]+)`) \|", MANUAL, re.MULTILINE)
    assert [first or second for first, second in listed] == list(FORMATS)


def test_several_formats_are_written_at_once_beside_what_is_printed(tmp_path: Path) -> None:
    folder = site(tmp_path / "site")
    plain = check(folder)
    names = [f"--output={form}={tmp_path / form}" for form in FORMATS if form != "gitlab-annotations"]
    assert check(folder, *names) == plain
    for form in FORMATS:
        if form != "gitlab-annotations":
            assert (tmp_path / form).read_bytes().decode("utf-8") == check(folder, "--format", form)[1]
    assert (
        check(folder, "--format", "json", f"--output=sarif={tmp_path / 'b'}")[1]
        == check(folder, "--output", "json")[1]
    )


def test_a_file_has_no_colours_though_the_console_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "paint", lambda text, severity: f"<{severity}>{text}")
    _, out, _ = check(site(tmp_path), "--output", f"text={tmp_path / 'out'}")
    assert "<error>TR101" in out
    assert (tmp_path / "out").read_text(encoding="utf-8") == out.replace("<error>", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "text", "--output", "json"], "only one format can go to the console"),
        (["--output", "sarif", "--output", "json=-"], "only one format can go to the console"),
        (["--output", "sarif=x", "--output", "json=./x"], "two formats cannot go to one file"),
        (["--output", "sarf=x"], "unknown format 'sarf' for --output; choose from text, json, sarif, "),
        (["--output", "json="], "--output json= names no file"),
        (["--format", "gitlab-annotations"], "set CI_PROJECT_URL and CI_COMMIT_SHA, as GitLab CI does"),
        (["--compare", "x.json"], "--compare needs a format that shows changes: sarif or markdown"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = check(site(tmp_path / "site"), *arguments)
    assert (status, out) == (2, "")
    assert said in " ".join(err.split())
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("file", ["nowhere/report", "folder", "a\0b"])
def test_a_file_that_cannot_be_written_ends_the_command_with_2(tmp_path: Path, file: str) -> None:
    (tmp_path / "folder").mkdir()
    status, out, err = check(site(tmp_path), "--output", f"sarif={tmp_path}/{file}")
    assert status == 2
    assert "1 error" in out
    shown = file.replace("\0", "\N{REPLACEMENT CHARACTER}")
    assert err.startswith(f"Error: {tmp_path}/{shown} cannot be written to: ")
    assert err.count("\n") == 1


def test_an_old_file_is_replaced_and_stays_if_the_check_cannot_run(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text("old")
    assert check(tmp_path, "--output", f"json={file}")[0] == 2
    assert file.read_text() == "old"
    assert check(site(tmp_path / "site"), "--output", f"json={file}")[0] == 1
    assert len(read_json(file.read_text(encoding="utf-8"))) == 2


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("sidecar", "status"), [(SIDECAR, 1), (CLEAN, 0), ("components: []\n", 2)])
def test_the_exit_status_is_that_of_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, sidecar: str, status: int
) -> None:
    for name, value in GITLAB.items():
        monkeypatch.setenv(name, value)
    assert check(site(tmp_path, sidecar), "--format", form)[0] == status


# ---------------------------------------------------------------- the repository around the site


@pytest.mark.parametrize("where", ["", "manual/en"])
def test_paths_begin_at_the_root_of_the_repository(tmp_path: Path, where: str) -> None:
    (tmp_path / ".git").mkdir()
    folder = site(tmp_path / where)
    first, _ = read_sarif(check(folder, "--format", "sarif")[1])
    assert first.path == f"{where}/docs/evaluation.trace.yml".lstrip("/")
    assert read_json(check(folder, "--format", "json")[1])[0].path == "docs/evaluation.trace.yml"


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        (GITLAB, "https://gitlab.example.org/g/p/-/blob/abc/"),
        (GITHUB, "https://github.example.org/o/r/blob/abc/"),
    ],
)
def test_in_ci_places_are_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], address: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    (tmp_path / ".git").mkdir()
    folder = site(tmp_path / "site")
    place = f"{address}site/docs/evaluation.trace.yml#L4"
    ((_, links),) = read_annotations(check(folder, "--format", "gitlab-annotations")[1]).items()
    assert [url for _, url in links] == [place]
    assert f"]({place})" in check(folder, "--format", "markdown")[1]


# ---------------------------------------------------------------- compared with an earlier check

VERIFIED = """\
components:
  - {id: eval-worker, status: implemented, evidence: {code: [mkdocs.yml]}}
flows:
  - {id: EVAL-001, components: [eval-worker]}
  - {id: EVAL-002, components: [lost]}
"""


def test_a_pull_request_is_told_what_it_changes(tmp_path: Path) -> None:
    folder = site(tmp_path / "site")
    earlier = tmp_path / "main.json"
    assert check(folder, "--output", f"json={earlier}")[0] == 1
    site(folder, VERIFIED)
    status, out, _ = check(folder, "--compare", earlier, "--format", "markdown")
    assert status == 1
    tables = read_markdown(out)
    assert [row[1] for row in tables["New findings (1)"]] == [
        "TR101 unknown component lost (in components of flow EVAL-002)"
    ]
    assert [row[1] for row in tables["Gone since the compared check (1)"]] == [
        "TR101 unknown component evel-worker"
    ]
    assert tables["Shares"][-1] == ["components", "–", "1 of 1 (100 %)", "–", "0 of 1 (0 %)"]
    states = [
        result["baselineState"]
        for result in _results(check(folder, "--compare", earlier, "--format", "sarif")[1])
    ]
    assert set(states) == {"new"}


def _results(sarif: str) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = json.loads(sarif)["runs"][0]["results"]
    return results


@pytest.mark.parametrize(
    ("text", "said"), [(None, "cannot be read: "), ("x", "cannot be compared with: it is not JSON")]
)
def test_an_earlier_check_that_is_none_ends_the_command(tmp_path: Path, text: str | None, said: str) -> None:
    file = tmp_path / "main.json"
    if text is not None:
        file.write_text(text)
    status, out, err = check(site(tmp_path / "site"), "--compare", file, "--format", "markdown")
    assert (status, out) == (2, "")
    assert err.startswith(f"Error: {file} {said}")


def test_the_summary_has_what_is_gone_from_a_baseline_also_when_nothing_has_changed(tmp_path: Path) -> None:
    folder = site(tmp_path)
    check(folder, "--write-baseline")
    assert read_markdown(check(folder, "--format", "markdown")[1]) == {}
    site(folder, VERIFIED)
    first = check(folder, "--format", "markdown")
    tables = read_markdown(first[1])
    assert [row[1] for row in tables["Gone from the baseline (1)"]] == [
        "TR101 of flow EVAL-001 eval-worker".replace("eval", "evel")
    ]
    assert len(tables["New findings, not in the baseline (1)"]) == 1
    assert check(folder, "--format", "markdown") == first


def test_shares_are_counted_where_they_are_shown_and_kept(tmp_path: Path) -> None:
    settings = load_settings(site(tmp_path, VERIFIED) / "mkdocs.yml")
    assert Workspace(settings).check().shares is None
    counted = Workspace(settings).check(with_shares=True)
    assert [share.kind for share in counted.shares or ()] == ["flow", "component"]
    kept = Workspace(settings).check()
    assert kept.shares == counted.shares
    assert (kept.items, kept.findings, kept.gone) == (counted.items, counted.findings, counted.gone)


# ---------------------------------------------------------------- fixes

REPAIRABLE = """\
components:
  - {id: eval-worker, external: true, former_ids: [old-worker]}
flows:
  - {id: 0016, components: [old-worker]}
  - {id: EVAL-002, components: [old-worker]}
"""


def test_sarif_has_fixes_that_repair_what_they_are_offered_for(tmp_path: Path) -> None:
    folder = site(tmp_path, REPAIRABLE)
    results = _results(check(folder, "--format", "sarif")[1])
    assert [result["ruleId"] for result in results] == ["TR007", "TR107", "TR107"]
    replacements = [each for result in results for each in replacements_of(result)]
    site(folder, put_in(REPAIRABLE, replacements))
    assert read_json(check(folder, "--format", "json")[1]) == []


LOST = """\
components:
  - {id: eval-worker, external: true}
flows:
  - {id: EVAL-001, components: [lost]}
  - {id: EVAL-002, components: [lost], waive: {TR101: {reason: being made, owner: ana}}}
  - {id: EVAL-003, components: [eval-worker, lost]}
"""


def test_one_fix_repairs_all_places_of_a_mistake_that_nothing_excuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replaced(finding: Finding, text_of: object) -> Fix:
        path, line, column, length = finding.position
        edit = TextEdit(path, line, column, line, column + length, "eval-worker")
        return Fix("Write `eval-worker`", (edit,), is_safe=False)

    monkeypatch.setitem(FIXERS, "TR101", (replaced,))
    (result,) = _results(check(site(tmp_path, LOST), "--format", "sarif")[1])
    lines = put_in(LOST, replacements_of(result)).splitlines()
    assert [line.count("lost") for line in lines[3:]] == [0, 1, 0]


def replacements_of(result: dict[str, Any]) -> list[dict[str, Any]]:
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "docs/evaluation.trace.yml"
    replacements: list[dict[str, Any]] = change["replacements"]
    return replacements


def put_in(text: str, replacements: list[dict[str, Any]]) -> str:
    """Apply replacements of SARIF, the last one first."""
    starts = [0, *(end.end() for end in re.finditer("\n", text))]
    for each in sorted(replacements, key=lambda each: list(each["deletedRegion"].values()), reverse=True):
        region = each["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        text = text[:start] + each["insertedContent"]["text"] + text[end:]
    return text


def test_a_comparison_takes_all_findings(tmp_path: Path) -> None:
    folder = site(tmp_path / "site")
    check(folder, "--output", f"json={tmp_path / 'main.json'}")
    status, _, err = check(
        folder, "--compare", tmp_path / "main.json", "--format", "markdown", "--select", "TR101"
    )
    assert status == 2
    assert "--compare needs all findings" in " ".join(err.split())
