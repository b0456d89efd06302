"""A report is older than a test if its last commit is, or its time where it is not committed as it stands."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mkdocs_traceability.evidence.test_reports import git
from mkdocs_traceability.evidence.test_reports.ages import NO_REPOSITORY, SHALLOW, Ages, NotKnownError
from mkdocs_traceability.evidence.test_reports.timestamps import earliest
from mkdocs_traceability.files.disk import Disk

pytestmark = pytest.mark.slow

START = 1_700_000_000


class Repository:
    """A git repository in which time is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, at: int = 0, zone: str = "+0000") -> None:
        date = f"{START + at} {zone}"
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

    def is_older(self, report: str = "report.xml", test: str = "test_x.py", started: str = "") -> bool:
        return Ages(Disk(self.folder), {report: earliest([started])}).is_older(report, test)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


OLDER, FRESH = "older", "fresh"
NOT_KNOWN = "not known"

# What becomes of a file after the commit at `at` (for "untracked": instead of it), and what that makes its time.
STATES = ("original", "touched", "checked out", "modified", "untracked")
"""`original`: committed, with the time at which it was written, five seconds before the commit. `touched`: the
same, with a time after all commits; so is `checked out`, together with the other file. `modified`: changed at
`at`, long after it was committed. `untracked`: written at `at`."""


def put(repository: Repository, path: str, state: str, at: int, content: str = "x") -> None:
    """Bring a file into a state in which its time, or its last commit, is `at`."""
    if state in ("modified", "untracked"):
        if state == "modified":
            repository.commit(path, "before", -500)
        repository.write(path, content, at)
        return
    repository.commit(path, content, at)
    repository.write(path, content, at - 5 if state == "original" else 999_999)


def outcome(repository: Repository, started: str = "") -> str:
    try:
        return OLDER if repository.is_older(started=started) else FRESH
    except NotKnownError as reason:
        return f"{NOT_KNOWN}: {reason}"


TABLE = [
    # report, test: what is said when the test is earlier, at the same second, later
    ("original", "original", FRESH, OLDER, OLDER),  # the file times of both: equal is later
    ("original", "touched", OLDER, OLDER, OLDER),  # written five seconds before the test was committed
    ("original", "modified", OLDER, OLDER, OLDER),  # likewise, before the test was changed
    ("original", "untracked", OLDER, OLDER, OLDER),
    ("touched", "original", NOT_KNOWN, NOT_KNOWN, OLDER),
    ("checked out", "checked out", NOT_KNOWN, NOT_KNOWN, OLDER),
    ("checked out", "modified", FRESH, OLDER, OLDER),  # by the commit of the report
    ("checked out", "untracked", FRESH, OLDER, OLDER),
    ("modified", "original", FRESH, FRESH, FRESH),  # the test was written five seconds before
    ("modified", "checked out", FRESH, OLDER, OLDER),  # by the commit of the test
    ("modified", "modified", FRESH, OLDER, OLDER),
    ("modified", "untracked", FRESH, OLDER, OLDER),
    ("untracked", "original", FRESH, FRESH, FRESH),
    ("untracked", "touched", FRESH, OLDER, OLDER),
    ("untracked", "checked out", FRESH, OLDER, OLDER),
    ("untracked", "modified", FRESH, OLDER, OLDER),
    ("untracked", "untracked", FRESH, OLDER, OLDER),
]


@pytest.mark.parametrize("when", [0, 1, 2], ids=["earlier", "at once", "later"])
@pytest.mark.parametrize(("report", "test", "expected"), [(row[0], row[1], row[2:]) for row in TABLE])
def test_a_report_and_a_test_in_every_state_git_may_have_them_in(
    repository: Repository, report: str, test: str, expected: tuple[str, ...], when: int
) -> None:
    files = [("report.xml", report, 100), ("test_x.py", test, (98, 100, 102)[when])]
    for path, state, at in sorted(files, key=lambda file: file[2]):
        put(repository, path, state, at)
    assert outcome(repository).partition(":")[0] == expected[when]


@pytest.mark.parametrize("state", ["original", "touched", "checked out"])
@pytest.mark.parametrize(
    ("started", "expected"),
    [
        ("2023-11-14T22:13:39Z", OLDER),  # START + 19
        ("2023-11-14T22:13:40.7Z", OLDER),  # in the second of the commit
        ("2023-11-14T22:13:41+00:00", FRESH),
        ("2023-11-15T00:13:41+02:00", FRESH),
        ("2023-11-14T22:13:41", FRESH),  # committed where the clock shows UTC
        ("2099-01-01T00:00:00Z", FRESH),  # no later than its commit
    ],
)
def test_a_committed_report_that_says_when_it_was_started_is_compared_by_that(
    repository: Repository, state: str, started: str, expected: str
) -> None:
    put(repository, "test_x.py", state, 20)
    put(repository, "report.xml", state, 500)
    assert outcome(repository, started) == expected


def test_a_committed_report_cannot_have_been_started_after_its_commit(repository: Repository) -> None:
    put(repository, "report.xml", "checked out", 10)
    put(repository, "test_x.py", "checked out", 20)
    assert outcome(repository, "2099-01-01T00:00:00Z") == OLDER


def test_a_start_that_names_no_zone_is_read_as_utc_and_as_the_committers_time(repository: Repository) -> None:
    put(repository, "test_x.py", "checked out", 3600)
    put(repository, "report.xml", "checked out", 36_000)
    repository.write("report.xml", "y", 0)
    repository.git("commit", "-q", "-a", "-m", "from elsewhere", at=40_000, zone="+0200")
    assert (
        outcome(repository, "2023-11-14T23:30:00")
        == f"{NOT_KNOWN}: the `timestamp` of `report.xml` has no time zone"
    )
    assert outcome(repository, "2023-11-15T02:30:00") == FRESH
    assert outcome(repository, "2023-11-14T22:30:00") == OLDER


@pytest.mark.parametrize(
    "written", ["0001-01-01T00:00:00", "1970-01-01T00:00:00Z", "yesterday", "9999-99-99"]
)
def test_a_time_that_stands_for_none_is_none(written: str) -> None:
    assert earliest([written]) is None
    assert earliest([written, "2023-11-14T22:13:20Z"]) == (START, True)


def test_a_stale_report_is_not_made_fresh_by_being_committed(repository: Repository) -> None:
    repository.commit("test_x.py", "x", 0)
    repository.write("report.xml", "x", 10)
    repository.write("test_x.py", "changed", 20)
    assert outcome(repository) == OLDER
    repository.git("add", "report.xml")
    repository.git("commit", "-q", "-m", "the report alone", at=30)
    assert outcome(repository) == OLDER
    repository.git("commit", "-q", "-a", "-m", "the test too", at=40)
    assert outcome(repository) == OLDER


def test_a_stale_report_that_is_committed_after_its_test_is_told_by_its_file(repository: Repository) -> None:
    repository.write("report.xml", "x", 10)
    repository.write("test_x.py", "x", 20)
    for path, at in (("test_x.py", 30), ("report.xml", 40)):
        repository.git("add", path)
        repository.git("commit", "-q", "-m", path, at=at)
    assert outcome(repository) == OLDER


def test_a_test_that_is_committed_after_it_ran_is_not_taken_for_changed(repository: Repository) -> None:
    repository.write("test_x.py", "x", 5)
    repository.write("report.xml", "x", 10)
    repository.git("add", "test_x.py")
    repository.git("commit", "-q", "-m", "the test", at=30)
    assert outcome(repository) == FRESH


def test_what_is_staged_and_not_committed_has_the_time_of_its_file(repository: Repository) -> None:
    repository.commit("test_x.py", "x", 20)
    repository.commit("report.xml", "x", 30)
    repository.write("test_x.py", "staged", 40)
    repository.git("add", "test_x.py")
    assert repository.is_older()


def test_lines_that_end_as_on_windows_are_no_change(repository: Repository) -> None:
    repository.commit("test_x.py", "a\nb\n", 20)
    repository.write("report.xml", "x", 30)
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
    at = "2023-11-14T22:13:50Z"  # START + 30
    assert not repository.is_older("reports/[r].xml", "tests/[a] ü*.py", at)
    assert repository.is_older("reports/[r].xml", "tests/a ü.py", at)


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
    assert Ages(disk, {"report.xml": None}).is_older("report.xml", "../backend/test_x.py")


def test_without_a_repository_it_is_not_judged(tmp_path: Path) -> None:
    for name in ("report.xml", "test_x.py"):
        (tmp_path / name).write_text("x")
    with pytest.raises(NotKnownError, match=NO_REPOSITORY):
        Ages(Disk(tmp_path), {"report.xml": None}).is_older("report.xml", "test_x.py")


@pytest.fixture
def shallow(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a clone of the last commit, with its own time on every file, as CI makes one."""
    repository.commit("test_x.py", "x", 10)
    repository.commit("report.xml", "x", 20)
    repository.commit("other.txt", "x", 30)
    clone = tmp_path_factory.mktemp("clone") / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{repository.folder}", str(clone)], check=True)
    return Repository(clone)


@pytest.mark.parametrize("started", ["", "2023-11-14T22:13:40Z", "2024-01-01T00:00:00Z"])
def test_a_committed_report_in_a_shallow_clone_is_not_judged(shallow: Repository, started: str) -> None:
    with pytest.raises(NotKnownError, match=SHALLOW if started else "was checked out anew"):
        shallow.is_older(started=started)


def test_a_report_that_a_shallow_clone_has_written_itself_is_younger(shallow: Repository) -> None:
    shallow.write("new.xml", "x", 31)
    assert not shallow.is_older("new.xml")
    shallow.write("new.xml", "x", 29)  # after its test was last changed, which this clone cannot know
    with pytest.raises(NotKnownError, match=SHALLOW):
        shallow.is_older("new.xml")


def test_a_test_that_was_changed_in_a_shallow_clone_is_later_than_its_report(shallow: Repository) -> None:
    shallow.write("test_x.py", "changed", 40)
    assert shallow.is_older()


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
    slow.write_text(f"#!{sys.executable} -SE\nimport time\ntime.sleep(60)\nopen(__file__ + '.ended', 'w')\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(git, "SECONDS", 0.2)
    with pytest.raises(NotKnownError, match=git.TOO_SLOW):
        repository.is_older()
    assert not slow.with_name("git.ended").exists(), "its end was waited for"


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
    assert not repository.is_older(started="2023-11-14T22:13:39Z")
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
    assert not repository.is_older(started="2023-11-14T22:13:39Z")


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
    Ages(disk, {"report.xml": None}).is_older("report.xml", "test_x.py")
    change(repository)
    assert Disk(repository.folder).is_as_seen(disk.seen) is is_same


def test_git_is_asked_a_few_times_whatever_the_number_of_files(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in range(200):
        repository.write(f"tests/test_{index}.py", str(index), 0)
        repository.write(f"reports/{index}.xml", str(index), 5)
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "all", at=10)
    asked = []
    started = git.Git._started

    def counted(self: git.Git, arguments: tuple[str, ...]) -> object:
        asked.append(arguments)
        return started(self, arguments)

    monkeypatch.setattr(git.Git, "_started", counted)
    ages = Ages(Disk(repository.folder), dict.fromkeys(f"reports/{index}.xml" for index in range(200)))
    assert not any(ages.is_older(f"reports/{index}.xml", f"tests/test_{index}.py") for index in range(200))
    assert len(asked) <= 5
