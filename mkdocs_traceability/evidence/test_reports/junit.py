"""Read JUnit XML reports: what each test case came to, as the tool that ran it says.

Part of *verify*. It knows nothing of claims, nor of which file a test case belongs to. junitparser interprets
the elements; they are read here, with limits: junitparser by itself expands entities, holds every element in
memory, and goes down as deep as a document does.
"""

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mkdocs_traceability.evidence.refused import SPLIT, refusal
from mkdocs_traceability.evidence.test_reports.timestamps import Timestamp, earliest
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.text import composed
from mkdocs_traceability.model.verdict import InputProblem

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element, ElementTree

    from junitparser import JUnitXml

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

_KEPT: Final = frozenset({"testsuites", "testsuite", "testcase"}) | _RESULTS | _ATTEMPTS
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


class Case(NamedTuple):
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
    cases: tuple[Case, ...] = ()
    problem: InputProblem | None = None
    started: Timestamp | None = None


class _UnreadableError(Exception):
    """A document that is refused: why, what to do, and where."""

    def __init__(self, why: str, help_: str, line: int = 1, column: int = 1) -> None:
        super().__init__(why)
        self.facts = [why, help_, line, column]


def can_read() -> bool:
    """Whether what reads reports is installed."""
    from importlib.util import find_spec

    return find_spec("junitparser") is not None


def read_report(disk: Disk, path: str) -> Report:
    """Read a report; whatever it holds, nothing is raised."""
    facts = disk.facts(_FORMAT, path, _facts)
    if facts is None:
        why, help_ = refusal(disk, path)
        if help_ == SPLIT:
            help_ = "let the test run leave out of it what tests print, or write several reports"
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
            Case(composed(name), composed(classname), file, tuple(map(composed, suites)), *found)
            for name, classname, file, suites, *found in cases
        ),
        started=earliest(timestamps),
    )


def _facts(data: bytes) -> list[Any]:
    """Return the test cases as plain data, what is wrong with the report, and when suites were started."""
    try:
        report = _report(data)
        cases = _plain_cases(report)
    except _UnreadableError as refused:
        return [[], refused.facts, []]
    if not cases:
        return [[], ["has no test case", "run the tests so that they write it, or name another", 1, 1], []]
    return [cases, None, _timestamps(report)]


def _report(data: bytes) -> "JUnitXml":
    from io import BytesIO

    from junitparser import JUnitXml, JUnitXmlError

    try:
        return JUnitXml.fromfile(BytesIO(data), parse_func=_parse)
    except JUnitXmlError:
        raise _UnreadableError(
            "is no JUnit report", "its root must be `<testsuites>` or `<testsuite>`"
        ) from None


def _timestamps(report: "JUnitXml") -> list[str]:
    """Return the times at which the suites were started, each once, as they are written."""
    from junitparser import TestSuite

    found: dict[str, None] = {}
    pending: list[Any] = [report]
    while pending:
        around = pending.pop()
        pending += around.iterchildren(TestSuite)
        if isinstance(around, TestSuite) and around.timestamp:
            found[around.timestamp] = None
    return sorted(found)


def _plain_cases(report: "JUnitXml") -> list[list[Any]]:
    """Go through all suites, however they are nested, in the order of the document."""
    from junitparser.junitparser import Attr
    from junitparser.xunit2 import TestCase, TestSuite

    class _Case(TestCase):
        file, status = Attr(), Attr()

    class _Suite(TestSuite):
        file = Attr()

    cases: list[list[Any]] = []
    pending: list[tuple[Any, tuple[str, ...], str]] = [(report, (), "")]
    while pending:
        around, names, file = pending.pop()
        for case in around.iterchildren(_Case):
            named = (case.name or "", case.classname or "", case.file or file)
            cases.append([*named, list(names), *_result(case)])
        suites = list(around.iterchildren(_Suite))
        pending += [
            (suite, (*names, suite.name) if suite.name else names, suite.file or file)
            for suite in reversed(suites)
        ]
    return cases


def _result(case: Any) -> tuple[str, str, bool]:
    """Return what a test case came to, and whether it was run again for that."""
    result, message = _last_result(case)
    tags = {each.tag for each in case._elem}  # junitparser knows no `rerun`
    return result, message, result == PASSED and not tags.isdisjoint(_ATTEMPTS)


def _last_result(case: Any) -> tuple[str, str]:
    """Return what a test case came to. An attempt that failed before it was run again is no result."""
    found = case.result
    if case.is_error:
        return ERROR, _said(found, "error")
    if case.is_failure:
        return FAILED, _said(found, "failure")
    if case.is_skipped:
        is_expected = any((each.type or "").casefold().endswith("xfail") for each in found)
        return XFAILED if is_expected else SKIPPED, _said(found, "skipped")
    said = ((each or "").casefold() for each in (case.status, case._elem.get("result")))  # it has a `result`
    return next((_NO_PASS[each] for each in said if each in _NO_PASS), PASSED), ""


def _said(found: list[Any], tag: str) -> str:
    """Return the first line of what was said of a result."""
    for each in found:
        if each._tag == tag:  # what kind of result it is, which junitparser says by its classes only
            text = (each.message or each.text or "").strip()
            line = text.partition("\n")[0].strip()
            return line if len(line) <= _MAX_MESSAGE else line[: _MAX_MESSAGE - 1] + "…"
    return ""


def _parse(stream: Any) -> "ElementTree":
    """Read a document into elements, within limits and without entities."""
    from xml.etree.ElementTree import ElementTree
    from xml.parsers.expat import ExpatError, ParserCreate

    tree = _Elements(parser := ParserCreate(namespace_separator="}"))
    try:
        parser.Parse(stream.read(), True)
    except ExpatError as error:
        why = f"is not well-formed XML: {_reason(error)}"
        raise _UnreadableError(why, _WRITE_ANEW, error.lineno, error.offset + 1) from None
    except (LookupError, ValueError):  # what Python says of an encoding that it does not know
        raise _UnreadableError("is in an encoding that cannot be read", "write it as UTF-8") from None
    return ElementTree(tree.root)


_WRITE_ANEW: Final = "run the tests again: what wrote it may have been cut off"


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
