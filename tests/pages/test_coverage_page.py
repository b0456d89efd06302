"""The pages of coverage and of actions: every figure counted, and what is done decided by what is there."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from e2e.links import follow_all
from generated_matrix import text_of, texts_by_head
from support import build_here

SITE_URL = "https://example.org/docs/"
CONFIG = """\
site_name: x
site_url: https://example.org/docs/
theme: mkdocs
plugins:
  - traceability:
      areas: {limits: Limits, bills: Bills}
      systems: {shop: The shop, till: The till}
      test_levels:
        unit: ["test_*.py"]
        e2e: [tests/e2e/]
"""
FACTS = """\
components: [{id: api}]
defaults: {satisfied_by: [api], system: shop}
requirements:
  - {id: L-1, area: limits, status: implemented, evidence: {code: [limits.py], tests: [test_limits.py::test_limit]}}
  - {id: L-2, area: limits, status: implemented, evidence: {code: [limits.py], tests: [tests/e2e/flow.py]}}
  - id: L-3
    area: limits
    status: implemented
    evidence: {code: [limits.py], tests: unknown}
    waive: {TR401: {reason: nobody knows}}
  - {id: L-4, area: limits, status: missing, missing: "There is **no** limit", target: 10 s, actual: none}
  - {id: L-5, area: limits, status: retired}
  - {id: B-1, area: bills, status: partial, evidence: {tests: [odd/place.py]}}
  - {id: N-1, status: deferred}
"""
CODE = {
    "limits.py": "limit = 1\n",
    "test_limits.py": "def test_limit(): ...\n",
    "tests/e2e/flow.py": "def test_flow(): ...\n",
    "odd/place.py": "def test_odd(): ...\n",
}


def build(folder: Path, facts: str, config: str = CONFIG, **files: str) -> Path:
    roots = {
        "plugins:\n  - traceability:\n": "plugins:\n  - traceability:\n      code_roots: {shop: [.], till: [.]}\n"
    }
    for old, new in roots.items():
        config = config.replace(old, new)
    written = {"mkdocs.yml": config, "docs/a.trace.yml": facts, **files}
    return build_here(folder, written)


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup(
        (site / f"traceability/{name}/index.html").read_text(encoding="utf-8"), "html.parser"
    )


def lines(coverage: BeautifulSoup) -> dict[str, dict[str, str]]:
    """Return the cells of the table of areas, by the area and the head of the column."""
    heads = ["Area"]
    columns = [text_of(cell) for cell in coverage.select(".trace-table--coverage thead tr:last-child th")]
    number = next(index for index, head in enumerate(columns) if head == "unit")
    heads += [*columns[:number], "Done", "Found", "Verified", *columns[number:]]
    found = {}
    for row in coverage.select(".trace-table--coverage :is(tbody, tfoot) tr"):
        cells = [text_of(cell) for cell in row.find_all(["th", "td"])]
        found[cells[0]] = dict(zip(heads, cells, strict=True))
    return found


def test_every_area_is_counted_and_so_is_the_whole(tmp_path: Path) -> None:
    report = '<testsuite><testcase classname="test_limits" name="test_limit"/></testsuite>'
    site = build(tmp_path, FACTS, CONFIG + "      junit: [r.xml]\n", **CODE, **{"r.xml": report})
    coverage = lines(page(site, "coverage"))

    assert list(coverage) == ["All areas", "Limits", "Bills", "Without area"]
    whole, limits, bills, without = coverage.values()
    assert (limits["all"], limits["implemented"], limits["missing"], limits["retired"]) == (
        "5", "3", "1", "1",
    )  # fmt: skip
    assert limits["Done"] == "3 of 4 75 %"
    assert (limits["Found"], limits["Verified"]) == ("1 of 3 33 %", "1 of 3 33 %")
    assert (limits["unit"], limits["e2e"], limits["other"], limits["none"]) == (
        "1 of 3", "1 of 3", "0 of 3", "1 of 3",
    )  # fmt: skip
    assert (bills["Done"], bills["other"], bills["none"]) == ("0 of 1 0 %", "1 of 1", "0 of 1")
    assert (without["Done"], without["Verified"], without["unit"]) == ("0 of 1 0 %", "n/a", "n/a")
    assert (whole["all"], whole["Done"], whole["unit"]) == ("7", "3 of 6 50 %", "1 of 4")


def test_counts_lead_to_the_rows_they_count(tmp_path: Path) -> None:
    site = build(tmp_path, FACTS, **CODE)
    coverage = page(site, "coverage")
    hrefs = {link["href"] for link in coverage.select(".trace-table--coverage tbody a")}
    assert "../requirements/?section=limits&status=missing" in hrefs
    assert "../requirements/?section=limits" in hrefs
    assert follow_all(site, SITE_URL).broken == []


def test_what_is_not_whole_is_listed_and_so_is_what_is_not_proven(tmp_path: Path) -> None:
    coverage = page(build(tmp_path, FACTS, **CODE), "coverage")
    listed = {
        str(heading["id"]): [text_of(row.th.a) for row in heading.parent.select("tbody tr")]  # type: ignore[union-attr]
        for heading in coverage.select("h2")
        if heading["id"] not in ("coverage-kinds", "coverage-evidence", "coverage-areas")
    }
    assert listed == {
        "coverage-criteria": ["L-4"],
        "coverage-unproven": ["L-3"],
        "coverage-missing": ["L-4"],
        "coverage-deferred": ["N-1"],
        "coverage-partial": ["B-1"],
    }


def test_without_areas_and_levels_the_whole_is_counted(tmp_path: Path) -> None:
    config = "site_name: x\nsite_url: https://example.org/docs/\ntheme: mkdocs\nplugins:\n  - traceability:\n"
    facts = "components: [{id: api}]\nrequirements: [{id: R-1, status: partial, satisfied_by: [api]}]\n"
    coverage = page(build(tmp_path, facts, config + "      nav: true\n"), "coverage")
    (row,) = coverage.select(".trace-table--coverage :is(tbody, tfoot) tr")
    assert [text_of(cell) for cell in row.find_all(["th", "td"])] == [
        "All",
        "1",
        "1",
        "0 of 1 0 %",
        "n/a",
        "n/a",
        "1 of 1",
    ]


def heat(coverage: BeautifulSoup, caption: str) -> dict[str, dict[str, str]]:
    """Return the cells of a heat map, by the kind and the head of the column."""
    (table,) = [
        each for each in coverage.select("table") if each.caption and text_of(each.caption) == caption
    ]
    heads = [text_of(cell) for cell in table.select("thead th")]
    rows = [[text_of(cell) for cell in row.find_all(["th", "td"])] for row in table.select("tbody tr")]
    return {cells[0]: dict(zip(heads, cells, strict=True)) for cells in rows}


def test_every_kind_is_counted_by_badge_and_by_type_of_evidence_the_total_first(tmp_path: Path) -> None:
    coverage = page(build(tmp_path, FACTS, **CODE), "coverage")
    kinds = heat(coverage, "Evidence by kind")
    assert list(kinds) == ["All", "Requirements"]
    assert kinds["Requirements"] == {
        "Kind": "Requirements", "Items": "7", "Found": "0 % 0 of 4", "verified": "0", "found": "0", "planned": "2",
        "waived": "1", "not checked": "3", "no evidence": "0", "not found": "0", "failing": "0",
        "no evidence required": "1",
    }  # fmt: skip
    assert kinds["All"]["Items"] == "8"
    assert text_of(coverage.select_one("#coverage-kinds ~ p")) == "No evidence required: 1 Components"
    types = heat(coverage, "Types of evidence by kind")
    assert types == {"Requirements": {"Kind": "Requirements", "Items": "4", "Code": "3", "Tests": "3"}}


def test_counts_of_the_heat_map_lead_to_their_rows_and_none_is_as_plain_as_any_other(tmp_path: Path) -> None:
    coverage = page(build(tmp_path, FACTS, **CODE), "coverage")
    (row,) = coverage.select("#coverage-kinds ~ div tbody tr:not(.trace-total)")
    cells = {text_of(cell): str(cell.a["href"]) if cell.a else "" for cell in row.select(".trace-heat")}
    assert cells == {
        "3": "../requirements/?badge=unverified",
        "2": "../requirements/?badge=planned",
        "1": "../requirements/?badge=",
        "0": "",
    }


def test_without_requirements_the_coverage_speaks_of_kinds_alone(tmp_path: Path) -> None:
    site = build(tmp_path, "components: [{id: api, external: true}]\n")
    coverage = page(site, "coverage")
    assert [text_of(heading) for heading in coverage.select(".trace h2")] == ["By kind"]
    assert "No evidence required: 1 Components" in text_of(coverage)
    assert not (site / "traceability/actions").exists()


ACTIONS = """\
requirements:
  - id: R-1
    system: till
    status: missing
    horizon: Next week
    priority: HIGH
    effort: 2 days
    action: {text: "Write **alerts**", artifacts: [alerts.yml, limits.py]}
  - {id: R-2, system: shop, status: missing, action: {text: Decide}}
  - {id: R-3, system: shop, status: missing, horizon: Next week}
  - {id: R-4, system: shop, status: retired, horizon: Next week}
gaps:
  - {id: G-1, system: shop, status: open, horizon: Next week, severity: high, impact: People wait}
"""


def rows_by_section(shown: Tag) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each section, by the heads of their columns."""
    return {
        text_of(block.select_one("h2")).rsplit(" ", 1)[0] if block.select_one("h2") else "": [
            texts_by_head(row) for row in block.select("tbody tr")
        ]
        for block in shown.select(".trace-block")
    }


def test_actions_stand_by_time_across_systems_and_say_what_has_come_into_being(tmp_path: Path) -> None:
    actions = page(build(tmp_path, ACTIONS, **CODE), "actions")
    rows = rows_by_section(actions)
    assert list(rows) == ["Next week", "No horizon"]
    assert [row["Item"] for row in rows["Next week"]] == ["R-1", "R-3", "G-1"]
    first = rows["Next week"][0]
    assert first.pop("Action").startswith("Write alerts")
    assert {name: text for name, text in first.items() if text} == {
        "Item": "R-1", "Kind": "requirement", "System": "The till", "Status": "missing", "Urgency": "HIGH",
        "Created": "1 of 2", "Effort": "2 days",
    }  # fmt: skip
    assert "1 of 2 artifacts exist" in text_of(actions)


DATED = """components:
  - {id: till, maintainer: ana}
flows:
  - {id: PAY-001, components: [till]}
gaps:
  - {id: G-1, title: Refunds are lost, status: open, about: [PAY-001], resolved_by: [P-1, P-2], blocked_by: [G-2]}
  - {id: G-2, status: open, maintainer: ben, action: {text: Ask, due: 2026-12-24, effort: 1 hour}}
  - {id: G-3, status: resolved, due: 2026-01-31, evidence: {docs: [index.md]}}
patches:
  - {id: P-1, status: required, supports: [PAY-001], due: 2026-10-31, effort: 2 days}
  - {id: P-2, status: required, supports: [PAY-001], due: 2026-11-30}
"""


def test_actions_say_by_when_who_and_how_much_and_what_is_overdue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793491200")  # the first of November 2026
    site = build(tmp_path, DATED)
    actions = page(site, "actions")
    (rows,) = rows_by_section(actions).values()
    assert [(row["Item"], row["Due"], row["Owner"], row["Effort"]) for row in rows] == [
        ("G-3", "2026-01-31", "", ""),
        ("P-1", "2026-10-31 overdue", "ana", "2 days"),
        ("P-2", "2026-11-30", "ana", ""),
        ("G-2", "2026-12-24", "ben", "1 hour"),
    ]
    assert "due 2026-01-31 – 2026-12-24 1 overdue" in text_of(actions)
    assert [text_of(each) for each in actions.select("[data-trace-facet=due] label")] == [
        "overdue 1", "2026-Q1 1", "2026-Q4 (this quarter) 3",
    ]  # fmt: skip
    assert [text_of(each) for each in actions.select("[data-trace-facet=owner] label")] == [
        "ana 2", "ben 1", "(empty) 1",
    ]  # fmt: skip

    (gaps,) = rows_by_section(page(site, "gaps")).values()
    assert [(row["ID"], row["Due"], row["Owner"], row["Blocked by"], row["Unblocks"]) for row in gaps] == [
        ("G-1", "2026-10-31 overdue from P-1", "ana", "G-2", ""),
        ("G-2", "2026-12-24", "ben", "", "G-1"),
        ("G-3", "2026-01-31", "", "", ""),
    ]


def test_actions_stand_in_the_order_of_a_vocabulary_of_times(tmp_path: Path) -> None:
    facts = """\
requirements:
  - {id: R-1, status: missing, horizon: Later}
  - {id: R-2, status: missing, horizon: Now}
"""
    config = CONFIG + "      kinds: {requirement: {fields: {horizon: {one_of: [Now, Later]}}}}\n"
    actions = page(build(tmp_path, facts, config), "actions")
    assert [text_of(heading) for heading in actions.select("h2")] == ["Now 1", "Later 1"]


def test_very_many_areas_times_and_rows_are_counted_and_not_all_drawn(tmp_path: Path) -> None:
    facts = "requirements:\n" + "".join(
        f"  - {{id: R-{number}, status: missing, area: A-{number}, horizon: T-{number}, action: {{text: Do}}}}\n"
        for number in range(450)
    )
    site = build(tmp_path, facts)
    coverage, actions = page(site, "coverage"), page(site, "actions")

    assert len(coverage.select(".trace-table--coverage tbody tr:not(.trace-total)")) == 200
    assert "and 250 more areas" in text_of(coverage)
    assert lines(coverage)["All areas"]["all"] == "450"
    assert "all 450 requirements" in text_of(coverage)
    assert [text_of(heading) for heading in actions.select("h2")] == ["Actions 450"]
    assert len(actions.select(".trace tbody tr")) == 200
    assert "250 more are listed on the pages of their kinds" in text_of(actions)
    assert follow_all(site, SITE_URL).broken == []
