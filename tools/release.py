"""Releases a version: `make release VERSION=0.2.0`. Nothing is pushed; what to push is said at the end.

Refused are a dirty tree, a version that exists or goes down, and a changelog without entries. Then the
entries move under the version, the package and the manual are built, and all of it is committed and tagged.
A build that fails leaves everything as it was.
"""

import argparse
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = "mkdocs_traceability"

_NUMBERS: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)")
_DECLARED: Final = re.compile(r'^__version__ = "(.*)"$', re.MULTILINE)
_UNRELEASED: Final = re.compile(r"^## Unreleased\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)

Numbers = tuple[int, ...]


class ReleaseError(Exception):
    """Why there is no release."""


class Release(NamedTuple):
    """What a release writes: the texts of both files that know of versions."""

    version: str
    module: str
    changelog: str


def planned(root: Path, version: str, day: date) -> Release:
    """Return what a release would write.

    Raises:
        ReleaseError: where it must not be made.

    """
    if _git(root, "status", "--porcelain"):
        raise ReleaseError("the working tree has changes: commit or remove them first")
    module, changelog = _module(root).read_text("utf-8"), _changelog(root).read_text("utf-8")
    declared = _DECLARED.search(module)
    if declared is None:
        raise ReleaseError(f"{_module(root).name} declares no __version__")
    released = [tag.removeprefix("v") for tag in _git(root, "tag", "--list", "v*").split()]
    released += re.findall(r"^## (\d\S*)", changelog, re.MULTILINE)
    _refuse_version(version, declared[1], released)
    return Release(
        version,
        module[: declared.start(1)] + version + module[declared.end(1) :],
        _moved(changelog, version, day),
    )


def _refuse_version(version: str, declared: str, released: list[str]) -> None:
    wanted = _numbers(version)
    if wanted is None:
        raise ReleaseError(f"{version} is not a version such as 0.2.0")
    if version in released:
        raise ReleaseError(f"{version} has been released")
    for other in (declared, *released):
        if (numbers := _numbers(other)) is not None and wanted < numbers:
            raise ReleaseError(f"{version} is lower than {other}")


def _numbers(version: str) -> Numbers | None:
    found = _NUMBERS.fullmatch(version)
    return tuple(map(int, found.groups())) if found else None


def _moved(changelog: str, version: str, day: date) -> str:
    """Return the changelog with the entries of `Unreleased` under a version."""
    unreleased = _UNRELEASED.search(changelog)
    if unreleased is None or not re.search(r"^- ", unreleased[1], re.MULTILINE):
        raise ReleaseError("CHANGELOG.md has no entries under `## Unreleased`")
    heading = f"## Unreleased\n\n## {version} - {day.isoformat()}\n"
    return changelog[: unreleased.start()] + heading + changelog[unreleased.start(1) :]


def make(root: Path, release: Release) -> None:
    """Write, build, commit and tag.

    Raises:
        ReleaseError: where a step fails; the files are then as they were.

    """
    files = {_module(root): release.module, _changelog(root): release.changelog}
    before = {file: file.read_bytes() for file in files}
    try:
        for file, text in files.items():
            file.write_text(text, encoding="utf-8", newline="\n")
        _build(root)
        _git(root, "commit", "--quiet", "-m", f"Release {release.version}", "--", *map(str, files))
    except BaseException:
        for file, data in before.items():
            file.write_bytes(data)
        raise
    _git(root, "tag", "--annotate", f"v{release.version}", "-m", f"mkdocs-traceability {release.version}")


def _build(root: Path) -> None:
    """Build the packages into `dist/` and the manual, strictly, into `site/`."""
    _run(root, sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist")
    _run(root, sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet")


def _module(root: Path) -> Path:
    return root / PACKAGE / "__init__.py"


def _changelog(root: Path) -> Path:
    return root / "CHANGELOG.md"


def _git(root: Path, *arguments: str) -> str:
    return _run(root, "git", *arguments)


def _run(root: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ReleaseError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def main(root: Path = ROOT) -> None:
    """Release the version of the command line, or say what would be done."""
    parser = argparse.ArgumentParser(prog="python -m tools.release")
    parser.add_argument("version", metavar="VERSION", help="such as 0.2.0")
    parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
    options = parser.parse_args()
    release = planned(root, options.version, date.today())
    tag = f"v{release.version}"
    if options.dry_run:
        print(f"would move the entries of CHANGELOG.md to {release.version}, set __version__, build the")
        print(f"packages and the manual, commit, and tag {tag}")
        return
    make(root, release)
    print(f"committed and tagged {tag}; the packages are in dist/, the manual is in site/")
    print(f"publish with: git push origin HEAD {tag}")


if __name__ == "__main__":
    try:
        main()
    except ReleaseError as error:
        sys.exit(f"Error: {error}")
