"""Ask git about a repository, without running anything that the repository's configuration names.

Part of *verify*, below `ages`. It only reads commits and trees: to look at files, git may run filters.
"""

import os
from collections.abc import Iterator, Set
from contextlib import suppress
from pathlib import Path
from threading import Event, Timer
from typing import IO, TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    import subprocess

NO_GIT: Final = "git is not installed"
FAILED: Final = "git cannot read the repository"
TOO_SLOW: Final = "git takes too long"

SECONDS: Final = 20.0
"""How long one question may take."""

_SAFE: Final = (
    *("--no-pager", "--literal-pathspecs"),
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "protocol.allow=never"),  # a partial clone would fetch what it lacks
)
_LOG: Final = (
    *("-c", "log.showRoot=true", "-c", "log.follow=false"),
    *("log", "-z", "-c", "--name-only", "--format=tformat:%x01%ct", "--no-renames", "--no-relative"),
    *("--no-ext-diff", "--no-textconv"),
    "--no-show-signature",  # would run the program that `gpg.program` names
)
_VARIABLES: Final = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
_COMMIT: Final = "\x01"
_BLOCK: Final = 65_536


class GitError(Exception):
    """Why git gives no answer."""


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
    ) -> dict[str, int]:
        """Return the files that commits changed, and the time of the last that did.

        It goes through no more commits than it takes to see all `wanted` files, where there are any.
        """
        found: dict[str, int] = {}
        missing = set(wanted)
        time = 0
        for word in _words(self._blocks((*_LOG, *arguments), stdin)):
            if word.startswith(_COMMIT):
                time = int(word.removeprefix(_COMMIT))
            elif name := word.removeprefix("\n"):
                found[name] = max(time, found.get(name, 0))
                missing.discard(name)
            if wanted and not missing:
                break
        return found

    def _blocks(self, arguments: tuple[str, ...], stdin: str = "") -> Iterator[bytes]:
        """Run a command for as long as its answer is read, and no longer than a time."""
        process = self._started(arguments)
        overdue = Event()

        def stop() -> None:
            overdue.set()
            process.kill()

        timer = Timer(self._seconds or SECONDS, stop)
        timer.start()
        try:
            to, of = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
            with suppress(BrokenPipeError):  # its exit code says what is wrong
                to.write(os.fsencode(stdin))
                to.close()
            while block := of.read(_BLOCK):
                yield block
            if process.wait():
                raise GitError(TOO_SLOW if overdue.is_set() else FAILED)
        finally:
            timer.cancel()
            process.kill()
            with process:  # closes its pipes, and waits for its end
                pass

    def _started(self, arguments: tuple[str, ...]) -> "subprocess.Popen[bytes]":
        import subprocess

        # What a hook sets for git, such as GIT_DIR, would lead to another repository.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        try:
            return subprocess.Popen(
                ["git", *_SAFE, *arguments],
                cwd=self._top,
                env=environment | _VARIABLES,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except FileNotFoundError:
            raise GitError(NO_GIT) from None
        except OSError:
            raise GitError(FAILED) from None


def _words(blocks: Iterator[bytes]) -> Iterator[str]:
    """Go through what stands between NUL bytes, as it comes."""
    rest = b""
    for block in blocks:
        *whole, rest = (rest + block).split(b"\0")
        yield from map(os.fsdecode, whole)
    if rest:
        yield os.fsdecode(rest)
