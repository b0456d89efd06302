"""The files that a check of a site reads, and their states, which are seen without reading them.

They are found by the functions that read them: what is watched is what is read.
"""

import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from mkdocs_traceability.files.disk import Disk, files_in, folders_in, is_doubt
from mkdocs_traceability.files.folders import SPARE, Folders
from mkdocs_traceability.files.real import Bounds, real
from mkdocs_traceability.reading.discovery import named_by
from mkdocs_traceability.settings.load import Settings

State = tuple[int, ...]
"""What changes whenever a file does."""

Found = tuple[Path, State]
"""Where a file really lies, and its state."""

Seen = dict[Path, Found]
"""By the path that a glob leads to."""

Listed = Mapping[str, tuple[str, ...]]
"""The files of folders, as `Disk.listed` has them."""


def source_state(settings: Settings, own: Collection[Path] = ()) -> tuple[object, ...]:
    """Return what changes whenever a configuration, a source, a report or a document does.

    `own` are the real paths of files that the check itself writes: they are left out.
    """
    configs = {file: state(file) for file in settings.config_files}
    looked = {path: found for path, found in look(settings).items() if found[0] not in own}
    docs = real(settings.docs_dir)
    in_docs = {name: each for name, each in _in_docs(settings) if docs / name not in own}
    return configs, looked, in_docs


def evidence_state(
    settings: Settings, seen: Mapping[str, str], own: Collection[Path] = ()
) -> tuple[object, ...]:
    """Return what changes whenever evidence does: `seen` is what was looked at, as `Disk.seen` has it."""
    disk, root = _disk(settings), real(settings.root)
    files = {path: state(settings.root / path) for path in files_in(seen) if root / path not in own}
    listed = {folder: disk.tree(folder) for folder in folders_in(seen)}
    return files, {
        folder: [name for name in names if root / name not in own] for folder, names in listed.items()
    }


def is_as_seen(settings: Settings, seen: Mapping[str, str]) -> bool:
    """Whether evidence is still what was looked at, as far as that can be told from its content."""
    return _disk(settings).is_as_seen({name: each for name, each in seen.items() if not is_doubt(name)})


def _in_docs(settings: Settings) -> Iterator[tuple[str, State]]:
    """Go through the files of the docs folder with their states."""
    for folder, entries in Folders(settings.docs_dir, settings.bounds, SPARE).walk([""], hidden=True):
        for entry in entries:
            if not entry.is_folder:
                yield f"{folder}{entry.name}", state(settings.docs_dir / folder / entry.name)


def look(settings: Settings) -> Seen:
    """Return the files outside the docs folder that the settings name, with their states.

    The configuration itself is left out: whoever serves a site watches it, but none that it inherits from.
    """
    seen: Seen = {file: (file, state(file)) for file in settings.config_files[:-1]}
    for pattern in settings.source_globs:
        named = named_by(pattern, settings.root, settings.bounds)
        seen |= dict(_found(settings, named.files, settings.bounds))
        seen |= {settings.root / name: (real(settings.root / name), ()) for name in named.unsearched}
    seen |= dict(_found(settings, [settings.baseline], settings.bounds))
    disk = _disk(settings)
    for pattern in settings.inputs.globs():
        seen |= dict(_found(settings, disk.glob(pattern), settings.evidence_bounds))
    return seen


def _found(settings: Settings, names: Iterable[str], bounds: Bounds) -> Iterator[tuple[Path, Found]]:
    """Go through files by name. Outside the bounds nothing is read, so only the names count.

    A name in the docs folder that leads out of it is looked at too: MkDocs is not told where a link leads.
    """
    for name in names:
        path = settings.root / name
        leads_to = real(path)
        if not (path.is_relative_to(settings.docs_dir) and leads_to.is_relative_to(settings.docs_dir)):
            yield path, (leads_to, state(path) if bounds.hold(path) else ())


def listed_now(settings: Settings, folders: Iterable[str]) -> Listed:
    """Return the files that are in some folders now."""
    disk = _disk(settings)
    return outside_docs(settings, {folder: disk.tree(folder) for folder in folders})


def outside_docs(settings: Settings, listed: Listed) -> Listed:
    """Return listings without what lies in the docs folder."""
    docs = f"{settings.docs_path}/"
    return {
        folder: tuple(name for name in names if not name.startswith(docs)) for folder, names in listed.items()
    }


def _disk(settings: Settings) -> Disk:
    return Disk(settings.root, settings.unseen, bounds=settings.evidence_bounds)


def named_by_settings(settings: Settings) -> tuple[object, ...]:
    """Return what decides of which files `look` finds."""
    globs = (settings.source_globs, settings.inputs.globs(), settings.allowed_roots)
    return (*globs, settings.inputs.code_roots, settings.docs_dir, settings.baseline, settings.config_files)


def state(file: Path) -> State:
    """Return what changes whenever a file does; nothing where it is not there. A folder is there or not."""
    try:
        status = file.stat()
    except (OSError, ValueError):  # ValueError: a NUL byte
        return ()
    if stat.S_ISDIR(status.st_mode):
        return (status.st_ino,)
    return status.st_mtime_ns, status.st_size, status.st_ino
