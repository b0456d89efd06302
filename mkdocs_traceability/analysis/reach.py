"""How far signals go between layers, and who is declared to make some: rules judge it, a page shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from mkdocs_traceability.analysis.layers import Layers
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.registry import Link, Registry

_VOLATILE: Final = ("none", "inmemory")
"""What is written under `persistence` and keeps nothing, without hyphens and blanks."""

_SCHEDULED: Final = "scheduled"
"""The trigger of what runs by the clock."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a signal goes: the layers that make it, its consumers there, and those in other layers."""

    signal: Item
    home: tuple[Item, ...]
    inside: tuple[Link, ...]
    outside: tuple[tuple[Link, Item], ...]


def reach_of(registry: Registry, layers: Layers, signal: Item, home: list[Item]) -> Reach:
    """Return how far a signal goes that these layers make.

    A consumer that is a signal is in the layers of its producers.
    """
    inside, outside = [], []
    for link in registry.related(signal, "consumers"):
        if link.item.kind == "signal":
            there = producing_layers(registry, layers, link.item)
        else:
            layer = layers.of(link.item)
            there = [layer.item] if layer else []
        if any(layer in home for layer in there):
            inside.append(link)
        if others := [layer for layer in there if layer not in home]:
            outside.append((link, others[0]))
    return Reach(signal, tuple(home), tuple(inside), tuple(outside))


def producing_layers(registry: Registry, layers: Layers, signal: Item) -> list[Item]:
    """Return the layers of a signal's producers, none if one of them is unknown."""
    links = [layers.of(link.item) for link in registry.related(signal, "producers")]
    known = dict.fromkeys(link.item for link in links if link)
    return list(known) if all(links) else []


def is_volatile(entry: str) -> bool:
    """Whether what is written under `persistence` keeps nothing."""
    return entry.casefold().replace("-", "").replace("_", "").replace(" ", "") in _VOLATILE


def names_no_store(entries: Iterable[str]) -> bool:
    """Whether `persistence` leaves open what keeps a signal: it is empty, or only says `unknown`."""
    return all(entry.casefold() == "unknown" for entry in entries)


def producers(
    registry: Registry, layers_that_produce: Iterable[str], components: Iterable[Item]
) -> Iterator[tuple[Item, str]]:
    """Go through the components that are declared to produce, and say in a few words by what."""
    layers = Layers(registry)
    producing = set(layers_that_produce)
    for component in components:
        external = component.values.get("external")
        layer = layers.of(component)
        if external is not None and external.plain is True:
            continue
        if component.text("schedule"):
            yield component, f"`schedule` is `{component.text('schedule')}`"
        elif _SCHEDULED in component.texts("trigger"):
            yield component, f"`trigger` is `{_SCHEDULED}`"
        elif layer and layer.item.id in producing:
            yield component, f"`producing_layers` names `{layer.item.id}`"
