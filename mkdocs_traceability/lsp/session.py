"""The sites that an editor has open: which one a file is of, when each is run, and what is shown of it.

A keystroke is answered twice: at once from the last run, and after a pause by a new one.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from lsprotocol import types
from pygls.workspace import PositionCodec

from mkdocs_traceability.files.garbage import tidy_up, tidy_up_after_ended
from mkdocs_traceability.files.real import is_file, real
from mkdocs_traceability.lsp.addresses import Addresses, file_of
from mkdocs_traceability.lsp.diagnostics import config_diagnostic, diagnostics
from mkdocs_traceability.lsp.progress import Progress
from mkdocs_traceability.lsp.published import Published
from mkdocs_traceability.lsp.runs import Runs
from mkdocs_traceability.lsp.site import OpenText, Run, Site
from mkdocs_traceability.lsp.snapshot import Snapshot, path_in
from mkdocs_traceability.lsp.texts import Text
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.settings.config_names import CONFIG_NAMES
from mkdocs_traceability.settings.load import Settings

_LOG: Final = logging.getLogger(__name__)


@dataclass
class Outlet:
    """What the sessions tell the editor: findings, failures, and how far the first run of a site is."""

    publish: Callable[[types.PublishDiagnosticsParams], None]
    report: Callable[[str], None]
    progress: Callable[[Path], Progress]
    was_run: Callable[[Run], None]


@dataclass
class _Session:
    """A site and its runs; `was_read` tells whether the first one was made."""

    site: Site
    runs: Runs[Run]
    was_read: asyncio.Event


def _config_in(folder: Path) -> Path | None:
    """Return the `mkdocs.yml` of a folder."""
    return next((folder / name for name in CONFIG_NAMES if is_file(folder / name)), None)


def _concerns(site: Site, file: Path) -> bool:
    """Whether a site may be read otherwise once a file has changed; what it writes itself is none of that."""
    settings = site.last.settings
    if settings is None:
        return file.is_relative_to(site.config.parent)
    unread = (*settings.unseen, settings.root / ".cache", settings.root / ".git")
    if any(file.is_relative_to(folder) for folder in unread):
        return False
    return file in settings.config_files or settings.evidence_bounds.hold(file)


def _by_path(settings: Settings, texts: dict[Path, OpenText]) -> dict[str, str]:
    """Return the texts of a site's files by their paths."""
    return {path: each.text for file, each in texts.items() if (path := path_in(settings, file))}


class Sessions:
    """All sites that files are open of."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._addresses = Addresses()
        self._codec = PositionCodec()
        self._executor = ThreadPoolExecutor(1, "traceability-run")
        self._sessions: dict[Path, _Session] = {}
        self._published = Published(outlet.publish)

    def start(self, folders: Iterable[str], codec: PositionCodec) -> None:
        """Begin with the folders that the editor has open."""
        self._codec = codec
        for uri in folders:
            if folder := self._addresses.enter_folder(uri):
                self._enter_folder(folder)

    def leave_folders(self, uris: Iterable[str]) -> None:
        """Forget the sites of folders that the editor has closed."""
        folders = [real(file) for file in map(file_of, uris) if file]
        for config, session in list(self._sessions.items()):
            if any(config.is_relative_to(folder) for folder in folders):
                session.runs.end()
                del self._sessions[config]
                self._published.replace(config, {})

    def end(self) -> None:
        """Make no more runs."""
        for session in self._sessions.values():
            session.runs.end()
        self._executor.shutdown(wait=False, cancel_futures=True)

    def opened(self, uri: str, version: int, text: str) -> None:
        """Take the first or the next state of a text, in place of what the disk has."""
        file = self._file(uri)
        if file is None or (session := self._session_of(file)) is None:
            return
        self._addresses.enter_open(file, uri)
        session.site.texts = {**session.site.texts, file: OpenText(text, version)}
        session.runs.ask(ends_other=session.site.last.result is not None)  # else nothing is ever shown
        self._show_edit(session, file)

    def closed(self, uri: str) -> None:
        """Go back to what the disk has."""
        file = self._file(uri)
        if file is None or (session := self._session_of(file)) is None:
            return
        self._addresses.leave_open(file)
        before = session.site.texts.get(file)
        session.site.texts = {each: text for each, text in session.site.texts.items() if each != file}
        if before is not None:
            session.runs.ask()

    def touched(self, uris: Iterable[str]) -> None:
        """Look again at the sites of files that were written, made or removed outside the editor."""
        files = [file for file in map(self._file, uris) if file]
        for config, session in list(self._sessions.items()):
            if not is_file(config):
                session.runs.end()
                del self._sessions[config]
                self._published.replace(config, {})
            elif any(_concerns(session.site, file) for file in files):
                session.runs.ask()
        for file in files:
            if file.name in CONFIG_NAMES and is_file(file):
                self._session(file)

    async def snapshot_of(self, uri: str) -> Snapshot | None:
        """Return what is known of the site of a file once it was read, None where there is none."""
        file = self._file(uri)
        session = self._session_of(file) if file else None
        if session is not None:
            await session.was_read.wait()
        return self._snapshot(session.site.last, session.site.texts) if session else None

    async def snapshots(self) -> list[Snapshot]:
        """Return what is known of all sites once they were read."""
        for session in list(self._sessions.values()):
            await session.was_read.wait()
        sites = (session.site for session in self._sessions.values())
        return [each for each in (self._snapshot(site.last, site.texts) for site in sites) if each]

    def _file(self, uri: str) -> Path | None:
        file = file_of(uri)
        return None if file is None else real(file)

    def _snapshot(self, run: Run, texts: dict[Path, OpenText]) -> Snapshot | None:
        """Return what is known of a site by its last run, with its texts as they are now."""
        settings, result = run.settings, run.result
        if settings is None or result is None:
            return None
        now, read = _by_path(settings, texts), _by_path(settings, run.texts)
        return Snapshot(settings, result, now, read, self._codec, self._addresses.of)

    def _enter_folder(self, folder: Path) -> None:
        """Begin with the site of a folder, else with those of the folders in it."""
        if self._session_of(folder / "mkdocs.yml") is not None:
            return
        try:
            inside = sorted(each for each in folder.iterdir() if each.is_dir() and each.name[0] not in "._")
        except OSError:
            return
        for each in inside:
            if config := _config_in(each):
                self._session(config)

    def _session_of(self, file: Path) -> _Session | None:
        """Return the session of a file: of the nearest `mkdocs.yml` above it, or of a site that reads it."""
        for folder in file.parents:
            if config := _config_in(folder):
                return self._session(config)
        return next((each for each in self._sessions.values() if _concerns(each.site, file)), None)

    def _session(self, config: Path) -> _Session:
        if config not in self._sessions:
            site = Site(config)
            progress = self._outlet.progress(config.parent)
            self._sessions[config] = _Session(
                site,
                Runs(
                    self._executor,
                    partial(self._work, site, progress),
                    partial(self._was_run, site, progress),
                    partial(self._has_failed, site, progress),
                ),
                asyncio.Event(),
            )
            self._sessions[config].runs.ask(0)
        return self._sessions[config]

    def _work(self, site: Site, progress: Progress, is_over: Event) -> Run:
        is_first = site.last.result is None
        if not is_first:
            tidy_up_after_ended()  # the last run may have been; what it made is held until its error is gone
        run = site.run(site.texts, is_over, progress.report)
        snapshot = self._snapshot(run, run.texts)
        if snapshot is not None and not run.is_silent:
            run = replace(run, shown=diagnostics(snapshot, snapshot.result.findings))
        tidy_up(is_first=is_first)
        return run

    def _was_run(self, site: Site, progress: Progress, run: Run) -> None:
        progress.end()
        session = self._sessions.get(site.config)
        if session is None or session.site is not site:
            return  # it has been closed
        session.was_read.set()
        site.last = run
        self._outlet.was_run(run)
        self._show(session)

    def _has_failed(self, site: Site, progress: Progress, error: BaseException) -> None:
        _LOG.error("%s could not be checked", site.config, exc_info=error)
        progress.end()
        if session := self._sessions.get(site.config):
            session.was_read.set()
        self._outlet.report(f"{site.config} could not be checked: {error!r}")

    def _show(self, session: _Session) -> None:
        """Publish what the last run found, and what can be said at once of texts that changed since."""
        site = session.site
        shown: dict[str, list[types.Diagnostic]] = {}
        snapshot = self._snapshot(site.last, site.texts)
        if snapshot is not None and not site.last.is_silent:
            found = dict(site.last.shown)
            for path in snapshot.edited:
                found |= self._at_once(site, snapshot, path) or {}
            shown = {snapshot.uri_of(path): each for path, each in found.items()}
        if problem := site.last.problem:
            uri, found_there = self._of_config(site, problem)
            shown[uri] = [*shown.get(uri, ()), found_there]
        self._published.replace(site.config, shown, self._versions(site))

    def _show_edit(self, session: _Session, file: Path) -> None:
        """Publish what can be said at once of a text that has just changed."""
        site = session.site
        snapshot = self._snapshot(site.last, site.texts)
        path = path_in(snapshot.settings, file) if snapshot else None
        if snapshot is None or path is None or site.last.is_silent:
            return
        found = self._at_once(site, snapshot, path)
        if found is not None:
            shown = {snapshot.uri_of(path): found[path]}
            self._published.update(site.config, shown, self._versions(site))

    def _at_once(self, site: Site, snapshot: Snapshot, path: str) -> dict[str, list[types.Diagnostic]] | None:
        """Return what is found in an open text as it is now; None where only a run can tell."""
        findings = site.recheck(snapshot, path)
        return None if findings is None else {path: [], **diagnostics(snapshot, findings, path)}

    def _of_config(self, site: Site, problem: Finding) -> tuple[str, types.Diagnostic]:
        file = real(site.config.parent / problem.position.path)
        text = Text(site.last.texts[file].text if file in site.last.texts else "", self._codec)
        return self._addresses.of(file), config_diagnostic(problem, text)

    def _versions(self, site: Site) -> dict[str, int]:
        return {self._addresses.of(file): each.version for file, each in site.texts.items()}
