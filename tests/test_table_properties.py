"""Whatever a table says: it stays as it is on its page; and one that says what is declared is never reported."""

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from mkdocs_traceability.analysis.restated import Comparison
from mkdocs_traceability.markdown.extension import ProseExtension
from mkdocs_traceability.reading.read import Source, read_source
from mkdocs_traceability.registry.link import link
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.settings.load import built_in_schema

SCHEMA = built_in_schema()
IDS = ("EVAL-001", "EVAL-002", "batcher", "eval-worker", "a&b", "x.y")
CELLS = st.lists(
    st.sampled_from(
        (*IDS, "[EVAL-001]", "`batcher`", "**EVAL-002**", "*", "_", "`", "<br>", "<b>", "</b>", "<!-- x -->", ",", " → ",
         " ", "(Logic)", "..", "–", "\\|", "&lt;", "<", "é", "[x](y.md)", "[batcher](y.md)", "~~x~~", "\x02", "N/A")
    ),
    max_size=6,
).map("".join)  # fmt: skip
COMMENTS = st.sampled_from(
    (
        "flows",
        "restates flows",
        'components id="Component" flows="Flow ID"',
        "restates components flows=Serves where=status=planned",
        "nothing",
        "",
    )
)
HEAD = "| Flow ID | Component | Title | Status |\n| --- | --- | --- | --- |\n"


def registry_of(*texts: str, page: str = "") -> Registry:
    sources = [Source(f"docs/{number}.trace.yml", text.encode()) for number, text in enumerate(texts)]
    if page:
        sources.append(Source("docs/p.md", page.encode(), "p.md"))
    read = [read_source(source, SCHEMA) for source in sources]
    return link(
        SCHEMA,
        [item for each in read for item in each.items],
        problems=[finding for each in read for finding in each.findings],
        restated=[table for each in read for table in each.restated],
    )


FACTS = "components: [{id: batcher}, {id: eval-worker}, {id: a&b}, {id: x.y}]\nflows: [{id: EVAL-001}, {id: EVAL-002}]\n"
REGISTRY = registry_of(FACTS)


def rendered(text: str, registry: Registry | None) -> str:
    prose = ProseExtension()
    prose.set_registry(registry)
    return Markdown(extensions=["tables", prose]).convert(text)


def visible(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(COMMENTS, st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=4))
@example("restates flows", [["EVAL-001..EVAL-002", "batcher (x)"]])
def test_the_text_of_a_table_stays_whatever_it_says(comment: str, rows: list[list[str]]) -> None:
    table = HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)
    text = f"<!-- traceability: {comment} -->\n\n{table}\nEnd.\n"
    with_links, without = (
        rendered(text, REGISTRY),
        rendered(f"<!-- a remark -->\n\n{table}\nEnd.\n", REGISTRY),
    )
    shown = re.sub(r" <span class=\"trace-row-badge[^>]*></span>", "", with_links)
    assert visible(shown) == visible(without)
    assert with_links.count("<a") == with_links.count("</a>") or "<a" in table


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(COMMENTS, st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=4))
def test_any_table_is_read_and_compared(comment: str, rows: list[list[str]]) -> None:
    table = HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)
    registry = registry_of(FACTS, page=f"<!-- traceability: {comment} -->\n\n{table}")
    meant = Suggestions(registry).nearest
    for each in registry.restated:
        for difference in Comparison(registry, each, meant).differences():
            assert difference.here or difference.there
            assert difference.position.line > 4


WORDS = st.lists(
    st.text(
        st.characters(whitelist_categories=("Lu", "Ll", "Nd"), max_codepoint=0x2FF), min_size=1, max_size=8
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
COMPONENTS = ("batcher", "eval-worker", "x.y")
FLOWS = st.lists(
    st.fixed_dictionaries(
        {
            "title": WORDS.filter(lambda text: text[0].isalpha()),
            "status": st.sampled_from(("planned", "partial", "implemented", "")),
            "components": st.lists(st.sampled_from(COMPONENTS), unique=True),
        }
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(FLOWS, st.sampled_from((", ", " → ", "<br>", " + ")), st.data())
def test_a_table_made_of_what_is_declared_differs_nowhere(
    flows: list[dict[str, Any]], separator: str, data: st.DataObject
) -> None:
    items = [f"  - {{id: {name}}}" for name in COMPONENTS]
    facts = "components:\n" + "\n".join(items) + "\nflows:\n"
    lines = []
    for number, flow in enumerate(flows):
        facts += (
            f'  - {{id: F-{number}, title: "{flow["title"]}", components: [{", ".join(flow["components"])}]'
        )
        facts += f", status: {flow['status']}}}\n" if flow["status"] else "}\n"
        listed = separator.join(data.draw(st.permutations(flow["components"])))
        lines.append(f"| F-{number} | {flow['title']} | {listed} | {flow['status']} |")
    head = "| Flow ID | Title | Components | Status |\n| --- | --- | --- | --- |\n"
    page = f"<!-- traceability: restates flows -->\n\n{head}" + "\n".join(lines) + "\n\n"
    back = "".join(
        f"| {name} | {', '.join(f'F-{n}' for n, flow in enumerate(flows) if name in flow['components'])} |\n"
        for name in COMPONENTS
    )
    page += f"<!-- traceability: restates components flows=Serves -->\n\n| Component | Serves |\n| --- | --- |\n{back}"
    registry = registry_of(facts, page=page)
    assert registry.problems == ()
    assert len(registry.restated) == 2
    for table in registry.restated:
        compared = Comparison(registry, table, Suggestions(registry).nearest)
        assert list(compared.differences()) == []
        assert compared.unknown == []
        assert len(compared.rows) == len(registry.items(table.kind))
