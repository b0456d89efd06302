"""Names that are referred to and that nothing declares: each is one mistake, wherever it stands.

Often the mistake is elsewhere: an item whose id is missing, or one that has the id of another. The unknown
name that was most likely meant to be its id is then said there.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.nearest import likeness, plain_spelling
from mkdocs_traceability.registry.registry import Failure, Registry, series_prefix

if TYPE_CHECKING:
    from mkdocs_traceability.registry.suggestions import Suggestions


@dataclass(frozen=True)
class _Lost:
    """An item that has not the id it was meant to have: its mistake, its kind, and what it is called."""

    mistake: str
    kind: str
    called: tuple[str, ...]
    duplicate: Item | None = None


class UnknownNames:
    """Tells which mistake a name is that nothing declares."""

    def __init__(self, registry: Registry, suggestions: "Suggestions") -> None:
        self._registry = registry
        self._suggestions = suggestions

    def mistake(self, text: str, kinds: tuple[str, ...]) -> str:
        """Name the mistake of a reference to one of these kinds; empty for one to none of them."""
        name = self._name(text)
        return next((mistake for mistake, of in self._mistakes.get(name, ()) if of & set(kinds)), "")

    def _name(self, text: str) -> str:
        """Return the id that is written, without the kind that may stand before it."""
        kind, colon, name = text.partition(":")
        return name if colon and name and kind.replace("-", "_") in self._registry.schema.kinds else text

    def is_said_elsewhere(self, mistake: str) -> bool:
        """Whether a mistake is that of an item without the id that is referred to."""
        return mistake in self._meant

    def meant(self, mistake: str) -> str:
        """Return the unknown name that an item was meant to have, empty where there is none."""
        return self._meant.get(mistake, "")

    @cached_property
    def _kinds(self) -> dict[str, list[frozenset[str]]]:
        """The unknown names, each with the kinds that it may be of, a set for each thing meant."""
        registry = self._registry
        wanted: dict[str, list[frozenset[str]]] = {}
        for broken in registry.broken:
            if broken.failure is Failure.UNKNOWN:
                kinds = frozenset(registry.schema.targets(broken.item.kind, broken.name))
                name = self._name(broken.reference.text)
                wanted[name] = _joined(wanted.get(name, []), kinds)
        return wanted

    @cached_property
    def _mistakes(self) -> dict[str, list[tuple[str, frozenset[str]]]]:
        named = {name: mistake for mistake, name in self._meant.items()}
        return {
            text: [(named.get(text) or f"unknown {text}\n{min(kinds)}", kinds) for kinds in each]
            for text, each in self._kinds.items()
        }

    @cached_property
    def _meant(self) -> dict[str, str]:
        """The unknown name that each lost item was most likely meant to have, by its mistake."""
        rated = []
        count = Counter(self._name(broken.reference.text) for broken in self._registry.broken)
        for unread_ids in self._lost():
            texts = [text for text, sets in self._kinds.items() if self._may_be(text, sets, unread_ids)]
            for text in texts:
                near = max(
                    (likeness(plain_spelling(text), plain_spelling(each)) for each in unread_ids.called),
                    default=0.0,
                )
                if near or len(texts) == 1:
                    rated.append((-near, -count[text], text, unread_ids.mistake))
        found: dict[str, str] = {}
        for _, _, text, mistake in sorted(rated):
            if mistake not in found and text not in found.values():
                found[mistake] = text
        return found

    def _lost(self) -> Iterator[_Lost]:
        for nameless in self._registry.nameless:
            yield _Lost(nameless.mistake, nameless.kind, (nameless.title,) if nameless.title else ())
        for first, second in self._registry.duplicates:
            called = dict.fromkeys((second.id, second.title, first.title))
            yield _Lost(mistake_of_duplicate(second), second.kind, tuple(called), second)

    def _may_be(self, text: str, sets: list[frozenset[str]], unread_ids: _Lost) -> bool:
        """Whether a name may be that of a lost item: without a blank, and not another one's, misspelt."""
        if len(sets) != 1 or unread_ids.kind not in sets[0] or len(text.split()) > 1:
            return False
        near = self._suggestions.nearest(text, (unread_ids.kind,))
        if not near or (unread_ids.duplicate is not None and near[0].id == unread_ids.duplicate.id):
            return True
        prefix = series_prefix(text)
        return prefix != text and prefix == series_prefix(near[0].id)


def mistake_of_duplicate(item: Item) -> str:
    """Name the mistake of an item whose id another one has."""
    return f"declared twice {item.position}"


def _joined(sets: list[frozenset[str]], kinds: frozenset[str]) -> list[frozenset[str]]:
    """Enter kinds among others: sets that have a kind in common are one."""
    apart = [each for each in sets if not each & kinds]
    return [*apart, kinds.union(*(each for each in sets if each & kinds))]
