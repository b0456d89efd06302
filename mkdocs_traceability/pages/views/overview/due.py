"""What is due: the next dates of open items."""

from datetime import date
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.deadlines import deadline_of, is_open
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.pages.site.shown import ShownItem
from mkdocs_traceability.pages.site.view import SiteView

_MOST: Final = 5
"""How many are shown."""


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


def is_anything_due(view: SiteView) -> bool:
    """Whether an open item has a date."""
    return any(
        is_open(view.registry, item) and deadline_of(view.registry, item) for item in view.registry.all
    )


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
