"""An entry of an item is set, added or taken away, whatever the item's form; everything else stays to the byte."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import table

from mkdocs_traceability.edits.proposals.changes import CannotPropose
from mkdocs_traceability.edits.proposals.mappings import with_entry, with_value
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar
from mkdocs_traceability.reading.yaml.nodes import Sequence as List
from mkdocs_traceability.reading.yaml.tree import parse

BLOCK = """\
# A head.
flows:
  - id: A-1  # the first
    title: Old   # a remark
    components: [a, b]
    notes: >-
      Folded text
      of two lines.
    tags:
      - one
      - two  # a remark

  - {id: A-2, title: "Old", components: [a]}
  - title: Old
    id: A-3
    notes: |
      The last value is a block.
"""


def place(text: str, id_: str, path: str = "docs/a.trace.yml") -> Position:
    """Return where an id is declared."""
    for number, line in enumerate(text.splitlines(), start=1):
        column = line.find(f"id: {id_}")
        if column >= 0:
            return Position(path, number, column + 5, len(id_))
    raise AssertionError(id_)


def changed(before: str, after: str) -> list[str]:
    """Return what differs, as a diff of lines without context."""
    old, new = before.splitlines(), after.splitlines()
    gone = [f"-{line}" for line in old if line not in new]
    return gone + [f"+{line}" for line in new if line not in old]


def plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, List):
        return [plain(each) for each in node.items]
    return {plain(key): plain(value) for key, value in node.entries}


def items(text: str) -> dict[str, Any]:
    tree = parse(text)
    assert isinstance(tree, Mapping)
    return {each["id"]: each for each in plain(tree)["flows"]}


@table(
    ("id_", "keys", "value", "expected"),
    ("a plain value keeps its remark", "A-1", ("title",), "New", ["-    title: Old   # a remark", "+    title: New   # a remark"]),
    ("what needs quotes gets some", "A-1", ("title",), "a: b", ["-    title: Old   # a remark", '+    title: "a: b"   # a remark']),
    ("a list in brackets", "A-1", ("components",), ["c", "d:e"], ["-    components: [a, b]", "+    components: [c, d:e]"]),
    ("a folded text becomes a line", "A-1", ("notes",), "Short", ["-    notes: >-", "-      Folded text", "-      of two lines.", "+    notes: Short"]),
    ("a list of lines goes with the remarks on its entries", "A-1", ("tags",), ["three"], ["-    tags:", "-      - one", "-      - two  # a remark", "+    tags: [three]"]),
    ("a new key stands at the end", "A-1", ("owner",), "me", ["+    owner: me"]),
    ("a new mapping in a mapping", "A-1", ("waive", "TR401"), {"reason": "x, y"}, ['+    waive: {TR401: {reason: "x, y"}}']),
    ("a key is taken away with its lines", "A-1", ("notes",), None, ["-    notes: >-", "-      Folded text", "-      of two lines."]),
    ("in braces", "A-2", ("title",), "New, old", ['-  - {id: A-2, title: "Old", components: [a]}', '+  - {id: A-2, title: "New, old", components: [a]}']),
    ("a new key in braces", "A-2", ("owner",), "me", ['-  - {id: A-2, title: "Old", components: [a]}', '+  - {id: A-2, title: "Old", components: [a], owner: me}']),
    ("the last key in braces is taken away", "A-2", ("components",), None, ['-  - {id: A-2, title: "Old", components: [a]}', '+  - {id: A-2, title: "Old"}']),
    ("before a block at the end", "A-3", ("owner",), "me", ["+    owner: me"]),
    ("a block at the end", "A-3", ("notes",), "Short", ["-    notes: |", "-      The last value is a block.", "+    notes: Short"]),
    ("a number and a truth", "A-1", ("title",), [1, True], ["-    title: Old   # a remark", "+    title: [1, true]   # a remark"]),
    ("a text of several lines", "A-1", ("title",), "a\nb", ["-    title: Old   # a remark", '+    title: "a\\nb"   # a remark']),
)  # fmt: skip
def test_a_value_is_set(id_: str, keys: tuple[str, ...], value: Any, expected: list[str]) -> None:
    after = with_value(BLOCK, place(BLOCK, id_), keys, value)
    assert changed(BLOCK, after) == expected


@table(
    ("id_", "keys", "entry", "expected"),
    ("in brackets", "A-1", ("components",), "c", ["-    components: [a, b]", "+    components: [a, b, c]"]),
    ("with attributes", "A-1", ("components",), {"id": "c", "role": "R"}, ["-    components: [a, b]", "+    components: [a, b, {id: c, role: R}]"]),
    ("on a line of its own", "A-1", ("tags",), "three", ["+      - three"]),
    ("one value becomes a list", "A-1", ("title",), "More", ["-    title: Old   # a remark", "+    title: [Old, More]   # a remark"]),
    ("there was none", "A-2", ("evidence", "code"), "a.py:b", ['-  - {id: A-2, title: "Old", components: [a]}', '+  - {id: A-2, title: "Old", components: [a], evidence: {code: [a.py:b]}}']),
)  # fmt: skip
def test_an_entry_is_added(id_: str, keys: tuple[str, ...], entry: Any, expected: list[str]) -> None:
    after = with_entry(BLOCK, place(BLOCK, id_), keys, entry)
    assert changed(BLOCK, after) == expected


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    before = "\ufeff" + BLOCK.replace("\n", "\r\n")
    after = with_value(before, place(BLOCK, "A-1"), ("owner",), "me")
    assert after == "\ufeff" + with_value(BLOCK, place(BLOCK, "A-1"), ("owner",), "me").replace("\n", "\r\n")


def test_the_front_matter_of_a_page_is_edited_and_its_text_stays() -> None:
    page = "---\ntitle: Page\ntraceability:\n  flow:\n    id: A-1\n    title: Old\n---\n\n# Title\n\n---\n\ntitle: Old\n"
    after = with_value(page, place(page, "A-1", "docs/a.md"), ("title",), "New")
    assert after == page.replace("    title: Old", "    title: New")


@table(
    ("text", "said"),
    ("the item is repeated", "x: &x\n  id: A-1\nflows: [*x]\n", "not written as a mapping of its own"),
    ("the value is repeated", "flows:\n  - id: A-1\n    title: &t Old\n", "repeated by an anchor"),
    ("a word", "flows:\n  - A-1\n", "not written as a mapping of its own"),
    ("no YAML", "flows: [\n  {id: A-1\n", "not written as a mapping of its own"),
)  # fmt: skip
def test_what_is_not_safe_is_left_to_its_author(text: str, said: str) -> None:
    at = place(text, "A-1") if "id: A-1" in text else Position("docs/a.trace.yml", 2, 5, 3)
    with pytest.raises(CannotPropose, match=said):
        with_value(text, at, ("title",), "New")


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from(" \n:#-,[]{}'\"&*!|>%@`"),
    max_size=30,
)
VALUES = st.recursive(
    TEXT | st.integers(-5, 5) | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "role", "note"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def as_read(value: Any) -> Any:
    """Return a value as a tree has it: texts, in one form of their accents and blanks."""
    if isinstance(value, list):
        return [as_read(each) for each in value]
    if isinstance(value, dict):
        return {key: as_read(each) for key, each in value.items()}
    return str(value).lower() if isinstance(value, bool) else plain_text(str(value))


def plain_text(text: str) -> str:
    tree = parse(f'"{"".join(f"{chr(92)}U{ord(each):08x}" for each in text)}"')
    assert isinstance(tree, Scalar)
    return tree.text


@given(
    st.sampled_from(["A-1", "A-2", "A-3"]), st.sampled_from(["title", "owner", "notes", "components"]), VALUES
)
def test_whatever_is_set_is_read_and_nothing_else_changes(id_: str, key: str, value: Any) -> None:
    try:
        after = with_value(BLOCK, place(BLOCK, id_), (key,), value)
    except CannotPropose:
        return
    expected = items(BLOCK)
    expected[id_] = {**expected[id_], key: as_read(value)}
    assert items(after) == expected
