"""The checklist of the promotion service: repaired, in the example site; unrepaired, as a site of its own.

`seeds/promotion/facts.yml` holds the facts of the document, checked by hand.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from generated_matrix import article_of, cells_by_column, pages_below, soup_of, text_of
from support import EXAMPLE, SEEDS

from mkdocs_traceability.files.globs import matches
from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

HERE = SEEDS
SEED = HERE / "promotion"
FACTS = yaml.safe_load((SEED / "facts.yml").read_text(encoding="utf-8"))
ROWS = FACTS["requirements"]
UNKNOWN_TESTS = [row["id"] for row in ROWS if "tests" in row.get("unknown", ())]

COLUMNS = ("code", "endpoints", "tables", "tests")


def digest(text: str) -> str:
    """What `facts.yml` keeps of a sentence of the document, so that a copy of it is noticed."""
    return hashlib.sha256(re.sub(r"\W+", " ", text).strip().lower().encode()).hexdigest()[:12]


def page(site: Path, name: str) -> BeautifulSoup:
    return soup_of(site / "promotion-service" / name / "index.html")


def generated_row(site: Path, kind: str, plural: str, id_: str) -> Tag:
    """The row of an item, on whichever of the pages of its kind it stands."""
    for path in sorted((site / "traceability" / plural).rglob("*.html")):
        row = soup_of(path).find("tr", id=f"{kind}-{id_}")
        if isinstance(row, Tag):
            return row
    raise AssertionError(f"no row for {kind} {id_}")


def placed_rows(part: Tag | BeautifulSoup) -> Iterator[tuple[str, dict[str, Tag]]]:
    """The rows of all tables that a page places, by the id of their item."""
    for row in part.select(".trace-placed tbody tr"):
        named = cells_by_column(row)
        link = named["id"].find(class_="trace-id")
        assert link is not None
        yield text_of(link), named


def placed(part: Tag | BeautifulSoup, id_: str, column: str) -> Tag:
    found = [named[column] for each, named in placed_rows(part) if each == id_ and column in named]
    assert found, f"no {column} of {id_}"
    return found[0]


def below(html: BeautifulSoup, title: str) -> BeautifulSoup:
    """What stands between a heading and the next one that is no deeper."""
    heading = next(each for each in html.select("article :is(h2, h3)") if text_of(each).startswith(title))
    parts = []
    for each in heading.find_next_siblings():
        if each.name in ("h1", "h2", "h3") and each.name <= str(heading.name):
            break
        parts.append(str(each))
    return BeautifulSoup("".join(parts), "html.parser")


def leads_to(part: Tag | BeautifulSoup, words: str) -> list[str]:
    """The ids of the items to which links with these words lead."""
    links = [link for link in part.find_all("a") if text_of(link) == words]
    return [re.sub(r".*#(requirement|gap)-", "", str(link["href"])) for link in links]


def claims(cell: Tag) -> list[str]:
    return [text_of(claim) for claim in cell.select(".trace-claim")]


def status(row: dict[str, Any]) -> str:
    return str(FACTS["repaired"].get(row["id"], row["status"]))


def is_said_anew(text: str, of_document: str) -> bool:
    return len(text.split()) > 3 and digest(text) != of_document


# ---------------------------------------------------------------- the rows of the six areas


def test_the_facts_are_seventy_one_rows_in_six_areas() -> None:
    assert len(ROWS) == 71
    assert [area["rows"] for area in FACTS["areas"]] == [12, 11, 11, 11, 13, 13]
    assert all(sum(row["area"] == area["key"] for row in ROWS) == area["rows"] for area in FACTS["areas"])


def test_the_areas_are_sections_of_the_matrix_in_their_order(example: Path) -> None:
    headings = [
        text_of(heading)
        for path in sorted((example / "traceability/requirements").rglob("*.html"))
        for heading in soup_of(path).select(".trace h2")
    ]
    titles = [area["title"] for area in FACTS["areas"]]
    assert [title for heading in headings for title in titles if heading.startswith(title)] == titles


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_every_row_stands_in_the_matrix_with_its_facts(example: Path, row: dict[str, Any]) -> None:
    shown = generated_row(example, "requirement", "requirements", row["id"])
    named = cells_by_column(shown)
    section = shown.find_previous("h2")
    assert isinstance(section, Tag)
    title = next(area["title"] for area in FACTS["areas"] if area["key"] == row["area"])
    assert text_of(section).startswith(title)
    assert text_of(named["title"]).startswith(row["title"])
    assert text_of(named["status"]) == status(row)
    names = [name for column in (*COLUMNS, "files") for name in row.get(column, ())]
    assert set(claims(shown)) == {name for name in names if name not in FACTS["words"]}
    for note in row.get("notes", ()):
        assert note in text_of(shown)
    assert is_said_anew(text_of(named["risks"]), row["risk"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_every_row_has_its_seven_columns_on_the_page_of_its_area(example: Path, row: dict[str, Any]) -> None:
    html = page(example, row["area"])
    shown = next(named for id_, named in placed_rows(html) if id_ == row["id"] and "risks" in named)
    assert list(shown) == ["id", "title", "status", *COLUMNS, "risks"]
    code = row.get("code", [])
    moved = [name for name in code if name in FACTS["columns"]]
    expected = {column: row.get(column, []) for column in COLUMNS} | {
        "code": [name for name in code if name not in (*FACTS["columns"], *FACTS["words"])],
        "tables": moved + row.get("tables", []),
    }
    for column in COLUMNS:
        said = text_of(shown[column])
        if expected[column]:
            assert claims(shown[column]) == expected[column]
        elif column in row.get("unknown", ()):
            assert said.startswith("unknown")
        else:
            assert said.startswith("not applicable: ")
            assert len(said.split()) > 4
    tables = [named for id_, named in placed_rows(html) if id_ == row["id"]]
    for word in (*(name for name in code if name in FACTS["words"]), *row.get("also", ())):
        assert any(word in text_of(cell) for named in tables for cell in named.values())
    assert is_said_anew(text_of(shown["risks"]), row["risk"])


# ---------------------------------------------------------------- summaries


@pytest.mark.parametrize("area", FACTS["areas"], ids=lambda area: str(area["key"]))
def test_what_is_strong_weak_and_missing_in_an_area_is_named_and_leads_to_it(
    example: Path, area: dict[str, Any]
) -> None:
    paragraphs = below(page(example, area["key"]), "Where it stands").find_all("p", recursive=False)
    for label in ("strong", "weak", "missing"):
        paragraph = next(each for each in paragraphs if text_of(each).startswith(label.capitalize()))
        for words, item in area[label].items():
            assert leads_to(paragraph, words) == [item]


def test_what_is_fully_implemented_is_named_and_leads_to_it(example: Path) -> None:
    entries = below(page(example, "readiness"), "Fully implemented").find_all("li")
    assert [text_of(entry.find("strong")) for entry in entries] == list(FACTS["fully"])
    for entry, words in zip(entries, FACTS["fully"].values(), strict=True):
        for word, item in words.items():
            assert leads_to(entry, word) == [item]


def test_what_is_partial_is_named_and_says_why(example: Path) -> None:
    part = below(page(example, "readiness"), "Partial implementation")
    ids = {id_ for id_, _ in placed_rows(part)}
    assert ids == {row["id"] for row in ROWS if status(row) == "partial"}
    for entry in FACTS["partial"]:
        assert leads_to(part, entry["name"]) == [entry["item"]]
        for column in ("notes", "risks"):
            assert is_said_anew(text_of(placed(part, entry["item"], column)), entry["said"])


@pytest.mark.parametrize("entry", FACTS["contradictions"], ids=lambda entry: str(entry["item"]))
def test_a_contradiction_of_the_document_is_settled_by_a_note(example: Path, entry: dict[str, str]) -> None:
    part = below(page(example, "readiness"), "Partial implementation")
    note = text_of(placed(part, entry["item"], "notes"))
    assert "checklist" in note
    assert "follow" in note


def test_what_is_missing_is_a_requirement_of_that_status(example: Path) -> None:
    part = below(page(example, "readiness"), "Missing")
    assert [id_ for id_, _ in placed_rows(part)] == [entry["item"] for entry in FACTS["missing"]]
    for entry in FACTS["missing"]:
        shown = cells_by_column(generated_row(example, "requirement", "requirements", entry["item"]))
        assert text_of(shown["title"]) == text_of(placed(part, entry["item"], "title")) == entry["name"]
        assert text_of(shown["status"]) == "missing"
        assert is_said_anew(text_of(placed(part, entry["item"], "missing")), entry["said"])


def test_the_critical_risks_are_gaps_in_their_order(example: Path) -> None:
    part = below(page(example, "readiness"), "Critical risks")
    assert [id_ for id_, _ in placed_rows(part)] == [entry["item"] for entry in FACTS["risks"]]
    for entry in FACTS["risks"]:
        shown = cells_by_column(generated_row(example, "gap", "gaps", entry["item"]))
        assert text_of(shown["title"]) == text_of(placed(part, entry["item"], "title")) == entry["name"]
        assert text_of(shown["severity"]) == "critical"
        assert is_said_anew(text_of(placed(part, entry["item"], "impact")), entry["said"])


@pytest.mark.parametrize("wishes", FACTS["recommendations"], ids=lambda wishes: str(wishes["horizon"]))
def test_the_recommendations_are_actions_of_what_they_remedy(example: Path, wishes: dict[str, Any]) -> None:
    part = below(page(example, "readiness"), wishes["horizon"])
    assert {id_ for id_, _ in placed_rows(part)} == {wish["item"] for wish in wishes["items"]}
    for wish in wishes["items"]:
        assert is_said_anew(text_of(placed(part, wish["item"], "action")), wish["wish"])


# ---------------------------------------------------------------- tests and their levels


def test_every_test_that_is_named_is_of_one_level() -> None:
    levels = load_settings(EXAMPLE / "mkdocs.yml").presentation.test_levels
    named = sorted({path for row in ROWS for path in row.get("tests", ())})
    for path in named:
        assert sum(any(matches(path, glob) for glob in globs) for globs in levels.values()) == 1, path
    assert set(levels) == {"unit", "integration", "e2e"}


def test_no_page_repeats_a_percentage_that_somebody_estimated(example: Path) -> None:
    estimates = [FACTS["overall"], *(entry["share"] for entry in FACTS["coverage"])]
    original = (SEED / "docs/index.md").read_text(encoding="utf-8")
    for path in pages_below(example / "promotion-service"):
        shown = article_of(path)
        assert not [figure for figure in estimates if figure in shown], path
    assert all(figure in original for figure in estimates)


# ---------------------------------------------------------------- the document as it was


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    folder = tmp_path_factory.mktemp("promotion") / "seed"
    shutil.copytree(SEED, folder, ignore=shutil.ignore_patterns(".cache"))
    return list(Workspace(load_settings(folder / "mkdocs.yml")).run().findings)


def test_the_unrepaired_document_calls_thirty_five_rows_implemented_of_which_it_knows_no_test(
    found: list[Finding],
) -> None:
    mistakes = [finding for finding in found if finding.severity != Severity.INFO]
    assert {(finding.code, finding.field, finding.subject) for finding in mistakes} == {
        ("TR401", "tests", "unknown")
    }
    assert [finding.item for finding in mistakes] == UNKNOWN_TESTS
    assert len(UNKNOWN_TESTS) == 35


def test_the_mistakes_are_found_where_they_stand(found: list[Finding]) -> None:
    source = (SEED / "docs/seed.trace.yml").read_text(encoding="utf-8").split("\n")
    errors = [finding for finding in found if finding.severity == Severity.ERROR]
    assert errors
    for finding in errors:
        line, column = map(int, str(finding.position).split(":")[1:])
        assert source[line - 1][column - 1 :] == "unknown"


def test_the_numbering_has_no_holes(found: list[Finding]) -> None:
    codes = {finding.code for finding in found}
    assert codes
    assert "TR110" not in codes


def test_each_of_them_is_repaired_or_waived_in_the_example(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "example", ignore=shutil.ignore_patterns(".cache", "site"))
    found = Workspace(load_settings(tmp_path / "example/mkdocs.yml")).run().findings
    waived = [finding for finding in found if finding.code == "TR401" and finding.item in UNKNOWN_TESTS]
    assert all(each.waiver and len(each.waiver.reason.split()) > 8 and each.waiver.owner for each in waived)
    assert {each.item for each in waived} | set(FACTS["repaired"]) == set(UNKNOWN_TESTS)
    assert not {each.item for each in waived} & set(FACTS["repaired"])
