"""`zensical.toml`: the same data as `tomllib` reads, each with its place."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_traceability.settings.config_file import ConfigError, ConfigFile, ValuePlaces, read_config
from mkdocs_traceability.settings.load import load_settings
from mkdocs_traceability.settings.toml_file import read_toml

TEXT = '''\
# the site
[project]
site_name = "Größe"
exclude_docs = """
*.trace.yml
[not.a.table]
"""
nav = [
  { "Home" = "index.md" },  # one
  { Facts = ["a.md", 'b"c.md'] },
]

[project.plugins.traceability]
page_dir = "facts"
since = 2026-01-02
sources = [
  "a.yml",
  # "gone.yml",
  "b.yml",
]

[[project.plugins.traceability.views]]
name = 'one'
[[project.plugins.traceability.views]]
name = """two"""""
inner."dotted.key".x = {y = [1.5, true]}

[project.markdown_extensions]
pymdownx.emoji.emoji_index = "zensical.extensions.emoji.twemoji"
pymdownx.blocks.tab = {}
toc.slugify = {object = "pymdownx.slugs.slugify", kwds = {case = "lower"}}
'''


def read(text: str) -> ConfigFile:
    """Read a text as a configuration."""
    config = ConfigFile(Path("zensical.toml"))
    read_toml(config, text, "zensical.toml")
    return config


@pytest.mark.parametrize(
    ("keys", "key_at", "value_at"),
    [
        (("site_name",), "3:1", "3:13"),
        (("nav", 1, "Facts", 1), "10:22", "10:22"),
        (("plugins", "traceability"), "13:18", "13:1"),
        (("plugins", "traceability", "page_dir"), "14:1", "14:12"),
        (("plugins", "traceability", "sources", 1), "19:3", "19:3"),
        (("plugins", "traceability", "views", 1, "name"), "25:1", "25:8"),
        (("plugins", "traceability", "views", 1, "inner", "dotted.key", "x", "y", 1), "26:35", "26:35"),
    ],
)
def test_each_value_has_its_place(keys: tuple[str | int, ...], key_at: str, value_at: str) -> None:
    config = read(TEXT)
    assert str(config.position(keys, name=True)) == f"zensical.toml:{key_at}"
    assert str(config.position(keys)) == f"zensical.toml:{value_at}"


def test_data_are_those_of_yaml() -> None:
    data = read(TEXT).data
    assert data["plugins"]["traceability"]["since"] == "2026-01-02"
    assert data["plugins"]["traceability"]["views"][1]["name"] == 'two""'
    assert data["markdown_extensions"] == {
        "pymdownx.emoji": {"emoji_index": {"!!python/name:zensical.extensions.emoji.twemoji": None}},
        "pymdownx.blocks.tab": {},
        "toc": {"slugify": {"!!python/object/apply:pymdownx.slugs.slugify": {"kwds": {"case": "lower"}}}},
    }


def test_without_a_table_project_all_of_it_is_the_site() -> None:
    config = read('site_name = "Shop"\n')
    assert config.data["site_name"] == "Shop"
    assert str(config.position(("site_name",))) == "zensical.toml:1:13"


def test_without_extensions_those_of_zensical_are_on() -> None:
    assert {"toc", "attr_list", "pymdownx.superfences"} <= set(read("").data["markdown_extensions"])
    assert read("markdown_extensions = []").data["markdown_extensions"] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "[project\n",
            "zensical.toml:1:9: this is not valid TOML: Expected ']' at the end of a table declaration",
        ),
        ("a = 1\na = 2\n", "zensical.toml:2:6: this is not valid TOML: Cannot overwrite a value"),
        ('a = "', "zensical.toml:1:6: this is not valid TOML: Unterminated string"),
        (f"a = {'1' * 5000}", "zensical.toml:1:1: this is not valid TOML: Exceeds the limit"),
        ("project = 1", "zensical.toml:1:1: `project` must be a table of settings"),
        (f"a = {'[' * 5000}{']' * 5000}", "zensical.toml: lists and tables lie too deeply in each other"),
        (f"a = {'[' * 60}{']' * 60}", "zensical.toml: lists and tables lie too deeply in each other"),
        (f"[{'.'.join('a' * 60)}]", "zensical.toml: lists and tables lie too deeply in each other"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read(text)
    assert str(raised.value).startswith(told)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(name)} = {_toml(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + "".join(f"{_toml(each)}, # [x]\n" for each in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return _text(value) if isinstance(value, str) else str(value)


def _text(text: str) -> str:
    return '"' + "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in text) + '"'


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_VALUES = st.recursive(
    _TEXTS | st.integers(-9, 99) | st.booleans() | st.dates(date(2000, 1, 1)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=12,
)


def _assert_placed(data: Any, places: ValuePlaces, lines: list[str]) -> None:
    assert places.value
    written = lines[places.value.line - 1][places.value.column - 1 :]
    opening = {dict: "{", list: "["}.get(type(data))
    assert written.startswith(opening or _toml(data))
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    assert len(places.inside) == len(list(inside))
    for key, each in data.items() if isinstance(data, dict) else enumerate(data) if opening else ():
        _assert_placed(each, places.inside[key], lines)


@given(st.dictionaries(_TEXTS, _VALUES, min_size=1, max_size=4))
def test_every_value_of_any_file_has_the_place_where_it_is_written(data: dict[str, Any]) -> None:
    text = "[project.own]\n" + "".join(f"{_text(name)} = {_toml(each)}\n" for name, each in data.items())
    config = read(text)
    assert tomllib.loads(text)["project"]["own"] == data
    for name, each in data.items():
        _assert_placed(each, config.places.inside["own"].inside[name], text.split("\n"))


def test_windows_line_ends_count_once(tmp_path: Path) -> None:
    file = tmp_path / "zensical.toml"
    file.write_bytes(
        b'\xef\xbb\xbf[project]\r\nsite_name = "x"\r\n[project.plugins.traceability]\r\npage_dri = 1\r\n'
    )
    (tmp_path / "docs").mkdir()
    assert str(read_config(file).position(("site_name",))) == "zensical.toml:2:13"
    (finding,) = load_settings(file).findings
    assert (finding.code, str(finding.position)) == ("TR008", "zensical.toml:4:1")
