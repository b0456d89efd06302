"""Commands in copies of this process, to which something happens at one of the moments when they touch a file."""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

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


def killed(path: str) -> None:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def _in_a_copy(
    root: Path, arguments: tuple[str, ...], before: Callable[[], None], event: Callable[[int, str], None]
) -> Ended:
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:
        os.close(reading)
        try:
            signal.alarm(SECONDS)
            touches = _touches(root, event)
            before()
            said = _said(root, arguments)
            with os.fdopen(writing, "w") as stream:
                json.dump([said, len(touches)], stream)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        answer = stream.read()
    _, status = os.waitpid(pid, 0)
    said, count = json.loads(answer) if answer else ("", 0)
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
