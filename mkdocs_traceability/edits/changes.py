"""Files that are to be written: shown as a diff first, then written."""

import difflib
import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_traceability.files.ordinary import Staged, read_ordinary
from mkdocs_traceability.reading.text import shown

_NOTHING: Final = "/dev/null"
"""What a diff has in place of a file that is not there."""


class Change(NamedTuple):
    """A file, what it holds (None where there is none) and what it shall hold, and what that is for.

    `new` is None of a file that is to be removed.
    """

    file: Path
    old: bytes | None
    new: bytes | None
    purpose: str


def as_diff(changes: Iterable[Change]) -> Iterator[str]:
    """Return the lines of a unified diff."""
    for change in changes:
        path = change.file.as_posix()
        before = [] if change.old is None else shown(change.old).splitlines()
        after = [] if change.new is None else shown(change.new).splitlines()
        was, becomes = (_NOTHING if data is None else path for data in (change.old, change.new))
        yield from difflib.unified_diff(before, after, was, becomes, lineterm="")


def apply(changes: Iterable[Change]) -> None:
    """Write all of the files, with the folders they stand in, or none.

    What is to be written, and what is there, lies beside each file before the first is replaced: a full disk
    changes nothing, and whatever fails later puts back what was there.

    Raises:
        OSError: where one cannot be written, or has changed since it was read.

    """
    changes = list(changes)
    for change in changes:
        _refuse_changed(change)
    with ExitStack() as stack:
        staged = [_staged(change, stack) for change in changes]
        done: list[tuple[Path, Staged | None]] = []
        try:
            for change, (new, old) in zip(changes, staged, strict=True):
                done.append((change.file, old))
                if new is not None:
                    new.put()
                else:
                    change.file.unlink()
        except BaseException:
            for file, old in reversed(done):
                _put_back(file, old)
            raise


def _refuse_changed(change: Change) -> None:
    if change.old is None and os.path.lexists(change.file):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(change.file))
    if change.old is not None and read_ordinary(change.file, len(change.old) + 1) != change.old:
        raise OSError(errno.EBUSY, "it has changed in the meantime", str(change.file))


def _staged(change: Change, stack: ExitStack) -> tuple[Staged | None, Staged | None]:
    """Write what is new, and what is to be put back should anything fail, beside a file."""
    change.file.parent.mkdir(parents=True, exist_ok=True)
    new, old = (
        None if data is None else stack.enter_context(closing(Staged(change.file, data)))
        for data in (change.new, change.old)
    )
    return new, old


def _put_back(file: Path, old: Staged | None) -> None:
    """Put the old file back, as far as that can be done: the first failure is the one that is said."""
    with suppress(OSError):
        if old is not None:
            old.put()
        else:
            file.unlink()
