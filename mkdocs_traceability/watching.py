"""Which folders `mkdocs serve` has to watch beside the docs folder: where `sources` globs look."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from mkdocs_traceability.settings import Settings

_WILD = frozenset("*?[")


def watched_folders(settings: Settings) -> Iterator[tuple[Path, bool]]:
    """Yield folders, and whether all below them is watched too.

    A folder that is not there yet is waited for in the nearest one that is. Caches, virtual environments
    and hidden folders are left alone: watching what a build writes would have it build for ever.
    """
    for pattern in settings.sources:
        fixed, deep = _fixed_part(pattern)
        folder = settings.root / fixed
        missing = not folder.is_dir()
        while not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
        if missing or not deep:
            yield folder, False
        elif settings.root.is_relative_to(folder):
            yield folder, False
            yield from ((child, True) for child in sorted(folder.iterdir()) if _may_hold_sources(child))
        else:
            yield folder, True


def _fixed_part(pattern: str) -> tuple[Path, bool]:
    """Split a glob at its first wildcard; whether what follows goes through folders."""
    parts = PurePosixPath(pattern).parts
    fixed = 0
    while fixed < len(parts) - 1 and not _WILD.intersection(parts[fixed]):
        fixed += 1
    return Path(*parts[:fixed]), len(parts) - fixed > 1


def _may_hold_sources(folder: Path) -> bool:
    return (
        folder.is_dir()
        and not folder.name.startswith(".")
        and folder.name not in ("site", "node_modules", "__pycache__")
        and not (folder / "pyvenv.cfg").exists()
    )
