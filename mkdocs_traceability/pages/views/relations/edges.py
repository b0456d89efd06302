"""What a cross matrix is about (show): the pairs of kinds that links join, and the links between each pair.

A pair is oriented by what kinds may be linked to, never by what happens to be: its page keeps its address.
Knows nothing of signs, tables and pages.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.model.item import Item, Reference
from mkdocs_traceability.model.kinds import Kind, Relation
from mkdocs_traceability.model.labels import head
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.relations.imports_seen import RELATION, ImportsSeen, Seen

LEFT_OUT: Final = frozenset({"see", "superseded_by", "part_of", "duplicates"})
"""Relations that say where an item belongs, not what it rests on: their matrices are drawn on demand only."""


class RelationSide(NamedTuple):
    """A relation as the rows of a pair see it, `backwards` where it is one of the columns' kind.

    `key` is the kind that has it, and its name.
    """

    key: tuple[str, str]
    backwards: bool
    word: str


class RelationEdge(NamedTuple):
    """One link: the items of its row and column, the side it belongs to, and the reference that made it.

    `seen` is what is seen of it in the code. What is seen and nowhere declared has no reference.
    """

    row: Item
    column: Item
    side: RelationSide
    reference: Reference | None
    seen: Seen | None = None

    @property
    def attributes(self) -> dict[str, str]:
        """What was said beside the reference."""
        return self.reference.attributes if self.reference else {}


class Pair(NamedTuple):
    """Two kinds that are joined by links: those of the rows, those of the columns, all links in between."""

    rows: Kind
    columns: Kind
    sides: list[RelationSide]
    crossings: list[RelationEdge]


def pairs(view: SiteView) -> list[Pair]:
    """Return the pairs that have links, in the order of their kinds."""
    relations = list(_relations(view))
    may = {(relation.kind, target) for relation in relations for target in relation.to}
    order = {kind.name: number for number, kind in enumerate(view.registry.schema)}
    found: dict[tuple[str, str], dict[RelationSide, list[RelationEdge]]] = {}
    imports = ImportsSeen(view.result)
    for relation in relations:
        sides: dict[tuple[str, str], RelationSide] = {}
        for item in view.registry.items(relation.kind):
            for other, reference in view.registry.related(item, relation.name):
                here, there = item.kind, other.kind
                backwards = order[there] < order[here] and (there, here) in may
                key = (there, here) if backwards else (here, there)
                side = sides.get(key)
                if side is None:
                    word = _word(view, relation, there, backwards)
                    side = sides[key] = RelationSide((relation.kind, relation.name), backwards, word)
                row, column = (other, item) if backwards else (item, other)
                seen = imports.of(item, other) if side.key == RELATION else None
                crossing = RelationEdge(row, column, side, reference, seen)
                found.setdefault(key, {}).setdefault(side, []).append(crossing)
        if (relation.kind, relation.name) == RELATION:
            for side, crossing in _imported(view, relation, imports):
                kind = crossing.row.kind
                found.setdefault((kind, kind), {}).setdefault(side, []).append(crossing)
    kinds = view.registry.schema.kinds
    return [
        _pair(kinds[rows], kinds[columns], found[rows, columns])
        for rows, columns in sorted(found, key=lambda key: (order[key[0]], order[key[1]]))
    ]


def _imported(
    view: SiteView, relation: Relation, imports: ImportsSeen
) -> Iterator[tuple[RelationSide, RelationEdge]]:
    """Go through what is imported and not declared: it stands on the side of what is."""
    side = RelationSide(RELATION, False, _word(view, relation, relation.kind, False))
    for importer, imported, _ in imports.undeclared():
        yield side, RelationEdge(importer, imported, side, None, imports.of(importer, imported))


def _pair(rows: Kind, columns: Kind, links: dict[RelationSide, list[RelationEdge]]) -> Pair:
    sides = sorted(links, key=lambda side: side.backwards)  # what the rows say comes first
    return Pair(rows, columns, sides, [crossing for side in sides for crossing in links[side]])


def _relations(view: SiteView) -> Iterator[Relation]:
    chosen = view.result.presentation.cross_matrices
    for relation in view.registry.schema.relations():
        wanted = relation.name not in LEFT_OUT if chosen is None else (relation.kind, relation.name) in chosen
        if wanted:
            yield relation


def _word(view: SiteView, relation: Relation, other: str, backwards: bool) -> str:
    """Return how the kind of the rows calls a relation; `other` is the kind that it leads to."""
    kinds = view.registry.schema.kinds
    if not backwards:
        return head(kinds[relation.kind], relation.name)[0]
    if relation.inverse:
        return head(kinds[other], relation.inverse)[0]
    return f"← {head(kinds[relation.kind], relation.name)[0]}"
