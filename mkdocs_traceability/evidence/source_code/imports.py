"""Observe imports: which components import which, by the Python files in the paths they own.

Each file is read by itself: one that is no Python is said, and the others are compared all the same.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from mkdocs_traceability.evidence.refused import refusal
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.source_code.languages import language_of
from mkdocs_traceability.evidence.source_code.languages.python_imports import PythonImports
from mkdocs_traceability.evidence.source_code.ownership import CodeOwnership
from mkdocs_traceability.evidence.source_code.python_file import python_file
from mkdocs_traceability.evidence.source_code.symbols.python_modules import PythonModules
from mkdocs_traceability.evidence.unread import not_read
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.observations import ObservedImport
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Claimed, Outcome, Place, Problem, Verdict
from mkdocs_traceability.registry.registry import Registry

_NO_PYTHON: Final = Outcome(
    Verdict.UNVERIFIED,
    Problem.UNCHECKED,
    "no Python file in `paths`, so imports are not compared with `depends_on`",
    "imports are read from Python only; correct `paths`, or leave them unchecked",
)

_PYTHON: Final = ".py"
_STUBS: Final = ".pyi"

_HOW: Final = ("run", "types", "possible")

_Places = dict[tuple[Item, Item], dict[Position, None]]


class ImportsOfComponents:
    """What the components of a registry import of one another.

    `imports`, `for_types`, `possible`, `readable` and `claims` are those of `Observations`.
    """

    def __init__(self, registry: Registry, ownership: CodeOwnership, disk: Disk) -> None:
        self.claims: list[tuple[Claimed, Outcome]] = []
        self._registry = registry
        self._ownership = ownership
        self._disk = disk
        self._modules = dict[Roots, PythonModules]()
        self._known: dict[str, PythonImports | Outcome] = {}
        self._kin: dict[tuple[Item, Item], bool] = {}
        self.readable = frozenset(each for each in ownership.components() if self._is_read(each))

    def observed(self) -> tuple[tuple[ObservedImport, ...], ...]:
        """Return the imports that are run, those for types alone, and those with an unclear target."""
        found: dict[str, _Places] = {each: defaultdict(dict) for each in _HOW}
        for component in self._ownership.components():
            for path in self._ownership.files(component):
                for imported, position, how in self._imports(component, path):
                    found[how][component, imported][position] = None
        return tuple(
            tuple(
                ObservedImport(importer, imported, tuple(sorted(places)))
                for (importer, imported), places in each.items()
            )
            for each in found.values()
        )

    def _imports(self, component: Item, path: str) -> Iterator[tuple[Item, Position, str]]:
        """Go through what a file of a component imports of others, where, and how."""
        found = self._known.get(path)
        if not isinstance(found, PythonImports):
            return
        modules = self._modules_of(component)
        for module, name, line, column, length, for_types in found.statements:
            target = modules.imported(path, module, name)
            how = ("types" if for_types else "run") if target else "possible"
            for each in (target,) if target else modules.possible(path, module, name):
                imported = self._ownership.owner(each)
                if imported is not None and not self._are_kin(component, imported):
                    yield imported, Position(path, line, column, length), how

    def _modules_of(self, component: Item) -> PythonModules:
        roots = self._ownership.roots_of(component)
        if roots not in self._modules:
            self._modules[roots] = PythonModules(self._ownership.files_in(roots), roots.folders)
        return self._modules[roots]

    def _is_read(self, component: Item) -> bool:
        """Read the Python files of a component, note what cannot be read, and say whether that was all."""
        files = self._ownership.files(component)
        python = [path for path in files if path.endswith(_PYTHON)]
        if files and not python:
            self._say(component, _NO_PYTHON)
        is_whole = bool(python)
        for path in python:
            found = self._known[path] = self._read(component, path)
            if isinstance(found, Outcome):
                self._say(component, found)
            is_whole = is_whole and isinstance(found, PythonImports) and not found.by_name
        return is_whole and not any(map(_is_other_code, files))

    def _read(self, component: Item, path: str) -> PythonImports | Outcome:
        is_within = self._ownership.roots_of(component).holds(path)
        seen = python_file(self._disk, path) if is_within else None
        if seen is None:
            why = refusal(self._disk, path).why if is_within else "a symbolic link leads out of its root"
            return _unreadable(path, f"`{path}` cannot be read: {why}", Position(path, 1, 1))
        found = seen.imports
        if found.error:
            return not_read(path, found.error, found.error_line)
        return found

    def _say(self, component: Item, outcome: Outcome) -> None:
        written = outcome.place.path if outcome.place else ""
        claim = Claim("files", written, component.values["paths"].position)
        self.claims.append((Claimed(component, "paths", claim), outcome))

    def _are_kin(self, one: Item, other: Item) -> bool:
        """Whether they are one component, or one is part of the other."""
        if (one, other) not in self._kin:
            ancestors = self._registry.ancestors
            self._kin[one, other] = (
                one is other
                or any(each is other for each in ancestors(one))
                or any(each is one for each in ancestors(other))
            )
        return self._kin[one, other]


def _is_other_code(path: str) -> bool:
    return not path.endswith((_PYTHON, _STUBS)) and language_of(path) is not None


def _unreadable(path: str, message: str, at: Position) -> Outcome:
    return Outcome(
        Verdict.UNVERIFIED,
        Problem.UNREADABLE,
        message,
        "fix the file, so that its imports can be read",
        at=at,
        place=Place(path),
    )
