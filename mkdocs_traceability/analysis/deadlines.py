"""By when an item is to be done, and whether that date has passed.

The day it is compared with is that of the run, as for the dates of waivers.
"""

from datetime import date
from typing import Final, NamedTuple

from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Registry

DUE: Final = "due"
"""The field with the date by which an item is to be done, and what filters and columns call it."""

OVERDUE: Final = "overdue"
"""The word for what was due before today and is open."""

_CLOSED_BY: Final = "resolved_by"
"""The relation to what closes an item, whose date it has where it has none itself."""

_DONE: Final = (Phase.COMPLETE, Phase.OVER)


class Deadline(NamedTuple):
    """A date by which an item is to be done, and the item that says so: itself, or what closes it."""

    day: date
    stated_by: Item


def deadline_of(registry: Registry, item: Item) -> Deadline | None:
    """Return by when an item is to be done: its own date, else the earliest of what closes it and is open."""
    if day := _own(item):
        return Deadline(day, item)
    closing = (link.item for link in registry.related(item, _CLOSED_BY))
    days = [Deadline(day, other) for other in closing if is_open(registry, other) and (day := _own(other))]
    return min(days, key=lambda deadline: deadline.day, default=None)


def is_open(registry: Registry, item: Item) -> bool:
    """Whether something is still to be done about an item."""
    return phase(registry, item) not in _DONE


def is_overdue(registry: Registry, item: Item, today: date) -> bool:
    """Whether an item that is still open was to be done before today."""
    deadline = deadline_of(registry, item)
    return deadline is not None and deadline.day < today and is_open(registry, item)


def quarter_of(day: date) -> str:
    """Return the quarter of a day, such as `2026-Q4`."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def _own(item: Item) -> date | None:
    value = item.values.get(DUE)
    return value.plain if value is not None and isinstance(value.plain, date) else None
