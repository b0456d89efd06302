"""Read all sources: each by itself, in any order, the same result; what was read before is not read again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from mkdocs_traceability.findings import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.declarations import Declared, declare_page, declare_sidecar
from mkdocs_traceability.reading.front_matter import read_front_matter
from mkdocs_traceability.reading.lost import names_in_text
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.unreadable import Unreadable
from mkdocs_traceability.reading.yaml_tree import parse


@dataclass(frozen=True)
class Source:
    """A file in which items may be declared.

    `path` is as findings show it; `page` is, for a Markdown page, its path below the docs folder.
    `problem` is why it could not be brought.
    """

    path: str
    data: bytes
    page: str | None = None
    problem: Unreadable | None = None


@dataclass
class SourceReading:
    """What one source declares.

    `lost` is None where all of it could be read; else it has the ids that were seen in what could not.
    """

    items: list[Item] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    lost: frozenset[str] | None = None


@dataclass
class Reading:
    """What all sources declare."""

    items: list[Item] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    lost: frozenset[str] = frozenset()
    whole: bool = True


def digest(source: Source) -> str:
    """Name a source by its content and by what else its reading depends on."""
    state = blake2b(source.data, digest_size=16)
    state.update(f"\0{source.path}\0{source.page}".encode("utf-8", "surrogatepass"))
    return state.hexdigest()


def read_all(
    sources: Iterable[Source], schema: Schema, known: Callable[[str], SourceReading | None]
) -> tuple[Reading, dict[str, SourceReading]]:
    """Read every source; `known` may have, by its digest, what an unchanged one declares.

    Returns what they declare together, and by digest what each declares that could be read.
    """
    whole = Reading()
    each: dict[str, SourceReading] = {}
    lost: set[str] = set()
    for source in sources:
        name = digest(source)
        reading = (known(name) if source.problem is None else None) or read_source(source, schema)
        if reading.lost is None and (reading.items or reading.findings):
            each[name] = reading
        whole.items += reading.items
        whole.findings += reading.findings
        if reading.lost is not None:
            whole.whole = False
            lost |= reading.lost
    whole.lost = frozenset(lost)
    return whole, each


def read_source(source: Source, schema: Schema) -> SourceReading:
    """Read one source. What it cannot make out is a finding, never an exception."""
    try:
        if source.problem is not None:
            raise source.problem
        declared = _declared(source, decode(source.data), schema)
    except Unreadable as error:
        at = Position(source.path, error.line, error.column, error.length)
        finding = Finding("TR001", f"cannot be read: {error.message}", at, help=error.help)
        return SourceReading(findings=[finding], lost=names_in_text(source.data, schema.kinds))
    return SourceReading(declared.items, declared.findings, declared.lost)


def _declared(source: Source, text: str, schema: Schema) -> Declared:
    if source.page is None:
        return declare_sidecar(parse(text), source.path, schema)
    front_matter = read_front_matter(text, source.page)
    if front_matter is None:
        return Declared()
    return declare_page(front_matter.node, source.path, source.page, front_matter.title, schema)
