"""Bring a folder up to date: write what has changed, remove what is ours and stale, leave the rest alone."""

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from mkdocs_traceability.files.ordinary import read_ordinary, replace_file
from mkdocs_traceability.model.rendered import (
    MANIFEST,
    Manifest,
    digest,
    manifest_content,
    read_manifest,
    written_manifest,
)

_LARGEST: Final = 500_000_000
"""Bytes: what is larger is none of ours."""


class FolderPlan(NamedTuple):
    """What has to be done in a folder, each by its path below it.

    `kept` are files that are in the way and that somebody else wrote, or changed since they were rendered.
    """

    folder: Path
    files: Mapping[str, bytes]
    written: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


def plan(folder: Path, files: Mapping[str, bytes]) -> FolderPlan:
    """Compare a folder with the files that it should have."""
    known = read_manifest(manifest_content(folder))
    written: list[str] = []
    removed: list[str] = []
    kept: list[str] = []
    for name, data in sorted(files.items()):
        now = _content(folder, name)
        if now == data:
            continue
        is_free = now is not None and (now == _NOTHING or known.has(name, now))
        (written if is_free else kept).append(name)
    for name in sorted(known.names() - files.keys()):
        now = _content(folder, name)
        if now != _NOTHING:
            (removed if now is not None and known.has(name, now) else kept).append(name)
    return FolderPlan(folder, files, tuple(written), tuple(removed), tuple(kept))


def carry_out(planned: FolderPlan) -> None:
    """Do what is planned, and keep a list of what is ours.

    The list says first what is about to be written: what a killed run has written is known to be ours.

    Raises:
        OSError: where a file cannot be written or removed.

    """
    folder, files = planned.folder, planned.files
    before = read_manifest(manifest_content(folder))
    if planned.written:
        begun = {name: digest(files[name]) for name in planned.written}
        _list(folder, before._replace(unfinished={**before.unfinished, **begun}))
    for name in planned.removed:
        (folder / name).unlink()
        _remove_empty(folder, (folder / name).parent)
    for name in planned.written:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        replace_file(folder / name, files[name])
    ours = {name: digest(data) for name, data in files.items() if name not in planned.kept}
    ours |= {name: before.files[name] for name in planned.kept if name in before.files}
    if ours:
        _list(folder, Manifest(ours))
    elif before.names():
        (folder / MANIFEST).unlink()
        _remove_empty(folder.parent, folder)


def _list(folder: Path, manifest: Manifest) -> None:
    data = written_manifest(manifest)
    if _content(folder, MANIFEST) != data:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder / MANIFEST, data)


_NOTHING: Final = b"\0nothing"
"""Stands for a file that is not there: nothing that is rendered begins with this."""


def _content(folder: Path, name: str) -> bytes | None:
    """Return what a file holds; None of what is no file, cannot be read, or lies behind a symbolic link."""
    file = folder / name
    if any(each.is_symlink() for each in _way(folder, file)):
        return None
    if not os.path.lexists(file):
        in_the_way = (each for each in _way(folder, file.parent) if os.path.lexists(each))
        return None if any(not each.is_dir() for each in in_the_way) else _NOTHING
    try:
        return read_ordinary(file, _LARGEST)
    except (OSError, ValueError):
        return None


def _way(folder: Path, file: Path) -> Iterator[Path]:
    """Go from a file up to the folder, which is not among them."""
    while file != folder:
        yield file
        file = file.parent


def _remove_empty(top: Path, folder: Path) -> None:
    with suppress(OSError):  # of a folder that holds something else
        while folder != top:
            folder.rmdir()
            folder = folder.parent


def without(planned: FolderPlan, names: Collection[str]) -> FolderPlan:
    """Return a plan in which some files count as up to date: what depends on time and revision alone."""
    return planned._replace(written=tuple(name for name in planned.written if name not in names))
