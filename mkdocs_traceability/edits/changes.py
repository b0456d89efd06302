"""Files that are to be written: shown as a diff first, then written."""

import difflib
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from mkdocs_traceability.files.ordinary import read_ordinary, replace_file
from mkdocs_traceability.reading.text import shown


class Change(NamedTuple):
    """A file, what it holds (None where there is none) and what it shall hold, and what that is for."""

    file: Path
    old: bytes | None
    new: bytes
    purpose: str


def as_diff(changes: Iterable[Change]) -> Iterator[str]:
    """Return the lines of a unified diff."""
    for change in changes:
        path = change.file.as_posix()
        before = [] if change.old is None else shown(change.old).splitlines()
        after = shown(change.new).splitlines()
        was = "/dev/null" if change.old is None else path
        yield from difflib.unified_diff(before, after, was, path, lineterm="")


def apply(changes: Iterable[Change]) -> None:
    """Write the files, with the folders they stand in.

    Raises:
        OSError: where one cannot be written, or has changed since it was read.

    """
    for change in changes:
        change.file.parent.mkdir(parents=True, exist_ok=True)
        if change.old is None and os.path.lexists(change.file):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(change.file))
        if change.old is not None and read_ordinary(change.file, len(change.old) + 1) != change.old:
            raise OSError(errno.EBUSY, "it has changed in the meantime", str(change.file))
        replace_file(change.file, change.new)
