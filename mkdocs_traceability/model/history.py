"""The history of a site: how many items of each kind had which badge, one entry a revision, oldest first."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

VERSION: Final = 1

Counts = Mapping[str, Mapping[str, int]]
"""How many items have each badge, by kind."""


class HistoryEntry(NamedTuple):
    """What was counted at one revision; `time` is empty where it is not known.

    `baseline` is how many findings of the baseline were left, None without one.
    """

    revision: str
    time: str
    counts: Counts
    baseline: int | None = None


def read_history(data: bytes) -> list[HistoryEntry]:
    """Return the entries of a `history.json`.

    Raises:
        ValueError: where it is none.

    """
    try:
        document = json.loads(data)
        return [_entry(each) for each in document["entries"]]
    except (KeyError, TypeError, AttributeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError("not a history") from error


def with_entry(entries: Sequence[HistoryEntry], entry: HistoryEntry) -> list[HistoryEntry]:
    """Return a history with one more entry at its end; another one of the same revision is replaced."""
    return [*(each for each in entries if each.revision != entry.revision), entry]


def history_json(entries: Sequence[HistoryEntry]) -> str:
    """Return a history as it is published: an entry a line."""
    lines = ",\n".join(json.dumps(_as_data(entry), ensure_ascii=False, sort_keys=True) for entry in entries)
    return f'{{\n"version": {VERSION},\n"entries": [\n{lines}\n]\n}}\n'


def _as_data(entry: HistoryEntry) -> dict[str, Any]:
    return {name: value for name, value in entry._asdict().items() if value is not None}


def change(before: Counts, now: Counts, kind: str = "") -> dict[str, int]:
    """Return by how much each badge has become more or less, of a kind or of all: `{"verified": 3}`."""
    difference = summed(now, kind)
    difference.subtract(summed(before, kind))
    return {badge: number for badge, number in sorted(difference.items()) if number}


def summed(counts: Counts, kind: str = "") -> Counter[str]:
    """Return how many items of a kind, or of all, have each badge."""
    total: Counter[str] = Counter()
    for name, badges in counts.items():
        if kind in ("", name):
            total.update(badges)
    return total


def _entry(stored: Any) -> HistoryEntry:
    revision, time, counts = stored["revision"], stored["time"], stored["counts"]
    if not (isinstance(revision, str) and isinstance(time, str)):
        raise TypeError(stored)
    for badges in counts.values():
        if not all(type(number) is int for number in badges.values()):
            raise TypeError(stored)
    baseline = stored.get("baseline")
    if baseline is not None and type(baseline) is not int:
        raise TypeError(stored)
    return HistoryEntry(revision, time, counts, baseline)
