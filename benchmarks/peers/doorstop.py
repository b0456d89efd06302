"""Doorstop: a YAML file for each item, and a document for each kind.

It wants a repository of git around them, and knows one kind of link only. Doorstop ends at the first broken
reference. Its cost is therefore measured on the corpus without any, and what it finds on the one with them.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.generate import Corpus, Item, write
from benchmarks.peers.peer import BUILD, CHECK, Ids, Peer

_PREFIXES: Final = {"component": "CMP", "flow": "FLW", "patch": "PAT", "signal": "SIG"}
_OPTIONS: Final = ("--no-reformat", "--no-child-check", "--no-suspect-check", "--no-review-check")
"""Nobody has reviewed these items, and not each has others below it: that is not what is compared."""

_PARENTS: Final = {"flow": "CMP", "patch": "FLW", "signal": "CMP"}


def _write(corpus: Corpus, folder: Path) -> None:
    ids = _ids(corpus)
    for kind, prefix in _PREFIXES.items():
        write(folder / kind / ".doorstop.yml", "\n".join(_document(kind, prefix)) + "\n")
    levels = dict.fromkeys(_PREFIXES, 0)
    for item in corpus.items:
        levels[item.kind] += 1
        lines = _item(item, ids, levels[item.kind])
        write(folder / item.kind / f"{ids[item.id]}.yml", "\n".join(lines) + "\n")
    subprocess.run(("git", "init", "-q", folder), check=True)


def _document(kind: str, prefix: str) -> Iterator[str]:
    yield "settings:"
    yield "  digits: 5"
    if kind in _PARENTS:
        yield f"  parent: {_PARENTS[kind]}"
    yield f"  prefix: {prefix}"
    yield "  sep: ''"


def _item(item: Item, ids: Ids, level: int) -> Iterator[str]:
    yield "active: true"
    yield f"derived: {'false' if any(item.relations.values()) else 'true'}"
    yield f"header: {item.title}"
    yield f"level: '1.{level}'"
    targets = sorted({ids[reference.to] for _, reference in item.links})
    yield "links:" if targets else "links: []"
    yield from (f"- {target}: null" for target in targets)
    yield "normative: true"
    yield "ref: ''"
    yield "reviewed: null"
    yield "text: |"
    yield f"  {item.notes}"


def _ids(corpus: Corpus) -> Ids:
    return Ids(corpus, lambda kind, number, _: f"{_PREFIXES[kind]}{number:05}")


PEER: Final = Peer(
    name="Doorstop",
    module="doorstop",
    form="a YAML file for each item",
    write=_write,
    commands={
        CHECK: ("doorstop", *_OPTIONS, "-j", "FOLDER"),
        BUILD: ("doorstop", "publish", "all", "FOLDER/public", "--html"),
    },
    reports=re.compile(r"no item with UID: (\S+)"),
    kept=("public",),
    edited="component/CMP00001.yml",
    titles=re.compile(r"^header: ", re.MULTILINE),
    names=lambda corpus: _ids(corpus).broken(corpus),
    stops_at_first=True,
    keeps_nothing=True,
)
