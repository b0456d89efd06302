"""What the scanner finds in a page is what the Markdown extension meets when the page is rendered."""

import re
from textwrap import indent
from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from mkdocs_traceability.markdown.extension import ProseExtension
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.markdown.prose import read_prose
from mkdocs_traceability.registry.registry import link
from mkdocs_traceability.settings.load import built_in_schema

EXTENSIONS = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
]
IDS = 60
REGISTRY = link(
    built_in_schema(), [Item("flow", f"A-{n}", Position("docs/a.trace.yml", n, 1)) for n in range(1, IDS)]
)

pieces = st.sampled_from(
    [
        "word",
        "[@]",
        "[@]",
        "[a label][@]",
        "[a\nlabel][@]",
        "[@][]",
        "**[@]**",
        "*so [a `]` label][@]*",
        "[flow:@].",
        "`[@]`",
        "``a ` [@]``",
        "an odd ` tick",
        "\\[@]",
        "[a link](x.md)",
        "[with [@] inside](x.md)",
        "![an image [@]](x.png)",
        '<span title="[@]">[@]</span>',
        '<a href="x">a [@]</a>',
        "<code>[@]</code>",
        "<!-- [@] -->",
        "[[@]]",
        "row[@]",
        "[own]",
        "[a label][own]",
        "[trace: count @]",
        "`[trace: count @]`",
        "note[^n1]",
        "EVAL @",
        "`@`",
        "(@)",
    ]
)
lines = st.lists(pieces, min_size=1, max_size=4).map(" ".join)
paragraphs = st.lists(lines, min_size=1, max_size=3).map("\n".join)
one_line = lines.map(lambda text: text.replace("\n", " "))


def under(head: str, body: str) -> str:
    return f"{head}\n{indent(body, '    ')}"


def quoted(body: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in body.split("\n"))


leaves = st.one_of(
    paragraphs,
    one_line.map(lambda text: f"## {text}"),
    paragraphs.map(lambda text: f"```\n{text}\n\n{text}\n```"),
    paragraphs.map(lambda text: f"~~~~ yaml\n~~~\n{text}\n~~~~"),
    paragraphs.map(lambda text: indent(f"code\n{text}", "    ")),
    one_line.map(lambda text: "| a | b |\n| - | - |\n| " + text.replace("|", "") + " | [@] |"),
    st.just("[own]: https://example.org"),
    st.just("*[HTML]: Hypertext"),
)
top = st.one_of(
    st.just("<div>\n\n[@]\n\n</div>"),
    st.just("<!--\n\n[@]\n\n-->"),
    st.just("<pre>\n[@]\n</pre>"),
    st.just("<div markdown>\n\n[@]\n\n</div>"),
    one_line.map(lambda text: f"Term\n:   {text}\n\n    [@]"),
    one_line.map(lambda text: f"[^n@]: {text}\n\n    [@]"),
)


def blocks_of(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    return st.one_of(
        st.tuples(one_line, body).map(lambda both: f"- {both[0]}\n\n{indent(both[1], '    ')}\n\n- [@]"),
        st.tuples(one_line, one_line).map(lambda both: f"1. {both[0]}\n    - {both[1]}\n    - [@]\n2. [@]"),
        st.tuples(one_line, body).map(lambda both: under('!!! note "[@]"', both[1])),
        body.map(lambda text: under("??? note", text)),
        body.map(lambda text: under('=== "Tab"', text)),
        body.map(quoted),
    )


documents = st.lists(
    st.one_of(top, st.recursive(leaves, blocks_of, max_leaves=6)), min_size=1, max_size=5
).map("\n\n".join)


def numbered(document: str) -> str:
    """Give every `@` an id of its own, as far as there are some."""
    numbers = iter(range(1, IDS))
    return re.sub("@", lambda _: f"A-{next(numbers, 'x')}", document)


@settings(max_examples=300, deadline=None)
@given(documents.map(numbered), st.sampled_from([frozenset(), frozenset({"code", "bare"})]))
def test_what_is_found_is_what_becomes_a_link(text: str, asked: frozenset[str]) -> None:
    extension = ProseExtension()
    extension.tell(REGISTRY, asked)
    html = Markdown(extensions=[*EXTENSIONS, extension]).convert(text)
    mentions, markers = read_prose(text, "docs/a.md", asked)
    found = [each.text.removeprefix("flow:") for each in mentions]
    linked = [unquote(id_) for id_ in re.findall(r'href="trace:flow:([^"]*)"', html)]
    linked = [id_ for id_ in dict.fromkeys(linked) if id_ in text]
    assert sorted(id_ for id_ in found if REGISTRY.answering(id_)) == sorted(linked)
    placed = [unquote(marker) for marker in re.findall(r'data-trace="([^"]*)"', html)]
    assert sorted(each.text for each in markers) == sorted(placed)
    lines = text.split("\n")
    for each in mentions:
        start = each.position.column - 1
        assert lines[each.position.line - 1][start : start + each.position.length] == each.text
