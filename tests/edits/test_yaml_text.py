"""What is written as YAML reads back as the same value, by the plugin's own reader and by PyYAML."""

import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.edits.yaml_text import as_yaml, in_line, list_entry, sidecar
from mkdocs_traceability.reading.declarations import declare_sidecar
from mkdocs_traceability.reading.yaml.nodes import Mapping, Scalar, Sequence
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.settings.load import built_in_schema

SCHEMA = built_in_schema()

texts = (
    st.text(
        st.one_of(
            st.sampled_from(
                "ab1e0ox.:#-'\"“”„‘’«»[]{},&*!|>%@`~?=\\ \t\n\r\x85\u2028\u2029\u00a0\ufeff\u200b"
            ),
            st.characters(exclude_categories=("Cs",)),
        ),
        min_size=1,
        max_size=150,
    )
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: text.strip())
)


def plain(node: object) -> object:
    """Return what our reader takes a node for: nothing, or the text that stands there."""
    if isinstance(node, Scalar):
        assert type(node) is Scalar, "a comment cuts it short"
        return None if node.is_null else node.text
    if isinstance(node, Sequence):
        return [plain(each) for each in node.items]
    assert isinstance(node, Mapping)
    return {plain(key): plain(value) for key, value in node.entries}


@given(
    st.recursive(
        texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
    )
)
def test_plain_data_reads_back_as_it_was(value: object) -> None:
    text = as_yaml(value)
    assert plain(parse(text)) == value
    assert yaml.safe_load(text) == value


@given(texts, st.lists(texts, min_size=1, max_size=3))
def test_an_item_of_any_text_is_declared_without_a_finding(title: str, persistence: list[str]) -> None:
    text = list_entry(
        "signals", {"id": "s-1", "title": title, "persistence": persistence}, ["consumers: [a]"]
    )
    declared = declare_sidecar(parse(text), "docs/a.trace.yml", SCHEMA)
    assert declared.findings == []
    (item,) = declared.items
    assert item.text("title") == title
    assert item.texts("persistence") == tuple(persistence)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain words", "plain words"),
        ("", "''"),
        ("yes", "'yes'"),
        ("null", "'null'"),
        ("~", "'~'"),
        ("12", "'12'"),
        ("1e3", "'1e3'"),
        ("0o17", "'0o17'"),
        ("2027-01-31", "'2027-01-31'"),
        ("a: b", "'a: b'"),
        ("a #b", "'a #b'"),
        ("It's <b>: kept", "'It''s <b>: kept'"),
        ("“quoted”", "'“quoted”'"),
        ("a “quoted” word", "a “quoted” word"),
        ("two\u2028lines", '"two\\Llines"'),
        ("- a", "'- a'"),
        ("größer", "größer"),
    ],
)
def test_a_text_is_quoted_only_where_it_must_be(text: str, written: str) -> None:
    assert as_yaml({"title": text}) == f"title: {written}"


def test_what_stands_twice_is_written_twice() -> None:
    shared = ["a"]
    assert as_yaml({"one": shared, "two": shared}) == "one:\n- a\ntwo:\n- a"


def test_the_remarks_of_an_entry_are_comments_at_its_end() -> None:
    text = list_entry("signals", {"id": "a", "producers": ["b"]}, ["consumers: [who]", "persistence: [what]"])
    assert text == ("signals:\n- id: a\n  producers:\n  - b\n  # consumers: [who]\n  # persistence: [what]")
    assert list(yaml.safe_load(text)) == ["signals"]


@given(
    st.recursive(
        texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
    )
)
def test_what_is_written_on_a_line_is_one_and_reads_back(value: object) -> None:
    text = f"key: {in_line(value)}"
    assert "\n" not in text
    assert plain(parse(text)) == {"key": value}
    assert yaml.safe_load(text) == {"key": value}


@given(
    st.lists(st.tuples(texts, st.lists(texts, min_size=1, max_size=3), texts, texts), min_size=1, max_size=3)
)
def test_a_sidecar_of_any_texts_reads_back(said: list[tuple[str, list[str], str, str]]) -> None:
    items = [
        {"id": f"s-{n}", "title": title, "persistence": stores, "notes": f"{notes}\n\n{more}".strip()}
        for n, (title, stores, notes, more) in enumerate(said)
    ]
    text = sidecar({"signals": items}, ["From a page."])
    assert plain(parse(text)) == {"signals": items}
    assert yaml.safe_load(text) == {"signals": items}
    assert declare_sidecar(parse(text), "docs/a.trace.yml", SCHEMA).findings == []


def test_a_sidecar_is_easy_to_read() -> None:
    long = [{"id": f"component-{n}", "role": "does a part of the work"} for n in range(3)]
    items = [
        {"id": "F-1", "title": "Refunds", "components": ["a", {"id": "b", "role": "Writes"}]},
        {"id": "F-2", "components": long, "notes": "Risk: high\n\nOwner: ana"},
    ]
    assert sidecar({"flows": items, "components": [{"id": "0016"}]}, ["From a.md."]) == (
        """\
# From a.md.

flows:
  - id: F-1
    title: Refunds
    components: [a, {id: b, role: Writes}]

  - id: F-2
    components:
      - {id: component-0, role: does a part of the work}
      - {id: component-1, role: does a part of the work}
      - {id: component-2, role: does a part of the work}
    notes: |-
      Risk: high

      Owner: ana

components:
  - id: '0016'
"""
    )
