"""Whether git tracks a file, read from the index of its repository: no process is started, nothing is run.

The format is that of `gitformat-index(5)`. In versions 2 and 3 every entry has its whole path with its length
before it, so that one search is enough; version 4 shortens paths, and is read entry by entry.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mkdocs_traceability.files.real import real

_HEADER: Final = 12
_BEFORE_HASH: Final = 40
_FLAGS: Final = 2
_LENGTH: Final = 0xFFF
_IS_EXTENDED: Final = 0x4000


def is_tracked(file: Path) -> bool:
    """Whether git tracks a file: as it is named, whatever its case, or as what its folder is a link to.

    Where an index cannot be read, every file may be tracked.
    """
    try:
        return any(_has(folder / file.name) for folder in {file.parent.absolute(), real(file.parent)})
    except (OSError, ValueError, IndexError):  # the latter two: an index that is cut off
        return True


def _has(file: Path) -> bool:
    top = next((each for each in file.parents if (each / ".git").exists()), None)
    if top is None:
        return False
    wanted = os.fsencode(file.relative_to(top).as_posix()).lower()
    return any(_names(data, wanted, folder) for folder, data in _indexes(top / ".git"))


def _indexes(git: Path) -> Iterator[tuple[Path, bytes]]:
    """Go through the index of a repository, and the parts that it shares with others."""
    if git.is_file():  # of a worktree, or of a submodule
        written = git.read_bytes().removeprefix(b"gitdir:").strip()
        git = git.parent / os.fsdecode(written)
    for file in (git / "index", *sorted(git.glob("sharedindex.*"))):
        if file.is_file():
            yield git, file.read_bytes()


def _names(index: bytes, wanted: bytes, git: Path) -> bool:
    """Whether an index has an entry of this path, both in lower case."""
    if index[:4] != b"DIRC":
        return False
    if int.from_bytes(index[4:8]) >= 4:
        return any(path.lower() == wanted for path in _paths(index, _hash_size(git)))
    lowered = index.lower()
    at = lowered.find(wanted + b"\0")
    while at >= 0:
        for extended in (0, _FLAGS):
            flags = int.from_bytes(index[at - extended - _FLAGS : at - extended])
            is_so = bool(flags & _IS_EXTENDED) == bool(extended)
            if is_so and flags & _LENGTH == min(len(wanted), _LENGTH):
                return True
        at = lowered.find(wanted + b"\0", at + 1)
    return False


def _paths(index: bytes, hash_size: int) -> Iterator[bytes]:
    """Go through the paths of an index of version 4, each shortened by what it shares with the one before."""
    at, path = _HEADER, b""
    for _ in range(int.from_bytes(index[8:12])):
        at += _BEFORE_HASH + hash_size
        extended = int.from_bytes(index[at : at + _FLAGS]) & _IS_EXTENDED
        at += 2 * _FLAGS if extended else _FLAGS
        cut = index[at] & 0x7F
        while index[at] & 0x80:
            at += 1
            cut = ((cut + 1) << 7) | (index[at] & 0x7F)
        end = index.index(b"\0", at + 1)
        path = path[: len(path) - cut] + index[at + 1 : end]
        yield path
        at = end + 1


def _hash_size(git: Path) -> int:
    """Return how many bytes a hash has; the configuration of a worktree is that of its repository."""
    common = git / "commondir"
    folder = git / common.read_text(encoding="utf-8").strip() if common.is_file() else git
    config = folder / "config"
    return 32 if config.is_file() and b"sha256" in config.read_bytes().lower() else 20
