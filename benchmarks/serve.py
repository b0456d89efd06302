"""What a rebuild under `mkdocs serve` costs after one edit, and how much of it is the plugin's.

    python -m benchmarks.serve                 # 10,000 items, each edit made five times
    python -m benchmarks.serve --items 1000 --edits 3 --theme material

A site with a page of prose beside each sidecar is really served, its files are edited one after the other,
and each rebuild is waited for. The same is done with the same pages without sidecars. Counted are seconds
of the processor for the thread that builds, by `benchmarks.serve_clock`:

- *own*: everything the plugin runs, in its hooks and while Markdown is converted;
- *pages*: what MkDocs, Markdown, the theme and other plugins do with the pages and files that the plugin
  generates;
- *rebuild*: all of it, from the end of one build to the end of the next;
- *added*: the rebuild, less that of the site without items. It holds what no clock can tell apart: a larger
  navigation on every page, a larger index of the search, a larger heap.
"""

import argparse
import json
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from benchmarks.generate import generate
from benchmarks.processes import ROOT, python

OWN: Final = 0.150
"""Seconds that the plugin may take after an edited sidecar."""

OWN_OF_PROSE: Final = 0.050
"""Seconds that the plugin may take after an edited page that names no item."""

_DEADLINE: Final = 300
"""Seconds after which a rebuild that does not end is a fault."""

_TURN: Final = 0.7
"""Seconds between two edits: the server looks twice a second."""

Spent = dict[str, float]
"""Seconds by what they were spent on, as `serve_clock` names it."""

Edit = Callable[[str, int], str]
"""Returns another text of a file; the number tells the edits of a kind apart."""


class Share(NamedTuple):
    """Seconds of one rebuild."""

    own: float
    pages: float
    whole: float


def share(spent: Spent) -> Share:
    """Return the shares of a rebuild."""
    own = sum(each for name, each in spent.items() if name.startswith("own: "))
    pages = sum(
        each for name, each in spent.items() if name.startswith("mkdocs: ") and name.endswith(" ours")
    )
    return Share(own, pages, spent["whole"])


def edit_title(text: str, number: int) -> str:
    """Give the first item another title."""
    return re.sub(r"(?m)^    title: .*$", f"    title: Another title {number}", text, count=1)


def edit_status(text: str, number: int) -> str:
    """Give the first flow another status."""
    status = ("planned", "partial")[number % 2]
    start = text.index("flows:\n")
    return text[:start] + re.sub(r"(?m)^    status: .*$", f"    status: {status}", text[start:], count=1)


def edit_reference(text: str, number: int) -> str:
    """Have the first component depend on nothing, or on what is not there."""
    named = ("[]", "[nobody-at-all]")[number % 2]
    return re.sub(r"(?m)^    depends_on: .*$", f"    depends_on: {named}", text, count=1)


def edit_prose(text: str, number: int) -> str:
    """Write a sentence into a page, in place of the last one that was."""
    return text.partition("\n\nThis is sentence ")[0] + f"\n\nThis is sentence {number} of the edits.\n"


class Served:
    """A site that is served, and what its builds cost."""

    def __init__(self, site: Path, record: Path) -> None:
        self.site = site
        self._record = record
        self._seen = 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        self._process = subprocess.Popen(
            python("benchmarks.serve_clock", record, site, address), cwd=ROOT, stderr=subprocess.DEVNULL
        )
        self.first = self.build()

    def build(self) -> Spent:
        """Wait for a build, and return what it took."""
        end = time.monotonic() + _DEADLINE
        while time.monotonic() < end and self._process.poll() is None:
            lines = self._record.read_text(encoding="utf-8").splitlines() if self._record.exists() else []
            if len(lines) > self._seen:
                self._seen += 1
                time.sleep(_TURN)
                spent: Spent = json.loads(lines[self._seen - 1])
                return spent
            time.sleep(0.05)
        raise RuntimeError(f"{self.site} was not built")

    def edited(self, path: Path, edit: Edit, number: int) -> Spent:
        """Edit a file, and return what the rebuild took."""
        file = self.site / path
        file.write_text(edit(file.read_text(encoding="utf-8"), number), encoding="utf-8")
        return self.build()

    def idle(self, seconds: float) -> float:
        """Return the share of a processor that the server takes while nothing happens (Linux)."""
        before = self._ticks()
        time.sleep(seconds)
        return (self._ticks() - before) / 100 / seconds

    def _ticks(self) -> int:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def end(self) -> None:
        """End the server."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(30)


@contextmanager
def served(site: Path) -> Iterator[Served]:
    """Serve a site."""
    server = Served(site, site.with_suffix(".record"))
    try:
        yield server
    finally:
        server.end()


def measure(folder: Path, items: int, edits: int, theme: str) -> dict[str, dict[str, list[Spent]]]:
    """Return what rebuilds took, by the site (with and without items) and by what was edited."""
    with_items, without = folder / "with", folder / "without"
    generate(with_items, items, pages=True, theme=theme)
    generate(without, items, pages=True, theme=theme)
    for sidecar in (without / "docs").rglob("*.trace.yml"):
        sidecar.unlink()
    sidecars = sorted(each.relative_to(with_items) for each in with_items.glob("docs/**/*.trace.yml"))
    chosen = random.Random(1).choices(sidecars, k=edits)
    runs: dict[str, dict[str, list[Spent]]] = {}
    with served(with_items) as ours, served(without) as bare:
        runs["with"] = {FIRST: [ours.first]}
        runs["without"] = {FIRST: [bare.first]}
        for what, edit in _EDITS.items():
            for number, sidecar in enumerate(chosen):
                path = sidecar if edit is not edit_prose else _page_of(sidecar)
                runs["with"].setdefault(what, []).append(ours.edited(path, edit, number))
                if edit is edit_prose:
                    runs["without"].setdefault(what, []).append(bare.edited(path, edit, number))
                _show(f"{what} {number + 1}/{edits}")
    return runs


def _page_of(sidecar: Path) -> Path:
    return sidecar.with_name(sidecar.name.removesuffix(".trace.yml") + ".md")


FIRST: Final = "the first build"

PROSE: Final = "a page that names no item"

_EDITS: Final[dict[str, Edit]] = {
    PROSE: edit_prose,
    "a sidecar: a title": edit_title,
    "a sidecar: a status": edit_status,
    "a sidecar: a reference": edit_reference,
}


def _show(progress: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{progress:<60}\r", end="", file=sys.stderr, flush=True)


def bound(what: str) -> float | None:
    """Return how many seconds the plugin may take after an edit."""
    return {FIRST: None, PROSE: OWN_OF_PROSE}.get(what, OWN)


def shares(runs: dict[str, dict[str, list[Spent]]]) -> Iterator[tuple[str, Share, float]]:
    """Yield what was edited, the medians of its shares, and what the items added to the rebuild."""
    bare = median(each["whole"] for each in runs["without"][PROSE])
    first = runs["without"][FIRST][0]["whole"]
    for what, spent in runs["with"].items():
        middle = Share(*map(median, zip(*map(share, spent), strict=True)))
        yield what, middle, middle.whole - (first if what == FIRST else bare)


def spent_on(runs: list[Spent]) -> Iterator[str]:
    """Yield what rebuilds spent most on, most first."""
    names = {name for each in runs for name in each}
    middle = {name: median(each.get(name, 0.0) for each in runs) for name in names}
    for name, seconds in sorted(middle.items(), key=lambda each: -each[1]):
        if seconds >= 0.001:
            yield f"| {name} | {1000 * seconds:.0f} |"


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.serve")
    arguments.add_argument("--items", type=int, default=10_000)
    arguments.add_argument("--edits", type=int, default=5, help="how often each edit is made (default: 5)")
    arguments.add_argument("--theme", default="material" if find_spec("material") else "mkdocs")
    arguments.add_argument("--details", action="store_true", help="what each rebuild spends its time on, too")
    given = arguments.parse_args()
    folder = Path(tempfile.mkdtemp()).resolve()
    try:
        runs = measure(folder, given.items, given.edits, given.theme)
    finally:
        shutil.rmtree(folder)
    print(f"{given.items:,} items, theme {given.theme}; milliseconds of the processor, medians\n")
    print("| edited | own | budget | pages | rebuild | added |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for what, middle, added in shares(runs):
        figures = (middle.own, middle.pages, middle.whole, added)
        own, pages, whole, more = (f"{1000 * each:.0f}" for each in figures)
        most = bound(what)
        budget = f"≤ {1000 * most:.0f}" if most else ""
        print(f"| {what} | {own} | {budget} | {pages} | {whole} | {more} |")
    if given.details:
        for site, by_edit in runs.items():
            for what, spent in by_edit.items():
                print(f"\n{site} items, {what}:\n\n| spent on | ms |\n| --- | ---: |")
                print(*spent_on(spent), sep="\n")


if __name__ == "__main__":
    main()
