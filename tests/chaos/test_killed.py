"""kill -9 at any moment: every file is as it was or as it was to be, and the next check says what a first one says."""

import shutil
from pathlib import Path
from random import Random

import pytest
from incremental.doors import command, steady
from nightly import budget

from chaos.children import killed, run, run_until
from chaos.sites import WRITERS, contents, fresh_answer, is_left_over, site
from mkdocs_traceability.model.rendered import MANIFEST

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("arguments", [("check",), *WRITERS], ids=lambda arguments: " ".join(arguments[:2]))
def test_a_command_that_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    steady(monkeypatch)
    before = contents(site(tmp_path / "before"))
    whole = site(tmp_path / "whole")
    touches = run(whole, *arguments).touches
    after = contents(whole)
    assert touches > 20
    allowed = budget(2, 25)
    random = Random(f"{allowed.seed} {arguments}")
    for number in range(allowed.count):
        # most of what is written is written at the end
        at = random.randint(1, touches) if number % 2 else random.randint(touches - touches // 4, touches)
        root = site(tmp_path / str(number))
        assert run_until(root, *arguments, at=at, happens=killed).signal == 9
        hold(root, before, after)
        for other in (("check", "--format", "json"), ("check",)):
            said = command(root, *other)
            assert len(list((root / ".cache/traceability").glob("*.new-*"))) <= 1
            assert said == fresh_answer(root, *other), at
        if arguments[0] != "rename":  # of half a rename no command knows what was meant
            command(root, *arguments)
            assert contents(root) == after
        shutil.rmtree(root)


def test_what_a_killed_render_has_written_is_replaced_by_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steady(monkeypatch)
    render = ("render", "--host", "plain", "--output", "out")
    touches = [
        run(begun(tmp_path / f"whole {is_second}", *render, is_second=is_second), *render).touches
        for is_second in (False, True)
    ]
    allowed = budget(3, 100)
    random = Random(allowed.seed)
    for number in range(allowed.count):
        is_second = bool(number % 2)
        root = begun(tmp_path / str(number), *render, is_second=is_second)
        at = random.randint(touches[is_second] * 3 // 4, touches[is_second])
        assert run_until(root, *render, at=at, happens=killed).signal == 9
        assert command(root, "check") == fresh_answer(root, "check")
        retitle(root, "Store", "Shop")
        assert command(root, *render).endswith("exit status 0"), at
        other = begun(tmp_path / f"other {number}", *render, is_second=is_second)
        retitle(other, "Store", "Shop")
        command(other, *render)
        assert contents(root / "out") == contents(other / "out")


def begun(folder: Path, *render: str, is_second: bool) -> Path:
    """Make a site; of one whose second rendering it will be, a source has changed since the first."""
    root = site(folder)
    if is_second:
        command(root, *render)
        retitle(root, "Worker", "Work")
    return root


def retitle(root: Path, old: str, new: str) -> None:
    for file in (root / "docs").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes().replace(f"title: {old}".encode(), f"title: {new}".encode()))


def hold(root: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Whether each file is whole, and little else is left."""
    now = contents(root)
    for path in before.keys() | after.keys() | now.keys():
        if not path.endswith(MANIFEST):  # says before a file is written that it will be
            assert now.get(path) in (before.get(path), after.get(path)), path
    changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    left = [path for path in contents(root, hidden=True) if is_left_over(root / path)]
    assert len(left) <= 2 * len(changed)
