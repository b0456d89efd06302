"""Write a site whose components say which code is theirs, and the code: what observing is measured on.

40 components with a folder each, and 2,000 Python files of 200 lines; each file imports one of the next
component and writes a table. All of it is declared, so a check that finds anything has a fault. `--bare`
writes the same without `paths`: then nothing is observed. The same arguments give the same bytes.
"""

import argparse
from pathlib import Path
from typing import Final

from benchmarks.claims import module

PARTS: Final = 40


def code(number: int) -> str:
    """Return the text of one file: a step that imports another, and writes a row."""
    there = (number % PARTS + 1) % PARTS
    imported = f"from src.part{there} import step{there}"
    written = f"def keep_{number}(db):\n    db.execute('INSERT INTO rows_{number % PARTS} VALUES (1)')\n"
    return module(number).replace("import logging", f"import logging\n\n{imported}", 1) + "\n\n" + written


def declared(*, bare: bool) -> str:
    """Return the sidecar: a ring of components, each with its table."""
    lines = ["components:"]
    for part in range(PARTS):
        paths = "" if bare else f", paths: [src/part{part}]"
        ring = f"depends_on: [part-{(part + 1) % PARTS}]"
        lines.append(f"  - {{id: part-{part}, external: true, {ring}{paths}}}")
    lines.append("resources:")
    lines += [f"  - {{id: rows_{part}, storage: table, writers: [part-{part}]}}" for part in range(PARTS)]
    return "\n".join(lines) + "\n"


def write(folder: Path, files: int, *, bare: bool) -> None:
    """Write the site, and the code beside its docs."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: observing\nplugins: [traceability]\n", encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Observing\n", encoding="utf-8")
    (folder / "docs" / "parts.trace.yml").write_text(declared(bare=bare), encoding="utf-8")
    for part in range(PARTS):
        (folder / "src" / f"part{part}").mkdir(parents=True)
    for number in range(files):
        path = folder / "src" / f"part{number % PARTS}" / f"step{number}.py"
        path.write_text(code(number), encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.observing", description="Write parts and code."
    )
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--bare", action="store_true", help="the same without paths")
    options = parser.parse_args()
    write(options.folder, options.files, bare=options.bare)


if __name__ == "__main__":
    main()
