"""The files that evidence is looked for in: each is read once, and what was looked at is remembered.

Paths are texts relative to the folder of `mkdocs.yml`, with `/`, perhaps beginning with `../`: roots may lie
beside that folder. What can be said of a file from its content alone (its *facts*) is kept by the content's
digest, from run to run.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from glob import glob
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

MAX_BYTES: Final = 20_000_000
"""The largest file that is read; a larger one is treated as unreadable."""

_NEVER_ENTERED: Final = frozenset({"node_modules", "__pycache__", "site-packages"})
"""Folders of installed or generated code, besides hidden ones and virtual environments."""


class Disk:
    """What lies on disk below and beside one folder, the `base`.

    `seen` maps every path that was asked for to what was found there: evidence that is looked for again
    finds the same as long as all of it is the same.
    """

    def __init__(
        self, base: Path, unseen: Iterable[Path] = (), known: dict[str, dict[str, Any]] | None = None
    ) -> None:
        self.base = base
        self.seen: dict[str, str] = {}
        self.known: dict[str, dict[str, Any]] = known or {}
        self.used: dict[str, dict[str, Any]] = {}
        self._unseen = frozenset(path.resolve() for path in unseen)
        self._data: dict[str, bytes | None] = {}
        self._trees: dict[str, tuple[str, ...]] = {}
        self._globs: dict[str, tuple[str, ...]] = {}

    def path(self, path: str) -> Path:
        """Return a path as the system has it."""
        return self.base / path

    def is_file(self, path: str) -> bool:
        """Whether there is an ordinary file."""
        return self._what(path) == "file"

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder."""
        return self._what(path) == "folder"

    def read(self, path: str) -> bytes | None:
        """Return what a file holds; None where it is none, cannot be read, or has more than `MAX_BYTES`."""
        if path not in self._data:
            data = self._read(path)
            self._data[path] = data
            self.seen[f"data:{path}"] = "" if data is None else _digest(data)
        return self._data[path]

    def facts(self, name: str, path: str, compute: Callable[[bytes], Any]) -> Any | None:
        """Return what `compute` makes of a file's content: plain JSON data, kept under `name`.

        None where the file cannot be read. `compute` must depend on the content and on nothing else; what
        differs otherwise (the language, say) belongs in `name`. A tuple comes back as a list.
        """
        data = self.read(path)
        if data is None:
            return None
        digest = self.seen[f"data:{path}"]
        used = self.used.setdefault(name, {})
        if digest not in used:
            known = self.known.get(name, {})
            used[digest] = known[digest] if digest in known else compute(data)
        return used[digest]

    def tree(self, root: str) -> tuple[str, ...]:
        """Return all files below a folder, in a fixed order.

        Neither hidden folders, nor virtual environments, nor installed or generated code, nor the built site.
        """
        if root not in self._trees:
            self._trees[root] = tuple(sorted(self._walk(root)))
            self.seen[f"tree:{root}"] = _digest("\0".join(self._trees[root]).encode("utf-8", "surrogatepass"))
        return self._trees[root]

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the files that a glob names, in a fixed order; hidden ones only where it names them."""
        if pattern not in self._globs:
            found = sorted(
                name.replace(os.sep, "/")
                for name in glob(pattern, root_dir=self.base, recursive=True)  # noqa: PTH207 - as `sources`
            )
            self._globs[pattern] = tuple(name for name in found if (self.base / name).is_file())
            self.seen[f"glob:{pattern}"] = _digest("\0".join(self._globs[pattern]).encode("utf-8", "replace"))
        return self._globs[pattern]

    def time(self, path: str) -> int | None:
        """Return when a file was last written, in whole seconds; None where there is none."""
        try:
            time = int((self.base / path).stat().st_mtime)
        except (OSError, ValueError):  # ValueError: a NUL byte
            time = None
        self.seen[f"time:{path}"] = "" if time is None else str(time)
        return time

    def real(self, path: str) -> Path:
        """Return a path with its symbolic links followed."""
        return Path(os.path.realpath(self.base / path))

    def looked_at(self) -> Iterator[Path]:
        """Go through the files that were asked for by name, whether they are there or not."""
        for path in dict.fromkeys(
            name.partition(":")[2] for name in self.seen if name.startswith(("data:", "what:"))
        ):
            yield self.base / path

    def is_as_seen(self, seen: dict[str, str]) -> bool:
        """Whether everything that was looked at before is found the same now."""
        for name, found in seen.items():
            how, _, path = name.partition(":")
            if how == "data":
                self.read(path)
            elif how == "tree":
                self.tree(path)
            elif how == "glob":
                self.glob(path)
            elif how == "time":
                self.time(path)
            else:
                self._what(path)
            if self.seen[name] != found:
                return False
        return True

    def _what(self, path: str) -> str:
        name = f"what:{path}"
        if name not in self.seen:
            try:
                mode = (self.base / path).stat().st_mode
                self.seen[name] = (
                    "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"
                )
            except (OSError, ValueError):  # ValueError: a NUL byte
                self.seen[name] = "absent"
        return self.seen[name]

    def _read(self, path: str) -> bytes | None:
        if not self.is_file(path):
            return None
        try:
            with (self.base / path).open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
        except OSError:
            return None
        return data if len(data) <= MAX_BYTES else None

    def _walk(self, root: str) -> Iterator[str]:
        for folder, folders, names in os.walk(self.base / root):
            here = Path(folder)
            folders[:] = [name for name in folders if self._is_entered(here / name)]
            below = os.path.relpath(folder, self.base).replace(os.sep, "/")
            prefix = "" if below == "." else f"{below}/"
            yield from (prefix + name for name in names if not name.startswith("."))

    def _is_entered(self, folder: Path) -> bool:
        name = folder.name
        if name.startswith(".") or name in _NEVER_ENTERED:
            return False
        return folder not in self._unseen and not (folder / "pyvenv.cfg").exists()


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
