"""A line that says on a terminal how far long work has come, and is wiped when it is done.

Nothing is written into a pipe or a log. Another thread looks at the counts, so that counting costs nothing.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Final, TextIO

from mkdocs_traceability.cli.console import steers_terminal
from mkdocs_traceability.model.progress import Progress

AFTER: Final = 1.0
"""Seconds of work before anything is shown."""

_PAUSE: Final = 0.2
_WIPE: Final = "\r\x1b[K"
_LONGEST: Final = 70


@contextmanager
def shown_progress(progress: Progress) -> Iterator[None]:
    """Show how far the work has come that is done meanwhile, where anybody sees it."""
    stream = sys.stderr
    if not _is_wanted(stream):
        yield
        return
    is_done = Event()
    thread = Thread(target=_show, args=(progress, stream, is_done), name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_done.set()
        thread.join()


def _is_wanted(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal before which somebody sits, who wants no plain text."""
    return steers_terminal(stream) and not (os.environ.get("CI") or os.environ.get("NO_COLOR"))


def _show(progress: Progress, stream: TextIO, is_done: Event) -> None:
    if is_done.wait(AFTER):
        return
    with suppress(OSError, ValueError):
        while True:
            stream.write(f"{_WIPE}{str(progress)[:_LONGEST]}")
            stream.flush()
            if is_done.wait(_PAUSE):
                break
        stream.write(_WIPE)
        stream.flush()
