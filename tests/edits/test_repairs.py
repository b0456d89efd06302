"""Repairs in rounds: what is proven is done, what would change more than it says is refused, and nothing loops."""

from collections.abc import Callable, Mapping

import pytest

from mkdocs_traceability.edits.fixes import FIXERS
from mkdocs_traceability.edits.repairs import Repaired, repaired
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.fix import Fix, TextEdit
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.read import SourceReading

Edits = Callable[[Finding], tuple[TextEdit, ...]]

PATH = "docs/a.trace.yml"


def edit(line: int, start: int, end: int, text: str) -> TextEdit:
    return TextEdit(PATH, line, start, line, end, text)


def repair(
    monkeypatch: pytest.MonkeyPatch, text: str, fixes: Mapping[str, Fix], wrong: Callable[[str, str], bool]
) -> Repaired:
    """Repair one text with fixes by the names of findings; a finding is there as long as the text is `wrong`."""
    monkeypatch.setitem(FIXERS, "TR101", (lambda finding, _: fixes[finding.subject],))

    def check(edited: Mapping[str, str]) -> list[Finding]:
        now = edited.get(PATH, text)
        return [
            Finding("TR101", name, Position(PATH, 1, 1), subject=name) for name in fixes if wrong(name, now)
        ]

    return repaired({PATH: text}, check, lambda *_: SourceReading(), unsafe=False)


def test_what_changes_more_than_it_says_is_refused_and_the_rest_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "a: x\nb:\n  c: y\n"
    fixes = {
        "x": Fix("Write z", (edit(1, 4, 5, "z"),), is_safe=True),
        "b": Fix("Quote the rest", (edit(2, 1, 1, "? "),), is_safe=True),
        "y": Fix("Break it", (edit(3, 6, 7, "[y"),), is_safe=True),
    }
    done = repair(monkeypatch, text, fixes, lambda name, now: name in now)
    assert done.texts == {PATH: "a: z\nb:\n  c: y\n"}
    assert done.count == 1
    assert [each.fix.title for each in done.refused] == ["Quote the rest", "Break it"]


def test_edits_of_one_place_wait_for_the_next_round(monkeypatch: pytest.MonkeyPatch) -> None:
    fixes = {
        "x": Fix("Write y", (edit(1, 4, 5, "y"),), is_safe=True),
        "y": Fix("Write z", (edit(1, 4, 5, "z"),), is_safe=True),
    }
    done = repair(monkeypatch, "a: x\n", fixes, lambda name, now: name in now)
    assert (done.texts, done.count) == ({PATH: "a: z\n"}, 2)


def test_fixes_that_undo_each_other_end(monkeypatch: pytest.MonkeyPatch) -> None:
    fixes = {
        "x": Fix("Write y", (edit(1, 4, 5, "y"),), is_safe=True),
        "y": Fix("Write x", (edit(1, 4, 5, "x"),), is_safe=True),
    }
    done = repair(monkeypatch, "a: x\n", fixes, lambda name, now: name in now)
    assert done.texts == {}


def test_a_fix_that_helps_nothing_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    fixes = {"x": Fix("Write y", (edit(1, 4, 5, "y"),), is_safe=True)}
    assert repair(monkeypatch, "a: x\n", fixes, lambda *_: True).texts == {PATH: "a: y\n"}
