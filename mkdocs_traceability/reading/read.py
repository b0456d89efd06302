"""Read all sources: each by itself, in any order, the same result; what was read before is not read again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item, Nameless
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import Marker, Mention, StatedNumber
from mkdocs_traceability.model.restated import RestatedTable
from mkdocs_traceability.model.shapes import ShapeDeclared
from mkdocs_traceability.reading.declarations import Declared, declare_foreign, declare_page, declare_sidecar
from mkdocs_traceability.reading.markdown.front_matter import read_front_matter
from mkdocs_traceability.reading.markdown.prose import ProseReading, read_prose
from mkdocs_traceability.reading.shapes.declare import declare_shapes
from mkdocs_traceability.reading.shapes.documents import Text
from mkdocs_traceability.reading.tables.comments import may_hold_comments
from mkdocs_traceability.reading.tables.words import BUILT_IN_WORDS, TableWords
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.unread_ids import names_in_text
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable


@dataclass(frozen=True)
class Source:
    """A file in which items may be declared.

    `path` is as findings show it; `page` is, for a Markdown page, its path below the docs folder.
    `problem` is why it could not be brought. `shapes` are those that the settings say its items have,
    and `glob` is what they name it by.
    """

    path: str
    data: bytes
    page: str | None = None
    problem: Unreadable | None = None
    shapes: tuple[ShapeDeclared, ...] = ()
    glob: str = ""


@dataclass
class SourceReading:
    """What one source declares, and what its text says of items if it is a page.

    `lost` is None where all of it could be read; else it has the ids that were seen in what could not.
    """

    items: list[Item] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread_ids: frozenset[str] | None = None
    nameless: list[Nameless] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    numbers: list[StatedNumber] = field(default_factory=list)
    restated: list[RestatedTable] = field(default_factory=list)

    def __bool__(self) -> bool:
        on_page = self.mentions or self.markers or self.numbers or self.restated
        return bool(self.items or self.findings or on_page)


@dataclass
class Reading:
    """What all sources declare, and what the text of pages says of items.

    `unread_in` has the ids that were seen in what could not be read, by the paths of such sources.
    """

    items: list[Item] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    numbers: list[StatedNumber] = field(default_factory=list)
    restated: list[RestatedTable] = field(default_factory=list)
    unread_in: dict[str, frozenset[str]] = field(default_factory=dict)
    nameless: list[Nameless] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether all of every source could be read."""
        return not self.unread_in

    @property
    def unread_ids(self) -> frozenset[str]:
        """The ids that were seen in what could not be read of any source."""
        return frozenset().union(*self.unread_in.values())


def digest(source: Source) -> str:
    """Name a source by its content and by what else its reading depends on."""
    state = blake2b(source.data, digest_size=16)
    state.update(
        f"\0{source.path}\0{source.page}\0{source.shapes}\0{source.glob}".encode("utf-8", "surrogatepass")
    )
    return state.hexdigest()


def read_all(
    sources: Iterable[Source],
    schema: Schema,
    known: Callable[[str], SourceReading | None],
    prose_ids: frozenset[str] = frozenset(),
    words: TableWords = BUILT_IN_WORDS,
) -> tuple[Reading, dict[str, SourceReading]]:
    """Read every source; `known` may have, by its digest, what an unchanged one declares.

    Returns what they declare together, and by digest what each declares that could be read.
    """
    whole = Reading()
    each: dict[str, SourceReading] = {}
    for source in sources:
        name = digest(source)
        reading = known(name) if source.problem is None else None
        reading = reading or read_source(source, schema, prose_ids, words)
        if reading.unread_ids is None and reading:
            each[name] = reading
        whole.items += reading.items
        whole.findings += reading.findings
        whole.mentions += reading.mentions
        whole.markers += reading.markers
        whole.numbers += reading.numbers
        whole.restated += reading.restated
        whole.nameless += reading.nameless
        if reading.unread_ids is not None:
            whole.unread_in[source.path] = reading.unread_ids
    return whole, each


def read_source(
    source: Source,
    schema: Schema,
    prose_ids: frozenset[str] = frozenset(),
    words: TableWords = BUILT_IN_WORDS,
) -> SourceReading:
    """Read one source. What it cannot make out is a finding, never an exception.

    `prose_ids` says in which more forms ids are looked for in the text of a page, `words` what the headers
    and cells of its tables mean.
    """
    try:
        if source.problem is not None:
            raise source.problem
        text = decode(source.data)
        declared = _declared(source, text, schema, words)
    except Unreadable as error:
        at = Position(source.path, error.line, error.column, error.length)
        message = error.message if error.code else f"cannot be read: {error.message}"
        finding = Finding(error.code or "TR001", message, at, help=error.help)
        return SourceReading(findings=[finding], unread_ids=names_in_text(source.data, schema.kinds))
    is_page = source.page is not None
    said = read_prose(text, source.path, prose_ids) if is_page else ProseReading([], [], [])
    return SourceReading(
        declared.items, declared.findings, declared.unread_ids, declared.nameless, *said, declared.restated
    )


def _declared(source: Source, text: str, schema: Schema, words: TableWords) -> Declared:
    shaped = declare_shapes(Text(text, source.path, source.page), source.shapes, schema)
    if source.page is None:
        return shaped if source.shapes else _declared_in_sidecar(source, text, schema)
    if may_hold_comments(source.data):
        from mkdocs_traceability.reading.tables.declared import declare_tables  # most sites have none

        shaped = shaped.with_more(declare_tables(text, source.path, source.page, schema, words))
    front = read_front_matter(text, source.page)
    if front is None:
        return shaped
    own = declare_page(front.node, source.path, source.page, front.title, schema, front.misspelt)
    return own.with_more(shaped)


def _declared_in_sidecar(source: Source, text: str, schema: Schema) -> Declared:
    try:
        return declare_sidecar(parse(text), source.path, schema, source.glob)
    except Unreadable:
        if foreign := declare_foreign(text, source.path, schema, source.glob):
            return foreign
        raise
