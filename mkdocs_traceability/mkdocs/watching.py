"""Notice under `mkdocs serve` that a source outside the docs folder, or a claimed file, has changed.

MkDocs' server watches folders that exist, and is told of files alone: a folder that is made or removed as a
whole escapes it. So three things are looked at here: the files that the settings name, those in which
evidence was looked for, and the listings of the folders that were searched. A change of any rings a bell, a
file of our own that the server watches. They are found by the functions that read them: what is watched is
what is read. The docs folder is left to the server, and no evidence is looked for in the built site.
"""

import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Final

from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.real import Bounds, real
from mkdocs_traceability.reading.discovery import named_by
from mkdocs_traceability.settings.load import Settings

_PAUSE: Final = 0.3
"""Seconds between two looks."""

_IDLE: Final = 9
"""A look that took long is followed by a pause so many times as long."""

_State = tuple[int, ...]
_Found = tuple[Path, _State]
"""Where a file really lies, and its state."""

Listed = Mapping[str, tuple[str, ...]]
"""The files of folders, as `Disk.listed` has them."""

_Seen = dict[Path, _Found]
"""By the path that a glob leads to."""


class SourceWatcher:
    """Looks at the sources outside the docs folder, and touches `bell` when they are not as before."""

    def __init__(self) -> None:
        self._settings: Settings | None = None
        self._seen: _Seen = {}
        self._claimed: dict[Path, _State] = {}
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
            if before is None or _named(before) != _named(settings):
                self._seen = _look(settings)

    def look_at_evidence(self, claimed: Iterable[Path], listed: Listed) -> None:
        """Look at the files that evidence was looked for in as well, whether they are there or not.

        What was looked at before is compared with what it was then: it may have changed during the build.
        `listed` are the files that the build found in the folders that it searched.
        """
        with self._lock:
            self._listed = _outside_docs(self._settings, listed) if self._settings else {}
            self._claimed = {
                file: self._claimed[file] if file in self._claimed else _state(file) for file in claimed
            }

    def has_changed(self) -> bool:
        """Whether anything is not as it was when it was looked at last."""
        with self._lock:
            seen = _look(self._settings) if self._settings else {}
            claimed = {file: _state(file) for file in self._claimed}
            listed = _list(self._settings, self._listed) if self._settings else {}
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
        while not self._stopped.wait(pause):
            started = monotonic()
            if self.has_changed():
                self.bell.write_text(f"{started}\n", encoding="utf-8")
            pause = max(_PAUSE, _IDLE * (monotonic() - started))


def _look(settings: Settings) -> _Seen:
    """Return the files outside the docs folder that globs of the settings name, with their states."""
    seen: _Seen = {}
    for pattern in settings.source_globs:
        named = named_by(pattern, settings.root, settings.bounds)
        seen |= dict(_found(settings, named.files, settings.bounds))
        seen |= {settings.root / name: (real(settings.root / name), ()) for name in named.unsearched}
    seen |= dict(_found(settings, [settings.baseline], settings.bounds))
    disk = _disk(settings)
    for pattern in settings.inputs.globs():
        seen |= dict(_found(settings, disk.glob(pattern), settings.evidence_bounds))
    return seen


def _found(settings: Settings, names: Iterable[str], bounds: Bounds) -> Iterator[tuple[Path, _Found]]:
    """Go through files by name. Outside the bounds nothing is read, so only the names count.

    A name in the docs folder that leads out of it is looked at too: MkDocs is not told where a link leads.
    """
    for name in names:
        path = settings.root / name
        leads_to = real(path)
        if not (path.is_relative_to(settings.docs_dir) and leads_to.is_relative_to(settings.docs_dir)):
            yield path, (leads_to, _state(path) if bounds.hold(path) else ())


def _list(settings: Settings, folders: Iterable[str]) -> Listed:
    """Return the files that are in some folders now."""
    disk = _disk(settings)
    return _outside_docs(settings, {folder: disk.tree(folder) for folder in folders})


def _outside_docs(settings: Settings, listed: Listed) -> Listed:
    docs = f"{settings.docs_path}/"
    return {
        folder: tuple(name for name in names if not name.startswith(docs)) for folder, names in listed.items()
    }


def _disk(settings: Settings) -> Disk:
    return Disk(settings.root, settings.unseen, bounds=settings.evidence_bounds)


def _named(settings: Settings) -> tuple[object, ...]:
    """Return what decides of which files `_look` finds."""
    globs = (settings.source_globs, settings.inputs.globs(), settings.allowed_roots)
    return (*globs, settings.inputs.code_roots, settings.docs_dir, settings.baseline)


def _state(file: Path) -> _State:
    """Return what changes whenever a file does; nothing where it is not there. A folder is there or not."""
    try:
        status = file.stat()
    except (OSError, ValueError):  # ValueError: a NUL byte
        return ()
    if stat.S_ISDIR(status.st_mode):
        return (status.st_ino,)
    return status.st_mtime_ns, status.st_size, status.st_ino
