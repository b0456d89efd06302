"""What of the items can be judged, and what is surely known of them."""

from collections.abc import Iterator

from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Registry


def inverse(registry: Registry, kind: str, relation: str) -> str:
    """Return the name under which the targets of a relation know it, empty where they do not."""
    declared = registry.schema.kinds.get(kind)
    found = declared.relations.get(relation) if declared else None
    return (found.inverse if found else None) or ""


class Certainty:
    """Tells what of the items can be judged, and what is surely known of them."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._again = {second for _, second in registry.duplicates}
        self._broken = {(broken.item, broken.name) for broken in registry.broken}
        self._read_at_far_end: dict[tuple[str, str], bool] = {}

    def judged(self, kind: str, *, ahead: bool = False) -> Iterator[Item]:
        """Go through the items of a kind that can be blamed for what they lack.

        What is over is left out, and the second declaration of an id. What is ahead can be blamed only
        where its rule says so: what it lacks may still come.
        """
        for item in self._registry.items(kind):
            if item not in self._again:
                now = phase(self._registry, item)
                if now is not Phase.OVER and (ahead or now is not Phase.AHEAD):
                    yield item

    def is_sure(self, item: Item, name: str) -> bool:
        """Whether all that an item says under this name, and that is said of it from afar, is known."""
        if name in item.invalid or (item, name) in self._broken:
            return False
        return self._is_read_at_far_end(item.kind, name)

    def _is_read_at_far_end(self, kind: str, name: str) -> bool:
        """Whether no item has the other end of a relation written wrongly: it might name any item here."""
        key = (kind, name)
        if key not in self._read_at_far_end:
            here = self._registry.schema[kind]
            if relation := here.relations.get(name):
                ends = [(target, relation.inverse) for target in relation.to if relation.inverse]
            else:
                ends = [(relation.kind, relation.name) for relation in here.inverses.get(name, ())]
            is_known = relation is None or not relation.has_lost_inverse
            self._read_at_far_end[key] = is_known and self._registry.invalid.isdisjoint(ends)
        return self._read_at_far_end[key]
