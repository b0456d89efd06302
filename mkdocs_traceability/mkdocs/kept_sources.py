"""Sources as a server read them for a build before, of files that the system says are untouched since."""

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

from mkdocs_traceability.files.real import real
from mkdocs_traceability.files.witness import is_settled
from mkdocs_traceability.reading.read import Source

State = tuple[object, ...]


class KeptSources:
    """What was read of files, by their paths: of a page that says nothing of items, that it says nothing.

    A file is read again unless its size, times and number are the same, and the last time lies well before it
    was read; so it is where its folder leads elsewhere, or where it would be read under other conditions.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[State, Source | None]] = {}
        self._now: dict[str, tuple[State, Source | None]] = {}
        self._folders: dict[str, Path] = {}
        self._begun = 0

    def begin(self) -> None:
        """Go on with what is known from the build before: what is not asked for again is forgotten."""
        self._known, self._now = self._now, {}
        self._folders = {}
        self._begun = time.time_ns()

    def source(self, file: str, conditions: State, read: Callable[[], Source | None]) -> Source | None:
        """Return what is read of a file under some conditions, as it was read before if it is untouched."""
        state = self._state(file)
        if state is None:
            return read()
        whole = (*state, *conditions)
        known = self._known.get(file)
        source = known[1] if known is not None and known[0] == whole else read()
        self._now[file] = whole, source
        return source

    def _state(self, file: str) -> State | None:
        """Return what changes whenever a file does, None where that cannot be relied on."""
        try:
            known = os.lstat(file)
        except (OSError, ValueError):  # ValueError: a NUL byte
            return None
        changed = max(known.st_mtime_ns, known.st_ctime_ns)
        if not stat.S_ISREG(known.st_mode) or not is_settled(changed, self._begun):
            return None
        folder = file.rpartition(os.sep)[0]
        if folder not in self._folders:
            self._folders[folder] = real(Path(file).parent)
        times = known.st_mtime_ns, known.st_ctime_ns
        return (self._folders[folder], known.st_dev, known.st_ino, known.st_size, known.st_mode, *times)
