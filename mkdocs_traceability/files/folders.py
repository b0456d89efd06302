"""Go through folders, and those that links lead to: each real one so few times that it ends."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_traceability.files.real import Bounds, identity, is_folder, is_link, real

SPARE: Final = 20_000
"""How many files and folders are looked at outside the bounds: what stands there is said, file by file."""


class FolderEntry(NamedTuple):
    """What a folder holds: its name, whether it is a folder itself, and whether it is a link."""

    name: str
    is_folder: bool
    is_link: bool


class Folders:
    """Folders below `base`, each as a path relative to it that ends with `/`, or as an absolute one.

    Outside the bounds no more than `spare` files and folders are looked at: a link may lead to all that the
    machine has. `unsearched` are the folders that were not looked into for that, and `refused` those that may
    not be, each with what the system said.
    """

    def __init__(self, base: Path, bounds: Bounds | None = None, spare: int = 0) -> None:
        self.base = base
        self.unsearched: list[str] = []
        self.refused: dict[str, PermissionError] = {}
        self._bounds = bounds
        self._spare = spare
        self._entries: dict[str, list[FolderEntry]] = {}

    def entries(self, folder: str) -> list[FolderEntry]:
        """Return what is in a folder, in a fixed order; nothing where there is none."""
        if folder not in self._entries:
            self._entries[folder] = self._looked_into(folder)
        return self._entries[folder]

    def walk(
        self, folders: Iterable[str], *, hidden: bool = False, ways: int = 1
    ) -> Iterator[tuple[str, list[FolderEntry]]]:
        """Go through folders and all below them, with what is in each; first without links, then by links.

        A real folder is entered in so many `ways` at the most.
        """
        entered: Counter[object] = Counter()
        waiting, linked = list(folders), list[str]()
        while waiting or linked:
            if not waiting:
                waiting, linked = sorted(linked, reverse=True), []
            folder = waiting.pop()
            entered[here := identity(self.base / folder)] += 1
            if entered[here] > ways:
                continue
            found = [each for each in self.entries(folder) if hidden or not each.name.startswith(".")]
            for entry in found:
                if entry.is_folder:
                    (linked if entry.is_link else waiting).append(f"{folder}{entry.name}/")
            yield folder, found

    def _looked_into(self, folder: str) -> list[FolderEntry]:
        is_outside = self._bounds is not None and not self._bounds.hold(self.base / folder)
        if is_outside and self._spare < 0:
            return []
        try:
            with os.scandir(self.base / folder) as entries:
                found = [_entry(each) for each in entries]
        except PermissionError as error:
            self.refused[folder] = error
            return []
        except (OSError, ValueError):  # ValueError: a NUL byte
            return []
        if is_outside:
            self._spare -= len(found)
            if self._spare < 0:
                self.unsearched.append(folder)
                return []
        return sorted(found)


def _entry(entry: os.DirEntry[str]) -> FolderEntry:
    if entry.is_symlink():
        return FolderEntry(entry.name, is_folder(entry.path), is_link=True)
    return FolderEntry(entry.name, entry.is_dir(), is_link=False)  # the folder itself tells: no file is asked


def distinct(base: Path, paths: Iterable[str]) -> list[str]:
    """Return one path to each file, in the order given: the one without links, else the first."""
    chosen: dict[Path, str] = {}
    folders: dict[str, Path] = {}
    paths = list(paths)
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder not in folders:
            folders[folder] = real((base / path).parent)
        file = real(base / path) if is_link(base / path) else folders[folder] / name
        if file not in chosen or file == Path(os.path.normpath(base / path)):
            chosen[file] = path
    kept = set(chosen.values())
    return [path for path in dict.fromkeys(paths) if path in kept]
