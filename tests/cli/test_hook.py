"""`check --hook`: stops an agent once, with what its change broke; whatever else happens, it stops nobody."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from support import table, write_site

from mkdocs_traceability.agents.hook import is_going_on
from mkdocs_traceability.cli import hooking
from mkdocs_traceability.cli.main import main

SIDECAR = """\
layers:
  - {id: top, rank: 1}
  - {id: low, rank: 2}
components:
  - {id: api, layer: top, paths: [api], depends_on: [store]}
  - {id: store, layer: low, paths: [store]}
flows:
  - {id: F-1, components: [api, store]}
  - {id: F-2, components: [gone]}
"""
SITE = {
    "docs/a.trace.yml": SIDECAR,
    "api/__init__.py": "from store import read\n",
    "store/__init__.py": "def read(): ...\n",
}
AGAINST_LAYERS = "from api import ask\ndef read(): ...\n"
QUIET = (0, "")

TOLD = """\
This change breaks 1 thing that held at HEAD.

store/__init__.py:1:1: TR305 [error] component store (layer low) imports api (layer top), upwards from rank 2 to rank 1
  |
1 | from api import ask
  | ^^^^^^^^^^^^^^^^^^^ in the code of component store
  |
 ::: docs/a.trace.yml:6:10
  |
6 |   - {id: store, layer: low, paths: [store]}
  |          ----- declares store
  |
 ::: docs/a.trace.yml:5:22
  |
5 |   - {id: api, layer: top, paths: [api], depends_on: [store]}
  |                      --- puts api in layer top
  |
  = reverse the import, add an interface between the two, or correct one of the layers

Fix the cause. Add no waiver or baseline entry unless you are asked to.
Explain the rule: mkdocs-traceability explain TR305
Check again: mkdocs-traceability check --changed
"""


def git(folder: Path, *arguments: str) -> None:
    name = ("-c", "user.name=A", "-c", "user.email=a@b.c")
    subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a finding, committed and checked."""
    folder = tmp_path_factory.mktemp("hook") / "site"
    write_site(folder, SITE)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "One")
    assert hook(folder) == QUIET
    return folder


@pytest.fixture
def site(committed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(committed, tmp_path / "site")


def run(folder: Path, *arguments: str, told: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["check", str(folder), "--changed", "--hook", *arguments], input=told)


def hook(folder: Path, *arguments: str, told: str | bytes = "") -> tuple[int, str]:
    """What the hook ends with and what it prints."""
    done = run(folder, *arguments, told=told)
    assert done.stdout == ""
    return done.exit_code, done.stderr


def break_layers(site: Path) -> None:
    (site / "store/__init__.py").write_text(AGAINST_LAYERS, encoding="utf-8")


def test_what_failed_before_stops_nobody(site: Path) -> None:
    assert CliRunner().invoke(main, ["check", str(site)]).exit_code == 1
    assert hook(site) == QUIET


def test_what_is_broken_now_stops_an_agent_with_all_it_takes_to_repair_it(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    break_layers(site)
    status, said = hook(Path())
    assert status == 2
    assert said == TOLD


def test_from_another_folder_it_says_where_paths_begin(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.parent)
    break_layers(site)
    said = hook(Path("site"))[1]
    assert "held at HEAD. Paths are relative to site/.\n" in said
    assert said.endswith("Check again: mkdocs-traceability check site --changed\n")


def test_the_same_stops_once_and_something_else_again(site: Path) -> None:
    break_layers(site)
    assert hook(site)[0] == 2
    assert hook(site) == QUIET
    sidecar = SIDECAR.replace("components: [api, store]", "components: [api, store, none]")
    (site / "docs/a.trace.yml").write_text(sidecar, encoding="utf-8")
    status, said = hook(site)
    assert (status, "breaks 2 things" in said, "TR101" in said) == (2, True, True)
    (site / "store/__init__.py").write_text(SITE["store/__init__.py"], encoding="utf-8")
    assert hook(site) == QUIET, "what is left was told"


def test_what_was_repaired_and_comes_back_is_told_again(site: Path) -> None:
    break_layers(site)
    assert hook(site)[0] == 2
    git(site, "stash", "-q")
    assert hook(site) == QUIET
    git(site, "stash", "pop", "-q")
    assert hook(site)[0] == 2


def test_it_is_told_again_since_another_commit(site: Path) -> None:
    break_layers(site)
    assert hook(site)[0] == 2
    git(site, "commit", "-q", "--allow-empty", "-m", "Two")
    assert hook(site)[0] == 2


def test_a_commit_may_be_named(site: Path) -> None:
    break_layers(site)
    git(site, "commit", "-qam", "Two")
    assert hook(site) == QUIET
    done = CliRunner().invoke(main, ["check", str(site), "--hook", "--changed", "HEAD~1"])
    assert (done.exit_code, "that held at HEAD~1." in done.stderr) == (2, True)


def test_waived_and_moved_findings_stop_nobody(site: Path) -> None:
    moved = f"# A remark.\n{SIDECAR}"
    (site / "docs/a.trace.yml").write_text(moved, encoding="utf-8")
    assert hook(site) == QUIET
    break_layers(site)
    waived = SIDECAR.replace("paths: [store]", "paths: [store], waive: {TR305: {reason: soon, owner: me}}")
    (site / "docs/a.trace.yml").write_text(waived, encoding="utf-8")
    assert hook(site) == QUIET


def test_only_rules_that_are_asked_for_stop(site: Path) -> None:
    break_layers(site)
    assert hook(site, "--ignore", "TR3") == QUIET
    assert hook(site, "--select", "TR305")[0] == 2


@table(
    ("told", "status"),
    ("the agent was stopped by a hook", '{"stop_hook_active": true}', 0),
    ("it was not", '{"stop_hook_active": false}', 2),
    ("Cursor goes on", '{"loop_count": 1}', 0),
    ("Cursor has not", '{"loop_count": 0}', 2),
    ("no number", '{"loop_count": true}', 2),
    ("another value", '{"stop_hook_active": "yes"}', 2),
    ("a list", "[1]", 2),
    ("no JSON", "\0\ufeff{", 2),
    ("no text", b"\xff\xfe", 2),
    ("deep", "[" * 100_000, 2),
    ("a long number", "9" * 100_000, 2),
)
def test_what_an_agent_says_of_itself(site: Path, told: str | bytes, status: int) -> None:
    break_layers(site)
    assert hook(site, told=told)[0] == status


@settings(max_examples=50)
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: json.dumps({"loop_count": text}).encode())
)
def test_any_input_is_read(told: bytes) -> None:
    assert not is_going_on(told)


def test_an_input_that_never_ends_is_not_waited_for(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.write(writing, b'{"stop_hook_active": true}')
    monkeypatch.setattr(hooking, "_PATIENCE", 0.2)
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb"):
        monkeypatch.setattr("sys.stdin", stream)
        assert hooking._input() == b'{"stop_hook_active": true}'


def failure(reason: str) -> tuple[int, str]:
    return 1, f"mkdocs-traceability: the hook could not run: {reason}\n"


def test_without_a_site_it_stops_nobody(tmp_path: Path) -> None:
    status, said = hook(tmp_path)
    assert (status, said.count("\n")) == (1, 1)
    assert "has no mkdocs.yml" in said


@table(
    ("config", "said"),
    ("no YAML", "a: [\n", "mkdocs.yml:"),
    ("no folder", "site_name: x\ndocs_dir: none\n", "the docs folder none/ does not exist"),
)
def test_with_broken_settings_it_stops_nobody(site: Path, config: str, said: str) -> None:
    (site / "mkdocs.yml").write_text(config, encoding="utf-8")
    status, printed = hook(site)
    assert (status, printed.count("\n"), said in printed) == (1, 1, True)


def test_where_there_is_no_commit_it_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, SITE)
    assert hook(tmp_path) == failure(
        "no git repository can be read here; one of another user must be in the setting `safe.directory` of git"
    )
    git(tmp_path, "init", "-q")
    assert hook(tmp_path) == failure("there is no commit yet")
    monkeypatch.setenv("PATH", "")
    assert hook(tmp_path) == failure("git is not installed")


def test_a_site_in_place_of_a_commit_stops_nobody(site: Path) -> None:
    done = CliRunner().invoke(main, ["check", str(site), "--hook", "--changed", str(site)])
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize(
    "option", ["--no-such", "--select=TR9999", "--fix", "--format=json", "-v", "--output=json"]
)
def test_wrong_options_stop_nobody(site: Path, option: str) -> None:
    break_layers(site)
    status, said = hook(site, option)
    assert (status, said.count("\n")) == (1, 1)
    assert said.startswith("mkdocs-traceability: the hook could not run: ")


def test_where_nothing_can_be_kept_it_stops_nobody(site: Path) -> None:
    """Otherwise the same would stop the agent again and again."""
    break_layers(site)
    cache = site / ".cache/traceability"
    shutil.rmtree(cache)
    cache.write_text("", encoding="utf-8")
    status, said = hook(site)
    assert (status, said.count("\n")) == (1, 1)
    assert "mkdocs.yml.hook.json: it cannot be written to" in said


def test_it_writes_to_no_source(site: Path) -> None:
    break_layers(site)
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file() and not hidden(file)}
    assert hook(site)[0] == 2
    after = {file: file.read_bytes() for file in site.rglob("*") if file.is_file() and not hidden(file)}
    assert before == after


def hidden(file: Path) -> bool:
    return any(part in (".cache", ".git") for part in file.parts)


def test_many_findings_are_cut(site: Path) -> None:
    flows = "".join(f"  - {{id: G-{n}, components: [lost-{n}]}}\n" for n in range(100))
    (site / "docs/a.trace.yml").write_text(SIDECAR + flows, encoding="utf-8")
    status, said = hook(site)
    assert status == 2
    assert "breaks 100 things" in said
    assert f" more: run `mkdocs-traceability check {os.path.relpath(site)} --changed`\n" in said
    assert len(said) < 10_000


def test_what_documents_say_is_compared_too(tmp_path: Path) -> None:
    config = "site_name: x\nplugins: [{traceability: {ground: [docs/guide.md]}}]\n"
    guide = "# Guide\n\nRequests go to `api/reqests.py`, and are kept by `store/keeping.py`.\n"
    files = {**SITE, "mkdocs.yml": config, "docs/guide.md": guide}
    write_site(tmp_path, {**files, "api/requests.py": "", "store/keeping.py": ""})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "One")
    assert "`api/reqests.py`" in CliRunner().invoke(main, ["check", str(tmp_path)]).stdout
    assert hook(tmp_path) == QUIET
    git(tmp_path, "mv", "store/keeping.py", "store/keping.py")
    status, said = hook(tmp_path)
    assert (status, "breaks 1 thing" in said, "`store/keeping.py`" in said) == (2, True, True)


def test_rules_for_agents_that_a_change_outdates_stop_one_in_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    write_site(site, SITE)
    git(tmp_path, "init", "-q")
    monkeypatch.chdir(tmp_path)
    assert (
        CliRunner().invoke(main, ["agents", "install", "-C", "site", "--agents-md", "--yes"]).exit_code == 0
    )
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "One")
    sidecar = site / "docs/a.trace.yml"
    sidecar.write_text(SIDECAR.replace("rank: 2", "rank: 0"), encoding="utf-8")
    status, said = hook(site)
    assert (status, "TR305" in said, "TR904" in said) == (2, True, True)
    git(tmp_path, "commit", "-qam", "Two")
    (site / "store/__init__.py").write_text("def read(): ...\n\n", encoding="utf-8")
    assert hook(site) == QUIET, "rules that were outdated before stop nobody"
