"""Which interpreters the package is tried on: those that run, the oldest and the newest, never one alone."""

from pathlib import Path

import pytest

from tools.clean_install import EXTRAS, ROOT, InstallError, interpreters, lowest, oldest_and_newest, supported

VERSIONS = [(3, 11), (3, 12), (3, 13)]


def interpreter(file: Path, says: str) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
    file.chmod(0o755)
    return str(file)


def test_the_versions_are_those_of_the_package() -> None:
    assert supported() == VERSIONS


def test_what_the_path_lacks_is_taken_from_pyenv_and_what_does_not_run_is_no_interpreter(
    tmp_path: Path,
) -> None:
    path, pyenv = tmp_path / "bin", tmp_path / "pyenv"
    on_path = interpreter(path / "python3.11", "echo 3 11")
    interpreter(path / "python3.12", "echo 'pyenv: python3.12: command not found' >&2; exit 127")
    interpreter(path / "python3.13", "echo 3 11")
    newest = interpreter(pyenv / "versions/3.12.9/bin/python3.12", "echo 3 12")
    interpreter(pyenv / "versions/3.12.1/bin/python3.12", "echo 3 12")
    assert interpreters(VERSIONS, str(path), pyenv) == {(3, 11): on_path, (3, 12): newest}


def test_the_oldest_and_the_newest_are_tried() -> None:
    assert oldest_and_newest({(3, 12): "b", (3, 13): "c", (3, 11): "a"}) == [((3, 11), "a"), ((3, 13), "c")]


@pytest.mark.parametrize(("found", "said"), [({}, "none"), ({(3, 11): "a"}, "3.11")])
def test_one_version_is_not_enough(found: dict[tuple[int, int], str], said: str) -> None:
    with pytest.raises(InstallError, match=f"two versions of Python are needed, found: {said}"):
        oldest_and_newest(found)


def test_the_lowest_versions_are_those_that_the_project_allows() -> None:
    written = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    pins = [pin for extra in ("", *EXTRAS) for pin in lowest(extra)]
    assert {"mkdocs", "pydantic", "openpyxl", "tree-sitter-php", "mkdocs-material"} <= {
        pin.partition("==")[0] for pin in pins
    }
    for pin in pins:
        assert f'"{pin.replace("==", ">=")},<' in written
