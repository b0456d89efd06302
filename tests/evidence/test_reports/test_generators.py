"""Reports as each generator writes them: what became of a test is what its claim becomes.

The manual says which tools were run for that, and which were not.
"""

import subprocess
from pathlib import Path

import pytest

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.tests import TestClaims
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.inputs import Glob
from mkdocs_traceability.model.item import Claim
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Outcome

HERE = Position("docs/x.trace.yml", 3, 5)


def outcomes(folder: Path, source: str, text: str, report: str, *claims: str) -> list[Outcome]:
    """Return what becomes of claims of one file, in a repository without a commit."""
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / source).parent.mkdir(parents=True, exist_ok=True)
    (folder / source).write_text(text)
    (folder / "report.xml").write_text(report)
    disk = Disk(folder)
    checker = TestClaims(Scope(disk, Roots(disk, (".",)), compared={"junit": (Glob("report.xml", HERE),)}))
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
        f"it is unknown whether `{JAVA}::ShopTest::params` ran: `report.xml` has `[1] a`, "
        "which matches no single test"
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


PARAMS = """import unittest
from nose2.tools import params
class CartTest(unittest.TestCase):
    @params(1, 2, ("a", 3))
    def test_params(self, *n): ...
    @params(1)
    def test_passes(self, n): ...
@params(1, 2)
def test_function(n): ...
def test_generator():
    yield check, 1
"""


def test_nose2_numbers_the_runs_of_a_test(tmp_path: Path) -> None:
    def case(name: str, inside: str = "", of: str = "tests.test_cart") -> str:
        return (
            f'<testcase timestamp="2026-11-29T20:39:13" time="0.000126" classname="{of}" name="{name}">'
            f"{inside}<system-out /></testcase>"
        )

    class_ = "tests.test_cart.CartTest"
    failed = '<failure message="test failure">AssertionError: no</failure>'
    cases = [
        case("test_function:1"), case("test_function:2", failed), case("test_generator:1"),
        case("test_params:1", "", class_), case("test_params:2", failed, class_),
        case("test_params:3", "", class_), case("test_passes:1", "", class_),
    ]  # fmt: skip
    report = f'<testsuite name="nose2-junit" failures="2" tests="6">{"".join(cases)}</testsuite>'
    assert verdicts(
        tmp_path,
        "tests/test_cart.py",
        PARAMS,
        report,
        *("CartTest::test_params", "CartTest::test_params[1]", "CartTest::test_params[2]"),
        *("CartTest::test_passes", "test_function", "test_function[1]", "test_generator", ""),
    ) == {
        "CartTest::test_params": "failing",
        "CartTest::test_params[1]": "verified",
        "CartTest::test_params[2]": "failing",
        "CartTest::test_passes": "verified",
        "test_function": "failing",
        "test_function[1]": "verified",
        "test_generator": "verified",
        "": "failing",
    }


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


EXPECTED = """test.fails('as expected', () => {});
describe('Cart', () => {
  it.failing('pays', () => {});
  it.failing.each([1])('each %i', () => {});
  test.fail('ships', () => {});
  it('adds', () => {});
});
"""


def test_a_test_that_passes_by_failing_proves_nothing(tmp_path: Path) -> None:
    """Jest and Vitest write it like any other that passed."""
    names = ("as expected", "Cart &gt; pays", "Cart &gt; each 1", "Cart &gt; ships", "Cart &gt; adds")
    cases = "".join(f'<testcase classname="web/cart.test.ts" name="{name}"/>' for name in names)
    expected = {"Cart::adds": "verified"}
    expected |= dict.fromkeys(("as expected", "Cart::pays", "Cart::each %i", "Cart::ships"), "skipped")
    report = f"<testsuite>{cases}</testsuite>"
    assert verdicts(tmp_path, "web/cart.test.ts", EXPECTED, report, *expected) == expected
    (outcome,) = outcomes(tmp_path, "web/cart.test.ts", EXPECTED, report, "Cart::pays")
    assert outcome.message == "`web/cart.test.ts::Cart::pays` is expected to fail"


def test_playwright_says_of_a_test_that_it_passes_by_failing(tmp_path: Path) -> None:
    """From its source: an annotation is a property, and nothing else tells such a test from one that passed."""
    text = "test('adds', async () => { test.fail(); });\ntest('pays', async () => {});\n"
    report = """<testsuites><testsuite name="cart.spec.ts">
<testcase name="adds" classname="cart.spec.ts" time="0.1">
<properties>
<property name="fail" value="">
</property>
</properties>
</testcase>
<testcase name="pays" classname="cart.spec.ts" time="0.1">
<properties><property name="issue" value="fail"></property></properties>
</testcase>
</testsuite></testsuites>"""
    assert verdicts(tmp_path, "cart.spec.ts", text, report, "adds", "pays") == {
        "adds": "skipped",
        "pays": "verified",
    }


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
    (outcome,) = outcomes(tmp_path, "a_test.go", text, report, "TestA")
    assert (str(outcome.verdict), outcome.help) == (
        "failing",
        "`report.xml` says: boom; it also has the test as passed: if that was a rerun, let the runner mark reruns",
    )


def test_a_file_whose_tests_cannot_be_seen_is_judged_by_its_report(tmp_path: Path) -> None:
    text = 'package example\nclass ShopSpec : StringSpec({ "adds" { } })\n'
    report = gradle(
        of_gradle("adds", class_="example.ShopSpec"), of_gradle("pays", FAILURE, "example.ShopSpec")
    )
    expected = {"ShopSpec::adds": "verified", "ShopSpec::pays": "failing", "": "failing"}
    assert verdicts(tmp_path, "src/test/kotlin/example/ShopSpec.kt", text, report, *expected) == expected


# A report of each other generator, in the shape it writes it: passed, failed, skipped and absent, where it can say so.

UNITTEST = """import unittest
class CartTest(unittest.TestCase):
    def test_adds(self): ...
    def test_fails(self): self.fail("no")
    def test_errs(self): raise RuntimeError("boom")
    @unittest.skip("no queue")
    def test_skips(self): ...
    @unittest.expectedFailure
    def test_expected(self): self.fail("bug 12")
    def test_subs(self):
        for number in (1, 2):
            with self.subTest(number=number): self.assertEqual(number, 1)
    def test_gone(self): ...
"""
XMLRUNNER = """<?xml version="1.0" ?>
<testsuite name="tests.test_cart.CartTest-20240501101500" tests="6" file="tests/test_cart.py" time="0.002" timestamp="2024-05-01T10:15:00" failures="2" errors="1" skipped="2">
  <testcase classname="tests.test_cart.CartTest" name="test_adds" time="0.000" timestamp="2024-05-01T10:15:00" file="tests/test_cart.py" line="3"/>
  <testcase classname="tests.test_cart.CartTest" name="test_errs" time="0.000" timestamp="2024-05-01T10:15:00" file="tests/test_cart.py" line="5">
    <error type="RuntimeError" message="boom"><![CDATA[Traceback (most recent call last):
RuntimeError: boom
]]></error>
  </testcase>
  <testcase classname="tests.test_cart.CartTest" name="test_fails" time="0.000" timestamp="2024-05-01T10:15:00" file="tests/test_cart.py" line="4">
    <failure type="AssertionError" message="no"><![CDATA[Traceback (most recent call last):
AssertionError: no
]]></failure>
  </testcase>
  <testcase classname="tests.test_cart.CartTest" name="test_subs (number=2)" time="0.000" timestamp="2024-05-01T10:15:00" file="tests/test_cart.py" line="10">
    <failure type="AssertionError" message="2 != 1"><![CDATA[AssertionError: 2 != 1]]></failure>
  </testcase>
  <testcase classname="tests.test_cart.CartTest" name="test_expected" time="0.000" timestamp="2024-05-01T10:15:00" file="tests/test_cart.py" line="8">
    <skipped type="XFAIL" message="expected failure: (&lt;class 'AssertionError'&gt;, AssertionError('bug 12'), None)"/>
  </testcase>
  <testcase classname="tests.test_cart.CartTest" name="test_skips" time="0.000" timestamp="2024-05-01T10:15:00" file="tests/test_cart.py" line="6">
    <skipped type="skip" message="no queue"/>
  </testcase>
  <system-out><![CDATA[]]></system-out>
</testsuite>"""
OF_UNITTEST = {
    "CartTest::test_adds": "verified",
    "CartTest::test_fails": "failing",
    "CartTest::test_errs": "failing",
    "CartTest::test_skips": "skipped",
    "CartTest::test_expected": "skipped",
    "CartTest::test_subs": "failing",
    "CartTest::test_gone": "missing",
    "CartTest": "failing",
}

NOSE2 = """<testsuite name="nose2-junit" errors="1" failures="2" skipped="2" tests="6" time="0.002">
  <testcase timestamp="2024-05-01T10:15:00.123456" time="0.000064" classname="tests.test_cart.CartTest" name="test_adds">
    <system-out />
  </testcase>
  <testcase timestamp="2024-05-01T10:15:00.123456" time="0.000211" classname="tests.test_cart.CartTest" name="test_errs">
    <error message="test failure">Traceback (most recent call last):
RuntimeError: boom
</error>
    <system-out />
  </testcase>
  <testcase timestamp="2024-05-01T10:15:00.123456" time="0.000211" classname="tests.test_cart.CartTest" name="test_expected">
    <skipped message="expected test failure">Traceback (most recent call last):
AssertionError: bug 12
</skipped>
    <system-out />
  </testcase>
  <testcase timestamp="2024-05-01T10:15:00.123456" time="0.000211" classname="tests.test_cart.CartTest" name="test_fails">
    <failure message="test failure">Traceback (most recent call last):
AssertionError: no
</failure>
    <system-out />
  </testcase>
  <testcase timestamp="2024-05-01T10:15:00.123456" time="0.000064" classname="tests.test_cart.CartTest" name="test_skips">
    <skipped message="test skipped: no queue">no queue</skipped>
    <system-out />
  </testcase>
  <testcase timestamp="2024-05-01T10:15:00.123456" time="0.000211" classname="tests.test_cart.CartTest" name="test_subs (number=2)">
    <failure message="test failure">Traceback (most recent call last):
AssertionError: 2 != 1
</failure>
    <system-out />
  </testcase>
</testsuite>"""

SUREFIRE_TESTS = """package com.acme;
class CartTest {
  @Test void adds() {}
  @Test void fails() {}
  @Test void errs() {}
  @Test @Disabled("no queue") void off() {}
  @ParameterizedTest @ValueSource(strings = {"a", "b"}) void params(String value) {}
  @Nested class Inner { @Test void deep() {} }
  @Test void gone() {}
}
"""
SUREFIRE = """<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd" version="3.0.2" name="com.acme.CartTest" time="0.07" tests="7" errors="1" skipped="1" failures="1">
  <properties><property name="java.version" value="21"/></properties>
  <testcase name="adds" classname="com.acme.CartTest" time="0.02"/>
  <testcase name="fails" classname="com.acme.CartTest" time="0.003">
    <failure message="expected: &lt;1&gt; but was: &lt;2&gt;" type="org.opentest4j.AssertionFailedError"><![CDATA[org.opentest4j.AssertionFailedError: expected: <1> but was: <2>
]]></failure>
  </testcase>
  <testcase name="errs" classname="com.acme.CartTest" time="0.001">
    <error message="boom" type="java.lang.IllegalStateException"><![CDATA[java.lang.IllegalStateException: boom
]]></error>
  </testcase>
  <testcase name="off" classname="com.acme.CartTest" time="0.0"><skipped message="no queue"/></testcase>
  <testcase name="params(String)[1]" classname="com.acme.CartTest" time="0.01"/>
  <testcase name="params(String)[2]" classname="com.acme.CartTest" time="0.01"/>
  <testcase name="deep" classname="com.acme.CartTest$Inner" time="0.01"/>
</testsuite>"""

KOTEST_TESTS = """package com.acme
class CartSpec : FunSpec({
    test("adds") { }
    test("pays") { fail("no") }
    xtest("ships") { }
    context("when empty") { test("is free") { } }
})
"""
KOTEST = """<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="com.acme.CartSpec" tests="4" errors="0" failures="1" skipped="1" timestamp="2024-05-01T10:15:00.123Z" hostname="ci" time="0.061">
  <testcase name="adds" classname="com.acme.CartSpec" time="0.012" />
  <testcase name="pays" classname="com.acme.CartSpec" time="0.003">
    <failure type="java.lang.AssertionError" message="no">java.lang.AssertionError: no</failure>
  </testcase>
  <testcase name="ships" classname="com.acme.CartSpec" time="0.0"><skipped /></testcase>
  <testcase name="is free" classname="com.acme.CartSpec" time="0.001" />
</testsuite>"""

KOTEST_TITLES = """package com.acme
class CartSpec : BehaviorSpec({
    given("a cart") {
        `when`("empty") { then("is free") { }; then("ships") { } }
        and("full") { then("ships") { } }
    }
    RUN
})
"""
KOTEST_SPEC = "src/test/kotlin/com/acme/CartSpec.kt"


@pytest.mark.parametrize(
    "name",
    [
        "is free",
        "Then: is free",
        "a cart -- empty -- is free",
        "Given: a cart -- When: empty -- Then: is free",
    ],
)
def test_titles_of_kotest_are_placed_as_reports_show_them(tmp_path: Path, name: str) -> None:
    other = '<testcase name="ships" classname="com.acme.CartSpec"/>'
    report = f'<testsuite><testcase name="{name}" classname="com.acme.CartSpec">{FAILURE}</testcase>{other}</testsuite>'
    text = KOTEST_TITLES.replace("RUN", "")
    full = "CartSpec::a cart > empty"
    assert verdicts(
        tmp_path, KOTEST_SPEC, text, report, f"{full} > is free", "CartSpec::is free", "CartSpec",
        f"{full} > ships", "CartSpec::gone",
    ) == {
        f"{full} > is free": "failing", "CartSpec::is free": "failing", "CartSpec": "failing",
        f"{full} > ships": "unverified", "CartSpec::gone": "missing",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("run", "verdict"), [("", "missing"), ('(1..3).forEach { then("runs $it") { } }', "unverified")]
)
def test_a_title_that_only_a_run_knows_is_not_missing_without_one(
    tmp_path: Path, run: str, verdict: str
) -> None:
    report = '<testsuite><testcase name="x" classname="com.acme.Other"/></testsuite>'
    text = KOTEST_TITLES.replace("RUN", run)
    names = ("CartSpec::a cart::empty::is free", "CartSpec::runs 1", "CartSpec::runs")
    assert verdicts(tmp_path, KOTEST_SPEC, text, report, *names) == {
        names[0]: "unverified", names[1]: verdict, names[2]: verdict,
    }  # fmt: skip
    report = '<testsuite><testcase name="runs 1" classname="com.acme.CartSpec"/></testsuite>'
    if run:
        assert verdicts(tmp_path, KOTEST_SPEC, text, report, "CartSpec::runs 1") == {
            "CartSpec::runs 1": "verified"
        }


GO_TESTS = """package cart

import "testing"

func TestAdds(t *testing.T)  { t.Run("one item", func(t *testing.T) {}) }
func TestFails(t *testing.T) { t.Fatal("no") }
func TestSkips(t *testing.T) { t.Skip("no queue") }
func TestGone(t *testing.T)  {}
"""
GO_JUNIT_REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="1" skipped="1">
	<testsuite name="github.com/acme/shop/cart" tests="4" failures="1" errors="0" id="0" hostname="ci" skipped="1" time="0.003" timestamp="2024-05-01T10:15:00Z">
		<testcase name="TestAdds" classname="github.com/acme/shop/cart" time="0.000"></testcase>
		<testcase name="TestAdds/one_item" classname="github.com/acme/shop/cart" time="0.000"></testcase>
		<testcase name="TestFails" classname="github.com/acme/shop/cart" time="0.000">
			<failure message="Failed"><![CDATA[    cart_test.go:6: no]]></failure>
		</testcase>
		<testcase name="TestSkips" classname="github.com/acme/shop/cart" time="0.000">
			<skipped message="cart_test.go:7: no queue"></skipped>
		</testcase>
	</testsuite>
</testsuites>"""
GOTESTSUM = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="4" failures="1" errors="0" time="0.412000">
	<testsuite tests="4" failures="1" time="0.003000" name="github.com/acme/shop/cart" timestamp="2024-05-01T10:15:00Z">
		<properties><property name="go.version" value="go1.22.2 linux/amd64"></property></properties>
		<testcase classname="github.com/acme/shop/cart" name="TestAdds/one_item" time="0.000000"></testcase>
		<testcase classname="github.com/acme/shop/cart" name="TestAdds" time="0.000000"></testcase>
		<testcase classname="github.com/acme/shop/cart" name="TestFails" time="0.000000">
			<failure message="Failed" type="">=== RUN   TestFails&#xA;    cart_test.go:6: no&#xA;--- FAIL: TestFails (0.00s)&#xA;</failure>
		</testcase>
		<testcase classname="github.com/acme/shop/cart" name="TestSkips" time="0.000000">
			<skipped message="=== RUN   TestSkips&#xA;    cart_test.go:7: no queue&#xA;--- SKIP: TestSkips (0.00s)&#xA;"></skipped>
		</testcase>
	</testsuite>
</testsuites>"""
OF_GO = {
    "TestAdds": "verified",
    "TestAdds/one item": "verified",
    "TestAdds/one_item": "verified",
    "TestFails": "failing",
    "TestSkips": "skipped",
    "TestGone": "missing",
}
GO_BUILD = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="1" errors="1">
	<testsuite name="github.com/acme/shop/cart" tests="1" failures="0" errors="1" id="0" hostname="ci" time="0.000">
		<testcase name="[build failed]" classname="github.com/acme/shop/cart" time="0.000">
			<error message="Build error"><![CDATA[cart/cart_test.go:6:5: undefined: x]]></error>
		</testcase>
	</testsuite>
</testsuites>"""
GOTESTSUM_MAIN = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="0" failures="1" errors="0" time="0.100000">
	<testsuite tests="0" failures="1" time="0.001000" name="github.com/acme/shop/cart" timestamp="2024-05-01T10:15:00Z">
		<properties><property name="go.version" value="go1.22.2 linux/amd64"></property></properties>
		<testcase classname="github.com/acme/shop/cart" name="TestMain" time="0.000000">
			<failure message="Failed" type="">FAIL&#x9;github.com/acme/shop/cart [setup failed]&#xA;</failure>
		</testcase>
	</testsuite>
</testsuites>"""
GO_MOD = {"go.mod": "module github.com/acme/shop\n\ngo 1.22\n"}

RUST_TESTS = """pub fn parse() {}
#[cfg(test)]
mod tests {
    #[test]
    fn adds() {}
    #[test]
    fn fails() { panic!("no") }
    #[test]
    #[ignore]
    fn off() {}
}
"""
NEXTEST = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="3" failures="1" errors="0" uuid="8f1c7d5e-0d3b-4b60-9a5f-0b6d3c6f3a11" timestamp="2024-05-01T10:15:00.123+00:00" time="0.015">
    <testsuite name="shop" tests="3" disabled="0" errors="0" failures="1">
        <testcase name="cart::tests::adds" classname="shop" timestamp="2024-05-01T10:15:00.124+00:00" time="0.004">
        </testcase>
        <testcase name="cart::tests::fails" classname="shop" timestamp="2024-05-01T10:15:00.124+00:00" time="0.004">
            <failure message="thread &apos;cart::tests::fails&apos; panicked at src/cart.rs:7:18" type="test failure with exit code 101">no</failure>
            <system-out>running 1 test</system-out>
        </testcase>
        <testcase name="tests::off" classname="shop" timestamp="2024-05-01T10:15:00.124+00:00" time="0.004">
        </testcase>
    </testsuite>
</testsuites>"""

CPP_TESTS = """#include "catch.hpp"
TEST_CASE("adds") { SUBCASE("one item") {} }
TEST_CASE("fails") {}
TEST_CASE("skips") {}
TEST_CASE("gone") {}
"""
CATCH2 = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="cart_tests" errors="0" failures="1" skipped="1" tests="4" hostname="tbd" time="0.001" timestamp="2024-05-01T10:15:00Z">
    <properties>
      <property name="random-seed" value="1714558500"/>
    </properties>
    <testcase classname="cart_tests.global" name="adds/one item" time="0.000" status="run"/>
    <testcase classname="cart_tests.global" name="fails" time="0.000" status="run">
      <failure message="1 == 2" type="REQUIRE">
FAILED:
  REQUIRE( 1 == 2 )
at /src/test/cart_test.cpp:3
      </failure>
    </testcase>
    <testcase classname="cart_tests.global" name="skips" time="0.000" status="run">
      <skipped type="SKIP">
SKIPPED
at /src/test/cart_test.cpp:4
      </skipped>
    </testcase>
    <system-out/>
    <system-err/>
  </testsuite>
</testsuites>"""
DOCTEST = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="cart_tests" errors="0" failures="1" tests="3" time="0.000312" timestamp="2024-05-01T10:15:00Z" doctest_version="2.4.11">
    <testcase classname="/src/test/cart_test.cpp" name="adds" time="0.000041" status="run"/>
    <testcase classname="/src/test/cart_test.cpp" name="adds/one item" time="0.000041" status="run"/>
    <testcase classname="/src/test/cart_test.cpp" name="fails" time="0.000102" status="run">
      <failure message="1 == 2" type="CHECK">
/src/test/cart_test.cpp:3:
TEST CASE:  fails

/src/test/cart_test.cpp:3: ERROR: CHECK( 1 == 2 ) is NOT correct!
  values: CHECK( 1 == 2 )

      </failure>
    </testcase>
  </testsuite>
</testsuites>"""

JS_TESTS = """describe('Cart', () => {
  it('adds', () => {});
  it('fails', () => {});
  it.skip('ships', () => {});
  describe('when empty', () => { it('is free', () => {}); });
  it('gone', () => {});
});
"""
OF_JS = {
    "Cart::adds": "verified",
    "Cart > fails": "failing",
    "Cart::ships": "skipped",
    "Cart::when empty::is free": "verified",
    "Cart::when empty": "verified",
    "Cart::gone": "missing",
    "Cart": "failing",
}
JEST_JUNIT = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="jest tests" tests="4" failures="1" errors="0" time="0.531">
  <testsuite name="Cart" errors="0" failures="1" skipped="1" timestamp="2024-05-01T10:15:00" time="0.31" tests="4">
    <testcase classname="Cart adds" name="Cart adds" time="0.002" FILE>
    </testcase>
    <testcase classname="Cart fails" name="Cart fails" time="0.004" FILE>
      <failure>Error: expect(received).toBe(expected) // Object.is equality
    at Object.toBe (web/cart.test.ts:3:30)</failure>
    </testcase>
    <testcase classname="Cart ships" name="Cart ships" time="0" FILE>
      <skipped/>
    </testcase>
    <testcase classname="Cart when empty is free" name="Cart when empty is free" time="0" FILE>
    </testcase>
  </testsuite>
</testsuites>"""
JEST_JUNIT_TITLES = """<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="jest tests" tests="4" failures="1" errors="0" time="0.531">
  <testsuite name="Cart" errors="0" failures="1" skipped="1" timestamp="2024-05-01T10:15:00" time="0.31" tests="4">
    <testcase classname="Cart" name="adds" time="0.002" file="web/cart.test.ts">
    </testcase>
    <testcase classname="Cart" name="fails" time="0.004" file="web/cart.test.ts">
      <failure>Error: expect(received).toBe(expected) // Object.is equality</failure>
    </testcase>
    <testcase classname="Cart" name="ships" time="0" file="web/cart.test.ts">
      <skipped/>
    </testcase>
    <testcase classname="Cart when empty" name="is free" time="0" file="web/cart.test.ts">
    </testcase>
  </testsuite>
</testsuites>"""
VITEST = """<?xml version="1.0" encoding="UTF-8" ?>
<testsuites name="vitest tests" tests="4" failures="1" errors="0" time="0.402">
    <testsuite name="web/cart.test.ts" timestamp="2024-05-01T10:15:00.123Z" hostname="ci" tests="4" failures="1" errors="0" skipped="1" time="0.006">
        <testcase classname="web/cart.test.ts" name="Cart &gt; adds" time="0.001">
        </testcase>
        <testcase classname="web/cart.test.ts" name="Cart &gt; fails" time="0.003">
            <failure message="expected 1 to be 2 // Object.is equality" type="AssertionError">
AssertionError: expected 1 to be 2 // Object.is equality
 ❯ web/cart.test.ts:3:30
            </failure>
        </testcase>
        <testcase classname="web/cart.test.ts" name="Cart &gt; ships" time="0">
            <skipped/>
        </testcase>
        <testcase classname="web/cart.test.ts" name="Cart &gt; when empty &gt; is free" time="0">
        </testcase>
    </testsuite>
</testsuites>"""
PLAYWRIGHT_TESTS = """import { test, expect } from '@playwright/test';
test.describe('Cart', () => {
  test('adds', async ({ page }) => {});
  test('fails', async ({ page }) => {});
  test.skip('ships', async ({ page }) => {});
  test('in one browser', async ({ page }) => {});
  test('gone', async ({ page }) => {});
});
"""
PLAYWRIGHT = """<testsuites id="" name="" tests="6" failures="2" skipped="1" errors="0" time="2.41">
<testsuite name="cart.spec.ts" timestamp="2024-05-01T10:15:00.123Z" hostname="chromium" tests="4" failures="1" skipped="1" time="1.2" errors="0">
<testcase name="Cart › adds" classname="cart.spec.ts" time="0.21">
</testcase>
<testcase name="Cart › fails" classname="cart.spec.ts" time="0.32">
<failure message="cart.spec.ts:4:7 fails" type="FAILURE">
<![CDATA[  [chromium] › cart.spec.ts:4:7 › Cart › fails ─────

    Error: expect(locator).toBeVisible() failed
]]>
</failure>
</testcase>
<testcase name="Cart › ships" classname="cart.spec.ts" time="0">
<properties>
<property name="skip" value="">
</property>
</properties>
<skipped>
</skipped>
</testcase>
<testcase name="Cart › in one browser" classname="cart.spec.ts" time="0.2">
</testcase>
</testsuite>
<testsuite name="cart.spec.ts" timestamp="2024-05-01T10:15:00.123Z" hostname="webkit" tests="2" failures="1" skipped="0" time="1.2" errors="0">
<testcase name="Cart › adds" classname="cart.spec.ts" time="0.25">
</testcase>
<testcase name="Cart › in one browser" classname="cart.spec.ts" time="0.31">
<failure message="cart.spec.ts:6:7 in one browser" type="FAILURE">
<![CDATA[  [webkit] › cart.spec.ts:6:7 › Cart › in one browser ─────
]]>
</failure>
</testcase>
</testsuite>
</testsuites>"""

NUNIT_TESTS = """namespace Acme.Tests;
[TestFixture]
public class CartTests {
    [Test] public void Adds() {}
    [Test] public void Fails() {}
    [Test, Ignore("no queue")] public void Ships() {}
    [TestCase(1), TestCase(2)] public void Prices(int price) {}
    [Test] public void Gone() {}
    [TestFixture] public class Empty { [Test] public void IsFree() {} }
}
"""
JUNIT_OF_NUNIT = """<?xml version="1.0" encoding="utf-8"?>
<testsuites>
  <testsuite name="Acme.Tests.dll" tests="6" skipped="1" failures="2" errors="0" time="0.101" timestamp="2024-05-01T10:15:00" hostname="CI" id="0" package="Acme.Tests.dll">
    <properties />
    <testcase classname="Acme.Tests.CartTests" name="Adds" time="0.011" />
    <testcase classname="Acme.Tests.CartTests" name="Fails" time="0.013">
      <failure type="failure" message="  Expected: 1&#xD;&#xA;  But was:  2">   at Acme.Tests.CartTests.Fails() in /src/tests/CartTests.cs:line 5</failure>
    </testcase>
    <testcase classname="Acme.Tests.CartTests" name="Ships" time="0.000">
      <skipped message="no queue" />
    </testcase>
    <testcase classname="Acme.Tests.CartTests" name="Prices(1)" time="0.001" />
    <testcase classname="Acme.Tests.CartTests" name="Prices(2)" time="0.001">
      <failure type="failure" message="no">   at Acme.Tests.CartTests.Prices(Int32 price)</failure>
    </testcase>
    <testcase classname="Acme.Tests.CartTests+Empty" name="IsFree" time="0.001" />
    <system-out>Test Framework Informational Messages:</system-out>
    <system-err />
  </testsuite>
</testsuites>"""

PHP_TESTS = r"""<?php
namespace Tests\Unit;
use PHPUnit\Framework\TestCase;
final class CartTest extends TestCase {
    public function testAdds(): void {}
    public function testFails(): void { $this->fail('no'); }
    public function testErrs(): void { throw new \RuntimeException('boom'); }
    public function testSkips(): void { $this->markTestSkipped('no queue'); }
    /** @dataProvider prices */
    public function testPrices(int $price): void {}
    public function testGone(): void {}
}
"""
PHPUNIT = r"""<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="/app/phpunit.xml" tests="6" assertions="5" errors="1" failures="1" skipped="1" time="0.012">
    <testsuite name="unit" tests="6" assertions="5" errors="1" failures="1" skipped="1" time="0.012">
      <testsuite name="Tests\Unit\CartTest" file="/app/tests/Unit/CartTest.php" tests="6" assertions="5" errors="1" failures="1" skipped="1" time="0.012">
        <testcase name="testAdds" file="/app/tests/Unit/CartTest.php" line="5" class="Tests\Unit\CartTest" classname="Tests.Unit.CartTest" assertions="1" time="0.001"/>
        <testcase name="testFails" file="/app/tests/Unit/CartTest.php" line="6" class="Tests\Unit\CartTest" classname="Tests.Unit.CartTest" assertions="1" time="0.001">
          <failure type="PHPUnit\Framework\AssertionFailedError">Tests\Unit\CartTest::testFails
no

/app/tests/Unit/CartTest.php:6</failure>
        </testcase>
        <testcase name="testErrs" file="/app/tests/Unit/CartTest.php" line="7" class="Tests\Unit\CartTest" classname="Tests.Unit.CartTest" assertions="0" time="0.001">
          <error type="RuntimeException">Tests\Unit\CartTest::testErrs
RuntimeException: boom</error>
        </testcase>
        <testcase name="testSkips" file="/app/tests/Unit/CartTest.php" line="8" class="Tests\Unit\CartTest" classname="Tests.Unit.CartTest" assertions="0" time="0.001">
          <skipped/>
        </testcase>
        <testsuite name="Tests\Unit\CartTest::testPrices" tests="2" assertions="2" errors="0" failures="0" skipped="0" time="0.001">
          <testcase name="testPrices with data set #0" file="/app/tests/Unit/CartTest.php" line="10" class="Tests\Unit\CartTest" classname="Tests.Unit.CartTest" assertions="1" time="0.001"/>
          <testcase name="testPrices with data set &quot;free&quot;" file="/app/tests/Unit/CartTest.php" line="10" class="Tests\Unit\CartTest" classname="Tests.Unit.CartTest" assertions="1" time="0.001"/>
        </testsuite>
      </testsuite>
    </testsuite>
  </testsuite>
</testsuites>"""

RUBY_TESTS = """RSpec.describe Cart do
  describe "#total" do
    it "adds" do end
    it "fails" do end
  end
  it "ships" do skip "no queue" end
  xit "pays" do end
  it "is gone" do end
end
"""
RSPEC = """<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="rspec" tests="4" skipped="2" failures="1" errors="0" time="0.003" timestamp="2024-05-01T10:15:00+00:00" hostname="ci">
<properties>
<property name="seed" value="41053"/>
</properties>
<testcase classname="spec.models.cart_spec" name="Cart ships" file="./spec/models/cart_spec.rb" time="0.000117"><skipped/></testcase>
<testcase classname="spec.models.cart_spec" name="Cart pays" file="./spec/models/cart_spec.rb" time="0.000117"><skipped/></testcase>
<testcase classname="spec.models.cart_spec" name="Cart#total adds" file="./spec/models/cart_spec.rb" time="0.000117"></testcase>
<testcase classname="spec.models.cart_spec" name="Cart#total fails" file="./spec/models/cart_spec.rb" time="0.000642"><failure message="expected: 2
     got: 1" type="RSpec::Expectations::ExpectationNotMetError">Failure/Error: expect(1).to eq 2
./spec/models/cart_spec.rb:4:in `block (3 levels) in &lt;top (required)&gt;&apos;</failure></testcase>
</testsuite>"""

Files = dict[str, str]
GENERATORS: list[tuple[str, str, str, str, Files, dict[str, str]]] = [
    ("unittest-xml-reporting", "tests/test_cart.py", UNITTEST, XMLRUNNER, {}, OF_UNITTEST),
    ("nose2", "tests/test_cart.py", UNITTEST, NOSE2, {}, OF_UNITTEST),
    (
        "Surefire",
        "src/test/java/com/acme/CartTest.java",
        SUREFIRE_TESTS,
        SUREFIRE,
        {},
        {
            "CartTest::adds": "verified",
            "CartTest::fails": "failing",
            "CartTest::errs": "failing",
            "CartTest::off": "skipped",
            "CartTest::params": "verified",
            "CartTest::Inner::deep": "verified",
            "CartTest::Inner": "verified",
            "CartTest::gone": "missing",
        },
    ),
    (
        "Kotest",
        "src/test/kotlin/com/acme/CartSpec.kt",
        KOTEST_TESTS,
        KOTEST,
        {},
        {
            "CartSpec::adds": "verified",
            "CartSpec::pays": "failing",
            "CartSpec::ships": "skipped",
            "CartSpec::is free": "verified",
            "CartSpec": "failing",
            "CartSpec::gone": "missing",
        },
    ),
    (
        "Kotest, with the path of a test for its name",
        "src/test/kotlin/com/acme/CartSpec.kt",
        KOTEST_TESTS,
        KOTEST.replace('name="is free"', 'name="when empty -- is free"'),
        {},
        {"CartSpec::when empty::is free": "verified", "CartSpec::when empty > is free": "verified"},
    ),
    ("go-junit-report", "cart/cart_test.go", GO_TESTS, GO_JUNIT_REPORT, GO_MOD, OF_GO),
    ("gotestsum", "cart/cart_test.go", GO_TESTS, GOTESTSUM, GO_MOD, OF_GO),
    (
        "go-junit-report, not built",
        "cart/cart_test.go",
        GO_TESTS,
        GO_BUILD,
        GO_MOD,
        {"TestAdds": "failing", "": "failing"},
    ),
    (
        "gotestsum, not set up",
        "cart/cart_test.go",
        GO_TESTS,
        GOTESTSUM_MAIN,
        GO_MOD,
        {"TestAdds": "failing", "": "failing"},
    ),
    (
        "nextest, which leaves out what is ignored",
        "src/cart.rs",
        RUST_TESTS,
        NEXTEST,
        {"Cargo.toml": '[package]\nname = "shop"\nversion = "0.1.0"\n'},
        {"tests::adds": "verified", "tests::fails": "failing", "tests::off": "missing", "": "failing"},
    ),
    (
        "Catch2, which names no file",
        "test/cart_test.cpp",
        CPP_TESTS,
        CATCH2,
        {},
        dict.fromkeys(("adds", "fails", "skips", "gone", ""), "unverified"),
    ),
    (
        "doctest, which leaves out what is skipped",
        "test/cart_test.cpp",
        CPP_TESTS,
        DOCTEST,
        {},
        {"adds": "verified", "fails": "failing", "skips": "missing", "gone": "missing", "": "failing"},
    ),
    (
        "jest-junit",
        "web/cart.test.ts",
        JS_TESTS,
        JEST_JUNIT.replace("FILE", 'file="web/cart.test.ts"'),
        {},
        OF_JS,
    ),
    (
        "jest-junit, which names no file unless told to",
        "web/cart.test.ts",
        JS_TESTS,
        JEST_JUNIT.replace(" FILE", ""),
        {},
        dict.fromkeys(OF_JS, "unverified"),
    ),
    ("jest-junit, by titles", "web/cart.test.ts", JS_TESTS, JEST_JUNIT_TITLES, {}, OF_JS),
    ("Vitest", "web/cart.test.ts", JS_TESTS, VITEST, {}, OF_JS),
    (
        "Playwright, in two browsers",
        "e2e/cart.spec.ts",
        PLAYWRIGHT_TESTS,
        PLAYWRIGHT,
        {},
        {
            "Cart::adds": "verified",
            "Cart > fails": "failing",
            "Cart::ships": "skipped",
            "Cart::in one browser": "failing",
            "Cart::gone": "missing",
        },
    ),
    (
        "JunitXml.TestLogger, of NUnit",
        "tests/CartTests.cs",
        NUNIT_TESTS,
        JUNIT_OF_NUNIT,
        {},
        {
            "CartTests::Adds": "verified",
            "CartTests::Fails": "failing",
            "CartTests::Ships": "skipped",
            "CartTests::Prices": "failing",
            "CartTests::Empty::IsFree": "verified",
            "CartTests::Empty": "verified",
            "CartTests::Gone": "missing",
        },
    ),
    (
        "PHPUnit",
        "tests/Unit/CartTest.php",
        PHP_TESTS,
        PHPUNIT,
        {},
        {
            "CartTest::testAdds": "verified",
            "CartTest::testFails": "failing",
            "CartTest::testErrs": "failing",
            "CartTest::testSkips": "skipped",
            "CartTest::testPrices": "verified",
            "CartTest::testPrices[#0]": "verified",
            "CartTest::testGone": "missing",
        },
    ),
    (
        "rspec_junit_formatter",
        "spec/models/cart_spec.rb",
        RUBY_TESTS,
        RSPEC,
        {},
        {
            "Cart::#total::adds": "verified",
            "Cart::#total::fails": "failing",
            "Cart::ships": "skipped",
            "Cart::pays": "skipped",
            "Cart::is gone": "missing",
        },
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tool", "source", "text", "report", "more", "expected"), GENERATORS, ids=[each[0] for each in GENERATORS]
)
def test_what_became_of_a_test_is_what_its_claim_becomes(
    tmp_path: Path, tool: str, source: str, text: str, report: str, more: Files, expected: dict[str, str]
) -> None:
    for name, content in more.items():
        (tmp_path / name).write_text(content)
    assert verdicts(tmp_path, source, text, report, *expected) == expected
