"""The layer map: who stands where, what is counted, and which way dependencies point."""

from pathlib import Path

from bs4 import BeautifulSoup
from e2e.links import follow_all
from generated_matrix import text_of
from support import build_here, table

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
        for section in page(site).select("section[data-trace-section]")
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


def directions(site: Path) -> dict[str, list[tuple[str, str]]]:
    """Return what the cells of the table of directions say, each with its form."""
    table = page(site).select_one("table.trace-table--layers")
    assert table
    return {
        text_of(row.th).split()[0]: [  # type: ignore[arg-type]
            (text_of(cell), cell["class"][-1].removeprefix("trace-direction--")) for cell in row.select("td")
        ]
        for row in table.select("tbody tr")
    }


def test_dependencies_are_counted_by_direction(tmp_path: Path) -> None:
    assert directions(build(tmp_path, FACTS, **CODE)) == {
        "high": [("1 within one layer", "own"), ("1", "allowed"), ("0 not evaluated", "open")],
        "low": [("1 violates layering", "wrong"), ("0 within one layer", "own"), ("not allowed", "refused")],
        "free": [("0 not evaluated", "open"), ("0 not evaluated", "open"), ("0 within one layer", "own")],
    }


def test_imports_that_no_declaration_covers_are_counted_beside_what_is_declared(tmp_path: Path) -> None:
    facts = """\
layers: [{id: L1, rank: 1}, {id: L2, rank: 2}]
components:
  - {id: api, layer: L1, depends_on: [store], paths: [app/api.py]}
  - {id: part, part_of: api, paths: [app/part.py]}
  - {id: store, layer: L2, paths: [app/store.py]}
  - {id: queue, layer: L2, paths: [app/queue.py]}
  - {id: old, layer: L2, status: retired, paths: [app/old.py], depends_on: [api]}
flows: [{id: F-1, components: [api, store, queue]}]
"""
    code = {
        "app/api.py": "from app import queue, store\n",
        "app/part.py": "from app import store\n",
        "app/store.py": "from app import api\n",
        "app/queue.py": "from app import api, store\n",
        "app/old.py": "from app import api\n",
    }
    site = build(tmp_path, facts, **code)
    assert directions(site) == {
        "L1": [("0 within one layer", "own"), ("1 +1", "allowed")],
        "L2": [("0 +2 violates layering", "wrong"), ("0 +1 within one layer", "own")],
    }
    assert [text_of(each.a) for each in page(site).select(".trace-violations li")] == ["queue", "store"]  # type: ignore[arg-type]


@table(
    "layers, forms",
    ("ranks decide", "{id: A, rank: 1}, {id: B, rank: 2}", ("allowed", "wrong")),
    ("on one level", "{id: A, rank: 1}, {id: B, rank: 1}", ("allowed", "allowed")),
    ("no ranks", "{id: A}, {id: B}", ("open", "open")),
    ("a list goes before ranks", "{id: A, rank: 1, may_use: []}, {id: B, rank: 2}", ("wrong", "wrong")),
    ("from the other side", "{id: A, rank: 1}, {id: B, rank: 2, usable_by: [A]}", ("allowed", "wrong")),
    ("a list that is not known", "{id: A, rank: 1, may_use: [C]}, {id: B, rank: 2}", ("open", "wrong")),
    ("a rank that is none", "{id: A, rank: high}, {id: B, rank: 2}", ("open", "open")),
)
def test_page_and_rule_say_the_same_of_a_direction(
    tmp_path: Path, layers: str, forms: tuple[str, str]
) -> None:
    facts = f"""\
layers: [{layers}]
components:
  - {{id: a, layer: A, depends_on: [b]}}
  - {{id: b, layer: B, depends_on: [a]}}
  - {{id: gone, layer: B, depends_on: [a], status: retired}}
flows: [{{id: F-1, components: [a, b]}}]
"""
    site = build(tmp_path, facts)
    shown = directions(site)
    cells = {
        "a": next(c for c in shown["A"] if c[1] != "own"),
        "b": next(c for c in shown["B"] if c[1] != "own"),
    }
    assert (cells["a"][1], cells["b"][1]) == forms
    assert all(text.startswith("1") for text, _ in cells.values())
    found = {text_of(each.a) for each in page(site).select(".trace-violations li")}  # type: ignore[arg-type]
    assert found == {component for component, (_, form) in cells.items() if form == "wrong"}


def test_a_number_that_goes_against_the_layers_leads_to_what_was_found(tmp_path: Path) -> None:
    facts = """\
layers: [{id: A, rank: 1}, {id: B, rank: 2}, {id: C, rank: 3}]
components:
  - {id: a, layer: A}
  - {id: b, layer: B, depends_on: [a], waive: {TR305: {reason: It is being mended}}}
  - {id: c, layer: C, depends_on: [a, d]}
  - {id: d, layer: A}
flows: [{id: F-1, components: [a, b, c, d]}]
"""
    site = build(tmp_path, facts)
    (one,) = page(site).select(".trace-direction--waived > a")
    (two,) = page(site).select(".trace-direction--wrong > a")
    assert (text_of(one), text_of(two)) == ("1", "2")
    assert "findings" in str(one["href"])
    first = page(site).find(id=str(two["href"]).removeprefix("#"))
    assert first
    assert text_of(first.a) == "c"  # type: ignore[arg-type]
    assert "TR305 waived" in text_of(page(site))
    assert follow_all(site, SITE_URL).broken == []


def test_where_the_rule_is_off_a_direction_is_wrong_all_the_same(tmp_path: Path) -> None:
    config = CONFIG.replace("[traceability]", "[{traceability: {rules: {TR305: off}}}]")
    facts = """\
layers: [{id: A, rank: 1}, {id: B, rank: 2}]
components: [{id: a, layer: A}, {id: b, layer: B, depends_on: [a]}]
flows: [{id: F-1, components: [a, b]}]
"""
    site = build_here(tmp_path, {"mkdocs.yml": config, "docs/a.trace.yml": facts})
    assert directions(site)["B"][0] == ("1 violates layering", "wrong")
    assert page(site).select(".trace-direction--wrong a, .trace-violations") == []


def test_very_many_violations_are_not_all_listed(tmp_path: Path) -> None:
    many = [f"c{number}" for number in range(130)]
    facts = (
        "layers: [{id: A, rank: 1}, {id: B, rank: 2}]\n"
        "components:\n  - {id: a, layer: A}\n"
        + "".join(f"  - {{id: {each}, layer: B, depends_on: [a]}}\n" for each in many)
        + f"flows: [{{id: F-1, components: [{', '.join(many)}]}}]\n"
    )
    site = build(tmp_path, facts)
    assert len(page(site).select(".trace-violations li")) == 100
    assert "and 30 more" in text_of(page(site))
    assert follow_all(site, SITE_URL).broken == []


def test_what_goes_against_the_layers_is_what_the_rule_found(tmp_path: Path) -> None:
    listed = page(build(tmp_path, FACTS, **CODE)).select(".trace-violations li")
    assert [text_of(each) for each in listed] == [
        "store TR305 error component store (layer low) depends on api (layer high), which is not in may_use of low"
    ]


def test_components_are_counted_by_their_fields(tmp_path: Path) -> None:
    tables = {}
    for each in page(build(tmp_path, FACTS, **CODE)).select(".trace-counts table"):
        assert each.caption
        rows = [[text_of(cell) for cell in row.select("th, td")] for row in each.select("tr")]
        tables[text_of(each.caption)] = rows
    assert tables["Confidence"] == [
        ["Layer", "high", "low", "unspecified", "all"],
        ["high", "1", "0", "1", "2"],
        ["low", "0", "1", "0", "1"],
        ["free", "0", "0", "1", "1"],
        ["All", "1", "1", "2", "4"],
    ]
    assert tables["Trigger"][-1] == ["All", "1", "1", "3", "4"]
    assert list(tables) == ["Confidence", "Trigger"]


def test_each_number_leads_to_the_rows_it_counts(tmp_path: Path) -> None:
    seen = page(build(tmp_path, FACTS, **CODE))
    confidence = seen.select(".trace-counts table")[0]
    hrefs = [[each["href"] for each in row.select("td a")] for row in confidence.select("tbody tr, tfoot tr")]
    assert hrefs[0] == [
        "?confidence=high&section=high#layer-map-components",
        "?confidence=&section=high#layer-map-components",
        "?section=high#layer-map-components",
    ]
    assert hrefs[-1][0] == "?confidence=high#layer-map-components"
    assert [each["value"] for each in seen.select("form [name=confidence]")] == ["high", "low", ""]
    assert [each["value"] for each in seen.select("form [name=section]")] == ["high", "low", "free"]


def test_what_does_not_all_stand_on_the_page_is_counted_without_a_link(tmp_path: Path) -> None:
    many = "".join(f"  - {{id: c{n}, external: true, layer: L1, confidence: low}}\n" for n in range(160))
    few = "  - {id: x, external: true, layer: L2, confidence: high}\n"
    seen = page(build(tmp_path, f"layers: [{{id: L1}}, {{id: L2}}]\ncomponents:\n{many}{few}"))
    rows = seen.select(".trace-counts tbody tr, .trace-counts tfoot tr")
    assert [len(row.select("td a")) for row in rows] == [0, 2, 0]
    assert "and 10 more" in text_of(seen)


def test_a_layer_in_which_a_component_is_seen_is_marked_where_it_is_not_the_one_it_is_said_to_be_in(
    tmp_path: Path,
) -> None:
    facts = """\
layers: [{id: L3}, {id: L4}]
components:
  - {id: auth, layer: L3, external: true, observed_layer: [L3, L4]}
  - {id: tokens, part_of: auth, external: true, observed_layer: L3}
"""
    site = build(tmp_path, facts)
    for name in ("layer-map", "components"):
        text = (site / f"traceability/{name}/index.html").read_text(encoding="utf-8")
        marked = BeautifulSoup(text, "html.parser").select("table .trace-differs")
        assert [text_of(each) for each in marked] == ["L4 differs from the declared layer"]


def test_components_are_counted_by_a_field_of_the_site_s_own(tmp_path: Path) -> None:
    config = CONFIG.replace(
        "[traceability]", "[{traceability: {kinds: {component: {fields: {tier: {one_of: [gold, lead]}}}}}}]"
    )
    facts = "layers: [{id: L1}]\ncomponents: [{id: api, layer: L1, external: true, tier: lead}]\n"
    site = build_here(tmp_path, {"mkdocs.yml": config, "docs/a.trace.yml": facts})
    (table,) = page(site).select(".trace-counts table")
    assert text_of(table) == "Tier Layer lead unspecified all L1 1 0 1 All 1 0 1"


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
