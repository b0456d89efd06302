"""The closed table of words: pages, filters, catalogues and the manual say one word for each state."""

import re
from pathlib import Path

import pytest

from mkdocs_traceability.analysis.badges import VOCABULARY
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Severity
from mkdocs_traceability.model.shown_words import BADGES, PHASES, SEVERITIES, machine_names, shown_word
from mkdocs_traceability.pages.rendering.translations import language

MANUAL = Path(__file__).parents[2] / "docs/placing.md"
GERMAN = language("de").gettext


def test_badges_severities_and_phases_all_have_a_shown_word() -> None:
    assert {word.name for word in VOCABULARY} <= {*BADGES}
    assert [*SEVERITIES] == [*(str(each) for each in Severity if each is not Severity.OFF), "baseline"]
    assert [*PHASES] == [str(each) for each in Phase]


@pytest.mark.parametrize(
    ("of", "machine", "english", "german"),
    [
        ("badge", "failing", "failing", "fehlgeschlagen"),
        ("badge", "missing", "not found", "nicht gefunden"),
        ("badge", "unclaimed", "no evidence", "kein Nachweis"),
        ("badge", "stale", "stale", "veraltet"),
        ("badge", "unverified", "not checked", "nicht geprüft"),
        ("badge", "waived", "waived", "ausgenommen"),
        ("badge", "planned", "planned", "geplant"),
        ("badge", "found", "found", "gefunden"),
        ("badge", "verified", "verified", "verifiziert"),
        ("severity", "error", "error", "Fehler"),
        ("severity", "warning", "warning", "Warnung"),
        ("severity", "info", "info", "Hinweis"),
        ("phase", "ahead", "not started", "nicht begonnen"),
        ("phase", "open", "in progress", "in Arbeit"),
        ("phase", "complete", "done", "fertig"),
        ("phase", "over", "closed", "geschlossen"),
    ],
)
def test_each_state_has_one_word_in_english_german_filters_and_the_manual(
    of: str, machine: str, english: str, german: str
) -> None:
    assert shown_word(machine, of) == english
    assert GERMAN(english) == german
    assert machine_names(of)[english.replace(" ", "-")] == machine
    line = rf"^\| `{machine}` \| {english} \| {german} \|"
    assert re.search(line, MANUAL.read_text(encoding="utf-8"), re.MULTILINE)


def test_a_word_that_is_in_no_table_is_shown_as_it_is() -> None:
    assert shown_word("", "badge") == ""
    assert shown_word("odd", "badge") == "odd"
