"""Of which site, revision and time the published data are: one small file, so that no other depends on them.

The revision is that of the settings, of the variable of a CI service, or of git; the time that of
`SOURCE_DATE_EPOCH`, or else of the commit, and never that of the clock.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, partial
from typing import Final, NamedTuple

from mkdocs_traceability.exports.export import Export, PublishedFile, encoded, export
from mkdocs_traceability.files.git import GitError, output
from mkdocs_traceability.files.ordinary import read_ordinary
from mkdocs_traceability.model.history import Counts, HistoryEntry, history_json, read_history, with_entry
from mkdocs_traceability.model.origin import Origin
from mkdocs_traceability.result import Result

BUILD: Final = "build.json"
HISTORY: Final = "history.json"

OF_THE_MOMENT: Final = (BUILD, HISTORY)
"""Files that say of which revision and time the others are: they differ after each commit."""

LARGEST_HISTORY: Final = 20_000_000

_VARIABLES: Final = (
    "GITHUB_SHA",
    "CI_COMMIT_SHA",
    "BITBUCKET_COMMIT",
    "BUILD_SOURCEVERSION",
    "CIRCLE_SHA1",
    "GIT_COMMIT",
)
"""Where CI services say what they build: GitHub, GitLab, Bitbucket, Azure, CircleCI, Jenkins."""

_SECONDS: Final = 5


class Provenance(NamedTuple):
    """The name of the site, the revision it is built from, and the time; empty where not known."""

    site: str
    revision: str
    time: str


@export
def provenance_files(exported: Export) -> Iterator[PublishedFile]:
    """Yield what the data are of, and how the counts were at earlier revisions."""
    result = exported.result
    provenance = cache(partial(provenance_of, result.origin))  # both files ask, and git answers once
    yield PublishedFile(BUILD, lambda: build_json(provenance()))
    yield PublishedFile(HISTORY, lambda: encoded(history_json(history_of(result, provenance()))))


def build_json(provenance: Provenance) -> bytes:
    """Return site, revision and time as JSON."""
    return encoded(json.dumps(provenance._asdict(), ensure_ascii=False, indent=2) + "\n")


def provenance_of(origin: Origin) -> Provenance:
    """Return of which site, revision and time a result is."""
    commit, committed = _head(origin)
    named = next(filter(None, map(os.environ.get, _VARIABLES)), "")
    return Provenance(origin.site, origin.revision or named or commit, _epoch() or committed)


def history_of(result: Result, provenance: Provenance) -> list[HistoryEntry]:
    """Return the counts of earlier revisions and, last, of this one; without a revision the earlier only."""
    earlier = _earlier(result.origin)
    if not provenance.revision:
        return earlier
    left = result.left if result.baseline.is_in_use else None
    now = HistoryEntry(provenance.revision, provenance.time, _counts(result), left)
    return with_entry(earlier, now)


def counts_over_time(result: Result) -> list[Counts]:
    """Return the counts of earlier revisions, oldest first, and at last those of this run."""
    return [*(entry.counts for entry in _before(result)), _counts(result)]


def left_over_time(result: Result) -> list[int]:
    """Return how many findings of the baseline were left at earlier revisions, and are left now."""
    return [*(each.baseline for each in _before(result) if each.baseline is not None), result.left]


def _before(result: Result) -> list[HistoryEntry]:
    earlier = _earlier(result.origin)
    if earlier and (revision := provenance_of(result.origin).revision):
        return [entry for entry in earlier if entry.revision != revision]
    return earlier


def _counts(result: Result) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for item in result.registry.all:
        word = result.assessment.badge(item).word or "none"
        of_kind = counts.setdefault(item.kind, {})
        of_kind[word] = of_kind.get(word, 0) + 1
    return counts


def _earlier(origin: Origin) -> list[HistoryEntry]:
    """Return what was published before; a file that cannot be read is reported with the settings."""
    if not origin.history:
        return []
    try:
        return read_history(read_ordinary(origin.root / origin.history, LARGEST_HISTORY))
    except (OSError, ValueError):
        return []


def _epoch() -> str:
    try:
        return _as_text(int(os.environ["SOURCE_DATE_EPOCH"]))
    except (KeyError, ValueError, OverflowError, OSError):  # not set, or no time that there is
        return ""


def _head(origin: Origin) -> tuple[str, str]:
    """Return the commit that is checked out, and its time; empty where git cannot tell."""
    try:
        line = output(origin.root, ("log", "-1", "--format=%H %ct", "HEAD"), _SECONDS).decode("ascii")
        commit, _, seconds = line.strip().partition(" ")
        return commit, _as_text(int(seconds))
    except (GitError, ValueError, OverflowError, OSError):
        return "", ""


def _as_text(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
