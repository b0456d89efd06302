"""Which of a file's tests a test case of a report is: tools write a test's name each in their own way.

Part of *verify*, between `cases` (which test cases belong to a file) and `tests` (what is claimed).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.outline import Test
from mkdocs_traceability.evidence.reports.cases import Belonging
from mkdocs_traceability.evidence.reports.junit import Case

_SEPARATORS: Final = {".go": "/", ".rs": "::"}
"""What stands between the names of a test within a test case's name; elsewhere each has one of its own."""

_TITLED: Final = frozenset({".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".rb"})
"""Endings of languages whose tests have sentences for names, in which a table's values may stand."""

_JOINTS: Final = re.compile(r"[\s>›»]+")
_PLACEHOLDER: Final = re.compile(r"%[a-zA-Z#%$]|\$\{?[\w.]+\}?|\{\w*\}")
_DATA_SET: Final = " with data set "
"""What PHPUnit writes between the name of a test and that of its data."""

_MOST_SUITES: Final = 20

Names = tuple[str, ...]


class Ran(NamedTuple):
    """A test case that is one of a file's tests: in which report, and with which parameters."""

    report: str
    case: Case
    parameters: str


@dataclass
class Told:
    """The test cases of a file by the names of the test they are; the others by the names they have."""

    known: "_Known"
    by_test: dict[Names, list[Ran]] = field(default_factory=dict)
    others: dict[Names, list[Ran]] = field(default_factory=dict)
    by_report: dict[str, int] = field(default_factory=dict)

    def row(self, names: Names) -> tuple[Test, str] | None:
        """Return the test that tries several values, where names are what a run calls one of them."""
        found = self.known.row(names)
        return (self.known.tests[found[0]], found[1]) if found else None


def tell_apart(path: str, tests: Iterable[Test], belonging: Iterable[Belonging]) -> Told:
    """Assign each test case of a file to the test it is."""
    known = _Known(PurePosixPath(path).suffix, tests)
    told = Told(known)
    for group, prefix in belonging:
        told.by_report[group.report] = told.by_report.get(group.report, 0) + len(group.cases)
        for case in group.cases:
            names, parameters = known.named(group.suites, case, prefix)
            where = told.by_test if names in known.tests else told.others
            where.setdefault(names, []).append(Ran(group.report, case, parameters))
    return told


def joined(names: Iterable[str]) -> str:
    """Return names without what tools and people write between them."""
    return _JOINTS.sub("", "".join(names))


def split_names(ending: str, name: str) -> Names:
    """Return the names within a name, by the language of the file."""
    separator = _SEPARATORS.get(ending)
    return tuple(name.split(separator)) if separator else (name,)


class _Known:
    """The tests of one file, by their names as reports may have them."""

    def __init__(self, ending: str, tests: Iterable[Test]) -> None:
        self._ending = ending
        self.tests = {test.path: test for test in tests}
        self._exact = {self._flat(path): path for path in self.tests}
        self._loose: dict[str, list[Names]] = {}
        for path in self.tests:
            self._loose.setdefault(joined(path), []).append(path)
        self._templates = [
            (path, pieces if len(pieces) > 1 else [pieces[0], ""])  # a suite whose titles a run makes up
            for path, test in self.tests.items()
            if ending in _TITLED and test.parametrized and (pieces := _PLACEHOLDER.split(joined(path)))
        ]
        self._templates.sort(key=lambda each: -len("".join(each[1])))
        if ending == ".go":
            self._add_methods_of_suites()

    def named(self, suites: Names, case: Case, prefix: Names | None) -> tuple[Names, str]:
        """Return the names of the test that a test case is, or its own, and its parameters."""
        if prefix is None:
            return self._by_label(suites, case)
        name, parameters = _bare(case.name)
        whole = (*prefix, *split_names(self._ending, case.name))
        if whole in self._exact:
            return self._exact[whole], ""
        bare = (*prefix, *split_names(self._ending, name))
        if bare in self._exact:
            return self._exact[bare], parameters
        return self.row(whole) or (bare, parameters)

    def row(self, names: Names) -> tuple[Names, str] | None:
        """Return the test that tries several values, and what a run calls the one that has these names."""
        separator = _SEPARATORS.get(self._ending)
        if separator is None:
            return self._by_template([joined(names)])
        for count in range(min(len(names), _MOST_SUITES) - 1, 0, -1):
            path = self._exact.get(names[:count])
            if path and (self._ending == ".go" or self.tests[path].parametrized):
                return path, separator.join(names[count:])
        return None

    def _by_label(self, suites: Names, case: Case) -> tuple[Names, str]:
        """Find the test whose names, run together, are those of a test case with what stands around it."""
        bare, parameters = _bare(case.name)
        for name, found_with in ((case.name, ""), (bare, parameters)):
            for label in _labels(suites, case.classname, name):
                alike = self._loose.get(label, [])
                if len(alike) == 1:
                    return alike[0], found_with
        template = self._by_template(_labels(suites, case.classname, case.name))
        class_ = re.split(r"[./\\]", case.classname)[-1]
        own = (class_, bare) if class_ and class_ != case.name else (bare,)
        return template or (own, parameters)

    def _by_template(self, labels: Iterable[str]) -> tuple[Names, str] | None:
        """Find the test of `each` whose title, with something in its placeholders, is a test case's."""
        for label in labels:
            for path, pieces in self._templates:
                if _fits(label, pieces):
                    return path, label
        return None

    def _flat(self, path: Names) -> Names:
        return tuple(part for name in path for part in split_names(self._ending, name))

    def _add_methods_of_suites(self) -> None:
        """Methods of a testify suite run below the function that runs the suite, not below its type."""
        runners = [path[0] for path in self.tests if len(path) == 1 and path[0].startswith("Test")]
        methods: dict[str, list[Names]] = {}
        for path in self.tests:
            if len(path) == 2 and (path[0],) not in self.tests:
                methods.setdefault(path[1], []).append(path)
        for name, paths in methods.items():
            if len(paths) == 1:
                self._exact |= {(runner, name): paths[0] for runner in runners}


def _labels(suites: Names, classname: str, name: str) -> Iterator[str]:
    """Go through what a test may be called in full, the longest first."""
    around = suites[-_MOST_SUITES:]
    yield from (joined((*around[start:], name)) for start in range(len(around)))
    if classname != name:  # as Jest has it, unless told otherwise
        yield joined((classname, name))
        yield joined((re.split(r"[.\\]", classname)[-1], name))
    yield joined((name,))


def _bare(name: str) -> tuple[str, str]:
    """Take apart `test_x[a/b]`, `method(String)[1] shown`, `test_x (i=1)`, and PHPUnit's data sets."""
    test, data_set, data = name.partition(_DATA_SET)
    if data_set:
        return test, data
    cut = min((index for index in map(name.find, "[({") if index > 0), default=len(name))
    rest = name[cut:]
    begin, end = rest.find("["), rest.rfind("]")
    return name[:cut].rstrip(), rest[begin + 1 : end] if 0 <= begin < end else rest


def _fits(label: str, pieces: list[str]) -> bool:
    """Whether a text has these pieces in their order, from its beginning to its end."""
    first, *inner, last = pieces
    if not label.startswith(first) or not label.endswith(last) or len(label) < len(first) + len(last):
        return False
    at, end = len(first), len(label) - len(last)
    for piece in inner:
        at = label.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True
