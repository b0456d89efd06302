"""A client of the language server: a real process, spoken to over its standard input and output.

The protocol is spoken by pygls' client, in a thread of its own, so that tests read from top to bottom.
"""

import asyncio
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from lsprotocol import types
from pygls.lsp.client import BaseLanguageClient

PATIENCE = 20.0
"""Seconds in which an answer comes, or never."""

COMMAND = (sys.executable, "-m", "mkdocs_traceability", "lsp")


class Client:
    """An editor: it opens files, types, and keeps what it is told."""

    def __init__(self, root: Path, command: tuple[str, ...] = COMMAND) -> None:
        self.root = root
        self.command = command
        self.told: dict[str, types.PublishDiagnosticsParams] = {}
        self.messages: list[str] = []
        self.progress: list[Any] = []
        self.watchers: list[Any] = []
        self.greeting: types.InitializeResult | None = None
        self._news = threading.Condition()
        self._versions: dict[str, int] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.protocol = self._made()

    def _made(self) -> BaseLanguageClient:
        client = BaseLanguageClient("tests", "1")

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(params: types.PublishDiagnosticsParams) -> None:
            with self._news:
                self.told[params.uri] = params
                self._news.notify_all()

        @client.feature(types.WINDOW_LOG_MESSAGE)
        def _(params: types.LogMessageParams) -> None:
            self.messages.append(params.message)

        @client.feature(types.WINDOW_SHOW_MESSAGE)
        def _(params: types.ShowMessageParams) -> None:
            self.messages.append(params.message)

        @client.feature(types.WINDOW_WORK_DONE_PROGRESS_CREATE)
        def _(params: types.WorkDoneProgressCreateParams) -> None:
            return None

        @client.feature(types.PROGRESS)
        def _(params: types.ProgressParams) -> None:
            self.progress.append(params.value)

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def _(params: types.RegistrationParams) -> None:
            self.watchers += params.registrations

        return client

    def wait(self, coroutine: Any) -> Any:
        """Run something of the protocol to its end."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(PATIENCE)

    def call(self, function: Any, *args: Any) -> None:
        """Run something in the thread of the protocol."""

        async def run() -> None:
            function(*args)

        self.wait(run())

    def start(self, *folders: Path, **capabilities: Any) -> types.InitializeResult:
        """Start the server and greet it."""
        self.wait(self.protocol.start_io(*self.command))
        named = [types.WorkspaceFolder(each.as_uri(), each.name) for each in folders or (self.root,)]
        offered = types.ClientCapabilities(
            window=types.WindowClientCapabilities(work_done_progress=True),
            workspace=types.WorkspaceClientCapabilities(
                did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
                    dynamic_registration=True
                )
            ),
            **capabilities,
        )
        params = types.InitializeParams(offered, root_uri=named[0].uri, workspace_folders=named)
        greeting: types.InitializeResult = self.wait(self.protocol.initialize_async(params))
        self.call(self.protocol.initialized, types.InitializedParams())
        return greeting

    def stop(self) -> int | None:
        """Take leave of the server; return the status with which it ends."""
        self.wait(self.protocol.shutdown_async(None))
        self.call(self.protocol.exit, None)
        status = self.wait(self._ended())
        self.wait(self.protocol.stop())
        return status

    def kill(self) -> None:
        """End whatever is left."""
        process = self.protocol._server
        if process is not None and process.returncode is None:
            process.kill()
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _ended(self) -> int | None:
        process = self.protocol._server
        await asyncio.wait_for(process.wait(), PATIENCE)
        return process.returncode

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def open(self, path: str, text: str | None = None) -> None:
        """Open a file, perhaps with a text that differs from what the disk has."""
        if text is None:
            text = (self.root / path).read_bytes().decode("utf-8")
        self._versions[path] = 1
        item = types.TextDocumentItem(self.uri(path), "yaml", 1, text)
        self.call(self.protocol.text_document_did_open, types.DidOpenTextDocumentParams(item))

    def type(self, path: str, text: str) -> int:
        """Give a file another text; return its version."""
        self._versions[path] += 1
        version = self._versions[path]
        document = types.VersionedTextDocumentIdentifier(version, self.uri(path))
        change = types.TextDocumentContentChangeWholeDocument(text)
        params = types.DidChangeTextDocumentParams(document, [change])
        self.call(self.protocol.text_document_did_change, params)
        return version

    def opened(self) -> list[str]:
        """The files that are open."""
        return list(self._versions)

    def open_uri(self, uri: str, text: str) -> None:
        """Open what is no file of the site."""
        item = types.TextDocumentItem(uri, "yaml", 1, text)
        self.call(self.protocol.text_document_did_open, types.DidOpenTextDocumentParams(item))

    def changed_outside(self, path: str, how: types.FileChangeType) -> None:
        """Tell that a file was written, made or removed by somebody else."""
        params = types.DidChangeWatchedFilesParams([types.FileEvent(self.uri(path), how)])
        self.call(self.protocol.workspace_did_change_watched_files, params)

    def send_raw(self, data: bytes) -> None:
        """Send bytes that are no message."""
        self.call(self.protocol._server.stdin.write, data)

    def version_of(self, path: str) -> int | None:
        """The version for which findings of a file were told last."""
        told = self.told.get(self.uri(path))
        return told.version if told else None

    def close(self, path: str) -> None:
        del self._versions[path]
        document = types.TextDocumentIdentifier(self.uri(path))
        self.call(self.protocol.text_document_did_close, types.DidCloseTextDocumentParams(document))

    def until(self, holds: Any, what: str = "") -> Any:
        """Wait until something holds of what was told; return it."""
        end = monotonic() + PATIENCE
        with self._news:
            while not (found := holds()):
                if not self._news.wait(min(0.2, max(0.0, end - monotonic()))) and monotonic() > end:
                    raise AssertionError(f"{what or 'it'} never came; told were {self.shown()}")
        return found

    def shown(self) -> dict[str, list[str]]:
        """What is shown at each file, by its path."""
        root = self.root.as_uri() + "/"
        return {
            uri.removeprefix(root): [f"{each.range.start.line + 1}: {each.code}" for each in told.diagnostics]
            for uri, told in self.told.items()
            if told.diagnostics
        }

    def at(self, path: str) -> list[types.Diagnostic]:
        """What is shown at a file."""
        told = self.told.get(self.uri(path))
        return list(told.diagnostics) if told else []


@contextmanager
def editor(
    root: Path, *folders: Path, command: tuple[str, ...] = COMMAND, **capabilities: Any
) -> Iterator[Client]:
    """An editor with a server, which ends with it."""
    client = Client(root, command)
    try:
        client.greeting = client.start(*folders, **capabilities)
        yield client
        assert client.stop() == 0
    finally:
        client.kill()
