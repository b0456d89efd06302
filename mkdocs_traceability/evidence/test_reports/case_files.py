"""Which file a report means by a path: one below a root, as the machine that ran the tests wrote it.

Part of *verify*. A path in a report is relative to a folder that the report does not tell, or absolute on a
machine that may be another. Where two files are as likely, it means none.
"""

import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.files.disk import Disk

_DRIVE: Final = re.compile(r"[A-Za-z]:/")
_UPWARDS: Final = re.compile(r"(?:\.{1,2}/)+")


class Located:
    """The files in the roots that paths in reports mean."""

    def __init__(self, disk: Disk, roots: Roots) -> None:
        self._disk = disk
        self._roots = roots
        self._found: dict[tuple[str, str], str] = {}

    def file(self, report: str, written: str) -> str:
        """Return the file that a report means; empty where there is none, or it could be several."""
        folder = report.rpartition("/")[0] or "."
        if (folder, written) not in self._found:
            plain = written.removeprefix("file://").replace("\\", "/")
            is_absolute = plain.startswith("/") or _DRIVE.match(plain) is not None
            found = self._of_absolute(plain) if is_absolute else self._of_relative(folder, plain)
            self._found[folder, written] = found
        return self._found[folder, written]

    def absolute(self, path: str) -> str:
        """Return a path from the root of the file system, with `/`."""
        return os.path.normpath(self._disk.base.absolute() / path).replace(os.sep, "/")

    def _of_absolute(self, written: str) -> str:
        """Find a file by its path on this machine, else by that below a root on another."""
        for folder in self._roots.folders:
            root = self.absolute(folder)
            if written.startswith(f"{root}/"):
                return self._if_there(folder, written.removeprefix(f"{root}/"))
        return _only_best(
            (_shared(written.split("/")[::-1], self.absolute(path).split("/")[::-1]), path)
            for path in self._named(written)
            if any(written.endswith(f"/{below}") for below in self._below_roots(path))
        )

    def _of_relative(self, folder: str, written: str) -> str:
        """Find a file by a path from a folder above the report, or from a root, or by one that ends so."""
        written = _UPWARDS.sub("", written, count=1) if _UPWARDS.match(written) else written
        above = [folder, *(parent.as_posix() for parent in PurePosixPath(folder).parents)]
        for start in dict.fromkeys((*above, *self._roots.folders)):
            if found := self._if_there(start, written):
                return found
        return _only_best(
            (_shared(folder.split("/"), path.split("/")), path)
            for path in self._named(written)
            if self.absolute(path).endswith(f"/{written}")
        )

    def _if_there(self, folder: str, below: str) -> str:
        path = os.path.normpath(f"{folder}/{below}").replace(os.sep, "/")
        return path if any(self._below_roots(path)) and self._disk.is_file(path) else ""

    def _below_roots(self, path: str) -> Iterator[str]:
        """Go through the forms of a path that are relative to a root it lies in."""
        for folder in self._roots.folders:
            if folder == ".":
                if not path.startswith("../"):
                    yield path
            elif path.startswith(f"{folder}/"):
                yield path.removeprefix(f"{folder}/")

    def _named(self, written: str) -> list[str]:
        return self._by_name.get(written.rpartition("/")[2], [])

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        by_name: dict[str, list[str]] = {}
        for path in self._roots.files():
            by_name.setdefault(path.rpartition("/")[2], []).append(path)
        return by_name


def _shared(parts: list[str], others: list[str]) -> int:
    """Return how many parts two paths have in common from where they begin."""
    for count, (part, other) in enumerate(zip(parts, others, strict=False)):
        if part != other:
            return count
    return min(len(parts), len(others))


def _only_best(rated: Iterable[tuple[int, str]]) -> str:
    """Return the best of several, unless another is as good."""
    best = sorted(rated, reverse=True)[:2]
    if not best or (len(best) > 1 and best[0][0] == best[1][0]):
        return ""
    return best[0][1]
