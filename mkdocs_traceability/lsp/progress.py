"""How far the first run of a site is, as an editor shows it: later ones are too short to be told of."""

import asyncio
from uuid import uuid4

from lsprotocol import types
from pygls.lsp.server import LanguageServer


class Progress:
    """The progress of one piece of work; what an editor cannot show is not told."""

    def __init__(self, server: LanguageServer, title: str) -> None:
        self._server = server
        self._title = title
        self._token = str(uuid4())
        self._loop = asyncio.get_running_loop()
        self._is_shown = self._is_over = False
        window = server.client_capabilities.window
        if window is not None and window.work_done_progress:
            server.work_done_progress.create(self._token, self._begin)

    def report(self, what: str) -> None:
        """Say what is done now; may be called in any thread."""
        if not self._is_over:
            self._loop.call_soon_threadsafe(self._report, what)

    def end(self) -> None:
        """Say that all is done."""
        if self._is_shown and not self._is_over:
            self._server.work_done_progress.end(self._token, types.WorkDoneProgressEnd())
        self._is_over = True

    def _begin(self, *_: object) -> None:
        if not self._is_over:
            self._is_shown = True
            self._server.work_done_progress.begin(self._token, types.WorkDoneProgressBegin(self._title))

    def _report(self, what: str) -> None:
        if self._is_shown and not self._is_over:
            self._server.work_done_progress.report(self._token, types.WorkDoneProgressReport(message=what))
