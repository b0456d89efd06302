"""The document of signals: repaired, in the example site; unrepaired, as a site in which its mistakes are found.

`seeds/signals/facts.yml` holds the facts of the document, checked by hand.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from generated_matrix import Matrix, article_of, pages_below, soup_of, squeezed, text_of, texts_by_head
from support import SEEDS, check_copy

from mkdocs_traceability.model.finding import Severity

HERE = SEEDS / "signals"
FACTS = yaml.safe_load((HERE / "facts.yml").read_text(encoding="utf-8"))
PLACES = {
    "producers": ("components", "component"),
    "signals": ("signals", "signal"),
    "services": ("components", "component"),
    "tables": ("resources", "resource"),
    "gaps": ("gaps", "gap"),
    "changes": ("patches", "patch"),
    "code": ("components", "component"),
    "recommendations": ("requirements", "requirement"),
}
ROWS = [
    pytest.param(*PLACES[table], row, id=f"{table}-{row['id']}") for table in PLACES for row in FACTS[table]
]
INTERNAL = [(category, row) for category, rows in FACTS["internal"].items() for row in rows]


@pytest.mark.parametrize(("matrix", "kind", "row"), ROWS)
def test_every_row_comes_back(example: Path, matrix: str, kind: str, row: dict[str, Any]) -> None:
    shown = squeezed(Matrix(example, matrix).row(kind, row["id"]))
    for fact in row["facts"]:
        assert squeezed(fact) in shown, fact


@pytest.mark.parametrize(("category", "row"), INTERNAL, ids=lambda each: str(each)[:40])
def test_every_internal_signal_comes_back_in_its_category(
    example: Path, category: str, row: dict[str, Any]
) -> None:
    signals = Matrix(example, "signals")
    shown = squeezed(signals.row("signal", row["id"]))
    for fact in row["facts"]:
        assert squeezed(fact) in shown, fact
    line = sufficiency(example)[row["id"]]
    if row.get("undecided"):  # the document does not say who makes it, which is waived
        assert (line["section"], line["Reason"]) == (
            "Incomplete: producer or consumer missing",
            "No producer declared.",
        )
        assert line["Durable"].startswith("TR205 waived")
    else:
        assert (line["section"], line["Scope"]) == (f"Q1: {category}", "Q1")


def sufficiency(example: Path) -> dict[str, dict[str, str]]:
    """Return the rows of the page of sufficiency by the ids of the signals."""
    page = soup_of(example / "traceability/sufficiency/index.html")
    rows = {}
    for section in page.select("section[data-trace-section]:not([data-trace-section=sufficiency-producers])"):
        assert section.h2
        title = text_of(section.h2).rsplit(" ", 1)[0]
        for row in section.select("tbody tr"):
            rows[text_of(row.select("th")[0])] = texts_by_head(row) | {"section": title}
    return rows


@pytest.mark.parametrize("signal", FACTS["signals"], ids=lambda each: str(each["id"]))
def test_the_question_that_decides_is_shown(example: Path, signal: dict[str, Any]) -> None:
    line = sufficiency(example)[signal["id"]]
    assert (line["Scope"], line["Layers crossed"], line["Durable"]) == (
        signal["question"], signal["crossing"], "yes",
    )  # fmt: skip
    assert line["Reason"] == "Crosses layers, persisted."


def test_what_had_to_be_given_an_id_is_called_as_the_document_calls_it(example: Path) -> None:
    components = Matrix(example, "components")
    assert FACTS["names"]
    for id_, name in FACTS["names"].items():
        assert name in components.row("component", id_)


def test_no_number_that_somebody_counted_by_hand_comes_back(example: Path) -> None:
    for page in pages_below(example / "signals"):
        assert "21" not in article_of(page), page


def test_what_the_registry_says_wrongly_is_found(tmp_path: Path) -> None:
    found = check_copy(HERE, tmp_path)
    assert [(each.code, each.item or each.subject) for each in found if each.severity is Severity.ERROR] == [
        ("TR206", "SIG-100"),
        ("TR101", "GAP-002"),
    ]
    assert [each.item for each in found if each.code == "TR309"] == ["cost-snapshot-job", "orchestrator.py"]
