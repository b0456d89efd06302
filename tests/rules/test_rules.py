"""Every rule explains itself, and its examples hold: one fails by this rule alone, the other is clean."""

from pathlib import Path

import pytest
from support import check, failing

from mkdocs_traceability.rules import all_rules, said_once
from mkdocs_traceability.rules.engine.rule import Rule, rule

each_rule = pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)


@each_rule
def test_a_rule_says_what_it_finds_and_why_it_matters(rule: Rule) -> None:
    assert rule.title
    assert rule.documentation.startswith("Reports ")
    found, matters = rule.documentation.split("Why it matters:")
    assert found.strip()
    assert matters.strip().endswith(".")


@each_rule
def test_what_fails_is_found_by_this_rule_alone(rule: Rule, tmp_path: Path) -> None:
    findings = check(tmp_path, rule.fails)
    assert {finding.code for finding in findings} == {rule.code}
    assert {finding.severity for finding in findings} == {rule.severity}
    assert failing(findings) in ([], [rule.code])


@each_rule
def test_what_passes_is_clean(rule: Rule, tmp_path: Path) -> None:
    assert rule.passes
    left = [finding for finding in check(tmp_path, rule.passes) if finding.waiver is None]
    assert left == []


@each_rule
def test_a_finding_is_one_sentence_at_the_place_of_the_mistake(rule: Rule, tmp_path: Path) -> None:
    for finding in check(tmp_path, rule.fails):
        assert finding.message.strip() == finding.message != ""
        assert not finding.message.endswith(".")
        assert "\n" not in finding.message
        assert finding.position.path in {*rule.fails, "mkdocs.yml"}


def test_the_rules_are_in_the_order_of_their_codes_and_no_two_have_the_same() -> None:
    all_rules.cache_clear()
    rules = all_rules()
    assert list(rules) == sorted(rules)
    assert len(rules) > 70
    assert all(each.code == code for code, each in rules.items())
    with pytest.raises(ValueError, match="two rules have the code TR101"):
        rule("TR101", title="Again")(lambda context: iter(()))


def test_what_is_said_once_is_asked_of_the_rules() -> None:
    said_once.cache_clear()
    assert said_once() == {each.code for each in all_rules().values() if each.said_once} != set()


def test_a_rule_is_documented_in_paragraphs_of_one_line_each() -> None:
    assert all_rules()["TR416"].paragraphs == (
        "Reports a JUnit report that is older than a test whose result it contains.",
        "If both files are committed, the `timestamp` of the report is compared with the last commit of the test, or "
        "else their last commits are compared; otherwise file times are. An edit in the same second counts as later.",
        "Why it matters: the test may have changed since it ran.",
    )
