"""elspais: requirements in Markdown, with a level for each kind.

It knows one relation upwards, `Implements`. The build is its matrix as one page of HTML. Its daemon, which
would keep the graph in memory between commands and escape the measurement, is off.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.generate import Area, Corpus, Item, write
from benchmarks.peers.peer import BUILD, CHECK, Ids, Peer

_LETTERS: Final = {"component": "c", "flow": "f", "patch": "p", "signal": "s"}

_CONFIGURATION: Final = """version = 5
cli_ttl = 0

[project]
namespace = "REQ"
name = "Benchmark"

[levels.component]
rank = 1
letter = "c"
implements = ["component"]

[levels.flow]
rank = 2
letter = "f"
implements = ["component"]

[levels.signal]
rank = 2
letter = "s"
implements = ["component"]

[levels.patch]
rank = 3
letter = "p"
implements = ["flow"]

[scanning.spec]
directories = ["spec"]

[rules.format]
require_hash = false
require_assertions = false
no_assertions_severity = "off"
"""


def _write(corpus: Corpus, folder: Path) -> None:
    ids = _ids(corpus)
    write(folder / ".elspais.toml", _CONFIGURATION)
    for area in corpus.areas:
        write(folder / "spec" / f"{area.code}.md", _page(area, ids))


def _page(area: Area, ids: Ids) -> str:
    lines: list[str] = []
    for _, items in area.by_kind():
        for item in items:
            lines += [*_requirement(item, ids), ""]
    return "\n".join(lines)


def _requirement(item: Item, ids: Ids) -> Iterator[str]:
    targets = sorted({ids[reference.to] for _, reference in item.links})
    yield f"# {ids[item.id]}: {item.title}"
    yield ""
    yield f"**Level**: {item.kind} | **Status**: Draft | **Implements**: {', '.join(targets) or '-'}"
    yield ""
    yield item.notes
    yield ""
    yield f"*End* *{item.title}* | **Hash**: N/A"
    yield "---"


def _ids(corpus: Corpus) -> Ids:
    return Ids(corpus, lambda kind, number, _: f"REQ-{_LETTERS[kind]}{number:05}")


PEER: Final = Peer(
    name="elspais",
    module="elspais",
    form="requirements in Markdown, a file for each area",
    write=_write,
    commands={
        CHECK: ("elspais", "checks", "--format", "json"),
        BUILD: ("elspais", "trace", "--format", "html", "-o", "FOLDER/trace.html"),
    },
    reports=re.compile(r"-> (\S+) \(implements\)"),
    kept=("trace.html",),
    edited="spec/*.md",
    titles=re.compile(r"^\*\*Level\*\*.*\n\n", re.MULTILINE),
    names=lambda corpus: _ids(corpus).broken(corpus),
    keeps_nothing=True,
)
