"""Link: the item that a file is, for references that are the path of a file: `../adr/0003-x.md`.

A file is an item where a page is its home, or where it declares that one only. A folder is the item of its
one file, or of its `index` or `README`.
"""

import posixpath
import re
from collections.abc import Iterable
from typing import Final

from mkdocs_traceability.model.item import Item

_ENDING: Final = re.compile(r"\.(?:md|markdown|mdown|mkdn|mkd|ya?ml|json)$", re.IGNORECASE)
_INDEX: Final = re.compile(r"(?:^|(?<=/))(?:index|README)\.[a-z]+$")


def is_path(text: str) -> bool:
    """Whether a reference is written as the path of a file or folder, and hardly is an id."""
    return _ENDING.search(text) is not None or text.startswith(("./", "../", "/"))


def may_be_path(text: str) -> bool:
    """Whether a reference that is no id may be the path of a file or folder."""
    return "/" in text or _ENDING.search(text) is not None


class FilePlaces:
    """Knows which item each file and each folder is."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._files: dict[str, list[Item]] = {}
        self._roots = {""}
        homes: dict[str, list[Item]] = {}
        for item in items:
            path = item.position.path
            self._files.setdefault(path, []).append(item)
            if item.page is not None:
                homes.setdefault(path, []).append(item)
                self._roots.add(path.removesuffix(item.page))
        self._files |= homes
        self._folders: dict[str, list[str]] = {}
        for path in self._files:
            self._folders.setdefault(posixpath.dirname(path), []).append(path)

    def items_at(self, written: str, source: str) -> list[Item]:
        """Return the items that a path names in the file `source`: from there, else from the top."""
        path = written.partition("#")[0]
        beside = [] if path.startswith("/") else self._of(posixpath.join(posixpath.dirname(source), path))
        if beside:
            return beside
        found = [item for root in sorted(self._roots) for item in self._of(root + path.lstrip("/"))]
        return list(dict.fromkeys(found))

    def _of(self, path: str) -> list[Item]:
        path = posixpath.normpath(path)
        if path in self._files:
            found = self._files[path]
            return found if len(found) == 1 else []
        folder, name = posixpath.split(path)
        files = self._folders.get(folder if _INDEX.fullmatch(name) else path, ())
        indices = [each for each in files if _INDEX.search(each)] or files
        return self._of(indices[0]) if len(indices) == 1 else []
