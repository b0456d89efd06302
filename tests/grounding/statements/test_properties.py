"""Whatever a document says, its statements stand where their text stands, and finding them takes linear time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processor_time import LINEAR, growth_of_text

from mkdocs_traceability.grounding.statements.find import statements_in
from mkdocs_traceability.model.grounding import STATEMENT_KINDS

from .support_for_statements import NAMES

FRAGMENTS = [
    "`src/a.py`",
    "``src/ä.py:12``",
    "`Worker.run()`",
    "`make lint test`",
    "`APP_TOKEN=1 npm run x`",
    "[it](../docs/a.md#b)",
    "![x](<a b.png> 'c')",
    "[r]: docs/a.md 'title'\n",
    "src/a/b.py::test_c",
    "GET /users/{id}",
    "EVAL-001",
    "all 12 flows",
    "the table `users.email`",
    "section “Set up” of a.md",
    "~~gone~~",
    "<!-- `no.py` -->",
    "<details>\n",
    "<pre>",
    "</pre>",
    "was removed. ",
    "e.g. ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "- ",
    "1. ",
    "> ",
    "> [!NOTE]\n> ",
    "# ",
    "```\n",
    "~~~",
    "| a | b |\n| - | - |\n",
    " | ",
    "\\|",
    "\\`",
    "`",
    "``",
    "[",
    "](",
    ")",
    "---\n",
    "---\nkey: x\n---\n",
    ":",
    "ß😀",
    "\x02\x03",
    "\x0b\x85\u2028",
    "!!! note\n    ",
]

documents = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=5), max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(documents)
def test_a_statement_stands_where_its_text_stands(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for each in statements_in(text, "docs/a.md", NAMES):
        at = each.position
        first, *others = each.text.split("\n")
        assert lines[at.line - 1][at.column - 1 :].replace("\t", " ").startswith(first.replace("\t", " "))
        assert at.length == (0 if others else len(first))
        assert at.path == "docs/a.md"


@settings(max_examples=100, deadline=None)
@given(documents)
def test_the_same_document_has_the_same_statements_in_the_order_of_the_text(text: str) -> None:
    found = statements_in(text, "a.md", NAMES)
    assert found == statements_in(text, "a.md", NAMES)
    assert [each.position for each in found] == sorted({each.position for each in found})
    for each in found:
        assert len(set(each.readings)) == len(each.readings) > 0
        assert all(reading.kind in STATEMENT_KINDS and reading.name for reading in each.readings)


@settings(max_examples=100, deadline=None)
@given(documents)
def test_line_ends_make_no_difference(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    assert statements_in(text, "a.md", NAMES) == statements_in(text.replace("\n", "\r\n"), "a.md", NAMES)


HOSTILE = [
    "`",
    "``` ",
    "[",
    "](",
    "[a](b ",
    "<a ",
    "<!-- ",
    "| `a` ",
    "~~a",
    "a/",
    "a::",
    "`a.b` ",
    "`a` was ",
    "GET /a ",
    "has 1,000 ",
    "section “",
    "create ",
    "tables `a`, ",
    "\n\n- `a/b.py`:",
    "\n```\n",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("around", ["{} `src/a.py`", "`{}`"])
def test_finding_statements_takes_linear_time(piece: str, around: str) -> None:
    def text(size: int) -> str:
        return around.replace("{}", piece * (size // len(piece)))

    assert growth_of_text(lambda text: statements_in(text, "a.md", NAMES), text, 4000) < LINEAR
