"""The whole pipeline as one object: settings in, `Result` out, and what is kept between runs.

Doors call this and nothing below it: the plugin brings MkDocs' files, the command line lets it look.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from mkdocs_traceability.evidence.checker import SitePages
from mkdocs_traceability.evidence.documents.definitions import without_resolved_by_markdown
from mkdocs_traceability.evidence.documents.homes import homes_of
from mkdocs_traceability.evidence.documents.makers import doubts_of
from mkdocs_traceability.evidence.documents.titles import page_titles
from mkdocs_traceability.evidence.source_code.observe import observe
from mkdocs_traceability.evidence.verify import verify
from mkdocs_traceability.files import cache
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.garbage import no_garbage_collection
from mkdocs_traceability.files.git_index import is_tracked
from mkdocs_traceability.files.ordinary import replace_file
from mkdocs_traceability.files.real import real
from mkdocs_traceability.files.unsaved import NOTHING_UNSAVED, Unsaved
from mkdocs_traceability.kept_check import KeptCheck, kept_check, shares_of
from mkdocs_traceability.model.baseline import Baseline, BaselineEntry
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kind_share import KindShare
from mkdocs_traceability.model.observations import Observations
from mkdocs_traceability.model.progress import Progress
from mkdocs_traceability.model.verdict import Verdicts
from mkdocs_traceability.reading.baseline import load_baseline, with_unread
from mkdocs_traceability.reading.discovery import (
    PAGE_ENDINGS,
    each_once,
    exclusion,
    find_by_globs,
    find_in_docs,
    load_source,
)
from mkdocs_traceability.reading.excerpts import Excerpts
from mkdocs_traceability.reading.nothing import nothing_declared
from mkdocs_traceability.reading.overlooked import (
    Candidate,
    Overlooked,
    beside,
    empty,
    look_at,
)
from mkdocs_traceability.reading.read import Reading, Source, SourceReading, digest, read_all, read_source
from mkdocs_traceability.reading.shapes.files import with_shapes, without_items
from mkdocs_traceability.reading.stored import plain
from mkdocs_traceability.reading.stored import reading as reading_of
from mkdocs_traceability.reading.text import MAX_BYTES
from mkdocs_traceability.recheck import Moved, recheck
from mkdocs_traceability.registry.link import link, with_titles
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.result import Result
from mkdocs_traceability.rules import said_once
from mkdocs_traceability.rules.engine.deduplication import deduplicate
from mkdocs_traceability.rules.engine.judge import judge
from mkdocs_traceability.rules.fingerprints import with_fingerprints
from mkdocs_traceability.settings.load import Settings, relative

T = TypeVar("T")

_KEPT: Final = ("findings", "sources", "evidence", "former")
"""What is kept between runs, each in a file of its own."""


class Observed(NamedTuple):
    """What is seen before any claim is checked: in the code, and which hand-written pages are items' homes.

    `pages` are those of the site among which homes were looked for. `disk` is where it was seen; what is
    verified after it is looked for in the same files.
    """

    observations: Observations
    homes: Mapping[Item, str]
    pages: frozenset[str] | None
    disk: Disk


@dataclass(frozen=True)
class Linked:
    """What has been read and linked, and is not judged yet.

    `remarks` say what was probably meant as a source and is none, or declares nothing. `observed` is what was
    seen already, where something was to be known of it before all is judged.
    """

    registry: Registry
    sources: list[Source]
    baseline: Baseline
    remarks: list[str] = field(default_factory=list)
    observed: Observed | None = None

    def without_observed(self) -> "Linked":
        """Return the same without what was observed: the files that were read are held by it."""
        return replace(self, observed=None)

    @property
    def sidecars(self) -> tuple[str, ...]:
        """The paths of the sources that are no pages, nor files of other tools."""
        return tuple(each.path for each in self.sources if each.page is None and not each.shapes)


class Checked(NamedTuple):
    """What a check says: how many items there are, the findings, and remarks as of what is `Linked`.

    `gone` are the entries of the baseline whose finding is no more. `shares` are those of the kinds that have
    items, None where nobody asked for them. `seen` is what was looked at for evidence, as `Disk.seen` has it.
    """

    items: int
    findings: list[Finding]
    excerpts: Excerpts
    remarks: list[str]
    gone: tuple[BaselineEntry, ...] = ()
    has_baseline: bool = False
    shares: tuple[KindShare, ...] | None = None
    seen: Mapping[str, str] = {}


class Workspace:
    """One site's sources, read, linked and judged; what is as it was in the last run is not read anew.

    What an editor has `unsaved` is read in place of what the disk has; nothing is kept of it for other runs.
    """

    def __init__(self, settings: Settings, unsaved: Unsaved = NOTHING_UNSAVED) -> None:
        self.settings = settings
        self.unsaved = unsaved
        self.progress = Progress()
        self._known: dict[str, SourceReading] = {}
        self._facts: dict[str, dict[str, Any]] | None = None
        self._suggestions: Suggestions | None = None
        self._sources_read: dict[str, Source] = {}
        self._unread_in: dict[str, frozenset[str]] = {}

    def notes(self) -> list[str]:
        """Say which kept files are neither read nor written: what git tracks may be anybody's."""
        tracked = (file for file in map(self._kept, _KEPT) if os.path.lexists(file) and is_tracked(file))
        paths = (relative(file, self.settings.root) for file in tracked)
        return [
            f"`{path}` is tracked by git, so it is not used; remove it: `git rm --cached {path}`"
            for path in paths
        ]

    def use(self, settings: Settings, unsaved: Unsaved = NOTHING_UNSAVED) -> None:
        """Go on with settings that may have changed; under other kinds everything is read anew."""
        if settings.declared != self.settings.declared:
            self._known = {}
        self.settings, self.unsaved = settings, unsaved

    def run(
        self,
        docs: list[Source] | None = None,
        today: date | None = None,
        begins: Callable[[str], None] = lambda what: None,
    ) -> Result:
        """Read, link, verify and judge; `begins` is told what comes next, and may raise to end it there."""
        begins("Reading sources")
        linked = self.link(docs)
        begins("Checking")
        return self._judge(linked, self._disk(), None, today or day_of_check(), lambda: begins("Checking"))

    def recheck(
        self, settings: Settings, last: Result, path: str, unsaved: Unsaved, moved: Moved
    ) -> list[Finding] | None:
        """Return all findings of the last run, those of one source as it is `unsaved` now; see `recheck.py`.

        None where the file is no source, or was none that could be read. It may be called while a run is made
        in another thread.
        """
        content = unsaved.of(settings.root / path)
        source = self._sources_read.get(path) or self._page(settings, path, unsaved)
        if content is None or source is None or source.problem is not None or len(content) > MAX_BYTES:
            return None
        disk = Disk(settings.root, settings.unseen, None, settings.evidence_bounds, unsaved)
        now = replace(source, data=content)
        return recheck(settings, last, self._suggestions, now, self._unread_in, disk, moved)

    @staticmethod
    def _page(settings: Settings, path: str, unsaved: Unsaved) -> Source | None:
        """Return a page that said nothing of items in the last run, if it says something now."""
        page = path.removeprefix(f"{settings.docs_path}/")
        excluded = exclusion(settings.inputs.exclude_docs, settings.inputs.draft_docs)
        if page == path or not page.endswith(PAGE_ENDINGS) or excluded(page) or settings.maps_page(page):
            return None
        file = settings.root / path
        return load_source(file, path, page, settings.prose_ids, settings.bounds, unsaved=unsaved)

    def link(self, docs: list[Source] | None = None, others: Iterable[Candidate] = ()) -> Linked:
        """Read and link.

        `docs` are the pages and sidecars below the docs folder, where the caller knows them better than the
        disk does, and `others` what else lies there.
        """
        return self._link(self._sources(docs, others), is_build=docs is not None)

    def link_with(self, contents: Mapping[str, bytes]) -> Linked:
        """Read and link what lies on disk, with other `contents` of some sources by their paths."""
        found = self._sources(None)
        sources = [
            replace(each, data=contents[each.path]) if each.path in contents else each
            for each in found.sources
        ]
        return self._link(found._replace(sources=sources))

    def observe(self, linked: Linked, pages: frozenset[str] | None = None) -> Linked:
        """Look at the code, and for the homes of items among the `pages` of the site that is built.

        Which generated pages there are depends on it, and on no verdict.
        """
        disk = self._disk()  # its process serves the verification too, and ends with that
        with no_garbage_collection():
            observed = self._retried(disk, lambda: self._observed(linked.registry, disk, pages))
        return replace(linked, observed=observed)

    def unjudged(self, linked: Linked) -> Result:
        """Return what is known before any claim is checked: items and what was observed, no verdicts."""
        settings, registry, observed = self.settings, linked.registry, linked.observed
        problems = tuple(with_fingerprints(registry.problems, said_once()))
        return Result(
            settings.docs_path,
            settings.policy,
            settings.presentation,
            registry,
            Verdicts(),
            observed.observations if observed else Observations(),
            problems,
            problems,
            Excerpts(settings.root, linked.sources, settings.bounds),
            day_of_check(),
            homes=observed.homes if observed else {},
            origin=settings.origin,
            baseline=linked.baseline,
        )

    def judge(self, linked: Linked, pages: SitePages | None = None, today: date | None = None) -> Result:
        """Verify and judge what has been linked.

        `pages` are those of the site as it is built, where the caller builds it. `today` is what waivers are
        compared with: by default `SOURCE_DATE_EPOCH`, else the clock.
        """
        disk = linked.observed.disk if linked.observed else self._disk()
        return self._judge(linked, disk, pages, today or day_of_check())

    def check(self, today: date | None = None, *, with_shares: bool = False) -> "Checked":
        """Return the findings of a run, those of the last one if nothing has changed since.

        Shares take the badges of all items: they are counted where they are asked for, and kept.
        """
        today = today or day_of_check()
        found = self._sources(None)
        settings = self.settings
        file = self._kept("findings")
        key = cache.key_of(
            self._version(),
            today,
            settings.inputs,
            settings.findings,
            settings.policy.fail_under,
            found.missing,
            found.baseline.seen,
            *map(digest, found.sources),
        )
        problems = any(source.problem for source in found.sources)
        disk = self._disk()
        if not problems and (stored := kept_check(cache.load(file, key))) is not None:
            is_enough = stored.shares is not None or not with_shares
            if is_enough and disk.is_as_seen(stored.seen):
                excerpts = Excerpts(settings.root, found.sources, settings.bounds)
                return self._checked(found, stored, excerpts)
            disk = self._disk()
        result = self._judge(self._link(found), disk, None, today)
        shares = shares_of(result) if with_shares else None
        kept = KeptCheck(len(result.registry.all), list(result.findings), result.gone, disk.seen, shares)
        if not problems:
            cache.save(file, key, kept.as_plain())
        return self._checked(found, kept, result.excerpts)

    def _checked(self, found: "_Found", kept: KeptCheck, excerpts: Excerpts) -> "Checked":
        remarks = self._remarks(found, kept.items, kept.findings)
        has_baseline = found.baseline.is_in_use
        return Checked(
            kept.items,
            kept.findings,
            excerpts,
            remarks,
            kept.gone,
            has_baseline,
            kept.shares,
            kept.seen,
        )

    def own_sources(self) -> dict[str, bytes]:
        """Return what sidecars and pages hold, by path: not files of other tools, nor what was not read."""
        sources = self._sources(None).sources
        return {each.path: each.data for each in sources if not each.shapes and each.problem is None}

    def read_as(self, path: str, data: bytes) -> SourceReading:
        """Read what a source could hold, as the source that it is."""
        settings = self.settings
        within = f"{settings.docs_path}/"
        page = path.removeprefix(within) if path.endswith(PAGE_ENDINGS) else None
        source = Source(path, data, page)
        return read_source(source, settings.schema, settings.prose_ids, settings.table_words)

    def check_as_if(self, edited: Mapping[str, bytes], today: date | None = None) -> list[Finding]:
        """Return what were found if sources held something else, by path."""
        found = self._sources(None)
        sources = [
            replace(each, data=edited[each.path]) if each.path in edited else each for each in found.sources
        ]
        linked = self._link(found._replace(sources=sources))
        return list(self._judge(linked, self._disk(), None, today or day_of_check()).findings)

    def write_baseline(self, today: date | None = None, *, accept_new: bool) -> tuple[Baseline, Baseline]:
        """Take what is gone out of the baseline, enter what fails where that is asked for.

        Returns the baseline before and after. A first one has all that fails, and is not written if nothing
        does; one that cannot be read stays as it is, and so does the default one where the setting names none
        that can be used. Of none the latter is in use.

        Raises:
            OSError: where the file cannot be written.

        """
        today = today or day_of_check()
        result = self.run(today=today)
        before = result.baseline
        if wrong := next((each for each in self.settings.findings if each.subject == "`baseline`"), None):
            refused = replace(before, since=None, problem=wrong)
            return refused, refused
        is_first = not before.is_in_use
        file = self.settings.root / before.path
        if is_first and os.path.lexists(file):
            return before, before
        gone = (entry.fingerprint for entry in result.gone)
        found = (each for each in result.raw_findings if each.field != "baseline" or each.code != "TR008")
        after = before.after(found, gone, today, accept=accept_new or is_first)
        if is_first and not after.entries and self.settings.baseline_position is None:
            return before, before
        if (text := after.as_text().encode()) != before.content:
            replace_file(file, text)
        return before, after

    def _sources(self, docs: list[Source] | None, others: Iterable[Candidate] = ()) -> "_Found":
        settings = self.settings
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
                    self.unsaved,
                )
            )
        mapped = with_shapes(
            docs, settings.mapped, settings.root, settings.docs_path, settings.bounds, self.unsaved
        )
        docs = [*mapped.docs, *mapped.others]
        taken = {real(settings.root / source.path) for source in docs} if settings.sources else set()
        named, missing = find_by_globs(
            settings.sources,
            settings.source_positions,
            settings.root,
            taken,
            settings.bounds,
            self.unsaved,
        )
        read = {source.path for source in (*named, *mapped.others)}
        candidates = (Candidate(file, path) for file, path in left if path not in read)
        overlooked = look_at(candidates, settings.docs_path, settings.schema)
        missing = [*mapped.findings, *missing]
        sources = [*docs, *named, *overlooked.misnamed]
        return _Found(sources, missing, overlooked, self._baseline(sources), mapped.by_entry)

    def _baseline(self, sources: list[Source]) -> Baseline:
        settings = self.settings
        read = load_baseline(settings.root, settings.baseline, settings.baseline_position, settings.bounds)
        return with_unread(read, settings.root, {source.path for source in sources})

    def _remarks(self, found: "_Found", items: int, findings: Iterable[Finding]) -> list[str]:
        """Say what is not read, and what is read and declares nothing."""
        settings = self.settings
        wrong = frozenset(finding.position.path for finding in findings)
        remarks = [*found.overlooked.remarks, *empty(found.sources, wrong)]
        if settings.root != settings.docs_dir:
            read = (source.path for source in found.sources)
            remarks += beside(settings.root, settings.docs_path, read)
        if items == 0:
            remarks.append(nothing_declared(settings.docs_path, found.overlooked.excluded))
        return remarks

    def _link(self, found: "_Found", *, is_build: bool = False) -> Linked:
        settings = self.settings
        inputs = settings.inputs
        with no_garbage_collection():
            reading = self._read(found.sources)
            self._sources_read = {source.path: source for source in found.sources}
            self._unread_in = reading.unread_in
            missing = [*found.missing, *without_items(settings.mapped, found.by_entry, reading)]
            registry = link(
                settings.schema,
                reading.items,
                domains=settings.domains,
                problems=[
                    *settings.findings,
                    *filter(None, [found.baseline.problem]),
                    *missing,
                    *reading.findings,
                ],
                unread_ids=reading.unread_ids,
                nameless=reading.nameless,
                is_complete=reading.is_complete and not missing and not settings.has_lost_sources,
                doubt="" if is_build else doubts_of(inputs.plugins, inputs.hooks).items,
                mentions=reading.mentions,
                markers=reading.markers,
                numbers=reading.numbers,
                restated=reading.restated,
            )
        remarks = self._remarks(found, len(registry.all), registry.problems)
        return Linked(registry, found.sources, found.baseline, remarks)

    def _judge(
        self,
        linked: Linked,
        disk: Disk,
        pages: SitePages | None,
        today: date,
        goes_on: Callable[[], None] = lambda: None,
    ) -> Result:
        return self._retried(disk, lambda: self._judge_with(linked, disk, pages, today, goes_on))

    def _retried(self, disk: Disk, work: Callable[[], T]) -> T:
        """Do some work; once more without what was kept of the files, which may have had another shape."""
        try:
            return work()
        except Exception:
            if not disk.known:
                raise
            disk.forget()
            self._facts = {}
            return work()

    def _observed(self, registry: Registry, disk: Disk, pages: frozenset[str] | None) -> Observed:
        inputs = self.settings.inputs
        homes = homes_of(registry, inputs, disk, pages)
        return Observed(observe(registry, inputs, disk), homes, pages, disk)

    def _judge_with(
        self,
        linked: Linked,
        disk: Disk,
        pages: SitePages | None,
        today: date,
        goes_on: Callable[[], None],
    ) -> Result:
        settings = self.settings
        read = linked.registry
        with no_garbage_collection():
            registry = with_titles(read, page_titles(read, settings.inputs, disk, pages))
            mentions = without_resolved_by_markdown(registry, settings.inputs, disk)
            registry = replace(registry, mentions=tuple(mentions))
            with closing(disk.isolation):
                verdicts = verify(registry, settings.inputs, disk, pages, self.progress)
                observed = linked.observed
                if observed is None or registry.all is not read.all:  # titles of pages make other items
                    names = observed.pages if observed else pages.names if pages else None
                    observed = self._observed(registry, disk, names)
            self.progress.begin("Applying rules")
            judgement = judge(
                registry,
                verdicts,
                observed.observations,
                settings.policy,
                today,
                linked.baseline,
                suggestions := Suggestions(registry, self._suggestions),
                goes_on,
            )
        self._suggestions = suggestions
        self._keep_facts(disk)
        excerpts = Excerpts(settings.root, linked.sources, settings.bounds)
        return Result(
            settings.docs_path,
            settings.policy,
            settings.presentation,
            registry,
            verdicts,
            observed.observations,
            tuple(deduplicate(judgement.findings, said_once())),
            tuple(judgement.findings),
            excerpts,
            today,
            tuple(disk.looked_at()),
            disk.listed(),
            observed.homes,
            settings.origin,
            judgement.baseline,
            judgement.gone,
        )

    def _disk(self) -> Disk:
        """Return the files that evidence is looked for in, with what is known of their contents."""
        if self._facts is None:
            stored = cache.load(self._kept("evidence"), cache.program())
            kept = stored.items() if isinstance(stored, dict) else ()
            self._facts = {name: facts for name, facts in kept if isinstance(facts, dict)}
        settings = self.settings
        return Disk(settings.root, settings.unseen, self._facts, settings.evidence_bounds, self.unsaved)

    def _keep_facts(self, disk: Disk) -> None:
        known = {name: facts.keys() for name, facts in (self._facts or {}).items()}
        if not self.unsaved and {name: facts.keys() for name, facts in disk.used.items()} != known:
            cache.save(self._kept("evidence"), cache.program(), disk.used)
        self._facts = disk.used

    def _read(self, sources: list[Source]) -> Reading:
        key = self._version()
        loaded = {} if self._known else cache.load(self._kept("sources"), key)
        stored: dict[str, Any] = loaded if isinstance(loaded, dict) else {}

        def known(name: str) -> SourceReading | None:
            if name in self._known:
                return self._known[name]
            kept = reading_of(stored[name], self.settings.schema) if name in stored else None
            if kept is None:
                stored.pop(name, None)
            return kept

        self.progress.begin("Reading sources")
        before = set(self._known or stored)
        settings = self.settings
        reading, self._known = read_all(
            sources, settings.schema, known, settings.prose_ids, settings.table_words
        )
        if self._known.keys() != before and not self.unsaved:
            kept = {name: stored.get(name) or plain(each) for name, each in self._known.items()}
            cache.save(self._kept("sources"), key, kept)
        return reading

    def _kept(self, what: str) -> Path:
        return kept_file(self.settings, what)

    def _version(self) -> str:
        """Name all but the sources that a reading depends on."""
        return cache.key_of(cache.program(), self.settings.declared)


class _Found(NamedTuple):
    """The sources of a site, what is said of globs without a match and files that are none; the baseline."""

    sources: list[Source]
    missing: list[Finding]
    overlooked: Overlooked
    baseline: Baseline
    by_entry: list[frozenset[str]]


def kept_file(settings: Settings, what: str) -> Path:
    """Return the file that keeps something between runs."""
    return settings.root / ".cache" / "traceability" / f"{settings.config_name}.{what}.json"


def day_of_check() -> date:
    """Return what waivers are compared with: `SOURCE_DATE_EPOCH`, else the clock."""
    with suppress(KeyError, ValueError, OverflowError, OSError):  # not set, or no time that there is
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    return datetime.now(UTC).date()
