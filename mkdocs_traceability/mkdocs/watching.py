"""Notice under `mkdocs serve` that a source outside the docs folder, or a claimed file, has changed.

MkDocs' server watches folders that exist, and is told of files alone: a folder that is made or removed as a
whole escapes it. So three things are looked at here: the files that the settings name, those in which
evidence was looked for, and the listings of the folders that were searched. A change of any rings a bell, a
file of our own that the server watches. They are found by the functions that read them: what is watched is
what is read. The docs folder is left to the server, and no evidence is looked for in the built site.
"""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Final

from mkdocs_traceability.settings.load import Settings
from mkdocs_traceability.workspace.watched import (
    Listed,
    Seen,
    State,
    listed_now,
    look,
    named_by_settings,
    outside_docs,
    state,
)

_PAUSE: Final = 0.3
"""Seconds between two looks."""

_IDLE: Final = 9
"""A look that took long is followed by a pause so many times as long."""


class SourceWatcher:
    """Looks at the sources outside the docs folder, and touches `bell` when they are not as before."""

    def __init__(self) -> None:
        self._settings: Settings | None = None
        self._seen: Seen = {}
        self._claimed: dict[Path, State] = {}
        self._listed: Listed = {}
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
            if before is None or named_by_settings(before) != named_by_settings(settings):
                self._seen = look(settings)

    def look_at_evidence(self, claimed: Iterable[Path], listed: Listed) -> None:
        """Look at the files that evidence was looked for in as well, whether they are there or not.

        What was looked at before is compared with what it was then: it may have changed during the build.
        `listed` are the files that the build found in the folders that it searched.
        """
        with self._lock:
            self._listed = outside_docs(self._settings, listed) if self._settings else {}
            self._claimed = {
                file: self._claimed[file] if file in self._claimed else state(file) for file in claimed
            }

    def has_changed(self) -> bool:
        """Whether anything is not as it was when it was looked at last."""
        with self._lock:
            seen = look(self._settings) if self._settings else {}
            claimed = {file: state(file) for file in self._claimed}
            listed = listed_now(self._settings, self._listed) if self._settings else {}
            if (seen, claimed, listed) == (self._seen, self._claimed, self._listed):
                return False
            self._seen, self._claimed, self._listed = seen, claimed, listed
            return True

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
        is_to_ring = False
        while not self._stopped.wait(pause):
            started = monotonic()
            if self.has_changed():
                is_to_ring = True
            is_to_ring = is_to_ring and not self._rung()
            pause = max(_PAUSE, _IDLE * (monotonic() - started))

    def _rung(self) -> bool:
        """Touch the bell, which takes no space on the disk; False where that cannot be done now."""
        try:
            self.bell.touch()
        except OSError:
            return False
        return True
