"""Run a command that belongs to somebody else: for so long at the most, and whatever it does."""

import os
import re
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.processes import BYTES_OF_PEAK

_TRACEBACK: Final = "Traceback (most recent call last)"
_WALL: Final = 4
"""How many times its limit a command may take by the clock: other programs want the processor too."""

_PAUSE: Final = 0.02


@dataclass(frozen=True)
class Run:
    """What a command took: seconds of the processor and by the clock, and bytes of memory at the most.

    `stopped` says why it did not come to its end: "limit", or a failure in a few words; else it is empty.
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
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (int(limit), int(limit) + 5))
        status, usage = _wait(process.pid, started + limit * _WALL)
        wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    cpu = usage.ru_utime + usage.ru_stime
    stopped = "limit" if cpu >= limit or process.returncode < 0 else _failure(process.returncode, text)
    return Run(cpu, wall, usage.ru_maxrss * BYTES_OF_PEAK, text, stopped)


def _wait(process: int, deadline: float) -> tuple[int, resource.struct_rusage]:
    while time.monotonic() < deadline:
        ended, status, usage = os.wait4(process, os.WNOHANG)
        if ended:
            return status, usage
        time.sleep(_PAUSE)
    os.killpg(process, signal.SIGKILL)
    _, status, usage = os.wait4(process, 0)
    return status, usage


def _failure(code: int, output: str) -> str:
    if _TRACEBACK in output:
        errors = re.findall(r"^(?:\w+\.)*(\w+(?:Error|Exception))\b", output, re.MULTILINE)
        return f"failed: {errors[-1]}" if errors else "failed"
    return "" if code in (0, 1) else f"failed: exit status {code}"
