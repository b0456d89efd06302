"""A server of a site: its log as it comes, its pages, and when it is at rest. No wall time is measured."""

import os
import re
import signal
import socket
import subprocess
from http import HTTPStatus
from pathlib import Path
from threading import Condition, Thread, Timer
from time import sleep
from urllib.error import HTTPError
from urllib.request import urlopen

from .forked import DEADLINE, MODULES, Forked
from .sites import Site, environment

_RELOADING = re.compile(r"livereload\(\d+, \d+\);")
"""What the server adds to a page: it differs from build to build."""

LOOKS = 20
"""How often no build is seen, a tenth of a second apart, before a server is taken to be at rest: it looks twice
a second. They are counted, and no time is measured, for a machine that pauses lets no server look either."""

BUILDS = 10
"""How often it may build before it comes to rest: what one edit changes is noticed in one build, or in two or three."""


class Server:
    """`mkdocs serve` of a site, its log, and its pages.

    `python` is the interpreter of another environment; without it a fork of this one serves.
    """

    def __init__(
        self, site: Site, generator: str = "mkdocs", *arguments: str, python: Path | None = None
    ) -> None:
        self.site = site
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self._said = site.folder.with_name(f"{site.folder.name}.said")
        os.mkfifo(self._said)
        command = (generator, "serve", "-f", "mkdocs.yml", "-a", self.address, *arguments)
        self._process = self._forked(command) if python is None else self._started(python, command)
        self.log = ""
        self.seen = 0
        self._is_over = False
        self._more = Condition()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.wait_for("Serving on")

    def _forked(self, command: tuple[str, ...]) -> Forked:
        streams = [Path(os.devnull), self._said, self._said]
        return Forked(command, self.site.folder, environment(), streams, MODULES[command[0]])

    def _started(self, python: Path, command: tuple[str, ...]) -> "subprocess.Popen[bytes]":
        said = os.open(self._said, os.O_RDWR)  # else it waits for who reads
        # A shell that runs the tests may have it ignored, and who is started would inherit that.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return subprocess.Popen(
                [python, "-m", *command],
                cwd=self.site.folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        finally:
            signal.signal(signal.SIGINT, before)
            os.close(said)

    def _listen(self) -> None:
        with self._said.open(encoding="utf-8") as lines:
            for line in lines:
                with self._more:
                    self.log += line
                    self._more.notify_all()

    def wait_for(self, text: str) -> str:
        """Wait until the log says this; return all it said since the last time."""
        with self._more:
            told = self._more.wait_for(lambda: text in self.log[self.seen :], DEADLINE)
            assert told, f"{text!r} is not in the log:\n{self.log[self.seen :]}"
            since, self.seen = self.log[self.seen :], len(self.log)
            return since

    def rebuilt(self) -> str:
        """Wait for the end of the next build; return what it said."""
        return self.wait_for("Reloading browsers")

    @property
    def builds(self) -> int:
        """How often it has built."""
        return self.log.count("Building documentation...")

    def page(self, path: str) -> str:
        """Return a page as a browser gets it, empty if it is not there."""
        try:
            with urlopen(f"http://{self.address}/{path}", timeout=DEADLINE) as answer:
                return _RELOADING.sub("", answer.read().decode())
        except HTTPError as error:
            return "" if error.code == HTTPStatus.NOT_FOUND else str(error)

    def comes_to_rest(self) -> None:
        """Wait until no build has begun for a while."""
        first = builds = self.builds
        quiet = 0
        while quiet < LOOKS:
            assert builds - first < BUILDS, f"it builds again and again:\n{self.log}"
            sleep(0.1)
            quiet = quiet + 1 if self.builds == builds else 0
            builds = self.builds

    def stop(self) -> None:
        """End it as with Ctrl-C, unless it was ended before."""
        if self._is_over:
            return
        self._is_over = True
        self._process.send_signal(signal.SIGINT)
        late = Timer(DEADLINE, self._process.send_signal, (signal.SIGKILL,))
        late.start()
        status = self._process.wait()
        late.cancel()
        self._listener.join(DEADLINE)
        self._said.unlink()
        assert status != -signal.SIGKILL, f"it does not end:\n{self.log}"
