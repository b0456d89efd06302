"""Which tests run which lines, and how long each takes."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NamedTuple


class Ran(NamedTuple):
    """What one test did."""

    seconds: float
    """Processor time."""

    lines: dict[str, int]
    """The lines that it ran, by file: a number in which the bit of each line is set."""


class Coverage:
    """What all tests did that were run."""

    def __init__(self, tests: dict[str, Ran]) -> None:
        self._tests = tests
        self._running: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for test, ran in tests.items():
            for file, lines in ran.lines.items():
                self._running[file].append((test, lines))
        for running in self._running.values():
            running.sort(key=lambda each: tests[each[0]].seconds / each[1].bit_count())

    def tests_of(self, file: str, lines: Iterable[int], most: float, near: str) -> list[str]:
        """Return tests that run some of these lines, `most` seconds of them.

        Those come first whose name begins with `near`, and of them those that run most lines of the file in a
        second.
        """
        wanted = as_bits(lines)
        taken: list[str] = []
        running = [test for test, lines_run in self._running[file] if lines_run & wanted]
        for test in sorted(running, key=lambda test: not test.startswith(near)):
            most -= self._tests[test].seconds
            if most < 0 and taken:
                break
            taken.append(test)
        return taken

    def seconds(self, tests: Iterable[str]) -> float:
        """Return the processor time of some tests."""
        return sum(self._tests[each].seconds for each in tests)


def as_bits(lines: Iterable[int]) -> int:
    """Return a number in which the bits of some lines are set."""
    bits = 0
    for line in lines:
        bits |= 1 << line
    return bits


@contextmanager
def lines_run_in(prefixes: tuple[str, ...]) -> Iterator[dict[str, set[int]]]:
    """Note the lines that are run in the files whose names begin with one of these."""
    seen: dict[str, set[int]] = {}
    tracers: dict[str, Callable[..., Any] | None] = {}

    def enter(frame: FrameType, event: str, argument: object) -> Callable[..., Any] | None:
        file = frame.f_code.co_filename
        if file not in tracers:
            noted = seen.setdefault(file, set()) if file.startswith(prefixes) else None
            tracers[file] = None if noted is None else _tracer(noted)
        return tracers[file]

    sys.settrace(enter)
    try:
        yield seen
    finally:
        sys.settrace(None)


def _tracer(seen: set[int]) -> Callable[..., Any]:
    """Return what notes the lines of one file: it is made once, since it holds itself in memory."""

    def line(frame: FrameType, event: str, argument: object) -> Any:
        seen.add(frame.f_lineno)
        return line

    return line
