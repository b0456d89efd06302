"""What items of a kind can be asked for, and the words that each has there: for markers and for pages.

Pages publish these very words beside their rows, so that a filter in the browser and one in a marker agree.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple, Protocol

from mkdocs_traceability.analysis.badges import HELD, HOLDS, VOCABULARY
from mkdocs_traceability.analysis.deadlines import DUE
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.model.declared import CLAIM_TYPES, DeclaredField, Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.shown_words import machine_names
from mkdocs_traceability.query.comparisons import due_words
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Registry

ATTENTION: Final = "attention"

YES_OR_NO: Final = ("yes", "no")

JUDGED: Final = ("badge", ATTENTION, "finding", "gaps")
"""What items can be asked for once everything is judged."""

ASKED_OF_ALL: Final = ("phase", "badge", ATTENTION, "finding", "owner", DUE)
"""What items of every kind can be asked for, besides what their kind declares."""


class Facts(Protocol):
    """What is known of items once everything is judged."""

    def badge_word(self, item: Item) -> str:
        """Return the word of an item's badge, empty where it has none."""

    def needs_attention(self, item: Item) -> bool:
        """Whether somebody has to see to an item."""

    def codes(self, item: Item) -> Collection[str]:
        """Return the codes of what was found of an item."""

    @property
    def today(self) -> date:
        """The day that dates are compared with."""

    def claim_words(self, item: Item, name: str) -> Collection[str]:
        """Return the words of the badges of an item's claims of one type."""


Values = Callable[[Item, Facts], Collection[str]]


class Criterion(NamedTuple):
    """Something items can be asked for: the words an item has there, and those it can have.

    Without a `vocabulary` every word is possible. What is `refused` is declared wrongly, and said there.
    `shown` are other spellings of words: those that readers see, in small letters and with `-` for a blank.
    """

    values: Values
    vocabulary: tuple[str, ...] = ()
    refused: frozenset[str] = frozenset()
    shown: Mapping[str, str] = {}

    def meant(self, word: str) -> str:
        """Return the word of the machine that is meant by one which may be that of readers."""
        folded = word.casefold()
        if folded in {each.casefold() for each in self.vocabulary}:
            return folded
        if self.vocabulary == YES_OR_NO:
            folded = {"true": "yes", "false": "no"}.get(folded, folded)
        return self.shown.get(folded.replace(" ", "-"), folded)


@dataclass(frozen=True)
class Criteria:
    """What can be asked for, by the keys of filters. `codes` are those of the rules."""

    registry: Registry
    codes: Collection[str]

    def of(self, kind: Kind, key: str) -> Criterion | None:
        """Return what a key asks for, relations and ids apart; what a kind declares itself comes first."""
        if kind.name == "flow" and key == "domain":
            return self._domain()
        if key == kind.system_field:
            return self._system()
        if key == DUE and (key not in kind.keys or (key in kind.fields and kind.fields[key].type == "date")):
            return Criterion(lambda item, facts: due_words(self.registry, item, facts.today))
        if key in kind.fields:
            return _field(key, kind.fields[key])
        if key == "status":
            labels = {name: each.label for name, each in kind.statuses.items()}
            values = _text_of(key)
            return Criterion(values, tuple(kind.statuses), kind.refused_statuses, _spellings(labels))
        if key in CLAIM_TYPES:
            return Criterion(lambda item, facts: (*_claims(item, key), *facts.claim_words(item, key)))
        return self._judged(key)

    def keys(self, kind: Kind) -> Iterator[str]:
        """Go through the keys of filters on a kind that have a criterion."""
        known = (*kind.keys, *CLAIM_TYPES, *ASKED_OF_ALL)
        for key in dict.fromkeys(known):
            if (
                key not in ("id", "evidence", "waive")
                and key not in kind.relations
                and key not in kind.inverses
            ):
                yield key

    def _judged(self, key: str) -> Criterion | None:
        made: dict[str, Callable[[], Criterion]] = {
            "phase": lambda: self._closed("phase", lambda item, _: (phase(self.registry, item),), Phase),
            "badge": lambda: self._closed("badge", badge_words, (*(word.name for word in VOCABULARY), HOLDS)),
            "owner": self._owner,
            "finding": lambda: Criterion(lambda item, facts: facts.codes(item), tuple(sorted(self.codes))),
            ATTENTION: lambda: Criterion(_attention, YES_OR_NO),
        }
        return made[key]() if key in made else None

    def _closed(self, table: str, values: Values, words: Iterable[str]) -> Criterion:
        """Return the criterion of a closed table of words, which readers see by other names."""
        return Criterion(values, tuple(words), shown=machine_names(table))

    def _owner(self) -> Criterion:
        """Return the filter for whoever answers for an item, in the words of `owners_of`."""
        registry = self.registry
        return Criterion(lambda item, _: [owner.name for owner in owners_of(registry, item)], self._owners)

    @cached_property
    def _owners(self) -> tuple[str, ...]:
        registry = self.registry
        used = (owner.name for item in registry.all for owner in owners_of(registry, item))
        return tuple(dict.fromkeys(used)) if registry.has_all else ()

    def _domain(self) -> Criterion:
        registry = self.registry
        return Criterion(lambda item, _: (registry.domain(item),), self._domains)

    @cached_property
    def _domains(self) -> tuple[str, ...]:
        registry = self.registry
        used = (registry.domain(flow) for flow in registry.items("flow"))
        return tuple(dict.fromkeys((*registry.domains, *used))) if registry.has_all else ()

    def _system(self) -> Criterion:
        system = self.registry.schema.system
        return Criterion(lambda item, _: tuple(filter(None, (system(item),))), self._systems)

    @cached_property
    def _systems(self) -> tuple[str, ...]:
        used = tuple(dict.fromkeys(filter(None, map(self.registry.schema.system, self.registry.all))))
        return used if self.registry.has_all else ()


def _spellings(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the words that readers see as filters take them, each with that of the machine."""
    return {
        label.casefold().replace(" ", "-"): word.casefold()
        for word, label in labels.items()
        if label and label.casefold() != word.casefold()
    }


def _field(name: str, declared: DeclaredField) -> Criterion:
    if declared.type == "boolean":
        return Criterion(lambda item, _: ("yes" if item.text(name) == "True" else "no",), YES_OR_NO)
    if declared.type in ("claim", "action"):
        said = _text_of(name)
        return Criterion(lambda item, facts: (*said(item, facts), *_claims(item, name)))
    if declared.type in ("lists", "structure"):
        return Criterion(lambda item, _: _names_of_lists(item, name))
    choices = declared.one_of or {}
    labels = {word: choice.label for word, choice in choices.items()}
    return Criterion(lambda item, _: item.texts(name), tuple(choices), shown=_spellings(labels))


def _text_of(name: str) -> Values:
    return lambda item, _: (text,) if (text := item.text(name)) else ()


def _claims(item: Item, name: str) -> tuple[str, ...]:
    evidence = item.evidence.get(name)
    return tuple(claim.text for claim in evidence.claims) if evidence else ()


def _names_of_lists(item: Item, name: str) -> tuple[str, ...]:
    """Return the names in a mapping; of any other value of a field, its texts."""
    value = item.values.get(name)
    return tuple(value.plain) if value is not None and isinstance(value.plain, dict) else item.texts(name)


def badge_words(item: Item, facts: Facts) -> tuple[str, ...]:
    """Return the words that an item answers to by its badge; one that is found or verified holds."""
    word = facts.badge_word(item)
    return (word, HOLDS) if word in HELD else (word,) if word else ()


def _attention(item: Item, facts: Facts) -> tuple[str, ...]:
    return ("yes" if facts.needs_attention(item) else "no",)
