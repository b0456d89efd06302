"""Read all sources: each by itself, in any order, the same result; what was read before is not read again."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

from mkdocs_traceability.findings import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.declarations import Declared, declare_page, declare_sidecar
from mkdocs_traceability.reading.front_matter import read_front_matter
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.unreadable import Unreadable
from mkdocs_traceability.reading.yaml_tree import parse

_IDS: Final = re.compile(r"""(?:^|[\s{,])id["']?:[ \t]*["']?([^\s"',}\]]+)""", re.MULTILINE)
_OTHER_NAMES: Final = re.compile(r"""(?:aliases|former_ids)["']?:[ \t]*\[?([^\]\n]*)""")


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
    """What one source declares. `lost` is None, or the ids that were seen in a file that cannot be read."""

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
        return SourceReading(findings=[finding], lost=_seen_in(source.data))
    return SourceReading(declared.items, declared.findings)


def _declared(source: Source, text: str, schema: Schema) -> Declared:
    if source.page is None:
        return declare_sidecar(parse(text), source.path, schema)
    front_matter = read_front_matter(text, source.page)
    if front_matter is None:
        return Declared()
    return declare_page(front_matter.node, source.path, source.page, front_matter.title, schema)


def _seen_in(data: bytes) -> frozenset[str]:
    """Find the ids and aliases in a file that is no YAML: what refers to them is no second mistake."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = data.decode(encoding, "replace").replace("\0", "").replace("\r", "\n")
    aliases = (alias for names in _OTHER_NAMES.findall(text) for alias in re.findall(r"[^\s,\"'\]]+", names))
    return frozenset((*_IDS.findall(text), *aliases))
