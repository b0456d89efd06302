"""How many items a placement leaves, and how many it may leave: what is not checked may go either way."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import HOLDS
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.query.criteria import Facts, badge_words
from mkdocs_traceability.query.filters import Filter
from mkdocs_traceability.query.grammar import Placement
from mkdocs_traceability.registry.registry import Registry

_UNCHECKED: Final = "unverified"
_HOLDING: Final = Filter(badge_words, frozenset((HOLDS,)), False, False, False)
_UNJUDGED: Final = ("", "planned")


class Tally(NamedTuple):
    """How many items are counted, of how many; `least` and `most` once nothing of them is in doubt.

    `is_unchecked` says whether the doubt is about evidence that could not be checked.
    """

    number: int
    least: int
    most: int
    whole: int
    is_unchecked: bool


def tally(registry: Registry, placement: Placement, facts: Facts, mistaken: Collection[Item]) -> Tally:
    """Count as markers do: `count` the items of a kind, `share` those that are judged.

    An item that is `mistaken` says something that cannot be read, or that leads nowhere.
    """
    items = replace(placement, filters=placement.whole).items(registry, facts)
    asked = placement.filters
    if placement.form.name == "share":
        judged = placement.of_all_badges.items(registry, facts)
        items = [item for item in judged if facts.badge_word(item) not in _UNJUDGED]
        asked = asked if asked != placement.of_all_badges.filters else (*asked, _HOLDING)
    answers = [[_answer(each, item, facts, item in mistaken) for each in asked] for item in items]
    number = sum(all(answer.counts for answer in of_item) for of_item in answers)
    least = sum(all(answer.counts and answer.is_sure for answer in of_item) for of_item in answers)
    most = sum(all(answer.counts or not answer.is_sure for answer in of_item) for of_item in answers)
    is_unchecked = any(answer.is_unchecked for of_item in answers for answer in of_item)
    return Tally(number, least, most, len(items), is_unchecked)


class _Answer(NamedTuple):
    counts: bool
    is_sure: bool
    is_unchecked: bool


def _answer(asked: Filter, item: Item, facts: Facts, is_mistaken: bool) -> _Answer:
    told = _Told(facts)
    counts = asked.admits(item, told)
    is_unchecked = told.is_unchecked and _UNCHECKED not in asked.wanted
    return _Answer(counts, not (is_mistaken or is_unchecked), is_unchecked)


@dataclass
class _Told:
    """Facts that note whether something was asked of an item that could not be checked."""

    facts: Facts
    is_unchecked: bool = False

    def badge_word(self, item: Item) -> str:
        return self._noted(item)

    def needs_attention(self, item: Item) -> bool:
        self._noted(item)
        return self.facts.needs_attention(item)

    def codes(self, item: Item) -> Collection[str]:
        self._noted(item)
        return self.facts.codes(item)

    def claim_words(self, item: Item, name: str) -> Collection[str]:
        words = self.facts.claim_words(item, name)
        self.is_unchecked |= _UNCHECKED in words
        return words

    @property
    def today(self) -> date:
        return self.facts.today

    def _noted(self, item: Item) -> str:
        word = self.facts.badge_word(item)
        self.is_unchecked |= word == _UNCHECKED
        return word
