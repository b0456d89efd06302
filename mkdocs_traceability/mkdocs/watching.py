"""Notice under `mkdocs serve` that a source outside the docs folder, or a claimed file, has changed.

MkDocs' server watches folders that exist, and is told of files alone: a folder that is made or removed as a
whole escapes it. So the files that the settings name, and those in which evidence was looked for, are looked
at here, and a change of any rings a bell: a file of our own that the server watches. What a build writes is
not looked at, and no folder is watched.
"""

import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Final

from mkdocs_traceability.files.named import files_named
from mkdocs_traceability.files.real import real
from mkdocs_traceability.settings.load import Settings

_PAUSE: Final = 0.3
"""Seconds between two looks."""

_IDLE: Final = 9
"""A look that took long is followed by a pause so many times as long."""

_State = tuple[int, ...]
_Seen = dict[Path, _State]


class SourceWatcher:
    """Looks at the sources outside the docs folder, and touches `bell` when they are not as before."""

    def __init__(self) -> None:
        self._settings: Settings | None = None
        self._seen: _Seen = {}
        self._claimed: dict[Path, _State] = {}
        self._lock = Lock()
        self._stopped = Event()
        self._thread = Thread(target=self._watch, name="traceability-sources", daemon=True)
        self._folder = tempfile.TemporaryDirectory(prefix="mkdocs-traceability-")
        self.bell = Path(self._folder.name, "sources-changed")
        self.bell.touch()

    def look_at(self, settings: Settings) -> None:
        """Look at what these settings name from now on; to be called before it is read."""
        with self._lock:
            before = self._settings
            self._settings = settings
            if before is None or _globs(before) != _globs(settings) or before.docs_dir != settings.docs_dir:
                self._seen = _look(settings)

    def look_at_files(self, claimed: Iterable[Path]) -> None:
        """Look at the files that evidence was looked for in as well, whether they are there or not.

        What was looked at before is compared with what it was then: it may have changed during the build.
        """
        with self._lock:
            self._claimed = {
                file: self._claimed[file] if file in self._claimed else _state(file) for file in claimed
            }

    def start(self) -> None:
        """Begin to watch, beside the server."""
        if not self._thread.is_alive():
            self._thread.start()

    def stop(self) -> None:
        """End watching, and leave nothing behind."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()
        self._folder.cleanup()

    def _watch(self) -> None:
        pause = _PAUSE
        while not self._stopped.wait(pause):
            started = monotonic()
            with self._lock:
                seen = _look(self._settings) if self._settings else {}
                claimed = {file: _state(file) for file in self._claimed}
                if (seen, claimed) != (self._seen, self._claimed):
                    self._seen, self._claimed = seen, claimed
                    self.bell.write_text(f"{started}\n", encoding="utf-8")
            pause = max(_PAUSE, _IDLE * (monotonic() - started))


def _look(settings: Settings) -> _Seen:
    """Return the files outside the docs folder that globs of the settings name, with their states."""
    seen: _Seen = {}
    for pattern in _globs(settings):
        for name in files_named(pattern, settings.root, settings.evidence_bounds).files:
            path = real(settings.root / name)
            if not path.is_relative_to(settings.docs_dir):
                seen[path] = _state(path)
    return seen


def _globs(settings: Settings) -> list[str]:
    return [*settings.sources, *settings.inputs.globs()]


def _state(file: Path) -> _State:
    """Return what changes whenever a file does; nothing where it is not there. A folder is there or not."""
    try:
        status = file.stat()
    except (OSError, ValueError):  # ValueError: a NUL byte
        return ()
    if stat.S_ISDIR(status.st_mode):
        return (status.st_ino,)
    return status.st_mtime_ns, status.st_size, status.st_ino
