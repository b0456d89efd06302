"""The witness of a run: what it looked at, by which a later process can tell that it would find the same.

A file that the system says is untouched since before the run is not read again: its size, times and number
are the same, and the time of its last change, which nobody can set, lies before the run. Others are compared
by their content.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from mkdocs_traceability.files.cache import key_of
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.real import Bounds

_OF_FILES: Final = ("data", "unshown", "what", "time")
"""What `Disk.seen` has of single files, and cannot have changed while the file is untouched."""

COARSE: Final = 2_000_000_000
"""Nanoseconds: no file system's clock is coarser, or further from the system's."""

HAS_TIME_OF_CHANGE: Final = os.name != "nt"
"""Whether the system says when a file was last changed: Windows says when it was made."""


class Looked(NamedTuple):
    """What was looked at in one way: `Disk.seen`, and what the disk was told of folders that are not seen."""

    seen: dict[str, str]
    unseen: list[str]


class Witness(NamedTuple):
    """All that a run looked at, in one way and in another; and the variables of the environment that it took.

    `folders` and `files` are the bounds in which it read. `stats` says what the system knows of files.
    """

    looked: list[Looked]
    folders: list[str]
    files: list[str]
    environment: dict[str, str]
    stats: dict[str, list[int]]

    def holds(self, base: Path) -> bool:
        """Whether another run would look at the same."""
        if self.environment != environment_of(self.environment):
            return False
        bounds = Bounds(map(Path, self.folders), map(Path, self.files))
        for seen, unseen in self.looked:
            disk = Disk(base, map(Path, unseen), None, bounds)
            if not disk.is_as_seen(self._in_doubt(seen, disk)):
                return False
        return True

    def _in_doubt(self, seen: Mapping[str, str], disk: Disk) -> dict[str, str]:
        """Return what has to be looked at again."""
        untouched = {path for path, known in self.stats.items() if _stat(disk.path(path)) == known}
        return {name: found for name, found in seen.items() if not _is_of_file_in(name, untouched)}


def witness_of(
    disks: Iterable[tuple[Disk, Iterable[Path]]], bounds: Bounds, variables: Iterable[str], begun: int
) -> Witness:
    """Return the witness of a run that `begun` at that time, in nanoseconds since 1970.

    With each disk come the folders that it does not see.
    """
    looked = [(disk, Looked(dict(disk.seen), list(map(str, unseen)))) for disk, unseen in disks]
    stats = {}
    for disk, (seen, _) in looked if HAS_TIME_OF_CHANGE else ():
        paths = (name.partition(":")[2] for name in seen if name.startswith(("data:", "unshown:")))
        for path in dict.fromkeys(paths):
            known = _stat(disk.path(path))
            if known and max(known[1:3]) < begun - COARSE:
                stats[path] = known
    return Witness(
        [each for _, each in looked],
        list(map(str, bounds.folders)),
        sorted(map(str, bounds.files)),
        environment_of(variables),
        stats,
    )


def stored_witness(stored: Any) -> Witness:
    """Return plain data as the witness it was.

    Raises:
        ValueError, TypeError: where it cannot have been one.

    """
    looked, folders, files, environment, stats = stored
    return Witness([Looked(*each) for each in looked], folders, files, environment, stats)


def environment_of(variables: Iterable[str]) -> dict[str, str]:
    """Return digests of the values of variables; of one that is not set an empty text."""
    return {name: key_of(os.environ[name]) if name in os.environ else "" for name in variables}


def _is_of_file_in(name: str, paths: set[str]) -> bool:
    how, _, path = name.partition(":")
    return how in _OF_FILES and path in paths


def _stat(file: Path) -> list[int]:
    """Return size, times and number of a file, nothing where there is none."""
    try:
        known = file.stat()
    except (OSError, ValueError):  # ValueError: a NUL byte
        return []
    return [known.st_size, known.st_mtime_ns, known.st_ctime_ns, known.st_ino]
