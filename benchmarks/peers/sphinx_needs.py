"""sphinx-needs: a directive for each item, in reStructuredText, and a table for each kind.

The check is the builder `needs`, which writes `needs.json` and no page: the least that sphinx-needs can do
to check its links.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.generate import Area, Corpus, Item, write
from benchmarks.peers.peer import BUILD, CHECK, Peer, written
from benchmarks.peers.sphinx import index

_CONFIGURATION: Final = """project = "Benchmark"
extensions = ["sphinx_needs"]
html_theme = "alabaster"
needs_id_regex = "^[A-Za-z0-9_-]+"
needs_types = [
    {"directive": "component", "title": "Component", "prefix": "", "color": "#BFD8D2", "style": "node"},
    {"directive": "flow", "title": "Flow", "prefix": "", "color": "#FEDCD2", "style": "node"},
    {"directive": "patch", "title": "Patch", "prefix": "", "color": "#DF744A", "style": "node"},
    {"directive": "signal", "title": "Signal", "prefix": "", "color": "#DCB239", "style": "node"},
]
needs_links = {
    "components": {"incoming": "flows", "outgoing": "components"},
    "depends_on": {"incoming": "dependents", "outgoing": "depends on"},
    "supports": {"incoming": "patches", "outgoing": "supports"},
    "producers": {"incoming": "produces", "outgoing": "producers"},
    "consumers": {"incoming": "consumes", "outgoing": "consumers"},
}
"""

_COLUMNS: Final = {
    "component": ("depends_on",),
    "flow": ("components",),
    "patch": ("supports",),
    "signal": ("producers", "consumers"),
}


def _write(corpus: Corpus, folder: Path) -> None:
    write(folder / "conf.py", _CONFIGURATION)
    write(folder / "index.rst", index(corpus, "tables"))
    write(folder / "tables.rst", "\n".join(_tables()) + "\n")
    for area in corpus.areas:
        write(folder / f"{area.code}.rst", _page(area))


def _tables() -> Iterator[str]:
    yield "Tables"
    yield "======"
    for kind, relations in _COLUMNS.items():
        yield ""
        yield ".. needtable::"
        yield f"   :types: {kind}"
        yield f"   :columns: id; title; status; {'; '.join(relations)}"
        yield "   :style: table"


def _page(area: Area) -> str:
    lines = [area.title, "=" * len(area.title)]
    for _, items in area.by_kind():
        for item in items:
            lines += ["", *_need(item)]
    return "\n".join(lines) + "\n"


def _need(item: Item) -> Iterator[str]:
    yield f".. {item.kind}:: {item.title}"
    yield f"   :id: {_id(item.id)}"
    yield f"   :status: {item.fields['status']}"
    for name, references in item.relations.items():
        if references:
            yield f"   :{name}: {', '.join(_id(reference.to) for reference in references)}"
    yield ""
    yield f"   {item.notes}"


def _id(of: str) -> str:
    """Return an id without a dot, which would name a part of a need."""
    return of.replace(".", "_")


def _names(corpus: Corpus) -> list[str]:
    return [_id(name) for name in written(corpus)]


PEER: Final = Peer(
    name="sphinx-needs",
    module="sphinx_needs",
    form="directives in reStructuredText, a file for each area",
    write=_write,
    commands={
        CHECK: ("sphinx-build", "-q", "-b", "needs", "FOLDER", "FOLDER/_build/needs"),
        BUILD: ("sphinx-build", "-q", "-b", "html", "FOLDER", "FOLDER/_build/html"),
    },
    reports=re.compile(r"has unknown outgoing link '([^']+)'"),
    kept=("_build",),
    edited="*.rst",
    titles=re.compile(r"^\.\. component:: ", re.MULTILINE),
    names=_names,
)
