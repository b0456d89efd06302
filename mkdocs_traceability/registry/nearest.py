"""The nearest of some words: what somebody meant who wrote something that is not there."""

from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from typing import Final

NEAR: Final = 0.6
"""How alike two words must be to be taken for each other, 1 being the same."""


def likeness(word: str, other: str, at_least: float = NEAR) -> float:
    """Return how alike two words are, between 0 and 1; what is less than `at_least` is cheaply taken for 0.

    What `SequenceMatcher` asks at first, of lengths and of letters, is asked without the index that it makes
    of a word before.
    """
    length = len(word) + len(other)
    if not length:
        return 1.0
    if 2.0 * min(len(word), len(other)) / length < at_least:
        return 0.0
    shared = sum([min(word.count(letter), other.count(letter)) for letter in set(word)])
    if 2.0 * shared / length < at_least:
        return 0.0
    return SequenceMatcher(None, word, other, autojunk=False).ratio()


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """Return the word of a small vocabulary that is nearest to `word`, if any is near."""
    wanted = plain_spelling(word)
    spelled = [(candidate, plain_spelling(candidate)) for candidate in known]
    for candidate, spelling in spelled:
        if spelling == wanted:
            return candidate
    best, best_likeness = None, NEAR
    for candidate, spelling in spelled:
        near = likeness(wanted, spelling)
        if near > best_likeness:
            best, best_likeness = candidate, near
    return best


def nearest_name(word: str, known: Iterable[str], former_names: Mapping[str, str]) -> str | None:
    """Return the name that is nearest to `word`: for a former name, the one that is used now."""
    near = nearest_word(word, (*known, *former_names))
    return former_names.get(near, near) if near else None


def most_alike(word: str, known: Iterable[str], most: int, spelled: Callable[[str], str] = str) -> list[str]:
    """Return the words that are as alike to `word` as the most alike, or nearly; none if none is near.

    `spelled` gives the form of a word that is compared.
    """
    scored = sorted(
        ((likeness(spelled(each), word), each) for each in known), key=lambda pair: (-pair[0], pair[1])
    )
    best = scored[0][0] if scored else 0.0
    return [each for near, each in scored if near > 0 and near >= best - _NEARLY][:most]


def nearest_first(word: str, known: Iterable[str], most: int) -> list[str]:
    """Return words that are all meant, the most alike first."""
    return sorted(known, key=lambda each: (-likeness(each, word), each))[:most]


_NEARLY: Final = 0.02

_IGNORED: Final = str.maketrans("", "", "-_. \u00a0\u200b\u202f\ufeff“”„‟‘’‚‛«»‹›`")


def plain_spelling(word: str) -> str:
    """Fold what people vary in a name: case, blanks, `-`, `_` and `.`, and what print puts around it."""
    return word.casefold().translate(_IGNORED)
