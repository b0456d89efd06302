"""What is due: the next dates of open items, and the waivers that end soon."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.deadlines import deadline_of, is_open
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.pages.site.shown import ShownItem
from mkdocs_traceability.pages.site.view import SiteView

SOON: Final = timedelta(days=30)
"""How long before its end a waiver is worth a thought."""

_MOST: Final = 5
"""How many lines of each are shown."""


class DueItem(NamedTuple):
    """An open item with a date."""

    item: ShownItem
    day: date
    is_overdue: bool
    owners: list[str]


class DueItems(NamedTuple):
    """The next open items that have a date, and how many there are, overdue ones among them."""

    first: list[DueItem]
    total: int
    overdue: int


class EndingWaiver(NamedTuple):
    """A waiver that ends soon: what it waives of which item, until when, and who answers for it."""

    code: str
    href: str
    item: str
    until: date
    owner: str


class EndingWaivers(NamedTuple):
    """The first waivers that end, and how many end soon."""

    first: list[EndingWaiver]
    total: int


def due_items(view: SiteView) -> DueItems:
    """Return the open items with a date, the earliest first."""
    registry, today = view.registry, view.result.today
    dated = [
        (deadline.day, item)
        for item in registry.all
        if is_open(registry, item)
        and (deadline := deadline_of(registry, item))
        and deadline.stated_by is item
    ]
    dated.sort(key=lambda each: each[0])
    first = [
        DueItem(view.link(item), day, day < today, [owner.name for owner in owners_of(registry, item)])
        for day, item in dated[:_MOST]
    ]
    return DueItems(first, len(dated), sum(day < today for day, _ in dated))


def ending_waivers(view: SiteView) -> EndingWaivers:
    """Return the waivers that answer for something and end soon, the first to end first."""
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
