"""The witness of a run: what it looked at, by which a later process can tell that it would find the same.

A file that the system says is untouched since before the run is not read again: it is no link, its size,
times and number are the same, and the time of its last change, which nobody can set, lies before the run.
Others are compared by their content.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from mkdocs_traceability.files.cache import key_of
from mkdocs_traceability.files.disk import Disk, digest_of
from mkdocs_traceability.files.real import Bounds, is_link

_OF_FILES: Final = ("data", "unshown", "what", "time")
"""What `Disk.seen` has of single files, and cannot have changed while the file is untouched."""

_DATA: Final = "data:"

_COARSE: Final = 2_000_000_000
"""Nanoseconds: no file system's clock is coarser, or further from the system's."""

_HAS_TIME_OF_CHANGE: Final = os.name != "nt"
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
        return self.edited(base, most=0) == {}

    def edited(self, base: Path, most: int) -> dict[str, bytes] | None:
        """Return what files hold now whose content is another; None where more than that differs.

        So it is where more than `most` files differ, and where one was looked at in another way as well.
        """
        if self.environment != environment_of(self.environment):
            return None
        edited: dict[str, bytes] = {}
        bounds = Bounds(map(Path, self.folders), map(Path, self.files))
        for number, (seen, unseen) in enumerate(self.looked):
            disk = Disk(base, map(Path, unseen), None, bounds)
            for name, found in self._in_doubt(seen, base).items():
                if number == 0 and _is_new_link(name, seen, base):
                    return None
                if disk.is_as_seen({name: found}):
                    continue
                path = name.removeprefix(_DATA)
                data = disk.read(path) if number == 0 and name != path else None
                if data is None or len(edited) == most:
                    return None
                edited[path] = data
        return edited

    def with_edited(self, base: Path, contents: Mapping[str, bytes], begun: int) -> "Witness":
        """Return the witness of a run that `begun` at that time and found the same but for some contents."""
        (seen, unseen), *others = self.looked
        seen = seen | {f"{_DATA}{path}": digest_of(data) for path, data in contents.items()}
        stats = {path: known for path, known in self.stats.items() if path not in contents}
        return self._replace(
            looked=[Looked(seen, unseen), *others], stats=stats | untouched(base, contents, begun)
        )

    def _in_doubt(self, seen: Mapping[str, str], base: Path) -> dict[str, str]:
        """Return what has to be looked at again."""
        same = {path for path, known in self.stats.items() if _stat(_spelled(path, base), base) == known}
        return {name: found for name, found in seen.items() if not _is_of_file_in(name, same)}


def witness_of(
    disks: Iterable[tuple[Disk, Iterable[Path]]], bounds: Bounds, variables: Iterable[str], begun: int
) -> Witness:
    """Return the witness of a run that `begun` at that time, in nanoseconds since 1970.

    With each disk come the folders that it does not see.
    """
    looked = [(disk, Looked(dict(disk.seen), list(map(str, unseen)))) for disk, unseen in disks]
    stats: dict[str, list[int]] = {}
    for disk, (seen, _) in looked:
        paths = (name.partition(":")[2] for name in seen if name.startswith((_DATA, "unshown:")))
        stats |= untouched(disk.base, dict.fromkeys(paths), begun)
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


def untouched(base: Path, paths: Iterable[str], begun: int) -> dict[str, list[int]]:
    """Return what the system knows of files that were last changed before a run that `begun` at that time."""
    known = ((path, _stat(_spelled(path, base), base)) for path in paths)
    return {path: stat for path, stat in known if stat and is_settled(max(stat[1:3]), begun)}


def is_settled(changed: int, begun: int) -> bool:
    """Whether a file that was last `changed` then was not touched in a run that `begun` then, or after.

    Both are nanoseconds since 1970.
    """
    return _HAS_TIME_OF_CHANGE and changed < begun - _COARSE


def _is_of_file_in(name: str, paths: set[str]) -> bool:
    how, _, path = name.partition(":")
    return how in _OF_FILES and path in paths


def _is_new_link(name: str, seen: Mapping[str, str], base: Path) -> bool:
    """Whether a file that was read is a link now, and nobody knows where it led."""
    path = name.removeprefix(_DATA)
    return name != path and f"real:{path}" not in seen and is_link(base / _spelled(path, base))


def _spelled(path: str, base: Path) -> str:
    return path if path.isascii() else Disk(base).spelled(path)


def _stat(path: str, base: Path) -> list[int]:
    """Return size, times and number of an ordinary file, nothing where there is none."""
    try:
        known = os.lstat(os.path.join(base, path))  # noqa: PTH118 - for thousands of files
    except (OSError, ValueError):  # ValueError: a NUL byte
        return []
    if not stat.S_ISREG(known.st_mode):
        return []
    return [known.st_size, known.st_mtime_ns, known.st_ctime_ns, known.st_ino]
