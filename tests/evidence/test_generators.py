"""Reports as each generator writes them: what became of a test is what its claim becomes.

The manual says which tools were run for that, and which were not.
"""

import subprocess
from pathlib import Path

import pytest

from mkdocs_traceability.evidence.checker import Glob, Scope
from mkdocs_traceability.evidence.disk import Disk
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.tests import TestClaims
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.verdicts import Outcome

HERE = Position("docs/x.trace.yml", 3, 5)


def outcomes(folder: Path, source: str, text: str, report: str, *claims: str) -> list[Outcome]:
    """Return what becomes of claims of one file, in a repository without a commit."""
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / source).parent.mkdir(parents=True, exist_ok=True)
    (folder / source).write_text(text)
    (folder / "report.xml").write_text(report)
    disk = Disk(folder)
    checker = TestClaims(Scope(disk, Roots(disk, (".",)), junit=(Glob("report.xml", HERE),)))
    return [
        checker.check(Claim("tests", f"{source}::{claim}" if claim else source, HERE)) for claim in claims
    ]


def verdicts(folder: Path, source: str, text: str, report: str, *claims: str) -> dict[str, str]:
    """Return the verdicts of claims, by what stands behind the file."""
    found = outcomes(folder, source, text, report, *claims)
    return {claim: str(each.verdict) for claim, each in zip(claims, found, strict=True)}


JUPITER = """package example;
class ShopTest {
  @Test void plain() {}
  @Test void gone() {}
  @Test @Disabled void off() {}
  @DisplayName("adds two numbers") @Test void add() {}
  @DisplayName("rejects (none)") @Test void reject() {}
  @ParameterizedTest @ValueSource(strings = {"a"}) void params(String value) {}
  @ParameterizedTest(name = "{0} is text") @ValueSource(strings = {"a"}) void named(String value) {}
  @RepeatedTest(2) void rep() {}
  @Nested class Inner { @Test void deep() {} }
}
"""


def gradle(*cases: str) -> str:
    return f'<testsuite name="example.ShopTest">{"".join(cases)}</testsuite>'


def of_gradle(name: str, inside: str = "", class_: str = "example.ShopTest") -> str:
    return f'<testcase name="{name}" classname="{class_}">{inside}</testcase>'


FAILURE = '<failure message="boom"/>'
JAVA = "src/test/java/example/ShopTest.java"


def test_gradle_shows_display_names_and_the_names_of_runs(tmp_path: Path) -> None:
    report = gradle(
        of_gradle("plain()"),
        of_gradle("off()", "<skipped/>"),
        of_gradle("adds two numbers"),
        of_gradle("rejects (none)", FAILURE),
        of_gradle("[1] value = &quot;a&quot;"),
        of_gradle("a is text"),
        of_gradle("repetition 1 of 2"),
        of_gradle("repetition 2 of 2", FAILURE),
        of_gradle("deep()", class_="example.ShopTest$Inner"),
    )
    names = ("plain", "off", "add", "reject", "params", "named", "rep", "Inner::deep", "gone")
    assert verdicts(tmp_path, JAVA, JUPITER, report, *(f"ShopTest::{each}" for each in names)) == {
        "ShopTest::plain": "verified",
        "ShopTest::off": "skipped",
        "ShopTest::add": "verified",
        "ShopTest::reject": "failing",
        "ShopTest::params": "verified",
        "ShopTest::named": "verified",
        "ShopTest::rep": "failing",
        "ShopTest::Inner::deep": "verified",
        "ShopTest::gone": "missing",
    }


TWO_ALIKE = """package example;
class ShopTest {
  @Test void plain() {}
  @ParameterizedTest @ValueSource(strings = {"a"}) void params(String value) {}
  @ParameterizedTest @ValueSource(strings = {"a"}) void other(String value) {}
}
"""


@pytest.mark.parametrize(("inside", "verdict"), [("", "unverified"), (FAILURE, "failing")])
def test_a_run_that_may_be_of_two_tests_is_no_proof_of_either_and_may_fail_both(
    tmp_path: Path, inside: str, verdict: str
) -> None:
    report = gradle(of_gradle("plain()"), of_gradle("[1] a"), of_gradle("[1] a", inside))
    claims = ("ShopTest::plain", "ShopTest::params", "ShopTest::other", "ShopTest", "")
    assert verdicts(tmp_path, JAVA, TWO_ALIKE, report, *claims) == {
        "ShopTest::plain": "verified",
        "ShopTest::params": verdict,
        "ShopTest::other": verdict,
        "ShopTest": verdict,
        "": verdict,
    }


def test_what_cannot_be_placed_is_named_where_absent_cannot_be_said(tmp_path: Path) -> None:
    report = gradle(of_gradle("plain()"), of_gradle("[1] a"))
    (outcome,) = outcomes(tmp_path, JAVA, TWO_ALIKE, report, "ShopTest::params")
    assert outcome.message == (
        f"whether `{JAVA}::ShopTest::params` ran is not known: `report.xml` has `[1] a`, "
        "which fits no single test"
    )


@pytest.mark.parametrize("name", ["", "initializationError"])
def test_a_class_that_could_not_be_set_up_fails_all_of_it(tmp_path: Path, name: str) -> None:
    report = gradle(of_gradle(name, '<error message="no db"/>'))
    assert set(verdicts(tmp_path, JAVA, TWO_ALIKE, report, "ShopTest::plain", "ShopTest", "").values()) == {
        "failing"
    }


GTEST = """#include <gtest/gtest.h>
TEST(Cart, Adds) {}
TEST(Cart, Fails) {}
TEST(Cart, Gone) {}
TEST(Cart, DISABLED_Off) {}
TEST(Cart, Skips) {}
TEST_P(CartP, Par) {}
TYPED_TEST(CartT, Ty) {}
TYPED_TEST_P(CartTP, Tp) {}
"""


def of_gtest(suite: str, name: str, inside: str = "", more: str = 'status="run" result="completed"') -> str:
    return (
        f'<testcase name="{name}" file="cart_test.cc" line="2" {more} classname="{suite}">{inside}</testcase>'
    )


def test_googletest_puts_instances_and_types_into_names(tmp_path: Path) -> None:
    cases = (
        of_gtest("Cart", "Adds"),
        of_gtest("Cart", "Fails", FAILURE),
        of_gtest("Cart", "DISABLED_Off", more='status="notrun" result="suppressed"'),
        of_gtest("Cart", "Skips", more='status="run" result="skipped"'),
        of_gtest("Inst/CartP", "Par/0"),
        of_gtest("CartP", "Par/Five"),
        of_gtest("CartT/0", "Ty"),
        of_gtest("CartT/1", "Ty", FAILURE),
        of_gtest("My/CartTP/0", "Tp"),
    )
    report = f'<testsuites name="AllTests"><testsuite name="all">{"".join(cases)}</testsuite></testsuites>'
    expected = {
        "Cart::Adds": "verified",
        "Cart.Adds": "verified",
        "Cart::Fails": "failing",
        "Cart::DISABLED_Off": "skipped",
        "Cart::Skips": "skipped",
        "CartP::Par": "verified",
        "Inst/CartP.Par/0": "verified",
        "CartT::Ty": "failing",
        "CartT/0.Ty": "verified",
        "CartT/1.Ty": "failing",
        "My/CartTP/0.Tp": "verified",
        "CartTP": "verified",
        "Cart::Gone": "missing",
    }
    assert verdicts(tmp_path, "test/cart_test.cc", GTEST, report, *expected) == expected


CSHARP = """namespace Acme.Tests;
public class CartTests {
    [Fact] public void Runs() {}
    [Fact(DisplayName = "adds two numbers")] public void Adds() {}
    [Theory(DisplayName = "is free"), InlineData(1)] public void Free(int n) {}
    [TestCase(1, TestName = "one is enough")] public void Cases(int n) {}
    [TestMethod("is shown")] public void Shown() {}
    [Fact] public void Gone() {}
}
"""


def test_loggers_of_dotnet_show_display_names_and_classes(tmp_path: Path) -> None:
    class_ = "Acme.Tests.CartTests"
    report = gradle(
        of_gradle(f"{class_}.Runs", class_=class_),
        of_gradle("adds two numbers", "<skipped/>", class_),
        of_gradle("is free(n: 1)", class_=class_),
        of_gradle("one is enough", FAILURE, class_),
        of_gradle("is shown", class_=class_),
    )
    expected = {
        "CartTests::Runs": "verified",
        "CartTests::Adds": "skipped",
        "CartTests::Free": "verified",
        "CartTests::Cases": "failing",
        "CartTests::Shown": "verified",
        "CartTests::Gone": "missing",
    }
    assert verdicts(tmp_path, "tests/CartTests.cs", CSHARP, report, *expected) == expected


def test_a_todo_of_jest_that_its_reporter_writes_like_a_pass_is_none(tmp_path: Path) -> None:
    report = """<testsuites name="jest tests"><testsuite name="Cart">
      <testcase classname="Cart adds" name="Cart adds" file="cart.test.js"></testcase>
      <testcase classname="Cart pays" name="Cart pays" file="cart.test.js"></testcase></testsuite></testsuites>"""
    text = "describe('Cart', () => { it('adds', () => {}); it.todo('pays'); });"
    expected = {"Cart::adds": "verified", "Cart::pays": "skipped"}
    assert verdicts(tmp_path, "cart.test.js", text, report, *expected) == expected


RETRIES = [
    ("Surefire, nextest, Playwright", '<flakyFailure message="once"/>', "verified", True),
    ("Surefire, an error", '<flakyError message="once"/>', "verified", True),
    ("pytest-rerunfailures", '<rerun message="once"/>', "verified", True),
    ("failed each time", '<failure message="no"/><rerunFailure message="no"/>', "failing", False),
    ("nextest, where flaky is a failure", '<failure message="no"/><flakyFailure/>', "failing", False),
    ("at once", "", "verified", False),
]


@pytest.mark.parametrize(("tool", "inside", "verdict", "retried"), RETRIES, ids=[each[0] for each in RETRIES])
def test_a_rerun_is_told_from_two_results(
    tmp_path: Path, tool: str, inside: str, verdict: str, retried: bool
) -> None:
    report = gradle(of_gradle("test_a", inside, "test_x"))
    (outcome,) = outcomes(tmp_path, "test_x.py", "def test_a(): ...", report, "test_a")
    assert (str(outcome.verdict), outcome.retried) == (verdict, retried)


def test_two_cases_of_one_name_without_a_sign_of_a_rerun_have_failed(tmp_path: Path) -> None:
    """As gotestsum and Gradle's retry plugin write reruns unless told to merge them."""
    report = gradle(of_gradle("TestA", FAILURE, "acme"), of_gradle("TestA", class_="acme"))
    (tmp_path / "go.mod").write_text("module acme\n")
    text = 'package a\nimport "testing"\nfunc TestA(t *testing.T) {}\n'
    assert verdicts(tmp_path, "a_test.go", text, report, "TestA") == {"TestA": "failing"}


def test_a_file_whose_tests_cannot_be_seen_is_judged_by_its_report(tmp_path: Path) -> None:
    text = 'package example\nclass ShopSpec : StringSpec({ "adds" { } })\n'
    report = gradle(
        of_gradle("adds", class_="example.ShopSpec"), of_gradle("pays", FAILURE, "example.ShopSpec")
    )
    expected = {"ShopSpec::adds": "verified", "ShopSpec::pays": "failing", "": "failing"}
    assert verdicts(tmp_path, "src/test/kotlin/example/ShopSpec.kt", text, report, *expected) == expected
