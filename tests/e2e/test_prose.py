"""Ids in the text of pages become links, and those that nothing declares are found, in the built site."""

import re

import pytest

from .conftest import MakeSite
from .sites import Built

CONFIG = (
    "site_name: Site\nsite_url: https://example.org/below/\ntheme: {name: THEME}\n"
    + """\
plugins: [search, traceability]
validation: {links: {not_found: warn, anchors: warn, unrecognized_links: warn, absolute_links: warn}}
"""
)
FACTS = """\
components:
  - {id: batcher, title: "A <b>\\"batcher\\""}
  - {id: eval-worker, aliases: [worker]}
flows:
  - {id: EVAL-001, title: Evaluation pipeline, status: planned, components: [batcher, eval-worker]}
  - {id: EVAL-002, components: [eval-worker]}
"""
SITE = {
    "mkdocs.yml": CONFIG.replace("THEME", "material"),
    "docs/facts.trace.yml": FACTS,
    "docs/index.md": "# Home\n\nSee [EVAL-001], [the *pipeline*][EVAL-001] and [worker].\n",
    "docs/deep/page.md": "# Page of [EVAL-001]\n\n- [batcher]\n- `EVAL-001` and EVAL-002\n",
}
EVAL_001 = 'title="EVAL-001: Evaluation pipeline (flow, planned)"'


def with_prose_ids(*forms: str) -> dict[str, str]:
    setting = f"{{traceability: {{prose_ids: [{', '.join(forms)}]}}}}"
    return {"mkdocs.yml": SITE["mkdocs.yml"].replace("traceability]", f"{setting}]")}


def links(built: Built, path: str) -> list[str]:
    """Return the links to items in a page: where they lead, and what they show."""
    found = re.findall(r'<a class="trace-ref" href="([^"]*)"[^>]*>(.*?)</a>', built.text(path))
    return [f"{href} {shown}" for href, shown in found]


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_ids_in_brackets_become_links_with_a_title(make_site: MakeSite, theme: str) -> None:
    built = make_site(SITE | {"mkdocs.yml": CONFIG.replace("THEME", theme)}).built("--strict")
    assert links(built, "index.html") == [
        "traceability/flows/#flow-EVAL-001 <code>EVAL-001</code>",
        "traceability/flows/#flow-EVAL-001 the <em>pipeline</em>",
        "traceability/components/#component-eval-worker <code>worker</code>",
    ]
    assert built.text("index.html").count(EVAL_001) == 2
    page = built.text("deep/page/index.html")
    assert 'title="batcher: A &lt;b&gt;&#34;batcher&#34; (component)"' in page
    assert "<code>EVAL-001</code> and EVAL-002" in page


def test_links_are_right_without_directory_urls(make_site: MakeSite) -> None:
    built = make_site(SITE | {"mkdocs.yml": SITE["mkdocs.yml"] + "use_directory_urls: false\n"}).built(
        "--strict"
    )
    assert links(built, "deep/page.html") == [
        "../traceability/flows.html#flow-EVAL-001 <code>EVAL-001</code>",
        "../traceability/components.html#component-batcher <code>batcher</code>",
    ]


def test_code_spans_and_bare_ids_become_links_where_they_are_asked_for(make_site: MakeSite) -> None:
    built = make_site(SITE | with_prose_ids("code", "bare")).built("--strict")
    assert links(built, "deep/page/index.html")[2:] == [
        "../../traceability/flows/#flow-EVAL-001 <code>EVAL-001</code>",
        "../../traceability/flows/#flow-EVAL-002 EVAL-002",
    ]


def test_code_spans_become_links_beside_an_extension_that_highlights_them(make_site: MakeSite) -> None:
    asked = with_prose_ids("code")["mkdocs.yml"]
    config = asked + "markdown_extensions: [pymdownx.highlight, pymdownx.inlinehilite]\n"
    built = make_site(SITE | {"mkdocs.yml": config}).built("--strict")
    assert links(built, "deep/page/index.html")[2:] == [
        "../../traceability/flows/#flow-EVAL-001 <code>EVAL-001</code>"
    ]


def test_nothing_of_what_is_filled_in_late_is_left_in_the_site(make_site: MakeSite) -> None:
    built = make_site(SITE | with_prose_ids("code", "bare")).built()
    left = [
        path.name for path in built.folder.rglob("*") if path.is_file() and b'"trace:' in path.read_bytes()
    ]
    assert left == []
    assert "the pipeline" in built.text("search/search_index.json")


def test_a_definition_of_the_page_s_own_wins(make_site: MakeSite) -> None:
    page = "# Home\n\nSee [EVAL-001] and [it][EVAL-001].\n\n[EVAL-001]: https://example.org\n"
    built = make_site(SITE | {"docs/index.md": page}).built("--strict")
    assert links(built, "deep/page/index.html"), "where a page defines nothing there are links"
    assert links(built, "index.html") == []
    assert built.text("index.html").count('href="https://example.org"') == 2


def test_what_nothing_declares_fails_a_strict_build_and_the_check_alike(make_site: MakeSite) -> None:
    page = "---\ntitle: x\n---\n# Home\n\nSee [EVAL-003],\nand [it][EVAL-004], not [sic], [UTF-8] or `EVAL-009`.\n"
    site = make_site(SITE | {"docs/index.md": page})
    done = site.build("--strict")
    assert done.status == 1
    assert done.codes == ["TR106", "TR106"]
    assert "docs/index.md:6:6: TR106 [error] `EVAL-003` is not declared" in done.log
    assert "docs/index.md:7:10: TR106 [error] `EVAL-004` is not declared" in done.log
    assert "See [EVAL-003],\nand [it][EVAL-004], not [sic]" in Built(site.folder / "site", done).text(
        "index.html"
    )
    assert [(each["line"], each["column"]) for each in site.findings()] == [(6, 6), (7, 10)]


def test_references_that_another_plugin_resolves_are_left_to_it(make_site: MakeSite) -> None:
    page = "# Home\n\n## A part\n\nSee [it][a-part], [x][EVAL-001] and [y][EVAL-003].\n"
    config = SITE["mkdocs.yml"].replace("plugins: [", "plugins: [autorefs, ")
    site = make_site(SITE | {"mkdocs.yml": config, "docs/index.md": page})
    assert [each["message"] for each in site.findings()] == ["`EVAL-003` is not declared"]


def test_what_markdown_resolved_is_none_of_ours(make_site: MakeSite) -> None:
    page = "# Home\n\n[EVAL-901], [it][EVAL-901], [x][target], [*it*][EVAL-001].\n"
    config = SITE["mkdocs.yml"].replace(
        "plugins: [", "markdown_extensions: [{pymdownx.snippets: {auto_append: [links.md]}}]\nplugins: ["
    )
    links_md = "[EVAL-901]: https://example.org/901\n[target]: https://example.org/t\n"
    site = make_site(SITE | {"mkdocs.yml": config, "docs/index.md": page, "links.md": links_md})
    assert site.findings() == []
    assert site.built("--strict").text("index.html").count('href="https://example.org/901"') == 2
    site.write({"docs/index.md": page + "\n[EVAL-902] and [x][EVAL-903].\n"})
    assert site.build("--strict").codes == ["TR106", "TR106"]


def test_an_edit_of_a_page_without_front_matter_is_seen(make_site: MakeSite) -> None:
    site = make_site(SITE)
    assert site.findings() == []
    site.write({"docs/deep/page.md": "# Page of [EVAL-004]\n"})
    assert [each["path"] for each in site.findings()] == ["docs/deep/page.md"]
    site.write({"docs/deep/page.md": "# Page\n"})
    assert site.findings() == []


def test_a_bare_id_in_a_heading_of_its_own_page_is_no_link_to_the_panel_below(make_site: MakeSite) -> None:
    home = "---\ntraceability:\n  flow: {id: EVAL-009, components: [batcher]}\n---\n"
    text = "# EVAL-009 Scores\n\nOf EVAL-009.\n\n## EVAL-009 and EVAL-002\n"
    built = make_site(SITE | with_prose_ids("bare") | {"docs/own.md": home + text}).built("--strict")
    assert [link.rpartition(" ")[2] for link in links(built, "own/index.html")] == ["EVAL-009", "EVAL-002"]
    assert re.search(r"<h1[^>]*>EVAL-009 Scores", built.text("own/index.html"))
    assert "data-trace-heading" not in built.text("own/index.html")
