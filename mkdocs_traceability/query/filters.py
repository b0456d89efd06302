"""The filters of a marker: what can be asked of the items of a kind, and which items answer.

Words compare without case. Several values are alternatives, several filters all hold. `none` is having
nothing there and `any` having something, unless the vocabulary of the field has a word like that.
In an id, `*` stands for any characters. Dates and numbers are compared: `due<=2026-12-31`, `rank>2`.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Final

from mkdocs_traceability.analysis.deadlines import DUE
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind, article
from mkdocs_traceability.model.text import composed
from mkdocs_traceability.query.comparisons import comparison
from mkdocs_traceability.query.criteria import (
    ASKED_OF_ALL,
    ATTENTION,
    Criteria,
    Criterion,
    Facts,
    Values,
    badge_words,
)
from mkdocs_traceability.query.words import Argument, MarkerProblem, MarkerWord
from mkdocs_traceability.registry.nearest import nearest_name, nearest_word
from mkdocs_traceability.registry.registry import Registry

NONE: Final = "none"
ANY: Final = "any"

_FORMER_ATTENTION: Final = "gaps"
"""`gaps=only` is how `attention=yes` was written before."""

_MOST_LISTED: Final = 12
_MOST_COMPARED: Final = 2000

Meant = Callable[[str, tuple[str, ...]], list[Item]]
"""What may be meant by an id that nothing has, among the items of some kinds."""


@dataclass(frozen=True)
class Filter:
    """One condition: an item has one of the `wanted` words (nothing, anything), or just not."""

    values: Values
    wanted: frozenset[str]
    is_none: bool
    is_any: bool
    is_excluding: bool
    patterns: tuple[str, ...] = ()

    @property
    def is_of_badge(self) -> bool:
        """Whether items are asked for their badge."""
        return self.values is badge_words

    def admits(self, item: Item, facts: Facts) -> bool:
        """Whether an item is left by this filter."""
        has = {value.casefold() for value in self.values(item, facts)}
        fits = bool(has & self.wanted) or (self.is_none and not has) or (self.is_any and bool(has))
        fits = fits or any(fnmatchcase(value, pattern) for pattern in self.patterns for value in has)
        return fits != self.is_excluding


@dataclass(frozen=True)
class Filters:
    """Reads the filters on the items of a kind. `codes` are those of the rules."""

    registry: Registry
    meant: Meant
    codes: Collection[str]

    def read(self, kind: Kind, argument: Argument) -> Filter | list[MarkerProblem]:
        """Return an argument as a filter, or what is wrong with it."""
        key = kind.now(argument.key.text.replace("-", "_"))
        if argument.is_comparing:
            return self._compared(kind, key, argument)
        texts = [composed(value.text.strip()) for value in argument.values]
        values = [
            value._replace(text=text) for value, text in zip(argument.values, texts, strict=True) if text
        ]
        if key == _FORMER_ATTENTION and (key not in kind.keys or [each.text for each in values] == ["only"]):
            facet = self._criteria.of(kind, ATTENTION)
            assert facet is not None
            facet = facet._replace(vocabulary=("only",), values=_only(facet.values))
        elif key in kind.relations or key in kind.inverses:
            return self._relation(kind, key, values, argument.is_excluding)
        elif key == "id":
            return self._ids(kind, values, argument.is_excluding)
        else:
            facet = self._criteria.of(kind, key)
        if facet is None:
            return [self._unknown_key(kind, argument.key, key)]
        problems = [problem for value in values if (problem := self._wrong(facet, value, argument.key))]
        if problems:
            return problems
        words = {facet.meant(value.text) for value in values}
        own = {word.casefold() for word in facet.vocabulary}
        return Filter(
            facet.values,
            frozenset(words),
            NONE in words and NONE not in own,
            ANY in words and ANY not in own,
            argument.is_excluding,
        )

    def _compared(self, kind: Kind, key: str, argument: Argument) -> Filter | list[MarkerProblem]:
        """Return a comparison as a filter: one value, of a field with dates or numbers."""
        is_due = key == DUE and key not in kind.keys
        declared = None if is_due else kind.fields.get(key)
        if not is_due and key not in (*kind.keys, *CLAIM_TYPES, *ASKED_OF_ALL):
            return [self._unknown_key(kind, argument.key, key)]
        read = comparison(self.registry, key, declared.type if declared else "date" * is_due, argument)
        if isinstance(read, MarkerProblem):
            return [read]
        return Filter(read, frozenset(("yes",)), False, False, False)

    # ---------------------------------------------------------------- what can be asked for

    @cached_property
    def _criteria(self) -> Criteria:
        return Criteria(self.registry, self.codes)

    def _wrong(self, facet: Criterion, value: MarkerWord, key: MarkerWord) -> MarkerProblem | None:
        word = facet.meant(value.text)
        known = {each.casefold() for each in facet.vocabulary}
        if not known or word in known or word in (NONE, ANY):
            return None
        follows = word in facet.refused
        return MarkerProblem(
            f"{value.shown} is not a value of {key.shown}",
            value,
            one_of(value.text, facet.vocabulary),
            follows,
        )

    def _unknown_key(self, kind: Kind, word: MarkerWord, key: str) -> MarkerProblem:
        known = (*kind.keys, *CLAIM_TYPES, *ASKED_OF_ALL)
        message = f"{article(kind.label)} has no {word.shown} to filter by"
        asked = (each for each in known if each not in ("evidence", "waive"))
        meant = nearest_name(word.text, asked, kind.former_names)
        remedy = f"did you mean `{meant}`?" if meant else "a filter is a field or a relation of the kind"
        names = (meant,) if meant else ()
        return MarkerProblem(message, word, remedy, key in kind.refused, suggestions=names)

    # ---------------------------------------------------------------- ids and relations

    def _ids(self, kind: Kind, values: list[MarkerWord], is_excluding: bool) -> Filter | list[MarkerProblem]:
        wanted: set[str] = set()
        patterns: list[str] = []
        problems: list[MarkerProblem] = []
        for value in values:
            word = value.text.casefold()
            if "*" in word:
                patterns.append(word)
                if not any(fnmatchcase(item.id.casefold(), word) for item in self.registry.items(kind.name)):
                    message = f"no {kind.label} has an id like {value.shown}"
                    follows = bool(self.registry.unread_ids)
                    help_ = "`*` stands for any characters"
                    problems.append(MarkerProblem(message, value, help_, follows, is_absent=True))
            elif word not in (NONE, ANY):
                found = self.resolve(value, (kind.name,), f"only {kind.plural} are allowed here")
                if isinstance(found, Item):
                    wanted.add(found.id.casefold())
                else:
                    problems.append(found)
        if problems:
            return problems
        words = {value.text.casefold() for value in values}
        ids = frozenset(wanted)
        return Filter(_id, ids, NONE in words, ANY in words, is_excluding, tuple(patterns))

    def _relation(
        self, kind: Kind, key: str, values: list[MarkerWord], is_excluding: bool
    ) -> Filter | list[MarkerProblem]:
        targets = self.registry.schema.targets(kind.name, key)
        declared = kind.relations[key].declared if key in kind.relations else None
        wanted: set[str] = set()
        problems: list[MarkerProblem] = []
        for value in values:
            if value.text.casefold() in (NONE, ANY):
                continue
            found = self.resolve(value, targets)
            if isinstance(found, Item):
                wanted.add(_key(found))
            elif declared is not None and declared.or_text:
                wanted.add(value.text.casefold())
            else:
                problems.append(found)
        if problems:
            return problems
        words = {value.text.casefold() for value in values}

        def has(item: Item, _: Facts) -> list[str]:
            links = [_key(link.item) for link in self.registry.related(item, key)]
            return links + [each.text for each in item.references.get(key, ()) if self.registry.is_text(each)]

        return Filter(has, frozenset(wanted), NONE in words, ANY in words, is_excluding)

    def resolve(
        self,
        word: MarkerWord,
        kinds: tuple[str, ...],
        elsewhere: str = "a relation leads to items of its own kinds only",
    ) -> Item | MarkerProblem:
        """Return the item of one of these kinds that a word names, as references name it.

        `elsewhere` is the help where it names one of another kind.
        """
        registry = self.registry
        found = registry.answering(word.text)
        own = [item for item in found if item.kind in kinds]
        if len(own) == 1:
            return own[0]
        if own:
            spelled = " or ".join(f"`{item.kind}:{item.id}`" for item in own[:3])
            names = tuple(f"{item.kind}:{item.id}" for item in own)
            message = f"{word.shown} matches several items"
            return MarkerProblem(message, word, f"write {spelled}", suggestions=names)
        wanted = _kinds_in_words(registry, kinds)
        if found:
            message = f"{word.shown} is {article(registry.kind(found[0]).label)}, not {article(wanted)}"
            return MarkerProblem(message, word, elsewhere)
        meant = self.meant(word.text, kinds)
        follows = {word.text, word.text.partition(":")[2]} & registry.unread_ids or (
            meant and "id" in meant[0].invalid
        )
        message, help_ = f"unknown {wanted} {word.shown}", _meant_items(meant, kinds)
        names = tuple(each.id for each in meant if each.kind in kinds)
        return MarkerProblem(message, word, help_, bool(follows), kinds, is_absent=True, suggestions=names)


def _key(item: Item) -> str:
    return f"{item.kind}\0{item.id}".casefold()


def _kinds_in_words(registry: Registry, kinds: tuple[str, ...]) -> str:
    labels = [registry.schema[kind].label for kind in kinds]
    if len(labels) > 3 or not labels:
        return "item"
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}"


def _meant_items(items: list[Item], kinds: tuple[str, ...]) -> str:
    if not items:
        return "no similar id is declared"
    names = [f"`{each.id}`" if each.kind in kinds else f"`{each.kind}:{each.id}`" for each in items]
    places = ", ".join(f"{each.position.path}:{each.position.line}" for each in items)
    return f"did you mean {' or '.join(names)}? ({places})"


def one_of(word: str, known: Iterable[str]) -> str:
    """Say which of some words is meant, or which there are."""
    known = list(known)
    meant = nearest_word(word, known[:_MOST_COMPARED])
    if meant:
        return f"did you mean `{meant}`?"
    listed = ", ".join(f"`{each}`" for each in known[:_MOST_LISTED])
    return f"it is one of {listed}{' …' if len(known) > _MOST_LISTED else ''}"


def _id(item: Item, _: Facts) -> tuple[str, ...]:
    return (item.id,)


def _only(attention: Values) -> Values:
    return lambda item, facts: ("only",) if "yes" in attention(item, facts) else ()
