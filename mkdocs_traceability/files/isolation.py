"""Have grammars read files in a process of their own, where time and memory are bounded.

Grammars are native code that is given strangers' text: 18 kB of `a=>` take some of them 10 GB, 30 kB crash
them. A file whose reading has to be ended is not checked, and a run has one budget for all such files. The
process is started by the first file that no run has read before, serves all files of a run, and ends with it,
or with the process that started it. The other side is `languages.worker`.
"""

import json
import os
import sys
import weakref
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, cast

if TYPE_CHECKING:  # what runs processes is imported once one is needed
    import subprocess

SECONDS: Final = 5.0
"""How much time of the processor one file may take: 2 MB of code take two, in most languages."""

MEMORY: Final = 512
"""How much memory the process may take, in MB: 2 MB of code take 200 MB at most."""

_SECONDS_A_RUN: Final = 20.0
"""How much all files of a run may take whose reading is ended; the next ones have less time."""

_LESS_SECONDS: Final = 0.25
"""What a file has then: enough for some 300 kB of code."""

_LESS_SECONDS_A_RUN: Final = 5.0
"""How much may be spent so, before no more files are read in this run."""

_DEADLINE: Final = 60.0
"""Seconds after which a process is ended that does not use its time: stopped, say, or on a busy machine."""

_LONGEST_ANSWER: Final = 200_000_000
READY: Final = b"ready\n"
"""What the process says when it can take requests."""

_HAS_TIMER: Final = os.name == "posix"
"""Whether the system itself ends a process that has used its time."""

_FROM_OUTSIDE: Final = ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP")

_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.stdin.buffer.readline()); "
    "from mkdocs_traceability.evidence.source_code.languages.worker import serve; serve()"
)


class Ended(NamedTuple):
    """That the reading of a file was ended, why, and with how much time of the processor a run is charged.

    It `stands` where the same would happen again; else another run may read the file.
    """

    why: str
    seconds: float = 0.0
    stands: bool = True


class Isolation:
    """The process in which grammars read the files of one run, and what may still be spent."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._release: weakref.finalize[Any, Any] | None = None
        self._owner = 0
        self._cannot_start = ""
        self._spent = 0.0
        self._ended: dict[str, Ended] = {}

    def read(self, what: str, language: str, digest: str, data: bytes) -> Any | Ended:
        """Return what the worker makes of a file's content, as plain JSON data, or why it was ended.

        A content that has been ended is not tried again, whatever is wanted of it.
        """
        if digest in self._ended:
            return self._ended[digest]
        seconds = self._seconds()
        if not seconds:
            return Ended("other files have used up the time for files like it", stands=False)
        answer = self._answer({"what": what, "language": language, "seconds": seconds}, data)
        if isinstance(answer, Ended):
            if seconds < SECONDS:
                answer = answer._replace(stands=False)
            self.remember(digest, answer)
        return answer

    def remember(self, digest: str, ended: Ended) -> None:
        """Charge this run with a file that was ended, in an earlier one too: so both come to the same."""
        if digest not in self._ended:
            self._ended[digest] = ended
            self._spent += ended.seconds

    def close(self) -> None:
        """End the process, if there is one."""
        if self._release is not None:
            self._release()
        self._release = self._process = None

    def _seconds(self) -> float:
        """Return the time that the next file has."""
        if self._spent < _SECONDS_A_RUN:
            return SECONDS
        return _LESS_SECONDS if self._spent < _SECONDS_A_RUN + _LESS_SECONDS_A_RUN else 0.0

    def _answer(self, request: dict[str, Any], data: bytes) -> Any | Ended:
        process = self._running()
        if process is None:
            return Ended(f"no process can be started for its grammar ({self._cannot_start})", stands=False)
        sent = json.dumps({**request, "bytes": len(data)}).encode() + b"\n" + data
        try:
            line, is_late = _exchanged(process, sent, _deadline(request["seconds"]))
            answer = json.loads(line) if line.endswith(b"\n") else {}
        except (ValueError, RecursionError):  # an answer that is none: memory was written to at random
            answer = {}
        except BaseException:  # Ctrl-C, say: what the process is at then is not known
            self.close()
            raise
        if not answer:
            status = _end(process)
            self.close()
            return _reason(status, request["seconds"], is_late=is_late)
        if answer["is_last"]:
            self.close()
        return Ended(answer["ended"]) if answer["ended"] else answer["found"]

    def _running(self) -> "subprocess.Popen[bytes] | None":
        """Return the process; a copy of this one, made by `fork`, has to start its own."""
        if (self._process is None or self._owner != os.getpid()) and not self._cannot_start:
            try:
                self._process, self._owner = _started(), os.getpid()
                self._release = weakref.finalize(self, _end, self._process)
            except OSError as error:
                self._process, self._cannot_start = None, error.strerror or str(error)
        return self._process


def _started() -> "subprocess.Popen[bytes]":
    import subprocess

    process = subprocess.Popen(
        # Neither the variables of the environment nor `site` decide what is imported: this process did.
        [sys.executable, "-I", "-S", "-c", _START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    package = str(Path(__file__).parents[2])  # not on the path where a hook of an installation finds it
    paths = json.dumps([*map(os.path.abspath, sys.path), package]).encode() + b"\n"
    try:
        line, _ = _exchanged(process, paths, _DEADLINE)
    except BaseException:
        _end(process)
        raise
    if line != READY:
        raise OSError(f"it ends with status {_end(process)}")
    return process


def _exchanged(process: "subprocess.Popen[bytes]", data: bytes, seconds: float) -> tuple[bytes, bool]:
    """Return the line that is answered, without its end where the process ends; and whether it was late."""
    from threading import Event, Timer

    is_late = Event()

    def end() -> None:
        is_late.set()
        process.kill()

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    requests, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    try:
        requests.write(data)
        requests.flush()
        return answers.readline(_LONGEST_ANSWER), is_late.is_set()
    except OSError:  # it has ended
        return b"", is_late.is_set()
    finally:
        timer.cancel()


def _deadline(seconds: float) -> float:
    """Return when to end a process from here; on Windows nothing else ends one that takes too long."""
    return _DEADLINE if _HAS_TIMER else seconds + SECONDS


def _end(process: "subprocess.Popen[bytes]") -> int:
    """End a process, and return how it has ended, if it had before."""
    import subprocess

    for stream in (process.stdin, process.stdout):
        with suppress(OSError):  # what was not sent is not missed
            cast("IO[bytes]", stream).close()
    with suppress(subprocess.TimeoutExpired):
        return process.wait(0.5)
    process.kill()
    return process.wait()


def _reason(status: int, seconds: float, *, is_late: bool) -> Ended:
    """Say why a process has ended that had so much time for a file."""
    import signal

    name = next((each.name for each in signal.Signals if each.value == -status), f"status {status}")
    if name == "SIGPROF" or (is_late and not _HAS_TIMER):
        return Ended(f"it takes more than {seconds:g} s", seconds)
    if is_late or name in _FROM_OUTSIDE:
        return Ended(f"the process that reads it was ended ({name})", seconds, stands=False)
    if name == "SIGABRT":  # how tree-sitter says that it gets no more memory
        return Ended(f"it takes more than {MEMORY} MB of memory", seconds)
    return Ended(f"the grammar crashes on it ({name})", seconds)
