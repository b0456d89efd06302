"""Check the claims of `tests`: that the test exists, and what came of it in the JUnit reports.

Part of *verify*. Of `reports/`, `form` reads the claim, `junit` the reports, `cases` and `case_names` tell
which test case is which test, `ages` whether a report is older than its test. Here is what follows from that.
"""

import re
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

from mkdocs_traceability.evidence.checker import Scope, claim_type
from mkdocs_traceability.evidence.source_code.outline import UNFORESEEN, Outline, Test
from mkdocs_traceability.evidence.test_reports import junit, test_claim
from mkdocs_traceability.evidence.test_reports.ages import NO_REPOSITORY, SHALLOW, Ages, NotKnownError
from mkdocs_traceability.evidence.test_reports.case_names import Names, Ran, Told, tell_apart
from mkdocs_traceability.evidence.test_reports.cases import Cases
from mkdocs_traceability.evidence.test_reports.inherited import InheritedTests
from mkdocs_traceability.evidence.test_reports.test_claim import FileTests, Meant, Wanted
from mkdocs_traceability.evidence.test_reports.test_runs import Tried, absent, failing, skipped, tried_of
from mkdocs_traceability.evidence.test_reports.unclear import judge_unclear
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.verdict import InputProblem, Outcome, Place, Problem, Verdict

if TYPE_CHECKING:
    from mkdocs_traceability.evidence.roots import Resolved

_RUN_AGAIN: Final = "run the tests again"
_MOST_SEARCHED: Final = 500
_MOST_SEARCHES: Final = 100
"""In how many files a test is looked for that is not in its own, and how many such tests are."""
_MOST_OFFERED: Final = 2
_ONLY_A_NAME: Final = re.compile(r"\w+")
_TEST_FILE: Final = re.compile(r"(?i)test|spec")
_NO_REPORT: Final = Outcome(
    Verdict.UNVERIFIED,
    Problem.UNCHECKED,
    "no JUnit report is configured, so the results of tests are unknown",
    "name one: `junit: [reports/*.xml]`",
)


class _File(NamedTuple):
    """A file that claims name: what it defines, or why that is not known; its test cases."""

    outline: Outline | None
    failure: Outcome | None
    tests: FileTests
    told: Told


@claim_type("tests")
class TestClaims:
    """Checks claims of tests: `path`, `path::test_name`, `path::Class::test_name[param]`."""

    __test__ = False

    def __init__(self, scope: Scope) -> None:
        self.problems: list[InputProblem] = []
        self._scope = scope
        self._inherited = InheritedTests(scope.disk, scope.roots)
        self._reports = self._reports_of_globs()
        reports = self._read_reports()
        self._cases = Cases(scope.disk, scope.roots, reports)
        self._ages = Ages(scope.disk, {report.path: report.started for report in reports if report.cases})
        self._files: dict[str, _File] = {}
        self._resolved: dict[str, Resolved] = {}
        self._older: dict[tuple[str, str], bool | str] = {}
        self._searches = 0

    def check(self, claim: Claim) -> Outcome:
        """Return the outcome of a claim."""
        meant = test_claim.take_apart(claim.text)
        if isinstance(meant, Outcome):
            return meant
        written = meant[0].path
        resolved = self._resolved.get(written) or self._scope.roots.resolve(written)
        self._resolved[written] = resolved
        if resolved.failure is not None:
            return self._named_only(meant[0], resolved.failure)
        outcome = self._outcome(meant, resolved.path)
        if outcome.verdict is Verdict.VERIFIED and resolved.remark is not None:
            return resolved.remark._replace(verdict=outcome.verdict, place=outcome.place)
        return outcome

    def _reports_of_globs(self) -> tuple[str, ...]:
        """Return the reports that the settings name, and note the globs that name none."""
        paths: list[str] = []
        for glob in self._scope.globs("junit"):
            found = self._scope.disk.glob(glob.pattern)
            if not found:
                message = f"the report `{glob.pattern}` matches no file"
                help_ = "write it before the check, or correct the glob, which is relative to this file"
                self.problems.append(InputProblem(message, glob.position, help_))
            paths += found
        return tuple(dict.fromkeys(paths))

    def _outcome(self, meant: list[Wanted], path: str) -> Outcome:
        file = self._file(path)
        if file.failure is not None and not file.told.by_report:
            return file.failure._replace(place=Place(path)) if not meant[0].names else file.failure
        for wanted in meant:
            tests = self._tests(file, path, wanted)
            if len(tests.owners) > 1:
                return test_claim.several(wanted, path, tests.tests)
            if tests.tests:
                return self._judged(file, path, wanted, tests.tests)
        if file.outline is None:
            return self._judged(file, path, meant[-1], [Test(meant[-1].names, 0, 0)])
        if row := file.told.row(meant[0].names):
            test, parameters = row
            return self._judged(file, path, Wanted(meant[0].path, test.path, parameters), [test])
        if unread := self._unread(path, file.outline, meant[-1].names):
            return unread
        missing = test_claim.not_there(meant[-1], path, file.outline, file.tests)
        return self._moved(meant[-1], path) or missing

    def _unread(self, path: str, outline: Outline, names: Names) -> Outcome | None:
        """Return why a test that was not found may be there all the same."""
        from mkdocs_traceability.evidence.unread import not_read, unless_missing

        is_name = names and all(map(str.isidentifier, names))  # a title may be put together
        if outline.error == UNFORESEEN or (outline.error and not is_name):
            return not_read(path, outline.error, outline.error_line)
        return unless_missing(self._scope.disk, path, outline, names) or self._inherited.unread(
            path, outline, names
        )

    def _file(self, path: str) -> _File:
        if path not in self._files:
            from mkdocs_traceability.evidence.source_code.languages import outline_of

            found = outline_of(self._scope.disk, path)
            outline = found if isinstance(found, Outline) else None
            failure = found if isinstance(found, Outcome) else None
            told = tell_apart(path, outline or Outline(), self._cases.of(path, outline))
            # Where nothing can see tests in the file, what was run is all that is known of them.
            ran = [Test(names, 0, 0) for names in told.others if names[-1]]
            is_unread = outline is not None and outline.error not in ("", UNFORESEEN)
            known = outline.tests if outline and (outline.tests or is_unread) else ran
            self._files[path] = _File(outline, failure, FileTests(known, path), told)
        return self._files[path]

    def _read_reports(self) -> list[junit.Report]:
        reports = [junit.read_report(self._scope.disk, path) for path in self._reports]
        self.problems += [report.problem for report in reports if report.problem]
        return reports

    def _tests(self, file: _File, path: str, wanted: Wanted) -> Meant:
        """Return the tests that a claim means: defined in the file, inherited, or only in a report."""
        found = file.tests.meant(wanted.names)
        if file.outline is not None and not found.tests and len(wanted.names) > 1:
            if inherited := self._inherited.test(path, file.outline, wanted.names):
                return Meant([inherited])
            has_run = wanted.names in file.told.others
            if has_run and self._inherited.inherits(file.outline, wanted.names[:-1]):
                return Meant([Test(wanted.names, 0, 0)])
        if (
            file.outline is not None
            and not found.tests
            and self._inherited.inherits(file.outline, wanted.names)
        ):
            depth = len(wanted.names)
            ran = [
                names for names in file.told.others if names[:depth] == wanted.names and len(names) > depth
            ]
            return Meant([Test(names, 0, 0) for names in ran]) if ran else found
        return found

    def _judged(self, file: _File, path: str, wanted: Wanted, tests: list[Test]) -> Outcome:
        """Return the outcome of tests that exist."""
        place = Place(path, tests[0].line if wanted.names else 0)
        distinct = {test.path: test for test in tests}.values()
        ran = [(test, self._ran(file.told, test.path, wanted)) for test in distinct]
        has_parameters = wanted.parameters is None or any(cases for _, cases in ran)
        if not has_parameters and not any(test.parametrized for test in tests):
            name = "::".join(wanted.names)
            message = f"`{name}` in `{path}` is not parametrized, so there is no `[{wanted.parameters}]`"
            if path.endswith(".go"):
                message = f"`{name}` in `{path}` has no subtest `{wanted.parameters}`"
            return Outcome(Verdict.MISSING, Problem.TEST, message, f"write `{wanted.path}::{name}`", place)
        if not file.told.by_report:
            return self._not_covered(path)._replace(place=place)
        tried = tried_of(wanted, ran)
        unclear = judge_unclear(file.told, wanted.names, tests, tried)
        return (unclear or self._verdict(file, path, tried))._replace(place=place)

    def _ran(self, told: Told, names: Names, wanted: Wanted) -> list[Ran]:
        ran = [*told.by_test.get(names, ()), *told.others.get(names, ())]
        if wanted.parameters is not None:
            ran = [each for each in ran if each.parameters == wanted.parameters]
        return ran + [
            each._replace(parameters=wanted.parameters or "") for each in told.not_set_up(names, ran)
        ]

    def _not_covered(self, path: str) -> Outcome:
        if not self._scope.globs("junit"):
            return _NO_REPORT
        if self.problems:  # of reports, which are said already
            return Outcome(
                Verdict.UNVERIFIED, None, f"not every JUnit report can be read: none covers `{path}`"
            )
        message = f"no JUnit report covers `{path}`"
        help_ = "run its tests and include them in a report; reports name their files by path or class"
        return Outcome(Verdict.UNVERIFIED, Problem.UNCHECKED, message, help_)

    def _verdict(self, file: _File, path: str, tried: Tried) -> Outcome:
        if tried.failed:
            return failing(tried)
        if tried.absent:
            is_older = all(self._is_older(report, path) is True for report in file.told.by_report)
            return absent(path, file.told, tried, is_older=is_older)
        return self._unless_stale(path, tried, skipped(tried) if not tried.passed else None)

    def _unless_stale(self, path: str, tried: Tried, remark: Outcome | None) -> Outcome:
        """Return that tests passed or were skipped, unless what says so is older than they are."""
        unknown = ""
        for reports in tried.reports():
            older = {report: self._is_older(report, path) for report in reports}
            if all(is_older is True for is_older in older.values()):
                message = f"`{next(iter(older))}` is older than `{path}`"
                return Outcome(Verdict.STALE, Problem.STALE, message, _RUN_AGAIN)
            unknown = next((why for why in older.values() if isinstance(why, str)), unknown)
        if remark is not None:
            return remark
        passed = _age_unknown(unknown) if unknown else Outcome(Verdict.VERIFIED)
        return passed._replace(retried=tried.is_retried and passed.verdict is Verdict.VERIFIED)

    def _is_older(self, report: str, path: str) -> bool | str:
        """Whether a report is older than a test's file, or why that is not known."""
        if (report, path) not in self._older:
            try:
                self._older[report, path] = self._ages.is_older(report, path)
            except NotKnownError as reason:
                self._older[report, path] = str(reason)
        return self._older[report, path]

    def _moved(self, wanted: Wanted, path: str) -> Outcome | None:
        """Say where else a test is defined, if that is in one file beside this one."""
        found = self._having(wanted.names, PurePosixPath(path).suffix, path)
        if len(found) != 1:
            return None
        name = "::".join(wanted.names)
        message = f"test `{name}` not found in `{wanted.path}`: it is in `{found[0]}`"
        return Outcome(Verdict.MISSING, Problem.TEST, message, f"write `{found[0]}::{name}`", Place(path))

    def _having(self, names: Names, ending: str, path: str = "") -> list[str]:
        """Return the other files with such an ending that have a test; none once too many were looked for."""
        if not names or self._searches == _MOST_SEARCHES:
            return []
        self._searches += 1
        word = names[-1].encode("utf-8", "replace")
        alike = (
            each
            for each in self._scope.roots.files()
            if each.endswith(ending) and _TEST_FILE.search(each) and each != path
        )
        found = []
        for each in islice(alike, _MOST_SEARCHED):
            if word in (self._scope.disk.read(each) or b""):
                meant = self._file(each).tests.meant(names)
                found += [each] if meant.tests and len(meant.owners) < 2 else []
        return found

    def _named_only(self, wanted: Wanted, failure: Outcome) -> Outcome:
        """Offer the file that has a test of which only the name is written, `test_search` for one."""
        if failure.problem is not Problem.FILE or not _ONLY_A_NAME.fullmatch(wanted.path):
            return failure
        names = (wanted.path, *wanted.names)
        if not (found := self._having(names, "")):
            return failure
        offered = " or ".join(f"`{each}::{'::'.join(names)}`" for each in found[:_MOST_OFFERED])
        return failure._replace(message=f"`{'::'.join(names)}` does not name a file", help=f"write {offered}")


def _age_unknown(why: str) -> Outcome:
    """Say that a report may be older than the tests that passed in it.

    Without a repository nothing could be compared at all, so that a pass counts as one.
    """
    message = f"it is unknown whether reports are older than their tests: {why}"
    if why == NO_REPOSITORY:
        return Outcome(Verdict.VERIFIED, Problem.UNCHECKED, message, "put the site under git")
    help_ = "fetch its whole history (`fetch-depth: 0`)" if why == SHALLOW else _RUN_AGAIN
    return Outcome(Verdict.UNVERIFIED, Problem.UNCHECKED, message, help_)
