"""mkdocs-traceability itself: YAML sidecars, and a page of prose beside each for the build."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.generate import Corpus, write_site
from benchmarks.peers.peer import BUILD, CHECK, Peer, written


def _write(corpus: Corpus, folder: Path) -> None:
    write_site(folder, corpus, pages=bool(corpus.items and corpus.items[0].prose), theme="material")


def _write_empty(corpus: Corpus, folder: Path) -> None:
    _write(corpus, folder)
    for path in (folder / "docs" / "areas").glob("*.trace.yml"):
        path.unlink()


PEER: Final = Peer(
    name="mkdocs-traceability",
    module="ours",
    form="YAML sidecars, one for each area",
    write=_write,
    commands={
        CHECK: ("python", "-m", "mkdocs_traceability", "check", "--allow-empty", "FOLDER"),
        BUILD: ("python", "-m", "mkdocs", "build", "-f", "FOLDER/mkdocs.yml"),
    },
    reports=re.compile(
        r"TR101 (?:\[error\] )?unknown [^`]+`([^`]+)`"
        r"(?:\n *\|\n[^\n]*\n[^\n]*, and at (?P<more>\d+) more places?)?"
    ),
    kept=(".cache", "site"),
    edited="docs/areas/*.trace.yml",
    titles=re.compile(r"^    title: ", re.MULTILINE),
    names=written,
)

EMPTY: Final = replace(
    PEER,
    name="the plugin without items",
    module="ours_empty",
    form="pages of prose only",
    write=_write_empty,
    commands={BUILD: PEER.commands[BUILD]},
    edited="docs/areas/*.md",
    titles=re.compile(r"^## ", re.MULTILINE),
    names=lambda corpus: [],
    keeps_nothing=True,
)
