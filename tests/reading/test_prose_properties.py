"""What the command finds in a page is what the build makes of it: the same references, and the same markers.

Pages are put together from fragments of Markdown, as files: with front matter, line ends and calls of macros.
"""

import os
import re
from collections.abc import Callable
from textwrap import indent
from typing import NamedTuple
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markdown import Markdown
from mkdocs.utils.meta import get_data
from support import table

from mkdocs_traceability.markdown.extension import ProseExtension
from mkdocs_traceability.markdown.macros import register
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.markdown.prose import read_prose
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.registry.link import link
from mkdocs_traceability.settings.load import built_in_schema

PLAIN = [
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
"""What changes which parts of a page are prose."""

MATERIAL = [
    *PLAIN,
    "pymdownx.betterem",
    "pymdownx.caret",
    "pymdownx.emoji",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.magiclink",
    "pymdownx.mark",
    "pymdownx.smartsymbols",
    "pymdownx.snippets",
    "pymdownx.tilde",
]
"""What the documentation of Material for MkDocs recommends, on top of that."""

OPTIONS = {
    "pymdownx.highlight": {"anchor_linenums": True, "line_spans": "__span", "pygments_lang_class": True},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
    "toc": {"permalink": True},
}

EXAMPLES = int(os.environ.get("EXAMPLES", "150"))
"""How many pages are made for each set of extensions: thousands, before a release."""

IDS = 300
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
        "***[@]** and [@]*",
        "__so *nested [a label][@]*__",
        "~~[@]~~ ==[@]== ^^[@]^^",
        "*so [a `]` label][@]*",
        "[flow:@].",
        "`[@]`",
        "``a ` [@]``",
        "`#!python [@]`",
        "an odd ` tick",
        "\\[@]",
        "[@\\]",
        "\\`[@]\\`",
        "\\\\[@]",
        "\\*[@]\\*",
        "[a link](x.md)",
        "[a link](<x y.md> 'of [@]')",
        "[with [@] inside](x.md)",
        "[a link][own]",
        "![an image [@]](x.png)",
        "![an image][own]",
        "[![an image](x.png)][@]",
        "[![an image](x.png) of [@]](x.md)",
        '<span title="[@]">[@]</span>',
        '<a href="x">a [@]</a>',
        "<code>[@]</code>",
        "<kbd>[@]</kbd>",
        "<em>[@]</em>",
        "<br>[@]<br/>",
        "<!-- [@] -->",
        "<https://example.org/[@]>",
        "https://example.org/@",
        "me@example.org",
        "++ctrl+alt+@++",
        "a < b [@] > c",
        "&lt;[@]&gt;",
        ":smile: [@]",
        "[[@]]",
        "row[@]",
        "[@](c)",
        "[@]: so",
        "[own]",
        "[a label][own]",
        "[a label] [@]",
        "[trace: count @]",
        "**[trace: badge @]**",
        '[trace: list @ title="a ] b"]',
        "`[trace: count @]`",
        "\\[trace: count @]",
        "![trace: count @]",
        '{{ trace_count("@") }}',
        '{{ trace_list("@", status="planned") }}',
        '`{{ trace_count("@") }}`',
        "note[^n1]",
        "EVAL @",
        "`@`",
        "(@)",
        "[@]{: .big }",
        "HTML [@]",
    ]
)
lines = st.lists(pieces, min_size=1, max_size=4).map(" ".join)
paragraphs = st.lists(lines, min_size=1, max_size=3).map("\n".join)
one_line = lines.map(lambda text: text.replace("\n", " "))


def under(head: str, body: str) -> str:
    return f"{head}\n{indent(body, '    ')}"


def quoted(body: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in body.split("\n"))


def row(text: str) -> str:
    return text.replace("|", "")


leaves = st.one_of(
    paragraphs,
    one_line.map(lambda text: f"## {text}"),
    one_line.map(lambda text: f"###{text} ###"),
    one_line.map(lambda text: f"{text}\n==="),
    one_line.map(lambda text: f"{text}\n---\n[@]"),
    paragraphs.map(lambda text: f"```\n{text}\n\n{text}\n```"),
    paragraphs.map(lambda text: f'``` {{ .yaml title="[@]" }}\n{text}\n```'),
    paragraphs.map(lambda text: f"~~~~ yaml\n~~~\n{text}\n~~~~"),
    paragraphs.map(lambda text: f"{text}\n```\n{text}\n```\n{text}"),
    paragraphs.map(lambda text: indent(f"code\n{text}", "    ")),
    one_line.map(lambda text: "| a | b |\n| - | - |\n| " + row(text) + " | [@] |"),
    one_line.map(lambda text: "a [@] | b\n:- | -:\n" + row(text) + " | [@]"),
    st.sampled_from(
        ["[own]: https://example.org", "[own]: <x.md>\n    'A title'", "[own]:\n    x.md (A title)"]
    ),
    st.sampled_from(["*[HTML]: Hypertext", "[trace: list @]", "* * *", "[@]", "{{ trace_list('@') }}"]),
)
top = st.one_of(
    st.sampled_from(
        [
            "<div>\n\n[@]\n\n</div>",
            "<div>[@]</div> [@]",
            "<!--\n\n[@]\n\n-->",
            "<!-- [@] --> [@]",
            "<pre>\n[@]\n</pre>",
            "<p>[@]\n[@]</p>\n[@]",
            "<hr>\n[@]",
            "<details>\n<summary>[@]</summary>\n\n[@]\n\n</details>",
            "<div markdown>\n\n[@]\n\n</div>",
            '<div class="grid" markdown>\n\n- [@]\n- [@]\n\n</div>',
            '<figure markdown="span">\n  ![x](y.png)\n  <figcaption>[@]</figcaption>\n</figure>',
            "<script>\nlet a = '[@]';\n</script>",
        ]
    ),
    one_line.map(lambda text: f"Term [@]\n:   {text}\n\n    [@]"),
    one_line.map(lambda text: f"[^n@]: {text}\n\n    [@]"),
)


def blocks_of(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    return st.one_of(
        st.tuples(one_line, body).map(lambda both: f"- {both[0]}\n\n{indent(both[1], '    ')}\n\n- [@]"),
        st.tuples(one_line, one_line).map(lambda both: f"1. {both[0]}\n    - {both[1]}\n    - [@]\n2. [@]"),
        st.tuples(one_line, one_line).map(lambda both: f"* [ ] {both[0]}\n* [x] {both[1]}\n[@]"),
        st.tuples(one_line, body).map(lambda both: under('!!! note "[@]"', both[1])),
        st.tuples(one_line, body).map(lambda both: under('!!! note inline end ""', both[1]) + f"\n{both[0]}"),
        body.map(lambda text: under("??? note", text)),
        body.map(lambda text: under('???+ note "[@]"', text)),
        body.map(lambda text: under('=== "Tab [@]"', text) + "\n\n" + under('=== "Tab"', text)),
        body.map(quoted),
    )


bodies = st.lists(st.one_of(top, st.recursive(leaves, blocks_of, max_leaves=6)), min_size=1, max_size=5).map(
    "\n\n".join
)

heads = st.sampled_from(
    ["", "", "---\ntitle: '[A-1]'\n---\n", "---\n[A-1]\n---\n", "Title: [A-1]\n\n", "---\n- [A-1]\n---\n\n"]
)
line_ends = st.sampled_from(["\n", "\n", "\r\n", "\r"])


def numbered(document: str) -> str:
    """Give every `@` an id of its own, as far as there are some."""
    numbers = iter(range(2, IDS))
    return re.sub("@(?!example)", lambda _: f"A-{next(numbers, 'x')}", document)


documents = st.tuples(heads, bodies.map(numbered)).map("".join)


class Macros:
    """What mkdocs-macros does with a page: Jinja, with the macros that are registered."""

    def __init__(self) -> None:
        self._jinja = Environment()
        register(self)

    def register_macros(self, items: dict[str, Callable[..., str]]) -> None:
        self._jinja.globals.update(items)

    def render(self, text: str) -> str:
        return self._jinja.from_string(text).render()


MACROS = Macros()


class Found(NamedTuple):
    """What a page says of items: the ids that lead to one, and the texts of its markers."""

    ids: list[str]
    markers: list[str]


def built(file: bytes, extensions: list[str], asked: frozenset[str]) -> Found:
    """Return what is in a page that MkDocs has rendered."""
    text, _ = get_data(file.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    prose = ProseExtension()
    prose.set_registry(REGISTRY, asked)
    configs = {each: OPTIONS[each] for each in extensions if each in OPTIONS}
    markdown = Markdown(extensions=[*extensions, prose], extension_configs=configs)
    html = markdown.convert(MACROS.render(text) if "macros" in asked else text)
    linked = {unquote(id_) for id_ in re.findall(r'href="trace:flow:([^"]*)"', html)}
    placed = [unquote(marker) for marker in re.findall(r'data-trace="([^"]*)"', html)]
    return Found(sorted(linked), sorted(placed))


def read(file: bytes, asked: frozenset[str]) -> Found:
    """Return what the command reads in the same page, each of it where the page says so."""
    text = decode(file)
    mentions, markers, _ = read_prose(text, "docs/a.md", asked)
    lines = text.split("\n")
    for each in mentions:
        start = each.position.column - 1
        assert lines[each.position.line - 1][start : start + each.position.length] == each.text
    found = {each.text.removeprefix("flow:") for each in mentions}
    return Found(
        sorted(id_ for id_ in found if REGISTRY.answering(id_)), sorted(each.text for each in markers)
    )


@pytest.mark.slow
@pytest.mark.parametrize("extensions", [PLAIN, MATERIAL], ids=["plain", "material"])
@settings(max_examples=EXAMPLES)
@given(
    documents,
    st.sampled_from([frozenset(), frozenset({"code", "bare"}), frozenset({"macros"})]),
    line_ends,
)
def test_what_is_read_is_what_is_built(
    extensions: list[str], text: str, asked: frozenset[str], line_end: str
) -> None:
    file = text.replace("\n", line_end).encode()
    assert read(file, asked) == built(file, extensions, asked)


def test_most_pages_say_something() -> None:
    """What holds of pages that say nothing would hold of any two ways to read them."""
    seen: list[Found] = []

    @settings(max_examples=60)
    @given(documents)
    def collect(text: str) -> None:
        seen.append(built(text.encode(), MATERIAL, frozenset({"macros"})))

    collect()
    assert sum(bool(each.ids) for each in seen) > len(seen) / 2
    assert sum(bool(each.markers) for each in seen) > len(seen) / 8


FENCE = "```\ncode\n```\n"


@table(
    "text, asked, ids",
    ("a paragraph goes on behind indented code", f"text\n{indent(FENCE, '    ')}    [A-1]", "", ["A-1"]),
    ("and behind a fence of the same item", f"- text\n{indent(FENCE, '    ')}        [A-1]", "", ["A-1"]),
    ("a quote goes on behind a fence", f"> text\n{FENCE}    [A-1]", "", ["A-1"]),
    ("HTML ends a paragraph", "text\n<div>x</div>\n    [A-1]", "", []),
    ("three exclamation marks and a sentence", '!!! note: "[A-1]"\n        [A-2]', "", ["A-1", "A-2"]),
    ("an admonition with code", "!!! note inline end\n        [A-1]", "", []),
    ("a tab without a title", "=== Tab\n        [A-1]", "", ["A-1"]),
    ("a rule ends a paragraph", "text\n***\n    [A-1]", "", []),
    ("a rule ends a list", "- a\n- b\n* * *\n    [A-1]", "", []),
    ("an underline is no rule", "[A-1]\n---\n[A-2]", "", ["A-1", "A-2"]),
    ("a box before what looks like a target", "* [ ] [A-1]: so", "", ["A-1"]),
    ("an abbreviation with a bracket in it", "*[] [A-1]: so", "", []),
    ("no abbreviation, as nothing explains it", "*[A-1]:", "", ["A-1"]),
    ("a code span", "`A-1` and `#!python A_2`", "code", ["A-1"]),
)
def test_where_they_once_differed(text: str, asked: str, ids: list[str]) -> None:
    asks = frozenset(asked.split())
    assert read(text.encode(), asks).ids == ids
    assert built(text.encode(), PLAIN, asks).ids == built(text.encode(), MATERIAL, asks).ids == ids
