"""Import: one thing spelled several ways, `09-jobs`, `09-jobs-worker`, `Jobs Worker`, told by its words.

Two spellings are one name where their words are the same, but for a document's number in front, or where the
shorter has such a number and only one longer name goes on from it. What could be two names is left alone.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, TypeAlias

_Words: TypeAlias = tuple[str, ...]

_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"\d+[a-z]?$")
_IN_NAME: Final = re.compile(r"[\w-]+(?: [\w-]+)*/?$")


def unified(spellings: Iterable[str], declared: Iterable[str] = ()) -> dict[str, str]:
    """Return for each spelling the one that stands for all of its name.

    One that is `declared` stands for the others, else the one that says most and may be an id.
    """
    taken = dict.fromkeys(declared)
    known = dict.fromkeys([*taken, *spellings])
    by_words: dict[_Words, list[str]] = {}
    for spelling in known:
        if _IN_NAME.match(spelling):
            by_words.setdefault(_words(spelling), []).append(spelling)
    longest = dict(_same(by_words))
    groups: dict[_Words, list[str]] = {}
    for words, spelled in by_words.items():
        groups.setdefault(_last(longest, words), []).extend(spelled)
    chosen: dict[str, str] = {}
    for group in groups.values():
        ours = [each for each in group if each in taken]
        name = ours[0] if ours else min(group, key=_rank)
        for each in group:
            chosen[each] = each if each in taken else name
    return {each: chosen.get(each, each) for each in known}


def _rank(spelling: str) -> tuple[bool, int, bool, str]:
    return (" " in spelling, -len(_words(spelling)), spelling != spelling.lower(), spelling)


def _words(spelling: str) -> _Words:
    return tuple(word.casefold() for word in _WORD.findall(spelling))


def _last(longest: dict[_Words, _Words], words: _Words) -> _Words:
    """Return the name that words lead to, over others perhaps; each step leads to a longer one."""
    while words in longest:
        words = longest[words]
    return words


def _same(by_words: Iterable[_Words]) -> Iterator[tuple[_Words, _Words]]:
    """Go through names that are shortened, each with a longer one that is the same."""
    numbered: dict[str, list[_Words]] = {}
    by_rest: dict[_Words, list[_Words]] = {}
    for words in by_words:
        if len(words) > 0 and _NUMBER.match(words[0]):
            numbered.setdefault(words[0], []).append(words)
            by_rest.setdefault(words[1:], []).append(words)
    for rest, full in by_rest.items():
        if rest and len(full) == 1 and rest in by_words:
            yield rest, full[0]
    for group in numbered.values():
        ordered = sorted(group, key=len)
        for place, words in enumerate(ordered):
            longer = [each for each in ordered[place + 1 :] if each[: len(words)] == words != each]
            if longer and all(b[: len(a)] == a for a, b in pairwise(longer)):
                yield words, longer[-1]
