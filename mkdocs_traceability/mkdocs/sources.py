"""The sources of a site as MkDocs has them: pages and sidecars, those of other plugins included."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path

from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_traceability.files.folders import distinct
from mkdocs_traceability.files.real import Bounds, real
from mkdocs_traceability.mkdocs.kept_sources import KeptSources
from mkdocs_traceability.reading.discovery import each_once, exclusion, is_left_over, is_sidecar, load_source
from mkdocs_traceability.reading.overlooked import Candidate
from mkdocs_traceability.reading.read import Source
from mkdocs_traceability.settings.load import Settings


def reader_of(settings: Settings, is_shown: Callable[[File], bool]) -> Callable[[File], bool]:
    """Return what tells the files that are read: those of the site, and sidecars that are data."""
    if not settings.inputs.sidecars_are_data:
        return is_shown
    is_excluded = exclusion(settings.inputs.exclude_docs, settings.inputs.draft_docs)
    return lambda file: is_shown(file) or (is_sidecar(file.src_uri) and not is_excluded(file.src_uri))


def sources_of(files: Iterable[File], settings: Settings, kept: KeptSources | None = None) -> list[Source]:
    """Bring the pages and sidecars that MkDocs has, what other plugins made included; each file once.

    What a server has `kept` of files that are untouched is not read again.
    """
    sources = []
    if kept is not None:
        kept.begin()
    theirs = [file for file in files if file.is_documentation_page() or is_sidecar(file.src_uri)]
    on_disk = [file.abs_src_path for file in theirs if file.abs_src_path is not None]
    once = set(distinct(settings.docs_dir, on_disk))
    bounds_of = cache(partial(_bounds_of, settings))
    for file in theirs:
        if file.abs_src_path is not None and file.abs_src_path not in once:
            continue
        is_page = file.is_documentation_page()
        path = f"{settings.docs_path}/{file.src_uri}"
        page = file.src_uri if is_page else None
        if file.abs_src_path is None:
            sources.append(Source(path, file.content_bytes, page))
        else:
            bounds = None if file.generated_by is not None else bounds_of(file.src_dir)
            is_mapped = is_page and settings.maps_page(file.src_uri)
            read = partial(
                load_source, Path(file.abs_src_path), path, page, settings.prose_ids, bounds, is_mapped
            )
            held = (bounds.folders, bounds.files) if bounds is not None else None
            conditions = (path, page, settings.prose_ids, is_mapped, held)
            source = kept.source(file.abs_src_path, conditions, read) if kept is not None else read()
            if source is not None:
                sources.append(source)
    return each_once(sources)


def _bounds_of(settings: Settings, folder: str | None) -> Bounds:
    """Return where the file of a page from a folder may lie; what a plugin has made may lie anywhere."""
    if folder is None or real(Path(folder)) == settings.docs_dir:
        return settings.bounds
    return Bounds((*settings.bounds.folders, real(Path(folder))))


def others_of(
    files: Iterable[File], settings: Settings, is_shown: Callable[[File], bool]
) -> Iterator[Candidate]:
    """Yield the files of the docs folder that are no sources, and may be meant as such."""
    for file in files:
        if file.abs_src_path is None:
            continue
        if is_left_over(file.src_uri, file.is_documentation_page(), not is_shown(file)):
            yield Candidate(Path(file.abs_src_path), f"{settings.docs_path}/{file.src_uri}")


def keep_unpublished(files: Files, settings: Settings, sidecars: Iterable[str]) -> None:
    """Leave out of the site what was read as a sidecar, wherever its name comes from."""
    prefix = f"{settings.docs_path}/"
    named = {path.removeprefix(prefix) for path in sidecars if path.startswith(prefix)}
    for file in files:
        if is_sidecar(file.src_uri) or file.src_uri in named:
            file.inclusion = InclusionLevel.EXCLUDED
