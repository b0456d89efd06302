"""One site in an editor: its settings, its open texts, and its last run.

A run is made in a thread of its own, from the texts as they stood when it began; all else is done in the
thread of the protocol, so nothing here is locked. A newer keystroke ends a run that is under way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Final

from lsprotocol import types

from mkdocs_traceability.files.real import real
from mkdocs_traceability.files.unsaved import Unsaved
from mkdocs_traceability.lsp.runs import EndedError
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.progress import Progress
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.config_file import ConfigError
from mkdocs_traceability.settings.load import PLUGIN, Settings, load_settings
from mkdocs_traceability.workspace import Workspace

_MOST_AT_ONCE: Final = 250_000
"""Characters of a text that is read anew at each keystroke; a run in its thread tells of a longer one."""


@dataclass(frozen=True)
class OpenText:
    """The text of an open file, and the number that the editor gives its state."""

    text: str
    version: int


@dataclass(frozen=True)
class Run:
    """What one run found, with the settings and the open texts it was made from.

    `shown` are the findings at each file, by its path. Where `mkdocs.yml` cannot be read, `problem` says so,
    and the settings are the last that could be.
    """

    texts: dict[Path, OpenText]
    settings: Settings | None = None
    result: Result | None = None
    problem: Finding | None = None
    shown: Mapping[str, list[types.Diagnostic]] = field(default_factory=dict)

    @property
    def is_silent(self) -> bool:
        """Whether the site has no part in this: it neither turns the plugin on nor declares anything."""
        if self.settings is None or self.result is None:
            return True
        return PLUGIN not in self.settings.inputs.plugins and not self.result.registry.all


@dataclass
class Site:
    """One site, by the file of its settings; `texts` are those that are open, by where they really lie."""

    config: Path
    texts: dict[Path, OpenText] = field(default_factory=dict)
    last: Run = field(default_factory=lambda: Run({}))
    _workspace: Workspace | None = None

    def run(self, texts: dict[Path, OpenText], is_over: Event, begins: Callable[[str], None]) -> Run:
        """Read and judge everything; called in a thread of its own, never twice at a time.

        Raises:
            EndedError: where it was ended before it was done.

        """
        begun = ""

        def goes_on(work: str) -> None:
            nonlocal begun
            if is_over.is_set():
                raise EndedError
            if work != begun:
                begins(begun := work)

        unsaved = Unsaved({file: _bytes(each.text) for file, each in texts.items()})
        settings, problem = self._settings(unsaved)
        if settings is None:
            return Run(texts, problem=problem)
        if self._workspace is None:
            self._workspace = Workspace(settings, unsaved)
        self._workspace.use(settings, unsaved)
        self._workspace.progress = Progress(at_step=goes_on)
        result = self._workspace.run()
        return Run(texts, settings, result, problem)

    def _settings(self, unsaved: Unsaved) -> tuple[Settings | None, Finding | None]:
        """Return the settings, the last ones where they cannot be read, and why they cannot."""
        try:
            return load_settings(self.config, unsaved=unsaved), None
        except ConfigError as error:
            return self.last.settings, _of_config(error, self.config)

    def recheck(self, snapshot: Snapshot, path: str) -> list[Finding] | None:
        """Return all findings, those of an open file as its text is now; None where a run has to tell."""
        if self._workspace is None or len(snapshot.texts[path]) > _MOST_AT_ONCE:
            return None
        unsaved = Unsaved({real(snapshot.root / path): _bytes(snapshot.texts[path])})
        return self._workspace.recheck(snapshot.settings, snapshot.result, path, unsaved, snapshot.still)


def _bytes(text: str) -> bytes:
    """Return a text as a file would hold it; half a character is then found to be no UTF-8."""
    return text.encode("utf-8", "surrogatepass")


def _of_config(error: ConfigError, config: Path) -> Finding:
    """Return that `mkdocs.yml` cannot be read as a finding at its place."""
    at = error.position or Position(config.name, 1, 1)
    code = "TR001" if error.position else "TR008"
    return Finding(code, error.told, at, help="until it can be read, the last settings are used")
