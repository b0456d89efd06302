"""Measure whole processes, as a user's machine would: processor time and peak memory, start-up included.

Processor time (user and system) depends little on what else the machine does, elapsed time much. The peak
that a system reports for a process is never below that of the process which started it, so whatever imports
this has to stay small.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

ROOT: Final = Path(__file__).parent.parent

BYTES_OF_PEAK: Final = 1 if sys.platform == "darwin" else 1024


@dataclass
class Task:
    """A process to be measured, and what it took each time.

    `prepare` is done before each run and not measured. Exit statuses other than `expected` are faults.
    """

    name: str
    command: Sequence[str]
    prepare: Callable[[], object] = lambda: None
    expected: tuple[int, ...] = (0,)
    seconds: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)
    output: str = ""

    def run(self, *, count: bool = True) -> None:
        """Run it once; with `count` False only to warm up."""
        self.prepare()
        with tempfile.TemporaryFile() as output:
            process = subprocess.Popen(self.command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            self.output = output.read().decode(errors="replace")
        if process.returncode not in self.expected:
            raise RuntimeError(f"{self.name} ended with {process.returncode}:\n{self.output}")
        if count:
            self.seconds.append(usage.ru_utime + usage.ru_stime)
            self.peaks.append(usage.ru_maxrss * BYTES_OF_PEAK)

    @property
    def cpu(self) -> float:
        """Seconds of processor time: the median of all runs."""
        return median(self.seconds)

    @property
    def peak(self) -> float:
        """Bytes of memory at the most: the median of all runs."""
        return median(self.peaks)


def python(module: str, *arguments: object) -> list[str]:
    """Return the command that runs a module of this repository under this Python."""
    return [sys.executable, "-m", module, *map(str, arguments)]


def interleave(tasks: Sequence[Task], rounds: int) -> None:
    """Run all tasks in turn, so many times: what is compared then meets the same good and bad moments."""
    for number in range(rounds):
        for task in tasks:
            task.run()
            _show(f"{number + 1}/{rounds} {task.name}")
    _show("")


def _show(progress: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{progress:<60}\r", end="", file=sys.stderr, flush=True)
