"""Which files an editor is asked to watch: sources, and what evidence is looked for in."""

from itertools import chain
from pathlib import PurePath
from typing import Final

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from mkdocs_traceability.lsp.site import Run
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS

_ALWAYS: Final = frozenset((*PAGE_ENDINGS, ".yml", ".yaml", ".json", ".toml"))
"""How the names of sources, settings and reports end, whether there are any yet or not."""

_ID: Final = "traceability-files"


class Watched:
    """Asks the editor to watch files by the endings of their names; more of them when a run looks at more."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._endings: frozenset[str] = frozenset()

    def look_at(self, run: Run) -> None:
        """Ask for what a run looked at, as far as the editor lets itself be asked."""
        workspace = self._server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        endings = self._endings | _ALWAYS | _endings_of(run)
        if watching is None or not watching.dynamic_registration or endings == self._endings:
            return
        if self._endings:
            gone = types.Unregistration(_ID, types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
            self._server.client_unregister_capability(types.UnregistrationParams([gone]))
        self._endings = endings
        globs = [types.FileSystemWatcher(f"**/*{ending}") for ending in sorted(endings)]
        options = types.DidChangeWatchedFilesRegistrationOptions(globs)
        asked = types.Registration(_ID, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        self._server.client_register_capability(types.RegistrationParams([asked]))


def _endings_of(run: Run) -> set[str]:
    if run.result is None:
        return set()
    listed = (PurePath(path) for paths in run.result.listed.values() for path in paths)
    return {path.suffix for path in chain(run.result.looked_at, listed) if _is_plain(path.suffix)}


def _is_plain(ending: str) -> bool:
    """Whether an ending means itself in a glob."""
    return ending[1:].isalnum()
