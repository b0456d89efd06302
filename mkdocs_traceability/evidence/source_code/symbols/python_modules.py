"""Which files a Python import means: the one resolver, for claims (*verify*) and for what is *observed*.

Nothing is imported. A relative import starts in the importer's package. An absolute one starts in a *source
root*, a folder that is on Python's path when the code runs. Source roots are, in this order:

1. The folders above the importing file that are not packages, nearest first: a script's own folder, which is
   also what pytest adds, then the others up to the site's. Each is followed by its folder `src`.
2. The folders of `code_roots`.
3. Projects: folders with a `pyproject.toml`, `setup.py` or `setup.cfg`, and any other folder called `src`.

The first that has the module decides. The folders of 2 are equals, and so are those of 3: if several have
the module, none is chosen. A folder without `__init__.py` yields to a package of its name in a later folder
of 1 or 2 if that is on the path too, which is not known: if both have the module, none is chosen. A module in
any other folder is importable only through a path that cannot be seen here, and is never chosen.
"""

import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from posixpath import dirname, normpath
from typing import Final, NamedTuple

from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.verdict import Outcome, Place, Problem, Verdict

PYTHON: Final = (".py", ".pyi")
_PACKAGE: Final = ("/__init__.py", "/__init__.pyi")
_PROJECT: Final = ("pyproject.toml", "setup.py", "setup.cfg")
_SOURCES: Final = "src"
_MOST_PARTS: Final = 50
_MOST_UNSURE: Final = 20
_MOST_NAMED: Final = 2
"""How many files are kept that an import may mean, and how many a message names."""


class Target(NamedTuple):
    """A file that an import may mean, and the names in it that lead to what is imported."""

    path: str
    names: tuple[str, ...]


class Meaning(NamedTuple):
    """The files that an import means, or those of which it cannot be told whether they are meant.

    A name of a package may be a module in it: then that is a target too, after the package, without the name.
    """

    targets: tuple[Target, ...] = ()
    unsure: tuple[Target, ...] = ()


class _Wanted(NamedTuple):
    """What is imported: the parts of a module, and names in it; `own` is the importer if it has that name."""

    parts: tuple[str, ...]
    names: tuple[str, ...]
    own: str = ""


class PythonModules:
    """Finds the files that imports mean among listed ones; with a `disk`, also among others on it."""

    def __init__(self, files: Iterable[str], roots: Iterable[str], disk: Disk | None = None) -> None:
        self._files = frozenset(path for path in files if path.endswith((*PYTHON, *_PROJECT)))
        self._roots = tuple(roots)
        self._disk = disk
        self._above: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._found: dict[tuple[str, str, str, tuple[str, ...]], Meaning] = {}

    def __contains__(self, path: str) -> bool:
        """Whether a file is one of those that are listed."""
        return path in self._files

    def meaning(self, importer: str, module: str, names: tuple[str, ...] = ()) -> Meaning:
        """Return the files that names of a module lead to, or the module alone. It has its leading dots."""
        level = len(module) - len(module.lstrip("."))
        parts = tuple(part for part in module[level:].split(".") if part)
        if len(parts) > _MOST_PARTS or level > _MOST_PARTS:
            return Meaning()
        folder, _, name = importer.rpartition("/")
        is_own = not level and parts[:1] == (name.rpartition(".")[0],)
        key = (folder, importer if is_own else "", module, names)
        if key not in self._found:
            wanted = _Wanted(parts, names, importer.rpartition(".")[0] if is_own else "")
            self._found[key] = (
                self._relative(folder, level, wanted) if level else self._absolute(folder, wanted)
            )
        return self._found[key]

    def imported(self, importer: str, module: str, name: str) -> str:
        """Return the file that `from module import name` or `import module` means, empty if it is none.

        A name that is a module of its own means that module. Of a module that is not in the source (it may be
        compiled, or not be there) `import` means the package that it is looked for in.
        """
        meaning = self.meaning(importer, module, (name,) if name else ())
        package, _, last = module.rpartition(".")
        if package and not name and not any(meaning):
            meaning = self.meaning(importer, package, (last,))
        return min(meaning.targets, key=lambda target: len(target.names)).path if meaning.targets else ""

    def possible(self, importer: str, module: str, name: str) -> tuple[str, ...]:
        """Return the files that an import may mean, if it is not known which."""
        return tuple(target.path for target in self.meaning(importer, module, (name,) if name else ()).unsure)

    def _relative(self, folder: str, level: int, wanted: _Wanted) -> Meaning:
        base = normpath("/".join((folder or ".", *[".."] * (level - 1))))
        return Meaning(tuple(self._in(base, wanted)))

    def _absolute(self, folder: str, wanted: _Wanted) -> Meaning:
        if not wanted.parts or wanted.parts[0] in sys.stdlib_module_names:
            return Meaning()
        found = self._candidates(folder, wanted)
        if len(found) == 1:
            return Meaning(found[0])
        if not found:
            found = [tuple(self._in(base, wanted)) for base in self._elsewhere(wanted.parts[0])]
        return Meaning(unsure=tuple(target for targets in found for target in targets)[:_MOST_UNSURE])

    def _candidates(self, folder: str, wanted: _Wanted) -> list[tuple[Target, ...]]:
        """Return what is found in each of the source roots that may be meant."""
        found: list[tuple[Target, ...]] = []
        tried: set[str] = set()
        package = wanted.parts[0]
        for bases in (*self._folders_above(folder), self._roots, self._projects):
            if found and bases is self._projects:
                break
            having = [base for base in bases if base not in tried and self._holds(base, package)]
            tried.update(having)
            regular = [base for base in having if self._is_regular(_below(base, package))]
            targets = {base: tuple(self._in(base, wanted)) for base in (regular if found else having)}
            found += filter(None, targets.values())
            if any(targets[base] for base in regular):
                break
        return found

    def _folders_above(self, folder: str) -> tuple[tuple[str, ...], ...]:
        if folder not in self._above:
            steps: list[tuple[str, ...]] = []
            place = folder or "."
            for _ in range(_MOST_PARTS):
                if not self._is_package(place):
                    steps.append((place,))
                if not self._is_package(sources := _below(place, _SOURCES)):
                    steps.append((sources,))
                if place == "." or place.endswith(".."):
                    break
                place = dirname(place) or "."
            self._above[folder] = tuple(steps)
        return self._above[folder]

    def _elsewhere(self, package: str) -> list[str]:
        """Return the folders with a package of this name, to be asked if no source root has it."""
        return sorted(base for base in self._holders.get(package, ()) if not self._is_package(base))

    def _in(self, base: str, wanted: _Wanted) -> Iterator[Target]:
        """Go through the files that an import means if it begins in a folder, the module's first."""
        place = base
        for number, part in enumerate(wanted.parts):
            if number and self._is_plain(place):
                return
            place = _below(place, part)
            if (
                not number and place == wanted.own
            ):  # no module imports itself: another one of its name is meant
                return
        endings = (_PACKAGE + PYTHON) if wanted.parts else _PACKAGE
        yield from (Target(path, wanted.names) for path in self._files_of(place, endings))
        for count, name in enumerate(wanted.names[:_MOST_PARTS], start=1):
            if not name.isidentifier() or (self._is_plain(place) and place != base):
                return
            place = _below(place, name)
            yield from (
                Target(path, wanted.names[count:]) for path in self._files_of(place, _PACKAGE + PYTHON)
            )

    def _files_of(self, place: str, endings: tuple[str, ...]) -> Iterator[str]:
        """Go through the file of a module and its stub: a package comes before a module of its name."""
        for kind in PYTHON:
            of_kind = (place + ending for ending in endings if ending.endswith(kind))
            yield from [path for path in of_kind if self._is_file(path)][:1]

    def _is_file(self, path: str) -> bool:
        path = path.removeprefix("./")  # in the folder of `mkdocs.yml` itself
        return path in self._files or (self._disk is not None and self._disk.is_file(path))

    def _is_package(self, folder: str) -> bool:
        return any(self._is_file(folder + ending) for ending in _PACKAGE)

    def _is_plain(self, place: str) -> bool:
        """Whether a module is a file beside which a folder of its name does not count."""
        return self._is_file(f"{place}.py") and not self._is_package(place)

    def _is_regular(self, place: str) -> bool:
        return self._is_package(place) or any(self._is_file(place + ending) for ending in PYTHON)

    def _holds(self, folder: str, name: str) -> bool:
        """Whether a folder has something called so in which modules may be."""
        if folder in self._holders.get(name, ()):
            return True
        place = _below(folder, name)
        return self._disk is not None and (self._disk.is_folder(place) or self._disk.is_file(f"{place}.py"))

    @cached_property
    def _projects(self) -> tuple[str, ...]:
        projects = {dirname(path) or "." for path in self._files if path.rpartition("/")[2] in _PROJECT}
        projects |= {_below(folder, _SOURCES) for folder in self._holders.get(_SOURCES, ())}
        return tuple(each for each in sorted(projects) if not self._is_package(each))

    @cached_property
    def _holders(self) -> dict[str, set[str]]:
        """The folders in which a module, or a folder with modules somewhere in it, has this name."""
        holders: dict[str, set[str]] = {}
        entered = {""}
        for path in self._files:
            if path.endswith(PYTHON):
                folder, _, name = path.rpartition("/")
                holders.setdefault(name.rpartition(".")[0], set()).add(folder or ".")
                while folder not in entered:
                    entered.add(folder)
                    folder, _, name = folder.rpartition("/")
                    holders.setdefault(name, set()).add(folder or ".")
        return holders


def _below(folder: str, name: str) -> str:
    return name if folder == "." else f"{folder}/{name}"


def unsure_import(importer: str, module: str, targets: Iterable[Target]) -> Outcome:
    """Return the outcome of a name that a file imports, if it cannot be told from which of some files."""
    paths = dict.fromkeys(target.path for target in targets)
    listed = " or ".join(f"`{path}`" for path in list(paths)[:_MOST_NAMED])
    others = f" or {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    message = f"`{importer}` imports `{module}`, which may be {listed}{others}"
    return Outcome(
        Verdict.UNVERIFIED,
        Problem.UNCHECKED,
        message,
        "claim the symbol in the file that defines it",
        Place(importer),
    )
