"""A report is older than a test if its last commit is, or its time where it is not committed as it stands."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_traceability.evidence.disk import Disk
from mkdocs_traceability.evidence.reports import git
from mkdocs_traceability.evidence.reports.ages import NO_REPOSITORY, SHALLOW, Ages, NotKnownError

START = 1_700_000_000


class Repository:
    """A git repository in which time is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, at: int = 0) -> None:
        date = f"{START + at} +0000"
        who = {f"GIT_{role}_{what}": "x@x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        subprocess.run(["git", *arguments], cwd=self.folder, env=os.environ | who | dates, check=True)

    def write(self, path: str, content: str, at: int) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode())
        os.utime(file, (START + at, START + at))

    def commit(self, path: str, content: str, at: int) -> None:
        self.write(path, content, at=999_999)  # a checkout has its own time
        self.git("add", "-A", "-f", path)
        self.git("commit", "-q", "-m", path, at=at)

    def is_older(self, report: str = "report.xml", test: str = "test_x.py") -> bool:
        return Ages(Disk(self.folder), [report]).is_older(report, test)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


@pytest.mark.parametrize(("report", "test", "older"), [(10, 20, True), (20, 10, False), (10, 10, False)])
def test_last_commits_are_compared_whatever_the_times_of_the_files(
    repository: Repository, report: int, test: int, older: bool
) -> None:
    for at, path in sorted([(report, "report.xml"), (test, "test_x.py")]):
        repository.commit(path, path, at)
    assert repository.is_older() is older


@pytest.mark.parametrize(("at", "older"), [(10, True), (20, False), (30, False)])
def test_a_report_that_is_not_committed_has_the_time_of_its_file(
    repository: Repository, at: int, older: bool
) -> None:
    repository.commit("test_x.py", "x", 20)
    repository.write("report.xml", "x", at)
    assert repository.is_older() is older


@pytest.mark.parametrize(("at", "older"), [(29, False), (30, False), (31, True)])
def test_a_test_that_was_changed_since_has_the_time_of_its_file(
    repository: Repository, at: int, older: bool
) -> None:
    repository.commit("test_x.py", "x", 20)
    repository.commit("report.xml", "x", 30)
    repository.write("test_x.py", "changed", at)
    assert repository.is_older() is older


def test_what_is_staged_and_not_committed_has_the_time_of_its_file(repository: Repository) -> None:
    repository.commit("test_x.py", "x", 20)
    repository.commit("report.xml", "x", 30)
    repository.write("test_x.py", "staged", 40)
    repository.git("add", "test_x.py")
    assert repository.is_older()


def test_a_test_that_was_only_touched_is_as_old_as_its_commit(repository: Repository) -> None:
    repository.commit("test_x.py", "x", 20)
    repository.commit("report.xml", "x", 30)
    repository.write("test_x.py", "x", 40)
    assert not repository.is_older()


def test_lines_that_end_as_on_windows_are_no_change(repository: Repository) -> None:
    repository.commit("test_x.py", "a\nb\n", 20)
    repository.commit("report.xml", "x", 30)
    repository.write("test_x.py", "a\r\nb\r\n", 40)
    assert not repository.is_older()


def test_nothing_committed_yet_is_as_old_as_its_files(repository: Repository) -> None:
    repository.write("test_x.py", "x", 20)
    repository.write("report.xml", "x", 10)
    assert repository.is_older()


def test_names_that_git_would_take_for_patterns_are_names(repository: Repository) -> None:
    repository.commit("tests/[a] ü*.py", "x", 20)
    repository.commit("reports/[r].xml", "x", 30)
    repository.commit("tests/a ü.py", "x", 40)
    repository.commit("reports/r.xml", "x", 50)
    assert not repository.is_older("reports/[r].xml", "tests/[a] ü*.py")
    assert repository.is_older("reports/[r].xml", "tests/a ü.py")


def test_a_change_that_came_with_a_merge_counts(repository: Repository) -> None:
    repository.commit("test_x.py", "x", 10)
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("test_x.py", "side", 40)
    repository.git("checkout", "-q", "main")
    repository.commit("report.xml", "x", 30)
    repository.git("merge", "-q", "--no-edit", "side", at=50)
    assert repository.is_older()


def test_a_site_below_the_top_of_its_repository_is_no_matter(repository: Repository) -> None:
    repository.commit("site/report.xml", "x", 10)
    repository.commit("backend/test_x.py", "x", 20)
    disk = Disk(repository.folder / "site")
    assert Ages(disk, ["report.xml"]).is_older("report.xml", "../backend/test_x.py")


def test_without_a_repository_it_is_not_judged(tmp_path: Path) -> None:
    for name in ("report.xml", "test_x.py"):
        (tmp_path / name).write_text("x")
    with pytest.raises(NotKnownError, match=NO_REPOSITORY):
        Ages(Disk(tmp_path), ["report.xml"]).is_older("report.xml", "test_x.py")


def test_a_shallow_clone_is_not_judged(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository.commit("test_x.py", "x", 10)
    repository.commit("report.xml", "x", 20)
    clone = tmp_path_factory.mktemp("clone") / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{repository.folder}", str(clone)], check=True)
    with pytest.raises(NotKnownError, match=SHALLOW):
        Ages(Disk(clone), ["report.xml"]).is_older("report.xml", "test_x.py")


def test_without_git_it_is_not_judged(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("test_x.py", "x", 10)
    repository.commit("report.xml", "x", 20)
    monkeypatch.setenv("PATH", str(repository.folder))
    with pytest.raises(NotKnownError, match=git.NO_GIT):
        repository.is_older()


def test_a_broken_repository_is_not_judged(repository: Repository) -> None:
    repository.commit("test_x.py", "x", 10)
    repository.commit("report.xml", "x", 20)
    (repository.folder / ".git" / "HEAD").write_text("nonsense")
    with pytest.raises(NotKnownError, match=git.FAILED):
        repository.is_older()


def test_git_that_takes_too_long_is_stopped(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository.commit("test_x.py", "x", 10)
    repository.commit("report.xml", "x", 20)
    slow = tmp_path_factory.mktemp("bin") / "git"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(git, "SECONDS", 0.2)
    start = time.monotonic()
    with pytest.raises(NotKnownError, match=git.TOO_SLOW):
        repository.is_older()
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("child", ["sleep 600", "setsid sleep 600"])
def test_a_child_of_git_that_keeps_its_output_open_is_not_waited_for(
    repository: Repository,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    child: str,
) -> None:
    repository.commit("test_x.py", "x", 10)
    repository.commit("report.xml", "x", 20)
    folder = tmp_path_factory.mktemp("bin")
    slow = folder / "git"
    slow.write_text(f"#!/bin/sh\n{child} &\necho $! > '{folder}/child'\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setattr(git, "SECONDS", 0.5)
    with pytest.raises(NotKnownError, match=git.TOO_SLOW):
        repository.is_older()
    pid = int((folder / "child").read_text())
    if child.startswith("setsid"):
        os.kill(pid, 9)
    else:
        for _ in range(100):  # it dies in its own time
            if is_running(pid):
                time.sleep(0.05)
        assert not is_running(pid)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] not in "ZX"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("path", ["", ".", ".:", "bin"])
def test_a_git_of_the_working_folder_is_not_run(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    repository.commit("test_x.py", "x", 10)
    repository.commit("report.xml", "x", 20)
    for trap in (repository.folder / "git", repository.folder / "bin" / "git"):
        trap.parent.mkdir(exist_ok=True)
        trap.write_text(f"#!/bin/sh\ntouch '{repository.folder}/sprung'\n")
        trap.chmod(0o755)
    monkeypatch.chdir(repository.folder)
    monkeypatch.setenv("PATH", f"{path}:{os.environ['PATH']}")
    assert not repository.is_older()
    assert not (repository.folder / "sprung").exists()


def test_nothing_that_a_repository_configures_is_run(repository: Repository) -> None:
    trap = repository.folder / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{repository.folder}/sprung'\ncat\n")
    trap.chmod(0o755)
    repository.commit(".gitattributes", "*.py filter=trap diff=trap\n", 1)
    repository.commit("test_x.py", "x", 10)
    repository.commit("report.xml", "x", 20)
    hooks = repository.folder / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        (hooks / hook).write_text(trap.read_text())
        (hooks / hook).chmod(0o755)
    for name in (
        "core.fsmonitor",
        "filter.trap.clean",
        "filter.trap.smudge",
        "diff.trap.textconv",
        "diff.trap.command",
    ):
        repository.git("config", name, str(trap))
    for name in ("core.pager", "pager.log", "gpg.program", "diff.external", "core.sshCommand", "core.editor"):
        repository.git("config", name, str(trap))
    repository.git("config", "core.hooksPath", str(hooks))
    repository.git("config", "log.showSignature", "true")
    repository.write("test_x.py", "y", 30)
    (repository.folder / "sprung").unlink(missing_ok=True)
    assert repository.is_older()
    assert not (repository.folder / "sprung").exists()


def test_what_a_hook_sets_for_git_does_not_mislead(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("test_x.py", "x", 10)
    repository.commit("report.xml", "x", 20)
    monkeypatch.setenv("GIT_DIR", "/nonexistent")
    assert not repository.is_older()


Change = Callable[[Repository], None]


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        (lambda repository: None, True),
        (lambda repository: repository.commit("other.txt", "x", 90), False),
        (lambda repository: repository.write("report.xml", "report", 5), False),
        (lambda repository: repository.git("checkout", "-q", "-b", "other"), False),
    ],
    ids=["nothing", "a commit", "the time of a report", "a checkout"],
)
def test_another_run_sees_whether_anything_it_rests_on_has_changed(
    repository: Repository, change: Change, is_same: bool
) -> None:
    repository.commit("test_x.py", "x", 10)
    repository.write("report.xml", "report", 20)
    disk = Disk(repository.folder)
    Ages(disk, ["report.xml"]).is_older("report.xml", "test_x.py")
    change(repository)
    assert Disk(repository.folder).is_as_seen(disk.seen) is is_same


def test_git_is_asked_a_few_times_whatever_the_number_of_files(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in range(200):
        repository.write(f"tests/test_{index}.py", str(index), 0)
        repository.write(f"reports/{index}.xml", str(index), 0)
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "all", at=10)
    asked = []
    started = git.Git._started

    def counted(self: git.Git, arguments: tuple[str, ...]) -> object:
        asked.append(arguments)
        return started(self, arguments)

    monkeypatch.setattr(git.Git, "_started", counted)
    ages = Ages(Disk(repository.folder), [f"reports/{index}.xml" for index in range(200)])
    assert not any(ages.is_older(f"reports/{index}.xml", f"tests/test_{index}.py") for index in range(200))
    assert len(asked) <= 5
