"""How many components of each layer have which value of a field (show), each number a link to these rows."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import urlencode

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.labels import head
from mkdocs_traceability.pages.parts.facets import Facet
from mkdocs_traceability.pages.site.shown import ShownItem
from mkdocs_traceability.pages.site.view import SiteView

_FIRST: Final = ("confidence", "nature", "trigger")
"""Of the fields with a vocabulary, those by which is counted first."""


class LayerGroup(NamedTuple):
    """The components of a layer; `is_whole` where the rows of all of them stand on the page."""

    layer: Item
    components: list[Item]
    is_whole: bool


class Number(NamedTuple):
    """A number, and a link to the rows that it counts; empty where they do not all stand on the page."""

    total: int
    href: str


class CountLine(NamedTuple):
    """A layer with its number for each value, for none at all, and for all together."""

    layer: ShownItem
    numbers: list[Number]
    total: Number


class Counts(NamedTuple):
    """How many components of each layer have which value of a field; the last column is none at all."""

    head: str
    values: list[str]
    lines: list[CountLine]
    totals: list[Number]
    total: Number


class Rows:
    """Makes the addresses of the rows of the page that are so: what its filter can choose by, and where."""

    def __init__(self, groups: Sequence[LayerGroup], facets: Sequence[Facet], anchor: str) -> None:
        self._sections = len(groups) > 1
        self._facets = {facet.name for facet in facets}
        self._anchor = anchor
        self._is_whole = all(group.is_whole for group in groups)

    def number(self, total: int, group: LayerGroup | None, **chosen: str) -> Number:
        """Return a number of components, of one layer or of all, with the address of their rows."""
        is_whole = group.is_whole if group else self._is_whole
        if not total or not is_whole:
            return Number(total, "")
        asked = {name: value for name, value in chosen.items() if name in self._facets}
        if group and self._sections:
            asked["section"] = group.layer.id
        query = f"?{urlencode(asked)}" if asked else ""
        return Number(total, f"{query}#{self._anchor}")


def counted_fields(kind: Kind) -> list[str]:
    """Return the fields that have a vocabulary, those of users among them."""
    names = dict.fromkeys([*_FIRST, *kind.fields])
    return [name for name in names if name in kind.fields and kind.fields[name].one_of]


def counts_of(view: SiteView, kind: Kind, groups: Sequence[LayerGroup], rows: Rows) -> list[Counts]:
    """Return the counts by each field of which something is said."""
    found = (_counts(view, kind, groups, rows, name) for name in counted_fields(kind))
    return [counts for counts in found if counts.values]


def _counts(view: SiteView, kind: Kind, groups: Sequence[LayerGroup], rows: Rows, name: str) -> Counts:
    """Count the components of each layer by a field; one that has several values counts for each."""
    seen = [
        Counter(value for item in group.components for value in item.texts(name) or ("",)) for group in groups
    ]
    values = [value for value in kind.fields[name].one_of or () if any(counter[value] for counter in seen)]
    every = [len(group.components) for group in groups]
    lines = [
        CountLine(
            view.link(group.layer),
            [rows.number(counter[value], group, **{name: value}) for value in (*values, "")],
            rows.number(total, group),
        )
        for group, counter, total in zip(groups, seen, every, strict=True)
    ]
    totals = [
        rows.number(sum(counter[value] for counter in seen), None, **{name: value}) for value in (*values, "")
    ]
    labels = [kind.choice(name, value).label or value for value in values]
    return Counts(head(kind, name)[0], labels, lines, totals, rows.number(sum(every), None))
