"""The system graph: what is drawn, where it stands, and what is left out."""

from itertools import combinations
from pathlib import Path

from bs4 import BeautifulSoup
from published import url_of
from support import run, table

from mkdocs_traceability.analysis.arrows import arrows
from mkdocs_traceability.pages.publication import Site
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.pages.views.graph import system_graph
from mkdocs_traceability.result import Result

FACTS = """\
layers: [{id: low, rank: 9}, {id: high, title: Upper things, rank: 1}]
components:
  - {id: store, system: shop, layer: low, see: [lonely]}
  - {id: api, system: shop, layer: high, depends_on: [store]}
  - {id: other, system: bank, depends_on: [api]}
  - {id: lonely}
flows: [{id: F-1, system: shop, title: Buy, components: [api]}]
"""


def page(result: Result) -> BeautifulSoup:
    """The page of the graph of a checked site."""
    site = Site(result, SiteContext(url_of))
    (graph,) = [each for each in site.pages if each.name == "graph.md"]
    return BeautifulSoup(site.page_html(graph), "html.parser")


def bands(drawn: BeautifulSoup) -> dict[str, list[str]]:
    """The items of each band, by how it is called."""
    return {
        str(band["aria-label"]): [str(node["data-trace-item"]) for node in band.select("a")]
        for band in drawn.select("[data-trace-band]")
    }


def test_items_stand_by_system_and_below_that_by_layer_or_kind(tmp_path: Path) -> None:
    drawn = page(run(tmp_path, {"docs/a.trace.yml": FACTS}))

    assert bands(drawn) == {
        "shop: Flows": ["flow F-1"],
        "shop: high · Upper things": ["layer high", "component api"],
        "shop: low": ["layer low", "component store"],
        "bank: Components": ["component other"],
        "Components": ["component lonely"],
    }


def test_a_system_is_called_as_the_settings_call_it(tmp_path: Path) -> None:
    settings = "plugins: [{traceability: {systems: {shop: The shop}}}]\n"
    drawn = page(run(tmp_path, {"mkdocs.yml": settings, "docs/a.trace.yml": FACTS}))

    assert "The shop: Flows" in bands(drawn)
    assert [name.text for name in drawn.select(".trace-system")] == ["The shop", "bank"]
    assert "The shop" in drawn.select("[data-trace-facet=system]")[0].get_text()
    assert [box["value"] for box in drawn.select("input[name=system]")] == ["-", "shop", "bank"]
    assert {band["data-trace-band"] for band in drawn.select("[data-trace-band]")} == {"shop", "bank", ""}


def test_lines_name_their_ends_the_relation_and_the_way_of_a_change(tmp_path: Path) -> None:
    drawn = page(run(tmp_path, {"docs/a.trace.yml": FACTS}))
    nodes = [str(node["data-trace-item"]) for node in drawn.select("a[data-trace-item]")]
    told = set()
    for line in drawn.select("[data-trace-ends]"):
        source, target, impact = str(line["data-trace-ends"]).split()
        told.add((nodes[int(source)], line["data-trace-relation"], nodes[int(target)], impact))

    assert told == {
        ("component api", "depends on", "component store", "b"),
        ("component other", "depends on", "component api", "b"),
        ("component api", "implements", "flow F-1", "f"),
        ("component store", "see also", "component lonely", "n"),
        ("component store", "in layer", "layer low", "n"),
        ("component api", "in layer", "layer high", "n"),
    }


def test_each_box_is_a_link_that_says_what_it_is(tmp_path: Path) -> None:
    drawn = page(run(tmp_path, {"docs/a.trace.yml": FACTS}))
    (flow,) = drawn.select('a[data-trace-item="flow F-1"]')

    assert flow["xlink:href"] == "../flows/#flow-F-1"
    assert flow.title
    assert flow.title.get_text() == "F-1: Buy (flow)"


def test_no_box_lies_on_another_and_all_are_within_the_picture(tmp_path: Path) -> None:
    drawn = page(run(tmp_path, {"docs/a.trace.yml": many(70)}))
    (svg,) = drawn.select("[data-trace-map] > svg")
    spots = []
    for node in svg.select("a"):
        x, y = map(int, str(node["transform"]).removeprefix("translate(").rstrip(")").split())
        assert 0 <= x <= int(str(svg["width"])) - 176
        assert 0 <= y <= int(str(svg["height"])) - 26
        spots.append((x, y))
    assert len(spots) == 71
    for (x1, y1), (x2, y2) in combinations(spots, 2):
        assert abs(x1 - x2) >= 176 or abs(y1 - y2) >= 26


def many(number: int) -> str:
    """A component, and so many that depend on it."""
    lines = [f"  - {{id: part-{at:05}, depends_on: [hub]}}" for at in range(number)]
    return "components:\n  - {id: hub}\n" + "\n".join(lines) + "\n"


def test_of_too_many_items_the_most_linked_are_drawn_and_the_rest_is_counted(tmp_path: Path) -> None:
    number = system_graph.MOST_ITEMS + 400
    drawn = page(run(tmp_path, {"docs/a.trace.yml": many(number)}))

    assert len(drawn.select("a[data-trace-item]")) == system_graph.MOST_ITEMS
    assert drawn.select('a[data-trace-item="component hub"]')
    (note,) = drawn.select(".trace-note")
    assert "leaves out 401 of 1041 items" in note.get_text()
    assert "401 of 1041" in note.get_text()
    assert len(drawn.find_all(True)) < 5_200


def test_of_too_many_lines_those_along_which_changes_spread_are_drawn(tmp_path: Path) -> None:
    lines = [
        f"  - {{id: c-{at:03}, depends_on: [{', '.join(f'c-{n:03}' for n in range(at))}], see: [c-{at + 1:03}]}}"
        for at in range(46)
    ]
    facts = "components:\n" + "\n".join(lines) + "\n  - {id: c-046}\n"
    result = run(tmp_path, {"docs/a.trace.yml": facts})
    drawn = page(result)

    assert len(list(arrows(result.registry))) == 1081
    shown = [line["data-trace-relation"] for line in drawn.select("[data-trace-ends]")]
    assert (len(shown), shown.count("see also")) == (system_graph.MOST_LINES, 0)
    (note,) = drawn.select(".trace-note")
    assert "81 relations" in note.get_text()


def test_where_nothing_is_linked_there_is_no_graph(tmp_path: Path) -> None:
    result = run(tmp_path, {"docs/a.trace.yml": "components: [{id: api}, {id: db}]\n"})
    assert "graph.md" not in {each.name for each in Site(result, SiteContext(url_of)).pages}


@table(
    "relation, impact",
    ("forward by itself", "{to: team}", "backward"),
    ("forward, spreading forward", "{to: team, impact: forward}", "forward"),
    ("backward by itself", "{to: team, direction: backward}", "forward"),
    ("backward, spreading forward", "{to: team, direction: backward, impact: forward}", "backward"),
    ("both", "{to: team, direction: backward, impact: both}", "both"),
    ("none", "{to: team, impact: none}", "none"),
)
def test_impact_is_told_along_the_arrow(tmp_path: Path, relation: str, impact: str) -> None:
    settings = f"{{kinds: {{team: {{plural: teams, relations: {{asks: {relation}}}}}}}}}"
    config = f"site_name: x\nplugins:\n  - traceability: {settings}\n"
    facts = "teams: [{id: red, asks: [blue]}, {id: blue}]\n"
    (arrow,) = arrows(run(tmp_path, {"mkdocs.yml": config, "docs/a.trace.yml": facts}).registry)
    assert arrow.impact == impact
