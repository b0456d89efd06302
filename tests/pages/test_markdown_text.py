"""Data in Markdown reads back as the text it is, in paragraphs and in cells of tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from support import table

from mkdocs_traceability.pages.rendering.markdown_engine import MOST_LETTERS, cut
from mkdocs_traceability.pages.rendering.markdown_text import (
    code,
    escaped,
    fenced,
    inline,
    link,
    twin_address,
)

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

MARKS = "\\`*_[]<>|~$&#-+=!().:/\"' \n\tab1é"
TEXTS = st.one_of(st.text(MARKS, max_size=24), st.text(max_size=24)).filter(lambda text: "\0" not in text)


def on_a_line(text: str) -> str:
    return " ".join(text.split())


def shown(tokens: list[Token]) -> str:
    """Return what a reader sees of inline tokens, which are text and code and nothing else."""
    assert {each.type for each in tokens} <= {"text", "code_inline"}, tokens
    return "".join(each.content for each in tokens)


def in_a_paragraph(marked: str) -> str:
    tokens = READER.parse(marked)
    if not tokens:
        return ""
    assert [each.type for each in tokens] == ["paragraph_open", "inline", "paragraph_close"], tokens
    return shown(tokens[1].children or [])


def in_cells(*marked: str) -> list[str]:
    tokens = READER.parse(
        f"| {' | '.join('x' for _ in marked)} |\n|{' --- |' * len(marked)}\n| {' | '.join(marked)} |\n"
    )
    rows = [each for each in tokens if each.type == "inline"][len(marked) :]
    return [shown(each.children or []) for each in rows]


@given(TEXTS)
def test_a_text_reads_back_in_a_paragraph(text: str) -> None:
    assert in_a_paragraph(escaped(text)) == on_a_line(text)


@given(TEXTS)
def test_so_does_code(text: str) -> None:
    assert in_a_paragraph(code(text)) == on_a_line(text)


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_texts_and_code_read_back_in_the_cells_of_a_table(texts: list[str]) -> None:
    assert in_cells("x", *map(escaped, texts)) == ["x", *map(on_a_line, texts)]
    assert in_cells("x", *map(code, texts)) == ["x", *map(on_a_line, texts)]


@given(TEXTS)
def test_no_text_of_an_item_becomes_a_block_or_markup_of_another_kind(text: str) -> None:
    kept = {
        "text",
        "code_inline",
        "em_open",
        "em_close",
        "strong_open",
        "strong_close",
        "link_open",
        "link_close",
    }
    for token in READER.parse(inline(text)):
        assert token.type in ("paragraph_open", "inline", "paragraph_close")
        assert {each.type for each in token.children or []} <= kept


@given(TEXTS, st.sampled_from(["https://example.org/a", "../flows/index.md", "page/#a(b)"]))
def test_a_link_has_its_text_and_its_address(text: str, href: str) -> None:
    (token,) = [each for each in READER.parse(f"x {link(text, href)}") if each.type == "inline"]
    opened = [each for each in token.children or [] if each.type == "link_open"]
    assert len(opened) == bool(on_a_line(text))
    rest = [each for each in token.children or [] if not each.type.startswith("link_")]
    assert shown(rest) == on_a_line(f"x {text}") or not opened


@given(TEXTS)
def test_a_block_of_code_ends_where_its_text_does(text: str) -> None:
    text = text.replace("\r", "").replace("\t", " ")
    (token,) = READER.parse(fenced(text, "yaml"))
    assert token.type == "fence"
    assert token.content.rstrip() == text.rstrip()


@table(
    "text, markdown",
    ("a code span", "unknown `evel-worker`", "unknown `evel-worker`"),
    ("code with a pipe is plain text, which a table keeps whole", "see `a|b`", "see a\\|b"),
    ("emphasis", "it was *promised* and **kept**", "it was *promised* and **kept**"),
    ("a link of the web", "see [it](https://example.org/a_b)", "see [it](https://example.org/a_b)"),
    ("another link is a text", "[it](javascript:x)", "\\[it\\](javascript:x)"),
    ("an image is a text", "![it](https://example.org/a.png)", "!\\[it\\](https://example.org/a.png)"),
    ("HTML", "<b>x</b> &amp; a & b", "\\<b>x\\</b> \\&amp; a & b"),
    ("lines", "- one\n- two", "\\- one - two"),
    ("a number at the start", "1. one", "1\\. one"),
    ("snake case is left alone", "a_b_c and _d_", "a_b_c and \\_d\\_"),
)
def test_texts_of_items_keep_their_simple_forms(text: str, markdown: str) -> None:
    assert inline(text) == markdown


@table(
    "href, address",
    ("to Markdown, without the anchor", "../flows/index.md#flow-A", "../flows/index.md"),
    ("to Markdown, without what is filtered", "../flows.md?badge=found", "../flows.md"),
    ("on the same page", "#flow-A", ""),
    ("filtered on the same page", "?badge=found", ""),
    ("to a page of the site", "../../07-worker/#component-a", "../../07-worker/#component-a"),
    ("to Markdown on the web", "https://example.org/a.md#b", "https://example.org/a.md#b"),
    ("of a scheme that is not safe", "javascript:alert(1)", ""),
    ("nowhere", "", ""),
    ("with what ends a link", "../a b)/", "../a%20b%29/"),
)
def test_where_links_lead(href: str, address: str) -> None:
    assert twin_address(href) == address


@pytest.mark.parametrize("line", ["é" * 80 + "\n", "x" * (MOST_LETTERS + 1) + "\n"])
def test_what_is_too_long_is_cut_at_the_end_of_a_line(line: str) -> None:
    text, has_more = cut(line * (MOST_LETTERS // 80 + 1) if len(line) < 100 else line)
    assert has_more
    assert len(text) <= MOST_LETTERS
    assert text == "" or text.endswith("\n")
    assert cut("short\n") == ("short\n", False)
