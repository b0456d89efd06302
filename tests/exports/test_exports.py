"""What is published beside the pages: the registry as JSON, tables as CSV, badges as SVG and for shields."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from published import SCHEMA, published, registry_of, rows, url_of, view_of, what_is_wrong
from support import EXAMPLE, run, table

from mkdocs_traceability.exports.item_columns import item_columns, nothing
from mkdocs_traceability.exports.items_csv import harmless
from mkdocs_traceability.exports.share_badges import _drawn, _visible, badge_svg
from mkdocs_traceability.pages.publication import Site
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

SVG = "{http://www.w3.org/2000/svg}"

FACTS = """\
components:
  - {id: batcher, title: Batcher, aliases: [06-batcher]}
  - {id: worker, title: "=HYPERLINK(1)", depends_on: [06-batcher], tags: [a, "b; c"]}
flows:
  - id: EVAL-001
    title: Evaluation
    status: partial
    components: [batcher, {id: worker, role: Evaluator, via: a queue, optional: true}, nobody]
    evidence: {files: [there.txt, gone.txt], tests: {not_applicable: none yet}}
    waive: {TR402: {reason: it is being written, owner: ana, until: 2999-01-31}}
  - {id: EVAL-002, status: planned, components: [batcher]}
gaps:
  - {id: G-1, about: [flow:EVAL-001, worker], status: open}
resources:
  - {id: table, owned_by: the whole team}
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("site")
    settings = "site_name: x\nplugins: [{traceability: {fail_under: {flows: 12.5}}}]\n"
    site = {"mkdocs.yml": settings, "there.txt": "x", "docs/a.trace.yml": FACTS}
    return published(run(folder, site))


@pytest.fixture(scope="module")
def items(files: dict[str, bytes]) -> dict[str, dict[str, object]]:
    return {item["id"]: item for item in json.loads(files["traceability.json"])["items"]}


def test_there_is_the_registry_with_its_schema_and_a_table_and_badges_for_each_kind_that_is_used(
    files: dict[str, bytes],
) -> None:
    kinds = ("components", "flows", "gaps", "resources")
    badges = [
        f"{folder}/{stem}.{ending}"
        for folder in ("badges", "badges/verified")
        for stem in ("all", *kinds)
        for ending in ("svg", "json")
    ]
    kinds_and_pages = (*kinds, "coverage", "evidence", "findings")
    crosses = ("components-by-components", "flows-by-components", "gaps-by-flows", "gaps-by-components")
    tables = [f"{stem}.csv" for stem in (*kinds_and_pages, *crosses)]
    pieces = ["items/panel.html", "items/index.json", "items/0.json"]
    registry = ["traceability.json", "traceability.schema.json", "build.json", "history.json"]
    assert sorted(files) == sorted([*registry, *pieces, *tables, *badges])


# ---------------------------------------------------------------- the registry


def test_the_schema_is_one_and_the_registry_is_as_it_says(files: dict[str, bytes]) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(files["traceability.schema.json"]) == SCHEMA
    assert list(what_is_wrong(files)) == []


@pytest.mark.slow
def test_the_example_site_is_as_the_schema_says(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns(".cache", "site")
    folder = shutil.copytree(EXAMPLE, tmp_path / "example_site", ignore=ignored)
    result = Workspace(load_settings(folder / "mkdocs.yml")).run()
    assert list(what_is_wrong(published(result))) == []
    assert published(result) == published(Workspace(load_settings(folder / "mkdocs.yml")).run())


def test_every_name_in_the_schema_says_what_it_is() -> None:
    for name in ("registry", "counts", "share", "kind", "item", "end", "evidence", "claim", "finding"):
        form = SCHEMA["$defs"][name]
        assert form["title"]
        assert form["description"]
        for key, member in form["properties"].items():
            reference = member.get("$ref", "").removeprefix("#/$defs/")
            assert "description" in member, f"{name}.{key} {reference}"


def test_an_item_is_there_with_all_that_is_known_of_it(items: dict[str, dict[str, object]]) -> None:
    item = items["EVAL-001"]
    assert item["url"] == "traceability/flows/#flow-EVAL-001"
    assert item["source"] == {"path": "docs/a.trace.yml", "line": 5, "column": 9}
    assert (item["status"], item["phase"], item["badge"]) == ("partial", "open", "waived")
    assert item["fields"] == {"title": "Evaluation", "domain": "EVAL"}
    assert item["evidence"] == {
        "files": {
            "type": "files",
            "claims": [
                {"claim": "there.txt", "verdict": "found", "place": {"path": "there.txt"}},
                {"claim": "gone.txt", "verdict": "missing", "message": "file `gone.txt` not found"},
            ],
        },
        "tests": {"type": "tests", "not_applicable": "none yet"},
    }
    assert item["waivers"] == [
        {"code": "TR402", "reason": "it is being written", "owner": "ana", "until": "2999-01-31"}
    ]
    found = item["findings"]
    assert isinstance(found, list)
    assert {(each["code"], each["weight"]) for each in found} == {("TR101", "error"), ("TR402", "waived")}


def test_relations_are_there_both_ways_with_what_was_said_of_them(
    items: dict[str, dict[str, object]],
) -> None:
    said = {"role": "Evaluator", "via": "a queue", "optional": True}
    assert items["EVAL-001"]["relations"] == {
        "components": [
            {"kind": "component", "id": "batcher"},
            {"kind": "component", "id": "worker", **said},
            {"text": "nobody", "broken": "unknown"},
        ],
        "gaps": [{"kind": "gap", "id": "G-1"}],
    }
    assert items["worker"]["relations"] == {
        "depends_on": [{"kind": "component", "id": "batcher", "text": "06-batcher"}],
        "flows": [{"kind": "flow", "id": "EVAL-001", **said}],
        "gaps": [{"kind": "gap", "id": "G-1"}],
    }
    assert items["table"]["relations"] == {"owned_by": [{"text": "the whole team"}]}


def test_what_a_source_that_cannot_be_read_declares_is_unread(tmp_path: Path) -> None:
    facts = "flows: [{id: A-1, components: [worker]}]\n"
    unreadable = "components:\n  - id: worker\n    inputs: [\n"
    data = registry_of(run(tmp_path, {"docs/a.trace.yml": facts, "docs/b.trace.yml": unreadable}))
    assert data["whole"] is False
    assert data["items"][0]["relations"] == {"components": [{"text": "worker", "broken": "unread"}]}


def test_items_that_share_a_reference_from_defaults_are_all_there_on_the_way_back(tmp_path: Path) -> None:
    facts = "defaults: {components: [x]}\nflows: [{id: A-1}, {id: A-2}]\ncomponents: [{id: x}]\n"
    result = run(tmp_path, {"docs/a.trace.yml": facts})
    x = next(item for item in registry_of(result)["items"] if item["id"] == "x")
    assert [end["id"] for end in x["relations"]["flows"]] == ["A-1", "A-2"]
    view = view_of(result)
    shown = view.references(result.registry.items("component")[0], "flows")
    assert [each.item.id for each in shown if each.item] == ["A-1", "A-2"]


def test_a_kind_says_how_much_of_it_is_found_and_what_is_asked(files: dict[str, bytes]) -> None:
    kinds = {kind["name"]: kind for kind in json.loads(files["traceability.json"])["kinds"]}
    none = {"verified": 0, "found": 0, "holds": 0}
    assert kinds["flow"]["share"] == none | {"judged": 1, "badges": {"waived": 1, "planned": 1}}
    assert kinds["flow"]["fail_under"] == {"found": 12.5}
    assert kinds["component"]["share"] == none | {"judged": 0, "badges": {"none": 2}}
    assert kinds["component"]["fail_under"] is None
    assert kinds["flow"]["csv"] == "traceability/flows.csv"


def test_an_item_or_finding_is_a_line_so_that_registries_can_be_compared(files: dict[str, bytes]) -> None:
    text = files["traceability.json"].decode()
    data = json.loads(text)
    entries = [*data["kinds"], *data["items"], *data["findings"]]
    lines = [line.rstrip(",") for line in text.splitlines() if line.startswith("{") and len(line) > 1]
    assert [json.loads(line) for line in lines] == entries


def test_the_page_of_a_run_is_told_what_the_settings_ask(tmp_path: Path) -> None:
    settings = "site_name: x\nplugins: [{traceability: {fail_under: {flows: 50}}}]\n"
    result = run(tmp_path, {"mkdocs.yml": settings, "docs/a.trace.yml": FACTS})
    view = view_of(result, "traceability/index.md")
    ((threshold, share),) = view.assessment.gates(result.registry.schema["flow"])
    assert (threshold[:2], share) == (("found", 50.0), (0, 0, 1))
    assert view.assessment.gates(result.registry.schema["gap"]) == []
    assert view.href(view.places.csv_of(result.registry.schema["flow"])) == "../flows.csv"


# ---------------------------------------------------------------- tables


def test_a_table_has_every_item_with_all_its_fields_and_relations(files: dict[str, bytes]) -> None:
    head, *body = rows(files["flows.csv"].decode())
    first = {name: cell for name, cell in zip(head, body[0], strict=True) if cell}
    assert head[:3] == ["id", "title", "status"]
    assert [row[0] for row in body] == ["EVAL-001", "EVAL-002"]
    assert first == {
        "id": "EVAL-001",
        "title": "Evaluation",
        "status": "partial",
        "domain": "EVAL",
        "components": "batcher; worker [role: Evaluator, via: a queue, optional]; nobody",
        "gaps": "G-1",
        "files": "there.txt; gone.txt",
        "tests": "not applicable: none yet",
        "badge": "waived",
        "rests_on": "1 of 2 claims found; file gone.txt not found",
        "findings": "TR101; TR402 [waived]",
        "source": "docs/a.trace.yml:5:9",
    }


def test_columns_that_are_skipped_are_those_without_a_cell(tmp_path: Path) -> None:
    result = run(tmp_path, {"docs/a.trace.yml": FACTS, "there.txt": "x"})
    for kind in result.registry.schema:
        items = result.registry.items(kind.name)
        every, some = item_columns(result, kind), item_columns(result, kind, items)
        assert list(every) == list(some)
        assert [[cell(it) for cell in some.values()] for it in items] == [
            [cell(it) for cell in every.values()] for it in items
        ]
        skipped = [name for name, cell in some.items() if cell is nothing]
        assert not items or skipped


def test_lines_end_as_the_format_wants(files: dict[str, bytes]) -> None:
    content = files["flows.csv"]
    assert content.count(b"\n") == content.count(b"\r\n") == 3
    assert not content.startswith(b"\xef\xbb\xbf")


def test_where_several_kinds_are_possible_the_kind_is_said(files: dict[str, bytes]) -> None:
    head, row = rows(files["gaps.csv"].decode())
    assert row[head.index("about")] == "flow:EVAL-001; component:worker"


def test_a_formula_is_text(files: dict[str, bytes]) -> None:
    head, _, row = rows(files["components.csv"].decode())
    assert row[head.index("title")] == "'=HYPERLINK(1)"


@given(st.text())
@example("=1+1")
@example("\t=1")
@example("＝1")
def test_no_cell_begins_a_formula(text: str) -> None:
    cell = harmless(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert cell.removeprefix("'") == text.removeprefix("'") or cell == f"'{text}"


def test_a_field_that_is_called_like_one_of_our_columns_keeps_its_name(tmp_path: Path) -> None:
    settings = (
        "site_name: x\nplugins:\n  - traceability:\n      kinds:\n"
        "        rule: {plural: all, fields: {badge: text, source: text}}\n"
    )
    facts = "all: [{id: R-1, badge: gold, source: a book}]\n"
    files = published(run(tmp_path, {"mkdocs.yml": settings, "docs/a.trace.yml": facts}))
    head, row = rows(files["all.csv"].decode())
    assert dict(zip(head, row, strict=True))["badge"] == "gold"
    assert dict(zip(head, row, strict=True))["_source"] == "docs/a.trace.yml:1:12"
    assert len(set(head)) == len(head)
    assert {"badges/all.svg", "badges/all-matrix.svg"} <= files.keys()


# ---------------------------------------------------------------- badges


def flows(**words: int) -> str:
    evidence = {
        "verified": "evidence: {tests: [test_x.py]}",
        "found": "evidence: {files: [there.txt]}",
        "missing": "evidence: {files: [gone.txt]}",
        "unclaimed": "evidence: {code: unknown}",
        "unverified": 'evidence: {endpoints: ["GET /x"]}',
        "planned": "status: planned",
    }
    lines = [f"  - {{id: {word}-{n}, {evidence[word]}}}" for word in words for n in range(words[word])]
    return "flows:\n" + "\n".join(lines) + "\n"


def published_by(folder: Path, facts: str, language: str = "en") -> dict[str, bytes]:
    site = {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {junit: [report.xml]}}]\n",
        "there.txt": "x",
        "test_x.py": "def test_x(): ...\n",
        "report.xml": '<testsuite><testcase classname="test_x" name="test_x"/></testsuite>',
        "docs/a.trace.yml": facts,
    }
    return published(run(folder, site), language)


@table(
    "facts, found, verified, colour",
    ("all", flows(verified=2, planned=3), "2 of 2 found", "2 of 2 verified", "brightgreen"),
    ("found", flows(verified=1, found=2), "3 of 3 found", "1 of 3 verified", "green"),
    ("one missing", flows(verified=2, missing=1), "2 of 3 found", "2 of 3 verified", "red"),
    (
        "unclaimed",
        flows(found=2, unclaimed=1, unverified=1),
        "2 of 4 found",
        "0 of 4 verified",
        "orange",
    ),
    ("unverified", flows(found=1, unverified=1), "1 of 2 found", "0 of 2 verified", "blue"),
    ("nothing", flows(planned=1), "n/a", "n/a", "lightgrey"),
)
def test_a_badge_says_how_many_are_found_or_verified_in_the_colour_of_the_worst(
    facts: str, found: str, verified: str, colour: str, tmp_path: Path
) -> None:
    files = published_by(tmp_path, facts)
    for name, label, message in (
        ("badges/flows", "flows", found),
        ("badges/all", "traceability", found),
        ("badges/verified/flows", "flows", verified),
        ("badges/verified/all", "traceability", verified),
    ):
        data = json.loads(files[f"{name}.json"])
        assert data == {"schemaVersion": 1, "label": label, "message": message, "color": colour}
        picture = ElementTree.fromstring(files[f"{name}.svg"])
        assert picture.findtext(f"{SVG}title") == picture.get("aria-label") == f"{label}: {message}"
        assert picture.get("role") == "img"
        assert [text.text for text in picture.iter(f"{SVG}text")] == [label, message]


def test_badges_speak_the_language_of_the_site(tmp_path: Path) -> None:
    data = json.loads(published_by(tmp_path, flows(verified=1, missing=1), "de")["badges/flows.json"])
    assert data["message"] == "1 von 2 gefunden"
    data = json.loads(
        published_by(tmp_path / "b", flows(verified=1, found=1), "de")["badges/verified/flows.json"]
    )
    assert data["message"] == "1 von 2 verifiziert"


def test_marks_and_colours_differ_with_the_state(tmp_path: Path) -> None:
    drawn = {
        published_by(tmp_path / word, flows(**{word: 1}))["badges/flows.svg"].split(b"</g>")[0][-60:]
        for word in ("verified", "found", "missing", "unclaimed", "unverified", "planned")
    }
    assert len(drawn) == 6


EVIL = "</title><script>alert(1)</script>&amp;\"'\x07\x00￾\ud800"


@given(st.text() | st.just(EVIL))
@example(EVIL)
@example("a" * 100_000)
def test_any_text_is_drawn_as_text(text: str) -> None:
    drawn = _drawn(text)
    assert len(drawn.text) <= 60
    assert 0 <= drawn.width <= 12 * 60
    assert ElementTree.fromstring(f"<x>{escape(_visible(text))}</x>").text == (_visible(text) or None)


def test_a_catalogue_of_the_site_s_own_cannot_break_a_badge(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    (folder / "languages").mkdir(parents=True)
    (folder / "languages/xx.yml").write_text(
        json.dumps({"flows": EVIL[:-1], "%(found)s of %(judged)s found": "100 %s %(x)d <b> %(found)s"}),
        encoding="utf-8",
    )
    result = run(tmp_path / "site", {"there.txt": "x", "docs/a.trace.yml": flows(found=1)})
    site = Site(result, SiteContext(url_of, "xx", (folder,)))
    picture = ElementTree.fromstring(badge_svg(site.export, result.registry.schema["flow"]))
    label, message = (text.text for text in picture.iter(f"{SVG}text"))
    assert label is not None
    assert label.startswith("</title><script>alert(1)</script>&amp;")
    assert message == "1 of 1 found", "what cannot be filled in is left out"
    assert len(picture) == 6
