"""Completion over the protocol: from the request, sent with a keystroke, to the list that is offered.

    python -m benchmarks.completion              # 10,000 items, some 100 requests
    python -m benchmarks.completion --items 1000

A real process on the other end of two pipes, as in `benchmarks.lsp`, in the corpus of `benchmarks.generate`.
Each request follows a keystroke, whose findings are waited for: what that costs is measured there. Measured
is the time until the answer, and that less what the server waited for a processor while others had it.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.generate import generate
from benchmarks.lsp import Key, Server, shown, started

_PAUSES = (0.06, 0.12, 0.2, 0.35)


class Request(NamedTuple):
    """The state of a text, and where completion is asked for in it, counted from 0."""

    text: str
    line: int
    character: int


def requests(text: str, before: str, words: tuple[str, ...]) -> Iterator[Request]:
    """Go through what somebody types who writes these words on a line of its own before another line."""
    head, _, tail = text.partition(before)
    line = head.count("\n")
    for word in words:
        start = word.index("|")
        word = word.replace("|", "")
        for end in range(start, len(word) + 1):
            written = f"    {word[:end]}"
            yield Request(f"{head}{written}\n{before}{tail}", line, len(written))


def measured(server: Server, path: str, asked: list[Request], pauses: random.Random, first: int) -> list[Key]:
    """Type, ask, and measure each answer; the versions of the text count from `first`."""
    uri = (server.root / path).as_uri()
    keys = []
    for version, request in enumerate(asked, start=first):
        time.sleep(pauses.choice(_PAUSES))
        change = {
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": [{"text": request.text}],
        }
        position = {"line": request.line, "character": request.character}
        params: dict[str, Any] = {"textDocument": {"uri": uri}, "position": position}
        server.send("textDocument/didChange", change)
        server.findings(uri, version)
        before, begun = server.times(), time.perf_counter()
        answer = server.answer(server.send("textDocument/completion", params, asks=True))
        wall, after = time.perf_counter() - begun, server.times()
        assert answer["result"]["items"], (
            f"nothing is offered behind {request.text.splitlines()[request.line]!r}"
        )
        keys.append(Key(wall, after[0] - before[0], after[1] - before[1]))
    return keys


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--items", type=int, default=10_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        generate(root, given.items)
        sidecar = sorted(root.glob("docs/**/*.trace.yml"))[0]
        text = sidecar.read_text(encoding="utf-8")
        path = sidecar.relative_to(root).as_posix()
        title = next(line for line in text.split("\n") if line.startswith("    title: "))
        server, _ = started(root)
        item = {"uri": sidecar.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        server.send("textDocument/didOpen", {"textDocument": item})
        server.findings(sidecar.as_uri(), 1)
        chance = random.Random(1)
        print(f"{given.items} items\n")
        print("| completed | requests | until answered, ms | of a processor, ms | less waiting for one, ms |")
        print("| --- | ---: | ---: | ---: | ---: |")
        typed = {
            "ids of one kind": (
                "depends_on: [|discount-d",
                "depends_on: [a, |journal-e",
                "depends_on: [|exporter",
            ),
            "ids of any kind": ("see: [|discount-d", "see: [a, |journal-e", "see: [|dispatcher"),
            "keys": ("|", "|see", "|not", "|pers"),
            "statuses": ("status: |pla",),
        }
        keys, version = [], 2
        for what, words in typed.items():
            found = measured(server, path, list(requests(text, title, words)), chance, version)
            version += len(found)
            print(shown(what, found))
            keys += found
        print(shown("all", keys))
        server.answer(server.send("shutdown", None, asks=True))
        server.send("exit", None)
        server.process.wait(10)


if __name__ == "__main__":
    main()
