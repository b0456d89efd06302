"""The examples in the help of each command: there are some, and each runs on the example site as it is printed."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from e2e.sites import run_module
from support import EXAMPLE, hears_ctrl_c

from mkdocs_traceability.cli.examples import PROGRAM, CommandWithExamples
from mkdocs_traceability.cli.main import COMMANDS, main
from tools.commands_reference import all_commands

PLAN = """\
# Plan

| ID | Goal | Status | Done when |
| --- | --- | --- | --- |
| REQ-901 | Exports are signed | missing | A key is in use |
"""

SECONDS = 60
INTERRUPTED = 130
DID_ITS_WORK = (0, 1)
"""What a command ends with that could run: nothing fails, or something does."""


def examples() -> Iterator[tuple[str, str]]:
    for name, command in all_commands():
        yield from ((name, line) for line in command.examples.values())


def test_all_commands_are_looked_at() -> None:
    assert {name.split()[0] for name, _ in all_commands()} == set(COMMANDS)


@pytest.mark.parametrize(("name", "found"), list(all_commands()), ids=[name for name, _ in all_commands()])
def test_each_command_has_examples_and_prints_them_as_they_are_typed(
    name: str, found: CommandWithExamples
) -> None:
    assert found.examples
    shown = (
        CliRunner()
        .invoke(main, [*name.split(), "--help"], terminal_width=40)
        .output.partition("Examples:\n")[2]
    )
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
    folder = shutil.copytree(site, tmp_path / "site", symlinks=True)
    status, log = (interrupted if "--watch" in line else in_a_shell if needs_shell(line) else finished)(
        line, folder
    )
    assert status in DID_ITS_WORK, log
    assert "Traceback" not in log


def started(line: str, folder: Path) -> "subprocess.Popen[str]":
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.Popen(
        ["bash", "-e", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hears_ctrl_c,
    )


def needs_shell(line: str) -> bool:
    """Whether an example is more than the command and its arguments."""
    return not line.startswith(f"{PROGRAM} ") or bool(set("|<>&;$*`") & set("".join(unquoted(line))))


def unquoted(line: str) -> list[str]:
    """Return the words of an example, but for those in quotes."""
    return [word for word in shlex.split(line, posix=False) if word[0] not in "\"'"]


def finished(line: str, folder: Path) -> tuple[int, str]:
    """Run an example that needs no shell: most of what it costs to start Python are the imports."""
    done = run_module("mkdocs_traceability", *shlex.split(line)[1:], folder=folder)
    return done.status, done.log


def in_a_shell(line: str, folder: Path) -> tuple[int, str]:
    with started(line, folder) as process:
        try:
            log = process.communicate(timeout=SECONDS)[1]
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        return process.returncode, log


def interrupted(line: str, folder: Path) -> tuple[int, str]:
    """Run what does not end by itself until it waits, and interrupt it; that is how it has to end."""
    with started(line, folder) as process:
        assert process.stderr is not None
        try:
            log = next(each for each in process.stderr if "Ctrl-C" in each)
            os.killpg(process.pid, signal.SIGINT)
            log += process.communicate(timeout=SECONDS)[1]
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        return (0 if process.returncode == INTERRUPTED else 2), log
