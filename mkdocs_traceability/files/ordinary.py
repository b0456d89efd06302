"""Read and write ordinary files: a pipe or a device is never waited for, and nothing is written by halves."""

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

_OVER: Final = os.O_WRONLY | getattr(os, "O_BINARY", 0)


class NotOrdinaryError(OSError):
    """The path leads to a folder, a pipe, a socket or a device."""


def read_ordinary(file: Path, limit: int) -> bytes:
    """Return what a file holds, `limit` bytes at the most.

    Raises:
        OSError: where it cannot be read, or is no ordinary file.
        ValueError: where the path is none.

    """
    _refuse(file.stat().st_mode)
    with file.open("rb") as stream:
        return stream.read(limit)


def why(error: OSError | ValueError) -> str:
    """Say in words why a file could not be read or written."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def replace_file(file: Path, data: bytes) -> None:
    """Write a file beside the old one and put it in its place: whatever fails, the old one is whole.

    What is no ordinary file, such as `/dev/stdout`, is written to.

    Raises:
        OSError: where it cannot be written.
        ValueError: where the path is none.

    """
    try:
        mode = file.stat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG | (0o666 & ~_umask())
    if not stat.S_ISREG(mode):
        _write(os.open(file, _OVER), data)
        return
    file = Path(os.path.realpath(file))  # of a link, what it leads to is replaced
    try:
        handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:100]}.")
    except PermissionError:  # of the folder: the file itself may be writable
        _overwrite(file, data)
        return
    try:
        _write(handle, data)
        Path(beside).chmod(stat.S_IMODE(mode))
        _put(Path(beside), file, data)
    finally:
        with suppress(OSError):
            Path(beside).unlink()


def _put(beside: Path, file: Path, data: bytes) -> None:
    try:
        beside.replace(file)
    except OSError as error:
        if error.errno != errno.EBUSY:  # a file that is mounted, as into a container, stays where it is
            raise
        _overwrite(file, data)


def _overwrite(file: Path, data: bytes) -> None:
    handle = os.open(file, _OVER)
    os.truncate(handle, 0)
    _write(handle, data)


def _write(handle: int, data: bytes) -> None:
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)


def _refuse(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise NotOrdinaryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise NotOrdinaryError(0, "it is not a regular file")


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask
