"""Which files and folders were deleted, and what they were renamed to.

A path may be written from the top of the repository, from the folder of the site, from one that only the
author had in mind; then the one path counts that ends so.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.grounding.history.log import Change, Commit, CutOffError, changes, renames
from mkdocs_traceability.grounding.history.successors import rewritten
from mkdocs_traceability.grounding.history.wanted import below, is_compound, is_sample

_MOST_RENAMES: Final = 10
"""How many times in a row a file is followed."""

_MOST_MERGES: Final = 20
_MOST_FILES: Final = 200
"""How many files of a folder are followed, to see where it went."""

_COMMON: Final = frozenset(
    [
        "docker-compose",
        "package-lock",
        "pnpm-lock",
        "pre-commit-config",
        ".pre-commit-config",
        ".readthedocs",
        "__init__",
        "__main__",
        ".golangci-lint",
        "build_settings",
        "local_settings",
        "vite.config",
        "jest.config",
        "webpack.config",
        "next.config",
        "tailwind.config",
    ]
)
"""Names of files that many repositories have: they may be about another."""

_ANYWHERE: Final = frozenset(
    "index main mod lib __init__ __main__ app types utils helpers config README package Makefile".split()  # noqa: SIM905
)
"""Names of files that folders have each of their own."""

_EMPTY: Final = frozenset(
    [
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    ]
)
"""The digests of an empty file: two that hold nothing are not the same one."""

_LINES: Final = re.compile(r"(?::\d+(?:-\d+)?|#L\d+(?:-L?\d+)?)$")
_GLOB: Final = frozenset("*?[]{}<>$%")


class Gone(NamedTuple):
    """The commit that deleted a file, the last that did, and the digest of what the file held."""

    commit: Commit
    digest: str


class Since(NamedTuple):
    """What took a path away, and what it is called now, also as it is written; empty where it is gone."""

    commit: Commit
    path: str = ""
    now: str = ""


class GonePaths:
    """The paths that a repository had, each with the last commit that took it away.

    `uncommitted` are those that only the files on disk lack, with what they were renamed to; `exists` tells
    of a path whether it is there now.
    """

    def __init__(self, top: Path, exists: Callable[[str], bool], folder: str) -> None:
        self._top = top
        self._exists = exists
        self._folder = folder
        self.is_cut_off = False
        self._gone: dict[str, Gone] = {}
        self._ever: set[str] = set()
        self._added: dict[str, dict[str, list[str]]] = {}
        self._renamed: dict[str, dict[str, str]] = {}

    def read(self, head: str) -> None:
        """Go back from a commit.

        Raises:
            GitError: where git cannot tell.

        """
        try:
            for commit, found in changes(self._top, (head,)):
                self._note(commit, found)
        except CutOffError:
            self.is_cut_off = True

    def delete(self, commit: Commit, gone: Mapping[str, str], renamed: Mapping[str, str]) -> None:
        """Note files, with their digests, that are gone since, and what some of them were renamed to."""
        self._gone.update({path: Gone(commit, digest) for path, digest in gone.items()})
        self._ever.update(gone)
        self._renamed[commit.name] = {**renamed}
        self._added[commit.name] = {}

    def endings(self) -> Counter[str]:
        """Count the endings of files that are gone."""
        return Counter(PurePosixPath(path).suffix for path in self._gone)

    def called_now(self, path: str) -> str:
        """Return what a file is called now that was called so; empty where it is gone.

        Raises:
            GitError: where git cannot tell.

        """
        if self._exists(path):
            return path
        if path not in self._gone:
            return ""
        self._look_at_renames([path])
        return self._end(path)

    def since(self, names: Iterable[str]) -> dict[str, Since]:
        """Return what took paths away, by how they are written, of those of which one is meant for sure.

        Raises:
            GitError: where git cannot tell.

        """
        meant = {name: path for name in names if (path := self._meant(name))}
        self._look_at_renames(meant.values())
        commits = {path: self._commit(path) for path in meant.values()}
        commits |= self._within_merges(commits)
        found = {}
        for name, path in meant.items():
            new = self._end(path) if path in self._gone else self._end_of_folder(path)
            found[name] = Since(commits[path], new, _written(name, path, new) if new else "")
        return found

    def _note(self, commit: Commit, found: list[Change]) -> None:
        added: dict[str, list[str]] = defaultdict(list)
        for each in found:
            if not each.is_deleted:
                added[each.digest].append(each.path)
                self._ever.add(each.path)
        for each in found:
            if each.is_deleted and each.path not in self._gone:
                self._gone[each.path] = Gone(commit, each.digest)
                self._added[commit.name] = added

    @cached_property
    def _folders(self) -> dict[str, list[str]]:
        """The folders of files that are gone, with these, the last to go first."""
        folders: dict[str, list[str]] = defaultdict(list)
        for path in self._gone:
            for folder in PurePosixPath(path).parents:
                folders[str(folder)].append(path)
        return folders

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """All files and folders that are gone, by the last part of their paths."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in dict.fromkeys((*self._gone, *self._folders)):
            found[PurePosixPath(path).name].append(path)
        return found

    @cached_property
    def _ever_called(self) -> Counter[str]:
        return Counter(PurePosixPath(path).name for path in self._ever)

    def _meant(self, name: str) -> str:
        """Return the path that is meant, empty where that is none, several, or there now."""
        written = below(_LINES.sub("", name)).rstrip("/")
        if not written or not _GLOB.isdisjoint(written) or ".." in written.split("/"):
            return ""
        for path in dict.fromkeys((written, f"{self._folder}/{written}".removeprefix("/"))):
            if self._exists(path):
                return ""
            if (path in self._gone or path in self._folders) and ("/" in name or _is_telling(written)):
                return path
        if name.startswith(("./", "../")):  # from a folder that is not known here
            return ""
        found = [
            each for each in self._by_name.get(PurePosixPath(written).name, ()) if self._ends(each, written)
        ]
        return found[0] if len(found) == 1 and not self._exists(found[0]) else ""

    def _ends(self, path: str, written: str) -> bool:
        if not path.endswith(f"/{written}"):
            return False
        if is_sample(path.removesuffix(written)):
            return False
        return "/" in written or (_is_telling(written) and self._ever_called[written] == 1)

    def _commit(self, path: str) -> Commit:
        return self._gone[path if path in self._gone else self._folders[path][0]].commit

    def _look_at_renames(self, paths: Iterable[str]) -> None:
        """Ask git what became of the files that these paths mean, and of what they became, at once."""
        asked = {file for path in paths for file in self._files(path)}
        for _ in range(_MOST_RENAMES):
            commits = {self._gone[file].commit for file in asked}
            unknown = [each for each in commits if each.name not in self._renamed]
            found = renames(self._top, sorted(unknown))
            self._renamed.update({each.name: found.get(each.name, {}) for each in unknown})
            asked = {new for file in asked if (new := self._next(file)) and new in self._gone}
            if not asked:
                return

    def _files(self, path: str) -> list[str]:
        return [path] if path in self._gone else self._folders[path][:_MOST_FILES]

    def _next(self, file: str) -> str:
        """Return what a file became in the commit that took it away; empty where that is nothing clear."""
        gone = self._gone[file]
        added = self._added.get(gone.commit.name, {})
        stem, name = PurePosixPath(file).with_suffix(""), PurePosixPath(file).name
        all_ = [each for paths in added.values() for each in paths]
        beside = [each for each in all_ if PurePosixPath(each).with_suffix("") == stem]
        if len(beside) == 1:
            return beside[0]
        if new := self._renamed.get(gone.commit.name, {}).get(file):
            return new
        same = added.get(gone.digest, []) if gone.digest not in _EMPTY else []
        called = (
            [each for each in all_ if PurePosixPath(each).name == name] if stem.name not in _ANYWHERE else []
        )
        return next((each[0] for each in (same, called) if len(each) == 1), "")

    def _end(self, file: str) -> str:
        """Return what a file is called now, through all that it was called in between."""
        seen = {file}
        while new := self._next(file):
            if self._exists(new):
                return new
            if new in seen or new not in self._gone:
                return ""
            seen.add(new)
            file = new
        return ""

    def _end_of_folder(self, folder: str) -> str:
        """Return where most of the files of a folder are now, if they are there in the same order."""
        found: Counter[str] = Counter()
        files = self._files(folder)
        for file in files:
            tail = file[len(folder) :]
            new = self._end(file)
            if new.endswith(tail):
                found[new.removesuffix(tail)] += 1
        new, count = next(iter(found.most_common(1)), ("", 0))
        is_called_so = PurePosixPath(new).name == PurePosixPath(folder).name
        is_clear = 2 * count >= len(files) and (count > 1 or len(files) == 1 or is_called_so)
        return new if is_clear and self._exists(new) else ""

    def _within_merges(self, commits: Mapping[str, Commit]) -> dict[str, Commit]:
        """Return the commits of merged branches that took paths away, of those that a merge brought."""
        merges: dict[Commit, list[str]] = defaultdict(list)
        for path, commit in commits.items():
            if len(commit.parents) > 1:
                merges[commit].append(path)
        found: dict[str, Commit] = {}
        for merge, paths in list(merges.items())[:_MOST_MERGES]:
            first, *others = merge.parents
            wanted = {file: path for path in paths for file in self._files(path)[:1]}
            try:
                for commit, changed in changes(self._top, (f"^{first}", *others)):
                    for each in changed:
                        if each.is_deleted and each.path in wanted:
                            found.setdefault(wanted[each.path], commit)
            except CutOffError:
                continue
        return found


def _written(name: str, old: str, new: str) -> str:
    """Write a new path as the old one is written, without lines: they may be others."""
    written = _LINES.sub("", name)
    return rewritten(written, old, new) + ("/" if written.endswith("/") else "")


def _is_telling(name: str) -> bool:
    """Whether the name of a file alone says which one is meant."""
    stem, dot, _ = name.rpartition(".")
    stem = stem if dot else name
    return stem not in _COMMON and (
        is_compound(re.sub(r"[-.]", "_", stem)) or (stem.isupper() and len(stem) > 5)
    )
