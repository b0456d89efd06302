"""The sources of a site as MkDocs has them: pages and sidecars, those of other plugins included."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_traceability.files.folders import distinct
from mkdocs_traceability.files.real import Bounds, real
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


def sources_of(files: Iterable[File], settings: Settings) -> list[Source]:
    """Bring the pages and sidecars that MkDocs has, what other plugins made included; each file once."""
    sources = []
    theirs = [file for file in files if file.is_documentation_page() or is_sidecar(file.src_uri)]
    on_disk = [file.abs_src_path for file in theirs if file.abs_src_path is not None]
    once = set(distinct(settings.docs_dir, on_disk))
    for file in theirs:
        if file.abs_src_path is not None and file.abs_src_path not in once:
            continue
        is_page = file.is_documentation_page()
        path = f"{settings.docs_path}/{file.src_uri}"
        page = file.src_uri if is_page else None
        if file.abs_src_path is None:
            sources.append(Source(path, file.content_bytes, page))
        elif source := load_source(
            Path(file.abs_src_path),
            path,
            page,
            settings.prose_ids,
            _bounds_of(file, settings),
            is_page and settings.maps_page(file.src_uri),
        ):
            sources.append(source)
    return each_once(sources)


def _bounds_of(file: File, settings: Settings) -> Bounds | None:
    """Return where the file of a page may lie: where a plugin has made it or taken it from, it may."""
    if file.generated_by is not None:
        return None
    if file.src_dir is None or real(Path(file.src_dir)) == settings.docs_dir:
        return settings.bounds
    return Bounds((*settings.bounds.folders, real(Path(file.src_dir))))


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
