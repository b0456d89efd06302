"""Commands in copies of this process, to which something happens at one of the moments when they touch a file."""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from incremental.doors import command

SECONDS = 120
"""Of real time, after which a copy is ended that hangs."""

TOUCHES = frozenset(
    (
        "open",
        "os.listdir",
        "os.scandir",
        "os.rename",
        "os.remove",
        "os.mkdir",
        "os.rmdir",
        "os.truncate",
        "os.chmod",
    )
)
"""What Python tells of before it is done: between two of these, nothing changes that another process could see."""


class Ended(NamedTuple):
    """What a copy said, how often it touched a file of the site, and the signal that ended it, if one did."""

    said: str
    touches: int
    signal: int


def run(root: Path, *arguments: str, before: Callable[[], None] = lambda: None) -> Ended:
    """Run the command in a copy, in which `before` is done first."""
    return _in_a_copy(root, arguments, before, lambda number, path: None)


def run_until(root: Path, *arguments: str, at: int, happens: Callable[[str], None]) -> Ended:
    """Run the command in a copy; something `happens` to the path that it is about to touch, the one with that number."""

    def event(number: int, path: str) -> None:
        if number == at:
            happens(path)

    return _in_a_copy(root, arguments, lambda: None, event)


def run_at_once(
    root: Path, commands: Sequence[tuple[str, ...]], event: Callable[[int, str], None]
) -> list[Ended]:
    """Run commands in copies that all go on at the same time; `event` is told of each file that one touches."""
    started = [_started(root, arguments, lambda: None, event) for arguments in commands]
    return [_ended(each) for each in started]


def killed(path: str) -> None:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


class Copy(NamedTuple):
    """A copy that goes on: its number, and where it will tell how it ended."""

    pid: int
    answer: int


def _in_a_copy(
    root: Path, arguments: tuple[str, ...], before: Callable[[], None], event: Callable[[int, str], None]
) -> Ended:
    return _ended(_started(root, arguments, before, event))


def _started(
    root: Path, arguments: tuple[str, ...], before: Callable[[], None], event: Callable[[int, str], None]
) -> Copy:
    def work() -> list[object]:
        touches = _touches(root, event)
        before()
        return [_said(root, arguments), len(touches)]

    return copy_of(work)


def copy_of(work: Callable[[], object]) -> Copy:
    """Have a copy of this process do some work, and tell as JSON what comes of it."""
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:
        os.close(reading)
        try:
            signal.alarm(SECONDS)
            answer = json.dumps(work())
            with os.fdopen(writing, "w") as stream:
                stream.write(answer)
        finally:
            os._exit(0)
    os.close(writing)
    return Copy(pid, reading)


def answer_of(copy: Copy) -> tuple[Any, int]:
    """Wait for the end of a copy; return what came of its work, None if nothing did, and its status."""
    with os.fdopen(copy.answer) as stream:
        answer = stream.read()
    _, status = os.waitpid(copy.pid, 0)
    return json.loads(answer) if answer else None, status


def _ended(copy: Copy) -> Ended:
    answer, status = answer_of(copy)
    said, count = answer or ("", 0)
    return Ended(said, count, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)


def _said(root: Path, arguments: tuple[str, ...]) -> str:
    try:
        return command(root, *arguments)
    except BaseException:
        return traceback.format_exc()


def _touches(root: Path, event: Callable[[int, str], None]) -> list[str]:
    """Have this process tell of the files of a site that it touches; a copy needs not forget that again."""
    touches: list[str] = []
    is_busy = False

    def hook(name: str, arguments: tuple[object, ...]) -> None:
        nonlocal is_busy
        if name not in TOUCHES or is_busy or not isinstance(arguments[0], str | bytes | os.PathLike):
            return
        path = os.path.join(root, os.fsdecode(arguments[0]))  # noqa: PTH118 -- a path that is no path stays one
        if path.startswith(str(root)):
            is_busy = True
            touches.append(path)
            event(len(touches), path)
            is_busy = False

    sys.addaudithook(hook)
    return touches
