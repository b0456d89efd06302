"""The pages of coverage and of actions: every figure counted, and what is done decided by what is there."""

from pathlib import Path

from bs4 import BeautifulSoup
from e2e.links import follow_all
from generated_matrix import text_of
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
    heads += [*columns[:number], "Complete", "Verified", *columns[number:]]
    found = {}
    for row in coverage.select(".trace-table--coverage :is(tbody, tfoot) tr"):
        cells = [text_of(cell) for cell in row.find_all(["th", "td"])]
        found[cells[0]] = dict(zip(heads, cells, strict=True))
    return found


def test_every_area_is_counted_and_so_is_the_whole(tmp_path: Path) -> None:
    report = '<testsuite><testcase classname="test_limits" name="test_limit"/></testsuite>'
    site = build(tmp_path, FACTS, CONFIG + "      junit: [r.xml]\n", **CODE, **{"r.xml": report})
    coverage = lines(page(site, "coverage"))

    assert list(coverage) == ["Limits", "Bills", "Without area", "All areas"]
    limits, bills, without, whole = coverage.values()
    assert (limits["all"], limits["implemented"], limits["missing"], limits["retired"]) == (
        "5", "3", "1", "1",
    )  # fmt: skip
    assert limits["Complete"] == "3 of 4 75 %"
    assert limits["Verified"] == "1 of 3 33 %"
    assert (limits["unit"], limits["e2e"], limits["of no level"], limits["none"]) == (
        "1 of 3", "1 of 3", "0 of 3", "1 of 3",
    )  # fmt: skip
    assert (bills["Complete"], bills["of no level"], bills["none"]) == ("0 of 1 0 %", "1 of 1", "0 of 1")
    assert (without["Complete"], without["Verified"], without["unit"]) == ("0 of 1 0 %", "n/a", "n/a")
    assert (whole["all"], whole["Complete"], whole["unit"]) == ("7", "3 of 6 50 %", "1 of 4")


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
        if heading["id"] != "coverage-areas"
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
        "1 of 1",
    ]


def test_there_is_no_coverage_of_no_requirements(tmp_path: Path) -> None:
    site = build(tmp_path, "components: [{id: api, external: true}]\n")
    assert not (site / "traceability/coverage").exists()
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


def test_actions_stand_by_system_and_time_and_say_what_has_come_into_being(tmp_path: Path) -> None:
    actions = page(build(tmp_path, ACTIONS, **CODE), "actions")
    rows = {
        text_of(heading).rsplit(" ", 1)[0]: [
            [text_of(cell) for cell in row.find_all(["th", "td"])]
            for row in heading.parent.select("tbody tr")  # type: ignore[union-attr]
        ]
        for heading in actions.select("h2")
    }
    assert list(rows) == ["The shop: Next week", "The shop: No time is named", "The till: Next week"]
    assert [row[0] for row in rows["The shop: Next week"]] == ["R-3", "G-1"]
    ((id_, kind, status, urgency, action, created, _, effort),) = rows["The till: Next week"]
    assert (id_, kind, status, urgency, created, effort) == (
        "R-1", "requirement", "missing", "HIGH", "1 of 2", "2 days",
    )  # fmt: skip
    assert action.startswith("Write alerts")
    assert "1 of 2 artifacts exist" in text_of(actions)


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

    assert len(coverage.select(".trace-table--coverage tbody tr")) == 200
    assert "and 250 more areas" in text_of(coverage)
    assert lines(coverage)["All areas"]["all"] == "450"
    assert "all 450 requirements" in text_of(coverage)
    assert [text_of(heading) for heading in actions.select("h2")] == ["Actions 450"]
    assert len(actions.select(".trace tbody tr")) == 200
    assert "250 more stand in the matrices of their kinds" in text_of(actions)
    assert follow_all(site, SITE_URL).broken == []
