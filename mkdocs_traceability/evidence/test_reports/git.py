"""Ask git about a repository, without running anything that the repository's configuration names.

Part of *verify*, below `ages`. It only reads commits and trees: to look at files, git may run filters.
"""

import os
from collections.abc import Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from mkdocs_traceability.files.git import FAILED, NO_GIT, TOO_SLOW, GitError, answer, start_git

if TYPE_CHECKING:
    import subprocess

__all__ = ("FAILED", "NO_GIT", "TOO_SLOW", "Git", "GitError")

SECONDS: Final = 20.0
"""How long one question may take."""

_LOG: Final = (
    *("-c", "log.showRoot=true", "-c", "log.follow=false"),
    *("log", "-z", "-c", "--name-only", "--format=tformat:%x01%ct %cd", "--date=format:%z"),
    *("--no-renames", "--no-relative", "--no-ext-diff", "--no-textconv"),
    "--no-show-signature",  # would run the program that `gpg.program` names
)
_COMMIT: Final = "\x01"


class Commit(NamedTuple):
    """When something was committed, in seconds since 1970, and how far the committer's clock is from UTC."""

    time: int
    offset: int = 0


class Git:
    """git in one repository."""

    def __init__(self, top: Path, seconds: float = 0) -> None:
        self._top = top
        self._seconds = seconds

    def output(self, *arguments: str) -> str:
        """Return what a command prints."""
        return os.fsdecode(b"".join(self._blocks(arguments)))

    def answers(self, *arguments: str) -> bool:
        """Whether a command succeeds."""
        try:
            self.output(*arguments)
        except GitError as failure:
            if str(failure) == FAILED:
                return False
            raise
        return True

    def last_commits(
        self, *arguments: str, wanted: Set[str] = frozenset(), stdin: str = ""
    ) -> dict[str, Commit]:
        """Return the files that commits changed, and the last commit that did.

        It goes through no more commits than it takes to see all `wanted` files, where there are any.
        """
        found: dict[str, Commit] = {}
        missing = set(wanted)
        commit = Commit(0)
        for word in _words(self._blocks((*_LOG, *arguments), stdin)):
            if word.startswith(_COMMIT):
                commit = _commit(word.removeprefix(_COMMIT))
            elif name := word.removeprefix("\n"):
                found[name] = max(commit, found.get(name, commit))
                missing.discard(name)
            if wanted and not missing:
                break
        return found

    def _blocks(self, arguments: tuple[str, ...], stdin: str = "") -> Iterator[bytes]:
        """Run a command for as long as its answer is read, and no longer than a time."""
        return answer(self._started(arguments), stdin, self._seconds or SECONDS)

    def _started(self, arguments: tuple[str, ...]) -> "subprocess.Popen[bytes]":
        return start_git(self._top, arguments)


def _commit(written: str) -> Commit:
    """Read the time of a commit as `1700000000 +0130`."""
    time, zone = written.split(" ")
    minutes = int(zone[1:3]) * 60 + int(zone[3:5])
    return Commit(int(time), 60 * (-minutes if zone.startswith("-") else minutes))


def _words(blocks: Iterator[bytes]) -> Iterator[str]:
    """Go through what stands between NUL bytes, as it comes."""
    rest = b""
    for block in blocks:
        *whole, rest = (rest + block).split(b"\0")
        yield from map(os.fsdecode, whole)
    if rest:
        yield os.fsdecode(rest)
