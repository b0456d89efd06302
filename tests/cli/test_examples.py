"""The examples in the help of each command: there are some, and each runs on the example site as it is printed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from support import EXAMPLE

from mkdocs_traceability.cli.examples import PROGRAM, CommandWithExamples
from mkdocs_traceability.cli.main import COMMANDS, main

PLAN = """\
# Plan

| ID | Goal | Status | Done when |
| --- | --- | --- | --- |
| REQ-901 | Exports are signed | missing | A key is in use |
"""

DID_ITS_WORK = (0, 1)
"""What a command ends with that could run: nothing fails, or something does."""


def command(name: str) -> click.Command | None:
    return main.get_command(click.Context(main), name)


def examples() -> Iterator[tuple[str, str]]:
    for name in COMMANDS:
        found = command(name)
        if isinstance(found, CommandWithExamples):
            yield from ((name, line) for line in found.examples.values())


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_examples_and_prints_them_as_they_are_typed(name: str) -> None:
    found = command(name)
    assert isinstance(found, CommandWithExamples)
    assert found.examples
    shown = CliRunner().invoke(main, [name, "--help"], terminal_width=40).output.partition("Examples:\n")[2]
    assert [line.strip() for line in shown.splitlines() if line] == [
        text for does, line in found.examples.items() for text in (f"# {does}", line)
    ]
    assert all(f"{PROGRAM} {name}" in line for line in found.examples.values())
    assert all(len(text) < 78 for pair in found.examples.items() for text in pair)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example site as a repository with one commit, and one page more with a table to be imported."""
    folder = tmp_path_factory.mktemp("examples") / "site"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    (folder / "docs/plan.md").write_text(PLAN, encoding="utf-8")
    for line in ("init -q", "add .", "-c user.name=A -c user.email=a@b.c commit -q -m One"):
        subprocess.run(["git", *line.split()], cwd=folder, check=True)
    subprocess.run(
        [sys.executable, "-m", "mkdocs_traceability", "export", "-o", os.devnull], cwd=folder, check=True
    )
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("name", "line"), list(examples()), ids=lambda value: value)
def test_each_example_runs_on_a_site(name: str, line: str, site: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(site, tmp_path / "site")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["timeout", "60", "bash", "-e", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in DID_ITS_WORK, done.stderr
    assert "Traceback" not in done.stderr
