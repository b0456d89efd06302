"""The tables of a page: what is one, and where each cell stands."""

from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from mkdocs_traceability.reading.tables.comments import may_hold_comments
from mkdocs_traceability.reading.tables.grid import Cell, PageTables, Table, read_tables

FLOWS = """\
# Traceability

<!-- traceability: flows id="Flow ID" -->

| Flow ID | Title |
|---|---|
| `FCST-001` | Medium-range |
| `FCST-002` |  |
"""


def only(text: str) -> Table:
    """Return the one table of a page."""
    (table,) = read_tables(text).tables
    return table


def texts(table: Table) -> list[list[str]]:
    """Return what the cells of a table say, the header first."""
    return [[cell.text for cell in row] for row in (table.header, *(row.cells for row in table.rows))]


def test_cells_stand_where_they_are_written() -> None:
    """Positions count from 1 and leave out the blanks of a cell."""
    table = only(FLOWS)
    assert texts(table) == [["Flow ID", "Title"], ["`FCST-001`", "Medium-range"], ["`FCST-002`", ""]]
    assert (table.line, table.last_line) == (5, 8)
    assert table.header[1] == Cell("Title", 5, 13, 5)
    assert table.rows[0].cells[1] == Cell("Medium-range", 7, 16, 12)
    assert table.rows[1].cells[1] == Cell("", 8, 15, 2)


def test_comment_above_a_table_is_its_own() -> None:
    """What a comment says stands at its place; blank lines and other comments may follow it."""
    comment = only(FLOWS.replace("-->\n", "-->\n\n<!-- prettier-ignore -->\n\n")).comment
    assert comment is not None
    assert (comment.key, comment.text) == ("traceability", ': flows id="Flow ID" ')
    assert (comment.line, comment.column, comment.key_line, comment.key_column) == (3, 18, 3, 6)


def test_comment_of_several_lines() -> None:
    """A long comment may be broken."""
    table = only(FLOWS.replace(" id=", "\n     id="))
    assert table.comment is not None
    assert (table.comment.line, table.comment.last_line) == (3, 4)


@pytest.mark.parametrize(
    "between", ["Some text.\n", "## Heading\n", "| a | b |\n|---|---|\n\n", "```\ncode\n```\n"]
)
def test_comment_with_something_else_below_has_no_table(between: str) -> None:
    """A comment is about what stands right below it."""
    page = read_tables(FLOWS.replace("-->\n", f"-->\n\n{between}\n"))
    assert page.tables[-1].comment is None
    assert len(page.comments) == (0 if between.startswith("|") else 1)


@pytest.mark.parametrize(
    "page",
    [
        f"```markdown\n{FLOWS}```\n",
        f"~~~\n{FLOWS}~~~\n",
        "".join(f"    {line}\n" for line in FLOWS.splitlines()),
        f"<!--\n{FLOWS.replace('<!-- traceability', 'traceability').replace('-->', '')}-->\n",
        f"<pre>\n{FLOWS}</pre>\n",
        f"`<!-- traceability: flows -->`\n\n{FLOWS[FLOWS.index('| Flow') :]}",
    ],
    ids=["fence", "tildes", "indented", "comment", "pre", "code span"],
)
def test_what_is_shown_as_code_is_no_source(page: str) -> None:
    """A manual that shows how it is done declares nothing."""
    assert not any(table.comment for table in read_tables(page).tables)
    assert not read_tables(page).comments


@pytest.mark.parametrize(
    ("indent", "before"),
    [
        ("> ", ""),
        ("    ", "- item\n\n"),
        ("    ", "!!! note\n\n"),
        ("    ", "1.  item\n\n"),
        (">   ", ""),
        ("  ", ""),
    ],
)
def test_tables_in_quotations_lists_and_boxes(indent: str, before: str) -> None:
    """A table may be indented, and so may its comment; positions stay those of the file."""
    table = "<!-- traceability: flows -->\n\n| ID | Title |\n|---|---|\n| `A-1` | one |\n"
    page = before + "".join(f"{indent}{line}".rstrip(" ") + "\n" for line in table.splitlines())
    found = only(page)
    assert found.comment is not None
    cell = found.rows[0].cells[0]
    assert page.splitlines()[cell.line - 1][cell.column - 1 :][: cell.length] == cell.text == "`A-1`"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (r"| a \| b | c |", [r"a \| b", "c"]),
        ("| `a | b` | c |", ["`a | b`", "c"]),
        (r"| `a \| b` | c |", [r"`a \| b`", "c"]),
        ("a | c", ["a", "c"]),
        ("| a", ["a"]),
        ("| a | b | c |", ["a", "b", "c"]),
        ("|\ta\t|\tc\t|", ["a", "c"]),
        ("| 構成要素 | ✅ |", ["構成要素", "✅"]),
        (r"| a \`| b | c |", [r"a \`", "b", "c"]),
        ("| `` a ` | b `` | c |", ["`` a ` | b ``", "c"]),
        ("just text", ["just text"]),
    ],
)
def test_rows(row: str, cells: list[str]) -> None:
    """Where a cell ends is what Python-Markdown says."""
    page = f"| x | y |\n|---|---|\n{row}\n"
    table = only(page)
    assert texts(table)[1] == cells
    assert [page.splitlines()[2][cell.column - 1 :][: cell.length] for cell in table.rows[0].cells] == cells


def test_rows_without_outer_pipes() -> None:
    """A row with outer pipes in a table without them has no empty cells for it."""
    assert texts(only("x | y\n---|---\n| a | b |\n | c\n")) == [["x", "y"], ["a", "b"], ["", "c"]]


@pytest.mark.parametrize(
    "page",
    [
        "| a | b |\n|---|\n| c | d |\n",
        "| a |\n|---|\ntext\n",
        "text\n| a | b |\n|---|---|\n| c | d |\n",
        "a | b\n",
    ],
)
def test_what_is_not_rendered_as_a_table_is_none(page: str) -> None:
    """Python-Markdown wants as many dashes as headers, and a blank line before."""
    assert read_tables(page) == PageTables(())
    assert "<table>" not in Markdown(extensions=["tables"]).convert(page)


def test_headings_above() -> None:
    """A table knows the headings that it stands under, and none that is over."""
    page = "# One\n\n## 1.1 Two ##\n\nTitle\n-----\n\n### `Three` {#three}\n\n| a | b |\n|---|---|\n"
    assert [(each.text, each.level, each.line) for each in only(page).headings] == [
        ("One", 1, 1),
        ("Title", 2, 5),
        ("`Three`", 3, 8),
    ]


def test_lines_count_from_the_beginning_of_the_file() -> None:
    """Front matter, line ends and a title line change nothing about where things are."""
    table = only(f"---\ntitle: x\n---\n\n{FLOWS}")
    assert (table.line, table.comment and table.comment.line) == (9, 7)


@pytest.mark.parametrize(
    ("page", "may"),
    [
        (b"<!-- traceability: flows -->", True),
        (b"<!-- Tracability: flows -->", True),
        (b"<!-- comment -->", False),
        (b"traceability: flows", False),
    ],
)
def test_other_pages_are_told_at_a_glance(page: bytes, may: bool) -> None:
    """Of a page without such a comment nothing more is read."""
    assert may_hold_comments(page) is may


def test_unclosed_comment_is_brought() -> None:
    """A comment that never ends is text to Markdown: somebody has to say so."""
    (comment,) = read_tables("<!-- traceability: flows\n\ntext\n").comments
    above = only("<!-- traceability: flows\n\n| a | b |\n|---|---|\n").comment
    assert above is not None
    assert [comment.is_closed, above.is_closed] == [False, False]


ROW = st.text(alphabet="ab `|\\-:<>é\t構", max_size=14)


@given(st.lists(ROW, min_size=1, max_size=5))
@example(["a`|", "b`"])
@example(["\\`|`", "x"])
def test_the_same_cells_as_python_markdown(rows: list[str]) -> None:
    """Whatever the rows hold, a page shows the cells that are read."""
    rows = [row for row in rows if row.strip()]
    page = "\n".join(["| x | y |", "|---|---|", *(f"| {row} | z |" for row in rows)]) + "\n"
    rendered = Markdown(extensions=["tables"])
    root = Element("div")
    rendered.parser.parseChunk(root, page.expandtabs(4).rstrip("\n"))
    table = root.find("table")
    assert table is not None
    shown = [[cell.text or "" for cell in row] for row in table.iter("tr")]
    read = read_tables(page).tables[0]
    cells = [[*(cell.text for cell in row.cells), "", ""][:2] for row in read.rows]
    assert [[" ".join(text.split()) for text in row] for row in shown[1:]] == [
        [" ".join(text.split()) for text in row] for row in cells or [["", ""]]
    ]


@given(st.text(alphabet="ab `|\\-:<>!#\té構\n ", max_size=120))
def test_cells_are_the_very_text(page: str) -> None:
    """Of any page: no crash, and each cell's text stands at its place."""
    lines = page.split("\n")
    for table in read_tables(page).tables:
        for cell in (*table.header, *(cell for row in table.rows for cell in row.cells)):
            if cell.text:
                assert lines[cell.line - 1][cell.column - 1 :][: cell.length] == cell.text
