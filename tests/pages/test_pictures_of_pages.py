"""Pictures of flows, layers and signals: what stands in them, and what stands out."""

from itertools import combinations
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from published import url_of, view_of
from support import run, table

from mkdocs_traceability.pages.parts.flow_steps import FlowSteps, flow_steps
from mkdocs_traceability.pages.publication import Site
from mkdocs_traceability.pages.site_context import SiteContext

FLOW = """\
components:
  - {id: api, reads: [plans], writes: [log], part_of: whole}
  - {id: worker}
  - {id: whole}
resources:
  - {id: plans}
  - {id: log, writers: [api, worker]}
signals: [{id: S-1, producers: [worker], consumers: [api]}]
metrics: [{id: M-1, emitters: [worker]}]
flows:
  - {id: A-1, components: [worker, {id: api, role: Entry}, nobody]}
  - {id: A-2, components: [whole]}
"""


def steps(folder: Path, facts: str, id_: str) -> FlowSteps | None:
    """The steps of a flow."""
    result = run(folder, {"docs/a.trace.yml": facts})
    flow = result.registry.get("flow", id_)
    assert flow is not None
    return flow_steps(view_of(result, "traceability/x.md"), flow)


def test_components_are_steps_in_their_order_with_what_they_touch(tmp_path: Path) -> None:
    found = steps(tmp_path, FLOW, "A-1")
    assert found is not None

    assert [head for _, head in found.heads] == ["Reads", "Writes", "Emits"]
    assert [
        (lane.number, lane.text, lane.role, [(chip.text, chip.is_allowed_only) for chip in lane.chips])
        for lane in found.lanes
    ] == [
        (1, "worker", "", [("log", True), ("S-1", False), ("M-1", False)]),
        (2, "api", "Entry", [("plans", False), ("log", False)]),
        (3, "nobody", "", []),
    ]
    assert found.lanes[2].state == "broken"


def test_boxes_of_steps_do_not_meet(tmp_path: Path) -> None:
    reads = ", ".join(f"r-{at}" for at in range(9))
    resources = "\n".join(f"  - {{id: r-{at}}}" for at in range(9))
    facts = f"components:\n  - {{id: a, reads: [{reads}]}}\n  - {{id: b}}\nresources:\n{resources}\n"
    found = steps(tmp_path, facts + "flows: [{id: A-1, components: [a, b, a-long, c]}]\n", "A-1")
    assert found is not None

    boxes = [(4, lane.step_y, 212, 42) for lane in found.lanes]
    boxes += [(chip.x, chip.y, 190, 26) for lane in found.lanes for chip in lane.chips]
    assert found.lanes[0].more[0][2] == 5
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in combinations(boxes, 2):
        assert x1 + w1 <= x2 or x2 + w2 <= x1 or y1 + h1 <= y2 or y2 + h2 <= y1
    for x, y, w, h in boxes:
        assert 0 <= x <= found.width - w
        assert 0 <= y <= found.height - h


def test_a_flow_of_one_component_that_touches_nothing_has_no_steps(tmp_path: Path) -> None:
    assert steps(tmp_path, FLOW, "A-2") is None


def test_the_steps_of_a_flow_stand_on_its_page(tmp_path: Path) -> None:
    config = "site_name: x\nplugins:\n  - traceability: {item_pages: [flow]}\n"
    result = run(tmp_path, {"mkdocs.yml": config, "docs/a.trace.yml": FLOW})
    site = Site(result, SiteContext(url_of))
    (page,) = [each for each in site.pages if each.name == "flows/A-1.md"]
    drawn = BeautifulSoup(site.page_html(page), "html.parser")

    (picture,) = drawn.select(".trace-lanes")
    assert [str(node["data-trace-item"]) for node in picture.select("a[data-trace-item]")] == [
        "component worker",
        "resource log",
        "signal S-1",
        "metric M-1",
        "component api",
        "resource plans",
        "resource log",
    ]
    assert "1. worker" in drawn.select(".trace-diagram code")[0].get_text()


LAYERS = """\
layers: [{id: A, rank: 1}, {id: B, rank: 2}, {id: C, rank: 3}]
components:
  - {id: a, layer: A, depends_on: [b, c]}
  - {id: b, layer: B, depends_on: [a], waive: {TR305: {reason: Being moved}}}
  - {id: c, layer: C, depends_on: [a]}
flows: [{id: F-1, components: [a, b, c]}]
"""


def page(folder: Path, name: str, facts: str) -> BeautifulSoup:
    """A generated page of a small site."""
    site = Site(run(folder, {"docs/a.trace.yml": facts}), SiteContext(url_of))
    (found,) = [each for each in site.pages if each.name == name]
    return BeautifulSoup(site.page_html(found), "html.parser")


def test_layers_are_stacked_and_what_is_waived_is_drawn_so(tmp_path: Path) -> None:
    (picture,) = page(tmp_path, "layer-map.md", LAYERS).select(".trace-stack")

    tops = [int(str(box["y"])) for box in picture.select("rect")]
    assert tops == sorted(tops)
    ways = {
        str(way.title.get_text()): str(way["class"][0]).removeprefix("trace-way--")  # type: ignore[union-attr]
        for way in picture.select("[class^=trace-way]")
    }
    assert ways == {
        "A → B: 1, allowed": "allowed",
        "A → C: 1, allowed": "allowed",
        "B → A: 1, violates layering, waived": "waived",
        "C → A: 1, violates layering": "wrong",
    }


def test_no_line_between_layers_lies_on_another(tmp_path: Path) -> None:
    names = "ABCDEF"
    layers = ", ".join(f"{{id: {name}, rank: {at}}}" for at, name in enumerate(names))
    every = ", ".join(names.lower())
    components = "\n".join(f"  - {{id: {n.lower()}, layer: {n}, depends_on: [{every}]}}" for n in names)
    facts = f"layers: [{layers}]\ncomponents:\n{components}\nflows: [{{id: F-1, components: [{every}]}}]\n"
    (picture,) = page(tmp_path, "layer-map.md", facts).select(".trace-stack")

    lines = picture.select("[class^=trace-way] > path:not(.trace-head)")
    assert len(lines) == 30
    spans = [_upright(line) for line in lines]
    for (x1, low1, high1), (x2, low2, high2) in combinations(spans, 2):
        assert x1 != x2 or high1 <= low2 or high2 <= low1


def _upright(line: Tag) -> tuple[int, int, int]:
    """Where the upright part of a line stands, and from where to where."""
    words = str(line["d"]).replace("Q", " ").replace("V", " ").replace("H", " ").replace("M", " ").split()
    start, x = int(words[1]), int(words[3])
    end = int(str(line["d"]).split("V")[1].split("Q")[1].split()[1])
    return x, min(start, end), max(start, end)


SIGNALS = """\
layers: [{id: A, rank: 1}, {id: B, rank: 2}]
components: [{id: a, layer: A}, {id: b, layer: B}]
signals:
  - {id: kept, producers: [a], consumers: [b], persistence: table x}
  - {id: lost, producers: [a], consumers: [b], persistence: in-memory}
  - {id: unknown, producers: [a], consumers: [b]}
  - {id: inside, producers: [a], consumers: [a]}
  - {id: unheard, producers: [a]}
  - {id: unmade, consumers: [b]}
"""


@table(
    "signal, state, note",
    ("kept on the way", "kept", "", ""),
    ("not kept", "lost", "lost", "not persisted"),
    ("nobody says", "unknown", "unknown", "persistence unknown"),
    ("stays in its layer", "inside", "", ""),
    ("no consumer", "unheard", "open", "no consumer"),
    ("no producer", "unmade", "open", "no producer"),
)
def test_signals_that_lack_something_stand_out(tmp_path: Path, signal: str, state: str, note: str) -> None:
    (picture,) = page(tmp_path, "sufficiency.md", SIGNALS).select(".trace-paths")
    (box,) = picture.select(f'a[data-trace-item="signal {signal}"]')

    assert [each for each in box["class"] if each.startswith("trace-path")] == (
        [f"trace-path--{state}"] if state else []
    )
    assert [each.get_text() for each in box.select(".trace-end")] == ([note] if note else [])


def test_producers_and_consumers_stand_below_their_layers(tmp_path: Path) -> None:
    (picture,) = page(tmp_path, "sufficiency.md", SIGNALS).select(".trace-paths")

    columns = {
        str(column["aria-label"]): [str(each["data-trace-item"]) for each in column.select("a")]
        for column in picture.select("[role=list]")
    }
    assert columns["Producers"] == ["component a"]
    assert columns["Consumers"] == ["component a", "component b"]
    assert len(picture.select("g > path:not(.trace-icon)")) == 5 + 5
