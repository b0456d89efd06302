"""The addresses by which editors open a file: known ones, those of a site, and what is refused."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from mkdocs_traceability.model.editors import EDITORS, editor_url, is_editor

FILE = PurePosixPath("/home/ana/a b&c#d/docs/a.trace.yml")


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("vscode", "vscode://file/home/ana/a%20b%26c%23d/docs/a.trace.yml:12:5"),
        ("cursor", "cursor://file/home/ana/a%20b%26c%23d/docs/a.trace.yml:12:5"),
        ("zed", "zed://file/home/ana/a%20b%26c%23d/docs/a.trace.yml:12:5"),
        ("idea", "idea://open?file=/home/ana/a%20b%26c%23d/docs/a.trace.yml&line=12&column=5"),
        ("sublime", "subl://open?url=file:///home/ana/a%20b%26c%23d/docs/a.trace.yml&line=12&column=5"),
        ("x-ed://{path}?l={line}", "x-ed:///home/ana/a%20b%26c%23d/docs/a.trace.yml?l=12"),
        ("", ""),
    ],
)
def test_an_editor_opens_a_file_at_a_line_and_column(said: str, address: str) -> None:
    assert editor_url(said, FILE, 12, 5) == address


def test_a_path_with_a_drive_has_no_slash_of_its_own() -> None:
    file = PureWindowsPath("C:\\site\\docs\\a.yml")
    assert editor_url("vscode", file, 1, 1) == "vscode://file/C:/site/docs/a.yml:1:1"
    assert editor_url("idea", file, 1, 1) == "idea://open?file=C:/site/docs/a.yml&line=1&column=1"


def test_what_has_no_line_is_opened_at_its_beginning() -> None:
    assert editor_url("vscode", PurePosixPath("/a"), 0, 0) == "vscode://file/a:1:1"


@pytest.mark.parametrize("said", [*EDITORS, "x://{path}", "http://localhost:8091/?message={path}:{line}"])
def test_known_names_and_addresses_with_a_path_are_editors(said: str) -> None:
    assert is_editor(said)


@pytest.mark.parametrize(
    "said",
    [
        "emacs", "x://open", "x://{path}:{row}", "javascript:alert({path})", "data:text/html,{path}",
        "JavaScript:{path}", "{path}", "x://{path} {line}", "x://{path}{", "x://{{path}}",
    ],
)  # fmt: skip
def test_what_opens_no_file_or_runs_in_the_browser_is_none(said: str) -> None:
    assert not is_editor(said)
