"""Notice under `mkdocs serve` that a source outside the docs folder has changed, come or gone.

MkDocs' server watches folders that exist, and is told of files alone: a folder that is made or removed as a
whole escapes it. So the files that `sources` name are looked for here, and a change of any rings a bell: a
file of our own that the server watches. What a build writes is not looked at, and no folder is watched.
"""

import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Final

from mkdocs_traceability.reading.discovery import files_named
from mkdocs_traceability.settings import Settings

_PAUSE: Final = 0.3
"""Seconds between two looks."""

_IDLE: Final = 9
"""A look that took long is followed by a pause so many times as long."""

_Seen = dict[Path, tuple[int, int, int]]


class SourceWatcher:
    """Looks at the sources outside the docs folder, and touches `bell` when they are not as before."""

    def __init__(self) -> None:
        self._settings: Settings | None = None
        self._seen: _Seen = {}
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
            if before is None or (before.sources, before.docs_dir) != (settings.sources, settings.docs_dir):
                self._settings, self._seen = settings, _look(settings)

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
                if seen != self._seen:
                    self._seen = seen
                    self.bell.write_text(f"{started}\n", encoding="utf-8")
            pause = max(_PAUSE, _IDLE * (monotonic() - started))


def _look(settings: Settings) -> _Seen:
    """Return the files that `sources` name outside the docs folder, with what changes when they do."""
    seen: _Seen = {}
    for pattern in settings.sources:
        for file in files_named(pattern, settings.root):
            with suppress(OSError):
                path, status = file.resolve(), file.stat()
                if not path.is_relative_to(settings.docs_dir):
                    seen[path] = status.st_mtime_ns, status.st_size, status.st_ino
    return seen
