"""By what the rows of a page can be filtered: statuses, evidence, sections, and the fields with a vocabulary.

The names and values are those of the address of a filtered page: `?status=partial&badge=missing`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.deadlines import DUE, OVERDUE, deadline_of, is_overdue, quarter_of
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.shown_words import BADGES
from mkdocs_traceability.pages.site.columns import head
from mkdocs_traceability.pages.site.view import SiteView

MOST_OPTIONS: Final = 60
"""A list to choose from that is longer is none: there is the text filter."""


class Option(NamedTuple):
    """One value that rows can have, and how many have it."""

    value: str
    label: str
    total: int


class Facet(NamedTuple):
    """A property by which rows can be chosen: `name` is that of the column or the word `section`."""

    name: str
    head: str
    options: list[Option]


def facets_of(view: SiteView, kind: Kind, items: Iterable[Item], columns: Iterable[str]) -> list[Facet]:
    """Return the facets of items that are shown in these columns, where there is something to choose."""
    items = list(items)
    facets = []
    for name in columns:
        if name in COMPUTED:
            facets.append(COMPUTED[name](view, items))
            continue
        words = _vocabulary(kind, name)
        if words is not None:
            facets.append(_facet(view, kind, name, items, _values_of(name), words))
    badges = {word: view.translate(shown) for word, shown in BADGES.items()}
    evidence = _facet(view, kind, "evidence", items, lambda item: (view.assessment.badge(item).word,), badges)
    facets.append(evidence._replace(name="badge"))
    return [facet for facet in facets if 1 < len(facet.options) <= MOST_OPTIONS]


def owner_facet(view: SiteView, items: Iterable[Item]) -> Facet:
    """Return who answers for the items, by name."""
    names = [[owner.name for owner in owners_of(view.registry, item)] for item in items]
    words = {name: name for name in sorted({name for each in names for name in each}, key=str.casefold)}
    return _counted(view, "owner", view.translate("Owner"), [tuple(each) or ("",) for each in names], words)


def due_facet(view: SiteView, items: Iterable[Item]) -> Facet:
    """Return the quarters in which the items are due, and whether they are overdue."""
    today = view.result.today
    values: list[tuple[str, ...]] = []
    for item in items:
        deadline = deadline_of(view.registry, item)
        late = (OVERDUE,) if is_overdue(view.registry, item, today) else ()
        values.append((quarter_of(deadline.day), *late) if deadline else ("",))
    quarters = sorted({value[0] for value in values if value[0]})
    words = {OVERDUE: view.translate("overdue")} | {quarter: quarter for quarter in quarters}
    if (now := quarter_of(today)) in words:
        this_quarter = view.translate("this quarter")
        words[now] = f"{now} ({this_quarter})"
    return _counted(view, DUE, view.translate("Due"), values, words)


COMPUTED: Final[dict[str, Callable[[SiteView, Iterable[Item]], Facet]]] = {
    "owner": owner_facet,
    DUE: due_facet,
}
"""The facets of what is worked out for an item, by the name of the column."""


def _vocabulary(kind: Kind, name: str) -> dict[str, str] | None:
    """Return the values that a column can have and how they are called; None where it can have any."""
    if name == "status":
        return {status: declared.label or status for status, declared in kind.statuses.items()}
    declared = kind.fields.get(name)
    if declared is None or declared.one_of is None:
        return None
    return {value: choice.label or value for value, choice in declared.one_of.items()}


def _values_of(name: str) -> Callable[[Item], tuple[str, ...]]:
    return lambda item: item.texts(name) or ("",)


def _facet(
    view: SiteView,
    kind: Kind,
    name: str,
    items: list[Item],
    values: Callable[[Item], tuple[str, ...]],
    words: dict[str, str],
) -> Facet:
    title = view.translate(head(kind, name)[0])
    return _counted(view, name, title, [values(item) for item in items], words)


def _counted(
    view: SiteView, name: str, title: str, rows: list[tuple[str, ...]], words: dict[str, str]
) -> Facet:
    """Return a facet of what each row has, in the order of the words."""
    totals = Counter(value for values in rows for value in values)
    known = [value for value in words if totals[value]]
    others = [value for value in totals if value not in words]
    options = [
        Option(value, view.translate(words.get(value) or value), totals[value])
        for value in known + others
        if value
    ]
    if totals[""]:
        options.append(Option("", view.translate("(empty)"), totals[""]))
    return Facet(name, title, options)
