"""What could not be imported or set up: the tests of that class, file or package did not run.

The reports are as pytest 8, unittest-xml-reporting 3.2 and nose2 0.15 wrote them of the same file.
"""

import subprocess
from pathlib import Path

import pytest
from support import table

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.tests import TestClaims
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.inputs import Glob
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome

HERE = Position("docs/x.trace.yml", 3, 5)
SOURCE = "tests/test_cart.py"
TESTS = """import unittest
class B(unittest.TestCase):
    def test_one(self): pass
    def test_two(self): pass
class C(unittest.TestCase):
    def test_ok(self): pass
"""
ALL = ("B::test_one", "B", "C::test_ok", "")


def checked(
    folder: Path, reports: list[str], *claims: str, source: str = SOURCE, text: str = TESTS
) -> list[Outcome]:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / source).parent.mkdir(parents=True, exist_ok=True)
    (folder / source).write_text(text)
    (folder / source).with_name("__init__.py").touch()
    for number, report in enumerate(reports):
        (folder / f"r{number}.xml").write_text(report)
    disk = Disk(folder)
    checker = TestClaims(Scope(disk, Roots(disk, (".",)), compared={"junit": (Glob("r*.xml", HERE),)}))
    return [
        checker.check(Claim("tests", f"{source}::{claim}" if claim else source, HERE)) for claim in claims
    ]


def verdicts(folder: Path, reports: list[str], *claims: str, **more: str) -> list[str]:
    return [str(each.verdict) for each in checked(folder, reports, *claims, **more)]


def suite(*cases: str) -> str:
    return f"<testsuite>{''.join(cases)}</testsuite>"


def case(classname: str, name: str, inside: str = "", more: str = "") -> str:
    return f'<testcase classname="{classname}" name="{name}" {more}>{inside}</testcase>'


ERROR = '<error message="RuntimeError: no db">Traceback</error>'
OK = case("tests.test_cart.C", "test_ok")
PASSED = suite(case("tests.test_cart.B", "test_one"), case("tests.test_cart.B", "test_two"), OK)
LOADER = 'file="/usr/lib/python3.11/unittest/loader.py" line="33"'
OTHER = 'file="tests/test_other.py" line="17"'
"""unittest-xml-reporting gives a failed fixture the file of the test that ran before it."""

CLASS = [
    ("unittest-xml-reporting", case("", "setUpClass (tests.test_cart.B)", ERROR, LOADER)),
    ("unittest-xml-reporting, another file", case("", "setUpClass (tests.test_cart.B)", ERROR, OTHER)),
    ("nose2", case("setUpClass (tests.test_cart", "B)", ERROR)),
    ("a runner that says the holder", case("unittest.suite._ErrorHolder", "setUpClass (tests.test_cart.B)", ERROR)),
    ("pytest, a class", case("tests.test_cart", "B", '<error message="collection failure">x</error>')),
]  # fmt: skip
FILE = [
    ("pytest", case("", "tests.test_cart", '<error message="collection failure">x</error>')),
    (
        "pytest, xunit1",
        case("", "tests.test_cart", '<error message="collection failure">x</error>', f'file="{SOURCE}"'),
    ),
    ("unittest-xml-reporting", case("unittest.loader._FailedTest.tests", "test_cart", ERROR, LOADER)),
    ("unittest", case("unittest.loader._FailedTest", "tests.test_cart", ERROR)),
    ("nose2", case("nose2.loader.ModuleImportFailure.tests", "test_cart", ERROR)),
    ("a module's fixture", case("", "setUpModule (tests.test_cart)", ERROR, LOADER)),
    ("a module's fixture, nose2", case("setUpModule (tests", "test_cart)", ERROR)),
    ("the package", case("", "tests", '<error message="collection failure">x</error>')),
    ("the package, unittest", case("unittest.loader._FailedTest", "tests", ERROR)),
]


@table("written", *CLASS)
def test_a_class_that_could_not_be_set_up_fails_its_tests_and_no_others(tmp_path: Path, written: str) -> None:
    expected = ["failing", "failing", "verified", "failing"]
    assert verdicts(tmp_path, [suite(OK, written)], *ALL) == expected
    assert verdicts(tmp_path, [suite(OK), suite(written)], *ALL) == expected


@table("written", *FILE)
def test_a_file_that_could_not_be_loaded_fails_all_of_it(tmp_path: Path, written: str) -> None:
    assert set(verdicts(tmp_path, [suite(written)], *ALL)) == {"failing"}


@table("written", *CLASS, *FILE)
@pytest.mark.parametrize("is_last", [True, False])
def test_an_old_pass_does_not_vouch_for_what_could_not_be_loaded(
    tmp_path: Path, written: str, is_last: bool
) -> None:
    reports = [PASSED, suite(written)] if is_last else [suite(written), PASSED]
    assert verdicts(tmp_path, reports, "B::test_one", "B", "") == ["failing"] * 3


@table(
    "written,expected",
    (
        "unittest, a class",
        case("", "setUpClass (tests.test_cart.B)", '<skipped message="no net"/>', LOADER),
        ["skipped", "skipped", "verified", "verified"],
    ),
    (
        "unittest, a module",
        case("unittest.loader.ModuleSkipped.tests", "test_cart", '<skipped message="no net"/>', LOADER),
        ["skipped", "skipped", "verified", "verified"],
    ),
    (
        "pytest, a module",
        case("", "tests.test_cart", '<skipped message="collection skipped">no net</skipped>'),
        ["skipped", "skipped", "verified", "verified"],
    ),
)
def test_what_was_skipped_as_a_whole_is_skipped_not_absent(
    tmp_path: Path, written: str, expected: list[str]
) -> None:
    assert verdicts(tmp_path, [suite(OK), suite(written)], *ALL) == expected
    assert verdicts(tmp_path, [PASSED, suite(written)], *ALL) == ["verified"] * 4


@pytest.mark.parametrize(
    "written",
    [
        case("", "tearDownClass (tests.test_cart.B)", ERROR, LOADER),
        case("tearDownClass (tests.test_cart", "B)", ERROR),
    ],
)
def test_a_class_that_could_not_be_cleaned_up_fails_and_its_tests_stand(tmp_path: Path, written: str) -> None:
    assert verdicts(tmp_path, [PASSED, suite(written)], *ALL) == [
        "verified", "failing", "verified", "failing",
    ]  # fmt: skip


def test_the_finding_says_what_kept_the_test_from_running(tmp_path: Path) -> None:
    (written,) = (each for tool, each in CLASS if tool == "unittest-xml-reporting")
    one, class_ = checked(tmp_path, [suite(OK, written)], "B::test_one", "B")
    assert one.message == (
        "`tests/test_cart.py::B::test_one` did not run: `setUpClass (tests.test_cart.B)` ended in error"
    )
    assert one.help == "`r0.xml` says: RuntimeError: no db"
    assert class_.message == (
        "2 of 2 tests of `tests/test_cart.py::B` failed: `tests/test_cart.py::B::test_one` did not run: "
        "`setUpClass (tests.test_cart.B)` ended in error"
    )


JAVA = "package a;\nclass CartTest {\n  @Test void adds() {}\n  @Test void pays() {}\n}\n"


@pytest.mark.parametrize("name", ["", "initializationError", "classMethod", "a.CartTest"])
def test_an_old_pass_does_not_vouch_for_a_class_of_java_that_could_not_be_set_up(
    tmp_path: Path, name: str
) -> None:
    passed = suite(case("a.CartTest", "adds"), case("a.CartTest", "pays"))
    broken = suite(case("a.CartTest", name, ERROR))
    claims = ("CartTest::adds", "CartTest", "")
    found = verdicts(tmp_path, [passed, broken], *claims, source="src/a/CartTest.java", text=JAVA)
    assert found == ["failing"] * 3


@pytest.mark.parametrize("name", ["", "initializationError"])
def test_tests_that_ran_beside_it_stand(tmp_path: Path, name: str) -> None:
    report = suite(case("a.CartTest", "adds"), case("a.CartTest", "pays"), case("a.CartTest", name, ERROR))
    claims = ("CartTest::adds", "CartTest", "")
    found = verdicts(tmp_path, [report], *claims, source="src/a/CartTest.java", text=JAVA)
    assert found == ["verified", "failing", "failing"]


@pytest.mark.parametrize("name", ["[build failed]", "TestMain"])
def test_an_old_pass_does_not_vouch_for_a_package_of_go_that_is_not_built(tmp_path: Path, name: str) -> None:
    (tmp_path / "go.mod").write_text("module example.com/shop\n")
    passed = suite(case("example.com/shop/cart", "TestAdds"))
    broken = suite(case("example.com/shop/cart", name, ERROR))
    text = 'package cart\nimport "testing"\nfunc TestAdds(t *testing.T) {}\n'
    found = verdicts(tmp_path, [passed, broken], "TestAdds", "", source="cart/cart_test.go", text=text)
    assert found == ["failing", "failing"]


def test_an_old_pass_does_not_vouch_for_a_file_that_vitest_could_not_load(tmp_path: Path) -> None:
    passed = suite(case("web/cart.test.ts", "Cart &gt; adds"))
    broken = suite(case("web/cart.test.ts", "web/cart.test.ts", ERROR))
    text = "describe('Cart', () => { it('adds', () => {}); });\n"
    found = verdicts(tmp_path, [passed, broken], "Cart::adds", "", source="web/cart.test.ts", text=text)
    assert found == ["failing", "failing"]


HOOK = """describe('Cart', () => {
  beforeAll(() => { throw new Error('no db'); });
  it('adds', () => {});
});
it('ships', () => {});
"""


def test_a_suite_of_vitest_that_could_not_be_set_up_fails_its_tests(tmp_path: Path) -> None:
    passed = suite(case("web/cart.test.ts", "Cart &gt; adds"), case("web/cart.test.ts", "ships"))
    broken = suite(
        case("web/cart.test.ts", "Cart &gt; adds", "<skipped/>"),
        case("web/cart.test.ts", "Cart", '<failure message="no db" type="Error"/>'),
        case("web/cart.test.ts", "ships"),
    )
    for reports in ([broken], [passed, broken], [broken, passed]):
        (tmp_path / "r1.xml").unlink(missing_ok=True)
        found = verdicts(
            tmp_path, reports, "Cart::adds", "Cart", "ships", "", source="web/cart.test.ts", text=HOOK
        )
        assert found == ["failing", "failing", "verified", "failing"]


def test_an_old_pass_does_not_vouch_for_a_file_that_jest_could_not_run(tmp_path: Path) -> None:
    passed = suite(case("Cart adds", "Cart adds", more='file="web/cart.test.js"'))
    broken = (
        '<testsuites name="jest tests"><testsuite name="web/cart.test.js" errors="1">'
        '<testcase classname="Test suite failed to run" name="web/cart.test.js" time="0">'
        "<error>Cannot find module</error></testcase></testsuite></testsuites>"
    )
    text = "describe('Cart', () => { it('adds', () => {}); });\n"
    for reports in ([broken], [passed, broken]):
        found = verdicts(tmp_path, reports, "Cart::adds", "", source="web/cart.test.js", text=text)
        assert found == ["failing", "failing"]
