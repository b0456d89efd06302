"""Checks, a build and a server at the same time over one folder of what is kept: each says what it says alone."""

import shutil
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from incremental.doors import Served, command, steady
from incremental.lives import settle
from incremental.start import START
from nightly import budget

from chaos.children import Copy, answer_of, copy_of, run_at_once
from chaos.sites import fresh_answer, site

pytestmark = pytest.mark.slow

CHECKS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("check", "--format", "json"),
    ("check", "--verbose"),
    ("brief", "code/jobs/worker.py"),
    ("ground", "docs/guide.md"),
    ("export",),
    ("list", "flows"),
)

SIDECAR = "docs/flows.trace.yml"

STATES: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    (SIDECAR, lambda data: data.replace(b"[worker]", b"[wroker]")),
    ("code/jobs/worker.py", lambda data: data.replace(b"Worker", b"Wroker")),
    ("mkdocs.yml", lambda data: data.replace(b"{flow: 50}", b"{flow: 90}")),
    (SIDECAR, lambda data: data + b"  - {id: [\n"),
    ("docs/more.trace.yml", lambda data: b"flows: [{id: EVAL-009, title: More}]\n"),
    (SIDECAR, lambda data: data),
)
"""What an edit has a file hold, made of what it held in the beginning."""


@pytest.fixture(autouse=True)
def _steady(monkeypatch: pytest.MonkeyPatch) -> None:
    steady(monkeypatch)
    # what differs is written at the same time as it is read here: the clock of files is that much behind
    monkeypatch.setattr("mkdocs_traceability.files.witness._COARSE", 50_000_000)


def held_up(random: Random) -> Callable[[int, str], None]:
    """Have a command wait now and then before it touches a file, so that others come in between."""
    seed = random.random()

    def event(number: int, path: str) -> None:
        if hash((seed, number, path)) % 8 == 0:
            time.sleep(0.002)

    return event


def left_over(root: Path) -> list[str]:
    """Return the kept files that are none: what was to be put in the place of one."""
    return sorted(file.name for file in (root / ".cache/traceability").iterdir() if ".new-" in file.name)


def test_what_begins_at_once_with_nothing_kept(tmp_path: Path) -> None:
    alone, root = site(tmp_path / "alone"), site(tmp_path)
    expected = {arguments: fresh_answer(alone, *arguments) for arguments in CHECKS}
    pages = as_bytes(built_anew(alone))
    allowed = budget(4, 400)
    random = Random(allowed.seed)
    for _ in range(allowed.count):
        if allowed.is_used_up():
            break
        forget(root)
        together = [random.choice(CHECKS) for _ in range(random.choice((2, 4)))]
        building = copy_of(lambda: built_anew(root))
        for arguments, ended in zip(together, run_at_once(root, together, held_up(random)), strict=True):
            assert (ended.signal, ended.said) == (0, expected[arguments])
        assert as_bytes(answer_of(building)[0]) == pages
        for arguments in CHECKS:
            assert command(root, *arguments) == expected[arguments]
        assert left_over(root) == []


def test_a_site_that_is_served_and_edited_while_it_is_checked(tmp_path: Path) -> None:
    root, alone = site(tmp_path), site(tmp_path / "alone")
    allowed = budget(1, 100)
    random = Random(allowed.seed)
    pages, said = fresh_answers(alone)
    at = tmp_path / "at"
    for _ in range(allowed.count):
        if allowed.is_used_up():
            break
        at.write_text("0 0", encoding="utf-8")
        (root / "docs/more.trace.yml").unlink(missing_ok=True)
        site(tmp_path)
        serving = copy_of(lambda: serve_edits(root, at))
        checked = check_while(serving, root, at, said, random)
        served = answer_of(serving)[0]
        assert [as_bytes(each) for each in served] == pages
        assert checked >= len(STATES)
        assert command(root, "check") == said[-1]["check"]
        assert left_over(root) == []


def fresh_answers(root: Path) -> tuple[list[dict[str, bytes | str]], list[dict[str, str]]]:
    """Return what a site is built to after each edit, and what commands say then, with nothing kept."""
    pages, said = [], []
    for number in range(len(STATES) + 1):
        edit(root, number)
        said.append({arguments[0]: fresh_answer(root, *arguments) for arguments in WHILE})
        forget(root)
        pages.append(as_bytes(built_anew(root)))
    return pages, said


WHILE: tuple[tuple[str, ...], ...] = (("check",), ("brief", "code/jobs/worker.py"), ("export",))


def serve_edits(root: Path, at: Path) -> list[dict[str, str]]:
    """Edit a site step by step, and build it after each as a server does that goes on; `at` says which step it is."""
    served = Served()
    pages = []
    for number in range(len(STATES) + 1):
        replace(at, f"{max(0, number - 1)} {number}".encode(), at.parent)
        edit(root, number)
        replace(at, f"{number} {number}".encode(), at.parent)
        settle(at.parent)
        pages.append(built(root, served))
    served.close()
    return pages


def check_while(serving: Copy, root: Path, at: Path, said: list[dict[str, str]], random: Random) -> int:
    """Check as long as a server builds; each answer is one of a state that there was meanwhile. Return how many."""
    checked = 0
    last = len(STATES)
    while int(at.read_text(encoding="utf-8").split()[0]) < last:
        first = int(at.read_text(encoding="utf-8").split()[0])
        together = [random.choice(WHILE) for _ in range(2)]
        ended = run_at_once(root, together, held_up(random))
        until = int(at.read_text(encoding="utf-8").split()[1])
        for arguments, each in zip(together, ended, strict=True):
            assert (each.signal, "Traceback" in each.said) == (0, False), each.said
            if until - first <= 1:  # of two edits it may have seen the second alone
                assert each.said in [one[arguments[0]] for one in said[first : until + 1]], (first, until)
            checked += 1
    return checked


def forget(root: Path) -> None:
    shutil.rmtree(root / ".cache", ignore_errors=True)


def edit(root: Path, number: int) -> None:
    """Bring a site into a state, the first of which is how it begins; each file is replaced at once."""
    if number:
        path, change = STATES[number - 1]
        replace(root / path, change(START.get(path, "").encode()), root.parent)


def replace(file: Path, data: bytes, beside_folder: Path) -> None:
    beside = beside_folder / "beside"
    beside.write_bytes(data)
    beside.replace(file)


def built_anew(root: Path) -> dict[str, str]:
    with closing(Served()) as served:
        return built(root, served)


def built(root: Path, served: Served) -> dict[str, str]:
    """Build a site; return its files as text that JSON takes."""
    with TemporaryDirectory() as to:
        files = served.built(root / "mkdocs.yml", Path(to, "site"))
    return {
        path: data if isinstance(data, str) else f"={b64encode(data).decode()}"
        for path, data in files.items()
    }


def as_bytes(files: dict[str, str]) -> dict[str, bytes | str]:
    return {path: b64decode(data[1:]) if data.startswith("=") else data for path, data in files.items()}
