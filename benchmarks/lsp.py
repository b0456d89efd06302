"""The language server over its protocol: from a keystroke to the findings of the text that it made.

    python -m benchmarks.lsp              # 10,000 items, 200 keystrokes in each file
    python -m benchmarks.lsp --items 1000

A real process on the other end of two pipes: characters are typed into a sidecar and a page of the corpus of
`benchmarks.generate`, with the pauses of somebody who types, some long enough for a full run to begin.
Measured is from the moment a change is sent until findings of its version have come; and of the thread that
answers, how long it had a processor, and how long it waited for one which another program had.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.generate import generate

_PAUSES = (0.06, 0.12, 0.2, 0.35, 0.9)
"""Seconds between two keystrokes; after the longest ones a full run is under way."""

PAGE = "# Guide\n\nWork is described in [{id}] and in [{id}].\n\nMore text follows here.\n"


class Key(NamedTuple):
    """One keystroke: seconds until its findings came, of the processor, and of waiting for other programs."""

    wall: float
    cpu: float
    waited: float


class Server:
    """A server, its pipes, and the messages that have come."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-m", "mkdocs_traceability", "lsp"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.root = root
        self._id = 0

    def send(self, method: str, params: Any, *, asks: bool = False) -> int:
        """Send a notification, or a request, and return its number."""
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if asks:
            self._id += 1
            message["id"] = self._id
        data = json.dumps(message).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()
        return self._id

    def read(self) -> dict[str, Any]:
        """Return the next message; what the server asks of the editor is granted."""
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if "id" in message and "method" in message:  # what it asks of the editor
            data = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": None}).encode()
            assert self.process.stdin
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
            self.process.stdin.flush()
        return message

    def answer(self, number: int) -> dict[str, Any]:
        """Return the answer to a request."""
        while (message := self.read()).get("id") != number or "method" in message:
            pass
        return message

    def findings(self, uri: str, version: int) -> list[Any]:
        """Return what is found in a version of a text."""
        while True:
            message = self.read()
            if message.get("method") == "textDocument/publishDiagnostics":
                told = message["params"]
                if told["uri"] == uri and told.get("version") == version:
                    return list(told["diagnostics"])

    def times(self) -> tuple[float, float]:
        """Return the seconds that the thread which answers had of a processor, and waited for one."""
        had, waited, _ = Path(f"/proc/{self.process.pid}/schedstat").read_text().split()
        return int(had) / 1e9, int(waited) / 1e9


def started(root: Path) -> tuple[Server, float]:
    """Return a server that has made its first run, and how long that took."""
    server = Server(root)
    begun = time.perf_counter()
    folder = {"uri": root.as_uri(), "name": "site"}
    options = {"capabilities": {}, "processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder]}
    server.answer(server.send("initialize", options, asks=True))
    server.send("initialized", {})
    while server.read().get("method") != "textDocument/publishDiagnostics":
        pass
    return server, time.perf_counter() - begun


def typed(text: str, places: list[int], word: str) -> Iterator[str]:
    """Go through the states of a text into which a word is typed at some places, and deleted again."""
    for place in places:
        for end in (*range(1, len(word) + 1), *range(len(word) - 1, -1, -1)):
            yield text[:place] + word[:end] + text[place:]


def measured(server: Server, path: str, states: list[str], pauses: random.Random) -> list[Key]:
    """Type, and measure each keystroke."""
    uri = (server.root / path).as_uri()
    text = (server.root / path).read_text(encoding="utf-8")
    item = {"uri": uri, "languageId": "x", "version": 1, "text": text}
    server.send("textDocument/didOpen", {"textDocument": item})
    server.findings(uri, 1)
    keys = []
    for version, state in enumerate(states, start=2):
        time.sleep(pauses.choice(_PAUSES))
        before, begun = server.times(), time.perf_counter()
        change = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": state}]}
        server.send("textDocument/didChange", change)
        server.findings(uri, version)
        wall, after = time.perf_counter() - begun, server.times()
        keys.append(Key(wall, after[0] - before[0], after[1] - before[1]))
    return keys


def shown(what: str, keys: list[Key]) -> str:
    """Return a row of the table: medians and 95th percentiles in milliseconds."""
    figures = ([key.wall for key in keys], [key.cpu for key in keys], [key.wall - key.waited for key in keys])
    cells = [f"{1000 * statistics.median(each):.0f} / {1000 * _95th(each):.0f}" for each in figures]
    return f"| {what} | {len(keys)} | {' | '.join(cells)} |"


def _95th(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--items", type=int, default=10_000)
    arguments.add_argument("--keys", type=int, default=200)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        generate(root, given.items)
        sidecar = sorted(root.glob("docs/**/*.trace.yml"))[0]
        text = sidecar.read_text(encoding="utf-8")
        first = text.partition("- id: ")[2].partition("\n")[0]
        (root / "docs/guide.md").write_text(PAGE.format(id=first), encoding="utf-8")
        server, start = started(root)
        chance = random.Random(1)
        print(f"{given.items} items; the first findings {start:.1f} s after the start\n")
        print("| typed into | keystrokes | until shown, ms | of a processor, ms | less waiting for one, ms |")
        print("| --- | ---: | ---: | ---: | ---: |")
        places = {
            "an id": text.index("- id: ") + 6,
            "a title": text.index("title: ") + 7,
            "a reference": text.index("depends_on: [") + 13,
            "a note": text.index("notes: >-\n") + 20,
        }
        keys: list[Key] = []
        path = sidecar.relative_to(root).as_posix()
        for what, place in places.items():
            each = list(typed(text, [place], "loremipsum"))[: given.keys // 4]
            found = measured(server, path, each, chance)
            print(shown(f"a sidecar: {what}", found))
            keys += found
        page = PAGE.format(id=first)
        place = page.index("[")
        found = measured(server, "docs/guide.md", list(typed(page, [place], "abc [x")), chance)
        print(shown("a page", found))
        print(shown("all", keys + found))
        server.answer(server.send("shutdown", None, asks=True))
        server.send("exit", None)
        server.process.wait(10)


if __name__ == "__main__":
    main()
