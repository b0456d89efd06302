"""An entry in JSON with comments: one insertion, and the rest of the file stays to the byte."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.edits.json_entry import read_with_comments, with_element, with_entry, without
from mkdocs_traceability.edits.plugin_entry import NotSafe

VALUE = {"./a.json": ["docs/**"]}
ENTRY = '"k": {\n    "./a.json": [\n      "docs/**"\n    ]\n  }'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}", f"{{\n  {ENTRY}\n}}"),
        ('{"a": 1}', f'{{\n  {ENTRY},"a": 1}}'),
        ('{\n  "a": 1\n}\n', f'{{\n  {ENTRY},\n  "a": 1\n}}\n'),
        (
            '// head\n{ // why\n  // of a\n  "a": 1, // one\n}',
            f'// head\n{{ // why\n  {ENTRY},\n  // of a\n  "a": 1, // one\n}}',
        ),
        (
            '{\n  "a": "// no comment", /* c */ "b": [1, 2,],\n}',
            f'{{\n  {ENTRY},\n  "a": "// no comment", /* c */ "b": [1, 2,],\n}}',
        ),
    ],
)
def test_an_entry_is_added_at_the_beginning(before: str, after: str) -> None:
    assert with_entry(before, "k", VALUE) == after
    assert with_entry(after, "k", VALUE) == after


def test_an_entry_that_is_there_among_others_is_left() -> None:
    text = '{"k": {"./b.json": "*.yml", "./a.json": ["docs/**"]}} // c'
    assert with_entry(text, "k", VALUE) == text


def test_indentation_line_ends_and_byte_order_mark_are_kept() -> None:
    edited = with_entry('\ufeff{\r\n\t"a": 1\r\n}', "k", [1])
    assert edited == '\ufeff{\r\n\t"k": [\r\n\t\t1\r\n\t],\r\n\t"a": 1\r\n}'


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1', "{a: 1}", '{"k": {}}', "// {\n", '{"a": 1} {"b": 2}'])
def test_what_cannot_be_edited_safely_is_left(text: str) -> None:
    with pytest.raises(NotSafe):
        with_entry(text, "k", VALUE)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(
    st.dictionaries(st.text(), VALUES),
    st.sampled_from([None, 1, 2, "\t"]),
    st.sampled_from(["", "// c\n", "/* { */ "]),
)
def test_any_object_gets_the_entry_and_says_the_same_besides(
    data: dict[str, object], indent: int | str | None, comment: str
) -> None:
    data.pop("k", None)
    text = comment + json.dumps(data, indent=indent, ensure_ascii=False)
    edited = with_entry(text, "k", VALUE)
    assert read_with_comments(edited) == {"k": VALUE, **data}
    assert len(edited) > len(text)


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ('{"a": 1, "b": 2, "c": 3}', ("a",), '{ "b": 2, "c": 3}'),
        ('{"a": 1, "b": 2, "c": 3}', ("b",), '{"a": 1, "c": 3}'),
        ('{"a": 1, "b": 2, "c": 3}', ("c",), '{"a": 1, "b": 2}'),
        ('{\n  "a": 1, // one\n  "b": 2, // two\n}', ("b",), '{\n  "a": 1, // one // two\n}'),
        ('{"a": [1, {"b": 2}]}', ("a", 1), '{"a": [1]}'),
        ('{"a": [1, {"b": 2}]}', ("a", 1, "b"), '{"a": [1, {}]}'),
    ],
)
def test_an_entry_is_taken_away(before: str, path: tuple[str | int, ...], after: str) -> None:
    assert without(before, path) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}", '{\n  "a": {\n    "b": {\n      "k": 1\n    }\n  }\n}'),
        (
            '{\n    "a": {\n        "c": 2\n    }\n}',
            '{\n    "a": {\n        "b": {\n            "k": 1\n        },\n        "c": 2\n    }\n}',
        ),
        ('{"a": {"b": {}}}', '{"a": {"b": {\n      "k": 1\n    }}}'),
    ],
)
def test_an_entry_is_added_within(before: str, after: str) -> None:
    assert with_entry(before, "k", 1, ("a", "b")) == after
    assert with_entry(after, "k", 1, ("a", "b")) == after


def test_a_value_is_added_to_a_list_that_is_made() -> None:
    assert read_with_comments(with_element('{"a": 1}', "x", ("b", "c"))) == {"a": 1, "b": {"c": ["x"]}}
    assert with_element('{"a": [\n  1\n]}', "x", ("a",)) == '{"a": [\n    "x",\n  1\n]}'


@pytest.mark.parametrize(
    "text", ['{"a": 1, "a": 2}', '{"\\u0061": {"b": 1}}', "[" * 200 + "]" * 200, '{"a": }', '{"a"']
)
def test_what_is_written_in_another_way_is_left(text: str) -> None:
    with pytest.raises(NotSafe):
        with_entry(text, "k", 1, ("a",))
