"""The process in which grammars read files: answers one request after the other, until its input ends.

Started by `evidence.isolation`, which says how long a file may take. The system ends the process that takes
longer, or more memory; so nothing is left running where nobody waits for an answer any more.
"""

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from mkdocs_traceability.evidence.source_code.languages.parsing import load, outline_with, strings_with
from mkdocs_traceability.evidence.source_code.languages.table import LANGUAGES
from mkdocs_traceability.files.isolation import MEMORY, READY

_LONGEST_REASON: Final = 200


def serve() -> None:
    """Answer requests: a line of JSON and the content of a file, for a line of JSON each."""
    _take_signals()
    _limit_memory()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    _send(answers, READY)
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["bytes"])
        if len(data) == request["bytes"]:
            _send(answers, json.dumps(_answer(request, data), separators=(",", ":")).encode() + b"\n")
    os._exit(0)  # giving back every piece of memory takes longer than ending


def _send(answers: IO[bytes], data: bytes) -> None:
    answers.write(data)
    answers.flush()


def _answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Return what is found in a file, or why nothing can be; and whether this process is of no more use."""
    grammars = next(each.grammars for each in LANGUAGES if each.name == request["language"])
    read = {"outline": outline_with, "strings": strings_with}[request["what"]]
    found, ended = None, ""
    try:
        load(grammars)
        _limit_time(request["seconds"])
        found = read(grammars, data)
    except MemoryError:
        os.abort()
    except Exception as error:  # in this file only: whatever is wrong with its reader, others are read
        ended = f"its reader fails: {type(error).__name__}: {error}"[:_LONGEST_REASON]
    finally:
        _limit_time(0)
    return {"found": found, "ended": ended, "is_last": _keeps_much()}


def _keeps_much() -> bool:
    """Whether so much memory was needed that the next file may have less than its share of it."""
    return _peak() > MEMORY * 1024**2 / 4


def _peak() -> int:
    """Return the most bytes of memory that were in use; 0 where it cannot be told.

    `ru_maxrss` is no use for it: it begins with what the process that started this one had.
    """
    with suppress(OSError, ValueError, IndexError):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    return 0


def _limit_memory() -> None:
    with suppress(ImportError):
        import resource

        for limit, value in ((resource.RLIMIT_AS, MEMORY * 1024**2), (resource.RLIMIT_CORE, 0)):
            with suppress(ValueError, OSError):  # a system that does not have this limit, or a lower one
                resource.setrlimit(limit, (value, value))


def _take_signals() -> None:
    """Undo what the host has ignored or blocked. Ctrl-C, which a whole group gets, ends this process too."""
    if os.name == "posix":
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF})
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _limit_time(seconds: float) -> None:
    """Have the system end this process after so much time of the processor, 0 for never."""
    if os.name == "posix":
        signal.setitimer(signal.ITIMER_PROF, seconds)
