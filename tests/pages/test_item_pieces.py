"""The data of items in pieces: all that is said and found of an item, small enough to fetch, the same each time."""

import json
from pathlib import Path
from typing import Any

from published import published, url_of
from support import run

from mkdocs_traceability.pages.parts.item_data import MOST_ENDS
from mkdocs_traceability.pages.parts.item_pieces import number_of_pieces, piece_of
from mkdocs_traceability.pages.publication import Site
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.result import Result

CONFIG = """\
site_name: x
plugins: [{traceability: {views: {Ours: {kind: flows, filter: status=planned}, Nobody's: {kind: metric}}}}]
"""

FACTS = """\
components:
  - {id: api, title: The API, aliases: [gateway], layer: core, notes: "As A-1 says: *all* of `A-1` <b>x</b>"}
  - {id: worker, depends_on: [api, {id: nobody, because: Not *yet*}]}
flows:
  - id: A-1
    title: First
    status: implemented
    components: [{id: api, role: Door, via: http}]
    evidence: {code: ["app.py:run", "app.py:gone"], tests: {not_applicable: As A-2}}
    waive: {TR201: {reason: not needed, owner: ana}}
  - {id: A-2, former_ids: [OLD-2], title: "</script><i>", status: planned, summary: Before A-1., components: [api]}
layers:
  - {id: core, rank: 1}
"""


def result_of(folder: Path, facts: str = FACTS) -> Result:
    return run(folder, {"mkdocs.yml": CONFIG, "app.py": "\n\ndef run(): ...\n", "docs/a.trace.yml": facts})


def items_of(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    """Return all items by their anchors, each from the piece in which it is looked for."""
    pieces = {
        name: json.loads(text)
        for name, text in files.items()
        if name.startswith("items/") and name.removeprefix("items/").removesuffix(".json").isdigit()
    }
    for name, piece in pieces.items():
        assert all(name == f"items/{piece_of(anchor, len(pieces))}.json" for anchor in piece)
    return {anchor: item for piece in pieces.values() for anchor, item in piece.items()}


def test_an_item_has_all_that_is_said_and_found_of_it(tmp_path: Path) -> None:
    forge = SiteContext(
        lambda uri: url_of(uri) if uri else None,
        repo_url="https://github.com/acme/site",
        edit_uri="edit/main/docs/",
    )
    files = Site(result_of(tmp_path), forge).published_files()
    flow = items_of({file.name: file.content() for file in files})["flow-A-1"]

    assert (flow["id"], flow["title"], flow["kind_name"]) == ("A-1", "First", "flow")
    assert (flow["status"], flow["phase"]) == ("implemented", "complete")
    assert (flow["badge"], flow["badge_label"]) == ("missing", "not found")
    assert "gone" in flow["basis"]
    assert flow["place"] == "docs/a.trace.yml:5"
    assert flow["source"] == "https://github.com/acme/site/blob/main/docs/a.trace.yml#L5"
    assert flow["href"] == flow["row"] == "traceability/flows/#flow-A-1"
    assert flow["permanent"] == "traceability/id/flows/#flow-A-1"
    assert [(each["code"], each["weight_label"]) for each in flow["findings"]] == [("TR403", "error")]

    code, tests = flow["evidence"]
    assert code["claims"][0]["badge"] == "found"
    assert code["claims"][0]["href"] == "https://github.com/acme/site/blob/main/app.py#L3"
    assert code["claims"][1]["badge"] == "missing"
    assert "traceability/flows/#flow-A-2" in tests["not_applicable"]


def test_relations_are_there_both_ways_with_what_is_said_of_them(tmp_path: Path) -> None:
    items = items_of(published(result_of(tmp_path)))

    [components] = items["flow-A-1"]["relations"]
    assert components == {
        "name": "components",
        "label": "Components",
        "leads": "in",
        "ends": [
            {
                "id": "api",
                "title": "The API",
                "href": "traceability/components/#component-api",
                "role": "Door",
                "via": "http",
            }
        ],
    }
    api = {each["name"]: each for each in items["component-api"]["relations"]}
    assert api["layer"]["leads"] == "out"
    assert [
        end["id"] for end in next(each for each in api.values() if each["ends"][0]["id"] == "A-1")["ends"]
    ] == ["A-1", "A-2"]
    broken = items["component-worker"]["relations"][0]["ends"][1]
    assert (broken["id"], broken["broken"], broken["because"]) == ("nobody", "unknown", "Not <em>yet</em>")


def test_texts_are_data_and_ids_in_them_links_but_in_code(tmp_path: Path) -> None:
    items = items_of(published(result_of(tmp_path)))

    assert items["flow-A-2"]["title"] == "</script><i>"
    notes = items["component-api"]["notes"]
    assert notes.count("<a ") == 1
    assert '<a class="trace-id trace-said" href="traceability/flows/#flow-A-1" title="First">A-1</a>' in notes
    assert "<code>A-1</code>" in notes
    assert "&lt;b&gt;" in notes
    assert "<a " not in items["flow-A-1"].get("notes", "")


def test_the_palette_knows_every_name_and_the_views_that_have_rows(tmp_path: Path) -> None:
    data = json.loads(published(result_of(tmp_path))["items/index.json"])

    kinds = [name for name, _ in data["kinds"]]
    named = {each[0]: each for each in data["items"]}
    assert named["A-2"][5:] == ["OLD-2"]
    assert named["api"][5:] == ["gateway"]
    assert kinds[named["api"][2]] == "component"
    assert data["pages"][named["api"][3]] == "traceability/components/"
    assert [view[:2] for view in data["views"]] == [
        ["Ours", "traceability/flows/?find=status%3Dplanned"],
        ["Flows without tests", "traceability/flows/?find=tests%3Dnone"],
    ]
    assert ["Flows", "traceability/flows/", "Registers"] in data["places"]


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (published(result_of(tmp_path / name)) for name in ("one", "two"))
    assert first == second


def test_a_piece_stays_small_however_many_items_there_are(tmp_path: Path) -> None:
    """Every flow of 2,000 has what a flow has; the component that all lead to lists some of them."""
    lines = ["components: [{id: hub, title: The hub}]", "flows:"]
    lines += [
        f"  - {{id: F-{number}, title: The flow of number {number}, status: implemented, components: [hub],"
        f" evidence: {{code: [app.py:run], docs: [index.md]}}, notes: {'Words of some length. ' * 10}}}"
        for number in range(2000)
    ]
    files = published(result_of(tmp_path, "\n".join(lines)))
    sizes = [len(text) for name, text in files.items() if name.startswith("items/") and name[6].isdigit()]

    assert len(sizes) == number_of_pieces(2001) == 201
    assert max(sizes) < 50_000
    hub = items_of(files)["component-hub"]
    [flows] = [each for each in hub["relations"] if len(each["ends"]) > 1]
    assert len(flows["ends"]) == MOST_ENDS
    assert flows["more"] == f"+{2000 - MOST_ENDS}"


def test_ids_in_the_cells_of_tables_are_links(tmp_path: Path) -> None:
    site = Site(result_of(tmp_path), SiteContext(url_of))
    page = next(page for page in site.pages if page.name == "components.md")
    html = site.page_html(page)

    row = html[html.index('id="component-api"') :]
    row = row[: row.index("</tr>")]
    assert (
        'As <a class="trace-id trace-said" href="../flows/#flow-A-1" title="First">A-1</a> says: <em>all</em>'
        in row
    )
    assert "<code>A-1</code>" in row
    assert "&lt;b&gt;x&lt;/b&gt;" in row
