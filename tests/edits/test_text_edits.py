"""Edits put into a text: what stands outside them stays to the byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import table

from mkdocs_traceability.edits.text_edits import apply_edits, edited, touch
from mkdocs_traceability.model.fix import TextEdit
from mkdocs_traceability.reading.text import decode


def edit(line: int, column: int, end_column: int, text: str, end_line: int = 0) -> TextEdit:
    return TextEdit("facts.yml", line, column, end_line or line, end_column, text)


@table(
    "before, edits, after",
    ("a word", "id: a\n", [edit(1, 5, 6, "b")], "id: b\n"),
    ("an insertion", "id: a\n", [edit(1, 6, 6, "!")], "id: a!\n"),
    ("two in one line, in any order", "a b\n", [edit(1, 3, 4, "B"), edit(1, 1, 2, "A")], "A B\n"),
    ("two at one place, in their order", "a\n", [edit(1, 2, 2, "x"), edit(1, 2, 2, "y")], "axy\n"),
    ("over a line end", "a\r\nb\r\n", [edit(1, 2, 1, "", end_line=2)], "ab\r\n"),
    ("a new line is written as the others", "a\r\nb", [edit(2, 2, 2, "\nc")], "a\r\nb\r\nc"),
    ("old line ends", "a\rb\r", [edit(2, 1, 2, "c\n")], "a\rc\r\r"),
    ("at the end", "a", [edit(1, 2, 2, "\nb\n")], "a\nb\n"),
    ("behind the last line end", "a\n", [edit(2, 1, 1, "b\n")], "a\nb\n"),
    ("in an empty text", "", [edit(1, 1, 1, "a")], "a"),
    ("characters beyond the plane", "\N{ROCKET} a\n", [edit(1, 3, 4, "b")], "\N{ROCKET} b\n"),
    ("what ends a line in no editor", "a\x85b\u2028c\fd\n", [edit(1, 7, 8, "e")], "a\x85b\u2028c\fe\n"),
    ("a byte order mark", "\ufeffa\n", [edit(1, 1, 2, "b")], "\ufeffb\n"),
)
def test_edits_change_what_they_name(before: str, edits: list[TextEdit], after: str) -> None:
    assert apply_edits(before, edits) == after
    assert edited(before.encode(), edits) == after.encode()


@table(
    "edits",
    ("overlap", [edit(1, 1, 3, "x"), edit(1, 2, 4, "y")]),
    ("backwards", [edit(1, 3, 1, "x")]),
    ("beyond the line", [edit(1, 1, 9, "x")]),
    ("beyond the text", [edit(3, 1, 1, "x")]),
)
def test_edits_that_cannot_be_made_are_refused(edits: list[TextEdit]) -> None:
    with pytest.raises(ValueError, match=r"overlap|not there"):
        apply_edits("a b\nc d", edits)


@given(
    st.lists(st.text("aé\t \N{ROCKET}\x85", max_size=6), min_size=1, max_size=5),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.data(),
)
def test_places_are_those_of_the_reader(
    lines: list[str], line_end: str, marked: bool, data: st.DataObject
) -> None:
    """A word replaced in the file is replaced in what the reader makes of it, and nothing else is."""
    number = data.draw(st.integers(0, len(lines) - 1))
    start = data.draw(st.integers(0, len(lines[number])))
    end = data.draw(st.integers(start, len(lines[number])))
    written = ("\ufeff" if marked else "") + line_end.join(lines)
    found = edited(written.encode(), [edit(number + 1, start + 1, end + 1, "new")])
    lines[number] = lines[number][:start] + "new" + lines[number][end:]
    assert decode(found) == "\n".join(lines)
    assert found == (("\ufeff" if marked else "") + line_end.join(lines)).encode()


@table(
    "one, other, expected",
    ("apart", edit(1, 1, 2, "x"), edit(1, 3, 4, "y"), False),
    ("side by side", edit(1, 1, 2, "x"), edit(1, 2, 4, "y"), True),
    ("one in the other", edit(1, 1, 9, "x"), edit(1, 2, 4, "y"), True),
    ("on other lines", edit(1, 1, 9, "x"), edit(2, 1, 9, "y"), False),
    ("two entries of a list", edit(1, 5, 5, ", x"), edit(1, 5, 5, ", y"), False),
    ("one entry twice", edit(1, 5, 5, ", x"), edit(1, 5, 5, ", x"), True),
    ("two insertions", edit(1, 5, 5, "x"), edit(1, 5, 5, "y"), True),
)
def test_edits_that_touch_cannot_both_be_put_in(one: TextEdit, other: TextEdit, expected: bool) -> None:
    assert touch(one, other) is expected
    assert touch(other, one) is expected
