"""The server as the protocol sees it: what comes in is handed to the sessions, what they find goes out.

Nothing here knows what a finding is: this module only wires `pygls` to the sessions and the features.
"""

import asyncio
import gc
import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from mkdocs_traceability import __version__
from mkdocs_traceability.lsp.features import FEATURES, Feature
from mkdocs_traceability.lsp.progress import Progress
from mkdocs_traceability.lsp.renaming import REFUSED
from mkdocs_traceability.lsp.session import Outlet, Sessions
from mkdocs_traceability.lsp.watched import Watched

if TYPE_CHECKING:
    from pygls.server import ServerErrors


_SWITCH: Final = 0.001
"""Seconds after which a run lets a keystroke be answered; by default Python waits five times as long."""


class Server(LanguageServer):
    """The language server of one editor.

    Texts come in full with every change: they are small, and what counts as the end of a line, or as one
    character, can then not be understood in two ways.
    """

    def __init__(self) -> None:
        super().__init__("mkdocs-traceability", __version__, types.TextDocumentSyncKind.Full)
        self.sessions = Sessions(
            Outlet(
                self.text_document_publish_diagnostics,
                self._report,
                lambda folder: Progress(self, f"Checking {folder.name}/"),
                Watched(self).look_at,
            )
        )

    def _report(self, message: str) -> None:
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))

    def report_server_error(self, error: Exception, source: "ServerErrors") -> None:
        """Log what went wrong in a handler; the next request is answered as if it had not."""
        if not _is_refusal(error):
            self._report(f"{type(error).__name__}: {error}")


def make_server(features: tuple[Feature, ...] = FEATURES) -> Server:
    """Return a server that answers the requests of these features, and publishes findings."""
    sys.setswitchinterval(_SWITCH)
    gc.disable()  # each run tidies up after itself: no keystroke waits for that
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_failure)
    server = Server()
    for method, handler in _NOTIFICATIONS.items():
        server.feature(method)(handler)
    for each in features:
        server.feature(each.method, each.options)(_answering(each))
    return server


def _is_failure(record: logging.LogRecord) -> bool:
    """Whether a record is no refusal, such as of a rename to an id that is taken: that is answered."""
    return not (record.exc_info and _is_refusal(record.exc_info[1]))


def _is_refusal(error: BaseException | None) -> bool:
    """Whether an error is the answer to a request that cannot be met; pygls wraps any other one, too."""
    return isinstance(error, JsonRpcException) and error.code == REFUSED


def _answering(feature: Feature) -> Callable[[Server, Any], Any]:
    async def answer(server: Server, params: Any) -> Any:
        sessions = server.sessions
        if feature.about == "sites":
            return feature.answer(await sessions.snapshots(), params)
        if feature.about == "choice":
            named = (params.data or {}).get("uri") if isinstance(params.data or {}, dict) else None
            known = await sessions.snapshot_of(named) if isinstance(named, str) else None
            return feature.answer(known, params) if known else params
        uri = params.text_document.uri
        snapshot = await sessions.snapshot_of(uri)
        path = snapshot.path_of(uri) if snapshot else None
        if snapshot is None or path is None:
            return None
        if feature.about == "file":
            return feature.answer(snapshot, path, params)
        place = snapshot.text(path).place(params.position)
        if feature.is_long:
            return await asyncio.to_thread(feature.answer, snapshot, path, *place, params)
        return feature.answer(snapshot, path, *place, params)

    return answer


def _initialized(server: Server, params: types.InitializedParams) -> None:
    workspace = server.workspace
    folders = [folder.uri for folder in workspace.folders.values()]
    server.sessions.start(folders or [workspace.root_uri or ""], workspace.position_codec)


def _opened(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    document = params.text_document
    server.sessions.opened(document.uri, document.version, document.text)


def _changed(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    uri = params.text_document.uri
    text = server.workspace.get_text_document(uri).source
    server.sessions.opened(uri, params.text_document.version, text)


def _closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    server.sessions.closed(params.text_document.uri)


def _touched(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    server.sessions.touched(change.uri for change in params.changes)


def _folders_changed(server: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    server.sessions.leave_folders(folder.uri for folder in params.event.removed)
    server.sessions.start((folder.uri for folder in params.event.added), server.workspace.position_codec)


def _shut_down(server: Server, params: None) -> None:
    server.sessions.end()


_NOTIFICATIONS: dict[str, Callable[[Server, Any], None]] = {
    types.INITIALIZED: _initialized,
    types.TEXT_DOCUMENT_DID_OPEN: _opened,
    types.TEXT_DOCUMENT_DID_CHANGE: _changed,
    types.TEXT_DOCUMENT_DID_CLOSE: _closed,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: _touched,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: _folders_changed,
    types.SHUTDOWN: _shut_down,
}
