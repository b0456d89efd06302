"""StrictDoc: SDoc documents with a requirement for each item.

StrictDoc ends at the first broken reference. Its cost is therefore measured on the corpus without any, and
what it finds on the one with them. It has no command that only checks: the check is the export to JSON.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.generate import Area, Corpus, Item, write
from benchmarks.peers.peer import BUILD, CHECK, Peer, written

_CONFIGURATION: Final = """from strictdoc.core.project_config import ProjectConfig


def create_config() -> ProjectConfig:
    return ProjectConfig(
        project_title="Benchmark", project_features=["TABLE_SCREEN", "TRACEABILITY_SCREEN"]
    )
"""

_GRAMMAR: Final = """[DOCUMENT]
TITLE: {title}

[GRAMMAR]
ELEMENTS:
- TAG: REQUIREMENT
  FIELDS:
  - TITLE: UID
    TYPE: String
    REQUIRED: True
  - TITLE: STATUS
    TYPE: String
    REQUIRED: False
  - TITLE: TITLE
    TYPE: String
    REQUIRED: True
  - TITLE: STATEMENT
    TYPE: String
    REQUIRED: True
  RELATIONS:
  - TYPE: Parent
    ROLE: components
  - TYPE: Parent
    ROLE: depends_on
  - TYPE: Parent
    ROLE: supports
  - TYPE: Parent
    ROLE: producers
  - TYPE: Parent
    ROLE: consumers
"""


def _write(corpus: Corpus, folder: Path) -> None:
    write(folder / "strictdoc_config.py", _CONFIGURATION)
    for area in corpus.areas:
        write(folder / f"{area.code}.sdoc", _document(area))


def _document(area: Area) -> str:
    lines = [_GRAMMAR.format(title=area.title).rstrip("\n")]
    for _, items in area.by_kind():
        for item in items:
            lines += ["", *_requirement(item)]
    return "\n".join(lines) + "\n"


def _requirement(item: Item) -> Iterator[str]:
    yield "[REQUIREMENT]"
    yield f"UID: {item.id}"
    yield f"STATUS: {item.fields['status']}"
    yield f"TITLE: {item.title}"
    yield f"STATEMENT: {item.notes}"
    links = list(item.links)
    if links:
        yield "RELATIONS:"
    for name, reference in links:
        yield "- TYPE: Parent"
        yield f"  VALUE: {reference.to}"
        yield f"  ROLE: {name}"


PEER: Final = Peer(
    name="StrictDoc",
    module="strictdoc",
    form="SDoc documents, one for each area",
    write=_write,
    commands={
        CHECK: ("strictdoc", "export", "FOLDER", "--formats", "json", "--output-dir", "FOLDER/output/json"),
        BUILD: ("strictdoc", "export", "FOLDER", "--formats", "html", "--output-dir", "FOLDER/output/html"),
    },
    reports=re.compile(r"parent requirement which doesn't exist: (\S+?)\.?\s"),
    kept=("output",),
    edited="*.sdoc",
    titles=re.compile(r"^TITLE: (?=.*\nSTATEMENT)", re.MULTILINE),
    names=written,
    stops_at_first=True,
)
