"""Say at once what is wrong with one source after an edit: from the last run, and from what its text says.

What can be told from this text and from the names of all others is told anew, exactly as a run would. What
hangs on more (links both ways, evidence, code) stays as in the last run, moved along with the text.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from mkdocs_traceability.evidence.documents.definitions import without_resolved_by_markdown
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.globs import fits
from mkdocs_traceability.model.finding import Finding, Related, in_order
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.read import Source, read_source
from mkdocs_traceability.reading.text import line_ends_as_one, shown
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.registry.relink import relink
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.result import Result
from mkdocs_traceability.rules import said_once
from mkdocs_traceability.rules.baseline import excused
from mkdocs_traceability.rules.engine.deduplication import deduplicate
from mkdocs_traceability.rules.engine.judge import is_judged_by_source, judge_source
from mkdocs_traceability.rules.fingerprints import with_fingerprints
from mkdocs_traceability.settings.load import Settings

Moved = Callable[[Position], Position | None]
"""Tells where something stands now that stood at a position in the last run; None where it is gone."""


def recheck(
    settings: Settings,
    last: Result,
    suggestions: Suggestions | None,
    source: Source,
    unread_in: Mapping[str, frozenset[str]],
    disk: Disk,
    moved: Moved,
) -> list[Finding]:
    """Return all findings, those of one source as it is now.

    `suggestions` are those of a run, as is `unread_in`, the ids in what could not be read of sources. `disk`
    is where files are that a page includes.
    """
    path = source.path
    unread = frozenset[str]().union(*(ids for each, ids in unread_in.items() if each != path))
    registry = _relinked(settings, last.registry, source, unread, disk)
    names = Suggestions(registry, suggestions)
    found = judge_source(registry, path, names, last.policy, last.today)
    kept = list(_kept(last, path, moved))
    about = {_about(each) for each in found}
    alike = [each for each in kept if _about(each) in about]  # which are numbered together
    named = excused(with_fingerprints(in_order([*found, *alike]), said_once()), last.baseline)
    others = (each for each in kept if _about(each) not in about)
    return deduplicate(in_order([*others, *named]), said_once())


def _about(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.kind, finding.item


def _relinked(
    settings: Settings, before: Registry, source: Source, unread: frozenset[str], disk: Disk
) -> Registry:
    reading = read_source(source, settings.schema, settings.prose_ids, settings.table_words)
    registry = relink(
        before,
        source.path,
        reading.items,
        problems=[*reading.findings, *_problems_of_waivers(settings, source)],
        unread_ids=unread | (reading.unread_ids or frozenset()),
        nameless=reading.nameless,
        mentions=reading.mentions,
        markers=reading.markers,
        numbers=reading.numbers,
        restated=reading.restated,
    )
    return replace(registry, mentions=tuple(without_resolved_by_markdown(registry, settings.inputs, disk)))


def _problems_of_waivers(settings: Settings, source: Source) -> list[Finding]:
    """Return what is wrong with the comments of a document that waive findings, where it is grounded."""
    if not any(fits(source.path, glob.pattern) for glob in settings.inputs.ground):
        return []
    from mkdocs_traceability.grounding.waivers import waivers_in  # costs start-up

    return waivers_in(line_ends_as_one(shown(source.data)), source.path).problems


def _kept(last: Result, path: str, moved: Moved) -> Iterator[Finding]:
    """Go through the findings of the last run that are not made anew, where they stand now."""
    for finding in last.raw_findings:
        if finding.position.path != path:
            yield finding
        elif not is_judged_by_source(finding, last.registry) and (at := moved(finding.position)):
            related = (_moved(each, path, moved) for each in finding.related)
            declared = finding.declaration
            if declared is not None and declared.path == path:
                declared = moved(declared)
            yield replace(finding, position=at, related=tuple(filter(None, related)), declaration=declared)


def _moved(related: Related, path: str, moved: Moved) -> Related | None:
    if related.position.path != path:
        return related
    at = moved(related.position)
    return at and Related(at, related.text)
