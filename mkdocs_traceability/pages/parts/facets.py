"""The facets (show) by which the rows of a page are filtered with a click: status, evidence, any few values.

The names and values are those of the address of a filtered page (`?status=partial&badge=missing`) and of the
filters of markers. A value that is empty stands for the rows that have none.
"""

import re
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import HOLDS
from mkdocs_traceability.analysis.deadlines import DUE, OVERDUE, quarter_of
from mkdocs_traceability.model.declared import CLAIM_TYPES
from mkdocs_traceability.pages.parts.rows import RowData, RowKey
from mkdocs_traceability.pages.site.view import SiteView

MOST_OPTIONS: Final = 60
"""A facet with more options than this is left out: the text filter is better then."""

_MOST_FREE: Final = 24
"""The same for words that are in no vocabulary."""

_FIRST: Final = (
    "status",
    "badge",
    "kind",
    "system",
    "severity",
    "priority",
    "owner",
    "due",
    "horizon",
    "finding",
)
"""The facets that come first, in this order."""

_NEVER: Final = frozenset({"attention", "phase"})

_QUARTER: Final = re.compile(r"\d{4}-Q\d")

_FAILING: Final = "failing"


class Option(NamedTuple):
    """One value that rows can have, and how many have it."""

    value: str
    label: str
    total: int


class Facet(NamedTuple):
    """A property by which rows can be filtered: `name` is that of its key."""

    name: str
    head: str
    options: list[Option]


class FilterBar(NamedTuple):
    """The filter above the rows of a page: its facets, and the file of all rows.

    `stem` is the name of that file without ending, and `csv` a link to it, empty where there is none.
    """

    facets: list[Facet]
    evidence: list[Facet]
    data: RowData
    total: int
    stem: str
    csv: str

    @property
    def names(self) -> list[str]:
        """The names of the facets."""
        return [facet.name for facet in (*self.facets, *self.evidence)]


def filter_bar(view: SiteView, data: RowData, total: int, stem: str, csv: str) -> FilterBar:
    """Return the filter of some rows, given their data."""
    return FilterBar(facets_of(view, data), evidence_facets(view, data), data, total, stem, csv)


def facets_of(view: SiteView, data: RowData) -> list[Facet]:
    """Return the facets of the rows that leave something to choose."""
    facets = [
        _facet(view, key)
        for key in data.keys
        if key.name not in (*_NEVER, *CLAIM_TYPES) and (key.has_vocabulary or key.name in _FIRST)
    ]
    facets = [facet for facet in facets if 1 < len(facet.options) <= _most(data, facet)]
    return sorted(facets, key=lambda facet: _place(facet.name))


def evidence_facets(view: SiteView, data: RowData) -> list[Facet]:
    """Return for each type of evidence how many rows have it, lack it, and fail it."""
    total = len(data.keys[0].rows) if data.keys else 0
    keys = [(key, key.totals) for name in CLAIM_TYPES if (key := data.key(name))]
    facets = []
    for key, totals in keys:
        lacking = totals[""]
        options = [Option("any", view.translate("has"), total - lacking)]
        options += [Option("none", view.translate("lacks"), lacking)]
        options += [Option(_FAILING, view.translate(_FAILING), totals[_FAILING])]
        facets.append(Facet(key.name, key.head, [option for option in options if option.total]))
    return [facet for facet in facets if len(facet.options) > 1]


def _most(data: RowData, facet: Facet) -> int:
    key = data.key(facet.name)
    return MOST_OPTIONS if key is None or key.has_vocabulary else _MOST_FREE


def _place(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _is_offered(key: RowKey, word: str) -> bool:
    """Whether a word is an option: of dates only quarters and *overdue* are."""
    if key.name == "badge":
        return word != HOLDS
    return key.name != DUE or word == OVERDUE or bool(_QUARTER.fullmatch(word))


def _this_quarter(view: SiteView) -> dict[str, str]:
    now, said = quarter_of(view.result.today), view.translate("this quarter")
    return {now: f"{now} ({said})"}


def _facet(view: SiteView, key: RowKey) -> Facet:
    totals, labels = key.totals, key.labels
    offered = [word for word in key.words if totals[word] and _is_offered(key, word)]
    if key.name == DUE:
        labels = {**labels, **_this_quarter(view)}
        offered.sort(key=lambda word: word != OVERDUE)
    options = [Option(word, labels.get(word) or word, totals[word]) for word in offered]
    if totals[""]:
        options.append(Option("", view.translate("(empty)"), totals[""]))
    return Facet(key.name, key.head, options)
