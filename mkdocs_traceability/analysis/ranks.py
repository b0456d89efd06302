"""The order of words that have one: severities, priorities, times, and numbers within ids."""

import re
from functools import lru_cache
from math import inf
from typing import Final

_URGENCY: Final = {
    "blocker": 0,
    "critical": 0,
    "urgent": 0,
    "high": 1,
    "major": 1,
    "medium": 2,
    "moderate": 2,
    "normal": 2,
    "low": 3,
    "minor": 3,
    "trivial": 4,
}
"""High, medium and low count as P1, P2 and P3."""

_LEVEL: Final = re.compile(r"(?:p|s|sev|prio)[ -]?(\d)")

_SOON: Final = re.compile(r"\b(?:now|immediate(?:ly)?|today|asap)\b")

_DUTY: Final = re.compile(r"\b(?:(must)|(should)|(could|nice|may)|(later|wont|someday|backlog))\b")
"""How binding a time without a date is: *must fix before launch* comes before *nice to have*."""

_DAYS: Final = {"hour": 1 / 24, "day": 1, "week": 7, "sprint": 14, "month": 30, "quarter": 91, "year": 365}

_SPAN: Final = re.compile(rf"(?:(\d+)\s*)?\b({'|'.join(_DAYS)})s?\b")

_NUMBERS: Final = re.compile(r"(\d+)")

Rank = tuple[float, tuple[tuple[int, int, str], ...]]
"""What words sort by: a measure where they have one, then as people sort them."""


def rank_of(word: str, field: str) -> Rank:
    """Return what a word of a field sorts by; a word without a measure comes behind those with one."""
    folded = word.casefold().strip()
    measure = _MEASURES.get(field)
    found = measure(folded) if measure else None
    return (inf if found is None else found), _as_people_sort(folded)


def _urgency(word: str) -> float | None:
    if level := _LEVEL.match(word):
        return float(level[1])
    return _URGENCY.get(re.split(r"\W", word, maxsplit=1)[0])


def _days(word: str) -> float | None:
    if span := _SPAN.search(word):
        return _DAYS[span[2]] * int(span[1] or 1)
    if _SOON.search(word):
        return 0
    duty = _DUTY.search(word)
    return 10_000 + (duty.lastindex or 0) if duty else None


@lru_cache(maxsize=50_000)  # ids stand in the keys of many pages
def _as_people_sort(word: str) -> tuple[tuple[int, int, str], ...]:
    """Return a word in parts: numbers count by what they are, `F-9` before `F-10`."""
    parts = filter(None, _NUMBERS.split(word))
    return tuple(
        (0, int(part), "") if part.isdecimal() and len(part) < 300 else (1, 0, part) for part in parts
    )


_MEASURES: Final = {"severity": _urgency, "priority": _urgency, "urgency": _urgency, "horizon": _days}
"""Fields whose words have a measure, and what measures them."""
