"""The overview of sites in every state: is it whole, what must change, what to do next."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from e2e.links import follow_all
from e2e.sites import Site
from generated_matrix import text_of
from support import table

from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.pages.publication import Site as Generated
from mkdocs_traceability.pages.site import pagination as division
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.pages.views.overview.root_causes import causes
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.workspace import Workspace

SITE_URL = "https://example.org/docs/"
CONFIG = f"site_name: x\nsite_url: {SITE_URL}\ntheme: mkdocs\nplugins: [search, traceability]\n"

FOUND = {
    "docs/a.trace.yml": """\
components:
  - {id: api, external: true, status: implemented, evidence: {code: [src/a.py:one]}}
  - {id: core, external: true, status: implemented, evidence: {code: [src/a.py:one]}}
""",
    "src/a.py": "def one(): ...\n",
}
PLANNED = {
    "docs/a.trace.yml": """\
components:
  - {id: api, status: planned}
  - {id: core, status: planned}
flows:
  - {id: F-1, status: planned, components: [api, core]}
"""
}
UNREADABLE = {
    "docs/a.trace.yml": "components: [{id: api, depends_on: [nobody]}]\n",
    "docs/b.trace.yml": "flows: [{\n",
}
ONLY_FINDINGS = {"docs/b.trace.yml": "flows: [{\n"}
ONE_MISSPELT = {
    "docs/a.trace.yml": "components:\n  - {id: eval-worker}\nflows:\n"
    + "".join(f"  - {{id: EVAL-{number:03}, components: [evel-worker]}}\n" for number in range(1, 41))
    + "  - {id: EVAL-041, components: [eval-worker, nobody]}\n"
}
BARE = {"docs/a.trace.yml": "components: [{id: api, external: true}]\n"}

STATES = FOUND, PLANNED, UNREADABLE, ONLY_FINDINGS, ONE_MISSPELT, BARE


def overview_of(folder: Path, files: dict[str, str]) -> BeautifulSoup:
    built = Site(folder, {"mkdocs.yml": CONFIG, "docs/index.md": "# Home\n", **files}).built("-q")
    assert follow_all(built.folder, SITE_URL).broken == []
    return BeautifulSoup(built.text("traceability/index.html"), "html.parser")


def words(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(tag.get_text(" ").split()) for tag in page.select(selector)]


@table(
    "files, verdict",
    ("all is found", FOUND, "Passing no errors in 2 items"),
    ("all is planned", PLANNED, "Passing no errors in 3 items"),
    ("a source cannot be read", UNREADABLE, "Failing 2 errors · 1 item · a source could not be read"),
    ("nothing but findings", ONLY_FINDINGS, "Failing 1 error · 0 items · a source could not be read"),
    ("one id is misspelt", ONE_MISSPELT, "Failing 2 errors · 42 items"),
    ("nothing is claimed", BARE, "Passing no errors in 1 item"),
)
def test_the_first_tile_says_whether_the_build_passes(
    tmp_path: Path, files: dict[str, str], verdict: str
) -> None:
    assert words(overview_of(tmp_path, files), ".trace-verdict") == [verdict]


@table(
    "files, share",
    ("all is found", FOUND, ["100 % 2 of 2 found", "0 % 0 of 2 verified"]),
    ("all is planned", PLANNED, ["n/a found: n/a", "n/a verified: n/a"]),
    ("nothing but findings", ONLY_FINDINGS, ["n/a found: n/a", "n/a verified: n/a"]),
    ("nothing is claimed", BARE, ["n/a found: n/a", "n/a verified: n/a"]),
)
def test_the_share_has_numerator_and_denominator_and_is_none_of_nothing(
    tmp_path: Path, files: dict[str, str], share: list[str]
) -> None:
    page = overview_of(tmp_path, files)

    tiles = [page.select_one(f".trace-tile--{state}") for state in ("found", "verified")]
    assert [" ".join(text_of(line) for line in tile.select("p")[:2]) for tile in tiles] == share


def test_one_cause_is_one_line_that_says_how_often(tmp_path: Path) -> None:
    page = overview_of(tmp_path, ONE_MISSPELT)

    first, second = words(page, ".trace-first > li")
    assert first.startswith(
        "TR101 error unknown component evel-worker · flow EVAL-001 · and 39 more docs/a.trace.yml:4"
    )
    assert second.startswith("TR101 error unknown component nobody · flow EVAL-041 docs/a.trace.yml:44")
    assert words(page, "#change ~ p")[0] != "Show all 41", "all causes are here"


def test_what_could_not_be_read_comes_before_what_may_follow_from_it() -> None:
    def finding(code: str, line: int, subject: str, severity: Severity = Severity.ERROR) -> Finding:
        at = Position("a.yml", line, 1)
        return Finding(code, f"{code} {subject}", at, subject=subject, item="x", severity=severity)

    found = [
        finding("TR416", 1, "old", Severity.WARNING),
        *(finding("TR101", line, "nobody") for line in (2, 3, 4)),
        finding("TR403", 5, "f"),
        finding("TR001", 6, ""),
        finding("TR101", 7, "noone"),
        finding("TR101", 8, "noone"),
    ]

    assert [(cause.first.code, cause.first.position.line, cause.total) for cause in causes(found)] == [
        ("TR001", 6, 1), ("TR101", 2, 3), ("TR101", 7, 2), ("TR403", 5, 1), ("TR416", 1, 1),
    ]  # fmt: skip


def test_the_same_lack_of_many_items_is_one_cause() -> None:
    lacks = [
        Finding(
            "TR401",
            f"flow F-{line} names no evidence",
            Position("a.yml", line, 1),
            kind="flow",
            item=f"F-{line}",
        )
        for line in range(1, 301)
    ]

    assert [cause.total for cause in causes(lacks)] == [300]


def test_what_is_planned_is_still_ahead_and_nothing_holds_yet(tmp_path: Path) -> None:
    page = overview_of(tmp_path, PLANNED)

    assert words(page, "#next + p") == ["Planned: 1 flow , 2 components"]
    assert [link["href"] for link in page.select("#next + p a")] == [
        "flows/?badge=planned", "components/?badge=planned",
    ]  # fmt: skip
    assert "holds" not in page.select_one(".trace").get_text()


def test_a_kind_of_which_nothing_is_claimed_says_so(tmp_path: Path) -> None:
    page = overview_of(tmp_path, BARE)

    assert words(page, "#kinds ~ p")[0] == "No evidence required: 1 Components"
    assert page.select("#kinds ~ div") == []


@pytest.mark.parametrize("files", STATES)
def test_a_bar_says_in_words_what_it_draws(tmp_path: Path, files: dict[str, str]) -> None:
    for svg in overview_of(tmp_path, files).select("svg[role=img]"):
        titles = [title.get_text() for title in svg.select("title")]
        assert svg["aria-label"] == ", ".join(titles)
        assert len(titles) == len(svg.select("rect"))


def test_where_rows_are_on_several_pages_a_step_leads_to_the_first_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(division, "MOST_ROWS", 10)
    flows = [
        f"  - {{id: F-{number:02}, status: implemented, components: [api], evidence: {{code: [src/a.py:f{number}]}}}}"
        for number in range(30)
    ]
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [traceability]\n",
        "docs/a.trace.yml": "\n".join(["components: [{id: api}]", "flows:", *flows, ""]),
        "src/a.py": "".join(f"def f{number}(): ...\n" for number in range(24)),
    }
    Site(tmp_path, files)
    result = Workspace(load_settings(tmp_path / "mkdocs.yml")).run()
    site = Generated(result, SiteContext(lambda page: page.removesuffix(".md") + "/"))
    overview = next(page for page in site.pages if page.name == "index.md")

    page = BeautifulSoup(site.page_html(overview), "html.parser")
    links = {link.get_text(): link["href"] for link in page.select(".trace-steps a")}
    assert links["6 flows have evidence that was not found"] == "../flows/sections/F-3/#flow-F-24"


def test_ten_kinds_are_listed_in_their_order(tmp_path: Path) -> None:
    plurals = (
        "flows", "components", "patches", "signals", "metrics", "resources", "sources_of_truth", "requirements",
        "gaps", "layers",
    )  # fmt: skip
    facts = "".join(f"{plural}:\n  - {{id: {plural}-1}}\n" for plural in plurals)
    page = overview_of(tmp_path, {"docs/a.trace.yml": facts})

    listed = page.select_one("#kinds ~ p")
    links = [*page.select(".trace-heat-map tbody th a"), *listed.select("a")]
    assert sorted(link["href"] for link in links) == sorted(
        f"{plural.replace('_', '-')}/" for plural in plurals
    )


def test_the_overview_is_the_same_however_often_it_is_made(tmp_path: Path) -> None:
    pages = [overview_of(tmp_path / str(number), ONE_MISSPELT) for number in range(2)]

    assert str(pages[0].select_one(".trace")) == str(pages[1].select_one(".trace"))


def test_every_page_of_the_navigation_is_linked_from_the_overview_with_and_without_one(
    tmp_path: Path,
) -> None:
    facts = {
        "docs/a.trace.yml": """\
layers: [{id: L1, rank: 1}]
components: [{id: api, layer: L1, schedule: daily}, {id: core, layer: L1, depends_on: [api]}]
flows: [{id: F-1, components: [core], evidence: {links: ["https://example.org"]}}]
requirements: [{id: R-1, status: missing, action: {text: Do it}}]
"""
    }
    config = CONFIG.replace("traceability]", "{traceability: {nav: false}}]")
    overview = overview_of(tmp_path, facts | {"mkdocs.yml": config})
    views = {text_of(link): link["href"] for link in overview.select(".trace-views a")}
    assert [title for title in views if "×" not in title] == [
        "Graph",
        "Layer map",
        "Coverage",
        "Actions",
        "Signal durability",
        "Evidence",
    ]
    assert "Flows × Components" in views
    assert views["Layer map"] == "layer-map/"


def history(*entries: tuple[str, dict[str, int]]) -> str:
    stored = [
        {"revision": revision, "time": "", "counts": {"component": counts}} for revision, counts in entries
    ]
    return json.dumps({"version": 1, "entries": stored})


def test_the_overview_shows_what_has_changed_since_the_last_build(tmp_path: Path) -> None:
    earlier = history(("a", {"unverified": 2}), ("b", {"unverified": 1, "found": 1}))
    config = CONFIG.replace("traceability]", "{traceability: {history: earlier.json, revision: c}}]")
    page = overview_of(tmp_path, FOUND | {"mkdocs.yml": config, "earlier.json": earlier})

    assert words(page, ".trace-since") == ["Since the last build: +1 found , −1 not checked"]
    lines = page.select("svg.trace-spark")
    assert {line["aria-label"] for line in lines} == {"Found: 0 %, 50 %, 100 %", "Verified: 0 %, 0 %, 0 %"}
    assert page.select_one(".trace-tile--found polyline")["points"] == "0.0,20.0 40.0,10.0 80.0,0.0"


@pytest.mark.parametrize("revision", ["", "b"], ids=["of-nothing", "of-this-revision"])
def test_without_an_earlier_revision_there_is_no_trend(tmp_path: Path, revision: str) -> None:
    earlier = history(*([(revision, {"found": 2})] if revision else []))
    config = CONFIG.replace("traceability]", "{traceability: {history: earlier.json, revision: b}}]")
    page = overview_of(tmp_path, FOUND | {"mkdocs.yml": config, "earlier.json": earlier})

    assert page.select(".trace-since, .trace-spark") == []
