"""Pipes, devices, names that are no text, folders that may not be written to, and kept files that somebody else wrote."""

import os
import shutil
from hashlib import blake2b
from pathlib import Path
from random import Random

import pytest
from fuzz.mutations import changed, other_shape
from incremental.doors import command, steady
from nightly import budget

from chaos.children import Ended, answer_of, copy_of, run
from chaos.sites import contents, fresh_answer, site

pytestmark = pytest.mark.slow

READ = (
    "docs/flows.trace.yml",
    "docs/guide.md",
    "facts/resources.yml",
    "code/jobs/worker.py",
    "reports/unit.xml",
    "api/openapi.yaml",
    "db/001.sql",
    "traceability-baseline.json",
    "mkdocs.yml",
    ".git",
    ".cache",
    ".cache/traceability",
)
"""Files and folders in whose place something else may be."""

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("export",),
    ("brief", "code/jobs/worker.py"),
    ("fmt", "docs"),
)


@pytest.fixture(autouse=True)
def _steady(monkeypatch: pytest.MonkeyPatch) -> None:
    steady(monkeypatch)


def ends(ended: Ended) -> None:
    assert (ended.signal, "Traceback" in ended.said) == (0, False), ended


def all_end(root: Path) -> None:
    """Whether commands end, one after another in one copy: to make a copy costs more than a command."""
    answer, status = answer_of(copy_of(lambda: [command(root, *arguments) for arguments in COMMANDS]))
    assert (status, len(answer or [])) == (0, len(COMMANDS))
    assert "Traceback" not in "".join(answer)


@pytest.mark.parametrize("path", READ)
def test_a_pipe_or_a_device_is_not_waited_for(tmp_path: Path, path: str) -> None:
    root = site(tmp_path)
    file = root / path
    file.unlink(missing_ok=True)
    file.parent.mkdir(exist_ok=True)
    os.mkfifo(file)
    all_end(root)
    file.unlink()
    file.symlink_to("/dev/zero")
    all_end(root)


@pytest.mark.parametrize("path", READ)
def test_a_link_to_itself_ends(tmp_path: Path, path: str) -> None:
    root = site(tmp_path)
    file = root / path
    file.unlink(missing_ok=True)
    file.parent.mkdir(exist_ok=True)
    file.symlink_to(file.name)
    all_end(root)


def test_names_that_are_no_text(tmp_path: Path) -> None:
    root = site(tmp_path)
    odd = os.fsdecode(b"\xff\xfe ")
    for path in ("docs/flows.trace.yml", "code/store.py", "reports/unit.xml", "facts/resources.yml"):
        copy = (root / path).with_name(f"{odd}{Path(path).name}")
        copy.write_bytes((root / path).read_bytes())
    (root / f"docs/{odd}").mkdir()
    (root / f"docs/{odd}/x.md").write_text("# X\n", encoding="utf-8")
    (root / f"code/{odd}").symlink_to(odd)
    for arguments in (*COMMANDS, ("check", "--format", "json"), ("check", "--fix"), ("ground",)):
        ends(run(root, *arguments))
        assert command(root, "check") == fresh_answer(root, "check")


@pytest.mark.parametrize("what", ["findings", "folder", "file in place of folder"])
def test_where_nothing_can_be_kept_the_check_is_the_same(tmp_path: Path, what: str) -> None:
    root = site(tmp_path)
    expected = fresh_answer(root, "check")
    kept = root / ".cache/traceability"
    shutil.rmtree(root / ".cache")
    if what == "findings":
        command(root, "check")
        for file in kept.glob("*.json"):
            file.unlink()
            file.mkdir()
            (file / "x").write_bytes(b"")
    elif what == "folder":
        kept.parent.mkdir()
        kept.symlink_to("/proc/self")  # nothing can be written there, whoever runs this
    else:
        kept.parent.write_bytes(b"")
    assert command(root, "check") == expected
    assert command(root, "check") == expected


def test_what_somebody_else_wrote_into_kept_files_is_harmless(tmp_path: Path) -> None:
    root = site(tmp_path)
    doors = (("check", "--format", "json"), ("brief", "code/jobs/worker.py"), ("ground", "docs/guide.md"))
    for door in doors:
        command(root, *door)
    kept = {file.name: file.read_bytes() for file in sorted((root / ".cache/traceability").glob("*.*"))}
    sources = contents(root)
    allowed = budget(60, 2000)
    random = Random(allowed.seed)
    for _ in range(allowed.count):
        if allowed.is_used_up():
            break
        for name, data in kept.items():
            (root / ".cache/traceability" / name).write_bytes(data)
        name = random.choice(sorted(kept))
        odd = hostile(kept[name], list(kept.values()), random)
        (root / ".cache/traceability" / name).write_bytes(odd)
        for door in doors:
            said = command(root, *door)
            assert "Traceback" not in said, (name, odd[:3000])
            assert said.rpartition(" ")[2] in ("0", "1", "2")
        assert contents(root) == sources


def hostile(data: bytes, others: list[bytes], random: Random) -> bytes:
    """Change a kept file; mostly it carries the right key and its own digest all the same."""
    head, newline, body = data.partition(b"\n")
    if random.randrange(4) == 0 or not newline:
        return changed(data, others, random)
    body = changed(body, others, random) if random.randrange(3) == 0 else other_shape(body, random)
    return head.split(b" ")[0] + b" " + blake2b(body, digest_size=16).hexdigest().encode() + b"\n" + body
