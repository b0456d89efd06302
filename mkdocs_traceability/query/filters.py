"""The filters of a marker: what can be asked of the items of a kind, and which items answer.

Words compare without case. Several values are alternatives, several filters all hold. `none` is having
nothing there and `any` having something, unless the vocabulary of the field has a word like that.
In an id, `*` stands for any characters. Dates and numbers are compared: `due<=2026-12-31`, `rank>2`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Final, NamedTuple, Protocol

from mkdocs_traceability.analysis.badges import HELD, HOLDS, VOCABULARY
from mkdocs_traceability.analysis.deadlines import DUE
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.model.declared import CLAIM_TYPES, DeclaredField, Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind, article
from mkdocs_traceability.model.shown_words import machine_names
from mkdocs_traceability.model.text import composed
from mkdocs_traceability.query.comparisons import comparison, due_words
from mkdocs_traceability.query.words import Argument, MarkerProblem, MarkerWord
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.nearest import nearest_name, nearest_word
from mkdocs_traceability.registry.registry import Registry

NONE: Final = "none"
ANY: Final = "any"

_ASKED_OF_ALL: Final = ("phase", "badge", "gaps", "finding", "owner", DUE)
"""What items of every kind can be asked for, besides what their kind declares."""

_YES: Final = {"true": "yes", "false": "no"}
_MOST_LISTED: Final = 12
_MOST_COMPARED: Final = 2000

Meant = Callable[[str, tuple[str, ...]], list[Item]]
"""What may be meant by an id that nothing has, among the items of some kinds."""


class Facts(Protocol):
    """What is known of items once everything is judged."""

    def badge_word(self, item: Item) -> str:
        """Return the word of an item's badge, empty where it has none."""

    def is_gap(self, item: Item) -> bool:
        """Whether something of an item is missing, or wrong."""

    def codes(self, item: Item) -> Collection[str]:
        """Return the codes of what was found of an item."""

    @property
    def today(self) -> date:
        """The day that dates are compared with."""


Values = Callable[[Item, Facts], Collection[str]]


class Criterion(NamedTuple):
    """Something items can be asked for: the words an item has there, and those it can have.

    Without a `vocabulary` every word is possible. What is `refused` is declared wrongly, and said there.
    `shown` leads from the words that readers see to those of the vocabulary.
    """

    values: Values
    vocabulary: tuple[str, ...] = ()
    refused: frozenset[str] = frozenset()
    shown: Mapping[str, str] = {}


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
        return self.values is _badge

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
        if key == "gaps" and (key not in kind.keys or [each.text for each in values] == ["only"]):
            facet: Criterion | None = Criterion(_gap, ("only",))
        elif key in kind.relations or key in kind.inverses:
            return self._relation(kind, key, values, argument.is_excluding)
        elif key == "id":
            return self._ids(kind, values, argument.is_excluding)
        else:
            facet = self._facet(kind, key)
        if facet is None:
            return [self._unknown_key(kind, argument.key, key)]
        problems = [problem for value in values if (problem := self._wrong(facet, value, argument.key))]
        if problems:
            return problems
        words = {_machine_name(facet, value) for value in values}
        if facet.vocabulary == ("yes", "no"):
            words = {_YES.get(word, word) for word in words}
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
        if not is_due and key not in (*kind.keys, *CLAIM_TYPES, *_ASKED_OF_ALL):
            return [self._unknown_key(kind, argument.key, key)]
        read = comparison(self.registry, key, declared.type if declared else "date" * is_due, argument)
        if isinstance(read, MarkerProblem):
            return [read]
        return Filter(read, frozenset(("yes",)), False, False, False)

    # ---------------------------------------------------------------- what can be asked for

    def _facet(self, kind: Kind, key: str) -> Criterion | None:
        """Return what a key asks for; what a kind declares itself comes first."""
        if kind.name == "flow" and key == "domain":
            return self._domain()
        if key == kind.system_field:
            return self._system()
        if key == DUE and (key not in kind.keys or (key in kind.fields and kind.fields[key].type == "date")):
            return Criterion(lambda item, facts: due_words(self.registry, item, facts.today))
        if key in kind.fields:
            return _field(key, kind.fields[key])
        if key == "status":
            return Criterion(lambda item, _: _text(item, key), tuple(kind.statuses), kind.refused_statuses)
        if key in CLAIM_TYPES:
            return Criterion(lambda item, _: _claims(item, key), (NONE, ANY))._replace(vocabulary=())
        facets: dict[str, Callable[[], Criterion]] = {
            "phase": lambda: Criterion(
                lambda item, _: (phase(self.registry, item),), tuple(Phase), shown=machine_names("phase")
            ),
            "badge": lambda: Criterion(
                _badge, (*(word.name for word in VOCABULARY), HOLDS), shown=machine_names("badge")
            ),
            "finding": lambda: Criterion(lambda item, facts: facts.codes(item), tuple(sorted(self.codes))),
            "owner": self._owner,
        }
        return facets[key]() if key in facets else None

    def _domain(self) -> Criterion:
        registry = self.registry
        used = (registry.domain(flow) for flow in registry.items("flow"))
        known = tuple(dict.fromkeys((*registry.domains, *used)))
        is_known = registry.has_all and known
        return Criterion(lambda item, _: (registry.domain(item),), known if is_known else ())

    def _system(self) -> Criterion:
        system = self.registry.schema.system
        used = tuple(dict.fromkeys(filter(None, map(system, self.registry.all))))
        has_all = self.registry.has_all
        return Criterion(lambda item, _: tuple(filter(None, (system(item),))), used if has_all else ())

    def _owner(self) -> Criterion:
        """Return the filter for whoever answers for an item, in the words of `owners_of`."""
        registry = self.registry
        used = (owner.name for item in registry.all for owner in owners_of(registry, item))
        known = tuple(dict.fromkeys(used)) if registry.has_all else ()
        return Criterion(lambda item, _: [owner.name for owner in owners_of(registry, item)], known)

    def _wrong(self, facet: Criterion, value: MarkerWord, key: MarkerWord) -> MarkerProblem | None:
        word = _YES.get(value.text.casefold(), value.text.casefold())
        known = {each.casefold() for each in facet.vocabulary}
        if not known or {word, _machine_name(facet, value)} & {*known, NONE, ANY}:
            return None
        follows = word in facet.refused
        return MarkerProblem(
            f"{value.shown} is not a value of {key.shown}",
            value,
            one_of(value.text, facet.vocabulary),
            follows,
        )

    def _unknown_key(self, kind: Kind, word: MarkerWord, key: str) -> MarkerProblem:
        known = (*kind.keys, *CLAIM_TYPES, *_ASKED_OF_ALL)
        message = f"{article(kind.label)} has no {word.shown} to filter by"
        asked = (each for each in known if each not in ("evidence", "waive"))
        meant = nearest_name(word.text, asked, kind.former_names)
        remedy = f"did you mean `{meant}`?" if meant else "a filter is a field or a relation of the kind"
        return MarkerProblem(message, word, remedy, key in kind.refused)

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
            return links + [each.text for each in item.references.get(key, ()) if each.is_text]

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
            return MarkerProblem(f"{word.shown} matches several items", word, f"write {spelled}")
        wanted = _kinds_in_words(registry, kinds)
        if found:
            message = f"{word.shown} is {article(registry.kind(found[0]).label)}, not {article(wanted)}"
            return MarkerProblem(message, word, elsewhere)
        meant = self.meant(word.text, kinds)
        follows = {word.text, word.text.partition(":")[2]} & registry.unread_ids or (
            meant and "id" in meant[0].invalid
        )
        message, help_ = f"unknown {wanted} {word.shown}", _meant_items(meant, kinds)
        return MarkerProblem(message, word, help_, bool(follows), kinds, is_absent=True)


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


# -------------------------------------------------------------------- the words that items have


def _field(name: str, declared: DeclaredField) -> Criterion:
    if declared.type == "boolean":
        return Criterion(lambda item, _: ("yes" if item.text(name) == "True" else "no",), ("yes", "no"))
    if declared.type in ("claim", "action"):
        return Criterion(lambda item, _: (*_text(item, name), *_claims(item, name)))
    if declared.type == "lists":
        return Criterion(lambda item, _: _names_of_lists(item, name))
    return Criterion(lambda item, _: item.texts(name), tuple(declared.one_of or ()))


def _id(item: Item, _: Facts) -> tuple[str, ...]:
    return (item.id,)


def _text(item: Item, name: str) -> tuple[str, ...]:
    text = item.text(name)
    return (text,) if text else ()


def _claims(item: Item, name: str) -> tuple[str, ...]:
    evidence = item.evidence.get(name)
    return tuple(claim.text for claim in evidence.claims) if evidence else ()


def _names_of_lists(item: Item, name: str) -> tuple[str, ...]:
    value = item.values.get(name)
    return tuple(value.plain) if value is not None and isinstance(value.plain, dict) else ()


def _machine_name(facet: Criterion, value: MarkerWord) -> str:
    word = value.text.casefold()
    return facet.shown.get(word.replace(" ", "-"), word)


def _badge(item: Item, facts: Facts) -> tuple[str, ...]:
    word = facts.badge_word(item)
    return (word, HOLDS) if word in HELD else (word,) if word else ()


def _gap(item: Item, facts: Facts) -> tuple[str, ...]:
    return ("only",) if facts.is_gap(item) else ()
