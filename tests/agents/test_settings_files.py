"""Entries in settings of agents: what others have there stays, to the byte, before and after."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mkdocs_traceability.agents.install.settings_files import (
    with_hook,
    with_server,
    without_hook,
    without_server,
)
from mkdocs_traceability.edits.json_entry import read_with_comments
from mkdocs_traceability.edits.plugin_entry import NotSafe

OTHER = {"hooks": [{"type": "command", "command": "make lint"}]}
NAMES = st.sampled_from(["hooks", "Stop", "PostToolUse", "mcpServers", "command", "a"])
SETTINGS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["make", "// no comment", "é"])
    | st.just(OTHER),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(NAMES, SETTINGS), st.sampled_from([None, 2, "\t"]), st.sampled_from(["", "// c\n"]))
def test_what_is_put_in_can_be_taken_away(
    data: dict[str, object], indent: int | str | None, comment: str
) -> None:
    text = comment + json.dumps(data, indent=indent, ensure_ascii=False)
    assume(text.strip() != "{}")
    for put_in, take_away in ((with_hook, without_hook), (with_server, without_server)):
        try:
            edited = put_in(text, "site")
        except NotSafe:
            continue  # something else stands in its place
        assert put_in(edited, "site") == edited
        assert take_away(text) == text
        assert read_with_comments(take_away(edited)) == without_empty(data, put_in is with_hook)


def without_empty(data: dict[str, object], is_hook: bool) -> dict[str, object]:
    """What is left of settings: a list or object that was empty before goes with our entry."""
    outer, inner = ("hooks", "Stop") if is_hook else ("mcpServers", "")
    there = data.get(outer)
    if there == {}:
        return {name: each for name, each in data.items() if name != outer}
    if isinstance(there, dict) and inner and there.get(inner) == []:
        rest = {name: each for name, each in there.items() if name != inner}
        return {**data, outer: rest} if rest else without_empty({**data, outer: {}}, is_hook)
    return data


@pytest.mark.parametrize(
    "text",
    [
        '{\n  // mine\n  "model": "x", // one\n  "hooks": {\n    "Stop": [\n      {"hooks": []},\n    ],\n  },\n}\n',
        '{"hooks": {"PostToolUse": [{"matcher": "Edit", "hooks": [{"command": "make"}]}]}}',
        '\ufeff{\r\n\t"a": 1\r\n}',
        '{ // why\n  "mcpServers": {"other": {"command": "x"}}\n}',
    ],
)
def test_not_a_byte_is_left_behind(text: str) -> None:
    assert without_hook(with_hook(text, "")) == text
    assert without_server(with_server(text, "")) == text


def test_a_comment_at_the_head_stays() -> None:
    assert read_with_comments(without_hook(with_hook("{ // why\n}\n", ""))) == {}
    assert "// why" in without_hook(with_hook("{ // why\n}\n", ""))


def test_what_we_made_is_gone_with_our_entry() -> None:
    assert without_hook(with_hook("", "site")) == ""
    assert without_server(with_server("", "site")) == ""


def test_a_hook_of_another_folder_is_replaced() -> None:
    text = with_hook(with_hook('{"a": 1}', "old"), "new")
    assert text == with_hook('{"a": 1}', "new")
    assert text.count("--hook") == 1


def test_only_our_hook_leaves_a_group() -> None:
    group = [
        {"type": "command", "command": "make"},
        {"type": "command", "command": "mkdocs-traceability check --hook"},
    ]
    text = json.dumps({"hooks": {"PostToolUse": [{"matcher": "Edit", "hooks": group}]}})
    assert json.loads(without_hook(text)) == {
        "hooks": {"PostToolUse": [{"matcher": "Edit", "hooks": group[:1]}]}
    }


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"hooks": []}', '{"hooks": {"Stop": {}}}', '{"hooks": {"Stop": 1}}']
)
def test_settings_of_another_form_are_left_alone(text: str) -> None:
    with pytest.raises(NotSafe):
        with_hook(text, "")


def test_a_server_of_our_name_is_left_as_it_is() -> None:
    text = '{"mcpServers": {"mkdocs-traceability": {"command": "uvx"}}}'
    assert with_server(text, "site") == text
