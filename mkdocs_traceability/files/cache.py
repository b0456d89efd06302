"""Files that keep results between runs: written whole, put in place at once, and safe to delete at any time.

Two processes at a time, or one cut off, leave either the old file or the new. What was kept under another key
(another version, other settings), does not carry its own digest, or has another shape, is as if it were not
there. It is JSON: loading it can run nothing. Its digest proves no author: what git tracks came with a commit
of somebody's, and is neither read nor written.
"""

import errno
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from mkdocs_traceability import __version__
from mkdocs_traceability.files.git_index import is_tracked
from mkdocs_traceability.files.real import real

MAX_BYTES: Final = 1_000_000_000
"""The largest file that is read: a thousand times what a site of 10,000 items needs."""

_CAUTIOUS: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
"""How files are opened: a pipe would be waited for without end, and this module writes no links."""


_NEW: Final = ".new-"
"""What follows its name in that of a file which is to be put in the place of another."""


def load(file: Path, key: str) -> Any | None:
    """Return what was kept under this key, or None."""
    body = load_bytes(file, key)
    try:
        return None if body is None else json.loads(body)
    except (ValueError, RecursionError):  # no JSON, or too deep, too long a number
        return None


def load_bytes(file: Path, key: str) -> bytes | None:
    """Return the bytes that were kept under this key, or None."""
    header, _, body = (_read(file) or b"").partition(b"\n")
    if header.decode("utf-8", "replace") != _header(key, body) or is_tracked(file):
        return None
    return body


def save(file: Path, key: str, data: Any) -> None:
    """Keep data under a key, in place of what the file had. A folder that cannot be written to is no harm."""
    save_bytes(file, key, json.dumps(data, separators=(",", ":")).encode())


def save_bytes(file: Path, key: str, body: bytes) -> None:
    """Keep bytes under a key, in place of what the file had. Where that cannot be written is no harm."""
    with suppress(OSError):
        place(file, f"{_header(key, body)}\n".encode() + body)


def place(file: Path, data: bytes) -> None:
    """Put a file that can be made again at any time into the folder of such files, which git ignores.

    Raises:
        OSError: where it cannot be written, is tracked by git, or would come to lie elsewhere.

    """
    folder = file.parent
    if is_tracked(file):
        raise OSError(errno.EPERM, "it is tracked by git", str(file))
    folder.mkdir(parents=True, exist_ok=True)
    if _leads_elsewhere(folder):
        raise OSError(errno.EPERM, "its folder is a symbolic link", str(file))
    if not os.path.lexists(folder / ".gitignore"):
        _replace(folder / ".gitignore", b"*\n", mode=0o644)  # whoever runs git has to read it
    _replace(file, data)


def key_of(*parts: object) -> str:
    """Make one key of all that a result depends on."""
    return blake2b("\0".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@lru_cache(maxsize=1)
def program() -> str:
    """Name this very program: what another version kept, or this one before an edit, is no use to it.

    Nor is what it kept while other packages were installed beside it: they decide what can be checked.
    """
    return key_of(
        __version__,
        *sorted(_states(str(Path(__file__).parents[1]))),
        *(
            path.stat().st_mtime_ns
            for path in map(Path, sys.path)
            if path.name.endswith("-packages") and path.is_dir()
        ),
    )


def _states(folder: str) -> Iterator[tuple[str, int, int]]:
    """Go through the paths, sizes and times of the code below a folder: each run waits for it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".yml")):
                state = entry.stat()
                yield entry.path, state.st_size, state.st_mtime_ns
            elif entry.is_dir(follow_symlinks=False):
                yield from _states(entry.path)


def _read(file: Path) -> bytes | None:
    """Return what an ordinary file in the site's own folder holds: others this module has not written."""
    if _leads_elsewhere(file.parent):
        return None
    try:
        with open(file, "rb", opener=lambda path, flags: os.open(path, flags | _CAUTIOUS)) as stream:
            about = os.fstat(stream.fileno())
            return stream.read() if stat.S_ISREG(about.st_mode) and about.st_size <= MAX_BYTES else None
    except OSError:
        return None


def _leads_elsewhere(folder: Path) -> bool:
    """Whether a folder is a link: nothing is written outside the site's own folder, nor read from there."""
    return real(folder) != real(folder.parents[1]) / folder.parent.name / folder.name


def _header(key: str, body: bytes) -> str:
    return f"{key} {blake2b(body, digest_size=16).hexdigest()}"


def _replace(file: Path, data: bytes, mode: int = 0o600) -> None:
    _remove_leftovers(file)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f"{file.name}{_NEW}")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(mode)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _remove_leftovers(file: Path) -> None:
    """Take away what processes have left that were ended while they wrote this file.

    One that is still at it loses what it wrote, and the last of them all writes the file.
    """
    with os.scandir(file.parent) as entries:
        left = [Path(each.path) for each in entries if each.name.startswith(f"{file.name}{_NEW}")]
    for path in left:
        with suppress(FileNotFoundError):  # another process has done so
            path.unlink()
