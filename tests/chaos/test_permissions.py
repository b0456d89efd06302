"""Files and folders that may not be read or written to: a line says which, and nothing is written by halves.

Root may read and write everything, so what is tried here is done by another user.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from incremental.doors import Served, steady

from chaos.children import Copy, answer_of, copy_of, run
from chaos.sites import WRITERS, contents, fresh_answer, site

pytestmark = pytest.mark.slow

NOBODY = 65_534


@pytest.fixture(scope="module", autouse=True)
def _loaded_for_builds(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Have imported what builds import: the other user may not be able to read it."""
    folder = tmp_path_factory.mktemp("loaded")
    with closing(Served()) as served:
        assert "error" not in served.built(site(folder) / "mkdocs.yml", folder / "built")


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make a site of another user, in a folder that this user may enter."""
    steady(monkeypatch)
    folder = Path(tempfile.mkdtemp())
    made = site(folder)
    hand_over(folder)
    yield made
    for each in folder.rglob("*"):
        if each.is_dir():
            each.chmod(0o755)
    shutil.rmtree(folder)


def hand_over(folder: Path) -> None:
    if os.geteuid() == 0:
        for each in (folder, *folder.rglob("*")):
            os.chown(each, NOBODY, NOBODY, follow_symlinks=False)


def become_another() -> None:
    """Have this process be one that permissions count for; who runs the tests may be such a one."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def said(root: Path, *arguments: str) -> str:
    ended = run(root, *arguments, before=become_another)
    assert (ended.signal, "Traceback" in ended.said) == (0, False), ended.said
    return ended.said


UNREADABLE = (
    "docs/flows.trace.yml",
    "docs/guide.md",
    "facts/resources.yml",
    "code/jobs/worker.py",
    "reports/unit.xml",
)


@pytest.mark.parametrize("path", UNREADABLE)
def test_a_file_that_may_not_be_read(root: Path, path: str) -> None:
    (root / path).chmod(0)
    before = stats(root)
    first = said(root, "check")
    assert "exit status 1" in first
    assert path in first
    assert said(root, "check") == first
    for arguments in (*WRITERS[3:], ("check", "--fix")):
        said(root, *arguments)
    assert stats(root)[path] == before[path]
    (root / path).chmod(0o644)
    assert said(root, "check") == fresh_answer(root, "check")


@pytest.mark.parametrize("path", ["docs", "docs/parts", "facts", "code", "code/jobs", "reports"])
def test_a_folder_that_may_not_be_entered(root: Path, path: str) -> None:
    before = said(root, "check")
    (root / path).chmod(0)
    first = said(root, "check")
    assert first != before
    assert said(root, "check") == first
    for arguments in WRITERS[3:]:
        assert "console" not in said(root, *arguments)
    (root / path).chmod(0o755)
    assert said(root, "check") == fresh_answer(root, "check")


def test_a_folder_of_sources_that_may_not_be_entered_is_found(root: Path) -> None:
    (root / "docs/.hidden").mkdir(mode=0)
    (root / "docs/drafts").mkdir(mode=0)
    config = root / "mkdocs.yml"
    config.write_text(f"{config.read_text(encoding='utf-8')}exclude_docs: drafts/\n", encoding="utf-8")
    (root / "docs/parts").chmod(0)
    hand_over(root)
    before = contents(root / "code"), stats(root / "facts")
    found = [line for line in said(root, "check").splitlines() if "TR001" in line]
    assert found == ["docs/parts:1:1: TR001 [error] cannot be read: Permission denied"]
    refused = said(root, "rename", "component:store", "storage", "--yes")
    assert "docs/parts" in refused
    assert refused.endswith("exit status 2")
    assert (contents(root / "code"), stats(root / "facts")) == before


def test_settings_that_may_not_be_read(root: Path) -> None:
    (root / "mkdocs.yml").chmod(0)
    for arguments in (("check",), *WRITERS):
        ended = said(root, *arguments)
        assert ended.endswith("exit status 2")
        assert "mkdocs.yml" in ended
        assert "ermission denied" in ended


def test_a_site_that_may_not_be_written_to(root: Path) -> None:
    expected = said(root, "check")
    shutil.rmtree(root / ".cache")
    before = stats(root)
    for each in (root, *root.rglob("*")):
        each.chmod(0o555 if each.is_dir() else 0o444)
    assert said(root, "check") == expected
    for arguments in WRITERS:
        ended = said(root, *arguments)
        assert ended.endswith("exit status 2"), ended
        assert "ermission denied" in ended or "read-only" in ended, ended
    answer, _ = answer_of(built(root))
    assert answer["error"].startswith("PermissionError"), answer
    assert stats(root) == before


def test_kept_files_that_may_not_be_replaced(root: Path) -> None:
    expected = said(root, "check")
    kept = root / ".cache/traceability"
    for mode in (0o555, 0o000):
        kept.chmod(mode)
        assert said(root, "check") == expected
        answer, _ = answer_of(built(root))
        assert "error" not in answer, answer
    kept.chmod(0o755)
    for file in kept.iterdir():
        file.chmod(0)
    assert said(root, "check") == expected


def built(root: Path) -> Copy:
    """Build a site as the other user, into its folder."""

    def work() -> dict[str, str]:
        become_another()
        with closing(Served()) as served:
            files = served.built(root / "mkdocs.yml", root / "site")
        return {path: data if isinstance(data, str) else "" for path, data in files.items()}

    return copy_of(work)


def stats(root: Path) -> dict[str, int]:
    """Return the numbers of all files but those that are kept: one that was written by halves is another."""
    files = (each for each in sorted(root.rglob("*")) if ".cache" not in each.parts)
    return {str(each.relative_to(root)): each.stat().st_size for each in files if each.is_file()}
