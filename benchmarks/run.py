"""Measure what the project costs beside its budgets, and print that as a Markdown table.

The figures are for reading: whatever they are, the exit status is 0, unless a process that was measured
failed or did not find what there is to find. What is measured, and why so, is in README.md.
"""

import argparse
import json
import platform
import shutil
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from math import log
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from benchmarks.ground import FALSE
from benchmarks.processes import Task, interleave, python

_COMMAND: Final = "mkdocs_traceability"
_FOUND: Final = (0, 1)
"""A check that finds something ends with 1."""

_LEAST: Final = 0.001
"""Seconds; what costs less than can be measured is taken for this."""


class Row(NamedTuple):
    """A line of the table: what was measured, in which unit, and what it may be at the most."""

    what: str
    figure: float
    unit: str = " s"
    budget: float | None = None

    def __str__(self) -> str:
        figure = f"{self.figure:#.3g}".rstrip(".") + self.unit
        if self.budget is None:
            return f"| {self.what} | {figure} | – | – |"
        return f"| {self.what} | {figure} | ≤ {self.budget:g}{self.unit} | {self.figure / self.budget:.2f} |"


class Size(NamedTuple):
    """A site of one size, and what is measured on it."""

    items: int
    folder: Path
    floor: Task
    cold: Task
    unchanged: Task
    edit: Task

    @property
    def tasks(self) -> list[Task]:
        """What is measured, in an order in which each leaves what the next needs."""
        return [self.floor, self.cold, self.unchanged, self.edit]


def _site(folder: Path, items: int) -> Size:
    """Write a site, and say what to measure on it."""
    Task("generate", python("benchmarks.generate", folder, "--items", items)).run()
    check = python(_COMMAND, "check", "--allow-empty", folder)

    def task(name: str, prepare: Callable[[], object] = lambda: None) -> Task:
        return Task(f"{name}, {items:,} items", check, prepare, _FOUND)

    floor = Task(f"floor, {items:,} items", python("benchmarks.floor", folder))
    cold = task("cold check", lambda: shutil.rmtree(folder / ".cache", ignore_errors=True))
    return Size(items, folder, floor, cold, task("unchanged check"), task("one edit", _editor(folder)))


def _editor(folder: Path) -> Callable[[], object]:
    """Return what changes the title of an item in one sidecar, every time to another."""
    file = min((folder / "docs").rglob("*.trace.yml"), default=folder / "none")
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    count = 0

    def edit() -> None:
        nonlocal count
        count += 1
        if text:
            file.write_text(text.replace("title: ", f"title: ({count}) ", 1), encoding="utf-8", newline="\n")

    return edit


def _suggested(size: Size) -> tuple[int, int]:
    """Return how many typos there are, and for how many what was meant is suggested.

    Raises:
        RuntimeError: if anything else was found, or less.

    """
    check = Task("findings", python(_COMMAND, "check", size.folder, "--format", "json"), expected=_FOUND)
    check.run()
    findings = json.loads(check.output)["findings"]
    typos = json.loads((size.folder / "typos.json").read_text(encoding="utf-8"))
    found = [finding for finding in findings if finding["code"] == "TR101"]
    if len(findings) != len(typos) or len(found) != len(typos):
        codes = sorted({finding["code"] for finding in findings})
        raise RuntimeError(f"{len(typos)} typos, but {len(findings)} findings: {', '.join(codes)}")
    meant = {typo["written"]: typo["meant"] for typo in typos}
    right = sum(f"`{meant[finding['message'].split('`')[1]]}`" in finding["help"] for finding in found)
    return len(typos), right


def measure(folder: Path, *, quick: bool, rounds: int) -> tuple[list[Row], str]:
    """Measure everything below a folder that is empty; return the table, and a remark on what was found."""
    empty = _site(folder / "empty", 0)
    small, middle = (_site(folder / str(items), items) for items in (1_000, 10_000))
    version = Task("start-up", python(_COMMAND, "--version"))
    for task in (version, empty.floor, empty.cold):
        task.run(count=False)
    interleave([version, empty.floor, empty.cold, *small.tasks, *middle.tasks], rounds)
    typos, right = _suggested(middle)
    rows = _start_up(version, empty) + _against_floor(empty, small) + _against_floor(empty, middle, 2.5)
    rows += _checks(middle)
    if quick:
        rows += _growth(empty, small, middle)
    else:
        large = _site(folder / "large", 100_000)
        interleave(large.tasks, max(3, rounds // 3))
        rows += _against_floor(empty, large) + _growth(empty, middle, large)
    remark = (
        f"All of {typos} typos among 10,000 items were found, and nothing else; what was meant is suggested "
        f"for {right}."
    )
    return rows, remark


def _start_up(version: Task, empty: Size) -> list[Row]:
    return [
        Row("start-up: `--version`", version.cpu, budget=0.5),
        Row("start-up: check of an empty site", empty.cold.cpu, budget=0.5),
    ]


def _against_floor(empty: Size, size: Size, budget: float | None = None) -> list[Row]:
    floor = size.floor.cpu - empty.floor.cpu
    cold = size.cold.cpu - empty.cold.cpu
    return [
        Row(f"the floor, {size.items:,} items, start-up apart", floor),
        Row(f"cold check, {size.items:,} items, start-up apart", cold),
        Row("the same in floors", cold / floor, " ×", budget),
    ]


def _checks(size: Size) -> list[Row]:
    items = f"{size.items:,} items, start-up included"
    return [
        Row(f"cold check, {items}", size.cold.cpu),
        Row(f"unchanged check, {items}", size.unchanged.cpu, budget=0.6),
        Row(f"check after one edit, {items}", size.edit.cpu),
    ]


def _growth(empty: Size, less: Size, more: Size) -> list[Row]:
    """Compare two sizes: a cost that grows like the number of items has the exponent 1."""
    base = empty.cold

    def row(what: str, of_less: float, of_more: float) -> Row:
        name = f"growth of {what} from {less.items:,} to {more.items:,} items: exponent"
        growth = max(of_more, _LEAST) / max(of_less, _LEAST)
        return Row(name, log(growth) / log(more.items / less.items), "", 1.1)

    rows = [
        row("time, cold check", less.cold.cpu - base.cpu, more.cold.cpu - base.cpu),
        row("time, unchanged check", less.unchanged.cpu - base.cpu, more.unchanged.cpu - base.cpu),
        row("time, one edit", less.edit.cpu - base.cpu, more.edit.cpu - base.cpu),
        row("memory, cold check", less.cold.peak - base.peak, more.cold.peak - base.peak),
    ]
    for size in (less, more):
        for task, name in ((size.cold, "cold check"), (size.edit, "check after one edit")):
            an_item = (task.peak - base.peak) / size.items / 1024
            rows.append(Row(f"memory an item, {name}, {size.items:,} items", an_item, " KB", 15))
    return rows


def measure_claims(folder: Path, rounds: int, files: int = 2_000) -> list[Row]:
    """Measure the check of claims of code: five a file, against parsing those files and no more."""
    claimed, bare, empty = folder / "claimed", folder / "bare", folder / "none"
    for site, options in ((claimed, ()), (bare, ("--bare",)), (empty, ("--bare",))):
        count = 0 if site is empty else files
        Task("generate", python("benchmarks.claims", site, "--files", count, *options)).run()

    def check(name: str, site: Path, prepare: Callable[[], object] = lambda: None) -> Task:
        return Task(name, python(_COMMAND, "check", site), prepare, (0,))

    def forget(site: Path) -> Callable[[], object]:
        return lambda: shutil.rmtree(site / ".cache", ignore_errors=True)

    parse = Task("parsing", python("benchmarks.parsing", claimed))
    idle = Task("parsing nothing", python("benchmarks.parsing", empty))
    cold = check("cold check of claims", claimed, forget(claimed))
    unchanged = check("unchanged check of claims", claimed)
    without = check("cold check without claims", bare, forget(bare))
    interleave([idle, parse, without, cold, unchanged], rounds)
    floor, cost = parse.cpu - idle.cpu, cold.cpu - without.cpu
    what = f"{files * 5:,} claims over {files:,} files"
    return [
        Row(f"parsing {files:,} files of 200 lines, start-up apart", floor),
        Row(f"cold check, {what}: what the claims add", cost),
        Row("the same in parsings", cost / floor, " ×", 1.5),
        Row(f"unchanged check, {what}, start-up included", unchanged.cpu, budget=0.9),
    ]


def measure_observing(folder: Path, rounds: int, files: int = 2_000) -> list[Row]:
    """Measure what it costs to see what components import and write, against parsing the files once."""
    seen, bare, empty = folder / "seen", folder / "bare", folder / "none"
    for site, options in ((seen, ()), (bare, ("--bare",)), (empty, ("--bare",))):
        count = 0 if site is empty else files
        Task("generate", python("benchmarks.observing", site, "--files", count, *options)).run()

    def forget(site: Path) -> Callable[[], object]:
        return lambda: shutil.rmtree(site / ".cache", ignore_errors=True)

    parse = Task("parsing", python("benchmarks.parsing", seen))
    idle = Task("parsing nothing", python("benchmarks.parsing", empty))
    cold = Task("cold check with paths", python(_COMMAND, "check", seen), forget(seen))
    unchanged = Task("unchanged check with paths", python(_COMMAND, "check", seen))
    without = Task("cold check without paths", python(_COMMAND, "check", bare), forget(bare))
    interleave([idle, parse, without, cold, unchanged], rounds)
    floor, cost = parse.cpu - idle.cpu, cold.cpu - without.cpu
    return [
        Row(f"cold check, {files:,} files of 40 components: what observing them adds", cost),
        Row("the same in parsings", cost / floor, " ×"),
        Row("unchanged check of the same, start-up included", unchanged.cpu),
    ]


def measure_ground(folder: Path, rounds: int, files: int = 2_000, pages: int = 500) -> list[Row]:
    """Measure what it costs to ground pages about code, git included, against parsing the files once."""
    grounded, empty = folder / "grounded", folder / "none"
    Task("generate", python("benchmarks.ground", grounded, "--files", files, "--pages", pages)).run()
    Task("generate", python("benchmarks.ground", empty, "--files", 0, "--pages", 0)).run()

    def forget() -> None:
        shutil.rmtree(grounded / ".cache", ignore_errors=True)

    def ground(name: str, site: Path, prepare: Callable[[], object] = lambda: None) -> Task:
        return Task(name, python(_COMMAND, "ground", site / "docs", "-q"), prepare, _FOUND)

    parse = Task("parsing", python("benchmarks.parsing", grounded))
    idle = Task("parsing nothing", python("benchmarks.parsing", empty))
    cold, unchanged = ground("cold", grounded, forget), ground("unchanged", grounded)
    start = ground("start-up", empty)
    interleave([idle, parse, start, cold, unchanged], rounds)
    reported, expected = cold.output.count(" TR6"), min(FALSE, pages)
    if reported != expected:
        raise RuntimeError(f"{reported} of {expected} false statements are reported")
    floor, cost = parse.cpu - idle.cpu, cold.cpu - start.cpu
    what = f"{pages:,} pages with {pages * 20:,} statements over {files:,} files"
    return [
        Row(f"cold `ground`, {what}, start-up apart", cost),
        Row("the same in parsings", cost / floor, " ×", 2),
        Row(f"unchanged `ground`, {what}, start-up included", unchanged.cpu, budget=0.9),
    ]


def measure_pages(folder: Path, rounds: int) -> list[Row]:
    """Measure the pages of 10,000 items, and one table of 5,000 rows: their cost and their weight."""
    many, table = folder / "many", folder / "table"
    Task("generate", python("benchmarks.generate", many, "--items", 10_000)).run()
    Task("generate", python("benchmarks.pages", table, "--write", 5_000)).run()
    tasks = [Task(f"pages of {site.name}", python("benchmarks.pages", site)) for site in (many, table)]
    runs: dict[str, list[dict[str, dict[str, float]]]] = {task.name: [] for task in tasks}
    for _ in range(rounds):
        for task in tasks:
            task.run()
            runs[task.name].append(json.loads(task.output))

    def figure(task: Task, family: str, of: str) -> float:
        return median(run[family][of] for run in runs[task.name])

    all_, rows = tasks
    crosses = [name for name in runs[all_.name][0] if "-by-" in name]
    return [
        Row("all pages of 10,000 items, made and rendered", figure(all_, "all", "seconds")),
        Row("their cross matrices", sum(figure(all_, name, "seconds") for name in crosses)),
        Row("pages", figure(all_, "all", "pages"), ""),
        Row("the heaviest page", figure(all_, "all", "heaviest") / 1e6, " MB", 1.5),
        Row("the same compressed", figure(all_, "all", "heaviest_compressed") / 1e3, " KB", 150),
        Row("a table of 5,000 rows", figure(rows, "flows", "seconds"), budget=0.3),
        Row("its heaviest page", figure(rows, "flows", "heaviest") / 1e6, " MB", 1.5),
        Row("the same compressed", figure(rows, "flows", "heaviest_compressed") / 1e3, " KB", 150),
        Row("pages it stands on", figure(rows, "flows", "pages"), ""),
    ]


def measure_build(folder: Path, items: int, rounds: int) -> list[Row]:
    """Measure `mkdocs build` of a site with items, of the same pages without any, and without the plugin."""
    theme = "material" if find_spec("material") else "mkdocs"
    with_items, without, plain = folder / "with", folder / "without", folder / "plain"
    for site in (with_items, without):
        arguments = (site, "--items", items, "--pages", "--theme", theme)
        Task("generate", python("benchmarks.generate", *arguments)).run()
    for sidecar in (without / "docs").rglob("*.trace.yml"):
        sidecar.unlink()
    shutil.copytree(without, plain)
    settings = (plain / "mkdocs.yml").read_text(encoding="utf-8")
    assert ", traceability]" in settings
    (plain / "mkdocs.yml").write_text(settings.replace(", traceability]", "]"), encoding="utf-8")
    tasks = [
        Task(
            f"build {site.name} items",
            python("mkdocs", "build", "-q", "-f", site / "mkdocs.yml"),
            lambda site=site: shutil.rmtree(site / ".cache", ignore_errors=True),  # type: ignore[misc]
        )
        for site in (with_items, without, plain)
    ]
    interleave(tasks, rounds)
    built, bare, without_plugin = (task.cpu for task in tasks)
    what = f"build, {items:,} items, theme {theme}"
    return [
        Row(f"{what}: the same pages without items", bare),
        Row(f"{what}: with all matrices", built),
        Row(f"{what}: in builds without items", built / bare, " ×", 1.25),
        Row(f"{what}: what the items add", built - bare),
        Row(f"{what}: what the plugin costs where nothing is declared", bare - without_plugin, budget=0.3),
    ]


def measure_serve(folder: Path, items: int) -> list[Row]:
    """Measure rebuilds of a served site, and how much of them is the plugin's."""
    from benchmarks import serve

    theme = "material" if find_spec("material") else "mkdocs"
    rows = []
    for what, middle, added in serve.shares(serve.measure(folder, items, 5, theme)):
        name = f"serve, {items:,} items, theme {theme}: {what}"
        rows += [
            Row(f"{name}: the plugin's own share", middle.own, budget=serve.bound(what)),
            Row(f"{name}: generated pages in MkDocs", middle.pages),
            Row(f"{name}: the whole rebuild", middle.whole),
            Row(f"{name}: what the items add to it", added),
        ]
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Measure what it costs.")
    parser.add_argument("--quick", action="store_true", help="up to 10,000 items, and three rounds")
    parser.add_argument("--rounds", type=int, help="how often each is run (default: 9; quick: 3)")
    parser.add_argument("--build", action="store_true", help="build a site of 5,000 items too (quick: 1,000)")
    parser.add_argument("--serve", action="store_true", help="serve 10,000 items too (quick: 1,000)")
    options = parser.parse_args()
    rounds = options.rounds or (3 if options.quick else 9)
    with tempfile.TemporaryDirectory() as name:
        rows, remark = measure(Path(name), quick=options.quick, rounds=rounds)
        rows += measure_claims(Path(name) / "claims", max(3, rounds // 3))
        rows += measure_observing(Path(name) / "observing", max(3, rounds // 3))
        rows += measure_ground(Path(name) / "ground", max(3, rounds // 3))
        rows += measure_pages(Path(name) / "pages", max(3, rounds // 3))
        if options.build:
            rows += measure_build(
                Path(name) / "build", 1_000 if options.quick else 5_000, max(3, rounds // 3)
            )
        if options.serve:
            rows += measure_serve(Path(name) / "serve", 1_000 if options.quick else 10_000)
    print("| what | figure | budget | figure / budget |\n| --- | ---: | ---: | ---: |")
    print(*rows, sep="\n")
    print(f"\n{remark}\n\n{platform.python_implementation()} {platform.python_version()}, {rounds} rounds.")


if __name__ == "__main__":
    main()
