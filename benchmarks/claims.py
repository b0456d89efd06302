"""Write a site whose items claim code, and the code: what verification is measured on.

2,000 Python files of 200 lines, and 10,000 claims of what they define: five a file, a function, a class, a
method, a constant and a method without its class. The same arguments give the same bytes. All of it is there,
so a check that finds anything has a fault. `--bare` writes the same items without evidence.
"""

import argparse
from pathlib import Path
from typing import Final

LINES_A_FILE: Final = 200
CLAIMS_A_FILE: Final = 5
FILES_A_SIDECAR: Final = 10

_HEAD: Final = '''"""Module {n}: one step of the work."""

from __future__ import annotations

import logging
from dataclasses import dataclass

LIMIT_{n} = {n}
log = logging.getLogger(__name__)
'''

_CLASS: Final = '''

@dataclass
class Step{n}x{k}:
    """One step, with what it needs to know."""

    name: str
    size: int = 0

    def run_{n}x{k}(self, rows: list[dict[str, int]]) -> int:
        """Go through the rows, and count those that matter."""
        total = 0
        for row in rows:
            if row.get("size", 0) > self.size and row["kind"] not in (3, 5):
                total += row["size"] * 2 + len(self.name)
            elif row.get("late"):
                log.info("a late row: %s", row)
        return total
'''

_FUNCTION: Final = '''

def combine_{n}x{k}(first: list[int], second: list[int]) -> dict[int, int]:
    """Join two lists by their values."""
    found: dict[int, int] = {{}}
    for value in first:
        for other in second:
            if value == other or (value + other) % 7 == {k}:
                found[value] = found.get(value, 0) + other
    return {{key: value for key, value in found.items() if value > LIMIT_{n}}}
'''


def module(number: int) -> str:
    """Return the text of one file."""
    parts = [_HEAD.format(n=number)]
    length = parts[0].count("\n")
    kind = 0
    while True:
        part = (_CLASS if kind % 2 == 0 else _FUNCTION).format(n=number, k=kind // 2)
        if length + part.count("\n") > LINES_A_FILE:
            return "".join(parts) + "# …\n" * (LINES_A_FILE - length)
        parts.append(part)
        length += part.count("\n")
        kind += 1


def claims(number: int) -> list[str]:
    """Return what is claimed of one file."""
    path = f"src/part{number % 40}/step{number}.py"
    return [
        f"{path}:combine_{number}x0",
        f"{path}:Step{number}x1",
        f"{path}:Step{number}x0.run_{number}x0",
        f"{path}:LIMIT_{number}",
        f"{path}:run_{number}x1",
    ]


def write(folder: Path, files: int, *, bare: bool) -> None:
    """Write the site, and the code beside its docs."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: claims\nplugins: [traceability]\n", encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Claims\n", encoding="utf-8")
    for part in range(40):
        (folder / "src" / f"part{part}").mkdir(parents=True)
    for first in range(0, files, FILES_A_SIDECAR):
        lines = ["components:", f"  - id: part-{first}", "    external: true", "flows:"]
        for number in range(first, min(first + FILES_A_SIDECAR, files)):
            path = folder / "src" / f"part{number % 40}" / f"step{number}.py"
            path.write_text(module(number), encoding="utf-8", newline="\n")
            for index, claim in enumerate(claims(number)):
                lines += [f"  - id: F-{number}-{index}", f"    components: [part-{first}]"]
                lines += [] if bare else [f'    evidence: {{code: ["{claim}"]}}']
        sidecar = folder / "docs" / f"part{first}.trace.yml"
        sidecar.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.claims", description="Write claims and code.")
    parser.add_argument("folder", type=Path, help="a folder that is not there yet")
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--bare", action="store_true", help="the same items without evidence")
    options = parser.parse_args()
    write(options.folder, options.files, bare=options.bare)


if __name__ == "__main__":
    main()
