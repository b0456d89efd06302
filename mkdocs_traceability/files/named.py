"""The files that a glob names on disk: one way for sources, reports, documents and whoever watches them.

Links to folders are followed, but each real folder is entered once: links that lead back end, and a file that
is reached in two ways is named once. Hidden folders and files are named only by a segment that begins with a
dot.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_traceability.files.folders import Folders, distinct
from mkdocs_traceability.files.globs import fits, is_magic
from mkdocs_traceability.files.real import Bounds, identity, is_file

_MOST_SEGMENTS: Final = 64
"""How many `/` a glob may have; no tree that is worked with is as deep."""


class NamedFiles(NamedTuple):
    """The files that a glob names; folders it leads to that were not looked through, with `/` at the end."""

    files: list[str]
    unsearched: list[str]


def files_named(glob: str, base: Path, bounds: Bounds | None = None, spare: int = 0) -> NamedFiles:
    """Return the files that a glob names, relative to `base` unless it is absolute, in a fixed order.

    `spare` is how much is looked at outside the bounds.
    """
    glob = glob.replace(os.sep, "/")
    start = Path(glob).anchor.replace(os.sep, "/")
    segments = [each for each in glob.removeprefix(start).split("/") if each not in ("", ".")]
    if len(segments) > _MOST_SEGMENTS:
        return NamedFiles([], [])
    folders = Folders(base, bounds, spare)
    found = {each.removesuffix("/") for each in _found(folders, start, segments) if each != start}
    files = [each for each in sorted(found) if is_file(base / each)]
    return NamedFiles(distinct(base, files), folders.unsearched)


def _found(folders: Folders, start: str, segments: list[str]) -> Iterable[str]:
    """Go from one `/` of a glob to the next, so that `**/**` takes no longer than `**`."""
    found: Iterable[str] = [start]
    for number, segment in enumerate(segments, start=1):
        is_last = number == len(segments)
        if segment == "**":
            found = list(_below(folders, found, files=is_last))
        elif "**" in segment:
            glob = "/".join(segments[number - 1 :])
            return [path for folder in found for path in _fitting(folders, folder, glob)]
        elif is_magic(segment):
            found = _children(folders, found, segment, is_last=is_last)
        else:
            found = [f"{folder}{segment}/" for folder in found]
    return found


def _below(folders: Folders, starts: Iterable[str], *, files: bool) -> Iterator[str]:
    """Go through folders and all folders below them; with `files` through all else too."""
    for folder, entries in folders.walk(starts):
        yield folder
        if files:
            yield from (f"{folder}{entry.name}" for entry in entries if not entry.is_folder)


def _fitting(folders: Folders, folder: str, glob: str) -> Iterator[str]:
    """Go through what fits a glob in which `**` is part of a name, in any folder below."""
    for path in _below(folders, [folder], files=True):
        if fits(path.removeprefix(folder), glob):
            yield path


def _children(folders: Folders, starts: Iterable[str], segment: str, *, is_last: bool) -> list[str]:
    """Return what has a name that fits; of folders that lead on, each real one once."""
    named = [
        (entry.is_link, f"{folder}{entry.name}/")
        for folder in starts
        for entry in folders.entries(folder)
        if (is_last or entry.is_folder)
        and fits(entry.name, segment)
        and (segment.startswith(".") or not entry.name.startswith("."))
    ]
    if is_last:
        return [path for _, path in named]
    entered: dict[object, str] = {}
    for _, path in sorted(named):
        entered.setdefault(identity(folders.base / path), path)
    return list(entered.values())
