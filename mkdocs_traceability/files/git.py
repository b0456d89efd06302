"""Run git, for a time that nothing it starts can prolong, and without running what a repository configures.

git is looked for in the folders of `PATH` alone: Windows would first run a `git.exe` of the working folder.
What it starts (a filter, a hook of a file system monitor) belongs to its own group of processes and is ended
with it; an output that such a child holds open is not waited for.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Event, Thread
from time import monotonic
from typing import IO, TYPE_CHECKING, Final, cast

from mkdocs_traceability.files.real import is_file

if TYPE_CHECKING:
    import subprocess

NO_GIT: Final = "git is not installed"
FAILED: Final = "git cannot read the repository"
TOO_SLOW: Final = "git takes too long"

_SAFE: Final = (
    *("--no-pager", "--no-replace-objects"),
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "diff.external=", "-c", "core.sshCommand=false", "-c", "gpg.program=false"),
    *("-c", "log.showSignature=false", "-c", "log.mailmap=false"),
    *("-c", "protocol.allow=never"),  # a partial clone would fetch what it lacks
)
_VARIABLES: Final = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
_BLOCK: Final = 65_536
_WAITING: Final = 8
"""How many blocks are read ahead."""


class GitError(Exception):
    """Why git gives no answer."""


def start_git(
    folder: Path, arguments: tuple[str, ...], *, has_globs: bool = False
) -> "subprocess.Popen[bytes]":
    """Start git in a folder; the paths among its arguments mean what they say, unless they are globs.

    Raises:
        GitError: where there is none, or it cannot be started.

    """
    import subprocess

    program = _git(os.environ.get("PATH", os.defpath))
    if program is None:
        raise GitError(NO_GIT)
    # What a hook sets for git, such as GIT_DIR, would lead to another repository.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        return subprocess.Popen(
            [program, "--glob-pathspecs" if has_globs else "--literal-pathspecs", *_SAFE, *arguments],
            cwd=folder,
            env=environment | _VARIABLES,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            bufsize=0,
        )
    except OSError:
        raise GitError(FAILED) from None


def answer(process: "subprocess.Popen[bytes]", question: str, seconds: float) -> Iterator[bytes]:
    """Go through what git prints for as long as anybody asks, and no longer than a time.

    Raises:
        GitError: where it fails, or takes too long.

    """
    ends = monotonic() + seconds
    try:
        yield from _blocks(process, question, ends)
        if _status(process, ends):
            raise GitError(FAILED)
    finally:
        _end(process)


def output(folder: Path, arguments: tuple[str, ...], seconds: float, question: str = "") -> bytes:
    """Return all that git prints.

    Raises:
        GitError: where it cannot be started, fails, or takes longer.

    """
    return b"".join(answer(start_git(folder, arguments), question, seconds))


@lru_cache(maxsize=8)
def _git(search_path: str) -> str | None:
    """Return the git of the first folder of a search path that has one; a relative folder is none."""
    name = "git.exe" if sys.platform == "win32" else "git"
    for folder in search_path.split(os.pathsep):
        file = Path(folder) / name
        if Path(folder).is_absolute() and is_file(file) and os.access(file, os.X_OK):
            return str(file)
    return None


def _blocks(process: "subprocess.Popen[bytes]", question: str, ends: float) -> Iterator[bytes]:
    """Ask and read beside who is answered: a pipe cannot be told to be given up at a time."""
    blocks: Queue[bytes] = Queue(_WAITING)
    is_enough = Event()
    Thread(target=_ask, args=(process, os.fsencode(question)), name="git", daemon=True).start()
    Thread(target=_read, args=(process, blocks, is_enough), name="git", daemon=True).start()
    try:
        while block := blocks.get(timeout=max(ends - monotonic(), 0)):
            yield block
    except Empty:
        raise GitError(TOO_SLOW) from None
    finally:
        is_enough.set()


def _ask(process: "subprocess.Popen[bytes]", question: bytes) -> None:
    with suppress(OSError), cast("IO[bytes]", process.stdin) as pipe:  # its status says what is wrong
        while question:
            question = question[pipe.write(question) :]


def _read(process: "subprocess.Popen[bytes]", blocks: Queue[bytes], is_enough: Event) -> None:
    """Hand on what git prints; an empty block is its end."""
    with suppress(OSError), cast("IO[bytes]", process.stdout) as pipe:
        block = b"-"
        while block and not is_enough.is_set():
            block = pipe.read(_BLOCK)
            _put(blocks, block, is_enough)


def _put(blocks: Queue[bytes], block: bytes, is_enough: Event) -> None:
    while not is_enough.is_set():
        with suppress(Full):
            blocks.put(block, timeout=0.1)
            return


def _status(process: "subprocess.Popen[bytes]", ends: float) -> int:
    import subprocess

    try:
        return process.wait(timeout=max(ends - monotonic(), 0))
    except subprocess.TimeoutExpired:
        raise GitError(TOO_SLOW) from None


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End git and what it has started; nothing is waited for that does not end."""
    import subprocess

    if process.returncode is not None:  # it has been waited for: its number may be another's by now
        return
    _kill(process)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=1)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        import subprocess

        system = os.environ.get("SYSTEMROOT", r"C:\Windows")
        with suppress(OSError, subprocess.TimeoutExpired):
            kill = [rf"{system}\System32\taskkill.exe", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(kill, capture_output=True, timeout=5, check=False)
        process.kill()
    else:
        import signal

        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
