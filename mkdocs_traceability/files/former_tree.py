"""The files of a commit: which of them are not the same on disk now, and a copy of them as they were.

git is asked for commits, trees and contents alone. It never looks at a file on disk: it would run the filters
that a repository configures. What is on disk is compared here, with the digests that git has of contents.
"""

import os
from collections.abc import Iterable, Iterator
from hashlib import sha1, sha256
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from mkdocs_traceability.files.disk import MAX_BYTES
from mkdocs_traceability.files.git import FAILED, NO_GIT, TOO_SLOW, GitError, answer, output, start_git
from mkdocs_traceability.files.ordinary import read_ordinary
from mkdocs_traceability.files.real import is_link, real

_SECONDS: Final = 20.0
"""How long one question to git may take."""

_MOST_FILES: Final = 100_000
_MOST_BYTES: Final = 200_000_000
"""How much is copied of a commit at the most."""

_LINK: Final = "120000"
_FILES: Final = ("100644", "100755")
_SHA1_DIGITS: Final = 40


SHALLOW: Final = "a shallow clone lacks older commits: fetch them, in GitHub Actions with `fetch-depth: 0`"
PARTIAL: Final = (
    "git lacks files of that commit: a partial clone has not fetched them; clone without `--filter`"
)
NO_REPOSITORY: Final = (
    "no git repository can be read here; one of another user must be in the setting `safe.directory` of git"
)


class Entry(NamedTuple):
    """A file of a commit: its mode and the digest of its content as git writes them, its size in bytes."""

    mode: str
    digest: str
    size: int


class FormerTree:
    """The files of a `commit` by their paths below `top`, the real folder of the repository."""

    def __init__(self, top: Path, commit: str, entries: dict[str, Entry]) -> None:
        self.top = top
        self.commit = commit
        self.entries = entries
        self._known: dict[str, bool] = {}

    def path(self, file: Path) -> str | None:
        """Return the path of a file below the repository's folder; None for one outside."""
        where = real(file.parent) / file.name
        return where.relative_to(self.top).as_posix() if where.is_relative_to(self.top) else None

    def differs(self, file: Path) -> bool:
        """Whether a file is not as it was: its content is another, it is new, untracked or deleted."""
        path = self.path(file)
        return path is not None and self.has_changed(path)

    def has_changed(self, path: str) -> bool:
        """Whether the file at a path below the repository's folder is not as it was."""
        if path not in self._known:
            entry = self.entries.get(path)
            file = self.top / path
            self._known[path] = not _is_same(file, entry) if entry else os.path.lexists(file)
        return self._known[path]

    def write(self, folder: Path) -> None:
        """Write the files into an empty folder, links last: nothing is written through one.

        Raises:
            GitError: where git cannot bring all of them, or they are too many.
            OSError: where they cannot be written.

        """
        wanted = {path: entry for path, entry in self.entries.items() if _is_safe(path)}
        files = {path: entry for path, entry in wanted.items() if entry.mode in _FILES}
        links = {path: entry for path, entry in wanted.items() if entry.mode == _LINK}
        small = {each.digest for each in (*files.values(), *links.values()) if each.size <= MAX_BYTES}
        sizes = {each.digest: each.size for each in wanted.values() if each.digest in small}
        if len(wanted) > _MOST_FILES or sum(sizes.values()) > _MOST_BYTES:
            raise GitError("the commit has too many files")
        texts = dict(contents(self.top, small))
        for path, entry in files.items():
            _write(folder / path, texts.get(entry.digest), entry.size)
        for path, entry in links.items():
            _link(folder / path, texts[entry.digest])


def former_tree(folder: Path, reference: str, needed: Iterable[Path]) -> FormerTree:
    """Return what lay in some folders at the last commit that a reference and HEAD have in common.

    Raises:
        GitError: where git cannot tell.

    """
    top = _top(folder)
    commit = common_commit(folder, reference)
    below = _below(top, needed)
    if not below:
        return FormerTree(top, commit, {})
    arguments = ("ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", *filter(None, below))
    try:
        listed = output(folder, arguments, _SECONDS)
    except GitError as error:
        raise GitError(PARTIAL if str(error) == FAILED else str(error)) from error
    return FormerTree(top, commit, dict(_entries(listed)))


def common_commit(folder: Path, reference: str) -> str:
    """Return the last commit that a reference and HEAD have in common, which for HEAD is that itself.

    Raises:
        GitError: where git cannot tell.

    """
    try:
        commit = _commit(folder, reference)
    except GitError:
        _top(folder)  # that there is no repository says more
        raise
    if reference == "HEAD":
        return commit
    return _asked(folder, reference, "merge-base", commit, "HEAD")


def is_commit(folder: Path, reference: str) -> bool:
    """Whether git knows a commit by a name."""
    try:
        return bool(_commit(folder, reference))
    except GitError:
        return False


def _top(folder: Path) -> Path:
    try:
        printed = output(folder, ("rev-parse", "--show-toplevel"), _SECONDS)
    except GitError as error:
        raise GitError(NO_REPOSITORY if str(error) == FAILED else str(error)) from error
    return real(Path(os.fsdecode(printed.removesuffix(b"\n"))))


def _commit(folder: Path, reference: str) -> str:
    options = ("--verify", "--quiet", "--end-of-options")
    return _asked(folder, reference, "rev-parse", *options, f"{reference}^{{commit}}")


def _asked(folder: Path, reference: str, *arguments: str) -> str:
    try:
        if reference.startswith("-") or "\0" in reference:
            raise GitError(FAILED)
        return output(folder, arguments, _SECONDS).decode("ascii").split("\n")[0]
    except GitError as error:
        raise GitError(_why(str(error), reference, arguments[0])) from error


def _why(failure: str, reference: str, command: str) -> str:
    if failure in (NO_GIT, TOO_SLOW):
        return failure
    if reference == "HEAD":
        return "there is no commit yet"
    if command == "merge-base":
        return f"`{reference}` and HEAD have no common commit here; {SHALLOW}"
    return f"git has no commit `{reference}`; {SHALLOW}"


def _below(top: Path, needed: Iterable[Path]) -> list[str]:
    """Return the paths below the repository's folder, `""` for all of it; what lies outside is left out."""
    paths = {each.relative_to(top).as_posix() for each in map(real, needed) if each.is_relative_to(top)}
    return [""] if "." in paths else sorted(paths)


def _entries(listed: bytes) -> Iterator[tuple[str, Entry]]:
    """Read what `ls-tree` prints: `mode type digest size`, a tab, the path and a NUL byte for each file."""
    for line in listed.split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        mode, _, digest, size = about.decode("ascii").split()
        yield os.fsdecode(path), Entry(mode, digest, int(size) if size.isdigit() else 0)


def _is_same(file: Path, entry: Entry) -> bool:
    """Whether a file has the content of an entry, whatever ends its lines."""
    try:
        if entry.mode == _LINK or is_link(file):
            target = os.fsencode(file.readlink())
            return entry.mode == _LINK and _digest(target, entry) == entry.digest
        if entry.mode not in _FILES:
            return file.is_dir()  # another repository, whose files are not looked at
        data = read_ordinary(file, MAX_BYTES + 1)
    except (OSError, ValueError):
        return False
    return _digest(data, entry) == entry.digest or (
        b"\r\n" in data and _digest(data.replace(b"\r\n", b"\n"), entry) == entry.digest
    )


def _digest(data: bytes, entry: Entry) -> str:
    """Return the digest that git has of a content (`gitformat-loose(5)`)."""
    framed = b"blob %d\0%b" % (len(data), data)
    if len(entry.digest) == _SHA1_DIGITS:
        return sha1(framed, usedforsecurity=False).hexdigest()
    return sha256(framed).hexdigest()


def contents(top: Path, digests: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Go through contents by their digests: `cat-file --batch` prints a line, the content and a line end.

    Raises:
        GitError: where git cannot tell, or lacks one of them.

    """
    wanted = sorted(digests)
    if not wanted:
        return
    process = start_git(top, ("cat-file", "--batch", "--buffer"))
    printed = b"".join(answer(process, "".join(f"{each}\n" for each in wanted), _SECONDS))
    at = 0
    for digest in wanted:
        end = printed.index(b"\n", at)
        about = printed[at:end].split()
        if about[1] != b"blob":
            raise GitError(PARTIAL)
        at = end + 1 + int(about[2])
        yield digest, printed[end + 1 : at]
        at += 1


def _is_safe(path: str) -> bool:
    """Whether a path leads to somewhere below: a tree can be made by hand, and hold any name."""
    parts = PurePosixPath(path).parts
    if os.sep != "/" and (os.sep in path or ":" in path):
        return False
    return not (path.startswith("/") or ".." in parts or any(part.lower() == ".git" for part in parts))


def _write(file: Path, data: bytes | None, size: int) -> None:
    """Write a file; of one that is too large to be read only the size counts."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as stream:
        if data is None:
            stream.truncate(size)
        else:
            stream.write(data)


def _link(file: Path, target: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.symlink_to(os.fsdecode(target))
