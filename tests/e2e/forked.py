"""Run `python -m` or `python -c` in a process of its own that is forked from one with the generator in its memory.

Most of what it costs to build a small site are the imports, and the templates that Jinja compiles.
"""

import json
import os
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from .fork_server import STREAMS

MODULES = {"mkdocs": "mkdocs", "mkdocs_traceability": "mkdocs", "properdocs": "properdocs"}
"""What can be run so, with the generator that its server has loaded: ProperDocs takes the place of MkDocs in a process."""

DEADLINE = 250.0
"""Seconds after which a command is ended that hangs: long enough for the busiest machine, and before pytest's own limit."""


def run_forked(
    *command: str,
    folder: Path,
    environment: dict[str, str],
    stdin: str | None = None,
    generator: str | None = None,
) -> tuple[int, str, str]:
    """Run a module of `MODULES` to its end, or `-c`; return its exit status, and what it wrote to its two streams.

    `environment` counts for what Python reads after its start: not for `PYTHONHASHSEED` and its like.
    """
    with TemporaryDirectory() as kept:
        streams = [Path(kept) / name for name in STREAMS]
        streams[0].write_text(stdin or "", encoding="utf-8")
        process = Forked(command, folder, environment, streams, generator or MODULES[command[0]], DEADLINE)
        status = process.wait()
        if status == -signal.SIGALRM:
            raise TimeoutError(f"{command} does not end")
        _, out, log = (stream.read_text(encoding="utf-8") for stream in streams)
        return status, out, log


class Forked:
    """A command that runs in a fork; its streams are files, and may be pipes with names."""

    def __init__(
        self,
        command: tuple[str, ...],
        folder: Path,
        environment: dict[str, str],
        streams: list[Path],
        generator: str,
        seconds: float = 0,
    ) -> None:
        self._server = _server(generator)
        request = {
            "command": command,
            "folder": str(folder),
            "environment": environment,
            "streams": [str(stream) for stream in streams],
            "seconds": int(seconds),
        }
        self._number = _ask(self._server, request)

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal; its number is its own until it was waited for."""
        os.kill(self._number, number)

    def wait(self) -> int:
        """Wait for its end, once; return its exit status."""
        return _ask(self._server, self._number)


def _ask(server: "subprocess.Popen[str]", request: dict[str, object] | int) -> int:
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(json.dumps(request) + "\n")
    server.stdin.flush()
    return int(server.stdout.readline())


@cache
def _server(generator: str) -> "subprocess.Popen[str]":
    """Start a server; it ends when this process does, as nobody asks it any more then."""
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("fork_server.py")), generator],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
