"""kill -9 at any moment: every file is as it was or as it was to be, and the next check says what a first one says."""

import shutil
from pathlib import Path
from random import Random

import pytest
from incremental.doors import command, steady
from nightly import budget

from chaos.children import killed, run, run_until
from chaos.sites import WRITERS, contents, fresh_answer, is_left_over, site

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


def hold(root: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Whether each file is whole, and little else is left."""
    now = contents(root)
    for path in before.keys() | after.keys() | now.keys():
        assert now.get(path) in (before.get(path), after.get(path)), path
    changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    left = [path for path in contents(root, hidden=True) if is_left_over(root / path)]
    assert len(left) <= 2 * len(changed)
