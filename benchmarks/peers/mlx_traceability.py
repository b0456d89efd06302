"""mlx.traceability: an `item` for each item, in reStructuredText, and a matrix for each relation.

Its check is a part of every build of Sphinx; the builder `dummy` writes no page.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.generate import Area, Corpus, Item, write
from benchmarks.peers.peer import BUILD, CHECK, Ids, Peer
from benchmarks.peers.sphinx import index

_CONFIGURATION: Final = """project = "Benchmark"
extensions = ["sphinxcontrib.jquery", "mlx.traceability"]
html_theme = "alabaster"
traceability_render_relationship_per_item = True
traceability_attributes = {"status": "^[a-z]+$"}
traceability_attribute_to_string = {"status": "Status"}
traceability_relationships = {
    "components": "flows",
    "depends_on": "dependents",
    "supports": "patches",
    "producers": "produces",
    "consumers": "consumes",
}
traceability_relationship_to_string = {
    "components": "Components",
    "flows": "Flows",
    "depends_on": "Depends on",
    "dependents": "Dependents",
    "supports": "Supports",
    "patches": "Patches",
    "producers": "Producers",
    "produces": "Produces",
    "consumers": "Consumers",
    "consumes": "Consumes",
}
"""

_MATRICES: Final = (
    ("FLOW", "COMPONENT", "components"),
    ("PATCH", "FLOW", "supports"),
    ("SIGNAL", "COMPONENT", "producers"),
    ("SIGNAL", "COMPONENT", "consumers"),
)


def _write(corpus: Corpus, folder: Path) -> None:
    ids = _ids(corpus)
    write(folder / "conf.py", _CONFIGURATION)
    write(folder / "index.rst", index(corpus, "matrices"))
    write(folder / "matrices.rst", "\n".join(_matrices()) + "\n")
    for area in corpus.areas:
        write(folder / f"{area.code}.rst", _page(area, ids))


def _matrices() -> Iterator[str]:
    yield "Matrices"
    yield "========"
    for source, target, relation in _MATRICES:
        yield ""
        yield f".. item-matrix:: {source.capitalize()} by {relation}"
        yield f"   :source: {source}"
        yield f"   :target: {target}"
        yield f"   :type: {relation}"


def _page(area: Area, ids: Ids) -> str:
    lines = [area.title, "=" * len(area.title)]
    for _, items in area.by_kind():
        for item in items:
            lines += ["", *_item(item, ids)]
    return "\n".join(lines) + "\n"


def _item(item: Item, ids: Ids) -> Iterator[str]:
    yield f".. item:: {ids[item.id]} {item.title}"
    yield f"   :status: {item.fields['status']}"
    for name, references in item.relations.items():
        if references:
            yield f"   :{name}: {' '.join(ids[reference.to] for reference in references)}"
    yield ""
    yield f"   {item.notes}"


def _ids(corpus: Corpus) -> Ids:
    return Ids(corpus, lambda kind, _, name: f"{kind.upper()}-{name}")


PEER: Final = Peer(
    name="mlx.traceability",
    module="mlx_traceability",
    form="directives in reStructuredText, a file for each area",
    write=_write,
    commands={
        CHECK: ("sphinx-build", "-q", "-b", "dummy", "FOLDER", "FOLDER/_build/dummy"),
        BUILD: ("sphinx-build", "-q", "-b", "html", "FOLDER", "FOLDER/_build/html"),
    },
    reports=re.compile(r"cannot link to '([^']+)', item is not defined"),
    kept=("_build",),
    edited="*.rst",
    titles=re.compile(r"^\.\. item:: \S+ ", re.MULTILINE),
    names=lambda corpus: _ids(corpus).broken(corpus),
)
