"""Headings: anchors as hosts make them, and headings by what they say."""

from pathlib import Path

import pytest
from support import table

from .lookup import Lookup

PAGE = """# The *guide*

## Getting started 🚀

## Getting started

## `make check` & more

## Options (for all)

Under a line
------------

## Named { #own-name }

<a id="by-hand"></a>

<h3>In <b>HTML</b></h3>

## [Linked](a.md) heading ##

## 2. Numbered

#### `-C, --jobs <number>`
"""
FILES = {
    "README.md": "# Readme\n\n## Install\n",
    "docs/guide.md": PAGE,
    "docs/built.md": "# Built\n\n{% include 'a' %}\n",
    "docs/deep/page.md": "# Page\n",
    "src/a.py": "",
}


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    return Lookup(tmp_path_factory.mktemp("shop"), FILES)


@table(
    "name, document, known",
    ("of a page", "docs/guide.md#getting-started", "README.md", "there"),
    ("of a page beside it", "../guide.md#the-guide", "docs/deep/page.md", "there"),
    ("of the document itself", "#install", "README.md", "there"),
    ("below the docs folder", "guide.md#the-guide", "README.md", "there"),
    ("the second of a name, GitHub", "docs/guide.md#getting-started-1", "README.md", "there"),
    ("the second of a name, Python-Markdown", "docs/guide.md#getting-started_1", "README.md", "there"),
    ("with signs, GitHub", "docs/guide.md#make-check--more", "README.md", "there"),
    ("with signs, Python-Markdown", "docs/guide.md#make-check-more", "README.md", "there"),
    ("under a line", "docs/guide.md#under-a-line", "README.md", "there"),
    ("with a name of its own", "docs/guide.md#own-name", "README.md", "there"),
    ("an anchor in HTML", "docs/guide.md#by-hand", "README.md", "there"),
    ("a heading in HTML", "docs/guide.md#in-html", "README.md", "there"),
    ("a link in a heading", "docs/guide.md#linked-heading", "README.md", "there"),
    ("with a number", "docs/guide.md#2-numbered", "README.md", "there"),
    ("an option with a value", "docs/guide.md#-c---jobs-number", "README.md", "there"),
    ("by what it says", "docs/guide.md § Under a line", "README.md", "there"),
    ("by what it says, behind a hash", "docs/guide.md#Under a line", "README.md", "there"),
    ("what some hosts make of a bracket", "docs/guide.md#options", "README.md", "unknown"),
    ("of a page with macros", "docs/built.md#anything", "README.md", "absent"),
    ("lines", "docs/guide.md#L10", "README.md", "unknown"),
    ("a text to be found", "docs/guide.md#:~:text=a", "README.md", "unknown"),
    ("a footnote", "#fn:1", "README.md", "unknown"),
    ("of what is no page", "src/a.py#anything", "README.md", "unknown"),
    ("no anchor", "docs/guide.md", "README.md", "unknown"),
    ("of a page that is not there", "docs/price_list.md#the-guide", "README.md", "absent"),
    ("not in the page", "docs/guide.md#getting-strated", "README.md", "ours"),
    ("nothing like it in the page", "docs/guide.md#zebra", "README.md", "ours"),
    ("not in the document itself", "#instal", "README.md", "ours"),
)
def test_what_is_known_of_a_heading(lookup: Lookup, name: str, document: str, known: str) -> None:
    assert lookup.known("heading", name, document) == known


def test_it_stands_in_its_line(lookup: Lookup) -> None:
    place = lookup.answer("heading", "docs/guide.md#under-a-line").place
    assert place is not None
    assert (place.path, place.line) == ("docs/guide.md", 11)


def test_what_is_meant_is_written_as_the_statement_is(lookup: Lookup) -> None:
    found = lookup.answer("heading", "docs/guide.md#getting-strated")
    assert found.nearest == ("docs/guide.md#getting-started",)
    assert found.message == "heading `#getting-strated` not found in `docs/guide.md`"
    assert lookup.answer("heading", "#instal").nearest == ("#install",)


def test_what_an_editor_has_not_saved_counts(tmp_path: Path) -> None:
    lookup = Lookup(tmp_path, FILES)
    (tmp_path / "README.md").write_text("")
    assert lookup.known("heading", "#install") == "there"


@pytest.mark.parametrize(
    "text", ["# " + "a " * 200_000, "<h1>" * 100_000, "[" * 300_000, "a\n" * 200_000, "{#" * 200_000]
)
def test_odd_pages_are_read_all_the_same(tmp_path: Path, text: str) -> None:
    assert Lookup(tmp_path, {"README.md": text}).known("heading", "#zebra") in ("ours", "unknown")
