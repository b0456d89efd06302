"""What a reference that leads nowhere was meant to say. Cheap, also among tens of thousands of ids.

An item can be meant by its id, an alias, a former id, its title, or the file name of its home page. First
comes the same name in another spelling, then a name that begins so, then the most alike.
"""

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
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

_Asked = tuple[str, tuple[str, ...]]
"""A text, and the kinds of which it may name an item."""

_RARE_ENOUGH: Final = 400
"""How many names are counted at the most: those that share the rarest pieces come first."""


class Suggestions:
    """What might have been meant, kind by kind."""

    def __init__(self, registry: Registry, before: "Suggestions | None" = None) -> None:
        self._registry = registry
        self._names: dict[str, _Names] = {}
        self._found: dict[_Asked, list[Item]] = {}
        if before is not None and [*before._registry.schema.kinds] == [*registry.schema.kinds]:
            self._go_on_from(before)

    def _go_on_from(self, before: "Suggestions") -> None:
        """Take over what was found out about a registry most of whose items are the same."""
        old, now = set(before._registry.all), set(self._registry.all)
        change = _Change(
            [each for each in before._registry.all if each not in now],
            [each for each in self._registry.all if each not in old],
        )
        for kind, names in list(before._names.items()):
            self._names[kind] = names.after(change.gone.get(kind, ()), change.new.get(kind, ()))
        for asked, found in list(before._found.items()):
            if change.leaves(asked[0]):
                self._found[asked] = [change.twins.get(each, each) for each in found]

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

    def asked(self) -> frozenset[str]:
        """Return what was looked for among names and titles: texts, and the words in them."""
        return frozenset(
            word
            for text, _ in self._found
            for word in (text, text.rpartition(":")[2], *_AROUND.split(text[:_LONGEST]))
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


class _Change:
    """The items that are gone and that are new, by kind.

    A source that was read again has new items: `twins` are those that have all names of one that is gone.
    """

    def __init__(self, gone: list[Item], new: list[Item]) -> None:
        self.gone, self.new = _by_kind(gone), _by_kind(new)
        waiting: dict[tuple[str, ...], list[Item]] = {}
        for item in reversed(new):
            waiting.setdefault(_all_names(item), []).append(item)
        self.twins: dict[Item, Item] = {}
        for item in gone:
            if same := waiting.get(_all_names(item)):
                self.twins[item] = same.pop()
        twins = set(self.twins.values())
        others = [item for item in (*gone, *new) if item not in self.twins and item not in twins]
        self._titles = {_folded(item.title) for item in others}
        self._names = {_folded(name) for item in others for name in _names(item)}
        self._pieces = {piece for name in self._names for piece in _pieces(name)}

    def leaves(self, text: str) -> bool:
        """Whether what was meant by a text is the same after the change."""
        if not (self._names or self._titles):
            return True
        words = {text, text.rpartition(":")[2], *_AROUND.split(text[:_LONGEST])}
        return all(self._leaves(folded) for folded in map(_folded, words) if folded)

    def _leaves(self, folded: str) -> bool:
        if folded in self._titles or not self._pieces.isdisjoint(_pieces(folded)):
            return False
        return not any(name.startswith(folded) for name in self._names)


class _Names:
    """Every name by which the items of one kind can be meant. Once made it is not changed."""

    def __init__(self, items: Iterable[Item]) -> None:
        items = list(items)
        named = [(name, item) for item in items for name in _names(item)]
        self._by_spelling = _by_folded([name for name, _ in named], [item for _, item in named])
        self._titles = _by_folded([item.title for item in items], items)
        self._sorted = sorted(self._by_spelling)
        self._by_piece: dict[str, list[str]] | None = None

    def after(self, gone: Sequence[Item], new: Sequence[Item]) -> "_Names":
        """Return the names of the same items without those that are gone, and with those that are new."""
        if not gone and not new:
            return self
        after = _Names(())
        before = self._by_spelling
        after._by_spelling = _exchanged(before, gone, new, lambda item: list(map(_folded, _names(item))))
        after._titles = _exchanged(self._titles, gone, new, lambda item: [_folded(item.title)])
        touched = {_folded(name) for item in (*gone, *new) for name in _names(item)}
        less = [name for name in touched if name in before and name not in after._by_spelling]
        more = [name for name in touched if name not in before and name in after._by_spelling]
        after._sorted = _with_names(self._sorted, less, more)
        if self._by_piece is not None:
            after._by_piece = dict(self._by_piece)
            for piece in {piece for name in (*less, *more) for piece in _pieces(name)}:
                mine = [name for name in less if piece in _pieces(name)]
                theirs = [name for name in more if piece in _pieces(name)]
                after._by_piece[piece] = _with_names(after._by_piece.get(piece, []), mine, theirs)
        return after

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
        names = self._sharing_most(folded)
        best, likenesses = _NEAR_ENOUGH, dict[str, float]()
        for name in names:
            likenesses[name] = likeness(folded, name, best)
            best = max(best, likenesses[name])
        alike = [name for name in names if likenesses[name] == best]
        return [(best, item) for name in alike for item in self._by_spelling[name]]

    def _sharing_most(self, folded: str) -> list[str]:
        by_piece = self._by_piece
        if by_piece is None:
            by_piece = self._by_piece = _by_piece(self._sorted)  # complete: two threads may ask
        lists = sorted((by_piece.get(piece, []) for piece in sorted(_pieces(folded))), key=len)
        shared: Counter[str] = Counter()
        for names in lists:
            if shared and len(names) > _RARE_ENOUGH:
                break
            shared.update(names[:_RARE_ENOUGH])
        least = min(sorted(shared.values(), reverse=True)[:_COMPARED], default=0)
        most = sorted((-count, name) for name, count in shared.items() if count >= least)
        return [name for _, name in most[:_COMPARED]]


def _by_piece(names: Iterable[str]) -> dict[str, list[str]]:
    """Return sorted names by their pieces, each once for a piece."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        padded = f"^{name}$"
        for start in range(len(name)):
            alike = found[padded[start : start + 3]]
            if not alike or alike[-1] is not name:
                alike.append(name)
    return found


def _exchanged(
    before: dict[str, list[Item]],
    gone: Iterable[Item],
    new: Iterable[Item],
    names: Callable[[Item], list[str]],
) -> dict[str, list[Item]]:
    """Return items by name without those that are gone, and with those that are new, in their order."""
    after = dict(before)
    for item in gone:
        for name in names(item):
            if left := [each for each in after.get(name, ()) if each is not item]:
                after[name] = left
            else:
                after.pop(name, None)
    for item in new:
        for name in names(item):
            after[name] = sorted([*after.get(name, ()), item], key=lambda each: each.position)
    return after


def _with_names(names: list[str], less: Iterable[str], more: Iterable[str]) -> list[str]:
    """Return a sorted list without some names, and with others."""
    names = list(names)
    for name in less:
        del names[bisect_left(names, name)]
    for name in more:
        insort(names, name)
    return names


def _by_kind(items: Iterable[Item]) -> dict[str, list[Item]]:
    kinds: dict[str, list[Item]] = {}
    for item in items:
        kinds.setdefault(item.kind, []).append(item)
    return kinds


def _names(item: Item) -> tuple[str, ...]:
    """Return the names of an item that a misspelt one is compared with."""
    if item.page is None and "aliases" not in item.values and "former_ids" not in item.values:
        return (item.id,)
    return (item.id, *item.texts("aliases"), *item.texts("former_ids"), *_page_name(item))


def _all_names(item: Item) -> tuple[str, ...]:
    return (item.kind, item.title, *_names(item))


def _folded(name: str) -> str:
    return re.sub(r"0(?<!\d0)0*(?=\d)", "", plain_spelling(name))  # looked for by its `0`, which is quick


def _by_folded(names: Sequence[str], items: Iterable[Item]) -> dict[str, list[Item]]:
    """Return items by the folded forms of their names, which are folded as one text: that is quick."""
    folded = _folded("\n".join(names)).split("\n")
    if len(folded) != len(names):  # a name has several lines
        folded = list(map(_folded, names))
    by_name: dict[str, list[Item]] = {}
    for name, item in zip(folded, items, strict=True):
        by_name.setdefault(name, []).append(item)
    return by_name


def _pieces(name: str) -> set[str]:
    padded = f"^{name}$"
    return {padded[n : n + 3] for n in range(len(padded) - 2)}


def _page_name(item: Item) -> tuple[str, ...]:
    return (PurePosixPath(item.page).stem,) if item.page else ()


def _if_one(items: list[Item]) -> list[Item]:
    return items[:1] if len(set(items)) == 1 else []
