"""What follows from test cases that fit no test of their file, or several: a name that nobody can place.

Part of *verify*, for `tests`. One that failed is a failure of all that it may be; while there are any, a
test of their class that is in no report is not absent for certain.
"""

from typing import NamedTuple

from mkdocs_traceability.evidence.source_code.outline import Test
from mkdocs_traceability.evidence.test_reports.case_names import Names, Told, Unplaced
from mkdocs_traceability.evidence.test_reports.fixtures import has_failed
from mkdocs_traceability.evidence.test_reports.junit import ERROR
from mkdocs_traceability.evidence.test_reports.shown_names import joined
from mkdocs_traceability.evidence.test_reports.test_runs import Tried
from mkdocs_traceability.model.verdict import Outcome, Problem, Verdict


class _Claimed(NamedTuple):
    """What a claim means: the names that lead to the class or suite, and the test, if it is a single one."""

    within: Names
    test: Names | None

    def concerns(self, unplaced: Unplaced) -> bool:
        """Whether a test case is of what is claimed, or may be it."""
        if self.test is not None and unplaced.maybe and self.test not in unplaced.maybe:
            return False
        if unplaced.labels and not unplaced.owner:
            beginning = joined(self.within)
            return any(label.startswith(beginning) for label in unplaced.labels)
        if self.test is not None:
            return unplaced.owner == self.within
        return unplaced.owner[: len(self.within)] == self.within

    def stands_below(self, unplaced: Unplaced) -> bool:
        """Whether a test case is of the class or file around what is claimed: then it speaks of all there."""
        return self.within[: len(unplaced.owner)] == unplaced.owner and not (
            self.test is not None and unplaced.maybe and self.test not in unplaced.maybe
        )


def judge_unclear(told: Told, names: Names, tests: list[Test], tried: Tried) -> Outcome | None:
    """Return the outcome of a claim if test cases that cannot be placed decide it; else None."""
    if not told.unplaced or tried.failed:
        return None
    claimed = _claimed(told, names, tests)
    here = [each for each in told.unplaced if claimed.concerns(each)]
    failed = [each for each in here if has_failed(each.ran.case) and (tried.absent or _may_be(claimed, each))]
    if tried.absent:
        failed += [each for each in told.unplaced if has_failed(each.ran.case) and claimed.stands_below(each)]
    if failed:
        return _failing(failed[0], tried)
    return _not_sayable(here, tried) if tried.absent and here else None


def _claimed(told: Told, names: Names, tests: list[Test]) -> _Claimed:
    if not names:
        return _Claimed((), None)
    path = tests[0].path
    within = next((path[:end] for end in range(1, len(path) + 1) if _ends_with(path[:end], names)), path)
    if within == path and len(tests) == 1:
        return _Claimed(told.class_of(path) or path[:-1], path)
    return _Claimed(within, None)


def _ends_with(path: Names, names: Names) -> bool:
    return path[-len(names) :] == names or joined(path) == joined(names)


def _may_be(claimed: _Claimed, unplaced: Unplaced) -> bool:
    return claimed.test is None or claimed.test in unplaced.maybe


def _failing(unplaced: Unplaced, tried: Tried) -> Outcome:
    case, report = unplaced.ran.case, unplaced.ran.report
    what = f"`{_full_name(unplaced)}` in `{report}`"
    how = "ended in error" if case.result == ERROR else "failed"
    said = f"it says: {case.message}" if case.message else f"see `{report}`"
    if unplaced.maybe:
        message = f"{what} {how}, and may be a test of `{tried.subject}`"
    else:
        message = f"{what} {how}, which matches no single test of `{tried.subject}`"
    return Outcome(Verdict.FAILING, Problem.FAILED, message, said)


def _not_sayable(here: list[Unplaced], tried: Tried) -> Outcome:
    unplaced = here[0]
    more = f", and {len(here) - 1} more" if len(here) > 1 else ""
    message = (
        f"it is unknown whether `{tried.absent[0].name}` ran: `{unplaced.ran.report}` has "
        f"`{_full_name(unplaced)}`{more}, which matches no single test"
    )
    help_ = "let the report name the method, or give the test a name of its own (`@DisplayName`, `name = …`)"
    return Outcome(Verdict.UNVERIFIED, Problem.UNCHECKED, message, help_)


def _full_name(unplaced: Unplaced) -> str:
    """Return how a report calls a test case, or what is none."""
    case = unplaced.ran.case
    return case.fixture or case.name or case.classname
