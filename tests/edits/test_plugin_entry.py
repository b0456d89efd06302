"""The plugin in `mkdocs.yml`: one insertion, and the rest of the file stays to the byte."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support import table

from mkdocs_traceability.edits.plugin_entry import NotSafe, with_plugin
from mkdocs_traceability.reading.yaml.unreadable import Unreadable


def added(text: str, **options: bool) -> str:
    return with_plugin(text, "traceability", "My site", **options)


class _Loader(yaml.SafeLoader):
    """Reads what MkDocs reads: any tag is kept as a part of its value."""


def _tagged(loader: Any, suffix: str, node: yaml.Node) -> Any:
    construct = {
        yaml.ScalarNode: loader.construct_scalar,
        yaml.SequenceNode: lambda each: loader.construct_sequence(each, deep=True),
        yaml.MappingNode: lambda each: loader.construct_mapping(each, deep=True),
    }
    return (suffix, repr(construct[type(node)](node)))


_Loader.add_multi_constructor("", _tagged)
for core in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp", "merge", "value", "binary"):
    if f"tag:yaml.org,2002:{core}" in yaml.SafeLoader.yaml_constructors:
        _Loader.add_constructor(
            f"tag:yaml.org,2002:{core}", yaml.SafeLoader.yaml_constructors[f"tag:yaml.org,2002:{core}"]
        )


def data(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)


def with_one_more(plugins: Any) -> Any:
    if plugins is None:
        return ["search", "traceability"]
    return [*plugins, "traceability"] if isinstance(plugins, list) else {**plugins, "traceability": {}}


def is_insertion(before: str, after: str) -> bool:
    """Whether a text is another with something put in at one place."""
    more = len(after) - len(before)
    return any(after[:n] + after[n + more :] == before for n in range(len(before) + 1))


@table(
    "before, after",
    ("no plugins", "site_name: x\n", "site_name: x\nplugins:\n  - search\n  - traceability\n"),
    ("no line end", "site_name: x", "site_name: x\nplugins:\n  - search\n  - traceability"),
    ("nothing", "", "site_name: My site\nplugins:\n  - search\n  - traceability\n"),
    (
        "comments alone",
        "# Mine\r\n",
        "# Mine\r\nsite_name: My site\r\nplugins:\r\n  - search\r\n  - traceability\r\n",
    ),
    (
        "a document without settings",
        "---\n",
        "---\nsite_name: My site\nplugins:\n  - search\n  - traceability\n",
    ),
    (
        "the end of the document",
        "site_name: x\n...\n",
        "site_name: x\nplugins:\n  - search\n  - traceability\n...\n",
    ),
    (
        "indented settings",
        "  site_name: x\n  theme: mkdocs\n",
        "  site_name: x\n  theme: mkdocs\n  plugins:\n    - search\n    - traceability\n",
    ),
    ("a list", "plugins:\n  - search\ntheme: x\n", "plugins:\n  - search\n  - traceability\ntheme: x\n"),
    ("a list that is not indented", "plugins:\n- search\n", "plugins:\n- search\n- traceability\n"),
    ("wide dashes", "plugins:\n  -   search\n", "plugins:\n  -   search\n  -   traceability\n"),
    (
        "a tab before a comment",
        "plugins:\n  - search\t# a\n",
        "plugins:\n  - search\t# a\n  - traceability\n",
    ),
    ("CRLF", "plugins:\r\n  - search\r\nx: 1\r\n", "plugins:\r\n  - search\r\n  - traceability\r\nx: 1\r\n"),
    ("CR alone", "plugins:\r  - search\rx: 1\r", "plugins:\r  - search\r  - traceability\rx: 1\r"),
    (
        "comments of the last entry, of the list and of the next key",
        "plugins:\n  - tags:\n      # why\n      x: 1\n      # y: 2\n  # - blog\n\n# Theme\ntheme: x\n",
        "plugins:\n  - tags:\n      # why\n      x: 1\n      # y: 2\n  - traceability\n  # - blog\n\n# Theme\ntheme: x\n",
    ),
    (
        "a text of several lines that looks like comments",
        "plugins:\n  - macros:\n      x: |\n        a\n        # b\n\n\ntheme: x\n",
        "plugins:\n  - macros:\n      x: |\n        a\n        # b\n  - traceability\n\n\ntheme: x\n",
    ),
    (
        "a text that keeps its line ends",
        "plugins:\n  - macros:\n      x: |+\n        a\n\n\ntheme: x\n",
        "plugins:\n  - macros:\n      x: |+\n        a\n\n\n  - traceability\ntheme: x\n",
    ),
    (
        "an entry below its dash",
        "plugins:\n  -\n    search\n",
        "plugins:\n  -\n    search\n  - traceability\n",
    ),
    (
        "an anchor that nothing repeats",
        "plugins: &all\n  - search\n",
        "plugins: &all\n  - search\n  - traceability\n",
    ),
    ("brackets", "plugins: [search, tags]  # all\n", "plugins: [search, tags, traceability]  # all\n"),
    ("blanks in brackets", "plugins: [ search ]\n", "plugins: [ search, traceability ]\n"),
    ("no plugin at all", "plugins: []\n", "plugins: [traceability]\n"),
    (
        "a comma at the end",
        "plugins: [\n  search,\n]\nx: [1]\n",
        "plugins: [\n  search, traceability\n]\nx: [1]\n",
    ),
    (
        "brackets in brackets and in a comment",
        "plugins: [search, {tags: {x: [1]}}]  # ]\nx: [1]\n",
        "plugins: [search, {tags: {x: [1]}}, traceability]  # ]\nx: [1]\n",
    ),
    (
        "a comment behind the last entry",
        "plugins: [\n  search  # one\n]\n",
        "plugins: [\n  search  # one\n, traceability]\n",
    ),
    (
        "a mapping",
        "plugins:\n    search: {}\n    tags:\n        x: 1\nnav: [a.md]\n",
        "plugins:\n    search: {}\n    tags:\n        x: 1\n    traceability: {}\nnav: [a.md]\n",
    ),
    ("a mapping in braces", "plugins: {search: {}}\n", "plugins: {search: {}, traceability: {}}\n"),
    (
        "a merged mapping",
        "x: &x {tags: {}}\nplugins:\n  <<: *x\n  search: {}\n",
        "x: &x {tags: {}}\nplugins:\n  <<: *x\n  search: {}\n  traceability: {}\n",
    ),
    (
        "no value",
        "plugins:  # none\n  # - tags\nx: 1\n",
        "plugins:  # none\n  - search\n  - traceability\n  # - tags\nx: 1\n",
    ),
    ("null", "plugins: null  # none\nx: 1\n", "plugins: [search, traceability]  # none\nx: 1\n"),
    (
        "all settings in braces",
        "{site_name: x, theme: {name: mkdocs}}\n",
        "{site_name: x, theme: {name: mkdocs}, plugins: [search, traceability]}\n",
    ),
    ("JSON", '{"plugins": ["search"], "x": 1}', '{"plugins": ["search", traceability], "x": 1}'),
    ("a quoted key", '"plugins":\n  - "search"\n', '"plugins":\n  - "search"\n  - traceability\n'),
    ("the last of two", "plugins: [a]\nplugins: [b]\n", "plugins: [a]\nplugins: [b, traceability]\n"),
    (
        "tags of others",
        "plugins:\n  - social:\n      enabled: !ENV [CI, false]\nx: !!python/name:a.b ''\n",
        "plugins:\n  - social:\n      enabled: !ENV [CI, false]\n  - traceability\nx: !!python/name:a.b ''\n",
    ),
)
def test_the_plugin_is_added(before: str, after: str) -> None:
    assert added(before) == after


def test_a_mapping_that_is_inherited_is_added_to() -> None:
    assert added("INHERIT: base.yml\n", inherited=True) == "INHERIT: base.yml\nplugins:\n  traceability: {}\n"
    assert added("{INHERIT: base.yml}", inherited=True) == "{INHERIT: base.yml, plugins: {traceability: {}}}"


@table(
    "text, line, why",
    ("an alias", "x: &x [search]\nplugins: *x\n", 2, "its form leaves no safe place for the entry"),
    (
        "a list that is repeated",
        "plugins: &x\n  - search\ny: *x\n",
        1,
        "its form leaves no safe place for the entry",
    ),
    ("a tag", "plugins: !ENV [P, [search]]\n", 1, "its value has a tag"),
    ("a text", "a: 1\nplugins: search\n", 2, "it is neither a list nor a mapping"),
    ("merged settings", "x: &x {a: 1}\n<<: *x\n", 0, "the settings are merged from an anchor (`<<`)"),
    ("a list of settings", "- a\n", 0, "the file is not a mapping of settings"),
)
def test_what_cannot_be_edited_safely_is_left(text: str, line: int, why: str) -> None:
    with pytest.raises(NotSafe) as caught:
        added(text)
    assert (caught.value.line, caught.value.why) == (line, why)


@pytest.mark.parametrize(
    "text", ["plugins: [\n", "plugins:\n\t- search\n", "plugins:\n  -\tsearch\n", "a: *b\n"]
)
def test_what_is_no_yaml_is_not_edited(text: str) -> None:
    with pytest.raises(Unreadable):
        added(text)


# What people write in a configuration, line by line, each piece valid where it stands.
NAMES = st.sampled_from(
    ["tags", "blog", "macros", "'redirects'", '"minify"', "material/social", "git-authors"]
)
COMMENTS = st.sampled_from(["", "", "# a note\n", "  # - old\n", "\n", "      # deep\n", "# é [ ] { }\n"])
OPTIONS = st.sampled_from(
    [
        "",
        ":\n      x: 1\n",
        ":\n      x: !ENV [CI, no]\n",
        ":\n      x: |\n        a\n\n        # b\n",
        ":\n      x: [a, {b: c}]  # why\n",
        ": {x: '#', y: ']'}\n",
        ":\n      f: !!python/name:a.b\n",
        ":\n      x: >+\n        a\n\n",
    ]
)
OTHERS = st.sampled_from(
    [
        "theme: {name: material, font: false}\n",
        "nav:\n  - Home: index.md\n  - [a.md]\n",
        "markdown_extensions:\n  - toc:\n      permalink: true\n  # - footnotes\n",
        "extra: &extra\n  a: 1\nmore:\n  <<: *extra\n",
        "copyright: |\n  # not a comment\n  © é\n",
        "site_url: !ENV [URL, '']\n",
        "edit_uri: ''  # none\n",
    ]
)


@st.composite
def entries(draw: st.DrawFn) -> str:
    form = draw(st.sampled_from(["list", "mapping", "flow list", "flow mapping", "none", "nothing"]))
    names = draw(st.lists(NAMES, max_size=4, unique=True))
    if form == "none" or (form in ("list", "mapping") and not names):
        return ""
    if form == "nothing":
        return "plugins:" + draw(st.sampled_from(["", " null", " ~", "  # none"])) + "\n"
    gap, end = draw(st.sampled_from(["", " ", "\n  "])), draw(st.sampled_from(["", ",", "  # end\n  "]))
    if form == "flow list":
        return f"plugins: [{gap}{', '.join(names)}{end if names else ''}]\n"
    if form == "flow mapping":
        return f"plugins: {{{gap}{', '.join(f'{name}: {{}}' for name in names)}{end if names else ''}}}\n"
    text = "plugins:" + draw(st.sampled_from(["", "  # all", " &all"])) + "\n"
    for name in names:
        options = draw(OPTIONS)
        text += draw(COMMENTS)
        text += f"  - {name}{options or chr(10)}" if form == "list" else f"  {name}{options or f':{chr(10)}'}"
    return text


@st.composite
def configurations(draw: st.DrawFn) -> str:
    others = draw(st.lists(OTHERS, max_size=3, unique=True))
    parts = ["site_name: x\n", *others]
    parts.insert(draw(st.integers(0, len(parts))), entries_ := draw(entries()))
    text = "".join(draw(COMMENTS) + part for part in parts) + draw(COMMENTS)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    if not entries_ or draw(st.booleans()):
        text = draw(st.sampled_from(["", "# head\n", "---\n"])) + text
    return text.removesuffix("\n") if draw(st.booleans()) else text


@given(configurations())
def test_the_data_is_the_same_with_one_plugin_more_and_no_byte_is_lost(text: str) -> None:
    before = data(text)
    edited = added(text)
    after = data(edited)
    assert after["plugins"] == with_one_more(before.get("plugins"))
    assert {**after, "plugins": 0} == {**before, "plugins": 0}
    assert list(after)[: len(before)] == list(before)
    without_null = re.sub("^plugins: (null|~)", "plugins: ", text, flags=re.MULTILINE)
    assert is_insertion(without_null, edited)


@given(st.text(alphabet="plugins: []{}-,#&*!|>'\"\n\r\t abé", max_size=60))
def test_any_text_is_edited_or_left_with_a_reason(text: str) -> None:
    try:
        edited = added(text)
    except (NotSafe, Unreadable):
        return
    assert "traceability" in edited
