"""The files that keep something between runs, beside the configuration of a site."""

import os
from pathlib import Path
from typing import Final

from mkdocs_traceability.files.git_index import is_tracked

KEPT: Final = (
    "brief",
    "findings",
    "sources",
    "evidence",
    "former",
    "ground",
    "history",
    "hook",
    "check",
    "texts",
)
"""What is kept between runs, each in a file of its own."""


def kept_file(config_file: Path, what: str) -> Path:
    """Return the file that keeps something between runs, beside the real file of the configuration."""
    return config_file.parent / ".cache" / "traceability" / f"{config_file.name}.{what}.json"


def notes_on_kept(config_file: Path) -> list[str]:
    """Say which kept files are neither read nor written: what git tracks may be anybody's."""
    files = (kept_file(config_file, what) for what in KEPT)
    tracked = (file for file in files if os.path.lexists(file) and is_tracked(file))
    paths = (file.relative_to(config_file.parent).as_posix() for file in tracked)
    return [
        f"`{path}` is tracked by git, so it is not used; remove it: `git rm --cached {path}`"
        for path in paths
    ]
