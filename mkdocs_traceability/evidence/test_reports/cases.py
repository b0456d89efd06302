"""Which test cases of the JUnit reports belong to a file, whatever their tools call it.

Part of *verify*, between `junit` (what reports hold) and `tests` (what is claimed). A report names a file by
its path, by a dotted name, by a class or by a package; a name that could be several files' belongs to none.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.source_code.outline import Outline
from mkdocs_traceability.evidence.test_reports.case_files import Located
from mkdocs_traceability.evidence.test_reports.fixtures import as_fixture
from mkdocs_traceability.evidence.test_reports.junit import Report, ReportedCase
from mkdocs_traceability.files.disk import Disk

JVM: Final = frozenset({".java", ".kt", ".kts", ".groovy", ".scala", ".cs", ".vb"})
"""Endings of languages whose reports name a test's class with its package or namespace."""

_NESTED: Final = str.maketrans("$+\\", "...")
"""How Java, .NET and PHP join the names of classes and packages, made one."""

_PACKAGE: Final = "package="
"""Stands before the word by which files find what became of a package."""

_LONGEST_NAME: Final = 1000
"""Longer names are looked at no further: no file is called so."""


@dataclass(frozen=True, eq=False, slots=True)
class CaseGroup:
    """The test cases of one report that have the same file, class name and suites around them."""

    report: str
    file: str
    classname: str
    suites: tuple[str, ...]
    cases: list[ReportedCase]


class Belonging(NamedTuple):
    """Test cases that belong to a file.

    `prefix` has the names that lead from the top of the file to them; it is None where the report does not
    say where the name of the file ends and those of its tests begin.
    """

    group: CaseGroup
    prefix: tuple[str, ...] | None


class Cases:
    """The test cases of all reports of a scope, found by what they may call a file."""

    def __init__(self, disk: Disk, roots: Roots, reports: Iterable[Report]) -> None:
        self._disk = disk
        self._located = Located(disk, roots)
        self._index: dict[str, list[CaseGroup]] = {}
        for report in reports:
            for group in _grouped(report):
                for word in _words(group):
                    self._index.setdefault(word, []).append(group)

    def of(self, path: str, outline: Outline | None) -> list[Belonging]:
        """Return the test cases that belong to a file; what it defines helps to tell, where that is known."""
        pure = PurePosixPath(path)
        if pure.suffix == ".go":
            return self._found(self._go_packages(pure), lambda group: Belonging(group, ()))
        if pure.suffix == ".rs":
            return self._of_crate(pure)
        found = []
        if pure.suffix == ".py" or pure.suffix in JVM:
            found += self._found([pure.stem.rpartition(".")[2]], lambda group: self._by_dots(path, group))
        if pure.suffix == ".py":
            packages = [f"{_PACKAGE}{folder.name}" for folder in pure.parents]
            found += self._found(packages, lambda group: self._by_package(pure, group))
        if outline is not None and (outline.package or pure.suffix in JVM):
            found += self._by_class(path, outline)
        found += self._found([pure.name], lambda group: self._by_path(path, group))
        return list({each.group: each for each in reversed(found)}.values())[::-1]

    def _found(
        self, words: Iterable[str], belonging: Callable[[CaseGroup], Belonging | None]
    ) -> list[Belonging]:
        groups = dict.fromkeys(group for word in words for group in self._index.get(word, ()))
        return [found for group in groups if (found := belonging(group))]

    def _by_path(self, path: str, group: CaseGroup) -> Belonging | None:
        """Match the path of a file: that of the case, else its class name or its suites' names."""
        named = (group.file,) if group.file else (group.classname, *group.suites)
        name = PurePosixPath(path).name
        alike = (each for each in named if _file_name(each) == name)
        is_it = any(self._located.file(group.report, each) == path for each in alike)
        return Belonging(group, None) if is_it else None

    def _by_dots(self, path: str, group: CaseGroup) -> Belonging | None:
        """Match `tests.test_x.TestC` with `tests/test_x.py`, by as many names as lead to it."""
        names = group.classname.translate(_NESTED).split(".")
        whole = self._located.absolute(path)
        stem = whole.rpartition(".")[0]
        dotted = stem.replace("/", ".").split(".")
        for count in range(min(len(names), len(dotted)), 0, -1):
            if names[:count] != dotted[-count:]:
                continue
            end = _last_names(stem, count)
            if end and self._located.file(group.report, end + whole[len(stem) :]) == path:
                return Belonging(group, tuple(names[count if path.endswith(".py") else count - 1 :]))
        return None

    def _by_package(self, path: PurePosixPath, group: CaseGroup) -> Belonging | None:
        """Match what became of a package as a whole with the files below it."""
        package = self._located.file(group.report, f"{group.classname.replace('.', '/')}/__init__.py")
        is_below = package and PurePosixPath(package).parent in path.parents
        return Belonging(group, ()) if is_below else None

    def _by_class(self, path: str, outline: Outline) -> list[Belonging]:
        """Match the full names of the classes that a file defines, wherever it stands."""
        stem = self._located.absolute(path).rpartition(".")[0].replace("/", ".")
        found = []
        for classes in dict.fromkeys(test.path[:-1] for test in outline.tests if len(test.path) > 1):
            package = outline.package.replace("::", ".").translate(_NESTED)
            full = ".".join((package, *classes) if package else classes)
            if stem.endswith(f".{'.'.join((package, classes[0]))}"):
                continue  # where it stands tells it, and tells it from its like in another module
            found += self._found([f"={full}"], partial(_with_prefix, classes))
        return found

    def _go_packages(self, path: PurePosixPath) -> list[str]:
        """Return what a Go package may be called: its import path, or that below the module's folder."""
        for folder in path.parents:
            if not self._disk.is_file(module := (folder / "go.mod").as_posix()):
                continue
            said = re.search(
                rb'^\s*module\s+"?([^\s"]+)', self._disk.read_unshown(module) or b"", re.MULTILINE
            )
            below = path.parent.relative_to(folder).as_posix()
            if said is None:
                return []
            name = said[1].decode("utf-8", "replace")
            return [f"={name}"] if below == "." else [f"={name}/{below}", f"={below}"]
        return []

    def _of_crate(self, path: PurePosixPath) -> list[Belonging]:
        """Match what nextest writes: the binary as class name, modules at the beginning of a test's name."""
        for folder in path.parents:
            if not self._disk.is_file(manifest := (folder / "Cargo.toml").as_posix()):
                continue
            crate = _crate(self._disk.read_unshown(manifest) or b"")
            binaries, modules = _binaries_and_modules(crate, path.relative_to(folder).with_suffix("").parts)
            words = [f"={each}" for each in binaries if crate]
            return self._found(words, partial(_inside, modules))
        return []


def _with_prefix(prefix: tuple[str, ...], group: CaseGroup) -> Belonging:
    return Belonging(group, prefix)


def _grouped(report: Report) -> list[CaseGroup]:
    groups: dict[tuple[bool, str, str, tuple[str, ...]], CaseGroup] = {}
    for case in map(as_fixture, report.cases):
        named = case.file, case.classname, case.suites
        key = bool(case.fixture), *named
        if key not in groups:
            groups[key] = CaseGroup(report.path, *named, [])
        groups[key].cases.append(case)
    return list(groups.values())


def _words(group: CaseGroup) -> set[str]:
    """Return the words by which a file finds them: names of files and modules, and whole names behind `=`."""
    suite = group.suites[-1] if group.suites else ""
    is_short = not group.classname or suite.endswith(f"/{group.classname}")  # go-junit-report before 2.0
    words = set()
    if len(group.classname) <= _LONGEST_NAME:
        classname = group.classname.translate(_NESTED)
        words |= {f"={suite if is_short else classname}", *classname.split(".")}
        if group.cases[0].fixture:
            words.add(f"{_PACKAGE}{classname.rpartition('.')[2]}")
    named = (group.file, group.classname, *group.suites[:10])
    return words | {_file_name(each) for each in named if len(each) <= _LONGEST_NAME}


def _file_name(written: str) -> str:
    return written.replace("\\", "/").rpartition("/")[2]


def _last_names(stem: str, count: int) -> str:
    """Return the end of a path that has so many dotted names, if it begins where a folder does."""
    starts = [0, *(index + 1 for index, sign in enumerate(stem) if sign in "/.")]
    start = starts[-count]
    return stem[start:] if start == 0 or stem[start - 1] == "/" else ""


def _crate(manifest: bytes) -> str:
    """Return the name of the package that a Cargo.toml declares."""
    section = ""
    for line in manifest.decode("utf-8", "replace").splitlines():
        if line.lstrip().startswith("["):
            section = line.strip()
        elif section == "[package]" and (named := re.match(r'\s*name\s*=\s*"([^"]+)"', line)):
            return named[1]
    return ""


def _binaries_and_modules(crate: str, parts: tuple[str, ...]) -> tuple[list[str], tuple[str, ...]]:
    """Return the binaries that a file is compiled into, as nextest calls them, and its modules in them."""
    if parts[:2] == ("src", "bin") and len(parts) > 2:
        return [f"{crate}::bin/{parts[2]}"], _modules(parts[3:])
    if parts[0] == "src":
        return [crate, f"{crate}::bin/{crate}"], _modules(parts[1:])
    if parts[0] == "tests" and len(parts) > 1:
        return [f"{crate}::{parts[1]}"], _modules(parts[2:])
    return [], ()


def _modules(parts: tuple[str, ...]) -> tuple[str, ...]:
    return parts[:-1] if parts[-1:] in {("mod",), ("main",), ("lib",)} else parts


def _inside(modules: tuple[str, ...], group: CaseGroup) -> Belonging | None:
    """Keep the test cases of a binary that stand in a module, named from there."""
    beginning = "".join(f"{module}::" for module in modules)
    cases: Iterator[ReportedCase] = (case for case in group.cases if case.name.startswith(beginning))
    inside = [case._replace(name=case.name.removeprefix(beginning)) for case in cases]
    return Belonging(replace(group, cases=inside), ()) if inside else None
