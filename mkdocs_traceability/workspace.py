"""The whole pipeline as one object: settings in, `Result` out, and what is kept between runs.

Doors call this and nothing below it: the plugin brings MkDocs' files, the command line lets it look for itself.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path

from mkdocs_traceability import __version__
from mkdocs_traceability.findings import Finding
from mkdocs_traceability.reading.discovery import find_by_globs, find_in_docs
from mkdocs_traceability.reading.read import Source, SourceReading, read_all
from mkdocs_traceability.reading.store import Store
from mkdocs_traceability.registry import Registry, link
from mkdocs_traceability.reports.excerpts import Excerpts
from mkdocs_traceability.rules.judge import judge
from mkdocs_traceability.settings import Settings


@dataclass(frozen=True)
class Result:
    """What a run found: everything that pages, console and exports show comes from here."""

    settings: Settings
    registry: Registry
    findings: list[Finding]
    excerpts: Excerpts


class Workspace:
    """One site's sources, read, linked and judged; what has not changed since the last run is not read again."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._known: dict[str, SourceReading] = {}

    def use(self, settings: Settings) -> None:
        """Go on with settings that may have changed; under other kinds everything is read anew."""
        if settings.declared != self.settings.declared:
            self._known = {}
        self.settings = settings

    def run(self, docs: list[Source] | None = None, today: date | None = None) -> Result:
        """Read, link and judge.

        `docs` are the pages and sidecars below the docs folder, where the caller knows them better than the
        disk does. `today` is what waivers are compared with: by default `SOURCE_DATE_EPOCH`, else the clock.
        """
        with _no_garbage_collection():
            return self._run(docs, today)

    def _run(self, docs: list[Source] | None, today: date | None) -> Result:
        settings = self.settings
        if docs is None:
            docs = list(
                find_in_docs(
                    settings.docs_dir, settings.docs_path, settings.exclude_docs, settings.draft_docs
                )
            )
        taken = {(settings.root / source.path).resolve() for source in docs} if settings.sources else set()
        named, missing = find_by_globs(settings.sources, settings.source_positions, settings.root, taken)
        sources = [*docs, *named]
        store = Store(self._store_file(), _schema_digest(settings))
        reading, self._known = read_all(
            sources, settings.schema, lambda digest: self._known.get(digest) or store.known(digest)
        )
        store.keep(self._known)
        registry = link(
            settings.schema,
            reading.items,
            domains=settings.domains,
            problems=[*settings.findings, *missing, *reading.findings],
            lost=reading.lost,
            whole=reading.whole and not missing,
        )
        findings = judge(
            registry, weights=settings.weights, today=today or _today(), acyclic=settings.acyclic
        )
        return Result(settings, registry, findings, Excerpts(settings.root, sources))

    def _store_file(self) -> Path:
        settings = self.settings
        return settings.root / ".cache" / "traceability" / f"{settings.config_name}.sources.json"


def _schema_digest(settings: Settings) -> str:
    return blake2b(f"{__version__}\0{settings.declared}".encode(), digest_size=16).hexdigest()


def _today() -> date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch and epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now(UTC).date()


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Reading makes many small objects that all stay: looking for garbage among them costs a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
