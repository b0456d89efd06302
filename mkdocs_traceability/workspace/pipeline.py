"""Read, link, verify and judge: the stages in their order, and what one run leaves to the next."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

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
from mkdocs_traceability.files.unsaved import NOTHING_UNSAVED, Unsaved
from mkdocs_traceability.kept.check import KeptCheck, kept_check
from mkdocs_traceability.kept.files import notes_on_kept
from mkdocs_traceability.model.day import day_of_check
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.grounding import NOTHING_GROUNDED, Grounding
from mkdocs_traceability.model.observations import Observations
from mkdocs_traceability.model.progress import Progress
from mkdocs_traceability.model.verdict import Verdicts
from mkdocs_traceability.reading.discovery import (
    PAGE_ENDINGS,
    exclusion,
    load_source,
)
from mkdocs_traceability.reading.excerpts import Excerpts
from mkdocs_traceability.reading.overlooked import (
    Candidate,
)
from mkdocs_traceability.reading.read import Source, SourceReading, digest, read_source
from mkdocs_traceability.reading.shapes.files import without_items
from mkdocs_traceability.reading.text import MAX_BYTES
from mkdocs_traceability.registry.link import link, with_titles
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.registry.suggestions import Suggestions
from mkdocs_traceability.result import Result
from mkdocs_traceability.rules import said_once
from mkdocs_traceability.rules.engine.deduplication import deduplicate
from mkdocs_traceability.rules.engine.judge import judge, judge_documents
from mkdocs_traceability.rules.fingerprints import with_fingerprints
from mkdocs_traceability.settings.load import Settings
from mkdocs_traceability.workspace.found_sources import NO_SOURCES, FoundSources, find_sources, remarks_on
from mkdocs_traceability.workspace.kept import KeptReadings, kept_file, version_of
from mkdocs_traceability.workspace.kept_grounding import KeptGrounding, kept_grounding
from mkdocs_traceability.workspace.last_build import LastBuild
from mkdocs_traceability.workspace.recheck import Moved, recheck
from mkdocs_traceability.workspace.shares import shares_of
from mkdocs_traceability.workspace.stages import Checked, Linked, Observed

T = TypeVar("T")


class _Last(NamedTuple):
    """What the last check read, as a key, what it looked at, and what came of it."""

    key: str
    seen: dict[str, str]
    result: Result


class Workspace:
    """One site's sources, read, linked and judged; what is as it was in the last run is not read anew.

    What an editor has `unsaved` is read in place of what the disk has; nothing is kept of it for other runs.
    """

    def __init__(self, settings: Settings, unsaved: Unsaved = NOTHING_UNSAVED) -> None:
        self.settings = settings
        self.unsaved = unsaved
        self.progress = Progress()
        self._readings = KeptReadings()
        self._facts: dict[str, dict[str, Any]] | None = None
        self._suggestions: Suggestions | None = None
        self._sources_read: dict[str, Source] = {}
        self._unread_in: dict[str, frozenset[str]] = {}
        self._last: _Last | None = None
        self._last_build: LastBuild | None = None

    def notes(self) -> list[str]:
        """Say which kept files are neither read nor written: what git tracks may be anybody's."""
        return notes_on_kept(self.settings.root / self.settings.config_name)

    def use(self, settings: Settings, unsaved: Unsaved = NOTHING_UNSAVED) -> None:
        """Go on with settings that may have changed; under other kinds everything is read anew."""
        if settings.declared != self.settings.declared:
            self._readings.forget()
        elif replace(settings, schema=self.settings.schema) == self.settings:
            settings = replace(self.settings)  # which has followed no link yet
        self.settings, self.unsaved = settings, unsaved

    def run(self, docs: list[Source] | None = None, today: date | None = None) -> Result:
        """Read, link, verify and judge."""
        return self.judge(self.link(docs), today=today)

    def run_on_disk(self, today: date) -> tuple[Result, Disk, bool]:
        """Read, link, verify and judge; return also the files that evidence was looked for in.

        The last value says whether all sources could be read: if not, another run may read more.
        """
        found = find_sources(self.settings, self.unsaved)
        disk = self._disk()
        is_whole = not any(source.problem for source in found.sources)
        return self._judge(self._link(found), disk, None, today), disk, is_whole

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
        inputs = settings.inputs
        excluded = exclusion(inputs.exclude_docs, inputs.draft_docs, inputs.rendered)
        if page == path or not page.endswith(PAGE_ENDINGS) or excluded(page) or settings.maps_page(page):
            return None
        file = settings.root / path
        return load_source(file, path, page, settings.prose_ids, settings.bounds, unsaved=unsaved)

    def link(self, docs: list[Source] | None = None, others: Iterable[Candidate] = ()) -> Linked:
        """Read and link.

        `docs` are the pages and sidecars below the docs folder, where the caller knows them better than the
        disk does, and `others` what else lies there.
        """
        found = find_sources(self.settings, self.unsaved, docs, others)
        if docs is None:
            return self._link(found)
        key, last = self._key_of_sources(found), self._last_build
        if last is not None and last.key == key:
            registry = last.linked.registry
            remarks = remarks_on(self.settings, found, len(registry.all), registry.problems)
            return replace(last.linked, remarks=remarks)
        linked = self._link(found, is_build=True)
        self._last_build = None if _has_problems(found) or self.unsaved else LastBuild(key, linked)
        return linked

    def link_with(self, contents: Mapping[str, bytes]) -> Linked:
        """Read and link what lies on disk, with other `contents` of some sources by their paths."""
        return self._link(find_sources(self.settings, self.unsaved).with_contents(contents))

    def observe(self, linked: Linked, pages: frozenset[str] | None = None) -> Linked:
        """Look at the code, and for the homes of items among the `pages` of the site that is built.

        Which generated pages there are depends on it, and on no verdict.
        """
        last = self._last_build
        if last is not None and (as_before := last.observed_again(linked, pages, self._disk())):
            return as_before
        disk = self._disk()  # its process serves the verification too, and ends with that
        with no_garbage_collection():
            observed = self._retried(disk, lambda: self._observed(linked.registry, disk, pages))
        if last is not None and last.linked.registry is linked.registry:
            last.observed, last.seen = observed._replace(disk=self._disk()), None
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

    def judge(
        self,
        linked: Linked,
        pages: SitePages | None = None,
        today: date | None = None,
        documents: Mapping[str, bytes] | None = None,
    ) -> Result:
        """Verify and judge what has been linked.

        `pages` are those of the site as it is built, where the caller builds it. `today` is what waivers are
        compared with: by default `SOURCE_DATE_EPOCH`, else the clock. `documents` have other contents of some
        that the setting `ground` names, by their paths.
        """
        disk = linked.observed.disk if linked.observed else self._disk()
        result = self._judge(linked, disk, pages, today or day_of_check(), documents)
        last = self._last_build
        if last is not None and linked.observed is not None and last.has_observed(linked.observed):
            last.seen = disk.seen
        return result

    def check(self, today: date | None = None, *, with_shares: bool = False) -> Checked:
        """Return the findings of a run, those of the last one if nothing has changed since.

        Shares take the badges of all items: they are counted where they are asked for, and kept.
        """
        today = today or day_of_check()
        found = find_sources(self.settings, self.unsaved)
        file, key = kept_file(self.settings, "findings"), self._key(found, today)
        last = self._still(key)
        if last is None and not _has_problems(found) and (stored := kept_check(cache.load(file, key))):
            is_enough = stored.shares is not None or not with_shares
            if is_enough and self._disk().is_as_seen(stored.seen):
                excerpts = Excerpts(self.settings.root, found.sources, self.settings.bounds)
                return self._checked(found, stored, excerpts)
        result, seen = (last.result, last.seen) if last else self._run(found, key, today)
        shares = shares_of(result) if with_shares else None
        kept = KeptCheck(len(result.registry.all), list(result.findings), result.gone, seen, shares)
        if (last is None or with_shares) and not _has_problems(found):
            cache.save(file, key, kept.as_plain())
        return self._checked(found, kept, result.excerpts)._replace(result=result)

    def current(self, today: date | None = None) -> Result:
        """Return what a run finds now: the very result of the last check if nothing has changed since."""
        today = today or day_of_check()
        found = find_sources(self.settings, self.unsaved)
        key = self._key(found, today)
        last = self._still(key)
        return last.result if last else self._run(found, key, today)[0]

    def _key_of_sources(self, found: FoundSources) -> str:
        """Return what is the same as long as the same is read, under the same settings."""
        settings = self.settings
        decides = (version_of(settings), settings.inputs, settings.findings, settings.domains)
        return cache.key_of(*decides, found.missing, found.baseline.seen, *map(digest, found.sources))

    def _key(self, found: FoundSources, today: date) -> str:
        """Return what is the same as long as a check reads the same, whatever evidence it looks at."""
        settings = self.settings
        return cache.key_of(
            version_of(settings),
            today,
            settings.inputs,
            settings.findings,
            settings.policy.fail_under,
            found.missing,
            found.baseline.seen,
            *map(digest, found.sources),
        )

    def _still(self, key: str) -> _Last | None:
        """Return the last check of this process if what it read and what it looked at is as it was."""
        last = self._last
        return last if last and last.key == key and self._disk().is_as_seen(last.seen) else None

    def _run(self, found: FoundSources, key: str, today: date) -> tuple[Result, dict[str, str]]:
        """Link and judge; return what came of it, and what was looked at."""
        disk = self._disk()
        result = self._judge(self._link(found), disk, None, today)
        seen = disk.seen
        self._last = None if _has_problems(found) else _Last(key, seen, result)
        return result, seen

    def ground(self, documents: Mapping[str, bytes], today: date | None = None) -> Checked:
        """Compare documents with the repository, by their paths; nothing else is judged.

        Settings that were read from no configuration have no sources: there is no registry then.
        """
        settings, today = self.settings, today or day_of_check()
        found = find_sources(settings, self.unsaved) if settings.config_files else NO_SOURCES
        file = kept_file(settings, "ground")
        of_documents = (digest(Source(path, data)) for path, data in documents.items())
        key = cache.key_of(self._key(found, today), *of_documents)
        kept = kept_grounding(cache.load(file, key))
        if kept is None or not self._disk().is_as_seen(kept.check.seen):
            kept = self._grounded_anew(found, documents, today)
            if not (_has_problems(found) or self.unsaved):
                cache.save(file, key, kept.as_plain())
        sources = (*found.sources, *(Source(path, data) for path, data in documents.items()))
        return Checked(
            kept.check.items,
            kept.check.findings,
            Excerpts(settings.root, sources, settings.bounds),
            list(kept.grounding.notes),
            has_baseline=found.baseline.is_in_use,
            seen=kept.check.seen,
            grounding=kept.grounding,
            documents=documents,
        )

    def _grounded_anew(
        self, found: FoundSources, documents: Mapping[str, bytes], today: date
    ) -> KeptGrounding:
        """Compare documents with the repository, and judge what does not hold."""
        from mkdocs_traceability.workspace.grounded import grounded, text_of  # costs start-up

        settings, disk = self.settings, self._disk()
        linked = self._link(found)
        registry, texts = linked.registry, {path: text_of(data) for path, data in documents.items()}
        self.progress.begin("Checking statements of documents")
        with no_garbage_collection(), closing(disk.isolation):
            history = self._kept_history()
            grounding = self._retried(
                disk, lambda: grounded(registry, settings.inputs, disk, texts, kept=history)
            )
        self._keep_facts(disk)
        judged = judge_documents(registry, grounding, settings.policy, today, linked.baseline)
        findings = deduplicate(judged, said_once())
        return KeptGrounding(KeptCheck(len(registry.all), findings, (), disk.seen, None), grounding)

    def _checked(self, found: FoundSources, kept: KeptCheck, excerpts: Excerpts) -> Checked:
        remarks = remarks_on(self.settings, found, kept.items, kept.findings)
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
            found=found,
        )

    def asked(self) -> frozenset[str]:
        """Return what the last run looked for among names and titles."""
        return self._suggestions.asked() if self._suggestions else frozenset()

    def own_sources(self) -> dict[str, bytes]:
        """Return what sidecars, pages and grounded documents hold, by path.

        Files of other tools, and what was not read, are left out.
        """
        sources = find_sources(self.settings, self.unsaved).sources
        own = {each.path: each.data for each in sources if not each.shapes and each.problem is None}
        return {**self.documents(), **own}

    def content_of(self, path: str) -> bytes | None:
        """Return what a document holds; None where it cannot be read, or lies outside the bounds."""
        return self._disk().read(path)

    def documents(self) -> dict[str, bytes]:
        """Return what the documents hold that the settings have compared with the repository."""
        if not self.settings.inputs.ground:
            return {}
        from mkdocs_traceability.workspace.grounded import named_documents  # costs start-up

        return named_documents(self.settings.inputs, self._disk(), {}).contents

    def read_as(self, path: str, data: bytes) -> SourceReading:
        """Read what a source could hold, as the source that it is."""
        settings = self.settings
        within = f"{settings.docs_path}/"
        page = path.removeprefix(within) if path.endswith(PAGE_ENDINGS) else None
        source = Source(path, data, page)
        return read_source(source, settings.schema, settings.prose_ids, settings.table_words)

    def check_as_if(self, contents: Mapping[str, bytes]) -> list[Finding]:
        """Return what would be found with other `contents` of some sources, by their paths."""
        return list(self.judge(self.link_with(contents), documents=contents).findings)

    def _link(self, found: FoundSources, *, is_build: bool = False) -> Linked:
        settings = self.settings
        inputs = settings.inputs
        with no_garbage_collection():
            self.progress.begin("Reading sources")
            reading = self._readings.read(found.sources, settings, saves=not self.unsaved)
            self._sources_read = {source.path: source for source in found.sources}
            self._unread_in = reading.unread_in
            missing = [*found.missing, *without_items(settings.mapped, found.by_entry, reading)]
            self.progress.begin("Linking")
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
                progress=self.progress,
            )
        remarks = remarks_on(self.settings, found, len(registry.all), registry.problems)
        return Linked(registry, found.sources, found.baseline, remarks)

    def _judge(
        self,
        linked: Linked,
        disk: Disk,
        pages: SitePages | None,
        today: date,
        documents: Mapping[str, bytes] | None = None,
    ) -> Result:
        return self._retried(disk, lambda: self._judge_with(linked, disk, pages, today, documents or {}))

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

    def _grounded(
        self, registry: Registry, disk: Disk, pages: SitePages | None, documents: Mapping[str, bytes]
    ) -> Grounding:
        """Compare the documents that the settings name with the repository."""
        inputs = self.settings.inputs
        if not inputs.ground:
            return NOTHING_GROUNDED
        from mkdocs_traceability.workspace.grounded import site_grounded  # costs start-up

        self.progress.begin("Checking statements of documents")
        return site_grounded(registry, inputs, disk, pages, documents, self._kept_history())

    def _kept_history(self) -> Path | None:
        """Return the file that keeps what history tells; None where texts are unsaved."""
        return None if self.unsaved else kept_file(self.settings, "history")

    def _judge_with(
        self,
        linked: Linked,
        disk: Disk,
        pages: SitePages | None,
        today: date,
        documents: Mapping[str, bytes],
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
                grounding = self._grounded(registry, disk, pages, documents)
            if grounding.problems:
                registry = replace(registry, problems=(*registry.problems, *grounding.problems))
            self.progress.begin("Applying rules")
            judgement = judge(
                registry,
                verdicts,
                observed.observations,
                settings.policy,
                today,
                linked.baseline,
                suggestions := Suggestions(registry, self._suggestions),
                self.progress,
                grounding,
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
            grounding,
        )

    def _disk(self) -> Disk:
        """Return the files that evidence is looked for in, with what is known of their contents."""
        if self._facts is None:
            stored = cache.load(kept_file(self.settings, "evidence"), cache.program())
            kept = stored.items() if isinstance(stored, dict) else ()
            self._facts = {name: facts for name, facts in kept if isinstance(facts, dict)}
        settings = self.settings
        return Disk(settings.root, settings.unseen, self._facts, settings.evidence_bounds, self.unsaved)

    def _keep_facts(self, disk: Disk) -> None:
        known = {name: facts.keys() for name, facts in (self._facts or {}).items()}
        if not self.unsaved and {name: facts.keys() for name, facts in disk.used.items()} != known:
            cache.save(kept_file(self.settings, "evidence"), cache.program(), disk.used)
        self._facts = disk.used


def _has_problems(found: FoundSources) -> bool:
    """Whether a source could not be read: what it holds is not known, so that nothing is kept of it."""
    return any(source.problem for source in found.sources)
