"""A release: refused where something is wrong, undone where a build fails, else written, built, committed and tagged."""

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tools.release import ReleaseError, make, planned

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 30)
CHANGELOG = """\
# Changelog

## Unreleased

Better.

### Fixed

- A mistake.

## 0.1.0 - 2026-01-01

- The first.
"""


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def repository(folder: Path) -> Path:
    git(folder, "init", "-q")
    git(folder, "config", "user.name", "A")
    git(folder, "config", "user.email", "a@example.org")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "All")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A repository with what a release reads."""
    (tmp_path / "mkdocs_traceability").mkdir()
    (tmp_path / "mkdocs_traceability/__init__.py").write_text('"""It."""\n\n__version__ = "0.1.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    repository(tmp_path)
    git(tmp_path, "tag", "v0.1.0")
    return tmp_path


def state(folder: Path) -> tuple[str, ...]:
    return (git(folder, "log", "--format=%H"), git(folder, "tag"), git(folder, "status", "--porcelain"))


def test_the_entries_move_under_the_version_and_its_day(small: Path) -> None:
    release = planned(small, "0.2.0", DAY)
    assert release.module == '"""It."""\n\n__version__ = "0.2.0"\n'
    assert release.changelog == CHANGELOG.replace(
        "## Unreleased\n", "## Unreleased\n\n## 0.2.0 - 2026-11-30\n"
    )


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("0.1.0", "0.1.0 has been released"),
        ("0.0.9", "0.0.9 is lower than 0.1.0"),
        ("0.2", "0.2 is not a version such as 0.2.0"),
        ("v0.2.0", "v0.2.0 is not a version such as 0.2.0"),
        ("0.2.0rc1", "0.2.0rc1 is not a version such as 0.2.0"),
    ],
)
def test_a_version_that_exists_or_goes_down_is_refused(version: str, said: str, small: Path) -> None:
    with pytest.raises(ReleaseError, match=re.escape(said)):
        planned(small, version, DAY)


def test_a_tag_alone_is_a_release(small: Path) -> None:
    git(small, "tag", "v0.10.0")
    with pytest.raises(ReleaseError, match=r"0\.9\.0 is lower than 0\.10\.0"):
        planned(small, "0.9.0", DAY)
    assert planned(small, "0.11.0", DAY).version == "0.11.0"


def test_the_first_version_may_be_the_one_that_is_declared(small: Path) -> None:
    git(small, "tag", "-d", "v0.1.0")
    (small / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- The first.\n")
    git(small, "commit", "-qam", "Not released yet")
    assert planned(small, "0.1.0", DAY).changelog.endswith(
        "## Unreleased\n\n## 0.1.0 - 2026-11-30\n\n- The first.\n"
    )


@pytest.mark.parametrize("file", ["new.txt", "CHANGELOG.md"])
def test_a_dirty_tree_is_refused(file: str, small: Path) -> None:
    with (small / file).open("a") as stream:
        stream.write("more\n")
    with pytest.raises(ReleaseError, match="the working tree has changes"):
        planned(small, "0.2.0", DAY)


@pytest.mark.parametrize("unreleased", ["## Unreleased\n\nSoon.\n\n### Fixed\n\n", ""])
def test_a_changelog_without_entries_is_refused(unreleased: str, small: Path) -> None:
    end = CHANGELOG.index("## 0.1.0")
    (small / "CHANGELOG.md").write_text(f"# Changelog\n\n{unreleased}{CHANGELOG[end:]}")
    git(small, "commit", "-qam", "Nothing new")
    with pytest.raises(ReleaseError, match="has no entries under `## Unreleased`"):
        planned(small, "0.2.0", DAY)


def test_a_build_that_fails_leaves_everything_as_it_was(small: Path) -> None:
    before = state(small)
    with pytest.raises(ReleaseError, match="build"):  # there is no pyproject.toml
        make(small, planned(small, "0.2.0", DAY))
    assert state(small) == before


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of its own with the files of this one as they are, committed or not."""
    folder = tmp_path_factory.mktemp("release")
    for name in git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return repository(folder)


@pytest.mark.slow
def test_a_release_is_built_committed_and_tagged_by_one_command(scratch: Path) -> None:
    def release(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tools.release", *arguments]
        return subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)

    before = state(scratch)
    done = release("0.99.0", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert "tag v0.99.0" in done.stdout
    assert state(scratch) == before

    done = release("0.99.0")
    assert done.returncode == 0, done.stderr
    assert git(scratch, "log", "-1", "--format=%s", "--name-only").split() == [
        "Release",
        "0.99.0",
        "CHANGELOG.md",
        "mkdocs_traceability/__init__.py",
    ]
    assert git(scratch, "cat-file", "-t", "v0.99.0") == "tag\n"
    assert git(scratch, "status", "--porcelain") == ""
    assert sorted(file.name for file in (scratch / "dist").iterdir()) == [
        "mkdocs_traceability-0.99.0-py3-none-any.whl",
        "mkdocs_traceability-0.99.0.tar.gz",
    ]
    upgrading = (scratch / "site/upgrading/index.html").read_text(encoding="utf-8")
    assert re.search(r"0\.99\.0 - \d{4}-\d\d-\d\d", upgrading)
    assert "A committed JUnit report is compared by its" in upgrading

    assert "0.99.0 has been released" in release("0.99.0").stderr
