"""Measure the brief of a path, start-up included, on the corpora of the other benchmarks.

`python -m benchmarks.brief [--rounds N]`. *Unchanged* is the same command again: its budget is 300 ms. *After
an edit* the title of one item, or a comment in one file of code, was changed since. Figures are for reading:
the exit status depends on none of them.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.processes import Task, interleave, python

_COMMAND: Final = "mkdocs_traceability"
_BUDGET: Final = 0.3
"""Seconds that an unchanged brief may take at 10,000 items."""


class Corpus(NamedTuple):
    """A site, how it is made, the path that is asked for, and the file that is edited."""

    title: str
    generator: str
    options: tuple[object, ...]
    path: str
    edited: str


_CORPORA: Final = (
    Corpus("10,000 items, no evidence", "generate", ("--items", 10_000), "docs/areas", ""),
    Corpus("10,000 claims over 2,000 files", "claims", (), "src/part0/step0.py", "src/part0/step0.py"),
    Corpus("2,000 files of 40 components", "observing", (), "src/part0/step0.py", "src/part0/step0.py"),
)


def tasks_of(corpus: Corpus, folder: Path) -> list[Task]:
    """Write a site, and return what is measured on it; each task leaves what the next one needs."""
    Task("write", python(f"benchmarks.{corpus.generator}", folder, *corpus.options)).run()
    brief = python(_COMMAND, "brief", "-C", folder, folder / corpus.path)

    def task(name: str, prepare: Callable[[], object] = lambda: None) -> Task:
        return Task(f"{corpus.title}: {name}", brief, prepare)

    cold = task("cold", lambda: shutil.rmtree(folder / ".cache", ignore_errors=True))
    edited = folder / corpus.edited if corpus.edited else min(folder.glob("docs/**/*.trace.yml"))
    return [cold, task("unchanged"), task("after an edit", lambda: _edit(edited))]


def _edit(file: Path) -> None:
    file.write_text(f"{file.read_text(encoding='utf-8')}# edited\n", encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.brief")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tasks = [
            task for each in _CORPORA for task in tasks_of(each, Path(folder).resolve() / each.generator)
        ]
        for task in tasks:
            task.run(count=False)
        interleave(tasks, options.rounds)
    print("| brief | figure | budget | figure / budget |\n| --- | ---: | ---: | ---: |")
    for task in tasks:
        budget = f"≤ {_BUDGET} s | {task.cpu / _BUDGET:.2f}" if "unchanged" in task.name else "– | –"
        print(f"| {task.name} | {task.cpu:.3f} s | {budget} |")


if __name__ == "__main__":
    main()
