"""The registry: all items by id, what links them both ways, and what could not be linked.

`registry.link` makes it; nothing changes it afterwards.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item, Nameless, Reference
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.model.named_tuples import made_of_parts
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import Marker, Mention, StatedNumber
from mkdocs_traceability.model.restated import RestatedTable
from mkdocs_traceability.model.text import composed

if TYPE_CHECKING:
    from mkdocs_traceability.model.declared import Phase


class Link(NamedTuple):
    """The other end of a relation, and the reference that names it."""

    item: Item
    reference: Reference


link_of: Final = made_of_parts(Link)


class Failure(Enum):
    """Why a reference is no link."""

    UNKNOWN = "nothing has this id"
    WRONG_KIND = "what has this id is of a kind the relation does not admit"
    AMBIGUOUS = "several items match it"
    UNREAD = "what it names stands in a source that cannot be read"


BROKEN: Final = {
    Failure.UNKNOWN: "unknown",
    Failure.WRONG_KIND: "wrong kind",
    Failure.AMBIGUOUS: "ambiguous",
    Failure.UNREAD: "not read",
}
"""The same in a word. Of what stands in a source that cannot be read, the finding is there."""


class End(NamedTuple):
    """One end of a relation: the item there, and the reference that names it.

    `failure` says why a reference leads nowhere.
    """

    item: Item | None
    """The item there; None for free text, and for a reference that leads nowhere."""

    reference: Reference
    """What is written: its `text`, and as `attributes` what is said beside it, such as `role` and `via`."""

    is_own: bool = False
    """Whether the item that was asked wrote the reference, not the one at the other end."""

    failure: Failure | None = None


class Broken(NamedTuple):
    """A reference that leads nowhere: whose, under which name, and what else it might be."""

    item: Item
    name: str
    reference: Reference
    failure: Failure
    candidates: tuple[Item, ...] = ()


class Respelled(NamedTuple):
    """A reference that reaches its target through an alias or a former id."""

    item: Item
    name: str
    reference: Reference
    target: Item
    former: bool


class Repeated(NamedTuple):
    """Entries of a relation that name again what another entry names, and say nothing more of it."""

    item: Item
    name: str
    target: Item
    kept: Reference
    again: tuple[Reference, ...]


class Disagreement(NamedTuple):
    """A relation and its inverse, both written, where one lacks what the other says.

    `item` wrote the inverse `inverse`; `other` wrote `relation`. `reference` is the entry that the
    opposite side lacks: of `item` if `lacks` is `other`, else of `other`.
    """

    item: Item
    inverse: str
    other: Item
    relation: str
    reference: Reference
    lacking: Item


class Domain(NamedTuple):
    """A section of the flows: its key, title and the id prefixes that belong to it."""

    key: str
    title: str
    prefixes: tuple[str, ...]
    description: str = ""


class WorkedOut:
    """What was worked out of items of one registry, so that it is done once: it says nothing that is new."""

    def __init__(self) -> None:
        self.phases: dict[Item, Phase] = {}
        self.names_in_use: frozenset[str] | None = None
        self.invalid: frozenset[tuple[str, str]] | None = None
        self.has_owners: bool | None = None
        self._of: dict[str, dict[Item, Any]] = {}

    def by_item(self, what: str) -> dict[Item, Any]:
        """Return what is known by now, to look up and to add to."""
        known = self._of.get(what)
        return self._of.setdefault(what, {}) if known is None else known


@dataclass(frozen=True)
class Registry:
    """All items, resolved and linked both ways; what could not be linked beside them. Nothing changes it.

    `is_complete` is false where a source could not be read: then what is absent may only be unread, and
    `lost` has the ids that were seen in such sources. `doubt` says why a build may know more items, and is
    empty where it cannot. `problems` are the findings that reading made. `nameless` are the items that have
    no id. `mentions`, `markers` and `numbers` are what the text of pages says of items, page by page.
    `restated` are the tables of pages that repeat what is declared elsewhere.
    """

    schema: Schema
    all: tuple[Item, ...]
    domains: Mapping[str, Domain] = field(default_factory=dict)
    problems: tuple[Finding, ...] = ()
    is_complete: bool = True
    unread_ids: frozenset[str] = frozenset()
    doubt: str = ""
    nameless: tuple[Nameless, ...] = ()
    broken: tuple[Broken, ...] = ()
    respelled: tuple[Respelled, ...] = ()
    duplicates: tuple[tuple[Item, Item], ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    repeated: tuple[Repeated, ...] = ()
    mentions: tuple[Mention, ...] = ()
    markers: tuple[Marker, ...] = ()
    numbers: tuple[StatedNumber, ...] = ()
    restated: tuple[RestatedTable, ...] = ()
    _by_kind: dict[str, list[Item]] = field(default_factory=dict)
    _by_id: dict[str, dict[str, Item]] = field(default_factory=dict)
    _aliases: dict[str, dict[str, list[Item]]] = field(default_factory=dict)
    _links: dict[Item, dict[str, list[Link]]] = field(default_factory=dict)
    _again: set[Reference] = field(default_factory=set)
    _texts: set[Reference] = field(default_factory=set)
    _failures: dict[Reference, Failure] = field(default_factory=dict)
    worked_out: WorkedOut = field(default_factory=WorkedOut, init=False, compare=False, repr=False)

    @property
    def names_in_use(self) -> frozenset[str]:
        """The names of fields and relations under which any item says something, or is linked."""
        known = self.worked_out.names_in_use
        if known is None:
            known = self.worked_out.names_in_use = frozenset().union(
                *[item.values for item in self.all],
                *[item.references for item in self.all],
                *[item.invalid for item in self.all if item.invalid],
                *self._links.values(),
            )
        return known

    @property
    def invalid(self) -> frozenset[tuple[str, str]]:
        """The names under which something cannot be judged, each with the kind of an item that has it."""
        known = self.worked_out.invalid
        if known is None:
            known = self.worked_out.invalid = frozenset(
                (item.kind, name) for item in self.all if item.invalid for name in item.invalid
            )
        return known

    @property
    def has_all(self) -> bool:
        """Whether what is absent here is absent: all sources are read, and no build can bring more."""
        return self.is_complete and not self.doubt

    def items(self, kind: str) -> Sequence[Item]:
        """Return the items of a kind, in the order of their sources."""
        return self._by_kind.get(kind, ())

    def get(self, kind: str, id_: str) -> Item | None:
        """Return the item that has this id; of two, the first."""
        return self._by_id[kind].get(id_)

    def ids(self, kind: str) -> Mapping[str, Item]:
        """Return the items of a kind by id."""
        return self._by_id[kind]

    def aliases(self, kind: str) -> Mapping[str, Sequence[Item]]:
        """Return the items of a kind by alias and by former id."""
        return self._aliases[kind]

    def kind(self, item: Item) -> Kind:
        """Return the kind of an item."""
        return self.schema.kinds[item.kind]

    def says_more(self, reference: Reference) -> bool:
        """Whether an entry of a relation is more than another one of the same target."""
        return reference not in self._again

    def related(self, item: Item, name: str) -> Sequence[Link]:
        """Return what a relation of `item`, or the inverse of another's, leads to."""
        links = self._links.get(item)
        return links.get(name, ()) if links else ()

    def is_text(self, reference: Reference) -> bool:
        """Whether an entry of a relation is free text: by its form, or as there is nothing it could name."""
        return reference.is_text or reference in self._texts

    def ends(self, item: Item, name: str) -> Sequence[End]:
        """Return the ends of a relation or an inverse of an item, first those that it wrote itself.

        Items that have a reference from `defaults` share it.
        """
        links = self._links.get(item)
        if (links is None or name not in links) and name not in item.references:
            return ()
        known: dict[str, list[End]] = self.worked_out.by_item("ends").setdefault(item, {})
        ends = known.get(name)
        if ends is None:
            ends = known[name] = self._ends(item, name)
        return ends

    def _ends(self, item: Item, name: str) -> list[End]:
        links = self.related(item, name)
        own = [each for each in item.references.get(name, ()) if self.says_more(each)]
        if not own:
            return [End(*link) for link in links]
        targets = {link.reference: link.item for link in links}
        is_own = set(own)
        ends = [self._own_end(targets.get(reference), reference) for reference in own]
        return ends + [End(*link) for link in links if link.reference not in is_own]

    def _own_end(self, target: Item | None, reference: Reference) -> End:
        if target is not None or self.is_text(reference):
            return End(target, reference, is_own=True)
        return End(None, reference, True, self._failures.get(reference, Failure.UNREAD))

    def answering(self, text: str) -> list[Item]:
        """Return the items that answer to a text of no particular kind: by id, alias, or `kind:id`."""
        text = composed(text)
        found = self._answering(text, self.schema.kinds)
        kind, colon, rest = text.partition(":")
        kind = kind.replace("-", "_")
        if not found and colon and kind in self.schema.kinds:
            found = self._answering(rest, (kind,))
        return list(found)

    def answering_of(self, text: str, kinds: Sequence[str]) -> list[Item]:
        """Return the items of these kinds that answer to a text; where there are none, those of others."""
        found = self.answering(text)
        return [item for item in found if item.kind in kinds] or found

    def _answering(self, text: str, kinds: Iterable[str]) -> dict[Item, None]:
        """Return the items of these kinds that answer to a text, by id or by alias."""
        found: dict[Item, None] = {}
        for kind in kinds:
            if item := self._by_id[kind].get(text):
                found[item] = None
            found.update(dict.fromkeys(self._aliases[kind].get(text, ())))
        return found

    def relations_of(self, item: Item) -> Mapping[str, Sequence[Link]]:
        """Return all that an item is linked to, by the name of the relation or inverse."""
        return self._links.get(item, {})

    def ancestors(self, item: Item) -> Iterator[Item]:
        """Go through what an item is part of, innermost first; a cycle ends where it closes."""
        seen = {item}
        while links := self.related(item, "part_of"):
            item = links[0].item
            if item in seen:
                return
            seen.add(item)
            yield item

    def domain(self, flow: Item) -> str:
        """Return the key of the domain a flow belongs to: as it says, or by the prefix of its id."""
        if written := flow.text("domain"):
            return written
        prefix = series_prefix(flow.id)
        for domain in self.domains.values():
            if prefix in domain.prefixes:
                return domain.key
        return prefix


def series_prefix(id_: str) -> str:
    """Return the part of an id before its last number: `EVAL` of `EVAL-001`; the whole id if it has none."""
    stem = id_.rstrip("0123456789")
    return stem.rstrip("-_.:/") or id_ if stem != id_ else id_


def place_of(item: Item, name: str) -> Position:
    """Return where an item writes the relation `name`, or where its id stands if it does not."""
    return item.keys.get(name, item.position)
