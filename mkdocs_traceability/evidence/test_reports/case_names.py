"""Which of a file's tests a test case of a report is: tools write a test's name each in their own way.

Part of *verify*, between `cases` (which test cases belong to a file) and `tests` (what is claimed).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.source_code.outline import Outline, Test
from mkdocs_traceability.evidence.test_reports import cpp_names
from mkdocs_traceability.evidence.test_reports.cases import Belonging, CaseGroup
from mkdocs_traceability.evidence.test_reports.fixtures import cleans_up, has_failed, is_class_itself
from mkdocs_traceability.evidence.test_reports.junit import PASSED, SKIPPED, XFAILED, ReportedCase
from mkdocs_traceability.evidence.test_reports.shown_names import ShownNames, fits, joined

_SEPARATORS: Final = {".go": "/", ".rs": "::"}
"""What stands between the names of a test within a test case's name; elsewhere each has one of its own."""

_TITLED: Final = frozenset({".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".rb"})
"""Endings of languages whose tests have sentences for names, in which a table's values may stand."""

_PLACEHOLDER: Final = re.compile(r"%[a-zA-Z#%$]|\$\{?[\w.]+\}?|\{\w*\}")
_DATA_SET: Final = " with data set "
"""What PHPUnit writes between the name of a test and that of its data."""

_NOSE2_RUN: Final = re.compile(r":\d+$")
_MOST_SUITES: Final = 20
_MOST_CUTS: Final = 20

Names = tuple[str, ...]


class Ran(NamedTuple):
    """A test case that is one of a file's tests: in which report, and with which parameters."""

    report: str
    case: ReportedCase
    parameters: str


class Unplaced(NamedTuple):
    """A test case of a file that fits no test there, or several: `maybe` are those that it may be.

    `owner` are the names that lead to the class it belongs to. `labels` are what it may be called in full,
    where the report does not say the class.
    """

    ran: Ran
    owner: Names
    labels: tuple[str, ...]
    maybe: frozenset[Names]


@dataclass
class Told:
    """The test cases of a file by the names of the test they are; the others by the names they have."""

    known: "_Known"
    by_test: dict[Names, list[Ran]] = field(default_factory=dict)
    others: dict[Names, list[Ran]] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    by_report: dict[str, int] = field(default_factory=dict)
    fixtures: list[tuple[Names, Ran]] = field(default_factory=list)

    def not_set_up(self, test: Names, ran: list[Ran]) -> list[Ran]:
        """Return the fixtures for which a test did not run, by reports in which it did not run either."""
        ran_in = {each.report for each in ran if each.case.result != SKIPPED}
        around = [
            each for owner, each in self.fixtures if test[: len(owner)] == owner and each.report not in ran_in
        ]
        failed = [each for each in around if has_failed(each.case)]
        return failed or (around if not ran else [])

    def row(self, names: Names) -> tuple[Test, str] | None:
        """Return the test that tries several values, where names are what a run calls one of them."""
        found = self.known.row(names)
        return (self.known.tests[found[0]], found[1]) if found else None

    def class_of(self, test: Names) -> Names:
        """Return the names that lead to the class a test is in, as reports tell it."""
        return self.known.class_of(test)


def tell_apart(path: str, outline: Outline, belonging: Iterable[Belonging]) -> Told:
    """Assign each test case of a file to the test it is."""
    known = _Known(PurePosixPath(path).name, outline)
    told = Told(known)
    for group, prefix in belonging:
        told.by_report[group.report] = told.by_report.get(group.report, 0) + len(group.cases)
        for case in group.cases:
            _tell(told, group, case, prefix)
    return told


def _tell(told: Told, group: CaseGroup, case: ReportedCase, prefix: Names | None) -> None:
    known = told.known
    whole = (prefix or ()) if case.fixture else known.fixture_of(case, prefix)
    if whole is not None:
        _tell_fixture(told, Ran(group.report, case, ""), whole)
        return
    names, parameters, maybe = known.named(group.suites, case, prefix)
    if test := known.tests.get(names):
        if test.fails and case.result == PASSED:
            case = case._replace(result=XFAILED)
        elif test.planned and case.result == PASSED:
            case = case._replace(result=SKIPPED, message="it is still to be written")
        told.by_test.setdefault(names, []).append(Ran(group.report, case, parameters))
        return
    ran = Ran(group.report, case, parameters)
    told.others.setdefault(names, []).append(ran)
    if known.tests and known.may_hide_a_test(case, names):
        labels = () if prefix is not None else tuple(_labels(group.suites, case.classname, case.name))
        owner = names[:-1] if prefix is not None or known.is_class(names[:-1]) else ()
        told.unplaced.append(Unplaced(ran, owner, labels, maybe))


def _tell_fixture(told: Told, ran: Ran, owner: Names) -> None:
    case = ran.case
    ran = ran._replace(case=case._replace(fixture=case.fixture or case.name or case.classname))
    if not cleans_up(ran.case):
        told.fixtures.append((owner, ran))
    if has_failed(case):  # a class or file fails with it, whatever became of its tests
        told.unplaced.append(Unplaced(ran, owner, (), frozenset()))


def split_names(ending: str, name: str) -> Names:
    """Return the names within a name, by the language of the file."""
    separator = _SEPARATORS.get(ending)
    return tuple(name.split(separator)) if separator else (name,)


class _Placing(NamedTuple):
    """The names of the test that a test case is, or its own; the parameters; the tests that it may be."""

    names: Names
    parameters: str = ""
    maybe: frozenset[Names] = frozenset()


class _Known:
    """The tests of one file, by their names as reports may have them."""

    def __init__(self, name: str, outline: Outline) -> None:
        ending = PurePosixPath(name).suffix
        self._name, self._ending = name, ending
        self.tests = {test.path: test for test in outline.tests}
        self._exact = {self._flat(path): path for path in self.tests}
        self._loose: dict[str, list[Names]] = {}
        for path in self.tests:
            self._loose.setdefault(joined(path), []).append(path)
        self._groups = {
            joined(path[:end]): path[:end]
            for path in self.tests
            if ending in _TITLED
            for end in range(1, len(path))
        }
        """Suites by the names under which Vitest says that they could not be set up."""
        self._templates = [
            (path, pieces if len(pieces) > 1 else [pieces[0], ""])  # a suite whose titles a run makes up
            for path, test in self.tests.items()
            if ending in _TITLED and test.parametrized and (pieces := _PLACEHOLDER.split(joined(path)))
        ]
        self._templates.sort(key=lambda each: -len("".join(each[1])))
        self._classes = {each.path for each in outline.definitions}
        self._classes |= {path[:-1] for path in self.tests if path[:-1] and ending in cpp_names.ENDINGS}
        self._shown = ShownNames(outline, self.class_of)
        if ending == ".go":
            self._add_methods_of_suites()

    def class_of(self, test: Names) -> Names:
        """Return the names that lead to the class of a test: without its suites, which are none."""
        owner = test[:-1]
        while owner and owner not in self._classes:
            owner = owner[:-1]
        return owner

    def is_class(self, names: Names) -> bool:
        """Whether names lead to a class of the file."""
        return names in self._classes

    def may_hide_a_test(self, case: ReportedCase, names: Names) -> bool:
        """Whether a test case that fits no test of the file may yet be one, or speak of all."""
        if self._ending in _SEPARATORS:  # names are exact, and the others those of other files
            return False
        return has_failed(case) or not self._shown.is_suite(names)

    def fixture_of(self, case: ReportedCase, prefix: Names | None) -> Names | None:
        """Return the names that lead to what a test case that failed stands for, if it is no single test.

        They are empty for a file or package.
        """
        if not has_failed(case):
            return None
        if self._ending in _SEPARATORS:
            return () if case.name[:1] in ("", "[") or case.name == "TestMain" else None
        if prefix is not None:
            return prefix if is_class_itself(case) and (*prefix, case.name) not in self.tests else None
        if PurePosixPath(case.name).name == self._name:  # a file that Vitest or Jest could not load
            return ()
        label = joined((case.name,))
        return self._groups.get(label) if label not in self._loose else None

    def named(self, suites: Names, case: ReportedCase, prefix: Names | None) -> _Placing:
        """Return the names of the test that a test case is, or its own, and its parameters."""
        if prefix is None:
            return self._by_label(suites, case)
        name = _without_class(case)
        for cut in (*_cuts(name), *self._numbered(name)):
            exact = (*prefix, *split_names(self._ending, name[:cut].rstrip()))
            if exact in self._exact:
                return _Placing(self._exact[exact], _parameters(name, cut))
        whole = (*prefix, *split_names(self._ending, name))
        if row := self.row(whole):
            return _Placing(*row)
        bare, parameters = _bare(name)
        if found := self._shown.found(prefix, name):
            path, maybe = found
            return _Placing(path, name, maybe) if path else _Placing((*prefix, bare), parameters, maybe)
        return _Placing((*prefix, *split_names(self._ending, bare)), parameters)

    def _numbered(self, name: str) -> list[int]:
        """Return where a name ends before the number of a run, as nose2 has it."""
        run = _NOSE2_RUN.search(name) if self._ending == ".py" else None
        return [run.start()] if run else []

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

    def _by_label(self, suites: Names, case: ReportedCase) -> _Placing:
        """Find the test whose names, run together, are those of a test case with what stands around it."""
        if self._ending in cpp_names.ENDINGS:
            if of_suite := cpp_names.of_suite(self.tests, case.classname, case.name):
                return _Placing(*of_suite)
            tried = [(case.name, ""), *cpp_names.titles(case.name)]
        else:
            tried = [(case.name, ""), _bare(case.name)]
        for name, found_with in tried:
            for label in _labels(suites, case.classname, name):
                alike = self._loose.get(label, [])
                if len(alike) == 1:
                    return _Placing(alike[0], found_with)
        template = self._by_template(_labels(suites, case.classname, case.name))
        if template:
            return _Placing(*template)
        bare, parameters = _bare(case.name)
        class_ = re.split(r"[./\\]", case.classname)[-1]
        own = (class_, bare) if class_ and class_ != case.name else (bare,)
        return _Placing(own, parameters)

    def _by_template(self, labels: Iterable[str]) -> tuple[Names, str] | None:
        """Find the test of `each` whose title, with something in its placeholders, is a test case's."""
        for label in labels:
            for path, pieces in self._templates:
                if fits(label, pieces):
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


def _without_class(case: ReportedCase) -> str:
    """Return the name of a test case without that of its class before it, as loggers of .NET may have it."""
    classname = case.classname
    for class_ in (classname, re.split(r"[.+$]", classname.partition("(")[0])[-1]):
        if class_ and case.name.startswith(f"{class_}."):
            return case.name[len(class_) + 1 :]
    return case.name


def _cuts(name: str) -> Iterator[int]:
    """Go through where a test's own name may end in a test case's, from its end: names may have brackets."""
    cut = len(name)
    for _ in range(_MOST_CUTS):
        if cut <= 0:
            return
        yield cut
        cut = max(*(name.rfind(sign, 0, cut) for sign in "[({"), name.rfind(_DATA_SET, 0, cut))


def _parameters(name: str, cut: int) -> str:
    """Return what follows a test's own name, without its brackets."""
    rest = name[cut:]
    if rest.startswith(_DATA_SET):
        return rest.removeprefix(_DATA_SET)
    begin, end = rest.find("["), rest.rfind("]")
    return rest[begin + 1 : end] if 0 <= begin < end else rest.removeprefix(":")


def _bare(name: str) -> tuple[str, str]:
    """Take apart `test_x[a/b]`, `method(String)[1] shown`, `test_x (i=1)`, and PHPUnit's data sets."""
    test, data_set, data = name.partition(_DATA_SET)
    if data_set:
        return test, data
    cut = min((index for index in map(name.find, "[({") if index > 0), default=len(name))
    return name[:cut].rstrip(), _parameters(name, cut)
