"""Run a command that belongs to somebody else: for so long at the most, and whatever it does.

It needs Linux, whose `/proc` says what a process and all that it has started have taken so far.
"""

import os
import re
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.processes import BYTES_OF_PEAK

LIMIT: Final = "limit"
"""Why a run was stopped that took longer than it may."""

_TRACEBACK: Final = "Traceback (most recent call last)"
_WALL: Final = 4
"""How many times its limit a command may take by the clock: other programs want the processor too."""

_LOOK: Final = 1.0
"""Seconds from one look at what a command has taken to the next."""


@dataclass(frozen=True)
class Run:
    """What a command took: seconds of the processor and by the clock, and bytes of memory at the most.

    `stopped` says why it did not come to its end: LIMIT, or a failure in a few words; else it is empty.
    """

    cpu: float
    wall: float
    peak: int
    output: str
    stopped: str = ""


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], limit: float) -> Run:
    """Run a command in a folder, and end it and what it started after `limit` seconds of the processor."""
    with tempfile.TemporaryFile() as output:
        started = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        is_over = _waited(process.pid, limit, started + limit * _WALL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    cpu = usage.ru_utime + usage.ru_stime
    stopped = LIMIT if is_over else _failure(process.returncode, text)
    return Run(cpu, wall, usage.ru_maxrss * BYTES_OF_PEAK, text, stopped)


def _waited(process: int, limit: float, deadline: float) -> bool:
    """Wait for the end of a process, or make it come; return whether it had to be made to."""
    ended = os.pidfd_open(process)
    try:
        waiting = select.poll()
        waiting.register(ended, select.POLLIN)
        while not waiting.poll(_LOOK * 1000):
            if _taken(process) >= limit or time.monotonic() > deadline:
                os.killpg(process, signal.SIGKILL)
                return True
    finally:
        os.close(ended)
    return False


def _taken(session: int) -> float:
    """Return the seconds of the processor that a session has taken, with its processes that have ended."""
    ticks = sum(_ticks(path, session) for path in Path("/proc").glob("[0-9]*/stat"))
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(path: Path, session: int) -> int:
    """Return what a process has taken, or nothing if it is of another session or has just ended."""
    try:
        values = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, values[11:15])) if int(values[3]) == session else 0


def _failure(code: int, output: str) -> str:
    if _TRACEBACK in output:
        errors = re.findall(r"^(?:\w+\.)*(\w+(?:Error|Exception))\b", output, re.MULTILINE)
        return f"failed: {errors[-1]}" if errors else "failed"
    return "" if code in (0, 1) else f"failed: exit status {code}"
