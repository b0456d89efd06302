"""What a reference that leads nowhere was meant to say. Cheap, also among tens of thousands of ids.

An item can be meant by its id, an alias, a former id, its title, or the file name of its home page. First
comes the same name in another spelling, then a name that begins so, then the most alike.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.nearest import likeness, plain_spelling
from mkdocs_traceability.registry.registry import Failure, Registry
from mkdocs_traceability.registry.unknown_names import UnknownNames

_SHORTEST_PREFIX: Final = 2
_NEAR_ENOUGH: Final = 0.75
"""How alike a name must be: a letter or two apart, not merely of like numbering (`VALID-001`, `EVAL-001`)."""

_AROUND: Final = re.compile(r"[^\w.-]+")
_LONGEST: Final = 200

_COMPARED: Final = 12
"""How many names that share most with what was written are compared letter by letter."""

_RARE_ENOUGH: Final = 400
"""How many names are counted at the most: those that share the rarest pieces come first."""


class Suggestions:
    """What might have been meant, kind by kind."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._names: dict[str, _Names] = {}
        self._found: dict[tuple[str, tuple[str, ...]], list[Item]] = {}

    @cached_property
    def unknown(self) -> UnknownNames:
        """The names that are referred to and that nothing declares."""
        return UnknownNames(self._registry, self)

    @cached_property
    def meant(self) -> frozenset[Item]:
        """The items that a reference may mean which leads nowhere: it is only misspelt."""
        registry = self._registry
        return frozenset(
            item
            for broken in registry.broken
            if broken.failure is not Failure.AMBIGUOUS
            for item in self.nearest(
                broken.reference.text, registry.schema.targets(broken.item.kind, broken.name)
            )
        )

    def nearest(self, text: str, kinds: tuple[str, ...]) -> list[Item]:
        """Return the items of these kinds that were most likely meant, best first; often none.

        Where no item of these kinds can be meant, one of another kind is, if its name is spelled alike.
        """
        if (text, kinds) not in self._found:
            found = self._nearest(text, kinds)
            if not found and ":" in text:
                found = self._nearest(text.rpartition(":")[2], kinds)
            found = found or self._in_it(text, kinds)
            self._found[text, kinds] = found
        return self._found[text, kinds]

    def _in_it(self, text: str, kinds: tuple[str, ...]) -> list[Item]:
        """Return the item whose id stands in a text with something around it: `@a`, `[a](a.md)`."""
        words = dict.fromkeys(word for word in _AROUND.split(text[:_LONGEST]) if word and word != text)
        found = dict.fromkeys(
            item for word in words for item in self._registry.answering(word) if item.kind in kinds
        )
        return list(found) if len(found) == 1 else []

    def _nearest(self, text: str, kinds: tuple[str, ...]) -> list[Item]:
        for names in map(self._of_kind, kinds):
            if found := names.spelled_like(text) or names.beginning_with(text):
                return found
        alike = [pair for names in map(self._of_kind, kinds) for pair in names.most_alike(text)]
        if alike:
            best = max(near for near, _ in alike)
            return list(dict.fromkeys(item for near, item in alike if near == best))[:2]
        for kind in self._registry.schema.kinds:
            if kind not in kinds and (found := self._of_kind(kind).spelled_like(text)):
                return found
        return []

    def _of_kind(self, kind: str) -> "_Names":
        if kind not in self._names:
            self._names[kind] = _Names(self._registry.items(kind))
        return self._names[kind]


class _Names:
    """Every name by which the items of one kind can be meant."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._by_spelling: dict[str, list[Item]] = {}
        titles: list[tuple[str, Item]] = []
        for item in items:
            for name in (item.id, *item.texts("aliases"), *item.texts("former_ids"), *_page_name(item)):
                self._by_spelling.setdefault(_folded(name), []).append(item)
            titles.append((_folded(item.title), item))
        self._sorted = sorted(self._by_spelling)
        self._by_piece: dict[str, list[str]] | None = None
        self._titles: dict[str, list[Item]] = {}
        for title, item in titles:
            self._titles.setdefault(title, []).append(item)

    def spelled_like(self, text: str) -> list[Item]:
        """Return the item whose name differs only in case, hyphens, blanks or zero-padding."""
        folded = _folded(text)
        return _if_one(self._by_spelling.get(folded) or self._titles.get(folded) or [])

    def beginning_with(self, text: str) -> list[Item]:
        """Return the item of which this is the beginning of a name, if there is only one."""
        folded = _folded(text)
        if len(folded) < _SHORTEST_PREFIX:
            return []
        found: list[Item] = []
        for name in self._sorted[bisect_left(self._sorted, folded) :]:
            if not name.startswith(folded):
                break
            found += self._by_spelling[name]
            if len(set(found)) > 1:
                return []
        return found[:1]

    def most_alike(self, text: str) -> list[tuple[float, Item]]:
        """Return the items with the most alike names, and how alike they are."""
        folded = _folded(text)
        scored = [(likeness(folded, name), name) for name in self._sharing_most(folded)]
        best = max(scored, default=(0.0, ""))[0]
        if best < _NEAR_ENOUGH:
            return []
        return [(near, item) for near, name in scored if near == best for item in self._by_spelling[name]]

    def _sharing_most(self, folded: str) -> list[str]:
        if self._by_piece is None:
            self._by_piece = {}
            for name in self._sorted:
                for piece in _pieces(name):
                    self._by_piece.setdefault(piece, []).append(name)
        lists = sorted((self._by_piece.get(piece, []) for piece in _pieces(folded)), key=len)
        shared: Counter[str] = Counter()
        for names in lists:
            if shared and len(names) > _RARE_ENOUGH:
                break
            shared.update(names[:_RARE_ENOUGH])
        return [name for name, _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:_COMPARED]]


def _folded(name: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", plain_spelling(name))


def _pieces(name: str) -> set[str]:
    padded = f"^{name}$"
    return {padded[n : n + 3] for n in range(len(padded) - 2)}


def _page_name(item: Item) -> tuple[str, ...]:
    return (PurePosixPath(item.page).stem,) if item.page else ()


def _if_one(items: list[Item]) -> list[Item]:
    return items[:1] if len(set(items)) == 1 else []
