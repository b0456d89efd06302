"""Some items (show), counted by status, by badge, and by whether they have findings."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from mkdocs_traceability.analysis.badges import VOCABULARY
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.site.view import SiteView


class StatusCount(NamedTuple):
    """How many items have a status; with an empty name, how many have none."""

    name: str
    phase: str
    total: int


class BadgeCount(NamedTuple):
    """How many items have a badge; with an empty word, how many have none."""

    word: str
    total: int


class Tally(NamedTuple):
    """The counts of some items of one kind.

    `flagged` are those with a finding that fails a strict build, `judged` those whose badge is neither
    `planned` nor none. Of them `holding` are found or verified, `verified` have a test that passed.
    """

    statuses: list[StatusCount]
    badges: list[BadgeCount]
    flagged: int
    holding: int
    verified: int
    judged: int

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to show: one status, no badge, no finding."""
        return len(self.statuses) < 2 and not any(badge.word for badge in self.badges) and not self.flagged


def tally(view: SiteView, kind: Kind, items: Sequence[Item]) -> Tally:
    """Count items of a kind: statuses in the order of the kind, badges most serious first."""
    statuses = Counter(item.text("status") for item in items)
    badges = view.assessment.badge_counts(items)
    share = view.assessment.share(items)
    return Tally(
        [
            StatusCount(name, kind.phase(name), statuses[name])
            for name in (*kind.statuses, "")
            if statuses[name]
        ],
        [
            BadgeCount(word, badges[word])
            for word in (*(each.name for each in VOCABULARY), "")
            if badges[word]
        ],
        flagged=sum(any(finding.fails for finding in view.assessment.findings_of(item)) for item in items),
        holding=share.holding,
        verified=share.verified,
        judged=share.judged,
    )
