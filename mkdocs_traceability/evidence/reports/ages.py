"""Whether a report is older than a test: last commits compared, or the times of files that git has otherwise.

Part of *verify*. git is asked at most five times for a repository, whatever the number of files: the tree of
HEAD tells which files are as they were committed, and only commits later than the oldest report are gone
through. Nothing that a repository configures is run.
"""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

from mkdocs_traceability.evidence.disk import Disk
from mkdocs_traceability.evidence.reports.git import FAILED, Git, GitError

NO_REPOSITORY: Final = "there is no git repository"
SHALLOW: Final = "the git repository is shallow"

_REF: Final = "ref: "
_FIRST_EPOCH: Final = 100_000_000
"""git takes a smaller number for something else than seconds since 1970."""


class NotKnownError(Exception):
    """Why it cannot be said how old files are."""


class Ages:
    """The ages of reports and of the tests they speak of."""

    def __init__(self, disk: Disk, reports: Iterable[str]) -> None:
        self._disk = disk
        self._reports = tuple(reports)
        self._repositories: dict[Path, _Repository | NotKnownError] = {}

    def is_older(self, report: str, test: str) -> bool:
        """Whether a report is older than a test's file; equal is not older.

        `NotKnownError`, with the reason, where it cannot be judged.
        """
        theirs = self._repository(test)
        if theirs is None:
            raise NotKnownError(NO_REPOSITORY)
        try:
            reported = self._reported[report]
            if not theirs.is_as_committed(test):
                return self._time(test) > reported
            changed = theirs.changed_since(min(self._reported.values()))
            return changed.get(theirs.name(test), reported) > reported
        except GitError as failure:
            self._disk.doubt("git")
            raise NotKnownError(str(failure)) from None

    @cached_property
    def _reported(self) -> dict[str, int]:
        """The age of every report: what was committed before the oldest makes none of them stale."""
        return {report: self._age(report) for report in self._reports}

    def _age(self, report: str) -> int:
        repository = self._repository(report)
        if repository is None or not repository.is_as_committed(report):
            return self._time(report)
        return repository.last_commit(report)

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
            return _Repository(self._disk, top, self._reports)
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
        self._changed: dict[int, dict[str, int]] = {}
        self._git = Git(top)
        _look_at_head(disk, top)
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

    def last_commit(self, report: str) -> int:
        """Return when a report was last committed."""
        return self._committed_reports[self.name(report)]

    def changed_since(self, time: int) -> dict[str, int]:
        """Return the files that commits after a time changed, and when they last did."""
        if time not in self._changed:
            since = f"--since={max(time + 1, _FIRST_EPOCH)} +0000"
            self._changed[time] = self._git.last_commits(since, "HEAD")
        return self._changed[time]

    @cached_property
    def _committed_reports(self) -> dict[str, int]:
        names = {self.name(each) for each in self._reports} & self._digests.keys()
        lines = ["HEAD", "--", *sorted(name for name in names if "\n" not in name)]
        found = self._git.last_commits("--stdin", wanted=names, stdin="\n".join(lines) + "\n")
        if not names <= found.keys():
            raise NotKnownError(FAILED)
        return found

    def _committed(self) -> dict[str, str]:
        """Return the digest of every file in HEAD; none where nothing has been committed yet."""
        if self._git.output("rev-parse", "--is-shallow-repository").strip() != "false":
            raise NotKnownError(SHALLOW)
        if not self._git.answers("rev-parse", "--quiet", "--verify", "HEAD^{commit}"):
            return {}
        entries = self._git.output("ls-tree", "-r", "-z", "--full-tree", "HEAD").split("\0")
        parts = (entry.partition("\t") for entry in entries if entry)
        return {name: about.split(" ")[2] for about, _, name in parts}


def _look_at_head(disk: Disk, top: Path) -> None:
    """Look at the files that tell which commit HEAD is: in another run they tell whether it still is."""

    def content(file: Path) -> str:
        relative = os.path.relpath(file, disk.base).replace(os.sep, "/")
        return (disk.read_unshown(relative) or b"").decode("utf-8", "replace").strip()

    folder = top / ".git"
    if linked := content(folder).removeprefix("gitdir:").strip():
        folder = top / linked
    common = folder / (content(folder / "commondir") or ".")
    head = content(folder / "HEAD")
    if head.startswith(_REF) and "\0" not in head:
        content(common / head.removeprefix(_REF))
    for name in ("packed-refs", "reftable/tables.list", "shallow"):
        content(common / name)


def _blob(data: bytes, like: str) -> str:
    """Return the digest that git gives a content, in the form of another one."""
    from hashlib import sha1, sha256

    hashed = sha1 if len(like) == 40 else sha256
    return hashed(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
