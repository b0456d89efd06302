"""German is whole: what templates say, what pages say themselves, and the words of the built-in kinds."""

import ast
from collections.abc import Iterator
from pathlib import Path

import yaml
from jinja2 import Environment

from mkdocs_traceability.analysis.badges import VOCABULARY
from mkdocs_traceability.model.declared import ARTIFACTS, CLAIM_TYPES
from mkdocs_traceability.pages.site.columns import columns_of, head
from mkdocs_traceability.pages.site.finding_places import SEVERITIES
from mkdocs_traceability.pages.site.view import _BROKEN
from mkdocs_traceability.pages.views.actions import _COLUMNS as ACTION_COLUMNS
from mkdocs_traceability.pages.views.evidence import _COLUMNS as EVIDENCE_COLUMNS
from mkdocs_traceability.pages.views.legend import _PHASES
from mkdocs_traceability.pages.views.relations.imports_seen import MARKS
from mkdocs_traceability.pages.views.sufficiency import _COLUMNS as SIGNAL_COLUMNS
from mkdocs_traceability.pages.views.sufficiency import _PRODUCERS as PRODUCER_COLUMNS
from mkdocs_traceability.pages.views.sufficiency import _QUESTIONS as QUESTIONS
from mkdocs_traceability.settings.load import built_in_schema

PAGES = Path(__file__).parent.parent / "mkdocs_traceability/pages"
GERMAN = yaml.safe_load((PAGES / "rendering/languages/de.yml").read_text(encoding="utf-8"))
SAME = {"CSV", "Block", "Status", "Layer", "ID", "optional", "Alias"}
"""What German says in the same way."""


def said_by_templates() -> Iterator[str]:
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    environment.policies["ext.i18n.trimmed"] = True
    for file in sorted((PAGES / "rendering/templates").rglob("*.*")):
        for _, _, message in environment.extract_translations(file.read_text(encoding="utf-8")):  # type: ignore[attr-defined]
            yield message if isinstance(message, str) else message[0]


def said_by_pages() -> Iterator[str]:
    for file in sorted(PAGES.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_call and node.func.attr == "translate" and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def words_of_the_kinds() -> Iterator[str]:
    for kind in built_in_schema():
        words = kind.plural.replace("_", " ")
        yield from (kind.title, kind.label, words, words.capitalize(), kind.declared.description)
        for name in {
            *kind.fields,
            *kind.relations,
            *kind.inverses,
            *(each.name for each in columns_of(kind)),
        }:
            yield from filter(None, head(kind, name))
        for declared in kind.statuses.values():  # statuses themselves are said as they are written
            yield from filter(None, (declared.label, declared.description))
        for declared_field in kind.fields.values():
            for choice in (declared_field.one_of or {}).values():
                yield from filter(None, (choice.label, choice.description))
    for word in VOCABULARY:
        yield from (word.name, word.meaning)
    for phase, meaning in _PHASES:
        yield from (phase, meaning)
    yield from (
        column.head for column in (*EVIDENCE_COLUMNS, *ACTION_COLUMNS, *SIGNAL_COLUMNS, *PRODUCER_COLUMNS)
    )
    yield from QUESTIONS.values()
    yield from (*CLAIM_TYPES, *MARKS, ARTIFACTS, *SEVERITIES, *_BROKEN.values())


def lacking(words: Iterator[str]) -> list[str]:
    return sorted({word for word in words if word not in GERMAN and word not in SAME})


def test_german_says_what_templates_say() -> None:
    assert lacking(said_by_templates()) == []


def test_german_says_what_pages_say() -> None:
    assert lacking(said_by_pages()) == []


def test_german_has_the_words_of_the_built_in_kinds() -> None:
    assert lacking(words_of_the_kinds()) == []


def test_what_is_said_in_german_is_said_somewhere() -> None:
    known = {*said_by_templates(), *said_by_pages(), *words_of_the_kinds()}
    unused = sorted(word for word in GERMAN if word not in known and word not in OTHERS)
    assert unused == []


OTHERS = {"traceability"}
"""Words that reach pages in other ways: the label of the badge for all."""
