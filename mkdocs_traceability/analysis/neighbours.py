"""What an item is linked to: which of both acts, in the words of an arrow, and what lies behind."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

from mkdocs_traceability.analysis.arrows import acting_name
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind, Relation, Schema
from mkdocs_traceability.model.labels import head
from mkdocs_traceability.registry.registry import Registry

T = TypeVar("T")

MOST: Final = 12
"""How many neighbours of one item are drawn; of more relations than that, each has one."""


class Way(NamedTuple):
    """What one relation says of a neighbour: the item acts on it (`is_out`), or both do (`is_mutual`)."""

    name: str
    label: str
    is_out: bool
    is_mutual: bool = False

    @property
    def is_onward(self) -> bool:
        """Whether what it leads to is drawn after the item, not before it."""
        return self.is_out or self.is_mutual


class Branch(NamedTuple):
    """A neighbour in a tree: all ways that lead to it from what it hangs on, and what hangs on it.

    One that `is_above` is among those that it hangs on, directly or not: a cycle ends there. What hangs on
    an item is told once: of one that `is_told` it stands elsewhere. `left_out` is how many more hang on it.
    """

    item: Item
    ways: tuple[Way, ...]
    branches: tuple["Branch", ...] = ()
    left_out: int = 0
    is_above: bool = False
    is_told: bool = False


def verb(schema: Schema, relation: Relation, source: str) -> str:
    """Return the verb on the arrow of a relation: what the acting item, of the kind `source`, does."""
    if relation.declared.verb:
        return relation.declared.verb
    kind, name = acting_name(schema, relation, source)
    return head(schema[kind], name)[0]


def way_of(schema: Schema, kind: Kind, name: str, other: str) -> Way:
    """Return what a relation or inverse of a kind says of a neighbour of the kind `other`."""
    own = kind.relations.get(name)
    relation = own or _inverse_of(kind.inverses[name], other)
    is_out = (relation.declared.direction == "forward") == (own is not None)
    source = kind.name if is_out else other
    return Way(relation.name, verb(schema, relation, source), is_out, relation.declared.symmetric)


def _inverse_of(relations: Sequence[Relation], kind: str) -> Relation:
    """Return the relation of which this is the way back; those of several kinds may share its name."""
    return next((each for each in relations if each.kind == kind), relations[0])


def acts(kind: Kind, name: str) -> bool:
    """Whether by a relation or inverse an item acts on those it leads to, as arrows show it."""
    if name in kind.relations:
        return kind.relations[name].declared.direction == "forward"
    return kind.inverses[name][0].declared.direction == "backward"


def neighbours(registry: Registry, item: Item) -> dict[Item, list[Way]]:
    """Return all that an item is linked to, each with the ways in which it is, in the order of its kind."""
    kind = registry.kind(item)
    found: dict[Item, list[Way]] = {}
    for name in dict.fromkeys((*kind.relations, *kind.inverses)):
        for link in registry.related(item, name):
            ways = found.setdefault(link.item, [])
            if (told := way_of(registry.schema, kind, name, link.item.kind)) not in ways:
                ways.append(told)
    return found


def tree(registry: Registry, item: Item, depth: int, most: int = MOST) -> Branch:
    """Return what an item is linked to, over at most `depth` links, and `most` neighbours of each item.

    Behind a neighbour on which the item acts stands what that acts on in turn, and behind one that acts on
    the item what acts on that.
    """
    told: set[tuple[Item, bool]] = set()

    def grown(at: Item, ways: tuple[Way, ...], above: tuple[Item, ...]) -> Branch:
        if at in above:
            return Branch(at, ways, is_above=True)
        found = list(_onward(registry, at, ways, above[-1:]))
        if len(above) >= depth or not found:
            return Branch(at, ways)
        if (here := (at, bool(ways) and ways[0].is_onward)) in told:
            return Branch(at, ways, is_told=True)
        told.add(here)
        kept = shared(found, lambda pair: pair[1][0].label, most)
        branches = tuple(grown(other, tuple(leading), (*above, at)) for other, leading in kept)
        return Branch(at, ways, branches, left_out=len(found) - len(kept))

    return grown(item, (), ())


def _onward(
    registry: Registry, item: Item, came: tuple[Way, ...], before: tuple[Item, ...]
) -> Iterator[tuple[Item, list[Way]]]:
    """Go through what lies behind an item, in the direction in which the first way came to it."""
    found = neighbours(registry, item)
    if not came:
        yield from sorted(found.items(), key=lambda pair: pair[1][0].is_onward)
        return
    for other, ways in found.items():
        leading = [each for each in ways if each.is_onward == came[0].is_onward]
        if leading and not (other in before and all(each.is_mutual for each in leading)):
            yield other, leading


def shared(found: Sequence[T], group: Callable[[T], str], most: int) -> list[T]:
    """Return as many as `most`, from each group its share; at least one of each, however many there are."""
    groups: dict[str, list[T]] = {}
    for each in found:
        groups.setdefault(group(each), []).append(each)
    given = shares([len(members) for members in groups.values()], most)
    return [each for members, share in zip(groups.values(), given, strict=True) for each in members[:share]]


def shares(lengths: Sequence[int], most: int = MOST) -> list[int]:
    """Return how many of each group are kept: all of it, or as many as of the others."""
    given = [min(1, length) for length in lengths]
    left = most - sum(given)
    while left > 0 and given != list(lengths):
        for index, length in enumerate(lengths):
            if left > 0 and given[index] < length:
                given[index] += 1
                left -= 1
    return given
