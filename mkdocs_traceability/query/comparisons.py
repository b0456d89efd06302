"""Comparisons in a marker: dates and numbers before, after, or at a limit; and the words for a date.

An item without a date or number is on neither side of a limit.
"""

import re
from collections.abc import Callable, Collection
from datetime import date
from operator import ge, gt, le, lt
from typing import Any, Final

from mkdocs_traceability.analysis.deadlines import DUE, OVERDUE, deadline_of, is_overdue, quarter_of
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.query.words import Argument, MarkerProblem
from mkdocs_traceability.registry.registry import Registry

_SIGNS: Final[dict[str, Callable[[Any, Any], bool]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}

_FORMS: Final = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "number": re.compile(r"[-+]?[0-9]{0,15}(?:\.?[0-9]{1,15})"),
}

Compared = Callable[[Item, Any], Collection[str]]


def comparison(registry: Registry, key: str, type_: str, argument: Argument) -> Compared | MarkerProblem:
    """Return what says `yes` of items on the right side of a limit, or what is wrong with the question."""
    if type_ not in _FORMS:
        message = f"{argument.key.shown} cannot be compared"
        return MarkerProblem(message, argument.key, "only dates and numbers can be; write `=` or `!=`")
    if len(argument.values) != 1:
        return MarkerProblem(
            f"{argument.key.shown} is compared with one value", argument.key, "keep one of them"
        )
    limit = _limit(type_, argument.values[0].text.strip())
    if limit is None:
        value = argument.values[0]
        what, such = ("date", "2027-01-31") if type_ == "date" else ("number", "5")
        return MarkerProblem(f"{value.shown} is not a {what}", value, f"write one such as `{such}`")
    holds = _SIGNS[argument.sign]

    def compared(item: Item, _: Any) -> Collection[str]:
        return ("yes",) if any(holds(each, limit) for each in _values(registry, item, key, type_)) else ()

    return compared


def due_words(registry: Registry, item: Item, today: date) -> Collection[str]:
    """Return the words that a deadline answers to: its day, month, quarter and year, and `overdue`."""
    deadline = deadline_of(registry, item)
    if deadline is None:
        return ()
    day = deadline.day
    words = (f"{day}", f"{day}"[:7], quarter_of(day), f"{day}"[:4])
    return (*words, OVERDUE) if is_overdue(registry, item, today) else words


def _limit(type_: str, text: str) -> date | float | None:
    if not _FORMS[type_].fullmatch(text):
        return None
    try:
        return date.fromisoformat(text) if type_ == "date" else float(text)
    except ValueError:  # such as the 30th of February
        return None


def _values(registry: Registry, item: Item, key: str, type_: str) -> list[Any]:
    """Return what an item has to be compared."""
    if key == DUE and type_ == "date":
        deadline = deadline_of(registry, item)
        return [deadline.day] if deadline else []
    value = item.values.get(key)
    plain = value.plain if value is not None else ()
    return list(plain) if isinstance(plain, tuple) else [plain]
