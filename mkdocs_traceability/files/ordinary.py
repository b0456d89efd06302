"""Read and write ordinary files: a pipe or a device is never waited for, and nothing is written by halves."""

import errno
import os
import stat
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO, Final

_OVER: Final = os.O_WRONLY | getattr(os, "O_BINARY", 0)


class NotOrdinaryError(OSError):
    """The path leads to a folder, a pipe, a socket or a device."""


def read_ordinary(file: Path, limit: int) -> bytes:
    """Return what a file holds, `limit` bytes at the most.

    Raises:
        OSError: where it cannot be read, or is no ordinary file.
        ValueError: where the path is none.

    """
    with open_ordinary(file) as stream:
        return stream.read(limit)


def open_ordinary(file: Path) -> BinaryIO:
    """Open an ordinary file to be read.

    It is looked at twice, as it may become something else in between: to open a device may do something.

    Raises:
        OSError: where it cannot be read, or is no ordinary file.
        ValueError: where the path is none.

    """
    _refuse(file.stat().st_mode)
    stream = open(file, "rb", opener=_without_waiting)  # noqa: SIM115 -- for the caller to close
    try:
        _refuse(os.fstat(stream.fileno()).st_mode)
    except BaseException:
        stream.close()
        raise
    return stream


def _without_waiting(path: str, flags: int) -> int:
    """Open a file for Python; a pipe would be waited for until somebody writes to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


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
    with closing(Staged(file, data)) as staged:
        staged.put()


class Staged:
    """What is to be in a file: it lies beside it from the first, so that to `put` it needs no more space.

    Where the folder takes no file beside it, and where it is no ordinary file, it is written when it is put.

    Raises:
        OSError: where it cannot be written.
        ValueError: where the path is none.

    """

    def __init__(self, file: Path, data: bytes) -> None:
        try:
            old = file.stat()
            mode = old.st_mode
        except FileNotFoundError:
            old, mode = None, stat.S_IFREG | (0o666 & ~_umask())
        if old is not None and not os.access(file, os.W_OK):  # its folder alone would let it be replaced
            raise PermissionError(errno.EACCES, "it is read-only", str(file))
        self._data = data
        self._is_ordinary = stat.S_ISREG(mode)
        self._file = Path(os.path.realpath(file)) if self._is_ordinary else file  # of a link, where it leads
        self._beside: Path | None = None
        if not self._is_ordinary:
            return
        try:
            handle, beside = tempfile.mkstemp(dir=self._file.parent, prefix=f".{self._file.name[:100]}.")
        except PermissionError:  # of the folder: the file itself may be writable
            if old is None:
                raise
            return
        self._beside = Path(beside)
        try:
            _write(handle, data)
            if old is not None:
                _give_to(self._beside, old)
            self._beside.chmod(stat.S_IMODE(mode))
        except BaseException:
            self.close()
            raise

    def put(self) -> None:
        """Put it in the place of the file.

        Raises:
            OSError: where that cannot be done.

        """
        if self._beside is None:
            write = _overwrite if self._is_ordinary else _write_to
            write(self._file, self._data)
            return
        try:
            self._beside.replace(self._file)
        except OSError as error:
            if error.errno != errno.EBUSY:  # a file that is mounted, as into a container, stays where it is
                raise
            _overwrite(self._file, self._data)

    def close(self) -> None:
        """Take away what lies beside the file."""
        if self._beside is not None:
            with suppress(OSError):
                self._beside.unlink()


def _give_to(file: Path, old: os.stat_result) -> None:
    """Keep the owner: who runs the command in a container often is root there, and nobody outside."""
    new = file.stat()
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid) and hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(file, old.st_uid, old.st_gid)


def _overwrite(file: Path, data: bytes) -> None:
    handle = os.open(file, _OVER)
    os.truncate(handle, 0)
    _write(handle, data)


def _write_to(file: Path, data: bytes) -> None:
    _write(os.open(file, _OVER), data)


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
