"""Claims of tests: the test is there, and what came of it is what the reports of its file say."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from processor_time import LINEAR, growth
from support import table

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.tests import TestClaims
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.inputs import Glob
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome, Problem, Verdict

pytestmark = pytest.mark.slow

SETTING = Position("mkdocs.yml", 5, 14)
HERE = Position("docs/x.trace.yml", 3, 5)

Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of the project, which is a git repository without a commit: ages are those of the files.

    Reports are a second younger than all else.
    """
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)

    def write(path: str, content: str) -> None:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(content), encoding="utf-8")
        at = 1_700_000_000 + path.endswith(".xml")
        os.utime(file, (at, at))

    return write


def checker(folder: Path, *globs: str, roots: tuple[str, ...] = (".",)) -> TestClaims:
    disk = Disk(folder)
    return TestClaims(
        Scope(disk, Roots(disk, roots), compared={"junit": tuple(Glob(each, SETTING) for each in globs)})
    )


def check(folder: Path, text: str, *globs: str, roots: tuple[str, ...] = (".",)) -> Outcome:
    return checker(folder, *(globs or ("report*.xml",)), roots=roots).check(Claim("tests", text, HERE))


def report(*cases: str) -> str:
    return f"<testsuites><testsuite name='pytest'>{''.join(cases)}</testsuite></testsuites>"


def case(classname: str, name: str, inside: str = "", more: str = "") -> str:
    return f'<testcase classname="{classname}" name="{name}" time="0.1" {more}>{inside}</testcase>'


# What pytest writes, from pytest itself.

PYTEST = """
    import pytest

    def test_passes(): ...
    def test_fails(): assert 3 == 4
    def test_skips(): pytest.skip("needs a queue")

    @pytest.fixture
    def broken(): raise RuntimeError("boom")
    def test_errs(broken): ...

    @pytest.fixture
    def leaves():
        yield
        raise RuntimeError("not cleaned up")
    def test_errs_at_the_end(leaves): ...

    @pytest.mark.xfail(reason="bug 12")
    def test_expected(): assert False
    @pytest.mark.xfail(strict=True, reason="bug 13")
    def test_unexpected(): ...

    @pytest.mark.parametrize("x", [1, 2], ids=["a/b", "c[d]::e"])
    def test_ids(x): assert x == 1

    class TestOuter:
        def test_same(self): assert False
        class TestInner:
            def test_same(self): ...
            def test_only(self): ...

    class TestGood:
        def test_one(self): ...
        def test_two(self): pytest.skip("later")

    class TestIdle:
        @pytest.mark.skip(reason="no database")
        def test_one(self): ...
        @pytest.mark.skip(reason="no network")
        def test_two(self): ...

    def helper(): ...
"""


@pytest.fixture(scope="module", params=["xunit1", "xunit2"])
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose tests were run by pytest, in each of its two ways of writing a report."""
    folder = tmp_path_factory.mktemp("ran")
    tests = folder / "tests" / "unit"
    tests.mkdir(parents=True)
    (tests / "test_x.py").write_text(textwrap.dedent(PYTEST))
    (folder / "pytest.ini").write_text(f"[pytest]\njunit_family={request.param}\n")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--junitxml=report.xml",
        "tests",
    ]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
    return folder


FILE = "tests/unit/test_x.py"


@pytest.mark.parametrize(
    ("name", "verdict", "message"),
    [
        ("test_passes", Verdict.VERIFIED, ""),
        ("test_fails", Verdict.FAILING, f"`{FILE}::test_fails` failed"),
        ("test_errs", Verdict.FAILING, f"`{FILE}::test_errs` ended in error"),
        ("test_errs_at_the_end", Verdict.FAILING, f"`{FILE}::test_errs_at_the_end` ended in error"),
        ("test_skips", Verdict.SKIPPED, f"`{FILE}::test_skips` was skipped: needs a queue"),
        ("test_expected", Verdict.SKIPPED, f"`{FILE}::test_expected` is expected to fail: bug 12"),
        ("test_unexpected", Verdict.FAILING, f"`{FILE}::test_unexpected` failed"),
        ("test_ids[a/b]", Verdict.VERIFIED, ""),
        ("test_ids[c[d]::e]", Verdict.FAILING, f"`{FILE}::test_ids[c[d]::e]` failed"),
        (
            "test_ids",
            Verdict.FAILING,
            f"1 of 2 tests of `{FILE}::test_ids` failed: `{FILE}::test_ids[c[d]::e]` failed",
        ),
        ("TestOuter::test_same", Verdict.FAILING, f"`{FILE}::TestOuter::test_same` failed"),
        ("TestOuter::TestInner::test_same", Verdict.VERIFIED, ""),
        ("test_only", Verdict.VERIFIED, ""),
        ("TestInner", Verdict.VERIFIED, ""),
        ("TestGood", Verdict.VERIFIED, ""),
        (
            "TestIdle",
            Verdict.SKIPPED,
            f"all 2 tests of `{FILE}::TestIdle` were skipped, the first: no database",
        ),
        (
            "TestOuter",
            Verdict.FAILING,
            f"1 of 3 tests of `{FILE}::TestOuter` failed: `{FILE}::TestOuter::test_same` failed",
        ),
        ("test_same", Verdict.MISSING, f"`test_same` appears 2 times in `{FILE}`"),
        (
            "test_ids[b]",
            Verdict.MISSING,
            f"`{FILE}::test_ids[b]` is absent from `report.xml`, which has 16 other tests of its file",
        ),
        (
            "test_passes[b]",
            Verdict.MISSING,
            f"`test_passes` in `{FILE}` is not parametrized, so there is no `[b]`",
        ),
        ("helper", Verdict.MISSING, f"`helper` is a function in `{FILE}`, but not a test"),
        ("test_pases", Verdict.MISSING, f"test `test_pases` not found in `{FILE}`"),
    ],
)
def test_what_pytest_reports_is_what_a_claim_becomes(
    ran: Path, name: str, verdict: Verdict, message: str
) -> None:
    outcome = check(ran, f"{FILE}::{name}")
    assert (outcome.verdict, outcome.message) == (verdict, message)


def test_a_claim_of_a_file_sums_its_tests(ran: Path) -> None:
    outcome = check(ran, FILE)
    assert outcome.verdict is Verdict.FAILING
    assert outcome.message == f"6 of 16 tests of `{FILE}` failed: `{FILE}::test_fails` failed"
    assert outcome.help == "`report.xml` says: assert 3 == 4"


def test_a_misspelt_test_is_told_the_nearest(ran: Path) -> None:
    outcome = check(ran, f"{FILE}::test_pases")
    assert (outcome.problem, outcome.help) == (Problem.TEST, "did you mean `test_passes`?")


def test_a_name_that_several_tests_have_is_told_apart(ran: Path) -> None:
    assert check(ran, f"{FILE}::test_same").help == (
        "write `TestOuter::test_same` or `TestOuter::TestInner::test_same`"
    )


# Forms.


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("", "write `path`, `path::test_name` or `path::Class::test_name[param]`"),
        ("::test_x", "write `path`, `path::test_name` or `path::Class::test_name[param]`"),
        ("test_x.py::", "write `path`, `path::test_name` or `path::Class::test_name[param]`"),
        ("test_x.py::::test_y", "write `path`, `path::test_name` or `path::Class::test_name[param]`"),
        ("test_x.py:test_y", "write `test_x.py::test_y`"),
        ("a::" + "x" * 3000, "write `path`, `path::test_name` or `path::Class::test_name[param]`"),
    ],
)
def test_what_is_no_claim_of_a_test_is_told_how_to_be(tmp_path: Path, text: str, help_: str) -> None:
    outcome = check(tmp_path, text)
    assert (outcome.verdict, outcome.problem, outcome.help) == (Verdict.MISSING, Problem.FORM, help_)


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    assert check(tmp_path, "tests/test_x.py::test_y").problem is Problem.FILE


def test_a_path_cannot_leave_its_root(tmp_path: Path) -> None:
    assert check(tmp_path, "../test_x.py::test_y").problem is Problem.OUTSIDE


def test_an_abbreviated_path_resolves_with_a_remark(tmp_path: Path, write: Write) -> None:
    write("services/api/test_x.py", "def test_y(): ...")
    write("report.xml", report(case("services.api.test_x", "test_y")))
    outcome = check(tmp_path, "api/test_x.py::test_y")
    assert (outcome.verdict, outcome.problem) == (Verdict.VERIFIED, Problem.ABBREVIATED)


def test_a_file_without_a_test_proves_nothing(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "# def test_y(): ...\ntext = 'def test_z(): ...'\n")
    outcome = check(tmp_path, "tests/test_x.py")
    assert (outcome.problem, outcome.message) == (Problem.TEST, "no tests found in `tests/test_x.py`")


def test_a_test_in_a_comment_a_text_or_another_function_is_none(tmp_path: Path, write: Write) -> None:
    write(
        "tests/test_x.py",
        """
        # def test_y(): ...
        text = "def test_y(): ..."
        def outer():
            def test_y(): ...
        def test_z(): test_y()
        """,
    )
    write("report.xml", report(case("tests.test_x", "test_y"), case("tests.test_x", "test_z")))
    outcome = check(tmp_path, "tests/test_x.py::test_y")
    assert (outcome.verdict, outcome.problem) == (Verdict.MISSING, Problem.TEST)


def test_a_test_that_moved_is_found_where_it_is(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "def test_other(): ...")
    write("tests/test_new.py", "def test_y(): ...")
    write("tests/test_talks.py", "# of test_y\n")
    outcome = check(tmp_path, "tests/test_x.py::test_y")
    assert outcome.message == "test `test_y` not found in `tests/test_x.py`: it is in `tests/test_new.py`"
    assert outcome.help == "write `tests/test_new.py::test_y`"


def test_a_file_that_cannot_be_parsed_is_no_pass(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "def test_y(:\n")
    write("report.xml", report(case("tests.test_x", "test_y")))
    outcome = check(tmp_path, "tests/test_x.py::test_y")
    assert (outcome.verdict, outcome.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert check(tmp_path, "tests/test_x.py::test_z").verdict is Verdict.MISSING


@pytest.mark.parametrize("title", ["::adds up", "::adds 2", ""])
def test_a_title_may_be_put_together_in_a_file_that_cannot_be_fully_read(
    tmp_path: Path, write: Write, title: str
) -> None:
    write("tests/x.test.ts", "class {{{ = ;\nit(`adds ${'up'}`, () => {})\n")
    write("report.xml", report(case("tests.test_x", "test_y")))
    outcome = check(tmp_path, f"tests/x.test.ts{title}")
    assert (outcome.verdict, outcome.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)


def test_a_test_of_a_class_above_that_cannot_be_read_is_not_checked(tmp_path: Path, write: Write) -> None:
    write("tests/base.py", "class Contract:\n    def test_far(self: ...\n")
    write("tests/test_x.py", "from tests.base import Contract\nclass TestX(Contract): ...\n")
    write("report.xml", report(case("tests.test_y", "test_y")))
    outcome = check(tmp_path, "tests/test_x.py::TestX::test_far")
    assert (outcome.verdict, outcome.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)


def test_inherited_tests_are_found_in_the_file_and_beyond(tmp_path: Path, write: Write) -> None:
    write("tests/base.py", "class Contract:\n    def test_far(self): ...\n")
    write(
        "tests/test_x.py",
        """
        from tests.base import Contract
        class Near:
            def test_near(self): ...
        class TestX(Near, Contract):
            def test_own(self): ...
        """,
    )
    names = ("test_near", "test_far", "test_own")
    write("report.xml", report(*(case("tests.test_x.TestX", name) for name in names)))
    for name in names:
        assert check(tmp_path, f"tests/test_x.py::TestX::{name}").verdict is Verdict.VERIFIED
    assert check(tmp_path, "tests/test_x.py::TestX::test_none").problem is Problem.TEST


@table(
    "code",
    ("by name", "from .base import Contract"),
    ("under another name", "from .base import Contract as Kept"),
    ("by a star", "from .base import *"),
)
def test_a_test_class_that_a_package_passes_on_is_followed(tmp_path: Path, write: Write, code: str) -> None:
    name = code.rpartition(" ")[2].replace("*", "Contract")
    write("tests/contracts/__init__.py", code)
    write("tests/contracts/base.py", "class Contract:\n    def test_far(self): ...\n")
    write("tests/test_x.py", f"from contracts import {name}\nclass TestX({name}): ...\n")
    write("report.xml", report(case("tests.test_y", "test_y")))
    outcome = check(tmp_path, "tests/test_x.py::TestX::test_far")
    assert outcome.message == "no JUnit report covers `tests/test_x.py`"
    assert check(tmp_path, "tests/test_x.py::TestX::test_none").problem is Problem.TEST


def test_a_test_that_may_be_inherited_from_one_of_two_files_is_not_checked(
    tmp_path: Path, write: Write
) -> None:
    for root in ("one", "two"):
        write(f"{root}/base.py", "class Contract:\n    def test_far(self): ...\n")
    write("tests/test_x.py", "from base import Contract\nclass TestX(Contract): ...\n")
    write("report.xml", report(case("tests.test_x", "test_y")))
    roots = ("tests", "one", "two")
    outcome = check(tmp_path, "test_x.py::TestX::test_far", roots=roots)
    assert (outcome.verdict, outcome.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert outcome.message == "`tests/test_x.py` imports `base`, which may be `one/base.py` or `two/base.py`"
    assert check(tmp_path, "test_x.py::TestX::test_none", roots=roots).problem is Problem.TEST


# Reports.


def test_without_a_report_the_outcome_is_not_known(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "def test_y(): ...")
    disk = Disk(tmp_path)
    outcome = TestClaims(Scope(disk, Roots(disk, (".",)))).check(Claim("tests", "tests/test_x.py", HERE))
    assert (outcome.verdict, outcome.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert outcome.message == "no JUnit report is configured, so the results of tests are unknown"
    assert outcome.help == "name one: `junit: [reports/*.xml]`"


def test_a_report_of_other_files_covers_none_of_this(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "def test_y(): ...")
    write("report.xml", report(case("tests.test_other", "test_y")))
    outcome = check(tmp_path, "tests/test_x.py::test_y")
    assert (outcome.verdict, outcome.message) == (
        Verdict.UNVERIFIED,
        "no JUnit report covers `tests/test_x.py`",
    )


def test_a_test_that_its_files_report_does_not_have_is_missing(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "def test_y(): ...\ndef test_z(): ...")
    write("report.xml", report(case("tests.test_x", "test_z")))
    outcome = check(tmp_path, "tests/test_x.py::test_y")
    assert (outcome.verdict, outcome.problem) == (Verdict.MISSING, Problem.FAILED)
    assert outcome.message == (
        "`tests/test_x.py::test_y` is absent from `report.xml`, which has 1 other test of its file"
    )


def test_a_file_whose_every_other_test_passed_lacks_the_absent_one(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "def test_y(): ...\ndef test_z(): ...")
    write("report.xml", report(case("tests.test_x", "test_z")))
    outcome = check(tmp_path, "tests/test_x.py")
    assert outcome.message == (
        "1 of 2 tests of `tests/test_x.py` is absent from `report.xml`: `tests/test_x.py::test_y`"
    )


def test_one_failure_is_enough_and_one_pass_outweighs_a_skip(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "def test_y(): ...\ndef test_z(): ...")
    failed, skipped = "<failure message='no'/>", "<skipped/>"
    write("report1.xml", report(case("tests.test_x", "test_y"), case("tests.test_x", "test_z", skipped)))
    write("report2.xml", report(case("tests.test_x", "test_y", failed), case("tests.test_x", "test_z")))
    failing = check(tmp_path, "tests/test_x.py::test_y")
    assert (failing.verdict, failing.help) == (Verdict.FAILING, "`report2.xml` says: no")
    assert check(tmp_path, "tests/test_x.py::test_z").verdict is Verdict.VERIFIED


def test_a_glob_that_matches_nothing_is_a_problem_even_without_claims(tmp_path: Path) -> None:
    problems = checker(tmp_path, "reports/*.xml").problems
    assert [(each.message, each.position) for each in problems] == [
        ("the report `reports/*.xml` matches no file", SETTING)
    ]


def test_a_report_that_cannot_be_read_is_a_problem_and_no_pass(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "def test_y(): ...")
    write("report.xml", "<testsuite><testcase classname='tests.test_x' name='test_y'/>")
    claims = checker(tmp_path, "report.xml")
    assert claims.check(Claim("tests", "tests/test_x.py", HERE)).verdict is Verdict.UNVERIFIED
    assert [each.position.path for each in claims.problems] == ["report.xml"]


def test_a_report_older_than_its_test_is_stale_but_a_failure_stays_one(tmp_path: Path, write: Write) -> None:
    write("report.xml", report(case("tests.test_x", "test_y"), case("tests.test_x", "test_z", "<failure/>")))
    write("tests/test_x.py", "def test_y(): ...\ndef test_z(): ...")
    os.utime(tmp_path / "tests/test_x.py", (1_700_000_001, 1_700_000_001))  # the very second of the report
    outcome = check(tmp_path, "tests/test_x.py::test_y")
    assert (outcome.verdict, outcome.problem) == (Verdict.STALE, Problem.STALE)
    assert outcome.message == "`report.xml` is older than `tests/test_x.py`"
    assert outcome.help == "run the tests again"
    assert check(tmp_path, "tests/test_x.py::test_z").verdict is Verdict.FAILING


def test_without_git_a_pass_is_a_pass_with_a_remark(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "def test_y(): ...")
    write("report.xml", report(case("tests.test_x", "test_y")))
    (tmp_path / ".git").rename(tmp_path / "nogit")
    outcome = check(tmp_path, "tests/test_x.py::test_y")
    assert (outcome.verdict, outcome.problem) == (Verdict.VERIFIED, Problem.UNCHECKED)
    assert outcome.message == (
        "it is unknown whether reports are older than their tests: there is no git repository"
    )


def test_a_committed_report_that_was_checked_out_is_no_pass(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "def test_y(): ...")
    write("report.xml", report(case("tests.test_x", "test_y")))
    date, who = "1700000010 +0000", ("-c", "user.name=x", "-c", "user.email=x@x")
    environment = os.environ | {"GIT_COMMITTER_DATE": date, "GIT_AUTHOR_DATE": date}
    for arguments in (["add", "-A"], [*who, "commit", "-q", "-m", "both"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, env=environment, check=True)
    assert check(tmp_path, "tests/test_x.py::test_y").verdict is Verdict.VERIFIED
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(tmp_path), str(clone)], check=True)
    outcome = check(clone, "tests/test_x.py::test_y")
    assert (outcome.verdict, outcome.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    assert outcome.message == (
        "it is unknown whether reports are older than their tests: `report.xml` was checked out anew and has no"
        " `timestamp`"
    )
    assert outcome.help == "run the tests again"
    write(
        "clone/report.xml",
        report(case("tests.test_x", "test_y")).replace("'pytest'", "'p' timestamp='2023-11-14T22:13:30Z'"),
    )
    (tmp_path / "clone/report.xml").replace(tmp_path / "report.xml")
    subprocess.run(["git", *who, "commit", "-qam", "a new report"], cwd=tmp_path, check=True)
    subprocess.run(["git", "checkout", "-q", "."], cwd=clone, check=True)
    subprocess.run(["git", "pull", "-q"], cwd=clone, check=True)
    assert (
        check(clone, "tests/test_x.py::test_y").verdict is Verdict.STALE
    )  # in the second of its test's commit


# Which file a report means.


def test_two_files_of_one_name_are_told_apart(tmp_path: Path, write: Write) -> None:
    for folder in ("services/a", "services/b"):
        write(f"{folder}/tests/test_x.py", "def test_y(): ...")
    write("services/a/report.xml", report(case("tests.test_x", "test_y")))
    a = check(tmp_path, "services/a/tests/test_x.py::test_y", "services/*/report.xml")
    b = check(tmp_path, "services/b/tests/test_x.py::test_y", "services/*/report.xml")
    assert (a.verdict, b.verdict) == (Verdict.VERIFIED, Verdict.UNVERIFIED)


def test_a_report_that_may_mean_either_of_two_files_means_none(tmp_path: Path, write: Write) -> None:
    for folder in ("services/a", "services/b"):
        write(f"{folder}/tests/test_x.py", "def test_y(): ...")
    write("report.xml", report(case("tests.test_x", "test_y")))
    assert check(tmp_path, "services/a/tests/test_x.py::test_y").verdict is Verdict.UNVERIFIED


def test_a_report_of_a_deleted_file_is_not_taken_for_a_shallower_one(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "def test_y(): ...")
    write("report.xml", report(case("services.a.tests.test_x", "test_y")))
    assert check(tmp_path, "tests/test_x.py::test_y").verdict is Verdict.UNVERIFIED


def test_a_test_is_not_taken_for_a_method_of_its_name(tmp_path: Path, write: Write) -> None:
    write("tests/test_x.py", "def test_y(): ...\nclass TestC:\n    def test_y(self): ...\n")
    write(
        "report.xml",
        report(case("tests.test_x.TestC", "test_y"), case("tests.test_x", "test_y", "<failure/>")),
    )
    assert check(tmp_path, "tests/test_x.py::TestC::test_y").verdict is Verdict.VERIFIED
    assert check(tmp_path, "tests/test_x.py::test_y").verdict is Verdict.FAILING


def test_tests_beside_the_folder_of_the_site_are_found(tmp_path: Path, write: Write) -> None:
    write("site/mkdocs.yml", "")
    write("backend/tests/test_x.py", "def test_y(): ...")
    write("backend/report.xml", report(case("tests.test_x", "test_y")))
    outcome = check(
        tmp_path / "site", "tests/test_x.py::test_y", "../backend/report.xml", roots=("../backend",)
    )
    assert outcome.verdict is Verdict.VERIFIED


# What the tools of other languages write.

JAVA = """
    package com.acme;
    import org.junit.jupiter.api.*;
    import org.junit.jupiter.params.ParameterizedTest;
    class FooTest {
        @Test void passes() {}
        @Test void fails() {}
        @ParameterizedTest void many(String x) {}
        @Nested class Inner { @Test void deep() {} }
    }
"""
GO = """
    package foo
    import "testing"
    func TestPasses(t *testing.T) {
        t.Run("one thing", func(t *testing.T) {})
        t.Run("another", func(t *testing.T) {})
    }
    func TestTable(t *testing.T) { for _, c := range cases { t.Run(c.name, func(t *testing.T) {}) } }
    func TestFails(t *testing.T) {}
"""
JS = """
    describe('Cart', () => {
      it('adds items', () => {});
      describe('when empty', () => { it('is free', () => {}); });
      it.each([[1, 2]])('adds %i and %i', () => {});
    });
    it('is free', () => {});
"""
RUBY = """
    RSpec.describe User do
      describe "#name" do
        it "is shown" do end
      end
      it "validates" do end
    end
"""
PHP = r"""<?php
    namespace Tests\Unit;
    use PHPUnit\Framework\TestCase;
    class FooTest extends TestCase {
        public function testPasses(): void {}
        public function testData($x): void {}
    }
"""
RUST = """
    pub fn parse() {}
    #[cfg(test)]
    mod tests {
        #[test]
        fn it_parses() {}
    }
"""
FAIL = "<failure message='no'/>"

FILES = {
    "app/src/test/java/com/acme/FooTest.java": JAVA,
    "go.mod": "module github.com/acme/proj\n\ngo 1.22\n",
    "pkg/foo/foo_test.go": GO,
    "web/cart.test.ts": JS,
    "spec/models/user_spec.rb": RUBY,
    "tests/Unit/FooTest.php": PHP,
    "crates/parser/Cargo.toml": '[package]\nname = "acme-parser"\nversion = "0.1.0"\n',
    "crates/parser/src/json.rs": RUST,
    "crates/parser/tests/cli.rs": "#[test]\nfn runs() {}\n",
}

JUNIT_5 = """<testsuite name="com.acme.FooTest" tests="4"><properties/>
  <testcase name="passes()" classname="com.acme.FooTest" time="0.0"/>
  <testcase name="fails()" classname="com.acme.FooTest"><failure message="no">x</failure></testcase>
  <testcase name="many(String)[1] one" classname="com.acme.FooTest"/>
  <testcase name="many(String)[2] two" classname="com.acme.FooTest"/>
  <testcase name="deep()" classname="com.acme.FooTest$Inner"/></testsuite>"""
GO_JUNIT_REPORT = """<testsuites><testsuite name="github.com/acme/proj/pkg/foo" tests="6">
  <testcase name="TestPasses" classname="CLASS"/>
  <testcase name="TestPasses/one_thing" classname="CLASS"/>
  <testcase name="TestPasses/another" classname="CLASS"/>
  <testcase name="TestTable" classname="CLASS"><failure message="Failed"/></testcase>
  <testcase name="TestTable/a/b" classname="CLASS"><failure message="Failed"/></testcase>
  <testcase name="TestFails" classname="CLASS"><failure message="Failed"/></testcase></testsuite></testsuites>"""
JEST = """<testsuites name="jest tests"><testsuite name="Cart">
  <testcase classname="Cart adds items" name="Cart adds items" file="web/cart.test.ts"/>
  <testcase classname="Cart when empty is free" name="Cart when empty is free" file="web/cart.test.ts"><failure>no</failure></testcase>
  <testcase classname="Cart adds 1 and 2" name="Cart adds 1 and 2" file="web/cart.test.ts"/>
  <testcase classname=" is free" name=" is free" file="web/cart.test.ts"/></testsuite></testsuites>"""
VITEST = """<testsuites name="vitest tests"><testsuite name="web/cart.test.ts">
  <testcase classname="web/cart.test.ts" name="Cart &gt; adds items"/>
  <testcase classname="web/cart.test.ts" name="Cart &gt; when empty &gt; is free"><failure message="no"/></testcase>
  <testcase classname="web/cart.test.ts" name="Cart &gt; adds 1 and 2"/>
  <testcase classname="web/cart.test.ts" name="is free"/></testsuite></testsuites>"""
MOCHA = """<testsuites name="Mocha Tests"><testsuite name="Cart" file="/ci/build/web/cart.test.ts">
  <testcase name="Cart adds items" classname="adds items"/>
  <testcase name="Cart when empty is free" classname="is free"><failure message="no"/></testcase>
  <testcase name="Cart adds 1 and 2" classname="adds 1 and 2"/>
  <testcase name="is free" classname="is free"/></testsuite></testsuites>"""
PLAYWRIGHT = VITEST.replace("&gt;", "›").replace("web/cart.test.ts", "cart.test.ts")
RSPEC = """<testsuite name="rspec" tests="2">
  <testcase classname="spec.models.user_spec" name="User#name is shown" file="./spec/models/user_spec.rb"/>
  <testcase classname="spec.models.user_spec" name="User validates" file="./spec/models/user_spec.rb"><failure message="no"/></testcase></testsuite>"""
PHPUNIT = r"""<testsuites><testsuite name="/app/phpunit.xml"><testsuite name="Tests\Unit\FooTest" file="/app/tests/Unit/FooTest.php">
  <testcase name="testPasses" file="/app/tests/Unit/FooTest.php" line="6" class="Tests\Unit\FooTest" classname="Tests.Unit.FooTest"/>
  <testsuite name="Tests\Unit\FooTest::testData">
    <testcase name="testData with data set #0" file="/app/tests/Unit/FooTest.php" classname="Tests.Unit.FooTest"/>
    <testcase name="testData with data set &quot;b&quot;" file="/app/tests/Unit/FooTest.php" classname="Tests.Unit.FooTest"><failure>no</failure></testcase>
  </testsuite></testsuite></testsuite></testsuites>"""
NEXTEST = """<testsuites name="nextest-run"><testsuite name="acme-parser" tests="2">
  <testcase name="json::tests::it_parses" classname="acme-parser"/>
  <testcase name="yaml::tests::it_parses" classname="acme-parser"><failure/></testcase></testsuite>
  <testsuite name="acme-parser::cli"><testcase name="runs" classname="acme-parser::cli"><failure type="x"/></testcase></testsuite></testsuites>"""

TOOLS = [
    ("JUnit 5", JUNIT_5, "app/src/test/java/com/acme/FooTest.java", "FooTest::passes", "FooTest::fails"),
    ("JUnit 5, parametrized", JUNIT_5, "app/src/test/java/com/acme/FooTest.java", "FooTest::many", "fails"),
    (
        "JUnit 5, nested",
        JUNIT_5,
        "app/src/test/java/com/acme/FooTest.java",
        "FooTest::Inner::deep",
        "FooTest",
    ),
    (
        "go-junit-report 2",
        GO_JUNIT_REPORT.replace("CLASS", "github.com/acme/proj/pkg/foo"),
        "pkg/foo/foo_test.go",
        "TestPasses",
        "TestFails",
    ),
    (
        "go-junit-report 1",
        GO_JUNIT_REPORT.replace("CLASS", "foo"),
        "pkg/foo/foo_test.go",
        "TestPasses/one thing",
        "TestTable",
    ),
    (
        "gotestsum, relative",
        GO_JUNIT_REPORT.replace("CLASS", "pkg/foo"),
        "pkg/foo/foo_test.go",
        "TestPasses/another",
        "TestTable/a/b",
    ),
    ("jest", JEST, "web/cart.test.ts", "Cart::adds items", "Cart::when empty::is free"),
    ("jest, each", JEST, "web/cart.test.ts", "Cart > adds %i and %i", "Cart > when empty > is free"),
    ("vitest", VITEST, "web/cart.test.ts", "Cart::adds items", "Cart::when empty"),
    ("vitest, at the top", VITEST, "web/cart.test.ts", "is free", "Cart > when empty > is free"),
    ("mocha", MOCHA, "web/cart.test.ts", "Cart::adds items", "Cart::when empty::is free"),
    ("Playwright", PLAYWRIGHT, "web/cart.test.ts", "Cart > adds items", "Cart::when empty::is free"),
    ("RSpec", RSPEC, "spec/models/user_spec.rb", "User::#name::is shown", "User::validates"),
    ("PHPUnit", PHPUNIT, "tests/Unit/FooTest.php", "FooTest::testPasses", "FooTest::testData"),
    ("nextest", NEXTEST, "crates/parser/src/json.rs", "tests::it_parses", ""),
    ("nextest, its own binary", NEXTEST, "crates/parser/tests/cli.rs", "", "runs"),
]


@pytest.mark.parametrize(
    ("tool", "content", "path", "passes", "fails"), TOOLS, ids=[each[0] for each in TOOLS]
)
def test_reports_of_other_tools_are_understood(
    tmp_path: Path, write: Write, tool: str, content: str, path: str, passes: str, fails: str
) -> None:
    for name, text in FILES.items():
        write(name, text)
    write("build/report.xml", content)
    if passes:
        assert check(tmp_path, f"{path}::{passes}", "build/*.xml") == Outcome(
            Verdict.VERIFIED, place=check(tmp_path, f"{path}::{passes}", "build/*.xml").place
        )
    if fails:
        assert check(tmp_path, f"{path}::{fails}", "build/*.xml").verdict is Verdict.FAILING


def test_a_language_nobody_reads_is_judged_by_its_report(tmp_path: Path, write: Write) -> None:
    write("test/cart_test.exs", 'test "adds" do\nend\n')
    write("report.xml", report(case("CartTest", "adds", more='file="test/cart_test.exs"')))
    assert check(tmp_path, "test/cart_test.exs::adds").verdict is Verdict.VERIFIED
    assert check(tmp_path, "test/cart_test.exs").verdict is Verdict.VERIFIED
    assert check(tmp_path, "test/cart_test.exs::removes").verdict is Verdict.MISSING
    write("report.xml", report(case("CartTest", "adds", more='file="test/other_test.exs"')))
    assert check(tmp_path, "test/cart_test.exs::adds").problem is Problem.UNCHECKED


# Ten thousand claims.


@pytest.mark.slow
def test_ten_thousand_claims_stay_cheap(tmp_path: Path, write: Write) -> None:
    for file in range(100):
        write(f"tests/test_{file}.py", "\n".join(f"def test_{test}(): ..." for test in range(100)))
    for files in (25, 100):
        cases = [case(f"tests.test_{file}", f"test_{test}") for file in range(files) for test in range(100)]
        write(f"report_{files}.xml", report(*cases))

    def check_all(files: int) -> None:
        claims = checker(tmp_path, f"report_{files}.xml")
        outcomes = {
            claims.check(Claim("tests", f"tests/test_{file}.py::test_{test}", HERE)).verdict
            for file in range(files)
            for test in range(100)
        }
        assert outcomes == {Verdict.VERIFIED}

    assert growth(check_all, 25) < LINEAR


def test_a_row_of_a_table_is_claimed_as_its_run_calls_it(tmp_path: Path, write: Write) -> None:
    for name, text in FILES.items():
        write(name, text)
    write("report.xml", JEST)
    assert check(tmp_path, "web/cart.test.ts::Cart > adds 1 and 2").verdict is Verdict.VERIFIED
    absent = check(tmp_path, "web/cart.test.ts::Cart > adds 1 and 3")
    assert (absent.verdict, absent.problem) == (Verdict.MISSING, Problem.FAILED)


@pytest.mark.parametrize(
    ("text", "help_"),
    [("", "name a file that has tests"), ("def test_b(): ...\n", "name one of its tests")],
)
def test_a_test_that_resembles_none_has_a_remedy(tmp_path: Path, text: str, help_: str) -> None:
    (tmp_path / "test_x.py").write_text(text)
    outcome = check(tmp_path, "test_x.py::test_quite_another_thing")
    assert (outcome.problem, outcome.help) == (Problem.TEST, help_)
