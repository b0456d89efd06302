"""Words that several rules use: where something is written, and lists in a sentence."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.registry import Link, Registry

MOST_RELATED: Final = 8
"""How many related places a finding shows at the most."""

_MOST_LISTED: Final = 3


def where_written(registry: Registry, item: Item, name: str, link: Link) -> str:
    """Say in which relation of which item a link is written: of `item`, or of the item at the other end."""
    if link.reference in item.references.get(name, ()):
        return f"in `{name}` of {item.label}"
    kind = registry.kind(item)
    if relation := kind.relations.get(name):
        return f"in `{relation.inverse}` of {link.item.label}"
    names = [relation.name for relation in kind.inverses.get(name, ()) if relation.kind == link.item.kind]
    return f"in `{names[0] if names else name}` of {link.item.label}"


def listed(names: Iterable[str]) -> str:
    """Put names into a sentence: the first few, and how many more there are."""
    names = [f"`{name}`" for name in dict.fromkeys(names)]
    if len(names) > _MOST_LISTED + 1:
        return f"{', '.join(names[:_MOST_LISTED])} and {len(names) - _MOST_LISTED} more"
    return _joined(names)


def names_for(
    registry: Registry, items: Iterable[Item], kinds: Collection[str], text: str
) -> tuple[str, ...]:
    """Return the names of those items that are of these kinds, to be written in place of a text.

    A kind stands before an id where one stands there now, or where other items answer to the id, too.
    """
    prefix, colon, _ = text.partition(":")
    names = []
    for item in items:
        if item.kind in kinds:
            is_written = bool(colon) and prefix.replace("-", "_") == item.kind
            others = [each for each in registry.answering(item.id) if each.kind in kinds]
            name = f"{prefix}:{item.id}" if is_written else f"{item.kind}:{item.id}"
            names.append(name if is_written or len(others) > 1 else item.id)
    return tuple(dict.fromkeys(names))


def is_referred_to(name: str) -> str:
    """Say which id an item was probably meant to have."""
    return f"did you mean the id `{name}`? It is referenced, but not declared"


def and_elsewhere(places: Sequence[object]) -> str:
    """Say how many more places there are than the one that is shown."""
    others = len(places) - 1
    return f", and at {others} more place{'' if others == 1 else 's'}" if others else ""


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
