"""Whatever is edited, a finding that the edit brings about is among those shown by `--changed`; others are hidden."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import write_site

from mkdocs_traceability.comparison.caused import caused_since
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

CONFIG = """\
site_name: x
plugins:
  - traceability:
      code_roots: [code]
      junit: [reports/*.xml]
      openapi: [api/*.yaml]
      sql: [db/*.sql]
      sources: [facts/*.yml]
      acyclic: [component.depends_on]
      fail_under: {flow: 50}
"""

SITE: Mapping[str, str] = {
    "mkdocs.yml": CONFIG,
    "docs/index.md": "# Home\n\nAs [EVAL-001] and [EVAL-002] say.\n",
    "docs/guide.md": "# Guide\n\n## 6.4 Limits\n",
    "docs/flows.trace.yml": """\
flows:
  - id: EVAL-001
    title: Evaluation
    status: implemented
    components: [worker]
    evidence: {code: ["jobs/worker.py:Worker"], tests: ["tests/test_worker.py::test_it"]}
  - {id: EVAL-002, title: Storing, components: [store], evidence: {tables: [runs.state], docs: ["guide.md § 6.4"]}}
  - {id: EVAL-003, title: Asking, evidence: {endpoints: ["GET /runs/{id}"]}}
""",
    "docs/parts.trace.yml": """\
layers:
  - {id: top, title: Top, rank: 1}
  - {id: bottom, title: Bottom, rank: 2}
components:
  - {id: worker, title: Worker, layer: top, depends_on: [store], flows: [EVAL-001, EVAL-003]}
  - {id: store, title: Store, layer: bottom}
""",
    "docs/signals.trace.yml": """\
signals:
  - {id: ready, title: Ready, producers: [worker], consumers: [store], persistence: none}
""",
    "facts/resources.yml": """\
resources:
  - {id: runs, title: Runs, writers: [store], readers: [worker]}
requirements:
  - {id: REQ-1, title: Runs are kept, status: implemented, satisfied_by: [EVAL-002], evidence: {code: ["jobs/worker.py:Worker"]}}
""",
    "code/jobs/worker.py": "class Worker:\n    pass\n",
    "code/tests/test_worker.py": "def test_it(): ...\n",
    "reports/unit.xml": '<testsuite><testcase classname="tests.test_worker" name="test_it"/></testsuite>\n',
    "api/openapi.yaml": "openapi: 3.1.0\npaths:\n  /runs/{id}:\n    get: {responses: {}}\n",
    "db/001.sql": "CREATE TABLE runs (id bigint, state text);\n",
}

Files = dict[str, str]
Edit = Callable[[Files], None]


def replaced(path: str, old: str, new: str) -> Edit:
    def edit(files: Files) -> None:
        if path in files:
            files[path] = files[path].replace(old, new)

    return edit


def removed(path: str) -> Edit:
    return lambda files: files.pop(path, None) and None


def moved(path: str, to: str) -> Edit:
    def edit(files: Files) -> None:
        if path in files:
            files[to] = files.pop(path)

    return edit


def added(path: str, text: str) -> Edit:
    return lambda files: files.update({path: text})


EDITS: Mapping[str, Edit] = {
    "a component is renamed": replaced("docs/parts.trace.yml", "id: store", "id: storage"),
    "a component goes to another layer": replaced("docs/parts.trace.yml", "layer: top", "layer: bottom"),
    "layers change places": replaced("docs/parts.trace.yml", "rank: 1", "rank: 3"),
    "a component serves no flow any more": replaced(
        "docs/parts.trace.yml", ", flows: [EVAL-001, EVAL-003]", ""
    ),
    "a cycle is closed": replaced(
        "docs/parts.trace.yml", "layer: bottom}", "layer: bottom, depends_on: [worker]}"
    ),
    "components cannot be read": replaced("docs/parts.trace.yml", "components:", "components: {{"),
    "components are gone": removed("docs/parts.trace.yml"),
    "components are elsewhere": moved("docs/parts.trace.yml", "docs/ü parts\n.trace.yml"),
    "a flow has no component": replaced("docs/flows.trace.yml", "components: [store], ", ""),
    "a flow is gone": replaced("docs/flows.trace.yml", "id: EVAL-002", "id: EVAL-004"),
    "a flow is planned": replaced("docs/flows.trace.yml", "status: implemented", "status: planned"),
    "flows are gone": removed("docs/flows.trace.yml"),
    "a signal has no consumer": replaced("docs/signals.trace.yml", "consumers: [store], ", ""),
    "a signal is waived": replaced(
        "docs/signals.trace.yml",
        "persistence: none",
        "persistence: none, waive: {TR206: {reason: r, owner: o}}",
    ),
    "a resource has another writer": replaced("facts/resources.yml", "writers: [store]", "writers: [worker]"),
    "resources are gone": removed("facts/resources.yml"),
    "an id is declared twice": added("docs/more.trace.yml", "flows: [{id: EVAL-001, title: Again}]\n"),
    "an id gets declared": added("docs/new.trace.yml", "components: [{id: storage, title: New}]\n"),
    "a class is renamed": replaced("code/jobs/worker.py", "Worker", "Helper"),
    "a file of code is gone": removed("code/jobs/worker.py"),
    "a file of code is elsewhere": moved("code/jobs/worker.py", "code/worker.py"),
    "a path fits two files": added("code/old/jobs/worker.py", "class Worker: ...\n"),
    "code imports another part": added("code/jobs/more.py", "import store\n"),
    "a test is gone": replaced("code/tests/test_worker.py", "test_it", "test_that"),
    "a test fails": replaced("reports/unit.xml", '"test_it"/>', '"test_it"><failure/></testcase>'),
    "a report is gone": removed("reports/unit.xml"),
    "a report cannot be read": replaced("reports/unit.xml", "</testsuite>", ""),
    "another report": added(
        "reports/more.xml",
        '<testsuite><testcase classname="tests.test_worker" name="test_it"><skipped/></testcase></testsuite>\n',
    ),
    "an endpoint is gone": replaced("api/openapi.yaml", "get:", "put:"),
    "a column is gone": added("db/002.sql", "ALTER TABLE runs DROP COLUMN state;\n"),
    "a heading has another number": replaced("docs/guide.md", "6.4", "6.5"),
    "a page is gone": removed("docs/guide.md"),
    "a page mentions what is not there": added(
        "docs/other.md", "# Other\n\nAs [EVAL-009] says, and [EVAL-002].\n"
    ),
    "a setting is changed": replaced("mkdocs.yml", "flow: 50", "flow: 90"),
    "a baseline is begun": added("traceability-baseline.json", "{}"),
}

edits = st.lists(st.sampled_from(sorted(EDITS)), max_size=3)


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *arguments], cwd=folder, check=True)


def put(folder: Path, files: Mapping[str, str]) -> None:
    """Let a folder have these files and no others, besides what git and the check keep."""
    for each in folder.iterdir():
        if each.name not in (".git", ".cache"):
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    write_site(folder, files)


def commit(folder: Path, message: str) -> None:
    """Commit all, whatever the times of files: written within a tick of the clock, another text looks the same."""
    git(folder, "read-tree", "--empty")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


def committed(folder: Path, files: Mapping[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q")
    put(folder, files)
    commit(folder, "One")
    return folder


def found(folder: Path) -> list[Finding]:
    return Workspace(load_settings(folder / "mkdocs.yml")).check().findings


def shown(folder: Path, reference: str = "HEAD") -> list[Finding]:
    return caused_since(load_settings(folder / "mkdocs.yml"), found(folder), reference).findings


def lines(findings: Iterable[Finding]) -> list[str]:
    return [f"{each.position.path} {each.code} {each.effective_severity}" for each in findings]


@pytest.mark.slow
@settings(max_examples=15)
@given(edits, edits)
def test_what_edits_bring_about_is_shown(
    tmp_path_factory: pytest.TempPathFactory, before: list[str], after: list[str]
) -> None:
    files = dict(SITE)
    for name in before:
        EDITS[name](files)
    folder = committed(tmp_path_factory.mktemp("repository"), files)
    known = {(each.fingerprint, each.fails) for one in found(folder) for each in (one, *one.entries)}
    for name in after:
        EDITS[name](files)
    put(folder, files)
    new = [each for each in found(folder) if (each.fingerprint, each.fails) not in known]
    hidden = {each.fingerprint for each in new} - {each.fingerprint for each in shown(folder)}
    assert [each for each in new if each.fingerprint in hidden] == []
    shutil.rmtree(folder)


def test_nothing_is_shown_where_nothing_has_changed(tmp_path: Path) -> None:
    folder = committed(tmp_path / "r", SITE)
    assert lines(found(folder)) == ["docs/signals.trace.yml TR206 error", "facts/resources.yml TR401 error"]
    assert shown(folder) == []


CASES: Mapping[str, list[str]] = {
    "a component is renamed": ["docs/flows.trace.yml TR101 error"],
    "a component serves no flow any more": ["docs/flows.trace.yml TR201 error"],
    "a class is renamed": ["docs/flows.trace.yml TR403 error"],
    "a test fails": ["docs/flows.trace.yml TR405 error"],
    "a report is gone": ["mkdocs.yml TR415 error"],
    "an endpoint is gone": ["docs/flows.trace.yml TR406 error"],
    "a column is gone": ["docs/flows.trace.yml TR407 error"],
    "a heading has another number": ["docs/flows.trace.yml TR408 error"],
    "a signal has no consumer": ["docs/signals.trace.yml TR204 error"],
    "a page mentions what is not there": ["docs/other.md TR106 error"],
}


@pytest.mark.slow
@pytest.mark.parametrize(("edit", "expected"), CASES.items(), ids=CASES)
def test_what_one_edit_brings_about_is_shown_and_little_else(
    tmp_path: Path, edit: str, expected: list[str]
) -> None:
    folder = committed(tmp_path / "r", SITE)
    files = dict(SITE)
    EDITS[edit](files)
    put(folder, files)
    assert lines(shown(folder)) == expected
    assert lines(shown(folder)) == expected, "the second time, what was kept of the commit is used"


def test_what_was_wrong_before_in_a_changed_file_is_shown_too(tmp_path: Path) -> None:
    folder = committed(tmp_path / "r", SITE | {"code/jobs/worker.py": "class Helper: ...\n"})
    assert shown(folder) == []
    (folder / "docs/signals.trace.yml").write_text(SITE["docs/signals.trace.yml"] + "# more\n")
    (folder / "code/jobs/worker.py").write_text("class Helper:\n    pass\n", encoding="utf-8")
    assert lines(shown(folder)) == ["docs/flows.trace.yml TR403 error", "docs/signals.trace.yml TR206 error"]


@pytest.mark.parametrize("edit", ["a setting is changed", "a baseline is begun"])
def test_a_changed_setting_may_have_brought_about_anything(tmp_path: Path, edit: str) -> None:
    folder = committed(tmp_path / "r", SITE)
    files = dict(SITE)
    EDITS[edit](files)
    put(folder, files)
    all_of_them = found(folder)
    caused = caused_since(load_settings(folder / "mkdocs.yml"), all_of_them, "HEAD")
    assert caused.findings == all_of_them
    assert caused.doubt.endswith("has changed, which can affect any finding")


def test_a_branch_is_compared_with_where_it_began(tmp_path: Path) -> None:
    folder = committed(tmp_path / "r", SITE)
    git(folder, "branch", "-m", "main")
    git(folder, "checkout", "-q", "-b", "topic")
    files = dict(SITE)
    EDITS["a column is gone"](files)
    put(folder, files)
    commit(folder, "Two")
    assert shown(folder) == []
    assert lines(shown(folder, "main")) == ["docs/flows.trace.yml TR407 error"]
    git(folder, "checkout", "-q", "main")
    del files["db/002.sql"]
    EDITS["an endpoint is gone"](files)
    put(folder, files)
    commit(folder, "Three")
    git(folder, "checkout", "-q", "topic")
    codes = {each.code for each in shown(folder, "main")}
    assert "TR407" in codes
    assert not codes & {"TR406", "TR206", "TR401"}, "what another branch has brought about is not of this one"


def test_a_report_that_git_ignores_counts_as_new(tmp_path: Path) -> None:
    folder = committed(tmp_path / "r", SITE | {".gitignore": "/reports/\n"})
    assert shown(folder) == []
    failed = SITE["reports/unit.xml"].replace("/></", "><failure/></testcase></")
    (folder / "reports/unit.xml").write_text(failed, encoding="utf-8")
    assert "docs/flows.trace.yml TR405 error" in lines(shown(folder))


def test_a_report_that_was_too_old_before_is_shown_once_it_or_its_test_changes(tmp_path: Path) -> None:
    report = SITE["reports/unit.xml"].replace("<testsuite>", '<testsuite timestamp="2020-01-01T00:00:00Z">')
    committed(tmp_path / "r", {**SITE, "reports/unit.xml": report})
    git(tmp_path, "clone", "-q", "r", "clone")
    folder = tmp_path / "clone"
    stale = "docs/flows.trace.yml TR416 warning"
    assert stale in lines(found(folder))
    assert lines(shown(folder)) == []

    (folder / "reports/unit.xml").write_text(f"{report}<!-- again -->", encoding="utf-8")
    os.utime(folder / "reports/unit.xml", (0, 0))
    assert lines(shown(folder)) == [stale]
    git(folder, "checkout", "-q", ".")
    (folder / "code/tests/test_worker.py").write_text("def test_it(): pass\n", encoding="utf-8")
    assert lines(shown(folder)) == [stale]


def test_a_site_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    top = committed(tmp_path / "r", {f"some where/{path}": text for path, text in SITE.items()})
    folder = top / "some where"
    assert shown(folder) == []
    (folder / "code/jobs/worker.py").unlink()
    (top / "elsewhere.txt").write_text("x")
    assert lines(shown(folder)) == ["docs/flows.trace.yml TR402 error"]


def test_a_worktree(tmp_path: Path) -> None:
    folder = committed(tmp_path / "r", SITE)
    git(folder, "worktree", "add", "-q", str(tmp_path / "another"))
    (tmp_path / "another/db/001.sql").write_text("CREATE TABLE runs (id bigint);\n")
    assert lines(shown(tmp_path / "another")) == ["docs/flows.trace.yml TR407 error"]


def doubt(folder: Path, reference: str) -> str:
    all_of_them = found(folder)
    caused = caused_since(load_settings(folder / "mkdocs.yml"), all_of_them, reference)
    assert caused.findings == all_of_them != []
    return caused.doubt


def test_where_git_cannot_tell_all_is_shown_and_why_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    put(folder, SITE)
    shutil.rmtree(folder / ".git")
    assert (
        doubt(folder, "HEAD")
        == "no git repository can be read here; one of another user must be in the setting `safe.directory` of git"
    )
    git(folder, "init", "-q")
    assert doubt(folder, "HEAD") == "there is no commit yet"
    committed(folder, SITE)
    for reference in ("nowhere", "--output=x", "-", "HEAD~1", "docs", "HEAD:docs", "a..b", "", "\n"):
        said = f"git has no commit `{reference}`; a shallow clone lacks older commits: fetch them, in GitHub Actions with `fetch-depth: 0`"
        assert doubt(folder, reference) == said
    assert not (folder / "x").exists()


def test_a_shallow_clone_lacks_the_commit_in_common(tmp_path: Path) -> None:
    folder = committed(tmp_path / "r", SITE)
    git(folder, "branch", "-m", "main")
    for name in ("topic", "main"):
        git(folder, "checkout", "-q", "-B", name)
        for n in "12":
            git(folder, "commit", "-q", "--allow-empty", "-m", f"{name} {n}")
        git(folder, "checkout", "-q", "main")
        git(folder, "reset", "-q", "--hard", "HEAD") if name == "topic" else None
    git(folder, "checkout", "-q", "--orphan", "other")
    git(folder, "commit", "-q", "-m", "unrelated")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{folder}", str(clone))
    git(clone, "checkout", "-q", "topic")
    assert {each.code for each in shown(clone)} <= {"TR413"}, "whether reports are too old is not known here"
    said = "`origin/other` and HEAD have no common commit here; a shallow clone lacks older commits: fetch them, in GitHub Actions with `fetch-depth: 0`"
    assert doubt(clone, "origin/other") == said
    assert doubt(clone, "origin/main") == said.replace("other", "main")
