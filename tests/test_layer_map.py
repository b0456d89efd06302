"""The layer map: who stands where, what is counted, and which way dependencies point."""

from pathlib import Path

from bs4 import BeautifulSoup
from e2e.links import follow_all
from generated_matrix import text_of
from support import build_here

SITE_URL = "https://example.org/docs/"
CONFIG = f"site_name: x\nsite_url: {SITE_URL}\ntheme: mkdocs\nplugins: [traceability]\n"
FACTS = """\
layers:
  - {id: low, title: Lower things, rank: 9, may_use: []}
  - {id: high, rank: 1}
  - {id: free}
components:
  - {id: api, layer: high, confidence: high, trigger: [request, worker], depends_on: [store, jobs], paths: [app/api.py]}
  - {id: store, layer: low, confidence: low, claimed: A cache, actual: "A **database**", depends_on: [api], paths: [app/store.py]}
  - {id: jobs, part_of: api, paths: [app/jobs.py]}
  - {id: lost, depends_on: [api]}
  - {id: other, layer: free}
flows: [{id: F-1, components: [api, store, jobs, lost, other]}]
"""
CODE = {
    "app/api.py": "from app import jobs, store\n",
    "app/store.py": "from app import api\n",
    "app/jobs.py": "from app import store\n",
}


def build(folder: Path, facts: str, **files: str) -> Path:
    written = {"mkdocs.yml": CONFIG, "docs/a.trace.yml": facts, **files}
    return build_here(folder, written)


def page(site: Path) -> BeautifulSoup:
    text = (site / "traceability/layer-map/index.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def test_layers_stand_by_rank_and_parts_stand_with_their_wholes(tmp_path: Path) -> None:
    site = build(tmp_path, FACTS, **CODE)
    members = {
        text_of(section.h2): [text_of(row.th.a) for row in section.select("tbody tr")]  # type: ignore[union-attr]
        for section in page(site).select("section")[2:]
    }
    assert members == {"high 2": ["api", "jobs"], "low · Lower things 1": ["store"], "free 1": ["other"]}
    assert follow_all(site, SITE_URL).broken == []


def test_what_is_claimed_stands_beside_what_is(tmp_path: Path) -> None:
    (row,) = [
        each
        for each in page(build(tmp_path, FACTS, **CODE)).select("section tr")
        if "A cache" in text_of(each)
    ]
    assert row.strong
    assert text_of(row.strong) == "database"


def test_dependencies_are_counted_by_direction_and_so_are_imports_that_nobody_declared(
    tmp_path: Path,
) -> None:
    table = page(build(tmp_path, FACTS, **CODE)).select_one("table.trace-table--layers")
    assert table
    cells = {
        text_of(row.th).split()[0]: [(text_of(cell), cell["class"][-1]) for cell in row.select("td")]  # type: ignore[union-attr]
        for row in table.select("tbody tr")
    }
    assert cells == {
        "high": [("1", "trace-direction--own"), ("1 +1", "trace-number"), ("", "trace-number")],
        "low": [
            ("1 against the layers", "trace-direction--wrong"),
            ("", "trace-direction--own"),
            ("against the layers", "trace-direction--refused"),
        ],
        "free": [("", "trace-number"), ("", "trace-number"), ("", "trace-direction--own")],
    }


def test_what_goes_against_the_layers_is_what_the_rule_found(tmp_path: Path) -> None:
    listed = page(build(tmp_path, FACTS, **CODE)).select(".trace-violations li")
    assert [text_of(each) for each in listed] == [
        "store TR305 error component store (layer low) depends on api (layer high), which may_use of low does not name"
    ]


def test_components_are_counted_by_their_fields(tmp_path: Path) -> None:
    tables = {}
    for table in page(build(tmp_path, FACTS, **CODE)).select(".trace-counts table"):
        assert table.caption
        rows = [[text_of(cell) for cell in row.select("th, td")] for row in table.select("tr")]
        tables[text_of(table.caption)] = rows
    assert tables["Confidence"] == [
        ["Layer", "high", "low", "not said", "all"],
        ["high", "1", "0", "1", "2"],
        ["low", "0", "1", "0", "1"],
        ["free", "0", "0", "1", "1"],
        ["All", "1", "1", "2", "4"],
    ]
    assert tables["Trigger"][-1] == ["All", "1", "1", "3", "4"]
    assert list(tables) == ["Confidence", "Trigger"]


def test_components_are_counted_by_a_field_of_the_site_s_own(tmp_path: Path) -> None:
    config = CONFIG.replace(
        "[traceability]", "[{traceability: {kinds: {component: {fields: {tier: {one_of: [gold, lead]}}}}}}]"
    )
    facts = "layers: [{id: L1}]\ncomponents: [{id: api, layer: L1, external: true, tier: lead}]\n"
    site = build_here(tmp_path, {"mkdocs.yml": config, "docs/a.trace.yml": facts})
    (table,) = page(site).select(".trace-counts table")
    assert text_of(table) == "Tier Layer lead not said all L1 1 0 1 All 1 0 1"


def test_without_layers_there_is_no_map(tmp_path: Path) -> None:
    site = build(tmp_path, "components: [{id: api, external: true}]\n")
    assert not (site / "traceability/layer-map").exists()


def test_very_many_layers_are_not_all_drawn(tmp_path: Path) -> None:
    layers = "".join(f"  - {{id: L{number}, rank: {number}}}\n" for number in range(100))
    components = "".join(
        f"  - {{id: c{number}, external: true, layer: L{number}}}\n" for number in range(100)
    )
    site = build(tmp_path, f"layers:\n{layers}components:\n{components}")
    assert len(page(site).select("table.trace-table--layers")[0].select("tbody tr")) == 60
    assert "and 40 more layers" in text_of(page(site))
