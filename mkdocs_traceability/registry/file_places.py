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
_INDEX: Final = re.compile(r"(?:index|README)\.[a-z]+$")


def is_path(text: str) -> bool:
    """Whether a reference looks like the path of a file or folder below or beside its own."""
    return _ENDING.search(text) is not None or text.startswith(("./", "../", "/"))


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
        """Return the items that a path names in the file `source`; one that begins with `/` has several."""
        path = written.partition("#")[0]
        if path.startswith("/"):
            found = [item for root in sorted(self._roots) for item in self._of(root + path.lstrip("/"))]
            return list(dict.fromkeys(found))
        return self._of(posixpath.join(posixpath.dirname(source), path))

    def _of(self, path: str) -> list[Item]:
        path = posixpath.normpath(path)
        if path in self._files:
            found = self._files[path]
            return found if len(found) == 1 else []
        files = self._folders.get(path, ())
        indices = [each for each in files if _INDEX.search(each)] or files
        return self._of(indices[0]) if len(indices) == 1 else []
