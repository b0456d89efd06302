"""Look up ids of the registry."""

from collections import Counter
from functools import cached_property
from typing import Final

from mkdocs_traceability.grounding.resolver import Answer, Known, Resolver, Surroundings, resolver
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.verdict import Place
from mkdocs_traceability.registry.registry import series_prefix
from mkdocs_traceability.registry.suggestions import Suggestions

_UNKNOWN: Final = Answer(Known.UNKNOWN)
_FEWEST: Final = 2
"""How many ids must be numbered alike for their series to be the registry's own."""


@resolver("item")
class Items(Resolver):
    """Looks ids up: an alias holds, too; a former id does not any more."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._registry = surroundings.registry
        self._suggestions = Suggestions(surroundings.registry)

    def resolve(self, name: str, document: str) -> Answer:
        """Look up an id."""
        if not self._registry.all:
            return _UNKNOWN
        found = self._registry.answering(name)
        if now := [each for each in found if not _is_former(each, name)]:
            return Answer(Known.THERE, Place(now[0].position.path, now[0].position.line))
        if found:
            message = f"`{name}` is a former id of `{found[0].id}`"
            return Answer(Known.ABSENT, None, True, (found[0].id,), True, message, f"write `{found[0].id}`")
        if not self._registry.has_all or name in self._registry.unread_ids:
            return _UNKNOWN
        is_own = name[-1:].isdigit() and self._series[series_prefix(name)] >= _FEWEST
        alike = self._suggestions.nearest(name, tuple(self._registry.schema.kinds)) if is_own else []
        return Answer(Known.ABSENT, None, is_own, tuple(each.id for each in alike), is_own)

    @cached_property
    def _series(self) -> Counter[str]:
        numbered = (item.id for item in self._registry.all if item.id[-1:].isdigit())
        return Counter(map(series_prefix, numbered))


def _is_former(item: Item, name: str) -> bool:
    """Whether an item answers to a name only because it had that id."""
    written = name.rpartition(":")[2]
    names = (item.id, *item.texts("aliases"))
    return written in item.texts("former_ids") and written not in names and name not in names
