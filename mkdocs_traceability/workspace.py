"""The whole pipeline as one object: settings in, `Result` out, and what is kept between runs.

Doors call this and nothing below it: the plugin brings MkDocs' files, the command line lets it look.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from mkdocs_traceability import cache
from mkdocs_traceability.evidence.checker import SitePages
from mkdocs_traceability.evidence.disk import Disk
from mkdocs_traceability.evidence.verify import verify
from mkdocs_traceability.findings import Finding, as_stored, from_stored
from mkdocs_traceability.observations import Observations
from mkdocs_traceability.observed.observe import observe
from mkdocs_traceability.reading.discovery import find_by_globs, find_in_docs
from mkdocs_traceability.reading.read import Reading, Source, SourceReading, digest, read_all
from mkdocs_traceability.reading.stored import plain
from mkdocs_traceability.reading.stored import reading as reading_of
from mkdocs_traceability.registry import Registry, link
from mkdocs_traceability.reports.excerpts import Excerpts
from mkdocs_traceability.rules.judge import judge
from mkdocs_traceability.rules.once import once
from mkdocs_traceability.settings import Settings
from mkdocs_traceability.verdicts import Verdicts

_RESOLVE_REFERENCES: Final = frozenset({"autorefs", "mkdocstrings"})
"""Plugins that resolve `[label][ID]`, each to something of its own."""


@dataclass(frozen=True)
class Result:
    """What a run found: everything that pages, console and exports show comes from here.

    `findings` are what is said, each mistake once. `found` are all that the rules found, of every item that
    a mistake concerns: badges and rows rest on them.

    `today` is what waivers were compared with. `looked_at` are the files that evidence was looked for in,
    whether they are there or not.
    """

    settings: Settings
    registry: Registry
    verdicts: Verdicts
    observations: Observations
    findings: list[Finding]
    found: list[Finding]
    excerpts: Excerpts
    today: date
    looked_at: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Linked:
    """What has been read and linked, and is not judged yet."""

    registry: Registry
    sources: list[Source]

    @property
    def sidecars(self) -> tuple[str, ...]:
        """The paths of the sources that are no pages."""
        return tuple(source.path for source in self.sources if source.page is None)


class Checked(NamedTuple):
    """What a check says: how many items there are, and the findings."""

    items: int
    findings: list[Finding]
    excerpts: Excerpts


class Workspace:
    """One site's sources, read, linked and judged; what is as it was in the last run is not read anew."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._known: dict[str, SourceReading] = {}
        self._facts: dict[str, dict[str, Any]] | None = None

    def use(self, settings: Settings) -> None:
        """Go on with settings that may have changed; under other kinds everything is read anew."""
        if settings.declared != self.settings.declared:
            self._known = {}
        self.settings = settings

    def run(self, docs: list[Source] | None = None, today: date | None = None) -> Result:
        """Read, link, verify and judge."""
        return self.judge(self.link(docs), today=today)

    def link(self, docs: list[Source] | None = None) -> Linked:
        """Read and link.

        `docs` are the pages and sidecars below the docs folder, where the caller knows them better than the
        disk does.
        """
        return self._link(self._sources(docs))

    def unjudged(self, linked: Linked) -> Result:
        """Return what is known before the pages of the site are: which items there are, no verdicts."""
        registry, excerpts = linked.registry, Excerpts(self.settings.root, linked.sources)
        return Result(
            self.settings,
            registry,
            Verdicts(),
            Observations(),
            registry.problems,
            registry.problems,
            excerpts,
            _today(),
        )

    def judge(self, linked: Linked, pages: SitePages | None = None, today: date | None = None) -> Result:
        """Verify and judge what has been linked.

        `pages` are those of the site as it is built, where the caller builds it. `today` is what waivers are
        compared with: by default `SOURCE_DATE_EPOCH`, else the clock.
        """
        return self._judge(linked, self._disk(), pages, today or _today())

    def check(self, today: date | None = None) -> "Checked":
        """Return the findings of a run, those of the last one if nothing has changed since."""
        today = today or _today()
        found = self._sources(None)
        settings = self.settings
        file = self._kept("findings")
        key = cache.key_of(
            self._version(),
            today,
            settings.inputs,
            settings.findings,
            settings.fail_under,
            found.missing,
            *map(digest, found.sources),
        )
        problems = any(source.problem for source in found.sources)
        disk = self._disk()
        if not problems and (stored := cache.load(file, key)) is not None:
            items, findings, seen = stored
            if disk.is_as_seen(seen):
                return Checked(
                    items, list(map(from_stored, findings)), Excerpts(settings.root, found.sources)
                )
            disk = self._disk()
        result = self._judge(self._link(found), disk, None, today)
        checked = Checked(len(result.registry.all), result.findings, result.excerpts)
        if not problems:
            cache.save(file, key, [checked.items, list(map(as_stored, checked.findings)), disk.seen])
        return checked

    def _sources(self, docs: list[Source] | None) -> "_Found":
        settings = self.settings
        if docs is None:
            inputs = settings.inputs
            docs = list(
                find_in_docs(
                    settings.docs_dir,
                    settings.docs_path,
                    inputs.exclude_docs,
                    inputs.draft_docs,
                    settings.prose_ids,
                )
            )
        taken = {(settings.root / source.path).resolve() for source in docs} if settings.sources else set()
        named, missing = find_by_globs(settings.sources, settings.source_positions, settings.root, taken)
        return _Found([*docs, *named], missing)

    def _link(self, found: "_Found") -> Linked:
        settings = self.settings
        with no_garbage_collection():
            reading = self._read(found.sources)
            registry = link(
                settings.schema,
                reading.items,
                domains=settings.domains,
                problems=[*settings.findings, *found.missing, *reading.findings],
                lost=reading.lost,
                nameless=reading.nameless,
                whole=reading.whole and not found.missing,
                mentions=reading.mentions,
                markers=reading.markers,
            )
        return Linked(registry, found.sources)

    def _judge(self, linked: Linked, disk: Disk, pages: SitePages | None, today: date) -> Result:
        settings = self.settings
        registry = linked.registry
        with no_garbage_collection():
            verdicts = verify(registry, settings.inputs, disk, pages)
            observations = observe(registry, settings.inputs, disk)
            findings = judge(
                registry,
                verdicts,
                observations,
                weights=settings.weights,
                today=today,
                acyclic=settings.acyclic,
                gates=settings.fail_under,
                producing_layers=settings.producing_layers,
                has_other_references=not _RESOLVE_REFERENCES.isdisjoint(settings.inputs.plugins),
            )
        self._keep_facts(disk)
        excerpts = Excerpts(settings.root, linked.sources)
        return Result(
            settings,
            registry,
            verdicts,
            observations,
            once(findings),
            findings,
            excerpts,
            today,
            tuple(disk.looked_at()),
        )

    def _disk(self) -> Disk:
        """Return the files that evidence is looked for in, with what is known of their contents."""
        if self._facts is None:
            self._facts = cache.load(self._kept("evidence"), cache.program()) or {}
        unseen = (self.settings.root / folder for folder in self.settings.inputs.unseen)
        return Disk(self.settings.root, unseen, self._facts)

    def _keep_facts(self, disk: Disk) -> None:
        if {name: facts.keys() for name, facts in disk.used.items()} != {
            name: facts.keys() for name, facts in (self._facts or {}).items()
        }:
            cache.save(self._kept("evidence"), cache.program(), disk.used)
        self._facts = disk.used

    def _read(self, sources: list[Source]) -> Reading:
        file, key = self._kept("sources"), self._version()
        stored: dict[str, Any] = {} if self._known else cache.load(file, key) or {}

        def known(name: str) -> SourceReading | None:
            if name in self._known:
                return self._known[name]
            return reading_of(stored[name]) if name in stored else None

        before = self._known.keys() or stored.keys()
        reading, self._known = read_all(sources, self.settings.schema, known, self.settings.prose_ids)
        if self._known.keys() != before:
            cache.save(
                file, key, {name: stored.get(name) or plain(each) for name, each in self._known.items()}
            )
        return reading

    def _kept(self, what: str) -> Path:
        return self.settings.root / ".cache" / "traceability" / f"{self.settings.config_name}.{what}.json"

    def _version(self) -> str:
        """Name all but the sources that a reading depends on."""
        return cache.key_of(cache.program(), self.settings.declared)


class _Found(NamedTuple):
    """The sources of a site, and what is said of globs that match none."""

    sources: list[Source]
    missing: list[Finding]


def _today() -> date:
    with suppress(KeyError, ValueError, OverflowError, OSError):  # not set, or no time that there is
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    return datetime.now(UTC).date()


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Look for no garbage: where much is made that stays, looking for it takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
