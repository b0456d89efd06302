"""A new item stands at the end of its kind's list, as the others are written; the rest stays to the byte."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import table

from mkdocs_traceability.edits.proposals.changes import CannotPropose
from mkdocs_traceability.edits.proposals.new_items import with_item
from mkdocs_traceability.reading.yaml.nodes import Mapping, Scalar
from mkdocs_traceability.reading.yaml.nodes import Sequence as List
from mkdocs_traceability.reading.yaml.tree import parse

ITEM: dict[str, Any] = {"id": "B-2", "title": "New, item"}


@table(
    ("before", "added"),
    ("nothing is there", "", "flows:\n  - id: B-2\n    title: New, item\n"),
    ("only a remark", "# Remark\n", "\nflows:\n  - id: B-2\n    title: New, item\n"),
    ("another kind", "components:\n  - id: a\n", "\nflows:\n  - id: B-2\n    title: New, item\n"),
    ("a list", "flows:\n  - id: A-1\n", "  - id: B-2\n    title: New, item\n"),
    ("a list with blank lines", "flows:\n  - id: A-0\n\n  - id: A-1\n", "\n  - id: B-2\n    title: New, item\n"),
    ("a list that is not indented", "flows:\n- id: A-1\n", "- id: B-2\n  title: New, item\n"),
    ("Windows line ends", "flows:\r\n  - id: A-1\r\n", "  - id: B-2\r\n    title: New, item\r\n"),
    ("the end of a block", "flows:\n  - id: A-1\n    notes: |\n      Text\n", "  - id: B-2\n    title: New, item\n"),
)  # fmt: skip
def test_it_is_added_at_the_end(before: str, added: str) -> None:
    assert with_item("docs/a.trace.yml", before, "flows", ITEM) == before + added


def test_in_the_middle_of_a_file() -> None:
    before = "flows:\n  - id: A-1  # one\n\n# Others\ncomponents: [{id: a}]\n"
    after = with_item("docs/a.trace.yml", before, "flows", ITEM)
    assert after == before.replace("  # one\n", "  # one\n  - id: B-2\n    title: New, item\n")


def test_in_brackets() -> None:
    before = "flows: [{id: A-1}]\n"
    assert (
        with_item("docs/a.trace.yml", before, "flows", ITEM)
        == 'flows: [{id: A-1}, {id: B-2, title: "New, item"}]\n'
    )
    assert with_item("docs/a.trace.yml", "flows: []\n", "flows", {"id": "B-2"}) == "flows: [{id: B-2}]\n"


@table(
    "before",
    ("a list of lists", "- flows\n"),
    ("braces", "{flows: [{id: A-1}]}\n"),
    ("no list", "flows: {id: A-1}\n"),
    ("an anchor", "flows: &all\n  - id: A-1\n"),
    ("no YAML", "flows: [\n"),
    ("an end of the document", "components: [{id: a}]\n...\n"),
)  # fmt: skip
def test_what_is_not_safe_is_left_to_its_author(before: str) -> None:
    with pytest.raises(CannotPropose):
        with_item("docs/a.trace.yml", before, "flows", ITEM)


TEXT = st.text(st.sampled_from("ab \n:#-,[]{}'\"&*!|>%@`é"), max_size=20)


@given(st.dictionaries(st.sampled_from(["title", "notes", "owner"]), TEXT | st.lists(TEXT, max_size=3)))
def test_all_that_it_has_is_read(values: dict[str, Any]) -> None:
    item = {"id": "B-2", **values}
    tree = parse(with_item("docs/a.trace.yml", "flows:\n  - id: A-1\n", "flows", item))
    assert isinstance(tree, Mapping)
    flows = tree.entries[0][1]
    assert isinstance(flows, List)
    read = flows.items[1]
    assert isinstance(read, Mapping)
    assert {key.text: texts(value) for key, value in read.entries if isinstance(key, Scalar)} == item


def texts(node: Any) -> Any:
    return [texts(each) for each in node.items] if isinstance(node, List) else node.text
