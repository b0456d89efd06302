"""quarto-needs: a fenced div for each item, in Quarto's Markdown.

Types and statuses are such that its rules find nothing but the broken references. A build needs Quarto,
which no package index has, so it is not measured.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.generate import Area, Corpus, Item, write
from benchmarks.peers.peer import CHECK, Peer, written

_TYPES: Final = {
    "component": "component",
    "flow": "functional-requirement",
    "patch": "architecture-decision",
    "signal": "signal",
}

_RELATIONS: Final = {
    "components": "implemented-by",
    "depends_on": "depends-on",
    "supports": "addresses",
    "producers": "derives-from",
    "consumers": "references",
}


def _write(corpus: Corpus, folder: Path) -> None:
    write(folder / "_quarto.yml", "project:\n  type: website\n")
    for area in corpus.areas:
        write(folder / f"{area.code}.qmd", _page(area))


def _page(area: Area) -> str:
    lines = ["---", f"title: {area.title}", "---"]
    for _, items in area.by_kind():
        for item in items:
            lines += ["", *_need(item)]
    return "\n".join(lines) + "\n"


def _need(item: Item) -> Iterator[str]:
    relations = "".join(
        f' {_RELATIONS[name]}="{",".join(reference.to for reference in references)}"'
        for name, references in item.relations.items()
        if references
    )
    yield f"::: {{.need #{item.id} type={_TYPES[item.kind]} status=draft{relations}}}"
    yield ""
    yield f"## {item.title}"
    yield ""
    yield item.notes
    yield ""
    yield ":::"


PEER: Final = Peer(
    name="quarto-needs",
    module="quarto_needs",
    form="fenced divs in Markdown, a file for each area",
    write=_write,
    commands={CHECK: ("quarto-needs", "--root", "FOLDER", "check")},
    reports=re.compile(r"references unknown object (\S+) via"),
    kept=(".quarto-needs",),
    edited="*.qmd",
    titles=re.compile(r"^## ", re.MULTILINE),
    names=written,
    keeps_nothing=True,
)
