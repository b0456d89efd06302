"""A check with its witness, kept so that the next one need not read anything."""

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from mkdocs_traceability.files.disk import Disk, is_doubt
from mkdocs_traceability.files.real import Bounds, is_file
from mkdocs_traceability.files.witness import untouched, witness_of
from mkdocs_traceability.kept.check import KeptCheck
from mkdocs_traceability.kept.outcome import Outcome, keep, places_of
from mkdocs_traceability.kept.reworded import FREE_FIELDS, FreeTexts, about
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS, SIDECAR_ENDINGS, is_sidecar
from mkdocs_traceability.reading.overlooked import may_be_meant
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.settings.config_names import ZENSICAL
from mkdocs_traceability.settings.load import Settings
from mkdocs_traceability.settings.on_host import notes_on_host
from mkdocs_traceability.workspace.pipeline import Workspace
from mkdocs_traceability.workspace.stages import Checked
from mkdocs_traceability.workspace.witnessed import looked_at


def check_and_keep(workspace: Workspace, today: date, *, with_shares: bool) -> Checked:
    """Check a site, and keep what comes of it if a later process can tell that it would come to the same.

    Remarks on the host of the site come before those on its sources.
    """
    settings = workspace.settings
    begun = time.time_ns()
    disk = _looked_at(settings, begun)  # before anything is read: what changes after that is seen to differ
    checked = workspace.check(today, with_shares=with_shares)
    checked = checked._replace(remarks=[*notes_on_host(settings), *checked.remarks])
    if checked.found is None or not _can_be_told(settings, checked):
        return checked
    for source in checked.found.sources:
        disk.given(source.path, source.data)
    for path in filter(_is_page, disk.names(settings.docs_path)):
        disk.left(path)
    for path in (*checked.found.baseline.unread, *checked.found.baseline.lost):
        disk.is_file(path)
        disk.real(path)  # a link that leads nowhere is there, too
    evidence = Disk(settings.root)
    evidence.seen |= checked.seen
    disks = [(disk, ()), (evidence, settings.unseen)]
    contents = _contents(checked)
    outcome = Outcome(
        KeptCheck(checked.items, checked.findings, checked.gone, {}, checked.shares),
        checked.remarks,
        checked.has_baseline,
        settings.findings_url,
        witness_of(disks, settings.evidence_bounds, settings.variables, begun),
        _free_texts(workspace, checked, contents),
    )
    keep(settings.root / settings.config_name, today, outcome, contents)
    return checked


def _looked_at(settings: Settings, begun: int) -> Disk:
    """Look at all on which settings, sources and remarks depend.

    What is in sidecars is left to the check; so is what is in pages that are untouched since before it has
    `begun`: the system tells whether they still are.
    """
    disk = looked_at(
        settings,
        lambda path: is_sidecar(path) or (_is_page(path) and bool(untouched(settings.root, [path], begun))),
    )
    for path in disk.names(settings.docs_path):
        if may_be_meant(path) and not is_sidecar(path):
            disk.read(path)
    disk.read(ZENSICAL)
    for ending in SIDECAR_ENDINGS:
        disk.glob(f"*{ending}")
    if settings.origin.history:
        disk.read_unshown(settings.origin.history)
    return disk


def _is_page(path: str) -> bool:
    return path.endswith(PAGE_ENDINGS)


def _can_be_told(settings: Settings, checked: Checked) -> bool:
    """Whether a later process can tell that a check would come to the same, and show it without settings."""
    found = checked.found
    is_whole = found is not None and not any(source.problem for source in found.sources)
    has_two_hosts = settings.config_name != ZENSICAL and is_file(settings.root / ZENSICAL)
    return (
        is_whole
        and not has_two_hosts
        and not any(map(is_doubt, checked.seen))
        and _are_below(settings, checked.findings)
    )


def _are_below(settings: Settings, findings: Iterable[Finding]) -> bool:
    """Whether all lines that a report shows are of files below the folder of the configuration."""
    below = Bounds((settings.root,))
    return all(
        below.hold(settings.root / path) for path in {path for each in findings for path in _paths(each)}
    )


def _paths(finding: Finding) -> Iterator[str]:
    yield finding.position.path
    for related in finding.related:
        yield related.position.path
    for entry in finding.entries:
        yield from _paths(entry)


def _contents(checked: Checked) -> dict[str, bytes]:
    """Return what the sidecars hold that are no evidence: of those texts may be reworded."""
    sources = checked.found.sources if checked.found else ()
    return {
        each.path: each.data
        for each in sources
        if each.page is None and not each.shapes and not each.glob and f"data:{each.path}" not in checked.seen
    }


def _free_texts(workspace: Workspace, checked: Checked, contents: Mapping[str, bytes]) -> FreeTexts | None:
    """Return which texts may be reworded, None where anything on the site may depend on them."""
    places = places_of(contents)
    if checked.result is None or places is None or workspace.settings.inputs.ground:
        return None
    registry = checked.result.registry
    if _asks_for_texts(registry) or not registry.is_complete:
        return None
    respelled = (each.reference.text for each in registry.respelled)
    meant = {about(text) for text in (*workspace.asked(), *respelled)}
    fields = {kind.plural: [name for name in FREE_FIELDS if _is_free(kind, name)] for kind in registry.schema}
    return FreeTexts(fields, sorted(meant), places)


def _asks_for_texts(registry: Registry) -> bool:
    """Whether tables and markers of pages are compared with items, or items told apart by their titles."""
    on_pages = registry.markers or registry.numbers or registry.restated
    return bool(on_pages or registry.nameless or registry.duplicates)


def _is_free(kind: Kind, name: str) -> bool:
    """Whether a field is text, and no condition for evidence."""
    declared = kind.fields.get(name)
    is_text = declared is not None and declared.type in ("text", "markdown")
    is_plain = declared is not None and declared.one_of is None and not declared.many
    return is_text and is_plain and not any(name in each.when for each in kind.declared.evidence)
