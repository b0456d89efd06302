"""What an item that claims completion must show, and does not (data model, "Evidence")."""

from typing import NamedTuple

from mkdocs_traceability.model.declared import CLAIM_TYPES, Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Registry


class Lacking(NamedTuple):
    """Evidence that is required and not named: all of the `names`, or any one of them."""

    names: tuple[str, ...]
    any_of: bool


def lacking(registry: Registry, item: Item) -> Lacking | None:
    """Return what an item that claims completion does not show of what its kind requires."""
    required = _required(registry, item)
    if required is None:
        return None
    absent = tuple(name for name in required.names if not _says(registry, item, name))
    if required.any_of:
        return required if required.names and len(absent) == len(required.names) else None
    return Lacking(absent, any_of=False) if absent else None


def admitted_holes(registry: Registry, item: Item) -> list[str]:
    """Return the required evidence that a complete item says is `unknown`, unless other evidence will do."""
    required = _required(registry, item)
    if required is None:
        return []
    holes = [name for name in required.names if name in item.evidence and item.evidence[name].unknown]
    if required.any_of and any(name not in holes and _says(registry, item, name) for name in required.names):
        return []
    return holes


def _required(registry: Registry, item: Item) -> Lacking | None:
    """Return all that an item must show; nothing before it claims to be complete."""
    if phase(registry, item) is not Phase.COMPLETE or "evidence" in item.invalid:
        return None
    if any(name in item.invalid for each in registry.kind(item).declared.evidence for name in each.when):
        return None  # what decides cannot be read, and a finding says so
    values = {name: item.texts(name) for name in item.values}
    kind = registry.kind(item)
    required = kind.required_evidence(values)
    if required is None:
        return None
    wanted = required.all_of or required.any_of or ()
    names = tuple(name for name in wanted if name in CLAIM_TYPES or name in kind.keys)
    if required.any_of and len(names) < len(wanted):
        return None  # what cannot be written might have been the one that is there
    return Lacking(names, required.any_of is not None)


def _says(registry: Registry, item: Item, name: str) -> bool:
    """Whether an item says something under a name: claims, why there are none, or that they are unknown."""
    evidence = item.evidence.get(name)
    if evidence is not None:
        return bool(evidence.claims or evidence.not_applicable or evidence.unknown)
    if item.says(name) or registry.related(item, name):
        return True
    return (
        not registry.has_all and name in registry.kind(item).inverses
    )  # said perhaps where nothing could be read
