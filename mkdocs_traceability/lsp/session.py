"""The sites that an editor has open: each with its settings, its texts and its last run."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pygls.workspace import PositionCodec

from mkdocs_traceability.files.real import is_file, real
from mkdocs_traceability.lsp.addresses import Addresses, file_of
from mkdocs_traceability.lsp.snapshot import Snapshot, path_in
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.config_file import CONFIG_NAMES
from mkdocs_traceability.settings.load import Settings, load_settings
from mkdocs_traceability.workspace import Workspace

if TYPE_CHECKING:
    from mkdocs_traceability.lsp.server import Server


@dataclass
class Site:
    """One site: its settings, its open texts by path, and the last run with the texts that it read."""

    settings: Settings
    workspace: Workspace
    texts: dict[str, str] = field(default_factory=dict)
    result: Result | None = None
    read: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        """Read and judge everything."""
        self.result = self.workspace.run()


class Sessions:
    """All sites that files are open of."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._addresses = Addresses()
        self._codec = PositionCodec()
        self._sites: dict[Path, Site] = {}

    def start(self, folders: list[str], codec: PositionCodec) -> None:
        """Begin with the folders that the editor has open."""
        self._codec = codec
        for uri in folders:
            if folder := self._addresses.enter_folder(uri):
                self._site_above(folder / "mkdocs.yml")

    def opened(self, uri: str, version: int, text: str) -> None:
        """Take a text in place of what the disk has."""
        file = file_of(uri)
        if file is not None and (site := self._site_above(real(file))):
            self._addresses.enter_open(real(file), uri)
            if path := path_in(site.settings, file):
                site.texts[path] = text

    def changed(self, uri: str, version: int, text: str) -> None:
        """Take the next state of a text."""
        self.opened(uri, version, text)

    def closed(self, uri: str) -> None:
        """Go back to what the disk has."""
        file = file_of(uri)
        if file is not None and (site := self._site_above(real(file))):
            self._addresses.leave_open(real(file))
            site.texts.pop(path_in(site.settings, file) or "", None)

    def snapshot_of(self, uri: str) -> Snapshot | None:
        """Return what is known of the site of a file, None where there is none or it is not read yet."""
        file = file_of(uri)
        site = self._site_above(real(file)) if file else None
        return self._snapshot(site) if site else None

    def snapshots(self) -> list[Snapshot]:
        """Return what is known of all sites."""
        return [each for each in map(self._snapshot, self._sites.values()) if each]

    def _snapshot(self, site: Site) -> Snapshot | None:
        if site.result is None:
            return None
        texts, read = dict(site.texts), dict(site.read)
        return Snapshot(site.settings, site.result, texts, read, self._codec, self._addresses.of)

    def _site_above(self, file: Path) -> Site | None:
        for folder in file.parents:
            for name in CONFIG_NAMES:
                if is_file(folder / name):
                    return self._site(folder / name)
        return None

    def _site(self, config: Path) -> Site:
        if config not in self._sites:
            settings = load_settings(config)
            self._sites[config] = Site(settings, Workspace(settings))
            self._sites[config].run()
        return self._sites[config]
