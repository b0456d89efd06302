"""A file that is gone, or something else, at the moment when it is read: the check ends, and the next one is right."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from incremental.doors import command, steady
from nightly import budget

from chaos.children import run, run_until
from chaos.sites import fresh_answer, site

pytestmark = pytest.mark.slow


def gone(path: str) -> None:
    if Path(path).is_dir() and not Path(path).is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        Path(path).unlink()


def a_folder(path: str) -> None:
    gone(path)
    Path(path).mkdir(parents=True)


def a_file(path: str) -> None:
    gone(path)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(b"\xff: [")


def a_loop(path: str) -> None:
    gone(path)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).symlink_to(Path(path).name)


def a_pipe(path: str) -> None:
    gone(path)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("check", "--fix"),
    ("brief", "code/jobs/worker.py"),
    ("export",),
    ("fmt", "docs"),
    ("rename", "component:store", "storage", "--yes"),
    ("ground", "docs/guide.md"),
    ("render", "--host", "plain", "--output", "out"),
)


@pytest.mark.parametrize(
    "happens", [gone, a_folder, a_file, a_loop, a_pipe], ids=lambda happens: happens.__name__
)
def test_what_happens_to_a_file_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, happens: Callable[[str], None]
) -> None:
    steady(monkeypatch)
    allowed = budget(9, 1000)
    random = Random(f"{allowed.seed} {happens.__name__}")
    touches: dict[tuple[str, ...], int] = {}
    for number in range(allowed.count):
        if allowed.is_used_up():
            break
        arguments = COMMANDS[number % len(COMMANDS)]
        if arguments not in touches:
            touches[arguments] = run(site(tmp_path / f"whole {number}"), *arguments).touches
        root = site(tmp_path / str(number))
        if random.randrange(2):
            command(root, "check")
        at = random.randint(1, touches[arguments])
        ended = run_until(root, *arguments, at=at, happens=happens)
        assert (ended.signal, "Traceback" in ended.said) == (0, False), (arguments, at, ended.said)
        if root.is_dir():
            assert command(root, "check") == fresh_answer(root, "check"), (arguments, at)
            shutil.rmtree(root)
