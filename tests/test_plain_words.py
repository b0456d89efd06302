"""What people read is plain: titles that say what is wrong, explanations that begin alike, and no private dialect."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from plain_words import NOT_PLAIN, not_plain

import mkdocs_traceability
from mkdocs_traceability.cli.explanations import SETTINGS, overview
from mkdocs_traceability.cli.main import main
from mkdocs_traceability.model.finding import Severity
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Rule
from tools.commands_reference import all_commands

PACKAGE = Path(mkdocs_traceability.__file__).parent
MODULES = sorted(file for file in PACKAGE.rglob("*.py") if file.name != "renamed.py")  # which has old texts
FINDING_TEXTS = sorted((Path(__file__).parent / "rules/finding_texts").glob("*.txt"))
_SAID = re.compile(r"^\S+:\d+:\d+: TR\d{3} (?:\[\w+\] )?(.*)|^ +[=|] +(?:\^+|-+)? ?(\S.*)", re.MULTILINE)
"""The message of a finding, its remedy, and what stands below a line of its excerpt."""

each_rule = pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.code)


@each_rule
def test_the_title_of_a_rule_is_short_and_no_sentence(rule: Rule) -> None:
    assert 1 <= len(rule.title.split()) <= 8
    assert rule.title[0].isupper()
    assert rule.title[-1].isalnum()
    assert not_plain(rule.title) == []


@each_rule
def test_the_explanation_of_a_rule_begins_with_what_it_reports(rule: Rule) -> None:
    assert rule.documentation.startswith("Reports ")
    assert [each for text in rule.paragraphs for each in not_plain(text)] == []
    assert sum(text.startswith("Why it matters: ") for text in rule.paragraphs) == 1


def test_titles_of_rules_differ() -> None:
    assert len({rule.title.casefold() for rule in all_rules().values()}) == len(all_rules())


@pytest.mark.parametrize("file", FINDING_TEXTS, ids=lambda file: file.stem)
def test_what_a_finding_says_is_plain(file: Path) -> None:
    said = ["".join(groups) for groups in _SAID.findall(file.read_text(encoding="utf-8"))]
    assert len(said) >= 2, "a message and a remedy"
    assert [each for text in said for each in not_plain(text)] == []


def strings(tree: ast.AST) -> Iterator[str]:
    """The strings of a module that are no docstrings: what it says, `…` for each value that it fills in."""
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            bare |= {id(each) for each in node.values}
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else "…" for each in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_no_module_says_what_is_not_plain(file: Path) -> None:
    said = [text for text in strings(ast.parse(file.read_text(encoding="utf-8"))) if " " in text]
    assert [f"{each}: {text}" for text in said for each in not_plain(text)] == []


def command_texts() -> Iterator[str]:
    context = click.Context(main)
    for name, command in all_commands():
        yield command.get_help(click.Context(command, info_name=name))
    yield main.get_help(context)
    yield overview()


def test_the_command_speaks_plainly() -> None:
    assert [each for text in command_texts() for each in not_plain(text)] == []


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_are_described_plainly(name: str) -> None:
    setting = SETTINGS[name]
    assert not_plain(setting.meaning) == []
    assert not setting.meaning.endswith(".")


def descriptions(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (text for name, text in schema.items() if name == "description" and isinstance(text, str))
    for each in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from descriptions(each)


def test_the_schema_of_the_data_is_described_plainly() -> None:
    said = list(descriptions(json.loads((PACKAGE / "exports/traceability.schema.json").read_text("utf-8"))))
    assert len(said) > 50
    assert [f"{each}: {text}" for text in said for each in not_plain(text)] == []


def test_severities_have_one_name_each() -> None:
    assert [severity.value for severity in Severity] == ["error", "warning", "info", "off"]
    shown = "\n".join([*command_texts(), *(setting.meaning for setting in SETTINGS.values())])
    assert re.findall(r"\b(?:remark|notice|hint)s?\b", shown, re.IGNORECASE) == []


@pytest.mark.parametrize(
    "text",
    [
        "Not whole: nothing fails",
        "`a.py` defines no `B`",
        "8 sorts of claims",
        "what nobody can check",
        "mend it",
    ],
)
def test_the_list_finds_what_is_not_plain(text: str) -> None:
    assert not_plain(text)


@pytest.mark.parametrize(
    "text", ["`B` not found in `a.py`", "Passing", "the resort of the whole team", "amend"]
)
def test_the_list_leaves_plain_words(text: str) -> None:
    assert not_plain(text) == []


def test_the_list_has_no_pattern_twice() -> None:
    assert len(set(NOT_PLAIN)) == len(NOT_PLAIN)
