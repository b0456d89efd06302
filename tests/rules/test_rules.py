"""Every rule explains itself, and its examples hold: one fails by this rule alone, the other is clean."""

from pathlib import Path

import pytest
from support import check, failing

from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Rule

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
