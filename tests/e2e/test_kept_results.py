"""What is kept in `.cache/traceability/` speeds up and never misleads, whatever becomes of it."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import MakeSite
from .forked import DEADLINE
from .sites import BROKEN, CLEAN, Done, Site, environment

MANY = BROKEN | {
    f"docs/{n:03}.trace.yml": "flows:\n" + "".join(f"  - {{id: F{n}-{m}, title: Flow}}\n" for m in range(30))
    for n in range(20)
}
"""600 flows without a component."""


def kept(site: Site) -> list[Path]:
    return sorted((site.folder / ".cache/traceability").glob("*.json"))


def test_processes_at_once_say_the_same_and_leave_what_can_be_used(make_site: MakeSite) -> None:
    site = make_site(MANY)
    command = [sys.executable, "-m", "mkdocs_traceability", "check"]
    processes = [
        subprocess.Popen(
            command,
            cwd=site.folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(6)
    ]
    said = [process.communicate(timeout=DEADLINE) for process in processes]
    assert [process.returncode for process in processes] == [1] * 6
    assert set(said) == {said[0]}
    assert said[0][1] == ""
    assert len(said[0][0].splitlines()) > 500
    files = {file: file.read_bytes() for file in kept(site)}
    assert files
    assert sorted(path.name for path in (site.folder / ".cache/traceability").iterdir()) == [
        ".gitignore",
        *(file.name for file in files),
    ]
    assert site.check().out == said[0][0]
    assert {file: file.read_bytes() for file in kept(site)} == files


def test_a_build_and_a_check_at_once_do_no_harm(make_site: MakeSite) -> None:
    site = make_site(MANY)
    alone = make_site(MANY, "alone").check()
    build = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=site.folder,
        env=environment(),
        stderr=subprocess.PIPE,
    )
    assert site.check() == alone
    _, log = build.communicate(timeout=DEADLINE)
    assert (build.returncode, log) == (0, b"")
    assert site.check() == alone


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-7])


def cut_to_its_head(file: Path) -> None:
    file.write_bytes(file.read_bytes().partition(b"\n")[0])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def flipped(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(bytes(data))


def foreign(file: Path) -> None:
    file.write_bytes(b"\x80\x04\x95 not ours\n{}")


def other_json(file: Path) -> None:
    file.write_text("[1, 2, 3]\n", encoding="utf-8")


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [truncated, cut_to_its_head, emptied, flipped, foreign, other_json, a_folder],
    ids=lambda spoil: spoil.__name__,
)
def test_what_is_spoilt_is_as_if_it_were_not_there(
    make_site: MakeSite, spoil: Callable[[Path], None]
) -> None:
    site = make_site(BROKEN)
    first = site.check()
    assert kept(site)
    for file in kept(site):
        spoil(file)
    assert site.check() == first
    assert site.check() == first
    site.built()


def test_what_another_site_kept_is_not_used(make_site: MakeSite) -> None:
    broken, clean = make_site(BROKEN, "broken"), make_site(CLEAN, "clean")
    first = broken.check()
    assert clean.check().status == 0
    shutil.rmtree(broken.folder / ".cache")
    shutil.copytree(clean.folder / ".cache", broken.folder / ".cache")
    assert broken.check() == first


def test_a_folder_that_cannot_be_written_to_is_no_harm(make_site: MakeSite) -> None:
    site = make_site(BROKEN)
    (site.folder / ".cache").write_text("a file", encoding="utf-8")
    first = site.check()
    assert (first.status, first.log) == (1, "")
    assert site.check() == first
    site.built()
    assert (site.folder / ".cache").read_text(encoding="utf-8") == "a file"


def edits() -> list[tuple[str, dict[str, str]]]:
    """Steps in the life of a site, each of which changes what is found."""
    facts = CLEAN["docs/evaluation.trace.yml"]
    config = "site_name: S\nplugins:\n  - traceability:\n"
    return [
        ("clean", {}),
        ("a typing error", BROKEN),
        ("put right", CLEAN),
        ("a field of the user's own", {"docs/evaluation.trace.yml": facts + "    sla: 1 s\n"}),
        ("declared", {"mkdocs.yml": config + "      kinds: {flow: {fields: {sla: text}}}\n"}),
        ("weighed less", {"mkdocs.yml": config + "      rules: {TR002: info}\n"}),
        ("no YAML", {"docs/evaluation.trace.yml": facts + "{"}),
        ("an empty file", {"docs/evaluation.trace.yml": ""}),
        (
            "another page",
            {"docs/w.md": "---\ntraceability: {component: {id: w, depends_on: batcher}}\n---\n"},
        ),
        ("the facts again", {"docs/evaluation.trace.yml": facts}),
    ]


def test_with_what_is_kept_each_step_says_what_a_first_check_says(make_site: MakeSite) -> None:
    warm, cold = make_site(CLEAN, "warm"), make_site(CLEAN, "cold")
    said: list[Done] = []
    for step, files in edits():
        for site in (warm, cold):
            site.write(files)
        shutil.rmtree(cold.folder / ".cache", ignore_errors=True)
        said.append(warm.check())
        assert said[-1] == cold.check(), step
    assert len({done.out for done in said}) >= 6
