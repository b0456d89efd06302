"""Test cases that are no tests: what a class, file or package could not be loaded, set up or cleaned up by.

Part of *verify*, for `cases` and `case_names`. The tests of what could not be set up did not run, and are not
in that report; what another report has of them is from another run.
"""

import re
from typing import Final

from mkdocs_traceability.evidence.test_reports.junit import ERROR, FAILED, PASSED, ReportedCase

_UNITTEST: Final = re.compile(r"(?:[\w.]+\.)?((?:setUp|tearDown)(?:Class|Module) \(([^()]+)\))")
"""How unittest calls a fixture; some reports split the text at its last dot into class name and name."""

_LOADERS: Final = re.compile(
    r"(?:unittest|unittest2|nose2)\.loader\.(?:_FailedTest|ModuleSkipped|ModuleImportFailure|LoadTestsFailure)"
    r"(?:\.|$)"
)
"""The classes that unittest and nose2 put in the place of a module, at the beginning of a class name."""

_OF_PYTEST: Final = frozenset({"collection failure", "collection skipped"})
"""What pytest says of a package, module or class in which it cannot look for tests."""

_OF_JVM: Final = frozenset({"", "initializationError", "classMethod"})
"""What JUnit and Gradle call the class itself."""


def as_fixture(case: ReportedCase) -> ReportedCase:
    """Return a case of a Python tool with the class or module it is about as class name, if it is no test.

    The file that is named with it is that of the tool, or that of the test that ran before.
    """
    if case.result == PASSED:
        return case
    whole = f"{case.classname}.{case.name}" if case.classname else case.name
    if found := _UNITTEST.fullmatch(whole):
        shown, about = found.groups()
    elif loader := _LOADERS.match(case.classname):
        shown = about = whole[loader.end() :].lstrip(".")
    elif case.message in _OF_PYTEST:
        shown = about = whole
    else:
        return case
    return case._replace(name="", classname=about.removesuffix(".__init__"), file="", fixture=shown)


def is_class_itself(case: ReportedCase) -> bool:
    """Whether a case that names no test of its class is what JUnit reports of the class as a whole."""
    return has_failed(case) and (case.name in _OF_JVM or case.name == case.classname)


def has_failed(case: ReportedCase) -> bool:
    """Whether a case failed or ended in error."""
    return case.result in (FAILED, ERROR)


def cleans_up(case: ReportedCase) -> bool:
    """Whether a fixture comes after the tests: they ran, whatever became of it."""
    return case.fixture.startswith("tearDown")
