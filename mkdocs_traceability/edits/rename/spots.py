"""Where sources name an item by its id: declarations, references, waivers, tables and the text of pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mkdocs_traceability.edits.rename.markers import MarkerWords
from mkdocs_traceability.model.item import Item, Reference, Waiver
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.prose import FULL, SHORT
from mkdocs_traceability.registry.registry import Registry


class Spot(NamedTuple):
    """A place where an id is written: `text` is what is read there.

    `series` has all ids that stand at this place, where it is a range: in their order, those left out that
    nobody declares.
    """

    position: Position
    text: str
    series: tuple[str, ...] = ()


@dataclass
class Named:
    """The places that name an item, those whose name may mean another item too, and words of markers."""

    spots: list[Spot] = field(default_factory=list)
    ambiguous: list[Position] = field(default_factory=list)
    markers: list[MarkerWords] = field(default_factory=list)


def names_of(item: Item) -> frozenset[str]:
    """Return the texts that name an item by its id."""
    kinds = (item.kind, item.kind.replace("_", "-"))
    return frozenset((item.id, *(f"{kind}:{item.id}" for kind in kinds)))


def named_places(registry: Registry, item: Item) -> Named:
    """Return the places that name an item by its id, as far as they are read."""
    search = _Search(registry, item)
    search.items()
    search.restated()
    search.prose()
    return search.named


class _Search:
    """Goes through a registry for what names one item."""

    def __init__(self, registry: Registry, item: Item) -> None:
        self.named = Named()
        self._registry = registry
        self._item = item
        self._names = names_of(item)

    def items(self) -> None:
        """Look at the item itself, and at what all items refer to and waive."""
        at_place = [
            each.id for each in self._registry.items(self._item.kind) if each.position == self._item.position
        ]
        series = tuple(at_place) if len(at_place) > 1 else ()
        self.named.spots.append(Spot(self._item.position, self._item.id, series))
        for each in self._registry.all:
            self._references(each)
            for waiver in each.waivers:
                self._waived(each, waiver)

    def restated(self) -> None:
        """Look at the tables that repeat what is declared elsewhere."""
        for table in self._registry.restated:
            for row in table.rows:
                if table.kind == self._item.kind and row.item.id == self._item.id:
                    self.named.spots.append(Spot(row.item.position, row.item.id))
                self._references(row.item)
            if table.where is not None:
                self._marker(MarkerWords.of_filters(self._registry, table.kind, table.where))

    def prose(self) -> None:
        """Look at the text of pages."""
        for mention in self._registry.mentions:
            if mention.text in self._names:
                self._enter(
                    Spot(mention.position, mention.text),
                    self._registry.answering(mention.text),
                    is_sure=mention.form in (SHORT, FULL),
                )
        for marker in self._registry.markers:
            if not marker.instead:
                self._marker(MarkerWords.of_marker(self._registry, marker))
        for number in self._registry.numbers:
            self._marker(MarkerWords.of_marker(self._registry, number.marker))

    def _references(self, source: Item) -> None:
        for name, references in source.references.items():
            for each in references:
                if each.text in self._names and not each.is_text:
                    kinds = self._registry.schema.targets(source.kind, name)
                    found = self._registry.answering_of(each.text, kinds)
                    self._enter(Spot(each.position, each.text, self._series(references, each, kinds)), found)

    def _series(
        self, references: Iterable[Reference], reference: Reference, kinds: Iterable[str]
    ) -> tuple[str, ...]:
        """Return what a range is written out as: of what only stands between its ends, what is declared."""
        alike = [each for each in references if each.position == reference.position]
        if len(alike) < 2:
            return ()
        return tuple(
            each.text
            for each in alike
            if not each.between or any(self._registry.get(kind, each.text) for kind in kinds)
        )

    def _waived(self, source: Item, waiver: Waiver) -> None:
        schema = self._registry.schema
        kind = schema.kinds[source.kind]
        for each in waiver.of:
            if each.text not in self._names:
                continue
            found = self._registry.answering(each.text)
            if each.field in kind.relations or each.field in kind.inverses:
                found = self._registry.answering_of(each.text, schema.targets(source.kind, each.field))
            elif each.field and each.field != "id":
                continue  # a claim, or the value of a field
            elif source is self._item:
                found = [source]
            self._enter(Spot(each.position, each.text), found)

    def _enter(self, spot: Spot, found: list[Item], *, is_sure: bool = True) -> None:
        """Enter a place that names the item; one whose name others have too is the user's to make clear."""
        if found == [self._item]:
            self.named.spots.append(spot)
        elif self._item in found and is_sure:
            self.named.ambiguous.append(spot.position)

    def _marker(self, words: MarkerWords) -> None:
        mine = words.naming(self._item, self._names)
        if mine.words:
            self.named.markers.append(mine)


def all_spots(named: Named) -> Iterator[Position]:
    """Go through the places of everything that is found."""
    yield from (spot.position for spot in named.spots)
    yield from (words.marker.position for words in named.markers)
