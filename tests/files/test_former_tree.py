"""The files of a commit: which are not the same now, and a copy of them; nothing of the repository's is run."""

import os
import subprocess
from hashlib import sha1
from pathlib import Path

import pytest
from support import table

from mkdocs_traceability.files.former_tree import FormerTree, former_tree
from mkdocs_traceability.files.git import GitError

NAMES = ("plain.txt", "a b.txt", "ü/é.txt", "line\nend.txt", "tab\t.txt", "-x", "x:y", "a\\b", "*.txt")


def git(folder: Path, *arguments: str, stdin: bytes | None = None) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *arguments]
    done = subprocess.run(command, cwd=folder, check=True, input=stdin, capture_output=True)
    return os.fsdecode(done.stdout).strip()


def commit(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    git(folder, "init", "-q")
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "One")


def tree_of(folder: Path, *needed: str) -> FormerTree:
    return former_tree(folder, "HEAD", [folder / each for each in needed or (".",)])


def copied(tree: FormerTree, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    tree.write(folder)
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_file_differs_as_soon_as_it_is_edited_deleted_or_added(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    commit(folder, dict.fromkeys(NAMES, b"one\n"))
    tree = tree_of(folder)
    assert not any(tree.differs(folder / name) for name in NAMES)
    assert not tree.differs(folder / "not there")
    assert not tree.differs(tmp_path / "outside")
    for name in NAMES[::2]:
        (folder / name).write_bytes(b"two\n")
    for name in NAMES[1::2]:
        (folder / name).unlink()
    (folder / "new").write_bytes(b"")
    tree = tree_of(folder)
    assert all(tree.differs(folder / name) for name in (*NAMES, "new"))
    assert copied(tree, tmp_path / "copy") == dict.fromkeys(NAMES, b"one\n")


@table(
    ("now", "differs"),
    ("the same", b"a\nb\n", False),
    ("other line ends", b"a\r\nb\r\n", False),
    ("a byte order mark", b"\xef\xbb\xbfa\nb\n", True),
    ("no line end", b"a\nb", True),
)
def test_only_what_a_file_says_counts(tmp_path: Path, now: bytes, differs: bool) -> None:
    commit(tmp_path / "r", {"x": b"a\nb\n"})
    (tmp_path / "r/x").write_bytes(now)
    os.utime(tmp_path / "r/x", (1, 1))
    assert tree_of(tmp_path / "r").differs(tmp_path / "r/x") is differs


def test_only_what_is_needed_is_listed(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    commit(folder, {"site/docs/a": b"1", "site2/b": b"2", "code/c": b"3", "*/d": b"4"})
    assert sorted(tree_of(folder, "site", "code/c").entries) == ["code/c", "site/docs/a"]
    assert sorted(tree_of(folder, "*").entries) == ["*/d"]
    assert tree_of(folder, "..").entries == {}


def test_links_are_compared_and_copied_as_links(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    commit(folder, {"a": b"1", "b": b"2"})
    (folder / "link").symlink_to("a")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Two")
    tree = tree_of(folder)
    assert not tree.differs(folder / "link")
    assert copied(tree, tmp_path / "copy") == {"a": b"1", "b": b"2"}
    assert (tmp_path / "copy/link").readlink() == Path("a")
    (folder / "link").unlink()
    (folder / "link").symlink_to("b")
    (folder / "a").unlink()
    (folder / "a").symlink_to("b")
    assert all(tree_of(folder).differs(folder / name) for name in ("link", "a"))


def test_a_submodule_is_not_entered(tmp_path: Path) -> None:
    commit(tmp_path / "part", {"x": b"1"})
    folder = tmp_path / "r"
    commit(folder, {"a": b"1"})
    git(folder, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(tmp_path / "part"), "part")
    git(folder, "commit", "-q", "-m", "Two")
    tree = tree_of(folder)
    assert not tree.differs(folder / "a")
    assert tree.differs(folder / "part/x"), "it is no file of this repository"
    assert sorted(copied(tree, tmp_path / "copy")) == [".gitmodules", "a"]


def made_by_hand(folder: Path, *paths: str) -> FormerTree:
    """A commit whose tree has names that git itself would refuse."""
    blob = git(folder, "hash-object", "-w", "--stdin", stdin=b"x")
    tree = b"".join(b"100644 %s\0%s" % (path.encode(), bytes.fromhex(blob)) for path in paths)
    object_ = git(folder, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", stdin=tree)
    git(folder, "update-ref", "HEAD", git(folder, "commit-tree", "-m", "x", object_))
    return tree_of(folder)


def test_no_file_is_copied_to_another_place(tmp_path: Path) -> None:
    commit(tmp_path / "r", {})
    tree = made_by_hand(tmp_path / "r", "../out", "..", "/etc", ".git", "good")
    assert copied(tree, tmp_path / "copy") == {"good": b"x"}
    assert not (tmp_path / "out").exists()


def test_a_name_that_stands_twice_is_refused_and_not_written_through(tmp_path: Path) -> None:
    commit(tmp_path / "r", {})
    tree = made_by_hand(tmp_path / "r", "a", "a/b")
    (tmp_path / "copy").mkdir()
    with pytest.raises(OSError, match="a"):
        tree.write(tmp_path / "copy")


def test_a_commit_with_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path / "r", {"a": b"1", "b": b"1"})
    monkeypatch.setattr("mkdocs_traceability.files.former_tree._MOST_FILES", 1)
    with pytest.raises(GitError, match="too many files"):
        tree_of(tmp_path / "r").write(tmp_path / "copy")


def test_of_a_file_that_is_too_large_to_be_read_only_the_size_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path / "r", {"a": b"12345"})
    monkeypatch.setattr("mkdocs_traceability.files.former_tree.MAX_BYTES", 4)
    assert copied(tree_of(tmp_path / "r"), tmp_path / "copy") == {"a": b"\0" * 5}


def test_a_content_that_git_lacks_is_said(tmp_path: Path) -> None:
    commit(tmp_path / "r", {"a": b"gone"})
    tree = tree_of(tmp_path / "r")
    digest = sha1(b"blob 4\0gone", usedforsecurity=False).hexdigest()
    (tmp_path / "r/.git/objects" / digest[:2] / digest[2:]).unlink()
    with pytest.raises(GitError, match="a partial clone has not fetched them"):
        tree.write(tmp_path / "copy")


def test_a_repository_of_longer_digests(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    git(folder, "init", "-q", "--object-format=sha256")
    commit(folder, {"a": b"1", "b": b"2"})
    (folder / "b").write_bytes(b"3")
    tree = tree_of(folder)
    assert (tree.differs(folder / "a"), tree.differs(folder / "b")) == (False, True)
    assert copied(tree, tmp_path / "copy") == {"a": b"1", "b": b"2"}


def test_nothing_that_a_repository_configures_is_run(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    commit(folder, {"a": b"1", ".gitattributes": b"* filter=trap diff=trap\n"})
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\ncat\n")
    trap.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        (hooks / hook).symlink_to(trap)
    for name in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "core.sshCommand",
        "core.alternateRefsCommand",
    ):
        git(folder, "config", name, str(trap))
    for name in ("clean", "smudge", "process"):
        git(folder, "config", f"filter.trap.{name}", str(trap))
    for name in ("textconv", "command"):
        git(folder, "config", f"diff.trap.{name}", str(trap))
    git(folder, "config", "core.hooksPath", str(hooks))
    (folder / "a").write_bytes(b"2")
    tree = tree_of(folder)
    assert tree.differs(folder / "a")
    assert copied(tree, tmp_path / "copy")["a"] == b"1"
    assert not (tmp_path / "sprung").exists()
    git(folder, "status")
    assert (tmp_path / "sprung").exists(), "the trap works"
