"""The files that evidence is looked for in: each is read once, and what was looked at is remembered.

Paths are texts relative to the folder of `mkdocs.yml`, with `/`, perhaps beginning with `../`: roots may lie
beside that folder. What can be said of a file from its content alone (its *facts*) is kept by the content's
digest, from run to run.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

from mkdocs_traceability.files.folders import SPARE, Folders
from mkdocs_traceability.files.isolation import Isolation
from mkdocs_traceability.files.named import files_named
from mkdocs_traceability.files.real import Bounds, real
from mkdocs_traceability.files.unsaved import NOTHING_UNSAVED, Unsaved

MAX_BYTES: Final = 20_000_000
"""The largest file that is read; a larger one is treated as unreadable."""

_NEVER_ENTERED: Final = frozenset({"node_modules", "__pycache__", "site-packages"})
"""Folders of installed or generated code, besides hidden ones and virtual environments."""


_NOT_KNOWN: Final = "not known"
"""What is the digest of no content."""

_BY_NAME: Final = ("data:", "unshown:", "what:", "time:")
"""How the keys of `Disk.seen` begin that say something of one file."""


class Disk:
    """What lies on disk below and beside one folder, the `base`.

    `seen` maps every path that was asked for to what was found there: evidence that is looked for again
    finds the same as long as all of it is the same. Nothing outside the `bounds` is read; what an editor has
    `unsaved` takes the place of what lies there. `isolation` is where native code reads what files hold.
    """

    def __init__(
        self,
        base: Path,
        unseen: Iterable[Path] = (),
        known: dict[str, dict[str, Any]] | None = None,
        bounds: Bounds | None = None,
        unsaved: Unsaved = NOTHING_UNSAVED,
    ) -> None:
        self.base = base
        self._unsaved = unsaved
        self._bounds = bounds
        self.seen: dict[str, str] = {}
        self.known: dict[str, dict[str, Any]] = known or {}
        self.used: dict[str, dict[str, Any]] = {}
        self.isolation = Isolation()
        self._unseen = frozenset(map(real, unseen))
        self._data: dict[str, bytes | None] = {}
        self._trees: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._globs: dict[str, tuple[str, ...]] = {}
        self._real: dict[str, Path] = {}
        self._folders: dict[str, Path] = {}
        self._base = real(base)

    def path(self, path: str) -> Path:
        """Return a path as the system has it."""
        return self.base / self.spelled(path)

    def spelled(self, path: str) -> str:
        """Return a path with accents as they are on disk, as one character or as two."""
        if path.isascii() or os.path.lexists(self.base / path):
            return path
        here = ""
        for part in path.split("/"):
            forms = (f"{here}{each}" for each in (part, normalize("NFC", part), normalize("NFD", part)))
            found = next((each for each in forms if os.path.lexists(self.base / each)), None)
            if found is None:
                return path
            here = f"{found}/"
        return here.removesuffix("/")

    def is_file(self, path: str) -> bool:
        """Whether there is an ordinary file."""
        return self._what(path) == "file"

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder."""
        return self._what(path) == "folder"

    def read(self, path: str) -> bytes | None:
        """Return what a file holds; None where it is none, cannot be read, or has more than `MAX_BYTES`."""
        return self._kept("data", path)

    def given(self, path: str, data: bytes) -> None:
        """Take what a file holds from whoever has read it."""
        self._data[f"data:{path}"] = data
        self.seen[f"data:{path}"] = digest_of(data)

    def left(self, path: str) -> None:
        """Note that somebody else has read a file, and that nobody knows what it held."""
        self.seen.setdefault(f"data:{path}", _NOT_KNOWN)

    def read_unshown(self, path: str) -> bytes | None:
        """Return what a file holds, wherever links lead: for what nobody is shown, such as git's files."""
        return self._kept("unshown", path)

    def leads_out(self, path: str) -> bool:
        """Whether a file is not read because it lies outside the bounds."""
        return self._bounds is not None and not self._bounds.hold(self.base / path)

    def facts(self, name: str, path: str, compute: Callable[[bytes], Any]) -> Any | None:
        """Return what `compute` makes of a file's content: plain JSON data, kept under `name`.

        None where the file cannot be read. `compute` must depend on the content and on nothing else; what
        differs otherwise (the language, say) belongs in `name`. A tuple comes back as a list.
        """
        data = self.read(path)
        if data is None:
            return None
        digest = self.digest(path)
        used = self.used.setdefault(name, {})
        if digest not in used:
            known = self.known.get(name, {})
            used[digest] = known[digest] if digest in known else compute(data)
        return used[digest]

    def forget(self) -> None:
        """Be without what was known of the contents of files: it is found out anew."""
        self.known, self.used = {}, {}

    def digest(self, path: str) -> str:
        """Return the digest of what a file holds, empty where it cannot be read."""
        self.read(path)
        return self.seen[f"data:{path}"]

    def forget_fact(self, name: str, path: str) -> None:
        """Keep nothing of a file under `name` after all: another run may come to something else."""
        del self.used[name][self.digest(path)]
        self.doubt(f"{name}:{path}")

    def tree(self, root: str) -> tuple[str, ...]:
        """Return all files below a folder, in a fixed order.

        Neither hidden folders, nor virtual environments, nor installed or generated code, nor the built site.
        """
        if root not in self._trees:
            self._trees[root] = tuple(sorted(self._walk(root)))
            self.seen[f"tree:{root}"] = _digest_of_names(self._trees[root])
        return self._trees[root]

    def names(self, folder: str) -> tuple[str, ...]:
        """Return all that is below a folder, in a fixed order, hidden or not: folders end in `/`.

        Links are followed, each folder once, and out of the bounds only a little way.
        """
        if folder not in self._names:
            folders = Folders(self.base, self._bounds, SPARE)
            self._names[folder] = tuple(
                sorted(
                    f"{here}{entry.name}{'/' * entry.is_folder}"
                    for here, entries in folders.walk([f"{folder}/"], hidden=True)
                    for entry in entries
                )
            )
            self.seen[f"names:{folder}"] = _digest_of_names((*self._names[folder], "", *folders.unsearched))
        return self._names[folder]

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the files that a glob names, in a fixed order; hidden ones only where it names them."""
        if pattern not in self._globs:
            found = files_named(pattern, self.base, self._bounds).files
            self._globs[pattern] = tuple(filter(_is_text, found))
            self.seen[f"glob:{pattern}"] = _digest_of_names(self._globs[pattern])
        return self._globs[pattern]

    def named(self, pattern: str) -> tuple[str, ...]:
        """Return the files that a glob of sources names: others than `glob` it may lead out of the bounds."""
        found = files_named(pattern, self.base, self._bounds, SPARE)
        files = tuple(filter(_is_text, found.files))
        self.seen[f"named:{pattern}"] = _digest_of_names((*files, "", *found.unsearched))
        return files

    def time(self, path: str) -> int | None:
        """Return when a file was last written, in nanoseconds since 1970; None where there is none."""
        try:
            time = (self.base / path).stat().st_mtime_ns
        except (OSError, ValueError):  # ValueError: a NUL byte
            time = None
        self.seen[f"time:{path}"] = "" if time is None else str(time)
        return time

    def real(self, path: str) -> Path:
        """Return a path with its symbolic links followed."""
        if path not in self._real:
            folder, _, name = path.rpartition("/")
            if folder and name not in ("", ".", "..") and not self._is_link(path):
                self._real[path] = self._followed(folder) / name  # once for all that stands in a folder
            else:
                self._real[path] = self._followed(path)
            self.seen[f"real:{path}"] = _below(self._real[path], self._base)
        return self._real[path]

    def looked_at(self) -> Iterator[Path]:
        """Go through the files that were asked for by name, whether they are there or not."""
        for path in files_in(self.seen):
            yield self.base / path

    def listed(self) -> dict[str, tuple[str, ...]]:
        """Return the folders all of whose files were asked for, with these files."""
        return dict(self._trees)

    def doubt(self, why: str) -> None:
        """Note that something failed which may not fail again: what was found is no use to another run."""
        self.seen[f"doubt:{why}"] = ""

    def is_as_seen(self, seen: dict[str, str]) -> bool:
        """Whether everything that was looked at before is found the same now."""
        for name, found in seen.items():
            if is_doubt(name):
                return False
            how, _, path = name.partition(":")
            self._look_again(how, path)
            if self.seen.get(name) != found:
                return False
        return True

    def _look_again(self, how: str, path: str) -> None:
        ways: dict[str, Callable[[str], object]] = {
            "data": self.read,
            "unshown": self.read_unshown,
            "tree": self.tree,
            "glob": self.glob,
            "named": self.named,
            "names": self.names,
            "time": self.time,
            "real": self.real,
        }
        ways.get(how, self._what)(path)

    def _what(self, path: str) -> str:
        name = f"what:{path}"
        if name not in self.seen and self._is_unseen(path):
            self.seen[name] = "absent"
        elif name not in self.seen:
            try:
                mode = self.path(path).stat().st_mode
                self.seen[name] = (
                    "file" if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else "other"
                )
            except (OSError, ValueError):  # ValueError: a NUL byte
                self.seen[name] = "absent"
        return self.seen[name]

    def _is_unseen(self, path: str) -> bool:
        """Whether a path is one of those, or below one, that are as if they were not there."""
        where = self._base / os.path.normpath(path)
        return any(where.is_relative_to(each) for each in self._unseen)

    def _kept(self, how: str, path: str) -> bytes | None:
        name = f"{how}:{path}"
        if name not in self._data:
            self._data[name] = None if how == "data" and self.leads_out(path) else self._read(path)
            data = self._data[name]
            self.seen[name] = "" if data is None else digest_of(data)
        return self._data[name]

    def _read(self, path: str) -> bytes | None:
        if not self.is_file(path):
            return None
        try:
            data = self._unsaved.read(self.path(path), MAX_BYTES + 1)
        except (OSError, ValueError):  # gone or replaced since
            return None
        return data if len(data) <= MAX_BYTES else None

    def _is_link(self, path: str) -> bool:
        try:
            return (self.base / path).is_symlink()
        except (OSError, ValueError):  # ValueError: a NUL byte
            return False

    def _followed(self, path: str) -> Path:
        if path not in self._folders:
            self._folders[path] = real(self.base / path)
        return self._folders[path]

    def _walk(self, root: str) -> Iterator[str]:
        if not self.is_folder(root):
            return
        top = str(self.base / root)
        real_top = self.real(root)
        for folder, folders, names in os.walk(top):
            here = Path(folder)
            at = real_top / os.path.relpath(folder, top)  # below the top no link is followed
            folders[:] = [
                name for name in folders if at / name not in self._unseen and _is_entered(here / name)
            ]
            below = os.path.relpath(folder, self.base).replace(os.sep, "/")
            prefix = "" if below == "." else f"{below}/"
            if _is_text(prefix):
                yield from (prefix + name for name in names if not name.startswith(".") and _is_text(name))


def files_in(seen: Iterable[str]) -> list[str]:
    """Return the files that were asked for by name, of the keys of `Disk.seen`."""
    return list(dict.fromkeys(name.partition(":")[2] for name in seen if name.startswith(_BY_NAME)))


def folders_in(seen: Iterable[str]) -> list[str]:
    """Return the folders all of whose files were asked for, of the keys of `Disk.seen`."""
    return [name.partition(":")[2] for name in seen if name.startswith("tree:")]


def is_doubt(name: str) -> bool:
    """Whether a key of `Disk.seen` says only that another run may find something else."""
    return name.startswith("doubt:")


def _is_entered(folder: Path) -> bool:
    name = folder.name
    return not (name.startswith(".") or name in _NEVER_ENTERED or os.path.lexists(folder / "pyvenv.cfg"))


def _is_text(name: str) -> bool:
    """Whether a name can be written at all: bytes that are no UTF-8 come as half characters."""
    return name.isascii() or not any("\ud800" <= character <= "\udfff" for character in name)


def _below(path: Path, base: Path) -> str:
    """Return a path relative to another one, so that a whole tree may move."""
    try:
        return os.path.relpath(path, base)
    except ValueError:  # on another drive, or with a NUL byte
        return str(path)


def _digest_of_names(names: Iterable[str]) -> str:
    return digest_of("\0".join(names).encode("utf-8", "surrogatepass"))


def digest_of(data: bytes) -> str:
    """Name a content in `Disk.seen`."""
    return blake2b(data, digest_size=16).hexdigest()
