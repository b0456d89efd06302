"""The outline of one file, indexed by the names that claims are looked up with."""

import re
from functools import cached_property
from typing import Final

from mkdocs_traceability.evidence.source_code.outline import FOR_TYPES, Definition, Import, Outline

_BELONGS_TO_A_CLASS: Final = frozenset({"attribute", "constructor", "field"})
"""Kinds of definitions that no claim means that leaves their class out: half the world has a `name`, and a
constructor is called like its class."""

_SEPARATOR: Final = re.compile(r"[.:/\\]+")

Names = tuple[str, ...]


class FileIndex:
    """What a file defines, offers and inherits, by name."""

    def __init__(self, path: str, outline: Outline) -> None:
        self.path = path
        self.outline = outline
        self.defined: dict[Names, Definition] = {}
        is_python = path.endswith((".py", ".pyi"))
        self.for_types: dict[Names, int] = {}
        for each in outline.definitions:
            if each.kind == FOR_TYPES:
                self.for_types.setdefault(each.path, each.line)
                continue
            self.defined.setdefault(each.path if is_python else _bare(each.path), each)

    def ending_in(self, names: Names) -> list[Names]:
        """Return the definitions that names without their class, namespace or package may mean."""
        found = [path for path in self._by_last_name.get(names[-1], ()) if path[-len(names) :] == names]
        if len(names) == 1:
            found = [path for path in found if self.defined[path].kind not in _BELONGS_TO_A_CLASS]
        return self._distinct(found) or self._without_package(names)

    def _distinct(self, paths: list[Names]) -> list[Names]:
        """Return each definition once: what an extension is called in its class, or a class assigned."""
        by_place = {self.defined[path][1:]: path for path in reversed(paths)}
        return [path for path in paths if path in by_place.values()] if len(paths) > 1 else paths

    @cached_property
    def imports(self) -> dict[str, list[Import]]:
        """The imports by the name that they give; what a file only says it offers is none."""
        by_name: dict[str, list[Import]] = {}
        for each in self.outline.imports:
            if each.module:
                by_name.setdefault(each.name, []).append(each)
        return by_name

    @cached_property
    def bases(self) -> dict[Names, list[str]]:
        """What each class inherits from, as written."""
        by_class: dict[Names, list[str]] = {}
        for each in self.outline.bases:
            by_class.setdefault(_bare(each.path), []).append(each.base)
        return by_class

    def counts_import(self, name: str) -> bool:
        """Whether a name that is imported counts as defined: in a package's own file, or by `__all__`."""
        if not self.path.endswith((".py", ".pyi")) or self.path.rpartition("/")[2].startswith("__init__."):
            return True
        return any(each.name in (name, "*") for each in self.outline.imports if not each.module)

    def offers(self, name: str) -> bool:
        """Whether `from … import *` brings a name: what `__all__` has, or else what is not private."""
        listed = {each.name for each in self.outline.imports if not each.module}
        return name in listed or ((not listed or "*" in listed) and not name.startswith("_"))

    @cached_property
    def _by_last_name(self) -> dict[str, list[Names]]:
        by_last_name: dict[str, list[Names]] = {}
        for path in self.defined:
            by_last_name.setdefault(path[-1], []).append(path)
        return by_last_name

    def _without_package(self, names: Names) -> list[Names]:
        """Return what names mean that begin with the file's package, or with the last names of it."""
        package = tuple(_SEPARATOR.split(self.outline.package)) if self.outline.package else ()
        return [
            names[length:]
            for length in range(1, len(names))
            if names[:length] == package[-length:]
            and names[length:] in self.defined
            and not self._is_in_another_package(names[length:])
        ]

    def _is_in_another_package(self, names: Names) -> bool:
        """Whether a definition is also known by a longer name: the file has several namespaces."""
        place = self.defined[names][1:]
        longer = (path for path in self._by_last_name[names[-1]] if len(path) > len(names))
        return any(path[-len(names) :] == names and self.defined[path][1:] == place for path in longer)


def _bare(path: Names) -> Names:
    """Return names without the `#` of what is private in JavaScript, which separates names in claims."""
    if any(name.startswith("#") for name in path):
        return tuple(name.lstrip("#") for name in path)
    return path
