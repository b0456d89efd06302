"""Import: one thing spelled several ways, `09-jobs`, `09-jobs-worker`, `Jobs Worker`, told by its words.

Two spellings are one name where their words are the same, but for a document's number in front, or where the
shorter has such a number and only one longer name goes on from it. What could be two names is left alone.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"\d+[a-z]?$")
_IN_NAME: Final = re.compile(r"[\w-]+(?: [\w-]+)*$")


def unified(spellings: Iterable[str], declared: Iterable[str] = ()) -> dict[str, str]:
    """Return for each spelling the one that stands for all of its name.

    One that is `declared` stands for the others, else the one that says most and may be an id.
    """
    known = dict.fromkeys([*declared, *spellings])
    groups = _by_words(known)
    _join_shortened(groups)
    taken = dict.fromkeys(declared)
    chosen: dict[str, str] = {}
    for group in {id(each): each for each in groups.values()}.values():
        ours = [each for each in group if each in taken]
        name = ours[0] if ours else min(group, key=_rank)
        for each in group:
            chosen[each] = each if each in taken else name
    return {each: chosen.get(each, each) for each in known}


def _rank(spelling: str) -> tuple[bool, int, bool, str]:
    return (" " in spelling, -len(_words(spelling)), spelling != spelling.lower(), spelling)


def _words(spelling: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(spelling))


def _by_words(spellings: Iterable[str]) -> dict[tuple[str, ...], list[str]]:
    """Return spellings by their words, those that differ by a number in front in one list."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for spelling in spellings:
        if _IN_NAME.match(spelling):
            groups.setdefault(_words(spelling), []).append(spelling)
    for words in list(groups):
        bare = words[1:] if len(words) > 1 and _NUMBER.match(words[0]) else ()
        if not bare:
            continue
        numbered = [each for each in groups if each[1:] == bare and _NUMBER.match(each[0])]
        if len(numbered) == 1 and bare in groups and groups[bare] is not groups[words]:
            groups[words] += groups[bare]
            groups[bare] = groups[words]
    return groups


def _join_shortened(groups: dict[tuple[str, ...], list[str]]) -> None:
    """Join what has a number in front to the one longer name that begins with it."""
    for words in sorted(groups, key=len, reverse=True):
        if not (words and _NUMBER.match(words[0])):
            continue
        longer = sorted(
            (each for each in groups if len(each) > len(words) and each[: len(words)] == words), key=len
        )
        is_chain = all(b[: len(a)] == a for a, b in pairwise(longer))
        if longer and is_chain and groups[longer[-1]] is not groups[words]:
            target = groups[longer[-1]]
            target += groups[words]
            for each in [key for key, group in groups.items() if group is groups[words]]:
                groups[each] = target
