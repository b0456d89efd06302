"""The life of a site: one edit after another, each followed by a comparison with a site of which nothing is kept."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from contextlib import closing
from difflib import unified_diff
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from incremental.doors import TODAY, GoingOn, Served, command
from incremental.edits import Edit, apply, drawn
from incremental.start import START

LONG_AGO = 1_760_000_000
DAY = 86_400

GIT = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0")


class Life(NamedTuple):
    """What happens to a site; `asks` is the seed of what it is asked after each edit."""

    asks: int
    edits: tuple[Edit, ...]
    has_git: bool = False
    builds: bool = False


def lives(seed: int, count: int, *, length: int, builds: bool = False) -> Iterable[Life]:
    """Make lives with as many edits altogether; in some the site is a git repository."""
    for number in range(-(-count // length)):
        random = Random(f"{seed} {number}")
        many = min(length, count - number * length)
        yield Life(random.randrange(1_000_000), tuple(drawn(random, count=many)), number % 3 == 1, builds)


def fault_of(life: Life, folder: Path) -> str:
    """Live a life in a folder; return how the two sites differ, and after which edit; empty where they never do."""
    kept, fresh = _Site(folder / "kept/site", life), _Site(folder / "fresh/site", life)
    random = Random(life.asks)
    favourite = _favourite(random, life)
    for number, edit in enumerate(life.edits):
        for site in (kept, fresh):
            site.edit(edit, number)
        settle(folder)
        for ask in _asked(random, favourite, life):
            shutil.rmtree(fresh.root / ".cache", ignore_errors=True)
            said, expected = kept.answer(ask), fresh.answer(ask, is_fresh=True)
            if said != expected:
                kept.close()
                where = f"after edit {number}, {edit}, `{' '.join(ask)}`"
                return f"{where} differs:\n{_difference(expected, said)}"
    kept.close()
    return ""


def shrunk(life: Life) -> tuple[Life, str]:
    """Leave out edits as long as it still fails, and return what is left with how it fails."""
    best, why = life, _fault(life)
    if not why:
        return life, "it does not fail again"
    size = max(1, len(best.edits) // 2)
    while size:
        at = 0
        while at < len(best.edits):
            fewer = best._replace(edits=best.edits[:at] + best.edits[at + size :])
            if found := _fault(fewer):
                best, why = fewer, found
            else:
                at += size
        size //= 2
    return best, why


def settle(folder: Path) -> None:
    """Wait until the clock of the file system has gone on: what is written after that has another time."""
    clock = folder / "clock"
    clock.write_bytes(b"")
    first = clock.stat().st_ctime_ns
    while clock.stat().st_ctime_ns == first:
        clock.write_bytes(b"")


def lay_out(root: Path) -> None:
    """Write the files that a site has at the beginning."""
    for age, (path, text) in enumerate(START.items()):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        os.utime(file, (LONG_AGO + age, LONG_AGO + age))


class _Site:
    def __init__(self, root: Path, life: Life) -> None:
        self.root = root
        self._life = life
        self._today = TODAY - DAY * 30
        self._going_on = GoingOn(root / "mkdocs.yml")
        self._served = Served()
        lay_out(root)
        if life.has_git:
            subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
            self._commit(LONG_AGO)

    def close(self) -> None:
        self._served.close()

    def edit(self, edit: Edit, number: int) -> None:
        if edit.what == "another day":
            self._today += DAY * 30 * (1 if self._today < TODAY else -1)
        apply(edit, self.root, LONG_AGO + (number + 1) * 1000)
        if self._life.has_git and edit.choice % 5 == 0:
            self._commit(LONG_AGO + (number + 1) * 1000)

    def answer(self, ask: tuple[str, ...], *, is_fresh: bool = False) -> dict[str, str | bytes]:
        os.environ["SOURCE_DATE_EPOCH"] = str(self._today)
        if ask == ("current",):
            return {"": (GoingOn(self.root / "mkdocs.yml") if is_fresh else self._going_on).findings()}
        if ask == ("build",):
            with TemporaryDirectory() as to, closing(Served()) as anew:
                served = anew if is_fresh else self._served
                return served.built(self.root / "mkdocs.yml", Path(to, "site"))
        return {"": command(self.root, *ask)}

    def _commit(self, time: int) -> None:
        date = f"{time} +0000"
        environment = os.environ | {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        for line in (("add", "-A"), ("commit", "-q", "--allow-empty", "-m", "One")):
            subprocess.run([*GIT, *line], cwd=self.root, env=environment, check=True, capture_output=True)


CHECKS = (
    *(("check", "--format", "json"),) * 4,
    ("check",),
    ("check", "--verbose"),
    ("check", "--format", "markdown"),
    ("check", "--format", "sarif"),
    ("check", "--write-baseline"),
)

OTHERS = (
    ("brief", "code/jobs/worker.py", "docs/flows.trace.yml"),
    ("brief", "code/store.py", "--format", "json"),
    ("ground", "docs/guide.md"),
    ("export",),
    ("list", "flows", "--format", "json"),
    ("check", "--changed", "--format", "json"),
)


def _favourite(random: Random, life: Life) -> tuple[str, ...]:
    """Return what a site is asked again and again: what is kept of one command is used by the next of its kind."""
    if life.builds:
        return ("build",)
    others = OTHERS if life.has_git else OTHERS[:-1]
    return random.choice((*CHECKS, *others, ("current",)))


def _asked(random: Random, favourite: tuple[str, ...], life: Life) -> list[tuple[str, ...]]:
    """Return what a site is asked after an edit."""
    asked = [favourite] if random.randrange(6) else []
    if random.randrange(3) == 0 or not asked:
        asked.append(random.choice(CHECKS))
    if random.randrange(8) == 0:
        asked.append(random.choice(OTHERS if life.has_git else OTHERS[:-1]))
    random.shuffle(asked)
    return [*asked, asked[0]] if random.randrange(8) == 0 else asked


def _fault(life: Life) -> str:
    with TemporaryDirectory() as folder:
        return fault_of(life, Path(folder))


def _difference(expected: dict[str, str | bytes], said: dict[str, str | bytes]) -> str:
    lines = []
    for name in sorted(expected.keys() | said.keys()):
        one, other = (_text(each.get(name, "not there")) for each in (expected, said))
        if one != other:
            lines += unified_diff(
                one.splitlines(), other.splitlines(), f"{name} fresh", f"{name} kept", "", "", 1, ""
            )
    return "\n".join(line[:400] for line in lines[:60])


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
