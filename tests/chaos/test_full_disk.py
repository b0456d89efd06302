"""A disk that takes no more: what was there is whole, the command says so in a line, and later does what it was to do."""

import resource
import signal
from pathlib import Path

import pytest
from incremental.doors import command, steady

from chaos.children import run
from chaos.sites import WRITERS, contents, site
from mkdocs_traceability.model.rendered import MANIFEST

pytestmark = pytest.mark.slow


def full(size: int) -> None:
    """Have no file of this process grow beyond a size: `ENOSPC` comes at the same calls."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [0, 700])
@pytest.mark.parametrize("arguments", [("check",), *WRITERS], ids=lambda arguments: " ".join(arguments[:2]))
def test_a_command_that_may_write_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], size: int
) -> None:
    steady(monkeypatch)
    before = contents(site(tmp_path / "before"))
    whole, root = site(tmp_path / "whole"), site(tmp_path)
    said = run(whole, *arguments).said
    after = contents(whole)
    ended = run(root, *arguments, before=lambda: full(size))
    now = contents(root, hidden=True)
    assert "Traceback" not in ended.said
    for path in (path for path in now.keys() | after.keys() if not path.endswith(MANIFEST)):
        assert now.get(path) in (before.get(path), after.get(path)), path
    if any(len(data) > size for path, data in after.items() if data != before.get(path)):
        assert ended.said.endswith("exit status 2")
        assert "File too large" in ended.said.splitlines()[-2]
        assert command(root, *arguments) == said
    else:
        assert ended.said == said
    assert contents(root) == after


def test_what_is_kept_is_ignored_by_git_also_after_the_disk_was_full(tmp_path: Path) -> None:
    root = site(tmp_path)
    run(root, "check", before=lambda: full(0))
    command(root, "check")
    assert (root / ".cache/traceability/.gitignore").read_bytes() == b"*\n"
