"""Blocks in texts of others: put in twice is once, taken away is never been there, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.agents.install.blocks import is_bare, with_block, with_scope, without_block
from mkdocs_traceability.model.agent_files import GUIDE, RULES, BrokenBlock, block_in, scope_in

TEXTS = st.lists(
    st.sampled_from(["\ufeff", "# A", "text", " ", "\t", "<!--", "-->", "---", "", "ä"])
).flatmap(lambda words: st.sampled_from(["\n", "\r\n"]).map(lambda end: end.join(words)))
BODIES = st.lists(st.sampled_from(["## A", "- b", "", "`c`"]), min_size=1).map(
    lambda lines: "x\n" + "\n".join(lines) + "\nx"
)


@given(TEXTS, BODIES, BODIES)
def test_what_is_put_in_can_be_taken_away(text: str, guide: str, rules: str) -> None:
    told = with_block(with_block(text, GUIDE, guide), RULES, rules)
    for markers, body in ((GUIDE, guide), (RULES, rules)):
        there = block_in(told, markers)
        assert there is not None
        assert there.body == body
        assert with_block(told, markers, body) == told
    assert told.startswith(text)
    assert without_block(without_block(told, RULES), GUIDE) == text
    assert without_block(without_block(told, GUIDE), RULES).strip() == text.strip()


@given(TEXTS, TEXTS, BODIES, BODIES)
def test_a_block_is_replaced_where_it_stands(before: str, after: str, old: str, new: str) -> None:
    text = f"{before}\n{with_block('', GUIDE, old)}{after}"
    edited = with_block(text, GUIDE, new)
    assert edited.startswith(f"{before}\n{GUIDE.begin}")
    assert edited.endswith(f"{GUIDE.end}\n{after}")
    assert edited.replace("\r\n", "\n").count(new) >= 1


def test_line_ends_are_those_of_the_text() -> None:
    assert with_block("a\r\nb", GUIDE, "x\ny") == f"a\r\nb\r\n\r\n{GUIDE.begin}\r\nx\r\ny\r\n{GUIDE.end}"
    assert with_block("", GUIDE, "x") == f"{GUIDE.begin}\nx\n{GUIDE.end}\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"a\n{GUIDE.begin}\n", 2),
        (f"{GUIDE.end}\n", 1),
        (f"{GUIDE.end}\n{GUIDE.begin}\n", 1),
        (f"{GUIDE.begin}\n{GUIDE.begin}\n{GUIDE.end}", 1),
    ],
)
def test_markers_that_are_no_pair_are_left_alone(text: str, line: int) -> None:
    for edit in (lambda: with_block(text, GUIDE, "x"), lambda: without_block(text, GUIDE)):
        with pytest.raises(BrokenBlock) as caught:
            edit()
        assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\n{block}\nb\n", "a\nb\n"),
        ("a\r\n{block}\r\nb\r\n", "a\r\nb\r\n"),
        ("a\n\n{block}\nb\n", "a\nb\n"),
        ("```\n{block}\n```\n", "```\n```\n"),
        ("{block}\nb\n", "b\n"),
        ("a\n{block}", "a"),
    ],
)
def test_lines_that_somebody_wrote_around_a_block_stay_lines(text: str, left: str) -> None:
    block = f"{GUIDE.begin}\nx\n{GUIDE.end}"
    assert without_block(text.format(block=block), GUIDE) == left


def test_a_marker_within_a_line_is_none() -> None:
    text = f"Between `{GUIDE.begin}` and `{GUIDE.end}`.\n"
    assert block_in(text, GUIDE) is None
    assert without_block(with_block(text, GUIDE, "x"), GUIDE) == text


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("---\ndescription: a\nglobs: a/**,b\nalwaysApply: false\n---\n", "a/**,b"),
        ('---\r\napplyTo: "a/**"\r\n---\r\n', "a/**"),
        ("globs: a\n", None),
        ("# A\n---\nglobs: a\n---\n", None),
        ("---\na: b\n---\nglobs: a\n", None),
    ],
)
def test_the_globs_of_a_file(text: str, scope: str | None) -> None:
    assert scope_in(text) == scope
    limited = with_scope(text, "c/**")
    assert scope_in(limited) == (None if scope is None else "c/**")
    assert limited == (text if scope is None else text.replace(scope, "c/**"))


def test_what_says_nothing_is_bare() -> None:
    assert all(map(is_bare, ["", "\ufeff \r\n", "---\na: b\n---\n\n", "---\n---"]))
    assert not any(map(is_bare, ["a", "---\na: b\n---\na\n", "---\n\na\n---\n"]))
