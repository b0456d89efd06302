"""Anchors of items in the text of a page: on the line of each, whatever stands before it, and nowhere else."""

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.markdown.text_anchors import with_anchors
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position


def item(id_: str, line: int) -> Item:
    return Item("requirement", id_, Position("docs/a.md", line, 3))


SOURCE = "---\ntitle: x\n---\n# Page\n\n- same\n- same\n1. first\n"


def test_lines_are_found_without_the_front_matter_and_below_what_was_put_in() -> None:
    markdown = "Put in by a plugin.\n\n# Page\n\n- same\n- same\n1. first\n"
    made = with_anchors(markdown, SOURCE, [item("B", 7), item("A", 4), item("C", 8)])
    assert made.split("\n") == [
        "Put in by a plugin.",
        "",
        '# <a id="requirement-A"></a>Page',
        "",
        "- same",
        '- <a id="requirement-B"></a>same',
        '1. <a id="requirement-C"></a>first',
        "",
    ]


def test_a_line_that_is_written_anew_and_an_id_that_markdown_reads_get_none() -> None:
    markdown = "# Another page\n\n- same\n- same\n1. first\n"
    assert with_anchors(markdown, SOURCE, [item("A", 4), item("B`c", 6), item("D", 99)]) == markdown


def test_an_anchor_is_escaped() -> None:
    assert '<a id="requirement-a&amp;b"></a>' in with_anchors("- x\n", "- x\n", [item("a&b", 1)])


@given(st.text(alphabet="# -*1.\nab", max_size=80), st.integers(1, 12))
def test_nothing_is_lost(text: str, line: int) -> None:
    made = with_anchors(text, text, [item("A", line)])
    assert made.replace('<a id="requirement-A"></a>', "", 1) == text
