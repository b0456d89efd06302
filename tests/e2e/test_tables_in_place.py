"""Annotated tables stay where they are in the built page, with links, anchors and badges."""

import re
from html import unescape

import pytest

from .conftest import MakeSite
from .sites import Built, run_module

CONFIG = """\
site_name: Site
theme: {name: THEME}
plugins: [search, traceability]
validation: {links: {not_found: warn, anchors: warn}}
"""
FACTS = """\
components:
  - {id: batcher, title: Batcher}
  - {id: eval-worker, title: "<b>Evaluation</b>", depends_on: [batcher]}
flows:
  - {id: EVAL-001, title: Pipeline, status: implemented, components: [batcher, eval-worker], evidence: {files: [docs/index.md]}}
  - {id: EVAL-002, title: Retries, status: planned, components: [batcher]}
  - {id: EVAL-003, title: Alerts, status: planned, components: [eval-worker]}
"""
TABLE = """\
| Flow ID | Name | Component | Status |
| --- | --- | --- | --- |
| **EVAL-001** | Pipeline | `batcher` (Logic) → eval-worker | implemented |
| [EVAL-002](other.md) | Retries | *batcher*<br>| planned |
| EVAL-003 | Alerts | [eval-worker] | ⏳ Planned |
"""
COMMENT = '<!-- traceability: restates flows id="Flow ID" components="Component" title="Name" -->\n'


def site(text: str, theme: str = "mkdocs", facts: str = FACTS) -> dict[str, str]:
    return {
        "mkdocs.yml": CONFIG.replace("THEME", theme),
        "docs/facts.trace.yml": facts,
        "docs/index.md": f"# Home\n\n{text}",
        "docs/other.md": "# Other\n\nSee [EVAL-001].\n",
    }


def tables(built: Built, path: str = "index.html") -> list[str]:
    return re.findall(r"<table>.*?</table>", built.text(path), re.DOTALL)


def rows(table: str) -> list[str]:
    return re.findall(r"<tr.*?</tr>", table, re.DOTALL)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", re.sub(r"<br[^>]*>", " ", html))).split())


def without_badges(html: str) -> str:
    return re.sub(r' <span class="trace trace-row-badge.*?</span></span></span>', "", html, flags=re.DOTALL)


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_ids_and_references_of_an_annotated_table_are_links(make_site: MakeSite, theme: str) -> None:
    (table,) = tables(make_site(site(COMMENT + TABLE, theme)).built())
    links = re.findall(r'<a class="trace-ref" href="([^"]*)"[^>]*>(.*?)</a>', table)
    assert links == [
        ("traceability/flows/#flow-EVAL-001", "EVAL-001"),
        ("traceability/components/#component-batcher", "<code>batcher</code>"),
        ("traceability/components/#component-eval-worker", "eval-worker"),
        ("traceability/components/#component-batcher", "batcher"),
        ("traceability/flows/#flow-EVAL-003", "EVAL-003"),
        ("traceability/components/#component-eval-worker", "<code>eval-worker</code>"),
    ]
    assert 'title="eval-worker: &lt;b&gt;Evaluation&lt;/b&gt; (component)"' in table
    assert '<a href="other/">EVAL-002</a>' in table


def test_each_row_has_the_badge_of_its_item_behind_the_id(make_site: MakeSite) -> None:
    (table,) = tables(make_site(site(COMMENT + TABLE)).built())
    badges = [re.findall(r'class="trace-badge trace-badge--(\w+)"', row) for row in rows(table)]
    assert badges == [[], ["unclaimed"], ["planned"], ["planned"]]
    assert re.search(r"EVAL-001</a></strong> <span", table)


def test_the_text_of_the_cells_stays_as_it_was_written(make_site: MakeSite) -> None:
    (plain,) = tables(make_site(site(TABLE)).built())
    (shown,) = tables(make_site(site(COMMENT + TABLE)).built())
    assert words(without_badges(shown)) == words(plain)


def test_a_table_without_a_comment_stays_as_it_is(make_site: MakeSite) -> None:
    other = "<!-- a remark -->\n\n" + TABLE
    text = f"{COMMENT}\n{TABLE}\nA paragraph.\n\n{other}\n<!-- traceability is fine -->\n\n{TABLE}"
    annotated, *others = tables(make_site(site(text)).built())
    assert annotated.count("trace-ref") == 6
    assert [each.count("trace-ref") for each in others] == [1, 1]  # `[eval-worker]` is a link anywhere


def test_a_table_in_a_list_and_one_below_other_comments_are_linked(make_site: MakeSite) -> None:
    inner = "".join(f"    {line}\n" for line in f"{COMMENT}\n<!-- and a remark -->\n\n{TABLE}".splitlines())
    (table,) = tables(make_site(site(f"- a list\n\n{inner}")).built())
    assert table.count("trace-ref") == 6


def test_only_the_columns_that_name_items_are_linked(make_site: MakeSite) -> None:
    text = COMMENT + TABLE.replace("| Pipeline |", "| batcher |").replace("| planned |", "| EVAL-001 |")
    (table,) = tables(make_site(site(text)).built())
    assert table.count("trace-ref") == 6


def test_a_reverse_table_is_linked_by_the_inverse(make_site: MakeSite) -> None:
    text = (
        "<!-- traceability: restates components flows=Serves -->\n\n| Component | Serves |\n| --- | --- |\n"
    )
    (table,) = tables(make_site(site(text + "| batcher | EVAL-001, EVAL-002 |\n")).built())
    assert table.count('href="traceability/flows/#flow-EVAL-00') == 2
    assert 'href="traceability/components/#component-batcher"' in table


def test_a_table_that_restates_may_name_items_by_their_titles(make_site: MakeSite) -> None:
    text = "<!-- traceability: restates components -->\n\n| Component | Flows |\n| --- | --- |\n"
    (table,) = tables(make_site(site(text + "| Batcher (old) | Pipeline, **Retries** (two) |\n")).built())
    assert re.findall(r'<a class="trace-ref"[^>]*>([^<]*)</a>', table) == ["Batcher", "Pipeline", "Retries"]


def test_what_an_id_holds_is_escaped(make_site: MakeSite) -> None:
    facts = "components:\n  - {id: 'a&\"b'}\n  - {id: c, title: '\"><script>x</script>'}\n"
    text = '<!-- traceability: restates components -->\n| ID |\n| --- |\n| a&"b |\n| c |\n| <script>y</script> |\n'
    (table,) = tables(make_site(site(text, facts=facts)).built())
    assert table.count("trace-ref") == 2
    assert "<script>x" not in table
    assert "traceability/components/#component-a&amp;-b" in table


DECLARED = """\
<!-- traceability: flows id="Flow ID" components="Component" -->

| Flow ID | Name | Component | Status |
| --- | --- | --- | --- |
| **EVAL-001** | Pipeline | `batcher` (Logic) → eval-worker | ⏳ planned |
| `EVAL-002`: Retries | | batcher | planned |
| EVAL-003..EVAL-005 | Alerts | [eval-worker] | planned |
"""
COMPONENTS = """\
<!-- traceability: components -->
| Component | Depends on |
| --- | --- |
| batcher | |
| eval-worker | [batcher] |
"""
ITSELF = {
    "mkdocs.yml": CONFIG.replace("THEME", "mkdocs"),
    "docs/index.md": f"# Home\n\n{DECLARED}\n{COMPONENTS}",
    "docs/other.md": "# Other\n\nSee [EVAL-001] and [this](index.md#flow-EVAL-002).\n",
}


def test_the_row_that_declares_an_item_is_where_links_to_it_lead(make_site: MakeSite) -> None:
    built = make_site(ITSELF).built("--strict")
    flows, components = tables(built)
    assert re.findall(r' id="([^"]*)"', flows) == [f"flow-EVAL-00{number}" for number in range(1, 6)]
    assert re.findall(r'<tr[^>]* id="([^"]*)"', components) == ["component-batcher", "component-eval-worker"]
    assert 'class="trace-ref" href="#component-batcher"' in flows
    assert 'href="../#flow-EVAL-001"' in built.text("other/index.html")
    assert 'href="../../../#flow-EVAL-005"' in built.text("traceability/id/flows/index.html")
    register = built.text("traceability/flows/index.html")
    assert 'id="flow-EVAL-001"' in register
    assert 'href="../../#flow-EVAL-001"' in register


def test_a_page_of_its_own_comes_before_the_row(make_site: MakeSite) -> None:
    config = ITSELF["mkdocs.yml"].replace("traceability]", "{traceability: {item_pages: [flow]}}]")
    built = make_site(ITSELF | {"mkdocs.yml": config}).built("--strict")
    assert 'href="../traceability/flows/EVAL-001/#flow-EVAL-001"' in built.text("other/index.html")
    assert 'id="flow-EVAL-001"' in built.text("index.html")


def test_the_command_exports_the_addresses_that_the_build_has(make_site: MakeSite) -> None:
    site = make_site(ITSELF)
    built = site.built("--strict")
    exported = run_module("mkdocs_traceability", "export", folder=site.folder).out
    assert exported.strip() == built.text("traceability/traceability.json").strip()
    assert '"url": "#flow-EVAL-001"' in exported or '#flow-EVAL-001"' in exported


def test_an_id_that_two_rows_declare_has_one_anchor(make_site: MakeSite) -> None:
    text = DECLARED + "| EVAL-001 | Again | batcher | planned |\n\n" + COMPONENTS
    site = make_site(ITSELF | {"docs/index.md": f"# Home\n\n{text}"})
    done = site.build()
    assert done.codes.count("TR103") == 1
    assert (site.folder / "site/index.html").read_text().count('id="flow-EVAL-001"') == 1


def test_an_item_named_by_the_heading_above_its_table_stays_in_the_register(make_site: MakeSite) -> None:
    text = '# Home\n\n## EVAL-009 Late\n\n<!-- traceability: flows id="heading" -->\n\n| Component | Status |\n| --- | --- |\n| batcher | planned |\n\n'
    built = make_site(
        ITSELF | {"docs/index.md": text + COMPONENTS, "docs/other.md": "# O\n\n[EVAL-009]\n"}
    ).built()
    assert 'href="../traceability/flows/#flow-EVAL-009"' in built.text("other/index.html")
