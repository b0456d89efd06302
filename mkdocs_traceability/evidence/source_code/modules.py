"""Which file a Python import means: as Python would look for it, among the files that are known."""

import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from posixpath import dirname, normpath
from typing import Final

from mkdocs_traceability.evidence.source_code.symbols.modules import shared_folders

_FILES: Final = ("/__init__.py", ".py", "/__init__.pyi", ".pyi")
_PROJECT: Final = ("pyproject.toml", "setup.py", "setup.cfg")
"""What makes a folder a project of its own, whose packages others may import."""

_SOURCES: Final = "src"
_MOST_PARTS: Final = 50


class PythonModules:
    """Finds the files that imports mean, among those that are known. Nothing is imported."""

    def __init__(self, files: Iterable[str], roots: Iterable[str]) -> None:
        self._files = frozenset(files)
        self._roots = tuple(roots)
        self._bases: dict[str, tuple[str, ...]] = {}
        self._found: dict[tuple[str, str, str], str] = {}

    def imported(self, importer: str, module: str, name: str) -> str:
        """Return the file that `from module import name` or `import module` means, empty if it is none.

        A name that is a module of its own means that module. Of what is no module in the source (it may be
        compiled, or not be there) the package is meant that it is looked for in.
        """
        key = (dirname(importer), module, name)
        if key not in self._found:
            self._found[key] = next(self._meant(*key), "")
        return self._found[key]

    def _meant(self, folder: str, module: str, name: str) -> Iterator[str]:
        level = len(module) - len(module.lstrip("."))
        parts = [part for part in module[level:].split(".") if part]
        if len(parts) > _MOST_PARTS or level > _MOST_PARTS:
            return
        if level:
            bases: Iterable[str] = (_joined(folder, *[".."] * (level - 1)),)
        elif not parts or parts[0] in sys.stdlib_module_names:
            return
        else:
            bases = (*self._own_bases(folder), *self._projects_with(parts[0], folder))
        ends = [parts, parts[:-1]] if not name and len(parts) > 1 else [parts]
        if name and name != "*":
            ends = [[*parts, name], parts]
        for base in bases:
            for end in ends:
                place = _joined(base, *end)
                yield from (place + ending for ending in _FILES if place + ending in self._files)

    def _own_bases(self, folder: str) -> tuple[str, ...]:
        """Return where a file in this folder looks for packages: the folders above its own, and the roots.

        A folder that is a package itself is none, for its modules are imported by its name.
        """
        if folder not in self._bases:
            above, place = [], folder
            for _ in range(_MOST_PARTS):
                if not self._is_package(place):
                    above.append(place or ".")
                if place in ("", ".") or place.endswith(".."):
                    break
                place = dirname(place)
            self._bases[folder] = tuple(dict.fromkeys((*above, *self._roots)))
        return self._bases[folder]

    def _projects_with(self, package: str, folder: str) -> list[str]:
        """Return the other projects that have a package of this name, the nearest first."""
        having = [
            project
            for project in self._projects
            if any(_joined(project, package) + ending in self._files for ending in _FILES)
            or _joined(project, package) in self._folders
        ]
        return sorted(having, key=lambda project: (-shared_folders(project, folder), project))

    @cached_property
    def _projects(self) -> tuple[str, ...]:
        projects = {dirname(path) or "." for path in self._files if path.rpartition("/")[2] in _PROJECT}
        sources = {folder for folder in self._folders if folder.rpartition("/")[2] == _SOURCES}
        return tuple(each for each in sorted(projects | sources) if not self._is_package(each))

    @cached_property
    def _folders(self) -> frozenset[str]:
        folders: set[str] = set()
        for path in self._files:
            if path.endswith(".py"):
                folder = dirname(path)
                while folder and folder not in folders:
                    folders.add(folder)
                    folder = dirname(folder)
        return frozenset(folders)

    def _is_package(self, folder: str) -> bool:
        return _joined(folder, "__init__.py") in self._files


def _joined(*parts: str) -> str:
    return normpath("/".join(part for part in parts if part not in ("", ".")) or ".")
