"""Compare what components send and receive with the producers and consumers of signals.

Only where a channel and a signal are surely the same: a signal is on a channel that it claims, or else,
within one system, on the one whose address is its id or alias.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.ancestors import Covered
from mkdocs_traceability.analysis.certainty import Certainty
from mkdocs_traceability.model.event import Event, without_names
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Verdicts
from mkdocs_traceability.registry.registry import Registry

EVENTS: Final = "events"
"""The claim type of events."""

ENDS: Final = {"send": "producers", "receive": "consumers"}
"""What a component does with the messages of a channel, and where a signal names those who do."""

_MAKERS: Final = {"signal": ("producers",), "resource": ("written_by", "writers", "owned_by")}
"""Where other things that consume a signal say which components do so for them."""

_Channel = tuple[str, tuple[str, ...]]
"""The address of a channel, and the documents among which it has this address."""


class ClaimedEvent(NamedTuple):
    """An event that an item claims, and that a document declares."""

    item: Item
    claim: Claim
    event: Event

    @property
    def channel(self) -> _Channel:
        """The channel that is meant."""
        return self.event.address, self.event.documents


class UnnamedEnd(NamedTuple):
    """A component that sends or receives, by its claim, what none of these signals says of it."""

    component: Item
    claim: Claim
    action: str
    signals: tuple[Item, ...]


class SilentEnd(NamedTuple):
    """A component that a signal names, and that claims other events only."""

    component: Item
    signal: Item
    action: str
    position: Position


class Channels:
    """The channels that components and signals claim, and who is named where."""

    def __init__(self, registry: Registry, verdicts: Verdicts, certainty: Certainty) -> None:
        self._registry = registry
        self._verdicts = verdicts
        self._certainty = certainty
        self._events = self._events_of("component")
        self._signals: dict[_Channel, dict[Item, None]] = defaultdict(dict)
        for signal in self._events_of("signal"):
            self._signals[signal.channel][signal.item] = None
        self._put_by_name()
        self._named = {action: Covered(registry, self._named_by_signals(action)) for action in ENDS}
        self._claimed = {action: Covered(registry, self._claimed_by_components(action)) for action in ENDS}

    def unnamed(self) -> Iterator[UnnamedEnd]:
        """Go through the components that do something with a signal which does not name them."""
        if not self._events:
            return
        components = set(self._certainty.judged("component"))
        judged = set(self._certainty.judged("signal"))
        for component, claim, event in self._events:
            signals = self._signals.get((event.address, event.documents), {})
            blamed = tuple(signal for signal in signals if signal in judged)
            if not event.action or component not in components or not blamed:
                continue
            if not any(self._may_be_named(component, signal, event.action) for signal in signals):
                yield UnnamedEnd(component, claim, event.action, blamed)

    def silent(self) -> Iterator[SilentEnd]:
        """Go through the components that a signal names, and whose claims do not include it."""
        documents = self._documents()
        if not documents:
            return
        disputed = {(signal, each.action) for each in self.unnamed() for signal in each.signals}
        components = set(self._certainty.judged("component"))
        for signal in self._certainty.judged("signal"):
            for action, name in ENDS.items():
                if (signal, action) in disputed:
                    continue
                for link in self._registry.related(signal, name):
                    is_known = documents.get(signal, set()) & documents.get(link.item, set())
                    if (
                        is_known
                        and link.item in components
                        and not self._claimed[action].has(link.item, signal)
                    ):
                        yield SilentEnd(link.item, signal, action, link.reference.position)

    def _events_of(self, kind: str) -> list[ClaimedEvent]:
        """Return the events that are claimed by items of a kind, as far as they are found."""
        return [
            ClaimedEvent(item, claim, outcome.event)
            for (item, name, claim), outcome in self._verdicts
            if item.kind == kind and name == EVENTS and outcome.event
        ]

    def _put_by_name(self) -> None:
        """Put signals that claim no events where their id, or an alias, is the address of a channel."""
        if not self._events:
            return
        system = self._registry.schema.system
        named: dict[tuple[str, str], list[Item]] = defaultdict(list)
        for signal in self._registry.items("signal"):
            if EVENTS not in signal.evidence:
                for name in dict.fromkeys((signal.id, *signal.texts("aliases"))):
                    named[system(signal), without_names(name)].append(signal)
        for each in self._events:
            for signal in named.get((system(each.item), each.event.address), ()):
                self._signals[each.channel][signal] = None

    def _named_by_signals(self, action: str) -> Iterator[tuple[Item, Item]]:
        """Go through components and the signals that name them; a signal or table stands for its makers."""
        for signal in dict.fromkeys(each for signals in self._signals.values() for each in signals):
            for link in self._registry.related(signal, ENDS[action]):
                for component in self._components_of(link.item):
                    yield component, signal

    def _components_of(self, end: Item) -> Iterator[Item]:
        if end.kind == "component":
            yield end
        for name in _MAKERS.get(end.kind, ()):
            yield from (link.item for link in self._registry.related(end, name))

    def _claimed_by_components(self, action: str) -> Iterator[tuple[Item, Item]]:
        for each in self._events:
            if each.event.action in (action, ""):
                for signal in self._signals.get(each.channel, ()):
                    yield each.item, signal

    def _may_be_named(self, component: Item, signal: Item, action: str) -> bool:
        """Whether a signal names a component, or nobody can say who makes or needs it."""
        name = ENDS[action]
        links = self._registry.related(signal, name)
        is_known = links and all(any(self._components_of(link.item)) for link in links)
        if not is_known or not self._certainty.is_sure(signal, name):
            return True
        return self._named[action].has(component, signal)

    def _documents(self) -> dict[Item, set[tuple[str, ...]]]:
        """Return the documents that declare the events of an item, if all that it claims are found."""
        found: dict[Item, set[tuple[str, ...]]] = defaultdict(set)
        for (_, documents), signals in self._signals.items():
            for signal in signals:
                found[signal].add(documents)
        for each in self._events:
            found[each.item].add(each.event.documents)
        for (item, name, _), outcome in self._verdicts:
            if name == EVENTS and outcome.event is None:
                found.pop(item, None)
        return found
