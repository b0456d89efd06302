"""The nearest of some words: what somebody meant who wrote something that is not there."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

NEAR: Final = 0.6
"""How alike two words must be to be taken for each other, 1 being the same."""


def likeness(word: str, other: str) -> float:
    """Return how alike two words are, between 0 and 1, cheaply refusing what is not near."""
    matcher = SequenceMatcher(None, word, other, autojunk=False)
    if matcher.real_quick_ratio() < NEAR or matcher.quick_ratio() < NEAR:
        return 0.0
    return matcher.ratio()


def nearest_word(word: str, known: Iterable[str]) -> str | None:
    """Return the word of a small vocabulary that is nearest to `word`, if any is near."""
    wanted = plain_spelling(word)
    best, best_likeness = None, NEAR
    for candidate in known:
        spelled = plain_spelling(candidate)
        near = 1.0 if spelled == wanted else likeness(wanted, spelled)
        if near > best_likeness:
            best, best_likeness = candidate, near
    return best


_IGNORED: Final = str.maketrans("", "", "-_. ")


def plain_spelling(word: str) -> str:
    """Fold what people vary in a name: case, blanks, `-`, `_` and `.`."""
    return word.casefold().translate(_IGNORED)
