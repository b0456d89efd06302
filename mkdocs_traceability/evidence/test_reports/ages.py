"""Whether a report is older than a test: whether the test may have changed since the tests were run.

Part of *verify*. A file that is as it was committed has held its content since its last commit at the latest,
and since the time of the file; but a checkout gives files a time of its own, which says nothing. git is asked
at most five times for a repository, whatever the number of files: the tree of HEAD tells which files are as
they were committed, and only commits later than the oldest report are gone through. Nothing that a repository
configures is run.
"""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.test_reports.git import FAILED, Commit, Git, GitError
from mkdocs_traceability.evidence.test_reports.timestamps import Timestamp
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.head import look_at_head

NO_REPOSITORY: Final = "there is no git repository"
SHALLOW: Final = "the git repository is shallow"
CHECKED_OUT: Final = "`{report}` was checked out anew and has no `timestamp`"
NO_ZONE: Final = "the `timestamp` of `{report}` has no time zone"

_FIRST_EPOCH: Final = 100_000_000
"""git takes a smaller number for something else than seconds since 1970."""
_SECOND: Final = 1_000_000_000


class NotKnownError(Exception):
    """Why it cannot be said how old files are."""


class _Content(NamedTuple):
    """Since when a file holds what it holds.

    `written` is the time of the file in nanoseconds, `commit` the last one, if nothing was changed since.
    """

    written: int
    commit: Commit | None

    @property
    def is_original(self) -> bool:
        """Whether the file still has the time at which it was written: a checkout comes after the commit."""
        return self.commit is None or self.written // _SECOND <= self.commit.time

    @property
    def since(self) -> int:
        """The latest time at which it may have got its content; of a second that counts to its end."""
        return self.written if self.commit is None or self.is_original else _end(self.commit)


class Ages:
    """The ages of reports and of their tests; `reports` says when each was started, if it does."""

    def __init__(self, disk: Disk, reports: Mapping[str, Timestamp | None]) -> None:
        self._disk = disk
        self._started = reports
        self._repositories: dict[Path, _Repository | NotKnownError] = {}

    def is_older(self, report: str, test: str) -> bool:
        """Whether a test's file may have changed after a report was written; equal counts as after.

        `NotKnownError`, with the reason, where it cannot be judged.
        """
        theirs = self._repository(test)
        if theirs is None:
            raise NotKnownError(NO_REPOSITORY)
        try:
            reported = self._reported[report]
            tested = self._tested(theirs, test)
            if reported.commit is None or tested.commit is None:
                is_older = _written_at_latest(reported) <= tested.since
            else:
                is_older = self._is_older_by_commit(report, reported, reported.commit, tested, tested.commit)
        except GitError as failure:
            self._disk.doubt("git")
            raise NotKnownError(str(failure)) from None
        if is_older and theirs.is_shallow and not tested.is_original:
            raise NotKnownError(SHALLOW)  # what looks like the last commit is only the last that is there
        return is_older

    def _is_older_by_commit(
        self, report: str, reported: _Content, committed: Commit, tested: _Content, changed: Commit
    ) -> bool:
        """Compare two files that are as they were committed."""
        if started := self._started[report]:
            readings = started.readings(committed.offset)
            found = {min(each, committed.time) * _SECOND <= _end(changed) for each in readings}
            if len(found) > 1:
                raise NotKnownError(NO_ZONE.format(report=report))
            return found == {True}
        if committed.time < changed.time:
            return True
        if not reported.is_original:
            raise NotKnownError(CHECKED_OUT.format(report=report))
        return reported.written <= tested.since

    @cached_property
    def _reported(self) -> dict[str, _Content]:
        return {report: self._content_of_report(report) for report in self._started}

    @cached_property
    def _oldest(self) -> int:
        """A time in seconds before which no report was written: no earlier commit makes one stale."""
        times = [_written_at_latest(each) / _SECOND for each in self._reported.values()]
        for report, started in self._started.items():
            commit = self._reported[report].commit
            times += started.readings(commit.offset) if started and commit else ()
        return int(min(times))

    def _content_of_report(self, report: str) -> _Content:
        repository = self._repository(report)
        if repository is None or not repository.is_as_committed(report):
            return _Content(self._time(report), None)
        return _Content(self._time(report), repository.last_commit(report))

    def _tested(self, repository: "_Repository", test: str) -> _Content:
        if not repository.is_as_committed(test):
            return _Content(self._time(test), None)
        before = Commit(self._oldest - 1)
        return _Content(self._time(test), repository.last_change(test, self._oldest) or before)

    def _time(self, path: str) -> int:
        time = self._disk.time(path)
        if time is None:
            raise NotKnownError(f"`{path}` cannot be read")
        return time

    def _repository(self, path: str) -> "_Repository | None":
        folder = self._disk.real(path).parent
        for top in (folder, *folder.parents):
            if top not in self._repositories and self._has_git(top):
                self._repositories[top] = self._opened(top)
            found = self._repositories.get(top)
            if isinstance(found, NotKnownError):
                raise found
            if found is not None:
                return found
        return None

    def _has_git(self, top: Path) -> bool:
        path = os.path.relpath(top / ".git", self._disk.base).replace(os.sep, "/")
        return self._disk.is_folder(path) or self._disk.is_file(path)

    def _opened(self, top: Path) -> "_Repository | NotKnownError":
        try:
            return _Repository(self._disk, top, tuple(self._started))
        except NotKnownError as reason:
            return reason
        except GitError as failure:
            self._disk.doubt("git")
            return NotKnownError(str(failure))


class _Repository:
    """What git knows of the files of one repository."""

    def __init__(self, disk: Disk, top: Path, reports: tuple[str, ...]) -> None:
        self._disk = disk
        self._top = top
        self._reports = reports
        self._changed: dict[int, dict[str, Commit]] = {}
        self._git = Git(top)
        look_at_head(disk, top)
        self.is_shallow = self._git.output("rev-parse", "--is-shallow-repository").strip() != "false"
        self._digests = self._committed()

    def name(self, path: str) -> str:
        """Return the path of a file as git has it."""
        return os.path.relpath(self._disk.real(path), self._top).replace(os.sep, "/")

    def is_as_committed(self, path: str) -> bool:
        """Whether a file is in HEAD with the content that it has.

        git is not asked: to compare a file it may run the filters that the repository configures.
        """
        digest = self._digests.get(self.name(path))
        data = self._disk.read(path)
        if digest is None or data is None:
            return False
        return digest in (_blob(data, digest), _blob(data.replace(b"\r\n", b"\n"), digest))

    def last_commit(self, report: str) -> Commit:
        """Return when a report was last committed."""
        return self._committed_reports[self.name(report)]

    def last_change(self, path: str, since: int) -> Commit | None:
        """Return the last commit that changed a file, if that was at a time or after it."""
        if since not in self._changed:
            earliest = f"--since={max(since, _FIRST_EPOCH)} +0000"
            self._changed[since] = self._git.last_commits(earliest, "HEAD")
        return self._changed[since].get(self.name(path))

    @cached_property
    def _committed_reports(self) -> dict[str, Commit]:
        names = {self.name(each) for each in self._reports} & self._digests.keys()
        lines = ["HEAD", "--", *sorted(name for name in names if "\n" not in name)]
        found = self._git.last_commits("--stdin", wanted=names, stdin="\n".join(lines) + "\n")
        if not names <= found.keys():
            raise NotKnownError(FAILED)
        return found

    def _committed(self) -> dict[str, str]:
        """Return the digest of every file in HEAD; none where nothing has been committed yet."""
        if not self._git.answers("rev-parse", "--quiet", "--verify", "HEAD^{commit}"):
            return {}
        entries = self._git.output("ls-tree", "-r", "-z", "--full-tree", "HEAD").split("\0")
        parts = (entry.partition("\t") for entry in entries if entry)
        return {name: about.split(" ")[2] for about, _, name in parts}


def _end(commit: Commit) -> int:
    """Return the last moment of the second in which something was committed."""
    return (commit.time + 1) * _SECOND - 1


def _written_at_latest(content: _Content) -> int:
    if content.commit is None:
        return content.written
    return min(content.written, content.commit.time * _SECOND)


def _blob(data: bytes, like: str) -> str:
    """Return the digest that git gives a content, in the form of another one."""
    from hashlib import sha1, sha256

    hashed = sha1 if len(like) == 40 else sha256
    return hashed(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
