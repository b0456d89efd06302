"""Why claims cannot be checked (show): each reason once, with an anchor to which its claims link."""

from collections import Counter
from typing import Final, NamedTuple

from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.verdict import Outcome, Problem
from mkdocs_traceability.pages.site.shown import Flag
from mkdocs_traceability.pages.site.view import SiteView

EVIDENCE_PAGE: Final = "evidence.md"
"""The page of all claims, or the one that lists their pages: it has the reasons."""

UNCHECKED_ANCHOR: Final = "claims-unchecked"
"""The anchor of their section."""

UNCHECKED_RULE: Final = "TR413"
"""The rule that reports once for each reason that claims cannot be checked."""

MOST_REASONS: Final = 20
"""How many reasons the page shows."""


class ShownReason(NamedTuple):
    """Why claims cannot be checked: how many, what helps, and the finding that says so, if there is one."""

    anchor: str
    message: str
    help: str
    total: int
    flag: Flag | None


class UncheckedReasons:
    """The reasons for which claims cannot be checked. All are counted, the first ones are shown.

    Before anything is judged there are none.
    """

    def __init__(self, view: SiteView) -> None:
        self._outcome = view.result.verdicts.of
        self._helps: dict[str, str] = {}
        self._totals: Counter[str] = Counter()
        for item, _, claim in view.result.verdicts.claims:
            if outcome := self._unchecked(item, claim):
                self._totals[outcome.message] += 1
                self._helps.setdefault(outcome.message, outcome.help)
        self._anchors = {
            message: f"{UNCHECKED_ANCHOR}-{number}"
            for number, message in enumerate(self._totals, start=1)
            if number <= MOST_REASONS
        }

    def __bool__(self) -> bool:
        return bool(self._totals)

    @property
    def left_out(self) -> int:
        """How many reasons are not shown."""
        return len(self._totals) - len(self._anchors)

    def shown(self, view: SiteView) -> list[ShownReason]:
        """Return the reasons that are shown."""
        said = {
            finding.message: finding for finding in view.result.findings if finding.code == UNCHECKED_RULE
        }
        return [
            ShownReason(
                anchor,
                message,
                self._helps[message],
                self._totals[message],
                view.flag(said[message]) if message in said else None,
            )
            for message, anchor in self._anchors.items()
        ]

    def href(self, view: SiteView, item: Item, claim: Claim) -> str:
        """Return a link to the reason why a claim cannot be checked, empty where it can."""
        outcome = self._unchecked(item, claim)
        if outcome is None:
            return ""
        return view.href_of(EVIDENCE_PAGE, self._anchors.get(outcome.message, UNCHECKED_ANCHOR))

    def _unchecked(self, item: Item, claim: Claim) -> Outcome | None:
        outcome = self._outcome(item, claim)
        return outcome if outcome.problem is Problem.UNCHECKED else None
