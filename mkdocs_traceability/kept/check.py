"""What is kept of a check between runs, as plain data and back: it is said again if nothing has changed."""

from typing import Any, NamedTuple

from mkdocs_traceability.model.baseline import BaselineEntry
from mkdocs_traceability.model.finding import Finding, as_stored, from_stored
from mkdocs_traceability.model.kind_share import KindShare
from mkdocs_traceability.model.position import Position


class KeptCheck(NamedTuple):
    """How many items a check had, what it found, what is gone of the baseline, and what it looked at.

    `seen` names files with what they were like. `shares` are those of the kinds that have items, None where
    nobody asked for them: they take the badges of all items.
    """

    items: int
    findings: list[Finding]
    gone: tuple[BaselineEntry, ...]
    seen: dict[str, str]
    shares: tuple[KindShare, ...] | None

    def as_plain(self) -> list[Any]:
        """Return it as plain data."""
        return [self.items, list(map(as_stored, self.findings)), self.gone, self.seen, self.shares]


def kept_check(stored: Any) -> KeptCheck | None:
    """Return plain data as the check it was, None where it cannot have been one."""
    try:
        items, findings, gone, seen, shares = stored
        if not isinstance(items, int) or not _are_texts(seen):
            return None
        kinds = None if shares is None else tuple(map(_share, shares))
        return KeptCheck(items, list(map(from_stored, findings)), tuple(map(_entry, gone)), seen, kinds)
    except (TypeError, ValueError, AttributeError):
        return None


def _are_texts(seen: dict[str, str]) -> bool:
    return all(isinstance(each, str) for pair in seen.items() for each in pair)


def _share(stored: Any) -> KindShare:
    kind, title, *counts = stored
    if not _are(str, kind, title) or not _are(int, *counts):
        raise TypeError("no share of a kind")
    return KindShare(kind, title, *counts)


def _entry(stored: Any) -> BaselineEntry:
    fingerprint, code, path, kind, item, field, subject, place = stored
    file, *numbers = place
    if not _are(str, fingerprint, code, path, kind, item, field, subject, file) or not _are(int, *numbers):
        raise TypeError("no entry of a baseline")
    return BaselineEntry(fingerprint, code, path, kind, item, field, subject, Position(file, *numbers))


def _are(kind: type, *values: object) -> bool:
    return all(type(each) is kind for each in values)
