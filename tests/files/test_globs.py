"""Globs fit what they name, in bounded time; on disk they end however links lead back."""

from pathlib import Path
from time import process_time

import pytest
from support import table

from mkdocs_traceability.files.globs import fits, fixed_part, matches
from mkdocs_traceability.files.named import files_named
from mkdocs_traceability.files.real import Bounds


@table(
    "glob, good, bad",
    ("a star", "docs/*.md", "docs/a.md", "docs/a/b.md"),
    ("folders", "docs/**/*.md", "docs/a/b.md", "doc/a.md"),
    ("no folder", "docs/**/a.md", "docs/a.md", "docs/ba.md"),
    ("all below", "docs/**", "docs/a/b.md", "docsa"),
    ("stars in a name", "docs/**.md", "docs/a/b.md", "docs/a.txt"),
    ("stars before a name", "a**b", "a/x/b", "a/x/c"),
    ("a choice", "[a-c]/?.md", "b/x.md", "d/x.md"),
    ("none of a choice", "[!a]x", "bx", "/x"),
    ("a bracket that is none", "[x", "[x", "x"),
    ("a star that first fits too early", "*a*ab", "xaab", "xaa"),
    ("folders that first fit too early", "**/a/*b", "a/x/a/b", "a/x/b/c"),
)
def test_a_glob_fits_what_it_names(glob: str, good: str, bad: str) -> None:
    assert fits(good, glob)
    assert not fits(bad, glob)


def test_a_folder_fits_all_below_it() -> None:
    assert matches("docs/old/a.md", "docs/old")
    assert matches("docs/old/a.md", "docs/old/")
    assert not matches("docs/older/a.md", "docs/old")


@table(
    "glob, folder",
    ("stars", "../shared/**/*.yml", "../shared"),
    ("a star in a name", "a/b*/c", "a"),
    ("none", "a/b.yml", "a"),
    ("a name", "*.yml", ""),
    ("the root", "/*.yml", "/"),
)
def test_the_fixed_part_is_a_folder(glob: str, folder: str) -> None:
    assert fixed_part(glob) == folder


HOSTILE = (
    "**/" * 25 + "x",
    "**/a/" * 25 + "x",
    "*a" * 40 + "b",
    "**a" * 40 + "b",
    "**/*a" * 20 + "b",
    "?*" * 50 + "z",
    "[" * 4000,
)


@pytest.mark.parametrize("glob", HOSTILE)
def test_no_glob_takes_long(glob: str) -> None:
    fits("", glob)
    started = process_time()
    for path in ("a/" * 300 + "y", "a" * 1000):
        assert not fits(path, glob)
    assert process_time() - started < 2  # one that goes back takes longer than anybody waits


def test_a_file_is_named_once_by_its_own_path(tmp_path: Path) -> None:
    for name in ("z/a.yml", "y/b.yml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    (tmp_path / "a").symlink_to("z")
    (tmp_path / "z/up").symlink_to("..")
    (tmp_path / "y/over").symlink_to("../z")
    (tmp_path / "b.yml").symlink_to("y/b.yml")
    for glob in ("**/*.yml", "**/**/*.yml", "**.yml", "*/**"):
        assert files_named(glob, tmp_path).files == ["y/b.yml", "z/a.yml"]
    assert files_named("a/*.yml", tmp_path).files == ["a/a.yml"]


def test_outside_the_bounds_no_more_is_looked_at_than_is_spared(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"out/{number}").mkdir(parents=True)
        (tmp_path / f"out/{number}/a.yml").touch()
    (tmp_path / "in").mkdir()
    (tmp_path / "in/link").symlink_to("../out")
    bounds = Bounds([tmp_path.resolve() / "in"])
    assert files_named("in/**/*.yml", tmp_path, bounds, spare=1000).unsearched == []
    assert len(files_named("in/**/*.yml", tmp_path, bounds, spare=1000).files) == 20
    assert files_named("in/**/*.yml", tmp_path, bounds, spare=10) == ([], ["in/link/"])


def test_what_lies_in_the_folder_of_the_bounds_itself_is_named(tmp_path: Path) -> None:
    for name in (".gitignore", "a.yml", "b/.gitignore"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    bounds = Bounds([tmp_path.resolve()])
    base = tmp_path.resolve()
    assert files_named("*.yml", base, bounds) == (["a.yml"], [])
    assert files_named(".*", base, bounds) == ([".gitignore"], [])
    assert files_named("*/.*", base, bounds) == (["b/.gitignore"], [])
