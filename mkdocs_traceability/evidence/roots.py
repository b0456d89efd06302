"""Resolve the path of a claim below the configured roots, which it can never leave."""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple
from urllib.parse import unquote

from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.text import composed
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict
from mkdocs_traceability.registry.nearest import most_alike, nearest_first

_MOST_OFFERED: Final = 2
_COMPARED: Final = 400
"""How many paths with the same file name, or one that begins alike, are compared at the most."""

_HERE: Final = "the folder of `mkdocs.yml`"

_LONGEST: Final = 1000
"""How long a path may be that others are compared with."""


_NOWHERE: Final = Outcome(
    Verdict.UNVERIFIED,
    Problem.UNCHECKED,
    "no code root is configured, so claims of files are not checked",
    "set `code_roots`, or leave these claims unchecked",
)


class Resolved(NamedTuple):
    """A claimed path: the file or folder it means, or the outcome that says why it means none.

    `remark` is the outcome of a path that is abbreviated and resolves.
    """

    path: str = ""
    failure: Outcome | None = None
    remark: Outcome | None = None


class Roots:
    """The folders in which claims are looked for, relative to the folder of `mkdocs.yml`."""

    def __init__(self, disk: Disk, folders: tuple[str, ...]) -> None:
        self.disk = disk
        self.folders = folders

    def resolve(self, written: str, *, folders_too: bool = False) -> Resolved:
        """Resolve a path as it was written in a claim."""
        if not self.folders:
            return Resolved(failure=_NOWHERE if not leaves(written) else _outside(written))
        if leaves(written):
            return Resolved(failure=self._misspelt(written, folders_too) or _outside(written))
        if "%" in written and not self._at(PurePosixPath(written).as_posix(), folders_too):
            written = unquote(written)
            if leaves(written):
                return Resolved(failure=_outside(written))
        path = PurePosixPath(written).as_posix()
        found = self._at(path, folders_too)
        if not found and (suffixed := self._ending_in(path)):
            if len(suffixed) == 1:
                full = self.below_root(suffixed[0])
                remark = Outcome(
                    Verdict.FOUND,
                    Problem.ABBREVIATED,
                    f"`{written}` is short for `{full}`",
                    f"write `{full}`: a short path may later match a second file",
                    suggestions=(full,),
                )
                return self._contained(suffixed[0], written, remark)
            return Resolved(failure=_several(written, suffixed))
        if len(found) > 1:
            return Resolved(failure=_several(written, found))
        if found:
            return self._contained(found[0], written, None)
        return Resolved(failure=self._missing(written, path))

    def files(self) -> tuple[str, ...]:
        """Return all files in the roots, in the order of the roots."""
        return self._files

    def holds(self, path: str) -> bool:
        """Whether a path, with its links followed, lies in one of the roots."""
        real = self.disk.real(path)
        return any(real.is_relative_to(self.disk.real(folder)) for folder in self.folders)

    def _at(self, path: str, folders_too: bool) -> list[str]:
        """Return what is there at a path below the roots, or below the folder of `mkdocs.yml` in a root."""
        candidates = [_joined(folder, path) for folder in self.folders]
        candidates += [path] if any(_is_below(path, folder) for folder in self.folders) else []
        is_there = self.disk.is_file
        return self._distinct(
            self.disk.spelled(each)
            for each in candidates
            if is_there(each) or (folders_too and self.disk.is_folder(each))
        )

    def _ending_in(self, path: str) -> list[str]:
        """Return the files whose paths end so; a link that leads nowhere is none."""
        path = composed(path)
        named_so = self._by_name.get(PurePosixPath(path).name, ())
        return self._distinct(
            each for each in named_so if composed(each).endswith(f"/{path}") and self.disk.is_file(each)
        )

    def _distinct(self, paths: Iterable[str]) -> list[str]:
        """Return the first path to each of some files: a link to a file is that file."""
        distinct: dict[Path, str] = {}
        for path in paths:
            distinct.setdefault(self.disk.real(path), path)
        return list(distinct.values())

    @cached_property
    def _files(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(path for folder in self.folders for path in self.disk.tree(folder)))

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        by_name: dict[str, list[str]] = {}
        for path in self._files:
            by_name.setdefault(composed(path.rpartition("/")[2]), []).append(path)
        return by_name

    @cached_property
    def _alike(self) -> dict[tuple[str, str], list[str]]:
        """The paths by their names, how those begin and end, and by their folders' names."""
        alike: dict[tuple[str, str], list[str]] = {}
        for path in self._files:
            if path.isprintable():
                for key in _looks(path):
                    alike.setdefault(key, []).append(path)
        return alike

    def _contained(self, path: str, written: str, remark: Outcome | None) -> Resolved:
        if not self.holds(path):
            return Resolved(
                failure=_outside(
                    written, "a symbolic link leads out of it", "claim its target, in a root of its own"
                )
            )
        return Resolved(path, remark=remark and remark._replace(place=Place(path)))

    def _misspelt(self, written: str, folders_too: bool) -> Outcome | None:
        """Offer the path that was meant by one that only looks as if it left its root."""
        meant = as_below(written)
        if not meant or not (self._at(meant, folders_too) or self._ending_in(meant)):
            return None
        message = f"`{written}` is not a path below a root"
        return Outcome(Verdict.MISSING, Problem.FILE, message, f"write `{meant}`")

    def below_root(self, path: str) -> str:
        """Return a path as a claim has to say it."""
        for folder in self.folders:
            if folder != "." and path.startswith(f"{folder}/"):
                return path.removeprefix(f"{folder}/")
        return path

    def _missing(self, written: str, path: str) -> Outcome:
        if any(self.disk.is_folder(_joined(folder, path)) for folder in self.folders):
            message = f"`{written}` is a folder, not a file"
            return Outcome(Verdict.MISSING, Problem.FILE, message, "name a file in it")
        named = [_HERE if folder == "." else f"`{folder}`" for folder in self.folders]
        message = f"file `{written}` not found" + (f" in {', '.join(named)}" if named != [_HERE] else "")
        names = tuple(map(self.below_root, self._nearest(path)))
        nearest = " or ".join(f"`{name}`" for name in names)
        looked_for = f"searched below {' and '.join(named)}; `code_roots` can name other folders"
        help_ = f"did you mean {nearest}?" if nearest else looked_for
        return Outcome(Verdict.MISSING, Problem.FILE, message, help_, suggestions=names)

    def _nearest(self, path: str) -> list[str]:
        """Return the paths that were most likely meant: the same file elsewhere first, then alike ones."""
        if len(path) > _LONGEST:
            return []
        exactly = self._by_name.get(composed(PurePosixPath(path).name), [])
        spelled_so = exactly or self._alike.get(_looks(path)[0], [])
        same_name = [each for each in spelled_so if each.isprintable() and self.disk.is_file(each)]
        if same_name:
            return nearest_first(path, same_name[:_COMPARED], _MOST_OFFERED)
        candidates = [each for key in _looks(path) for each in self._alike.get(key, ())[:_COMPARED]]
        return most_alike(path, dict.fromkeys(candidates), _MOST_OFFERED, self.below_root)


def as_below(written: str) -> str:
    """Return the path below a root that was meant by one with a backslash, `..` or a `/` before it.

    It is empty for what really leads out of its root.
    """
    path = written.replace("\\", "/")
    if "\0" in path or path[1:2] == ":" or path.startswith(("~", "//")):
        return ""
    parts: list[str] = []
    for part in PurePosixPath(path.lstrip("/")).parts:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            return ""
    return "/".join(parts)


def leaves(path: str) -> bool:
    """Whether a path leads out of any folder it is put below, on any system."""
    return (
        path.startswith(("/", "\\", "~"))
        or "\\" in path
        or "\0" in path
        or path[1:2] == ":"
        or ".." in PurePosixPath(path).parts
    )


def _looks(path: str) -> tuple[tuple[str, str], ...]:
    """Return what a path shares with those that it is easily mistaken for, what tells most first."""
    folder, _, name = path.rpartition("/")
    name = name.lower()
    return (
        ("is", name),
        ("begins", name[:3]),
        ("ends", name[-6:]),
        ("in", folder.rpartition("/")[2].lower()),
    )


def _joined(folder: str, path: str) -> str:
    return path if folder == "." else f"{folder}/{path}"


def _is_below(path: str, folder: str) -> bool:
    return folder != "." and os.path.normpath(path).startswith(f"{folder}/")


def _outside(
    written: str,
    why: str = "it is not a path below a root",
    help_: str = "write a path relative to a root, with `/`",
) -> Outcome:
    message = f"the path `{written}` leaves its root: {why}"
    return Outcome(Verdict.MISSING, Problem.OUTSIDE, message, help_)


def listed(paths: list[str]) -> str:
    """Put paths that all fit a claim into a sentence: the first, and how many more there are."""
    more = f" and {len(paths) - _MOST_OFFERED} more" if len(paths) > _MOST_OFFERED else ""
    return " and ".join(f"`{path}`" for path in paths[:_MOST_OFFERED]) + more


def _several(written: str, paths: list[str]) -> Outcome:
    message = f"`{written}` matches several files: {listed(paths)}"
    return Outcome(
        Verdict.MISSING, Problem.FILE, message, "write the full path, or bind the item to a `system`"
    )
