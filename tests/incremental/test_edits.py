"""Whatever is edited, renamed, or taken away: a check that keeps what it knows says what one does that knows nothing."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from mkdocs.commands.build import build as build
from nightly import Budget, budget, is_nightly

from incremental.doors import steady
from incremental.lives import Life, fault_of, lives, shrunk

pytestmark = pytest.mark.slow

PARTS = 3
"""Among which the edits are divided, so that two processes share them."""

LENGTH = 25


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_kept_changes_no_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    steady(monkeypatch)
    allowed = budget(300 // PARTS, 9_600 // PARTS)
    live(tmp_path, allowed, lives(allowed.seed + part, allowed.count, length=LENGTH))


def test_what_is_kept_changes_no_page_and_no_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steady(monkeypatch)
    allowed = budget(6, 400)
    length = LENGTH if is_nightly() else allowed.count
    live(tmp_path, allowed, lives(allowed.seed, allowed.count, length=length, builds=True))


def live(folder: Path, allowed: Budget, some: Iterable[Life]) -> None:
    """Live some lives; the first that fails is made as short as it can be."""
    tried = 0
    for number, life in enumerate(some):
        if allowed.is_used_up():
            break
        if fault_of(life, folder / str(number)):
            short, why = shrunk(life)
            pytest.fail(f"{why}\n\n{short!r}", pytrace=False)
        tried += len(life.edits)
    print(f"{tried} edits without a difference")
    assert tried
