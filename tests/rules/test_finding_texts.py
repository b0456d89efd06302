"""What each rule says, to the letter: the findings of its failing example as people read them, and as data.

`finding_texts/CODE.txt` holds the text, `fingerprints/CODE.txt` what baselines and waivers know a finding by.
`WRITE_EXPECTED=1 pytest tests/rules/test_finding_texts.py` writes them anew.
"""

import re
from pathlib import Path

import pytest
from support import compare_with_file, known_by, run

from mkdocs_traceability.reports import text
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Rule

EXPECTED = Path(__file__).parent / "finding_texts"
FINGERPRINTS = Path(__file__).parent / "fingerprints"


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_the_text_of_a_finding_is_as_it_was(rule: Rule, tmp_path: Path) -> None:
    result = run(tmp_path / "site", rule.fails)  # TR009 names the folder
    compare_with_file(text.render(result.findings, result.excerpts), EXPECTED / f"{rule.code}.txt")


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)
def test_a_finding_is_known_by_what_it_was(rule: Rule, tmp_path: Path) -> None:
    findings = run(tmp_path / "site", rule.fails).findings
    compare_with_file("".join(map(known_by, findings)), FINGERPRINTS / f"{rule.code}.txt")


@pytest.mark.parametrize("file", sorted(EXPECTED.glob("*.txt")), ids=lambda file: file.stem)
def test_every_finding_says_what_to_do(file: Path) -> None:
    for finding in re.split(r"\n\n(?=\S)", file.read_text(encoding="utf-8").rstrip()):
        assert re.search(r"^ +[=] \S", finding, re.MULTILINE), finding


def test_no_text_is_kept_of_a_rule_that_is_gone() -> None:
    for folder in (EXPECTED, FINGERPRINTS):
        assert {file.stem for file in folder.glob("*.txt")} == set(all_rules())
