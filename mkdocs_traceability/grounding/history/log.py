"""Go through the history of a repository: what each commit added, deleted and took out of files.

Only the first parent of a merge counts: what came in by it is as if one commit had done it, and the commits
of a branch that was merged are no states that the repository was ever in. Nothing that a repository
configures is run, and how git prints is fixed here, whatever is configured.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_traceability.files.git import GitError, answer, output, start_git
from mkdocs_traceability.grounding.history.patch import FilePatch, file_patches

SECONDS: Final = 60.0
"""How long git may take for one question."""

_MOST_CHANGES: Final = 64_000_000
_MOST_PATCHES: Final = 32_000_000
"""How many bytes of its answer are read, from the last commit back."""

_MARK: Final = "\x01"
_COMMIT: Final = f"--format=tformat:{_MARK}%H{_MARK}%P{_MARK}%cs{_MARK}%s"
_SHORT: Final = 7
_LONGEST: Final = 100

_PLAIN: Final = (
    *("-c", "core.quotePath=false", "-c", "core.bigFileThreshold=1m", "-c", "log.showRoot=true"),
    *("-c", "log.follow=false", "-c", "diff.suppressBlankEmpty=false"),
    *("-c", "diff.ignoreSubmodules=none"),
)
_DIFF: Final = (
    *(
        "-r",
        "--no-color",
        "--no-relative",
        "--no-ext-diff",
        "--no-textconv",
        "--submodule=short",
        "-O/dev/null",
    ),
    *("--src-prefix=a/", "--dst-prefix=b/", "--no-indent-heuristic", "--diff-algorithm=myers"),
)
_LOG: Final = ("log", "--no-show-signature", "--no-notes", "--no-decorate", "--encoding=UTF-8", _COMMIT)
_FIRST_PARENT: Final = ("--first-parent", "--diff-merges=first-parent")
_PATCH: Final = ("-p", "-U0", "--inter-hunk-context=0", "--full-index")
_RENAMES: Final = ("-M", "-l400")
_BETWEEN_COMMITS: Final = b"\n\x01"


class Commit(NamedTuple):
    """A commit; the day is that of its committer, who is where the clock says what it does."""

    name: str
    parents: tuple[str, ...]
    day: date
    summary: str

    @property
    def short(self) -> str:
        """Its abbreviated name, always as long, however many objects the repository has."""
        return self.name[:_SHORT]


class Change(NamedTuple):
    """A file that a commit added or deleted, and the digest of what it held."""

    is_deleted: bool
    digest: str
    path: str


class CutOffError(Exception):
    """The history is longer than is read of it."""


def changes(top: Path, revisions: tuple[str, ...]) -> Iterator[tuple[Commit, list[Change]]]:
    """Go through the commits that added or deleted files, the last first.

    One revision is that from which to go back; of several, all but the last may begin with `^`: what they
    reach is left out, and then each commit of a merged branch counts.

    Raises:
        GitError: where git cannot tell.
        CutOffError: after what is read of a long history.

    """
    asked = (*_PLAIN, *_LOG, *_way(revisions), "--raw", "--no-abbrev", "--no-renames", "--diff-filter=AD")
    blocks = answer(start_git(top, (*asked, *_DIFF, "-z", *revisions)), "", SECONDS)
    commit, found, about = None, list[Change](), ""
    for word in _words(_bounded(blocks, _MOST_CHANGES), b"\0"):
        written = os.fsdecode(word).removeprefix("\n")
        if about:
            found.append(_change(about, written))
            about = ""
        elif written.startswith(":"):
            about = written
        elif written.startswith(_MARK):
            if commit:
                yield commit, found
            commit, found = _commit(written), []
    if commit:
        yield commit, found


def patches(top: Path, revisions: tuple[str, ...], globs: tuple[str, ...]) -> Iterator[tuple[Commit, bytes]]:
    """Go through the commits that took lines out of some files, the last first, each with its patch.

    Revisions are those of `changes`.

    Raises:
        GitError: where git cannot tell.
        CutOffError: after what is read of a long history.

    """
    asked = (
        *_PLAIN,
        *_LOG,
        *_way(revisions),
        *_PATCH,
        "--no-renames",
        *_DIFF,
        "--diff-filter=DMT",
        *revisions,
        "--",
        *globs,
    )
    blocks = answer(start_git(top, asked, has_globs=True), "", SECONDS)
    for chunk in _words(_bounded(blocks, _MOST_PATCHES), _BETWEEN_COMMITS):
        header, _, patch = chunk.partition(b"\n")
        written = header.decode("utf-8", "replace")
        yield _commit(written if written.startswith(_MARK) else _MARK + written), patch


def whole_patches(top: Path, commits: Iterable[Commit], globs: tuple[str, ...]) -> dict[str, list[FilePatch]]:
    """Return what commits did to files, by the commits' names, against their first parents.

    Raises:
        GitError: where git cannot tell, or it is too much.

    """
    found: dict[str, list[FilePatch]] = {}
    printed = _diffs(top, commits, (*_PATCH, *_RENAMES, "--", *globs), has_globs=True)
    for chunk in (b"\n" + printed).split(_BETWEEN_COMMITS)[1:]:
        name, _, patch = chunk.partition(b"\n")
        found[name.decode("ascii", "replace")] = file_patches(patch.decode("utf-8", "replace"))
    return found


def renames(top: Path, commits: Iterable[Commit]) -> dict[str, dict[str, str]]:
    """Return which files commits renamed, old path to new, by the commits' names.

    Raises:
        GitError: where git cannot tell.

    """
    found: dict[str, dict[str, str]] = {}
    asked = ("--raw", "-z", *_RENAMES, "--diff-filter=R", "--no-abbrev")
    words = iter(os.fsdecode(_diffs(top, commits, asked)).split("\0"))
    now: dict[str, str] = {}
    for word in words:
        written = word.removeprefix("\n")
        if written.startswith(":"):
            old, new = next(words, ""), next(words, "")
            now[old] = new
        elif written:
            now = found.setdefault(written.strip().removeprefix(_MARK), {})
    return found


def last_day(top: Path, commit: str) -> date:
    """Return the day of a commit.

    Raises:
        GitError: where git cannot tell.

    """
    asked = ("log", "-1", "--no-show-signature", "--format=%cs", commit, "--")
    return _day(output(top, asked, SECONDS).decode("ascii", "replace").strip())


def printed(top: Path, arguments: tuple[str, ...]) -> str:
    """Return what git prints of files that globs name, the beginning if it is much.

    Raises:
        GitError: where git cannot tell, or prints nothing as it finds nothing.

    """
    blocks = answer(start_git(top, (*_PLAIN, *arguments), has_globs=True), "", SECONDS)
    parts: list[bytes] = []
    with suppress(CutOffError):
        parts.extend(_bounded(blocks, _MOST_PATCHES))
    return b"".join(parts).decode("utf-8", "replace")


def _way(revisions: tuple[str, ...]) -> tuple[str, ...]:
    return _FIRST_PARENT if len(revisions) == 1 else ("--no-merges", "--topo-order")


def _diffs(
    top: Path, commits: Iterable[Commit], arguments: tuple[str, ...], *, has_globs: bool = False
) -> bytes:
    question = "".join(f"{each.name} {each.parents[0]}\n" for each in commits if each.parents)
    if not question:
        return b""
    asked = (
        *_PLAIN,
        "diff-tree",
        "--stdin",
        "--encoding=UTF-8",
        f"--format=tformat:{_MARK}%H",
        *_DIFF,
        *arguments,
    )
    blocks = answer(start_git(top, asked, has_globs=has_globs), question, SECONDS)
    try:
        return b"".join(_bounded(blocks, _MOST_PATCHES))
    except CutOffError as error:
        raise GitError(str(error)) from error


def _bounded(blocks: Iterator[bytes], most: int) -> Iterator[bytes]:
    for block in blocks:
        yield block[:most]  # what is read must not depend on how it is handed on
        most -= len(block)
        if most < 0:
            raise CutOffError("the history is too long")


def _words(blocks: Iterator[bytes], between: bytes) -> Iterator[bytes]:
    """Go through what stands between marks, as it comes; what is cut off is left out."""
    parts: list[bytes] = []
    last = b""
    for block in blocks:
        if between not in last[-1:] + block:  # a mark may come in two parts
            parts.append(block)
            last = block
            continue
        *whole, rest = b"".join((*parts, block)).split(between)
        yield from whole
        parts, last = [rest], rest
    if any(parts):
        yield b"".join(parts)


def _commit(written: str) -> Commit:
    name, parents, day, summary = [*written.removeprefix(_MARK).split(_MARK, 3), "", "", ""][:4]
    return Commit(name, tuple(parents.split()), _day(day), _shown(summary))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:  # a clock that was wrong by thousands of years
        return date.min


def _shown(summary: str) -> str:
    """Return a text of a stranger's as one line that a terminal takes for text."""
    line = "".join(each if each.isprintable() else " " for each in summary)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _change(about: str, path: str) -> Change:
    """Read `:100644 000000 old new D` and a path."""
    _, _, old, new, status = about.split(" ")
    return Change(status == "D", old if status == "D" else new, path)
