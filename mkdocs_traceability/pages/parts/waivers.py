"""The waivers that end soon."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from mkdocs_traceability.pages.site.view import SiteView

SOON: Final = timedelta(days=30)
"""How long before its end a waiver is shown."""

_MOST: Final = 5
"""How many are shown."""


class EndingWaiver(NamedTuple):
    """A waiver that ends soon: the rule and item it waives, its last day and its owner."""

    code: str
    href: str
    item: str
    until: date
    owner: str


class EndingWaivers(NamedTuple):
    """The first waivers to end, and how many end soon."""

    first: list[EndingWaiver]
    total: int


def ending_waivers(view: SiteView) -> EndingWaivers:
    """Return the waivers in use that end soon, the first to end first."""
    today = view.result.today
    ending = {
        finding.waiver.position: finding
        for finding in reversed(view.result.raw_findings)
        if finding.waiver and finding.waiver.until and today <= finding.waiver.until <= today + SOON
    }
    shown = [
        EndingWaiver(
            finding.code,
            view.rule_href(finding.code, "waived"),
            finding.item,
            finding.waiver.until,
            finding.waiver.owner,
        )
        for finding in ending.values()
        if finding.waiver and finding.waiver.until
    ]
    shown.sort(key=lambda each: (each.until, each.code, each.item))
    return EndingWaivers(shown[:_MOST], len(shown))
