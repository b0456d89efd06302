"""`check --select`, `--ignore` and `--changed`: what is shown counts, what is hidden is counted."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import table, write_site

from mkdocs_traceability.cli.main import main

SIDECAR = """\
components:
  - {id: idle}
flows:
  - {id: F-1, components: [gone]}
  - {id: F-2}
  - {id: F-3, components: [idle], evidence: {files: [nowhere.txt]}}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write_site(tmp_path, {"docs/a.trace.yml": SIDECAR})
    return tmp_path


def check(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", str(site), *arguments])


def codes(site: Path, *arguments: str) -> list[str]:
    return [
        each["code"] for each in json.loads(check(site, *arguments, "--format", "json").stdout)["findings"]
    ]


@table(
    ("arguments", "shown"),
    ("all", "", ["TR101", "TR201", "TR402"]),
    ("one rule", "--select TR101", ["TR101"]),
    ("in any case", "--select tr101", ["TR101"]),
    ("two rules", "--select TR101,TR201", ["TR101", "TR201"]),
    ("the same, repeated", "--select TR101 --select TR201", ["TR101", "TR201"]),
    ("how codes begin", "--select TR4", ["TR402"]),
    ("all of them", "--select TR", ["TR101", "TR201", "TR402"]),
    ("all but one", "--ignore TR201", ["TR101", "TR402"]),
    ("both", "--select TR1,TR2 --ignore TR201", ["TR101"]),
    ("none", "--select TR4 --ignore TR4", []),
)
def test_what_is_shown(site: Path, arguments: str, shown: list[str]) -> None:
    assert codes(site, *arguments.split()) == shown
    assert check(site, *arguments.split()).exit_code == bool(shown)


@table(
    ("arguments", "note"),
    ("none is hidden", "--select TR", ""),
    ("one option", "--ignore TR101,TR201", "Note: hidden by --ignore: 2 errors\n"),
    ("both", "--select TR1 --ignore TR1", "Note: hidden by --select and --ignore: 3 errors\n"),
)
def test_how_many_are_hidden_is_said(site: Path, arguments: str, note: str) -> None:
    assert check(site, *arguments.split()).stderr == note


@table(
    ("arguments", "said"),
    ("the nearest", "--select TR1O1", "no rule has the code `TR1O1`; did you mean `TR101`?"),
    ("none is near", "--ignore X", "no rule has the code `X`; `explain` lists all rules"),
    ("no code", "--select=", "no rule has the code ``; `explain` lists all rules"),
    ("one of two", "--select TR101,TR4O2", "no rule has the code `TR4O2`; did you mean `TR402`?"),
)
def test_a_code_of_no_rule_is_an_error(site: Path, arguments: str, said: str) -> None:
    done = check(site, *arguments.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("option", ["--select=TR1", "--ignore=TR1", "--changed"])
def test_a_baseline_is_never_narrowed(site: Path, option: str) -> None:
    done = check(site, "--write-baseline", option)
    assert done.exit_code == 2
    assert "a baseline has all findings" in done.stderr
    assert not list(site.glob("*baseline*"))


def test_a_consequence_is_shown_with_its_cause(tmp_path: Path) -> None:
    """What is said as one finding stays one."""
    facts = (
        "flows: [{id: F-1, components: [gone]}]\nsignals: [{id: S, producers: [gone], consumers: [F-1]}]\n"
    )
    write_site(tmp_path, {"docs/a.trace.yml": facts})
    (finding,) = [each for each in codes(tmp_path) if each == "TR101"]
    assert codes(tmp_path, "--select", "TR101") == [finding]


def commit(site: Path) -> None:
    for line in ("init -q", "add -A", "-c user.name=A -c user.email=a@b.c commit -q -m One"):
        subprocess.run(["git", *line.split()], cwd=site, check=True)


def test_only_what_has_changed_counts(site: Path) -> None:
    commit(site)
    done = check(site, "--changed")
    assert (done.exit_code, done.stdout) == (0, "4 items: 0 errors, 0 warnings, 0 info\n")
    assert done.stderr == "Note: hidden by --changed, as nothing since HEAD can have caused them: 3 errors\n"

    (site / "docs/b.trace.yml").write_text("flows: [{id: F-4}]\n", encoding="utf-8")
    assert codes(site, "--changed") == ["TR201"]
    assert codes(site, "--changed=HEAD", "--ignore", "TR2") == []
    assert check(site, "--changed").exit_code == 1


def test_where_a_commit_cannot_be_read_all_counts_and_why_is_said(site: Path) -> None:
    commit(site)
    done = check(site, "--changed", "nowhere")
    assert done.exit_code == 1
    assert done.stdout == check(site).stdout
    said = "Note: --changed shows all findings: git has no commit `nowhere`; a shallow clone lacks older commits: fetch them, in GitHub Actions with `fetch-depth: 0`\n"
    assert done.stderr == said


@pytest.mark.parametrize("value", [".", "mkdocs.yml", "../site"])
def test_a_folder_in_place_of_a_commit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    site = write_site(tmp_path / "site", {"docs/a.trace.yml": SIDECAR}).parent
    commit(site)
    monkeypatch.chdir(site)
    done = CliRunner().invoke(main, ["check", "--changed", value])
    assert (done.exit_code, done.stdout) == (2, "")
    meant = f"`{value}` is a site, not a commit: to check it, write `check {value} --changed`"
    assert done.stderr.endswith(f"Error: {meant}\n")
    assert CliRunner().invoke(main, ["check", value, "--changed"]).exit_code == 0


def test_a_branch_that_is_called_as_a_folder_with_a_site_is_a_commit(tmp_path: Path) -> None:
    write_site(tmp_path / "main", {"docs/a.trace.yml": SIDECAR})
    commit(tmp_path)
    subprocess.run(["git", "branch", "-M", "main"], cwd=tmp_path, check=True)
    done = check(tmp_path / "main", "--changed", "main")
    assert (done.exit_code, done.stdout) == (0, "4 items: 0 errors, 0 warnings, 0 info\n")


def test_a_folder_without_a_site_is_only_no_commit(site: Path) -> None:
    commit(site)
    assert "git has no commit `docs`" in check(site, "--changed", "docs").stderr


def test_clones_that_lack_something_say_how_to_bring_it(site: Path) -> None:
    commit(site)
    (site / "docs/b.trace.yml").write_text("flows: [{id: F-4}]\n", encoding="utf-8")
    (site / "docs/a.trace.yml").write_text(SIDECAR.replace("gone", "lost"), encoding="utf-8")
    commit(site)
    subprocess.run(["git", "config", "uploadpack.allowFilter", "true"], cwd=site, check=True)
    for option, remedy in (
        ("--depth=1", "fetch them, in GitHub Actions with `fetch-depth: 0`"),
        ("--filter=blob:none", "a partial clone has not fetched them; clone without `--filter`"),
    ):
        clone = site.parent / f"{site.name}{option}"
        subprocess.run(["git", "clone", "-q", option, f"file://{site}", str(clone)], check=True)
        assert check(clone, "--changed").exit_code == 0
        done = check(clone, "--changed", "HEAD~1")
        assert done.exit_code == 1
        assert done.stdout == check(clone).stdout
        assert done.stderr.startswith("Note: --changed shows all findings: git ")
        assert done.stderr.endswith(f"{remedy}\n")


def test_without_git_all_counts(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = check(site, "--changed")
    assert done.exit_code == 1
    assert done.stderr == "Note: --changed shows all findings: git is not installed\n"
