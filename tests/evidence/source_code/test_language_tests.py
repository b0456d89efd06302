"""The tests that files of each language define, as the reports of their tools call them."""

from pathlib import Path

import pytest
from support import table

from mkdocs_traceability.evidence.source_code.languages import outline_of
from mkdocs_traceability.evidence.source_code.outline import UNFORESEEN, Outline
from mkdocs_traceability.files.disk import Disk


def found(folder: Path, name: str, text: str) -> set[str]:
    """Return the tests of a file, names joined by ` > `, with `*` after one that stands for several."""
    (folder / name).write_text(text)
    outline = outline_of(Disk(folder), name)
    assert isinstance(outline, Outline)
    assert outline.error == ""
    lines = text.splitlines()
    assert all(1 <= test.line <= test.end <= len(lines) for test in outline.tests)
    return {" > ".join(test.path) + ("*" if test.parametrized else "") for test in outline.tests}


def test_go_tests_are_told_by_their_signature(tmp_path: Path) -> None:
    text = """package billing
func TestRun(t *testing.T) { local := 1 }
func Test(t *testing.T) {}
func FuzzParse(f *testing.F) {}
func BenchmarkRun(b *testing.B) {}
func ExampleRun() {}
func TestMain(m *testing.M) {}
func Testable(t *testing.T) {}
func TestHelper(t *testing.T, deep bool) {}
func TestValue() bool { return true }
func TestConnection(host string) {}
func (c *Client) TestConnection() {}
func helper(t *testing.T) { t.Run("not a test of its own", nil) }
// func TestCommented(t *testing.T) {}
var text = "func TestQuoted(t *testing.T) {}"
"""
    expected = {"TestRun", "Test", "FuzzParse", "BenchmarkRun", "ExampleRun"}
    assert found(tmp_path, "x_test.go", text) == expected


def test_go_subtests_have_their_names_as_go_writes_them(tmp_path: Path) -> None:
    text = """package billing
func TestRun(t *testing.T) {
	t.Run("with a blank", func(t *testing.T) {
		t.Run(`raw \\n`, func(t *testing.T) {})
	})
	if deep {
		t.Run("deep\\tdown", check)
	}
	other.Run("no subtest", nil)
	cmd.Run("nor this", "one")
}
func TestTable(tt *testing.T) {
	for _, c := range cases {
		tt.Run(c.name, func(t *testing.T) {
			t.Run("inner", func(t *testing.T) {})
		})
	}
}
func TestGrouped(t *testing.T) {
	t.Run("group", func(t *testing.T) {
		for _, c := range cases { t.Run(c.name, func(t *testing.T) {}) }
	})
}
"""
    assert found(tmp_path, "x_test.go", text) == {
        "TestRun", "TestRun > with_a_blank", "TestRun > with_a_blank > raw_\\n", "TestRun > deep_down",
        "TestTable*", "TestGrouped", "TestGrouped > group*",
    }  # fmt: skip


def test_go_suites_of_testify_have_methods_as_tests(tmp_path: Path) -> None:
    text = """package billing
type WorkerSuite struct { suite.Suite }
func (s *WorkerSuite) TestRun() {}
func (s *WorkerSuite) SetupTest() {}
func (o *Other) TestRun() {}
"""
    assert found(tmp_path, "x_test.go", text) == {"WorkerSuite > TestRun"}


def test_every_way_of_rspec_to_write_an_example(tmp_path: Path) -> None:
    text = """
RSpec.describe Cart do
  before { skip "no queue" }
  let(:card) { pending "no card" }
  shared_examples "a shop" do it "is shared" do end end
  pending "is pending" do raise "x" end
  pending "is still to come"
  skip "is skipped" do raise "x" end
  fspecify "f specify" do end
  xspecify "x specify" do end
  xexample "x example" do end
  fexample "f example" do end
  focus "focused" do skip "later" end
  it "bare it"
  its(:size) { is_expected.to eq 2 }
  its("owner.name") { is_expected.to eq 2 }
  fcontext "fc" do it "in it" do end end
  example_group "eg" do xscenario "in it" do end end
  describe "dynamic" do
    its([:key]) { is_expected.to eq 2 }
  end
end
RSpec.xdescribe("gone") { it("z") { } }
skip "no example"
"""
    assert found(tmp_path, "cart_spec.rb", text) == {
        "Cart > is pending", "Cart > is still to come", "Cart > is skipped", "Cart > f specify",
        "Cart > x specify", "Cart > x example", "Cart > f example", "Cart > focused", "Cart > bare it",
        "Cart > size*", "Cart > owner.name*", "Cart > fc > in it", "Cart > eg > in it", "Cart > dynamic*",
        "gone > z",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["x.test.ts", "x.test.tsx", "x.spec.js", "x.test.mjs"])
def test_tests_of_jest_vitest_and_mocha(tmp_path: Path, name: str) -> None:
    text = """
import { describe, it } from 'vitest';
describe('suite', () => {
  beforeEach(() => { it('is set up', () => {}); });
  it("does it", async () => { const inner = it; call('it', 'no test'); });
  it(`has a template`, function () {});
  it.only('only', () => {});
  test.skip('skipped', () => {});
  test.concurrent.each([1, 2])('adds %i', (n) => {});
  it.each`a | b ${1} | ${2}`('tagged', () => {});
  describe('inner', () => { specify('deep', () => {}); });
  describe.each([1])('group %i', () => { it('in it', () => {}); });
  context(Worker, () => { it('of a class', () => {}); });
  expect(it('not a statement'));
});
// it('commented', () => {});
const text = "it('quoted', () => {})";
if (process.env.CI) { test('conditional', () => {}); }
function shared() { it('nowhere', () => {}); }
suite('dynamic', () => {
  for (const each of all) { test(`is ${each}`, () => {}); }
});
await test('awaited', async () => {});
item('no test', () => {});
api.it('no test', () => {});
it.somehow('no test', () => {});
"""
    assert found(tmp_path, name, text) == {
        "suite > is set up", "suite > does it", "suite > has a template", "suite > only", "suite > skipped",
        "suite > adds %i*", "suite > tagged*", "suite > inner > deep", "suite > group %i*",
        "suite > group %i > in it", "suite > Worker > of a class", "conditional", "dynamic*", "awaited",
    }  # fmt: skip


def test_tests_of_playwright_and_others_that_are_skipped_or_expected_to_fail(tmp_path: Path) -> None:
    text = """
test.fixme('fixme', async ({ page }) => {});
test.fail('fail', async () => {});
test.fail.only('fail only', async () => {});
test.skip('skip', async () => {});
test.todo('todo');
it.failing('failing', () => {});
it.failing.each([1])('failing %i', () => {});
test.fails('fails', () => {});
test.skip(browserName === 'webkit', 'not a test');
test.skip(({ browserName }) => browserName === 'webkit', 'nor this');
test.fixme();
test.slow();
test.prop([fc.string()])('holds', () => {});
test.if(isLinux)('on Linux', () => {});
test.todoIf(isLinux)('todo on Linux', () => {});
test.describe('Cart', () => {
  test.skip(({ browserName }) => browserName !== 'chromium', 'Chromium only!');
  test.fixme(isMobile);
  test.skip(title, async () => {});
  test('adds', { tag: '@fast' }, async () => { test.fail(); });
});
test.describe.fixme('Pays', () => { test('later', () => {}); });
test.describe.parallel('Ships', () => { test('at once', () => {}); });
test.describe('Quiet', () => {
  test.skip(({ browserName }) => browserName !== 'chromium', 'Chromium only!');
  test('one', () => {});
  test.describe(() => { test('without a group', () => {}); });
  test.describe.configure({ mode: 'serial' });
});
"""
    assert found(tmp_path, "cart.spec.ts", text) == {
        "fixme", "fail", "fail only", "skip", "todo", "failing", "failing %i*", "fails", "holds*", "on Linux",
        "todo on Linux", "Cart*", "Cart > adds", "Pays > later", "Ships > at once", "Quiet > one",
        "Quiet > without a group",
    }  # fmt: skip


def test_escapes_in_names_are_what_they_stand_for(tmp_path: Path) -> None:
    text = r"""it('doesn\'t \u00e9scape \x41', () => {}); test("a \"b\" \ud800", () => {});"""
    assert found(tmp_path, "x.test.js", text) == {"doesn't éscape A", 'a "b" \\ud800'}


JAVA = """package a;
class WorkerTest {
    @Test void runs() {}
    @org.junit.jupiter.api.Test void qualified() {}
    @ParameterizedTest @ValueSource(ints = {1}) void several(int n) {}
    @RepeatedTest(3) void repeated() {}
    @TestFactory Stream<DynamicTest> dynamic() {}
    @Test(dataProvider = "numbers") public void provided(int n) {}
    @BeforeEach void setUp() {}
    @Testable void almost() {}
    void helper() {}
    @Nested class Inner { @Test void deep() {} }
    // @Test void commented() {}
    String text = "@Test void quoted() {}";
}
@Test class NgTest { public void everyPublic() {} void helper() {} }
class OldTest extends junit.framework.TestCase { public void testOld() {} public void other() {} }
"""


def test_tests_of_junit_and_testng(tmp_path: Path) -> None:
    assert found(tmp_path, "WorkerTest.java", JAVA) == {
        "WorkerTest > runs", "WorkerTest > qualified", "WorkerTest > several*", "WorkerTest > repeated*",
        "WorkerTest > dynamic*", "WorkerTest > provided*", "WorkerTest > Inner > deep", "NgTest > everyPublic",
        "OldTest > testOld",
    }  # fmt: skip


def test_tests_of_junit_in_kotlin(tmp_path: Path) -> None:
    text = """package a
class WorkerTest {
    @Test
    fun `runs at once`() { val local = 1 }
    @ParameterizedTest
    @ValueSource(ints = [1])
    fun several(n: Int) {}
    @Nested
    inner class Inner {
        @kotlin.test.Test fun deep() {}
    }
    fun helper() {}
    // @Test fun commented() {}
}
@Test fun top() {}
"""
    expected = {"WorkerTest > runs at once", "WorkerTest > several*", "WorkerTest > Inner > deep", "top"}
    assert found(tmp_path, "WorkerTest.kt", text) == expected


@table(
    "text,expected",
    (
        "StringSpec",
        'class S : StringSpec({ "adds" { 1 shouldBe 1 }\n "off".config(enabled = false) { }\n "!no" { } })',
        {"S > adds", "S > off", "S > no"},
    ),
    (
        "FunSpec",
        'class S : FunSpec({ beforeTest { }\n val x = 1\n context("c") { test("t") { } }\n xtest("x") { }\n'
        'test("f").config(timeout = x) { } })',
        {"S > c > t", "S > x", "S > f"},
    ),
    (
        "DescribeSpec",
        'class S : DescribeSpec({ describe("d") { context("c") { it("i") { } }\n xit("x") { } } })',
        {"S > d > c > i", "S > d > x"},
    ),
    (
        "BehaviorSpec",
        'class S : BehaviorSpec({ Given("g") { When("w") { Then("t") { } } }\n'
        'given("h") { and("a") { `when`("v") { then("u") { } } } } })',
        {"S > g > w > t", "S > h > a > v > u"},
    ),
    (
        "ShouldSpec",
        'class S : ShouldSpec({ should("s") { }\n context("c") { should("t") { } } })',
        {"S > s", "S > c > t"},
    ),
    (
        "FreeSpec",
        'class S : FreeSpec() { init { "a" - { "b" { }\n "c" - { "d" { } } } } }',
        {"S > a > b", "S > a > c > d"},
    ),
    (
        "WordSpec",
        'class S : WordSpec({ "w" should { "v" { } }\n "p" When { "q" should { "r" { } } } })',
        {"S > w > v", "S > p > q > r"},
    ),
    (
        "ExpectSpec",
        'class S : ExpectSpec({ expect("e") { }\n context("c") { expect("f") { } } })',
        {"S > e", "S > c > f"},
    ),
    ("FeatureSpec", 'class S : FeatureSpec({ feature("f") { scenario("s") { } } })', {"S > f > s"}),
    (
        "AnnotationSpec",
        "class S : AnnotationSpec() { @Test fun adds() { }\n fun helper() { } }",
        {"S > adds"},
    ),
    ("another class", 'class S : Spec({ "adds" { } })\nval x = run { test("t") { } }', set()),
)
def test_tests_in_the_specs_of_kotest(tmp_path: Path, text: str, expected: set[str]) -> None:
    assert found(tmp_path, "S.kt", f"package a\n{text}\n") == expected


@pytest.mark.parametrize(
    "made",
    [
        'for (i in 1..3) { "run $i" { } }', 'listOf(1, 2).forEach { test("is $it") { } }', "include(others())",
        'withData(1, 2) { it shouldBe 1 }', '"is ${n}" { }', "test(name) { }", 'if (x) { test("u") { } }', 'test("u") { } test("v") { }',
    ],
)  # fmt: skip
def test_what_makes_tests_of_kotest_that_only_a_run_knows_is_told(tmp_path: Path, made: str) -> None:
    (tmp_path / "S.kt").write_text(f'class S : FunSpec({{\n  test("t") {{ }}\n  {made}\n}})\n')
    outline = outline_of(Disk(tmp_path), "S.kt")
    assert isinstance(outline, Outline)
    assert ([test.path for test in outline.tests], outline.error_line) == ([("S", "t")], 3)
    assert outline.error == UNFORESEEN


def test_rust_tests_are_told_by_their_attributes(tmp_path: Path) -> None:
    text = """
#[cfg(test)]
mod tests {
    #[test]
    /// what it is about
    fn runs() {}
    #[tokio::test(flavor = "multi_thread")]
    async fn waits() {}
    #[rstest]
    #[case(1)]
    #[case(2)]
    fn cases(#[case] n: i32) {}
    #[test_case(1; "one")]
    fn named_cases(n: i32) {}
    #[ignore]
    #[test]
    fn ignored() {}
    fn helper() {}
}
#[test]
#[should_panic]
fn top() {}
#[cfg(test)]
fn only_in_tests() {}
#[test]
proptest! { fn made() {} }
fn after() {}
const TEXT: &str = "#[test] fn quoted() {}";
"""
    assert found(tmp_path, "lib.rs", text) == {
        "tests > runs", "tests > waits", "tests > cases*", "tests > named_cases*", "tests > ignored", "top",
    }  # fmt: skip


def test_tests_of_xunit_nunit_and_mstest(tmp_path: Path) -> None:
    text = """namespace Acme.Tests;
public class WorkerTests {
    [Fact] public void Runs() {}
    [Theory, InlineData(1)] public void Several(int n) {}
    [Xunit.FactAttribute] public void Qualified() {}
    [NUnit.Framework.Test] public void NUnit() {}
    [TestCase(1)] [TestCase(2)] public void Cases(int n) {}
    [TestMethod] [DataRow(1)] public void Rows(int n) {}
    [SetUp] public void Before() {}
    public void Helper() {}
    // [Fact] public void Commented() {}
    public class Inner { [Fact] public void Deep() {} }
}
"""
    assert found(tmp_path, "WorkerTests.cs", text) == {
        "WorkerTests > Runs", "WorkerTests > Several*", "WorkerTests > Qualified", "WorkerTests > NUnit",
        "WorkerTests > Cases*", "WorkerTests > Rows*", "WorkerTests > Inner > Deep",
    }  # fmt: skip


def test_tests_of_minitest_and_rails(tmp_path: Path) -> None:
    text = """
class WorkerTest < Minitest::Test
  def test_runs; end
  def helper; end
end
class JobTest < ActiveSupport::TestCase
  test "is  run once" do end
  setup do end
end
class Worker
  def test_connection; end
end
"""
    expected = {"WorkerTest > test_runs", "JobTest > test_is_run_once"}
    assert found(tmp_path, "worker_test.rb", text) == expected


def test_tests_of_rspec(tmp_path: Path) -> None:
    text = """
RSpec.describe Acme::Worker, "#run" do
  let(:worker) { Acme::Worker.new }
  it "runs" do
    it = 1
  end
  context 'when idle' do
    specify("waits") { }
    it { is_expected.to be }
  end
  describe "shared" do
    it_behaves_like "a job"
  end
  [1, 2].each do |n|
    it "adds #{n}" do end
  end
  # it "commented" do end
end
it "belongs nowhere"
"""
    assert found(tmp_path, "worker_spec.rb", text) == {
        "Acme::Worker#run*", "Acme::Worker#run > runs", "Acme::Worker#run > when idle*",
        "Acme::Worker#run > when idle > waits", "Acme::Worker#run > shared*",
    }  # fmt: skip


def test_tests_of_phpunit_and_pest(tmp_path: Path) -> None:
    text = r"""<?php
class WorkerTest extends TestCase {
    public function testRuns() {}
    #[Test] public function marked() {}
    #[\PHPUnit\Framework\Attributes\Test] public function qualified() {}
    /** @test */
    public function documented() {}
    #[DataProvider('numbers')] public function testSeveral($n) {}
    /** @dataProvider numbers */
    public function testProvided($n) {}
    /** @testdox says nothing */
    public function helper() {}
    // public function testCommented() {}
}
class Client { public function testConnection() {} }
it('runs', function () {});
test('several', function ($n) {})->with([1, 2]);
describe('group', function () { test('inner', function () {}); });
$text = "it('quoted', function () {})";
"""
    assert found(tmp_path, "WorkerTest.php", text) == {
        "WorkerTest > testRuns", "WorkerTest > marked", "WorkerTest > qualified", "WorkerTest > documented",
        "WorkerTest > testSeveral*", "WorkerTest > testProvided*", "it runs", "several*", "group > inner",
    }  # fmt: skip


def test_tests_of_googletest_catch2_and_boost(tmp_path: Path) -> None:
    text = """#include <gtest/gtest.h>
#if defined(WIDE)
TEST(WorkerTest, Runs) { int local = 1; }
#endif
namespace acme {
TEST_F(WorkerFixture, Waits) { }
TEST_P(WorkerParam, Several) { }
}
TEST_CASE("catches it", "[tag]") {
  SECTION("part") { }
}
SCENARIO("it rains") { }
BOOST_AUTO_TEST_CASE(boosted) { }
// TEST(Commented, Out) {}
const char* text = "TEST(Quoted, Out) {}";
void helper() { TEST(1, 2); }
"""
    assert found(tmp_path, "worker_test.cc", text) == {
        "WorkerTest > Runs", "WorkerFixture > Waits", "WorkerParam > Several*", "catches it",
        "Scenario: it rains", "boosted",
    }  # fmt: skip


def test_a_test_is_a_definition_as_well(tmp_path: Path) -> None:
    (tmp_path / "WorkerTest.java").write_text(JAVA)
    outline = outline_of(Disk(tmp_path), "WorkerTest.java")
    assert isinstance(outline, Outline)
    assert {test.path for test in outline.tests} <= {each.path for each in outline.definitions}
