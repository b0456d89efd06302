"""Sites to which something happens, and what their files hold."""

import os
import shutil
from pathlib import Path

from incremental.doors import command
from incremental.lives import lay_out

WRITERS: tuple[tuple[str, ...], ...] = (
    ("check", "--output", "json=findings.json"),
    ("check", "--fix"),
    ("check", "--write-baseline"),
    ("export", "-o", "registry.json"),
    ("fmt", "docs"),
    ("rename", "component:store", "storage", "--yes"),
    ("render", "--host", "plain", "--output", "out"),
)
"""Commands that write."""

UNTIDY = {
    "docs/untidy.trace.yml": "flows:\n - title:   Untidy\n   id: F-1\n   components: [ stroe,worker ]\n",
    "docs/other.trace.yml": "flows:\n - {title: Other, id: F-2, components: [ stroe ]}\n",
}
"""What is formatted, and what has a fix."""


def site(folder: Path) -> Path:
    """Make a site of which nothing is kept."""
    root = folder / "site"
    lay_out(root)
    for path, text in UNTIDY.items():
        (root / path).write_text(text, encoding="utf-8")
    return root


def contents(root: Path, *, hidden: bool = False) -> dict[str, bytes]:
    """Return what all files hold but those that are kept; `hidden` ones are what an ended process may have left."""
    return {
        str(file.relative_to(root)): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file() and ".cache" not in file.parts and (hidden or not is_left_over(file))
    }


def is_left_over(file: Path) -> bool:
    """Whether a file is one that was to be put in the place of another: `.NAME.xxxxxxxx`."""
    name, _, random = file.name.rpartition(".")
    return name.startswith(".") and len(random) == 8


def fresh_answer(root: Path, *arguments: str) -> str:
    """Return what a command says of a site of which nothing is kept, whatever lies in its folder."""
    kept = root / ".cache"
    if os.path.lexists(kept):
        shutil.rmtree(kept) if kept.is_dir() and not kept.is_symlink() else kept.unlink()
    return command(root, *arguments)
