"""A run with its witness: what the sources of a site are made of, and what was looked at as evidence."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.real import is_link
from mkdocs_traceability.files.witness import Witness, witness_of
from mkdocs_traceability.model.rendered import MANIFEST
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS, SIDECAR_ENDINGS
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import Settings, relative
from mkdocs_traceability.workspace.pipeline import Workspace


def run_witnessed(workspace: Workspace, today: date) -> tuple[Result, Witness | None]:
    """Run the pipeline; return the result with the witness of the run.

    None in its place where another run may come to something else, although all is the same.
    """
    settings = workspace.settings
    begun = time.time_ns()
    sources = looked_at(settings)  # before they are read: what changes after that is seen to differ
    result, disk, is_whole = workspace.run_on_disk(today)
    if not is_whole:
        return result, None
    disks = [(sources, ()), (disk, settings.unseen)]
    return result, witness_of(disks, settings.evidence_bounds, settings.variables, begun)


def looked_at(settings: Settings, is_left: Callable[[str], bool] = lambda path: False) -> Disk:
    """Look at everything on which it depends what the sources are and what they hold.

    What is in those that are `is_left` is left to the caller.
    """
    disk = Disk(settings.root, (), None, settings.evidence_bounds)
    for path, data in _read_for_settings(settings):
        if disk.read(path) != data and not disk.leads_out(path):
            disk.doubt(path)  # it has changed since the settings were read
    disk.read(settings.baseline)
    below = disk.names(settings.docs_path)
    for path in below:
        if path.endswith((*PAGE_ENDINGS, *SIDECAR_ENDINGS)) and not is_left(path):
            disk.read(path)
            if disk.leads_out(path):
                disk.read_unshown(path)  # it is told whether it declares something
    named = [path for pattern in settings.source_globs for path in disk.named(pattern)]
    for path in named:
        if not is_left(path):
            disk.read(path)
    for path in settings.named_paths:
        disk.real(path)
    _look_at_links(disk, (settings.baseline, *below, *named))
    return disk


def _look_at_links(disk: Disk, paths: Iterable[str]) -> None:
    """Look at where links lead, also those to folders: of two paths that lead to one file, one is read."""
    base = str(disk.base)
    for path in paths:
        if is_link(os.path.join(base, path.removesuffix("/"))):  # noqa: PTH118 - for thousands of files
            disk.real(path.removesuffix("/"))


def _read_for_settings(settings: Settings) -> Iterator[tuple[str, bytes | None]]:
    """Go through the files on which settings depend, with what each held when they were read."""
    for file, data in zip(settings.config_files, settings.config_contents, strict=True):
        yield relative(file, settings.root), data
    yield f"{settings.docs_path}/{settings.presentation.page_dir}/{MANIFEST}", settings.manifest
