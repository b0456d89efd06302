"""Repositories that cannot be read, or were made to do harm: nothing they configure runs, nothing is raised."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from git_repositories import Made, lay_out, repository
from support import table

from grounding.history.asking import removals
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.former_tree import NO_REPOSITORY, PARTIAL, SHALLOW
from mkdocs_traceability.grounding.history import log
from mkdocs_traceability.grounding.history.git_history import history_of
from mkdocs_traceability.model.grounding import Removal

LONG = "".join(f"line {number}\n" for number in range(20))
CODE = f"def old_name(one, two):\n    return one + two\n{LONG}"
NAMES = ("path: src/a.py", "symbol: old_name")
WANTED = {"path": frozenset({"src/a.py"}), "symbol": frozenset({"old_name"})}


def doubt(folder: Path) -> str:
    history = history_of(Disk(folder))
    assert history.removals(WANTED) == {}
    return history.doubt


def renamed(folder: Path) -> list[str]:
    return repository(folder, [{"src/a.py": CODE}, {"src/b.py": CODE.replace("old_name", "new_name")}])


def expected(commit: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {"path: src/a.py": (commit, ("src/b.py",)), "symbol: old_name": (commit, ("new_name",))}


def plain(found: dict[str, Removal]) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {key: (each.commit, each.now) for key, each in found.items()}


def test_without_a_repository_nobody_can_tell(tmp_path: Path) -> None:
    assert doubt(tmp_path) == NO_REPOSITORY


def test_without_git_nobody_can_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renamed(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert doubt(tmp_path) == "git is not installed"


def test_a_shallow_clone_names_the_remedy(tmp_path: Path) -> None:
    renamed(tmp_path / "r")
    clone = ["git", "clone", "-q", "--depth=1", f"file://{tmp_path / 'r'}", str(tmp_path / "c")]
    subprocess.run(clone, check=True, capture_output=True)
    assert doubt(tmp_path / "c") == SHALLOW
    assert "`fetch-depth: 0`" in SHALLOW


def test_a_partial_clone_names_the_remedy(tmp_path: Path) -> None:
    renamed(tmp_path / "r")
    (tmp_path / "r/.git/config").write_text("[uploadpack]\n\tallowFilter = true\n")
    clone = ["git", "clone", "-q", "--filter=blob:none", f"file://{tmp_path / 'r'}", str(tmp_path / "c")]
    subprocess.run(clone, check=True, capture_output=True)
    assert doubt(tmp_path / "c") == PARTIAL


@table(
    "what, held",
    ("an empty one", ".git/x", ""),
    ("a HEAD of another form", ".git/HEAD", "\0\0"),
    ("a file that leads nowhere", ".git", "gitdir: ../nowhere\n"),
    ("a file that leads to itself", ".git", "gitdir: .git\n"),
)
def test_what_is_no_repository_is_said(tmp_path: Path, what: str, held: str) -> None:
    lay_out(tmp_path, {what: held})
    assert doubt(tmp_path) == NO_REPOSITORY


def test_a_folder_that_is_no_repository_is_not_taken_for_the_one_around_it(tmp_path: Path) -> None:
    renamed(tmp_path)
    (tmp_path / "sub/.git").mkdir(parents=True)
    assert doubt(tmp_path / "sub") == NO_REPOSITORY


def test_a_repository_without_a_commit_is_said(tmp_path: Path) -> None:
    repository(tmp_path, [])
    assert doubt(tmp_path) == "there is no commit yet"


@pytest.mark.skipif(os.name == "nt", reason="the slow git is a shell script")
def test_a_git_that_is_slow_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renamed(tmp_path / "r")
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text(
        f'#!/bin/sh\ncase " $* " in *" log "*) exec sleep 600;; esac\nexec {shutil.which("git")} "$@"\n'
    )
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(log, "SECONDS", 0.2)
    assert "too long" in doubt(tmp_path / "r")


@pytest.mark.skipif(os.name == "nt", reason="the trap is a shell script")
def test_nothing_that_a_repository_configures_runs(tmp_path: Path) -> None:
    made = renamed(tmp_path)
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n")
    trap.chmod(0o755)
    (tmp_path / ".git/config").write_text(
        f"[core]\n\tfsmonitor = {trap}\n\tpager = {trap}\n\thooksPath = {tmp_path}\n\tquotePath = true\n"
        f"[diff]\n\texternal = {trap}\n\tnoprefix = true\n\trenames = false\n\tcontext = 5\n\tmnemonicPrefix = true\n"
        f"\torderFile = {tmp_path}/none\n\tsubmodule = log\n\tinterHunkContext = 9\n\talgorithm = histogram\n"
        f'[diff "x"]\n\ttextconv = {trap}\n\tcommand = {trap}\n\txfuncname = "(.*)"\n'
        f'[filter "x"]\n\tclean = {trap}\n\tsmudge = {trap}\n\tprocess = {trap}\n'
        f"[log]\n\tshowSignature = true\n\tfollow = true\n\tdate = relative\n\tshowRoot = false\n\tdecorate = full\n"
        f"[gpg]\n\tprogram = {trap}\n[color]\n\tui = always\n[pager]\n\tlog = {trap}\n[format]\n\tpretty = oneline\n"
        f"[i18n]\n\tlogOutputEncoding = UTF-16\n[alias]\n\tlog = !{trap}\n[notes]\n\tdisplayRef = *\n"
    )
    lay_out(
        tmp_path, {".gitattributes": "* diff=x filter=x\n", ".git/info/attributes": "* diff=x filter=x\n"}
    )
    assert plain(removals(tmp_path, *NAMES)) == expected(made[1])
    assert not (tmp_path / "sprung").exists()


def test_replaced_commits_and_variables_lead_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = renamed(tmp_path / "r")
    repository(tmp_path / "other", [{"src/a.py": CODE}])
    names = (tmp_path / "r/.git/refs/heads/main").read_text().strip()
    parent = subprocess.run(
        ["git", "rev-parse", "HEAD^"], cwd=tmp_path / "r", check=True, capture_output=True, text=True
    ).stdout.strip()
    lay_out(tmp_path / "r", {f".git/refs/replace/{names}": f"{parent}\n"})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other/.git"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert plain(removals(tmp_path / "r", *NAMES)) == expected(made[1])


def test_a_graft_that_hides_the_past_hides_what_it_had(tmp_path: Path) -> None:
    renamed(tmp_path)
    head = (tmp_path / ".git/refs/heads/main").read_text().strip()
    lay_out(tmp_path, {".git/info/grafts": f"{head}\n"})
    assert removals(tmp_path, *NAMES) == {}


def test_a_worktree_and_packed_references_are_read(tmp_path: Path) -> None:
    made = renamed(tmp_path / "r")
    for arguments in (("pack-refs", "--all"), ("worktree", "add", "-q", str(tmp_path / "w"), "-b", "side")):
        subprocess.run(["git", *arguments], cwd=tmp_path / "r", check=True, capture_output=True)
    assert plain(removals(tmp_path / "w", *NAMES)) == expected(made[1])


def test_a_submodule_is_a_path_as_any_other(tmp_path: Path) -> None:
    renamed(tmp_path)
    head = (tmp_path / ".git/refs/heads/main").read_text().strip()
    stream = (
        "commit refs/heads/main\nmark :1\ncommitter A <a@example.org> 1790985600 +0000\ndata 3\nadd\n"
        f"from {head}\nM 160000 {head} vendor/sub\n\n"
        "commit refs/heads/main\nmark :2\ncommitter A <a@example.org> 1790985600 +0000\ndata 4\ndrop\n"
        "from :1\nD vendor/sub\n\n"
    )
    subprocess.run(["git", "fast-import", "--quiet"], cwd=tmp_path, check=True, input=stream.encode())
    assert removals(tmp_path, "path: vendor/sub")["path: vendor/sub"].summary == "drop"


@table(
    "message, summary",
    ("none", "", ""),
    ("marks of ours", "a\x01b\x01c", "a b c"),
    ("of several lines", "one\ntwo\n\nthree", "one two"),
    ("no text", b"\xff\xfe".decode("latin-1"), "ÿþ"),
    ("without an end", "x" * 5000, "x" * 99 + "…"),
    ("a direction", "a\u202eb", "a b"),
)
def test_messages_are_one_line_of_text(tmp_path: Path, message: str, summary: str) -> None:
    repository(tmp_path, [{"src/a.py": CODE}, Made({}, message or "\n")])
    assert {each.summary for each in removals(tmp_path, *NAMES).values()} == {summary}


def test_lines_that_look_like_a_patch_are_lines(tmp_path: Path) -> None:
    odd = "-- a/x.py\n++ b/x.py\n@@ -1 +1 @@\ndiff --git a/x b/x\n\x01" + "0" * 40 + "\n"
    made = repository(tmp_path, [{"a.py": odd + CODE, "b": ""}, {"a.py": "++ b/y.py\n-- a/y.py\n", "b": ""}])
    assert removals(tmp_path, "symbol: a.py:old_name")["symbol: a.py:old_name"].commit == made[1]


@table(
    "name",
    ("options", "path: --output=x"),
    ("a NUL", "path: src/\0a"),
    ("half a character", "path: src/\ud800"),
    ("very long", "path: " + "a/" * 5000),
    ("nothing", "path: "),
    ("up and nothing else", "path: ../.."),
    ("a symbol of signs", "symbol: ::.#"),
    ("a symbol that is half a character", "symbol: a_\ud800"),
    ("a table of nothing", "table: ."),
    ("a heading of signs", "heading: a.md#!!!"),
    ("an endpoint of nothing", "endpoint: GET"),
    ("an event of signs", "event: ..."),
    ("a kind that there is not", "nothing: x"),
)
def test_odd_names_are_not_known(tmp_path: Path, name: str) -> None:
    renamed(tmp_path)
    assert removals(tmp_path, name) == {}


def test_a_long_history_is_read_in_part_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [{f"src/{number}_file.py": CODE * 50} for number in range(30)]
    made = repository(tmp_path, [{"src/a.py": LONG, "b.py": "def old_name():\n    pass\n"}, *files])
    monkeypatch.setattr(log, "_MOST_PATCHES", 30_000)
    monkeypatch.setattr(log, "_MOST_CHANGES", 500)
    history = history_of(Disk(tmp_path))
    wanted = {"path": frozenset({"src/28_file.py", "src/a.py"}), "symbol": frozenset({"x_y"})}
    found = history.removals(wanted)
    assert [(name, each.commit) for (_, name), each in found.items()] == [("src/28_file.py", made[-1])]
    assert "long" in history.doubt
