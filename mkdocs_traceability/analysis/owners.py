"""Who answers for an item: the one answer for rules, pages, filters and exports.

An item says so under `owned_by`, else under `maintainer`; else those answer who answer for the component that
it belongs to.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.registry.registry import Registry

_OWNED_BY: Final = "owned_by"
_MAINTAINER: Final = "maintainer"

_COMPONENT: Final = "component"

_THROUGH: Final = (
    "part_of",
    "components",
    "producers",
    "emitters",
    "writers",
    "satisfied_by",
    "about",
    "supports",
    "resolves",
)
"""The relations of built-in kinds that lead to the component of an item, perhaps over other items; the first
that leads to an owner decides."""


class Owner(NamedTuple):
    """One who answers for an item: the name as it is written, and the item where it is the id of one."""

    name: str
    item: Item | None = None


def owners_of(registry: Registry, item: Item) -> tuple[Owner, ...]:
    """Return who answers for an item; nobody where neither it nor its component says so."""
    if not _has_owners(registry):
        return ()
    known: dict[Item, tuple[Owner, ...]] = registry.worked_out.by_item("owners")
    owners = known.get(item)
    if owners is None:
        owners = known[item] = _owners(registry, item, {item})
    return owners


def _has_owners(registry: Registry) -> bool:
    """Whether any item names somebody: where none does, nobody is looked for."""
    known = registry.worked_out.has_owners
    if known is None:
        names = {_OWNED_BY, *(kind.common.get(_MAINTAINER, "") for kind in registry.schema)}
        known = registry.worked_out.has_owners = not names.isdisjoint(registry.names_in_use)
    return known


def _owners(registry: Registry, item: Item, seen: set[Item]) -> tuple[Owner, ...]:
    if owners := tuple(dict.fromkeys(owner for owner, _ in declared_owners(registry, item))):
        return owners
    for relation in _leading_to_component(registry, item):
        found: dict[Owner, None] = {}
        for target, _ in registry.related(item, relation):
            if target not in seen:
                seen.add(target)
                found.update(dict.fromkeys(_owners(registry, target, seen)))
        if found:
            return tuple(found)
    return ()


def declared_owners(registry: Registry, item: Item) -> list[tuple[Owner, Position]]:
    """Return whom the item itself names, each with its place."""
    kind = registry.kind(item)
    ends = registry.ends(item, _OWNED_BY) if _OWNED_BY in kind.relations else []
    owners = [
        (Owner(end.item.id if end.item else end.reference.text, end.item), end.reference.position)
        for end in ends
    ]
    if _OWNED_BY in kind.fields:
        owners += _in_field(item, _OWNED_BY)
    if not owners and (maintainer := kind.common.get(_MAINTAINER)):
        owners += _in_field(item, maintainer)
    return owners


def _in_field(item: Item, name: str) -> list[tuple[Owner, Position]]:
    return [(Owner(text), item.values[name].position) for text in item.texts(name)]


def _leading_to_component(registry: Registry, item: Item) -> Iterator[str]:
    """Yield the relations that may lead to an owner; a kind of a site's own has those to components."""
    kind = registry.kind(item)
    yield from (name for name in _THROUGH if name in kind.relations or name in kind.inverses)
    for name, relation in kind.relations.items():
        if not relation.is_built_in and name not in _THROUGH and relation.to == (_COMPONENT,):
            yield name
