"""Where a path really leads, and whether a file that it leads to may be read. Nothing here raises.

The functions of `pathlib` raise where links lead back, names are too long, or hold a NUL or half a character.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

is_file: Final = os.path.isfile
is_folder: Final = os.path.isdir
is_link: Final = os.path.islink


def real(path: Path) -> Path:
    """Return a path with its links followed as far as they lead anywhere."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):  # ValueError: a NUL byte, half a character
        return path


def identity(folder: Path) -> object:
    """Return what is the same for every path to one folder."""
    try:
        status = folder.stat()
    except (OSError, ValueError):
        return folder
    return (status.st_dev, status.st_ino) if status.st_ino else real(folder)


class Bounds:
    """The folders below which files are read, and single files besides.

    Links that lead elsewhere are refused: who may add a link to a repository could otherwise have any file of
    the machine shown.
    """

    def __init__(self, folders: Iterable[Path], files: Iterable[Path] = ()) -> None:
        self.folders = tuple(dict.fromkeys(folders))
        self.files = frozenset(files)
        self._known: dict[Path, bool] = {}

    def hold(self, file: Path) -> bool:
        """Whether a file or folder, with its links followed, lies within, or is one of the folders."""
        if file in self.folders:
            return True
        if os.path.lexists(file) and not is_link(file):
            return self._holds_folder(file.parent) or (bool(self.files) and real(file) in self.files)
        return self._holds(real(file))

    def _holds_folder(self, folder: Path) -> bool:
        if folder not in self._known:
            self._known[folder] = self._holds(real(folder))
        return self._known[folder]

    def _holds(self, path: Path) -> bool:
        return path in self.files or any(path.is_relative_to(folder) for folder in self.folders)
