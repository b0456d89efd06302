"""Where a symbol is defined that is claimed in a file: there, where the file has it from, or in a base class.

What is only mentioned is not defined. Imports are followed as far as the roots reach.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.source_code.symbols.elsewhere import Elsewhere
from mkdocs_traceability.evidence.source_code.symbols.file_index import FileIndex, Names
from mkdocs_traceability.evidence.source_code.symbols.modules import Modules
from mkdocs_traceability.evidence.source_code.symbols.python_modules import Meaning, Target, unsure_import
from mkdocs_traceability.model.verdict import Outcome

_MOST_STEPS: Final = 300
"""How many names are looked up in how many files for one claim; a chain of that length is nobody's."""

_DEEPEST: Final = 40
_PYTHON: Final = (".py", ".pyi")
_BASE_SEPARATOR: Final = re.compile(r"::|[.\\]")


class FoundSymbol(NamedTuple):
    """Where a symbol is defined, and under which names. A module has none, and line 0."""

    path: str
    names: Names
    line: int


class Ambiguous(NamedTuple):
    """Several definitions that a symbol may mean."""

    choices: tuple[Names, ...]


class NotDefined(NamedTuple):
    """That a file does not define a symbol.

    `imported` is the name that it only imports, `module` where from; `is_ours` if that module lies in the
    roots and has no such name; `home` is the file that has it. `foreign_base` is a class outside the roots
    from which the symbol may be inherited. `for_types` is the line where only type checkers have it defined.
    """

    imported: str = ""
    module: str = ""
    is_ours: bool = False
    foreign_base: str = ""
    home: str = ""
    for_types: int = 0


class Symbols:
    """Looks symbols up in the files of a set of roots; each file is indexed once."""

    def __init__(self, roots: Roots) -> None:
        self.roots = roots
        self.modules = Modules(roots)
        self.elsewhere = Elsewhere(roots, self.index)
        self._indexes: dict[str, FileIndex | Outcome] = {}

    def index(self, path: str) -> FileIndex | Outcome:
        """Return the index of a file, or the outcome that says why there is none."""
        if path not in self._indexes:
            self._indexes[path] = self._made(path)
        return self._indexes[path]

    def find(self, path: str, names: Names) -> FoundSymbol | Ambiguous | NotDefined | Outcome:
        """Look a symbol up in a file."""
        index = self.index(path)
        if isinstance(index, Outcome):
            return index
        names = _as_defined(path, names)
        if definition := index.defined.get(names):  # what nearly every claim comes to
            return FoundSymbol(path, names, definition.line)
        search = _Search(self)
        if found := search.resolve(path, names):
            return found
        choices = index.ending_in(names)
        if len(choices) == 1:
            return FoundSymbol(path, choices[0], index.defined[choices[0]].line)
        if choices:
            return Ambiguous(tuple(choices))
        unread = self.unread(index, names) or search.unreadable
        return unread or self._not_defined(index, names, search)

    def _made(self, path: str) -> FileIndex | Outcome:
        from mkdocs_traceability.evidence.source_code.languages import outline_of

        outline = outline_of(self.roots.disk, path)
        if isinstance(outline, Outcome):
            return outline
        return FileIndex(path, outline)

    def unread(self, index: FileIndex, names: Names) -> Outcome | None:
        """Return why names that are not defined in a file may be in it all the same."""
        from mkdocs_traceability.evidence.unread import unless_missing

        return unless_missing(self.roots.disk, index.path, index.outline, names)

    def unread_type(self, path: str, name: str) -> Outcome | None:
        """Return why a type may stand in a file that is near another one, though none defines it."""
        from mkdocs_traceability.evidence.unread import declares

        for other in self.elsewhere.mentioning(path, name):
            index = self.index(other)
            if declares(self.roots.disk, other, name) and self.roots.holds(other):
                unread = index if isinstance(index, Outcome) else self.unread(index, (name,))
                if unread:
                    return unread
        return None

    def _not_defined(self, index: FileIndex, names: Names, search: "_Search") -> NotDefined:
        if for_types := index.for_types.get(names, 0) or index.for_types.get(names[:1], 0):
            return NotDefined(for_types=for_types)
        if not index.counts_import(names[0]):
            further = _Search(self)
            found = further.imported(index, names, 1)
            if found or further.unreadable:
                home = found.path if found else ""
                return NotDefined(names[0], self._module_of(index, names, home), home=home)
        for each in index.imports.get(names[0], ()):
            original = (each.original or each.module).rpartition(".")[2]
            is_ours = bool(
                self.modules.targets(index.path, each.module, (original,) if each.original else ())
            )
            return NotDefined(names[0], each.module, is_ours)
        return NotDefined(foreign_base=search.foreign_base)

    def _module_of(self, index: FileIndex, names: Names, home: str) -> str:
        """Return the module from which a file imports a name that `home` defines."""
        named = [each.module for each in index.imports.get(names[0], ())]
        stars = [each.module for each in index.imports.get("*", ())]
        leading = (
            each
            for each in stars
            if any(t.path == home for t in self.modules.targets(index.path, each, names))
        )
        return next(iter(named), "") or next(leading, "") or stars[0]


class _Search:
    """One search: every name is looked up once in a file, so that circles of imports and bases end."""

    def __init__(self, symbols: Symbols) -> None:
        self.unreadable: Outcome | None = None
        self.foreign_base = ""
        self._symbols = symbols
        self._seen: set[tuple[str, Names]] = set()

    def resolve(self, path: str, names: Names, depth: int = 0) -> FoundSymbol | None:
        """Find what names mean in a file: its own definition, an imported one, or an inherited one."""
        index = self._enter(path, names, depth)
        if index is None:
            return None
        if not names:
            return FoundSymbol(path, (), 0)
        if definition := index.defined.get(names):
            return FoundSymbol(path, names, definition.line)
        is_counted = depth or index.counts_import(names[0])
        imported = self.imported(index, names, depth) if is_counted else None
        found = imported or self._inherited(index, names, depth)
        if found is None:
            self.unreadable = self.unreadable or self._symbols.unread(index, names)
        return found

    def _enter(self, path: str, names: Names, depth: int) -> FileIndex | None:
        if (path, names) in self._seen or len(self._seen) >= _MOST_STEPS or depth > _DEEPEST:
            return None
        self._seen.add((path, names))
        index = self._symbols.index(path)
        if isinstance(index, Outcome):
            self.unreadable = self.unreadable or index
            return None
        return index

    def imported(self, index: FileIndex, names: Names, depth: int) -> FoundSymbol | None:
        """Find names where the imports of a file lead."""
        modules = self._symbols.modules
        for each in index.imports.get(names[0], ()):
            original = (each.original,) if each.original not in ("", "*") else ()
            meaning = modules.meaning(index.path, each.module, (*original, *names[1:]))
            if found := self._followed(index.path, each.module, meaning, depth):
                return found
        for each in index.imports.get("*", ()):
            meaning = modules.meaning(index.path, each.module, names)
            offered = Meaning(*(self._offered(targets, names) for targets in meaning))
            if found := self._followed(index.path, each.module, offered, depth):
                return found
        return None

    def _followed(self, importer: str, module: str, meaning: Meaning, depth: int) -> FoundSymbol | None:
        """Find names in the files that an import means; note where one has them that it only may mean."""
        found = self._first(meaning.targets, depth)
        if found is None and self._first(meaning.unsure, depth):
            self.unreadable = self.unreadable or unsure_import(importer, module, meaning.unsure)
        return found

    def _first(self, targets: Iterable[Target], depth: int) -> FoundSymbol | None:
        return next((found for each in targets if (found := self.resolve(*each, depth + 1))), None)

    def _offered(self, targets: Iterable[Target], names: Names) -> tuple[Target, ...]:
        """Return the files from which `import *` brings a name, with the name that it has there."""
        return tuple(Target(path, names) for path, left in targets if self._is_offered(path, left, names))

    def _is_offered(self, path: str, target_names: Names, names: Names) -> bool:
        """Whether `import *` brings a name: of a package its modules only where it imports them itself."""
        if not path.endswith(_PYTHON):
            return True
        index = self._symbols.index(path)
        return target_names == names and (isinstance(index, Outcome) or index.offers(names[0]))

    def _inherited(self, index: FileIndex, names: Names, depth: int) -> FoundSymbol | None:
        """Go through the classes above one, level by level: near enough to the order in which they win."""
        if len(names) < 2:
            return None
        *_, member = names
        first = self._class_in(index, names[:-1])
        waiting = [(index.path, first)] if first else []
        visited = set(waiting)
        while waiting and len(visited) < _MOST_STEPS:
            path, class_ = waiting.pop(0)
            for base in self._bases(path, class_, depth):
                above = self._symbols.index(base.path)
                if isinstance(above, Outcome) or (base.path, base.names) in visited:
                    continue
                self.unreadable = self.unreadable or self._symbols.unread(above, (*base.names, member))
                if definition := above.defined.get((*base.names, member)):
                    return FoundSymbol(base.path, definition.path, definition.line)
                visited.add((base.path, base.names))
                waiting.append((base.path, base.names))
        return None

    def _class_in(self, index: FileIndex, names: Names) -> Names:
        found = [names] if names in index.defined else index.ending_in(names)
        return found[0] if len(found) == 1 else ()

    def _bases(self, path: str, class_: Names, depth: int) -> Iterator[FoundSymbol]:
        """Go through the classes that one inherits from, as far as they are in the roots."""
        index = self._symbols.index(path)
        if isinstance(index, Outcome):
            return
        for base in index.bases.get(class_, ()):
            names = tuple(_BASE_SEPARATOR.split(base))
            found = self._in_scope(index, class_, names, depth)
            if found is None and not path.endswith(_PYTHON):
                found = self._only_one(index, class_, names)
            if found is None:
                self.foreign_base = self.foreign_base or base
            elif found.names:
                yield found

    def _in_scope(self, index: FileIndex, class_: Names, names: Names, depth: int) -> FoundSymbol | None:
        """Find a base as its class sees it: beside itself, then further out, then among the imports."""
        for length in range(len(class_) - 1, -1, -1):
            path = (*class_[:length], *names)
            if path != class_ and (definition := index.defined.get(path)):
                return FoundSymbol(index.path, path, definition.line)
        return self.imported(index, names, depth + 1)

    def _only_one(self, index: FileIndex, class_: Names, names: Names) -> FoundSymbol | None:
        """Find a base by its name, where a language's imports do not say which file is meant."""
        own = self._nameable(index, index, class_, names)
        paths = [index.path] if own else self._symbols.elsewhere.defining(index.path, names[-1:], 2)
        if len(paths) != 1:
            self.unreadable = self.unreadable or (
                None if paths else self._symbols.unread_type(index.path, names[-1])
            )
            return None
        other = self._symbols.index(paths[0])
        choices = [] if isinstance(other, Outcome) else own or self._nameable(index, other, class_, names)
        if isinstance(other, Outcome) or len(choices) != 1:
            return None
        return FoundSymbol(other.path, choices[0], other.defined[choices[0]].line)

    def _nameable(self, index: FileIndex, other: FileIndex, class_: Names, names: Names) -> list[Names]:
        """Return the classes of a file that a class may mean by a base.

        One that is nested in a class has to be named with it, be imported, or be inherited by a class around.
        """
        nested = [path for path in other.ending_in(names[-1:]) if path[:-1]]
        inherited = {
            _BASE_SEPARATOR.split(base)[-1]
            for length in range(1, len(class_))
            for base in index.bases.get(class_[:length], ())
        }
        source = self._symbols.roots.disk.read(index.path) or b""
        hidden = {
            path
            for path in nested
            if _is_class(other, path[:-1])
            and not (len(names) > 1 and path[-len(names) :] == names)
            and (other is index or not _is_imported(path, source))
            and path[-2] not in inherited
        }
        return [path for path in other.ending_in(names[-1:]) if path not in hidden]


def _is_class(index: FileIndex, path: Names) -> bool:
    return path in index.defined and index.defined[path].kind not in ("module", "namespace")


def _is_imported(path: Names, source: bytes) -> bool:
    """Whether a file names a nested class with its class, or all that is in that."""
    outer, name = (each.encode("utf-8", "replace") for each in path[-2:])
    written = (outer + separator + each for separator in (b".", b"::") for each in (name, b"*"))
    return any(each in source for each in written)


def _as_defined(path: str, names: Names) -> Names:
    """Return names as the language takes them: to Python, letters of one meaning are one letter."""
    if not path.endswith(_PYTHON) or all(map(str.isascii, names)):
        return names
    return tuple(unicodedata.normalize("NFKC", name) for name in names)
