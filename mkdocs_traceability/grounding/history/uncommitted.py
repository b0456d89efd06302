"""What only the files on disk lack: deleted, renamed or edited since the last commit."""

import os
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.former_tree import contents, former_tree
from mkdocs_traceability.grounding.history.patch import FilePatch, patch_between
from mkdocs_traceability.grounding.history.wanted import Wanted

_MOST_BYTES: Final = 1_000_000
"""A larger file is not compared."""

_MOST_COMPARED: Final = 100
_ALIKE: Final = 0.5
"""From which share of equal lines on git takes one file for another under a new name."""


class Edited(NamedTuple):
    """A file that was edited: how, what it held, and what it holds."""

    patch: FilePatch
    before: str
    after: str

    def took_away(self, wanted: Wanted) -> bool:
        """Whether the file declared a name, and does not any more."""
        path = self.patch.former
        return wanted.is_declared(path, self.before) and not wanted.is_declared(path, self.after)


class Uncommitted:
    """The files of the last commit that are not the same on disk.

    Raises:
        GitError: where git cannot tell.

    """

    def __init__(self, disk: Disk, top: Path) -> None:
        self._disk = disk
        self._tree = former_tree(top, "HEAD", [top])
        self.top = self._tree.top
        self.commit = self._tree.commit

    def endings(self) -> frozenset[str]:
        """Return the endings of the files of the last commit."""
        return frozenset(PurePosixPath(path).suffix for path in self._tree.entries)

    def deleted(self) -> dict[str, str]:
        """Return the files that are not there any more, with the digests of what they held."""
        entries = self._tree.entries.items()
        return {path: each.digest for path, each in entries if not os.path.lexists(self.top / path)}

    def renamed(self, deleted: Iterable[str]) -> dict[str, str]:
        """Return what deleted files are called now: new ones that hold nearly the same."""
        gone = list(deleted)[:_MOST_COMPARED]
        new = self._new_files()[:_MOST_COMPARED] if gone else []
        texts = self._texts(gone)
        found: dict[str, str] = {}
        for path in gone:
            scored = [(self._likeness(path, texts.get(path, ""), each), each) for each in new]
            best = max(scored, default=(0.0, ""))
            if best[0] >= _ALIKE:
                found[path] = best[1]
        return found

    def patches(self, may_matter: Callable[[str], bool], renamed: Mapping[str, str]) -> list[Edited]:
        """Return the files that were edited, renamed or deleted, of those that may matter."""
        paths = [path for path in self._tree.entries if may_matter(path) and self._tree.has_changed(path)]
        return [self._edited(path, held, renamed) for path, held in self._texts(paths).items()]

    def added(self, may_matter: Callable[[str], bool]) -> list[FilePatch]:
        """Return the files that are new, as patches."""
        new = (path for path in self._new_files()[:_MOST_COMPARED] if may_matter(path))
        return [patch_between(path, "", path, self.text(path) or "") for path in new]

    def _edited(self, path: str, held: str, renamed: Mapping[str, str]) -> Edited:
        now = renamed.get(path, path)
        return Edited(patch_between(path, held, now, self.text(now) or ""), held, self.text(path) or "")

    def text(self, path: str) -> str | None:
        """Return what a file of the repository holds now."""
        data = self._disk.read(self._relative(path))
        return data.decode("utf-8", "replace") if data is not None and len(data) <= _MOST_BYTES else None

    def _new_files(self) -> list[str]:
        folder = os.path.relpath(self._disk.base, self.top).replace(os.sep, "/")
        files = (os.path.normpath(f"{folder}/{each}") for each in self._disk.tree(self._relative(".")))
        return [path for each in files if (path := each.replace(os.sep, "/")) not in self._tree.entries]

    def _relative(self, path: str) -> str:
        return os.path.relpath(self.top / path, self._disk.base).replace(os.sep, "/")

    def _texts(self, paths: Iterable[str]) -> dict[str, str]:
        """Return what files held at the last commit."""
        entries = {path: self._tree.entries[path] for path in paths}
        small = {
            path: each
            for path, each in entries.items()
            if each.size <= _MOST_BYTES and each.mode[:3] == "100"
        }
        data = dict(contents(self.top, {each.digest for each in small.values()}))
        return {path: data[each.digest].decode("utf-8", "replace") for path, each in small.items()}

    def _likeness(self, path: str, former: str, new: str) -> float:
        is_named = PurePosixPath(path).name == PurePosixPath(new).name
        if PurePosixPath(path).suffix != PurePosixPath(new).suffix:
            return 0.0
        lines, others = former.splitlines(), (self.text(new) or "").splitlines()
        if not lines or not others:
            return float(is_named)
        return SequenceMatcher(None, lines, others).quick_ratio() + is_named / 100
