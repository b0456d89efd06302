"""What came of the tests that a claim means, all reports taken together, and how that is said.

Part of *verify*, for `tests`. One failure is enough, in whatever report; what passed in one has passed; what
is in no report that covers its file is absent.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.source_code.outline import Test
from mkdocs_traceability.evidence.test_reports.case_names import Ran, Told
from mkdocs_traceability.evidence.test_reports.junit import ERROR, FAILED, PASSED, XFAILED
from mkdocs_traceability.evidence.test_reports.test_claim import Wanted
from mkdocs_traceability.model.verdict import Outcome, Problem, Verdict

_MOST_REPORTS: Final = 2
_RUN_ONLY_IF_ASKED: Final = ("Benchmark", "Example")
"""Go runs benchmarks only if told to, and examples only if they say what they print."""


class Unit(NamedTuple):
    """A test, or one set of its parameters, and the test cases it is; none where it is absent."""

    name: str
    ran: tuple[Ran, ...] = ()

    def of(self, *results: str) -> list[Ran]:
        """Return its test cases with one of these results."""
        return [each for each in self.ran if each.case.result in results]


class Tried(NamedTuple):
    """All that a claim means, by what came of it. `subject` is how the claim is written."""

    subject: str
    failed: list[Unit]
    passed: list[Unit]
    skipped: list[Unit]
    absent: list[Unit]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.failed) + len(self.passed) + len(self.skipped) + len(self.absent)

    @property
    def is_retried(self) -> bool:
        """Whether a test passed only when it was run again."""
        return any(ran.case.retried for unit in self.passed for ran in unit.of(PASSED))

    def reports(self) -> list[tuple[str, ...]]:
        """Return, for what passed or was skipped, the reports that say so: any of them is enough."""
        deciding = [unit.of(PASSED) for unit in self.passed] + [list(unit.ran) for unit in self.skipped]
        return list(dict.fromkeys(tuple(dict.fromkeys(each.report for each in ran)) for ran in deciding))


def tried_of(wanted: Wanted, ran: Iterable[tuple[Test, list[Ran]]]) -> Tried:
    """Sort tests, and the parameters they were run with, by what came of them."""
    brackets = "" if wanted.parameters is None else f"[{wanted.parameters}]"
    tried = Tried("::".join((wanted.path, *wanted.names)) + brackets, [], [], [], [])
    for test, cases in ran:
        name = "::".join((wanted.path, *test.path))
        for unit in _units(name, cases) or [Unit(name + brackets)]:
            if unit.of(FAILED, ERROR):
                tried.failed.append(unit)
            elif unit.of(PASSED):
                tried.passed.append(unit)
            elif unit.ran:
                tried.skipped.append(unit)
            elif wanted.names or not test.path[0].startswith(_RUN_ONLY_IF_ASKED):
                tried.absent.append(unit)
    return tried


def _units(name: str, cases: list[Ran]) -> list[Unit]:
    """Group the test cases of a test by their parameters; a group may come from several reports."""
    grouped: dict[str, list[Ran]] = {}
    for each in cases:
        grouped.setdefault(each.parameters, []).append(each)
    return [
        Unit(f"{name}[{parameters}]" if parameters else name, tuple(ran))
        for parameters, ran in grouped.items()
    ]


def failing(tried: Tried) -> Outcome:
    """Say that tests failed: how many of how many, the first, and what its report says of it."""
    unit = tried.failed[0]
    first = unit.of(FAILED, ERROR)[0]
    how = "ended in error" if first.case.result == ERROR else "failed"
    if first.case.fixture:
        how = f"did not run: `{first.case.fixture}` {how}"
    message = f"`{unit.name}` {how}"
    if tried.total > 1:
        message = (
            f"{len(tried.failed)} of {tried.total} tests of `{tried.subject}` failed: `{unit.name}` {how}"
        )
    said = f"`{first.report}` says: {first.case.message}" if first.case.message else f"see `{first.report}`"
    if any(each.report == first.report for each in unit.of(PASSED)):
        said += "; it also has the test as passed: if that was a rerun, let the runner mark reruns"
    return Outcome(Verdict.FAILING, Problem.FAILED, message, said)


def skipped(tried: Tried) -> Outcome:
    """Say that all tests were skipped, or are expected to fail, and why."""
    unit = tried.skipped[0]
    first = unit.ran[0]
    is_expected = first.case.result == XFAILED
    reason = f": {first.case.message}" if first.case.message else ""
    if tried.total > 1:
        message = f"all {tried.total} tests of `{tried.subject}` were skipped, the first{reason or ' too'}"
    else:
        message = f"`{unit.name}` {'is expected to fail' if is_expected else 'was skipped'}{reason}"
    help_ = f"`{first.report}` says so: run it, or waive this finding with the reason"
    return Outcome(Verdict.SKIPPED, Problem.SKIPPED, message, help_)


def absent(path: str, told: Told, tried: Tried, *, is_older: bool) -> Outcome:
    """Say that tests are not in the reports that cover their file."""
    reports = [f"`{report}`" for report in told.by_report]
    more = len(reports) - _MOST_REPORTS
    where = " and ".join(reports[:_MOST_REPORTS]) + (f" and {more} more" if more > 0 else "")
    count = sum(told.by_report.values())
    whose = "package" if path.endswith((".go", ".rs")) else "file"
    have = "has" if len(reports) == 1 else "have"
    others = f"which {have} {count} other test{'' if count == 1 else 's'} of its {whose}"
    if tried.total == 1:
        message = f"`{tried.absent[0].name}` is absent from {where}, {others}"
    else:
        are = "is" if len(tried.absent) == 1 else "are"
        message = (
            f"{len(tried.absent)} of {tried.total} tests of `{tried.subject}` {are} absent from {where}: "
            f"`{tried.absent[0].name}`"
        )
    stale = f"{where} {'is' if len(reports) == 1 else 'are'} older than `{path}`: run the tests again"
    return Outcome(
        Verdict.MISSING, Problem.FAILED, message, stale if is_older else "run it, and include it in a report"
    )
