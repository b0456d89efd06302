"""Addresses of files as editors spell them, on every system."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from mkdocs_traceability.lsp.addresses import Addresses, address_of, file_of, named_file
from mkdocs_traceability.lsp.snapshot import path_in
from mkdocs_traceability.settings.load import load_settings
from tests.support import write_site


@pytest.mark.parametrize(
    ("uri", "file"),
    [
        ("file:///c%3A/a%20b/%C3%A4.md", "C:/a b/ä.md"),
        ("file:///C:/docs/a.md", "C:/docs/a.md"),
        ("file://server/share/a.md", "//server/share/a.md"),
        ("file:///docs/a.md", None),
        ("untitled:Untitled-1", None),
        ("file://[x/a.md", None),
    ],
)
def test_an_address_names_a_file_on_windows(uri: str, file: str | None) -> None:
    assert named_file(uri, windows=True) == (file and PureWindowsPath(file))


@pytest.mark.parametrize(
    ("uri", "file"),
    [
        ("file:///a%20b/%C3%A4%23.md", "/a b/ä#.md"),
        ("file:///what?.md", "/what?.md"),
        ("file://localhost/a.md", "/a.md"),
        ("file:///a%00b.md", None),
        ("file://elsewhere/a.md", None),
        ("git:/a.md", None),
        ("file:relative.md", None),
    ],
)
def test_an_address_names_a_file_elsewhere(uri: str, file: str | None) -> None:
    assert named_file(uri, windows=False) == (file and PurePosixPath(file))


@pytest.mark.parametrize("file", [PureWindowsPath("C:/a b/ä#%.md"), PureWindowsPath("//server/share/ü.md")])
def test_the_address_of_a_file_on_windows_names_it(file: PureWindowsPath) -> None:
    assert named_file(address_of(file), windows=True) == file


def test_the_address_of_a_file_names_it(tmp_path: Path) -> None:
    for name in ("a b.md", "ä#?.md", "100%.md", "a;b.md"):
        assert file_of(address_of(tmp_path / name)) == tmp_path / name


def test_files_are_told_as_the_editor_spells_them(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    lies = (tmp_path / "real").resolve()
    addresses = Addresses()
    assert addresses.enter_folder((tmp_path / "link").as_uri()) == lies
    assert addresses.of(lies / "a.md") == (tmp_path / "link/a.md").as_uri()
    addresses.enter_open(lies / "a.md", "file:///own/spelling/a.md")
    assert addresses.of(lies / "a.md") == "file:///own/spelling/a.md"
    addresses.leave_open(lies / "a.md")
    assert addresses.of(lies / "a.md") == (tmp_path / "link/a.md").as_uri()


def test_what_lies_outside_the_site_has_no_path(tmp_path: Path) -> None:
    write_site(tmp_path / "site", {"docs/a.md": "# A\n"})
    (tmp_path / "secret.md").write_text("x", encoding="utf-8")
    (tmp_path / "site/docs/out.md").symlink_to(tmp_path / "secret.md")
    settings = load_settings(tmp_path / "site/mkdocs.yml")
    assert path_in(settings, tmp_path / "site/docs/a.md") == "docs/a.md"
    assert path_in(settings, tmp_path / "secret.md") is None
    assert path_in(settings, tmp_path / "site/docs/out.md") is None
