"""One site, built by every host that runs the plugin: the same pages, links that lead somewhere, the same gate."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from e2e.links import follow_all
from e2e.sites import Built, Site

from .conftest import FILES, OTHERS, URL, Host

PAGES = [
    "traceability",
    *(f"traceability/{page}" for page in ("flows", "components", "findings", "legend", "graph")),
]

Shown = list[tuple[str, list[object]]]


def shown(built: Built, page: str) -> Shown:
    """Return what we show on a page: the text of each part of it, and its links."""
    parts = BeautifulSoup(built.text(f"{page}/index.html"), "html.parser").select(".trace")
    assert parts
    return [(part.get_text(" ", strip=True), [a.get("href") for a in part.select("a")]) for part in parts]


def test_the_pages_say_what_they_say_under_mkdocs(built: Built, built_by_mkdocs: Built) -> None:
    for page in (*PAGES, "worker"):
        assert shown(built, page) == shown(built_by_mkdocs, page)
    (rows, *_) = shown(built, "traceability/flows")
    assert "EVAL-001 Evaluation pipeline batcher worker" in rows[0]
    assert "../../worker/#component-worker" in rows[1]


def test_data_assets_and_badges_are_published_and_sources_are_not(
    built: Built, built_by_mkdocs: Built
) -> None:
    ours = {path.relative_to(built.folder) for path in (built.folder / "traceability").rglob("*")}
    theirs = {
        path.relative_to(built_by_mkdocs.folder)
        for path in (built_by_mkdocs.folder / "traceability").rglob("*")
    }
    assert ours == theirs
    assert not list(built.folder.rglob("*.trace.yml"))
    same = [
        path
        for path in ours
        if path.suffix in (".json", ".csv", ".svg", ".css", ".js") and path.name != "build.json"
    ]
    assert len(same) > 15
    for path in same:
        assert built.text(str(path)) == built_by_mkdocs.text(str(path)), path


def test_every_link_leads_somewhere(built: Built) -> None:
    assert follow_all(built.folder, URL).broken == []


@pytest.mark.parametrize("host", OTHERS, ids=lambda host: host.name)
def test_every_link_leads_somewhere_without_directory_urls(host: Host, tmp_path: Path) -> None:
    built = host.built(tmp_path / "project", "use_directory_urls: false\n")
    assert built.has("traceability/flows.html")
    assert follow_all(built.folder, URL).broken == []


def test_the_style_and_the_script_are_found_from_a_page(built: Built) -> None:
    page = BeautifulSoup(built.text("traceability/flows/index.html"), "html.parser")
    addresses = [
        str(each.get("href") or each.get("src")) for each in page.select("link[rel=stylesheet], script[src]")
    ]
    for asset in ("traceability.css", "traceability.js"):
        (found,) = [address for address in addresses if address.endswith(f"/{asset}")]
        assert (built.folder / "traceability/flows" / found).resolve() == (
            built.folder / "traceability/assets" / asset
        ).resolve()


def test_the_pages_are_a_section_of_the_navigation_under_their_name(built: Built) -> None:
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    for part in page.select("article, [role=main]"):
        part.decompose()
    entries = [
        entry.get_text(" ", strip=True) for entry in page.select("nav *, .navbar *") if isinstance(entry, Tag)
    ]
    assert "Traceability" in entries
    assert {"Overview", "Flows", "Components"} <= set(entries)


def test_an_id_in_a_sentence_is_a_link(built: Built) -> None:
    page = BeautifulSoup(built.text("index.html"), "html.parser")
    assert page.select_one('a[href="traceability/flows/#flow-EVAL-001"]')


def test_the_search_finds_every_item(built: Built) -> None:
    found = {entry["location"] for entry in json.loads(built.text("search/search_index.json"))["docs"]}
    assert {
        "traceability/flows/#flow-EVAL-001",
        "traceability/components/#component-batcher",
        "worker/#component-worker",
    } <= found


@pytest.mark.parametrize("host", OTHERS, ids=lambda host: host.name)
def test_a_broken_reference_ends_a_strict_build(host: Host, tmp_path: Path) -> None:
    broken = {"docs/more.trace.yml": "flows: [{id: EVAL-002, title: By night, components: [wroker]}]\n"}
    done = host.build(Site(tmp_path / "project", FILES | {"mkdocs.yml": host.config()} | broken))
    assert done.status == 1
    assert done.codes == ["TR101"]
    assert "Traceback" not in done.log


def test_backstage_leaves_every_fact_of_a_page_whichever_plugin_comes_first(
    built_by_mkdocs: Built, tmp_path: Path
) -> None:
    """Its front end takes these elements out of a page, our style sheet among them."""
    built = Host("techdocs", "[traceability, techdocs-core]").built(tmp_path / "project")
    for name, facts in {
        "flows": ["EVAL-001", "Evaluation pipeline", "batcher", "worker"],
        "components": ["batcher", "Batcher", "found", "worker", "The worker", "EVAL-001"],
    }.items():
        path = f"traceability/{name}"
        assert shown(built, path) == shown(built_by_mkdocs, path)
        page = BeautifulSoup(built.text(f"{path}/index.html"), "html.parser")
        for taken in page.select("script, style, link, noscript, use"):
            taken.decompose()
        article = page.select_one("article")
        assert article is not None
        for fact in facts:
            assert fact in article.get_text(" ")
        assert article.select('a[href$="#component-batcher"]')
