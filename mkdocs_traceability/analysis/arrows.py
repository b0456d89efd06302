"""What the links of the registry mean: which item acts on which, and which way a change spreads.

A relation declares both (`direction`, `impact`). Who wrote the reference, and on which side, makes no
difference.
"""

from collections.abc import Iterator
from typing import NamedTuple

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Relation, Schema
from mkdocs_traceability.registry.registry import Registry


class Arrow(NamedTuple):
    """A link as it is meant: `source` acts on `target`, as a relation of either of them says."""

    source: Item
    target: Item
    relation: Relation

    @property
    def impact(self) -> str:
        """Which way a change spreads: `forward` along the arrow, `backward` against it, `both` or `none`."""
        declared = self.relation.declared
        if declared.direction == "forward" or declared.impact in ("both", "none"):
            return declared.impact
        return "backward" if declared.impact == "forward" else "forward"


def arrows(registry: Registry) -> Iterator[Arrow]:
    """Go through all links, each once: in the order of their sources, and of the relations of their kinds."""
    for item in registry.all:
        for name, relation in registry.kind(item).relations.items():
            seen: set[Item] = set()
            for link in registry.related(item, name):
                if link.item not in seen and not (
                    relation.declared.symmetric and _comes_later(item, link.item)
                ):
                    seen.add(link.item)
                    yield arrow(relation, item, link.item)


def arrow(relation: Relation, item: Item, other: Item) -> Arrow:
    """Return the arrow of a relation that leads from an item to another."""
    is_forward = relation.declared.direction == "forward"
    return Arrow(item, other, relation) if is_forward else Arrow(other, item, relation)


def _comes_later(item: Item, other: Item) -> bool:
    """Whether of two items that a symmetric relation joins this is the one at which it is not told."""
    return (item.kind, item.id, item.position) > (other.kind, other.id, other.position)


def acting_name(schema: Schema, relation: Relation, source: str) -> tuple[str, str]:
    """Return the kind and the name by which the item that acts, of the kind `source`, knows a relation."""
    if relation.declared.direction == "forward":
        return relation.kind, relation.name
    inverse = relation.inverse
    if inverse and source in schema.kinds and inverse in schema[source].inverses:
        return source, inverse
    return relation.kind, relation.name
