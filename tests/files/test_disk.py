"""What is on disk is read once, remembered, and found changed exactly when it has changed."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from processor_time import LINEAR, effort, growth

from mkdocs_traceability.files.disk import MAX_BYTES, Disk
from mkdocs_traceability.files.real import Bounds

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


def write(folder: Path, *names: str, text: str = "x") -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


# ------------------------------------------------------------------------------------------------ what is there


def test_a_file_is_a_file_and_a_folder_a_folder(tmp_path: Path) -> None:
    disk = Disk(write(tmp_path, "a/b.txt"))
    assert disk.is_file("a/b.txt")
    assert not disk.is_folder("a/b.txt")
    assert disk.is_folder("a")
    assert not disk.is_file("a")
    assert not disk.is_file("a/c.txt")


@pytest.mark.parametrize("path", ["a\0b", "x" * 300, "a/" * 3000, "\ud800", "", "loop", "fifo", "nowhere"])
def test_what_is_no_file_is_none_and_raises_nothing(tmp_path: Path, path: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "nowhere").symlink_to("gone")
    os.mkfifo(tmp_path / "fifo")
    disk = Disk(tmp_path)
    assert not disk.is_file(path)
    assert disk.read(path) is None
    assert disk.facts("x", path, len) is None
    assert disk.time(path) is None or path in ("", "fifo")
    disk.real(path)
    disk.tree(path)
    disk.glob(path)
    assert Disk(tmp_path).is_as_seen(disk.seen)


def test_a_file_that_is_too_large_is_unreadable(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert Disk(tmp_path).read("large") is None


def test_a_file_that_may_not_be_read_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:  # root may read what nobody may
        raise PermissionError

    disk = Disk(write(tmp_path, "secret"))
    monkeypatch.setattr(os, "open", refuse)
    assert disk.is_file("secret")
    assert disk.read("secret") is None


def test_facts_are_computed_once_per_content_and_kept_by_it(tmp_path: Path) -> None:
    write(tmp_path, "a", "b", text="same")
    computed: list[bytes] = []

    def length(data: bytes) -> Any:
        computed.append(data)
        return [len(data)]

    disk = Disk(tmp_path)
    assert disk.facts("length", "a", length) == disk.facts("length", "b", length) == [4]
    assert Disk(tmp_path, known=disk.used).facts("length", "a", length) == [4]
    assert len(computed) == 1
    assert Disk(tmp_path, known=disk.used).facts("another", "a", length) == [4]
    assert len(computed) == 2


# ------------------------------------------------------------------------------------------------ trees and globs


def test_a_tree_has_what_people_write(tmp_path: Path) -> None:
    write(
        tmp_path, "a.py", "src/b.py", "src/.hidden.py", ".git/config", "node_modules/x.js", "src/__pycache__/b.pyc",
        "env/pyvenv.cfg", "env/lib/site.py", "site/index.html", "docs/site/kept.md",
    )  # fmt: skip
    assert Disk(tmp_path, [tmp_path / "site"]).tree(".") == ("a.py", "docs/site/kept.md", "src/b.py")


def test_the_built_site_is_not_entered_however_the_folder_is_reached(tmp_path: Path) -> None:
    write(tmp_path / "real", "a.py", "site/index.html")
    (tmp_path / "link").symlink_to("real")
    assert Disk(tmp_path / "link", [tmp_path / "link" / "site"]).tree(".") == ("a.py",)
    assert Disk(tmp_path, [tmp_path / "real" / "site"]).tree("link") == ("link/a.py",)


def test_a_tree_follows_its_root_and_no_link_below_it(tmp_path: Path) -> None:
    write(tmp_path, "elsewhere/secret.py", "real/a.py")
    (tmp_path / "root").symlink_to("real")
    (tmp_path / "real" / "out").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "real" / "back").symlink_to("..")
    assert Disk(tmp_path).tree("root") == ("root/a.py",)


def test_a_tree_may_lie_beside_the_base(tmp_path: Path) -> None:
    write(tmp_path, "code/a.py", "site/mkdocs.yml")
    assert Disk(tmp_path / "site").tree("../code") == ("../code/a.py",)


def test_names_that_are_no_text_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "fine é.py", "with blank.py", "line\nend.py")
    try:
        Path(os.fsdecode(bytes(tmp_path) + b"/bad\xff.py")).write_text("x")
    except OSError:
        pytest.skip("this file system has no such names")
    assert Disk(tmp_path).tree(".") == ("fine é.py", "line\nend.py", "with blank.py")
    assert Disk(tmp_path).glob("*.py") == ("fine é.py", "line\nend.py", "with blank.py")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("reports/*.xml", ["reports/a.xml", "reports/b.xml"]),
        ("reports/a.xml", ["reports/a.xml"]),
        ("reports/**/*.xml", ["reports/a.xml", "reports/b.xml", "reports/deep/er/c.xml"]),
        ("**/c.xml", ["reports/deep/er/c.xml"]),
        ("reports/**", ["reports/a.xml", "reports/b.xml", "reports/deep/er/c.xml"]),
        ("reports/deep", []),
        ("reports/[ab].xml", ["reports/a.xml", "reports/b.xml"]),
        ("reports/?.xml", ["reports/a.xml", "reports/b.xml"]),
        ("**/.h/*.xml", [".h/d.xml"]),
        ("*/d.xml", []),
        ("reports/[.xml", []),
        ("reports/A.xml", []),
        ("../*/reports/a.xml", ["../site/reports/a.xml"]),
        ("", []),
        (".", []),
        ("\0*", []),
    ],
)
def test_a_glob_names_files(tmp_path: Path, pattern: str, found: list[str]) -> None:
    site = write(tmp_path / "site", "reports/a.xml", "reports/b.xml", "reports/deep/er/c.xml", ".h/d.xml")
    assert list(Disk(site).glob(pattern)) == found


def test_an_absolute_glob_names_files(tmp_path: Path) -> None:
    write(tmp_path, "a.xml")
    assert Disk(tmp_path).glob(f"{tmp_path}/*.xml") == (f"{tmp_path}/a.xml",)


@pytest.mark.parametrize("pattern", ["**/" * 60 + "*.xml", "**/" * 5000 + "x", "*/" * 60 + "x", "**/*" * 30])
def test_no_glob_takes_long_however_links_lead_back(tmp_path: Path, pattern: str) -> None:
    write(tmp_path, *(f"{a}/{b}/{c}/x.xml" for a in "abc" for b in "abc" for c in "abc"))
    for name in ("one", "two", "a/three", "a/b/four"):
        (tmp_path / name).symlink_to(tmp_path)
    assert effort(lambda: Disk(tmp_path).glob(pattern)) < 2


@pytest.mark.slow
def test_a_large_tree_is_gone_through_quickly(tmp_path: Path) -> None:
    for size in (25, 100):
        for folder in range(size):
            (tmp_path / f"{size}/f{folder}").mkdir(parents=True)
            for name in range(50):
                (tmp_path / f"{size}/f{folder}" / f"n{name}.py").touch()

    def go_through(size: int) -> None:
        assert len(Disk(tmp_path / str(size)).tree(".")) == size * 50

    assert growth(go_through, 25) < LINEAR


# ------------------------------------------------------------------------------------------------ real paths


def test_links_are_followed_at_every_step(tmp_path: Path) -> None:
    write(tmp_path, "real/sub/a.py")
    (tmp_path / "folder").symlink_to("real")
    (tmp_path / "file.py").symlink_to("real/sub/a.py")
    disk = Disk(tmp_path)
    real = tmp_path.resolve() / "real/sub/a.py"
    for path in ("real/sub/a.py", "folder/sub/a.py", "file.py", "real/../folder/sub/./a.py"):
        assert disk.real(path) == real


# ------------------------------------------------------------------------------------------------ what was seen


def change_content(site: Path) -> None:
    (site / "a.py").write_text("y")


def remove(site: Path) -> None:
    (site / "a.py").unlink()


def make_what_was_absent(site: Path) -> None:
    write(site, "absent.py")


def make_a_folder_of_it(site: Path) -> None:
    (site / "a.py").unlink()
    (site / "a.py").mkdir()


def add_to_the_tree(site: Path) -> None:
    write(site, "src/new.py")


def rename_in_the_tree(site: Path) -> None:
    (site / "src" / "b.py").rename(site / "src" / "c.py")


def add_what_a_glob_names(site: Path) -> None:
    write(site, "reports/2.xml")


def link_the_file_elsewhere(site: Path) -> None:
    write(site.parent, "outside.py")
    (site / "a.py").unlink()
    (site / "a.py").symlink_to(site.parent / "outside.py")


def link_the_folder_elsewhere(site: Path) -> None:
    (site / "src").rename(site.parent / "moved")
    (site / "src").symlink_to(site.parent / "moved")


CHANGES = [
    change_content, remove, make_what_was_absent, make_a_folder_of_it, add_to_the_tree, rename_in_the_tree,
    add_what_a_glob_names, link_the_file_elsewhere, link_the_folder_elsewhere,
]  # fmt: skip


def look(site: Path) -> Disk:
    disk = Disk(site)
    disk.read("a.py")
    disk.is_file("absent.py")
    disk.tree("src")
    disk.glob("reports/*.xml")
    disk.real("a.py")
    disk.real("src/b.py")
    return disk


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write(tmp_path / "site", "a.py", "src/b.py", "reports/1.xml", "other.txt")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_change_to_what_was_looked_at_is_noticed(site: Path, change: Callable[[Path], None]) -> None:
    seen = look(site).seen
    change(site)
    assert not Disk(site).is_as_seen(seen)


def test_nothing_else_is_taken_for_a_change(site: Path) -> None:
    seen = look(site).seen
    write(site, "other.txt", "reports/new.txt", "src/.hidden", "elsewhere/new.py", text="changed")
    os.utime(site / "a.py", (1, 1))
    (site / "src" / "b.py").write_text("nobody read this")
    assert Disk(site).is_as_seen(seen)


def test_a_site_that_was_moved_is_as_it_was(site: Path) -> None:
    seen = look(site).seen
    moved = site.rename(site.parent / "moved")
    assert Disk(moved).is_as_seen(seen)


def test_the_time_of_a_file_is_noticed_where_it_was_asked_for(site: Path) -> None:
    disk = Disk(site)
    disk.time("a.py")
    os.utime(site / "a.py", (1, 1))
    assert not Disk(site).is_as_seen(disk.seen)


def test_a_kind_of_look_that_is_unknown_is_a_change(site: Path) -> None:
    assert not Disk(site).is_as_seen({"smell:a.py": "good"})


def test_of_what_links_lead_to_outside_the_bounds_only_so_much_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mkdocs_traceability.files.disk.SPARE", 5)
    machine, docs = tmp_path / "machine", tmp_path / "site/docs"
    docs.mkdir(parents=True)
    for number in range(40):
        (machine / f"{number:02}").mkdir(parents=True)
        (machine / f"{number:02}/a.md").write_text("x")
    (docs / "few").symlink_to(machine / "00")
    (docs / "many").symlink_to(machine)
    disk = Disk(tmp_path / "site", bounds=Bounds([tmp_path / "site"]))
    assert disk.names("docs") == ("docs/few/", "docs/few/a.md", "docs/many/")
    assert disk.named("docs/**/*.md") == ("docs/few/a.md",)
    before = dict(disk.seen)
    (machine / "00/b.md").write_text("y")
    again = Disk(tmp_path / "site", bounds=Bounds([tmp_path / "site"]))
    assert not any(again.is_as_seen({name: found}) for name, found in before.items() if "name" in name)
