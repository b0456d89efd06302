"""Look up events in the AsyncAPI documents, of each system by itself."""

from collections.abc import Iterable
from typing import Final

from mkdocs_traceability.evidence.events import EventsChecker
from mkdocs_traceability.grounding.claimed import best_outcome, declared_names, is_there, scopes_of
from mkdocs_traceability.grounding.repository import longest_word
from mkdocs_traceability.grounding.resolver import Answer, Known, Resolver, Surroundings, resolver
from mkdocs_traceability.grounding.slips import slips_of
from mkdocs_traceability.model.verdict import Problem

_UNKNOWN: Final = Answer(Known.UNKNOWN)


@resolver("event")
class Events(Resolver):
    """Looks up the address of a channel, perhaps with `send` or `receive` before it."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._repository = surroundings.repository
        self._catalogues = [EventsChecker(scope) for scope in scopes_of(surroundings, "asyncapi")]

    def words(self, names: Iterable[str]) -> Iterable[str]:
        """Return the longest word of each address."""
        return map(longest_word, names)

    def resolve(self, name: str, document: str) -> Answer:
        """Look up an event."""
        outcome = best_outcome(self._catalogues, "events", name)
        if outcome is None:
            return _UNKNOWN
        if is_there(outcome):
            return Answer(Known.THERE, outcome.place)
        action, _, address = name.strip().rpartition(" ")
        if outcome.problem is not Problem.EVENT or self._repository.mentioning(address) != ():
            return _UNKNOWN  # code may send what no document declares
        declared = dict.fromkeys(each.rpartition(" ")[2] for each in declared_names(self._catalogues))
        nearest = slips_of(address, declared)
        is_own = any(_begins(address) == _begins(each) for each in declared)
        written = tuple(f"{action} {each}".lstrip() for each in nearest)
        return Answer(Known.ABSENT, None, is_own or bool(nearest), written, bool(nearest), outcome.message)


def _begins(address: str) -> str:
    """Return the first part of an address."""
    return address.replace("/", ".").replace(":", ".").partition(".")[0]
