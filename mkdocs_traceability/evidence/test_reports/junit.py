"""Read JUnit XML reports: what each test case came to, as the tool that ran it says.

Part of *verify*. It knows nothing of claims, nor of which file a test case belongs to. Elements are read from
expat with limits: no entities, a bounded depth and number, and none of what tests print, which is most of a
report. junitparser is not used: it expands entities, has no limits, and knows neither `rerun` nor `status`.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mkdocs_traceability.evidence.refused import SPLIT, refusal
from mkdocs_traceability.evidence.test_reports.timestamps import Timestamp, earliest
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.text import composed
from mkdocs_traceability.model.verdict import InputProblem

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PASSED: Final = "passed"
FAILED: Final = "failed"
ERROR: Final = "error"
SKIPPED: Final = "skipped"
XFAILED: Final = "xfailed"

_FORMAT: Final = "junit:3"
_MAX_DEPTH: Final = 100
_MAX_CASES: Final = 200_000
_MAX_ELEMENTS: Final = 1_000_000
_MAX_MESSAGE: Final = 100

_RESULTS: Final = frozenset({"failure", "error", "skipped"})
_ATTEMPTS: Final = frozenset({"flakyFailure", "flakyError", "rerunFailure", "rerunError", "rerun"})
"""What an attempt is called that failed before the test was run again."""

_ROOTS: Final = frozenset({"testsuites", "testsuite"})
_KEPT: Final = _ROOTS | {"testcase"} | _RESULTS | _ATTEMPTS
"""The elements that matter. Above all, what a test printed does not, and it is most of a report."""

_NOT_RUN: Final = frozenset({"notrun", "disabled", "skipped", "ignored", "suppressed"})
_NO_PASS: Final = {
    "failed": FAILED,
    "fail": FAILED,
    "failure": FAILED,
    "error": ERROR,
    "errored": ERROR,
    "xfailed": XFAILED,
    **dict.fromkeys(_NOT_RUN, SKIPPED),
}
"""What `status` and `result` mean where nothing stands in the test case: GoogleTest and CTest say it so."""


_BY_PLAYWRIGHT: Final = re.compile(r"\.[cm]?[jt]sx?$")
"""What the class name of a test case is that Playwright wrote: the name of its file."""


class ReportedCase(NamedTuple):
    """A test case as a report has it.

    `file` is that of the case or of the nearest suite around it that names one; `suites` are the names of
    the suites around it, the outermost first. `message` is the first line of why it failed or was skipped.
    `retried` where the report says that it failed, was run again, and passed. `fixture` is what the report
    calls it where it is no test, but stands for a class, file or package as a whole (`fixtures`).
    """

    name: str
    classname: str
    file: str
    suites: tuple[str, ...]
    result: str
    message: str = ""
    retried: bool = False
    fixture: str = ""


class Report(NamedTuple):
    """A report: its test cases, or what is wrong with it; then it has none.

    `started` is the earliest of the times at which it says that tests were started.
    """

    path: str
    cases: tuple[ReportedCase, ...] = ()
    problem: InputProblem | None = None
    started: Timestamp | None = None


class _UnreadableError(Exception):
    """A document that is refused: why, what to do, and where."""

    def __init__(self, why: str, help_: str, line: int = 1, column: int = 1) -> None:
        super().__init__(why)
        self.facts = [why, help_, line, column]


def read_report(disk: Disk, path: str) -> Report:
    """Read a report; whatever it holds, nothing is raised."""
    facts = disk.facts(_FORMAT, path, _facts)
    if facts is None:
        why, help_ = refusal(disk, path)
        if help_ == SPLIT:
            help_ = "exclude the output of tests from the report, or write several reports"
        return Report(
            path, problem=InputProblem(f"`{path}` cannot be read: {why}", Position(path, 1, 1), help_)
        )
    cases, problem, timestamps = facts
    if problem:
        why, help_, line, column = problem
        return Report(path, problem=InputProblem(f"`{path}` {why}", Position(path, line, column), help_))
    return Report(
        path,
        tuple(
            ReportedCase(composed(name), composed(classname), file, tuple(map(composed, suites)), *found)
            for name, classname, file, suites, *found in cases
        ),
        started=earliest(timestamps),
    )


def _facts(data: bytes) -> list[Any]:
    """Return the test cases as plain data, what is wrong with the report, and when suites were started."""
    try:
        report = _parse(data)
    except _UnreadableError as refused:
        return [[], refused.facts, []]
    if report.tag not in _ROOTS:
        return [[], ["is not a JUnit report", "its root must be `<testsuites>` or `<testsuite>`", 1, 1], []]
    suites = list(_suites(report))
    cases = [fact for suite in suites for fact in _plain_cases(*suite)]
    if not cases:
        return [[], ["has no test cases", "run the tests to write it, or correct the setting", 1, 1], []]
    started = {suite.get("timestamp") for suite, _, _ in suites if suite.tag == "testsuite"}
    return [cases, None, sorted(filter(None, started))]


_Suite = tuple["Element", tuple[str, ...], str]
"""A suite, the names of the suites around it and its own, and the file that it is about."""


def _suites(report: "Element") -> Iterator[_Suite]:
    """Go through the report and all suites, however they are nested, in the order of the document."""
    pending = [_in(report, (), "") if report.tag == "testsuite" else (report, (), "")]
    while pending:
        yield (suite := pending.pop())
        around, names, file = suite
        pending += [_in(each, names, file) for each in reversed(around.findall("testsuite"))]


def _in(suite: "Element", names: tuple[str, ...], file: str) -> _Suite:
    name = suite.get("name")
    return suite, (*names, name) if name else names, suite.get("file") or file


def _plain_cases(suite: "Element", names: tuple[str, ...], file: str) -> Iterator[list[Any]]:
    for case in suite.iterfind("testcase"):
        named = (case.get("name", ""), case.get("classname", ""), case.get("file") or file)
        yield [*named, list(names), *_result(case)]


def _result(case: "Element") -> tuple[str, str, bool]:
    """Return what a test case came to, and whether it was run again for that."""
    result, message = _last_result(case)
    return result, message, result == PASSED and any(each.tag in _ATTEMPTS for each in case)


def _last_result(case: "Element") -> tuple[str, str]:
    """Return what a test case came to. An attempt that failed before it was run again is no result."""
    found = [each for each in case.iter() if each.tag in _RESULTS]
    for tag, result in (("error", ERROR), ("failure", FAILED)):
        if (said := next((each for each in found if each.tag == tag), None)) is not None:
            return result, _said(said)
    if (said := next((each for each in found if each.tag == "skipped"), None)) is not None:
        is_expected = any(each.get("type", "").casefold().endswith("xfail") for each in found)
        return XFAILED if is_expected else SKIPPED, _said(said)
    words = (case.get(name, "").casefold() for name in ("status", "result"))
    return next((_NO_PASS[each] for each in words if each in _NO_PASS), PASSED), ""


def _said(found: "Element") -> str:
    """Return the first line of what was said of a result."""
    text = (found.get("message") or found.text or "").strip()
    line = text.partition("\n")[0].strip()
    return line if len(line) <= _MAX_MESSAGE else line[: _MAX_MESSAGE - 1] + "…"


def _parse(data: bytes) -> "Element":
    """Read a document into elements, within limits and without entities; return its root."""
    from xml.parsers.expat import ExpatError, ParserCreate

    tree = _Elements(parser := ParserCreate(namespace_separator="}"))
    try:
        parser.Parse(data, True)
    except ExpatError as error:
        why = f"is not well-formed XML: {_reason(error)}"
        raise _UnreadableError(why, _WRITE_ANEW, error.lineno, error.offset + 1) from None
    except (LookupError, ValueError):  # what Python says of an encoding that it does not know
        raise _UnreadableError("is in an encoding that cannot be read", "write it as UTF-8") from None
    assert tree.root is not None  # expat refuses a document without an element
    return tree.root


_WRITE_ANEW: Final = "run the tests again; the report may have been cut off"


def _reason(error: Any) -> str:
    from xml.parsers.expat.errors import messages

    return str(messages.get(error.code, "syntax error"))


class _Elements:
    """Builds the elements that matter from what expat reads, and refuses what no test run writes."""

    def __init__(self, parser: Any) -> None:
        self.root: Element | None = None
        self._parser = parser
        self._open: list[Element | None] = []
        self._count = 0
        self._cases = 0
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def _refuse_doctype(self, *_: Any) -> None:
        raise self._refusal("declares entities", "remove its DOCTYPE: a JUnit report needs none")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        from xml.etree.ElementTree import Element, SubElement

        tag = name.rpartition("}")[2]
        self._check_limits(tag)
        if tag == "property" and attributes.get("name") == "fail":
            self._note_expected_failure()
        around = self._open[-1] if self._open else None
        if self.root is None:
            self._open.append(Element(tag, attributes))
            self.root = self._open[0]
        elif around is None or tag not in _KEPT or around.tag in _ATTEMPTS:
            self._open.append(None)
        else:
            self._open.append(SubElement(around, tag, attributes))

    def _note_expected_failure(self) -> None:
        """Note in a test case that Playwright has its `test.fail()` as a property: it passes by failing."""
        around = self._open[-2] if len(self._open) > 1 else None
        if around is not None and _BY_PLAYWRIGHT.search(around.get("classname", "")):
            around.set("result", XFAILED)

    def _end(self, _: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        around = self._open[-1]
        if around is not None and around.tag in _RESULTS and len(around.text or "") < _MAX_MESSAGE:
            around.text = ((around.text or "") + text).lstrip()[: 2 * _MAX_MESSAGE]

    def _check_limits(self, tag: str) -> None:
        self._count += 1
        self._cases += tag == "testcase"
        if len(self._open) >= _MAX_DEPTH:
            raise self._refusal(f"is nested more than {_MAX_DEPTH} deep", _WRITE_ANEW)
        if self._cases > _MAX_CASES:
            raise self._refusal(f"has more than {_MAX_CASES} test cases", "write several reports")
        if self._count > _MAX_ELEMENTS:
            raise self._refusal(f"has more than {_MAX_ELEMENTS} elements", "write several reports")

    def _refusal(self, why: str, help_: str) -> _UnreadableError:
        return _UnreadableError(
            why, help_, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        )
