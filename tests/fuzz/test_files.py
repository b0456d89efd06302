"""Whatever stands in a file that is read: the command ends, says what is wrong at a place in the file, and changes none."""

import json
import shutil
from pathlib import Path
from random import Random
from time import process_time

import pytest
from incremental.doors import command, steady
from nightly import Budget, budget

from fuzz.mutations import changed, contents

pytestmark = pytest.mark.slow

CORPUS = Path(__file__).parent / "corpus"
SITE = contents(CORPUS / "site")
FOUND = sorted(each.name for each in (CORPUS / "found").glob("*") if each.is_dir())
"""Files that something went wrong with once, each a folder that is laid over the site."""

SECONDS = 60.0
"""Of the processor: hundreds of times what a check of this site takes."""

PARTS = 3

DOORS: tuple[tuple[str, ...], ...] = (
    ("check", "--format", "json"),
    ("export",),
    ("ground", "docs/guide.md", "AGENTS.md"),
    ("import", "docs/guide.md"),
    ("fmt", "--diff", "docs"),
    ("check", "--diff", "--unsafe-fixes"),
    ("rename", "--diff", "component:store", "storage"),
    ("brief", "code/worker.py"),
    ("check", "-f", "zensical.toml"),
    ("check", "--compare", "former.json", "--format", "markdown"),
)


READ_BY = {"zensical.toml": DOORS[-2], "former.json": DOORS[-1]}
"""Files that no other command reads."""


@pytest.mark.parametrize("part", range(PARTS))
def test_a_changed_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    steady(monkeypatch)
    allowed = budget(240 // PARTS, 60_000 // PARTS)
    fuzz(tmp_path, allowed, Random(f"{allowed.seed} {part}"))


def fuzz(folder: Path, allowed: Budget, random: Random) -> None:
    site = folder / "site"
    shutil.copytree(CORPUS / "site", site)
    (site / "former.json").write_text(command(site, "check", "--format", "json"), encoding="utf-8")
    whole = contents_of_sources(site)
    for tried in range(allowed.count):
        if allowed.is_used_up():
            print(f"{tried} files")
            break
        path = random.choice(sorted(whole))
        data = changed(whole[path], list(whole.values()), random)
        (site / path).write_bytes(data)
        usual = (DOORS[0], DOORS[0], random.choice(DOORS))
        door = READ_BY.get(path) or random.choice(usual)
        wrong = fault(site, door)
        if wrong:
            pytest.fail(f"{path} ({door}): {wrong}\n{data!r}", pytrace=False)
        (site / path).write_bytes(whole[path])


def contents_of_sources(site: Path) -> dict[str, bytes]:
    return {path: data for path, data in contents(site).items() if not path.startswith(".cache/")}


def fault(site: Path, door: tuple[str, ...]) -> str:
    """Return what is wrong with an answer, empty if nothing is."""
    before = contents_of_sources(site)
    begun = process_time()
    try:
        said = command(site, *door)
    except Exception as error:
        import traceback

        return "".join(traceback.format_exception(error))
    if process_time() - begun > SECONDS:
        return f"it takes {process_time() - begun:.0f} s"
    if contents_of_sources(site) != before:
        return "it changes a file"
    if "Traceback" in said:
        return said
    return misplaced(site, said) if door == DOORS[0] else ""


def misplaced(site: Path, said: str) -> str:
    """Return a finding that stands outside its file, empty if none does."""
    answer, _, log = said.rpartition("\n}\n")
    if not answer:
        return "" if log.startswith("Error: ") else said
    for each in json.loads(answer + "}")["findings"]:
        file = site / each["path"]
        if file.is_file():
            lines = file.read_bytes().decode("utf-8", "replace").splitlines() or [""]
            if not 1 <= each["line"] <= len(lines) + 1:
                return f"{each}"
            line = lines[each["line"] - 1] if each["line"] <= len(lines) else ""
            if not 1 <= each["column"] <= len(line) + 1:
                return f"{each}"
    return ""


@pytest.mark.parametrize("name", FOUND)
def test_a_file_that_something_went_wrong_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    steady(monkeypatch)
    site = tmp_path / "site"
    shutil.copytree(CORPUS / "site", site)
    (site / "former.json").write_text(command(site, "check", "--format", "json"), encoding="utf-8")
    shutil.copytree(CORPUS / "found" / name, site, dirs_exist_ok=True)
    for door in DOORS:
        assert fault(site, door) == "", door
