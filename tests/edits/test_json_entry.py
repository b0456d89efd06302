"""An entry in JSON with comments: one insertion, and the rest of the file stays to the byte."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.edits.json_entry import read_with_comments, with_entry
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
