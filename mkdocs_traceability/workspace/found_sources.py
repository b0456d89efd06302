"""Which sources a site has: pages, sidecars, files of other shapes, and what was probably meant as one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from mkdocs_traceability.files.real import real
from mkdocs_traceability.files.unsaved import Unsaved
from mkdocs_traceability.model.baseline import Baseline
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.reading.baseline import load_baseline, with_unread
from mkdocs_traceability.reading.discovery import each_once, find_by_globs, find_in_docs
from mkdocs_traceability.reading.nothing import nothing_declared
from mkdocs_traceability.reading.overlooked import Candidate, Overlooked, beside, empty, look_at
from mkdocs_traceability.reading.read import Source
from mkdocs_traceability.reading.shapes.files import with_shapes
from mkdocs_traceability.settings.load import Settings

if TYPE_CHECKING:
    from pathlib import Path


class FoundSources(NamedTuple):
    """The sources of a site, what is said of globs without a match and files that are none; the baseline."""

    sources: list[Source]
    missing: list[Finding]
    overlooked: Overlooked
    baseline: Baseline
    by_entry: list[frozenset[str]]

    def with_contents(self, contents: Mapping[str, bytes]) -> "FoundSources":
        """Return the same with other contents of some sources, by their paths; others are new sidecars."""
        sources = [
            replace(each, data=contents[each.path]) if each.path in contents else each
            for each in self.sources
        ]
        known = {each.path for each in sources}
        new = [Source(path, data, None) for path, data in contents.items() if path not in known]
        return self._replace(sources=[*sources, *new])


NO_SOURCES: Final = FoundSources([], [], Overlooked([], [], []), Baseline(), [])


def find_sources(
    settings: Settings, unsaved: Unsaved, docs: list[Source] | None = None, others: Iterable[Candidate] = ()
) -> FoundSources:
    """Find the sources of a site.

    `docs` are the pages and sidecars below the docs folder, where the caller knows them better than the disk
    does, and `others` what else lies there.
    """
    left: list[tuple[Path, str]] = list(others)
    if docs is None:
        inputs = settings.inputs
        docs = each_once(
            find_in_docs(
                settings.docs_dir,
                settings.docs_path,
                inputs.exclude_docs,
                f"{inputs.draft_docs}\n{inputs.translated}".strip("\n"),
                settings.prose_ids,
                settings.bounds,
                left,
                settings.maps_page,
                unsaved,
                inputs.rendered,
            )
        )
    mapped = with_shapes(docs, settings.mapped, settings.root, settings.docs_path, settings.bounds, unsaved)
    docs = [*mapped.docs, *mapped.others]
    taken = {real(settings.root / source.path) for source in docs} if settings.sources else set()
    named, missing = find_by_globs(
        settings.sources,
        settings.source_positions,
        settings.root,
        taken,
        settings.bounds,
        unsaved,
    )
    read = {source.path for source in (*named, *mapped.others)}
    candidates = (Candidate(file, path) for file, path in left if path not in read)
    overlooked = look_at(candidates, settings.docs_path, settings.schema)
    missing = [*mapped.findings, *missing]
    sources = [*docs, *named, *overlooked.misnamed]
    return FoundSources(sources, missing, overlooked, _baseline(settings, sources), mapped.by_entry)


def _baseline(settings: Settings, sources: list[Source]) -> Baseline:
    read = load_baseline(settings.root, settings.baseline, settings.baseline_position, settings.bounds)
    return with_unread(read, settings.root, {source.path for source in sources})


def remarks_on(settings: Settings, found: FoundSources, items: int, findings: Iterable[Finding]) -> list[str]:
    """Say what is not read, and what is read and declares nothing."""
    wrong = frozenset(finding.position.path for finding in findings)
    remarks = [*found.overlooked.remarks, *empty(found.sources, wrong)]
    if settings.root != settings.docs_dir:
        read = (source.path for source in found.sources)
        remarks += beside(settings.root, settings.docs_path, read)
    if items == 0:
        remarks.append(nothing_declared(settings.docs_path, found.overlooked.excluded))
    return remarks
