"""Write pages about code, the code, and its history: what grounding documents is measured on.

2,000 Python files of 200 lines, and 500 pages with 20 statements each: paths, symbols with and without their
file, methods, bare names, commands and tests. 200 of the 10,000 name what the last commit renamed, moved or
removed, so a run that reports another number has a fault. The same arguments give the same bytes, but for the
names of the commits.
"""

import argparse
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.claims import module

PARTS: Final = 40
PAGES: Final = 500
FALSE: Final = 200
_EACH: Final = 20
"""How many statements a page has."""

_GIT: Final = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0")


def code(number: int) -> str:
    """Return the text of a file; its last class has a name that is nobody's but its own."""
    return module(number).replace(f"Step{number}x2", f"CountingStep{number}")


def path_of(number: int) -> str:
    """Return the path of a file of code."""
    return f"src/part{number % PARTS}/step{number}.py"


def statements(first: int, files: int) -> Iterator[str]:
    """Go through the true statements of a page, each a sentence."""
    for number in (each % files for each in range(first, first + _EACH, 4)):
        yield f"Step {number} is in `{path_of(number)}`."
        yield f"It starts with `{path_of(number)}:Step{number}x0.run_{number}x0`."
        yield f"`Step{number}x1` keeps what it needs."
        yield f"Both are joined by `combine_{number}x0()`."


def false_statement(number: int) -> str:
    """Return what was true of a file until the last commit: a symbol, a method or a path, in turn."""
    return (
        f"Rows are joined by `{path_of(number)}:combine_{number}x1`.",
        f"The class `CountingStep{number}` counts them.",
        f"It is started by `{path_of(number)}`.",
    )[number % 3]


def changed(number: int) -> tuple[str, str]:
    """Return the path and the text of a file after the last commit, which made `false_statement` false."""
    path, text = path_of(number), code(number)
    if number % 3 == 0:
        return path, text.replace(f"combine_{number}x1", f"merge_{number}x1")
    if number % 3 == 1:
        return path, text.replace(f"CountingStep{number}", f"TallyingStep{number}")
    return path.replace("/step", "/stage"), text


def write(folder: Path, files: int, pages: int) -> None:
    """Write the repository, with two commits."""
    (folder / "docs").mkdir(parents=True)
    false = min(FALSE, pages)
    for number in range(files):
        _write(folder / path_of(number), code(number))
    # The files of false statements come last, which the true ones of few pages do not name.
    gone = range(files - false, files)
    for page in range(pages):
        lines = [f"# Page {page}", *statements(page * _EACH, max(files - false, 1))]
        if page < false:
            lines[-1] = false_statement(gone[page])
        _write(folder / f"docs/page{page}.md", "\n\n".join(lines) + "\n")
    _git(folder, "init", "-q")
    _git(folder, "add", ".")
    _git(folder, "commit", "-qm", "Write the steps", "--allow-empty")
    for number in gone if files else ():
        path, text = changed(number)
        (folder / path_of(number)).unlink()
        _write(folder / path, text)
    _git(folder, "add", "-A")
    _git(folder, "commit", "-qm", "Give steps other names", "--allow-empty")


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run([*_GIT, *arguments], cwd=folder, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ground", description="Write pages and code.")
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--pages", type=int, default=PAGES)
    options = parser.parse_args()
    write(options.folder, options.files, options.pages)


if __name__ == "__main__":
    main()
