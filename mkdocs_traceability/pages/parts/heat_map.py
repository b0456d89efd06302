"""The heat map of kinds: how many items of each have which badge, or name evidence of which type."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import VOCABULARY, Share
from mkdocs_traceability.model.declared import CLAIM_TYPES, Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.registry.lifecycle import phase

_ALWAYS: Final = frozenset({"verified", "found", "unverified", "unclaimed", "missing", "failing"})
"""The badges that always have a column: zero is shown as prominently as any other value."""

_COUNTED: Final = "phase!=not-started phase!=closed"
"""The filter of the items whose types of evidence are counted."""

_WARMTHS: Final = 4
"""In how many steps a cell gets warmer, up to all items of its row."""


class HeatCell(NamedTuple):
    """How many items of a row have a badge or type: `warmth` is their share in quarters, rounded up."""

    word: str
    total: int
    warmth: int
    href: str


class HeatRow(NamedTuple):
    """A kind, or all kinds if `title` is empty; without a share, no item of it needs evidence."""

    kind: str
    title: str
    href: str
    total: int
    share: Share
    cells: list[HeatCell]


class HeatMap(NamedTuple):
    """The rows, starting with the total, and the badges or types that have a column.

    `bare` are the kinds of which no item needs evidence: their rows would be zeros.
    """

    words: list[str]
    rows: list[HeatRow]
    bare: list[HeatRow]


def badges_by_kind(view: SiteView) -> HeatMap:
    """Return how many items of each kind have which badge; the empty word counts those without one."""
    counts = [(kind, view.assessment.badge_counts(view.registry.items(kind.name))) for kind in _kinds(view)]
    together: Counter[str] = Counter()
    for _, counted in counts:
        together.update(counted)
    words = [*(word.name for word in reversed(VOCABULARY)), ""]
    words = [word for word in words if word in _ALWAYS or together[word]]
    rows = [
        HeatRow(
            kind.name,
            kind.title,
            view.href(view.places.page_of(kind)),
            counted.total(),
            view.assessment.share(view.registry.items(kind.name)),
            [_cell(word, counted[word], counted.total(), view.rows_with(kind, badge=word)) for word in words],
        )
        for kind, counted in counts
    ]
    total = together.total()
    cells = [_cell(word, together[word], total, "") for word in words]
    first = [HeatRow("", "", "", total, view.assessment.share(view.registry.all), cells)] if rows else []
    bare = [row for row, (_, counted) in zip(rows, counts, strict=True) if set(counted) == {""}]
    return HeatMap(words, [*first, *(row for row in rows if row not in bare)], bare)


def evidence_by_kind(view: SiteView) -> HeatMap:
    """Return how many items of each kind name evidence of which type, of those that are not ahead or over."""
    due = [(kind, items, _types_named(items)) for kind in _kinds(view) if (items := _due(view, kind))]
    types = [name for name in CLAIM_TYPES if any(named[name] for _, _, named in due)]
    rows = [
        HeatRow(
            kind.name,
            kind.title,
            view.href(view.places.page_of(kind)),
            len(items),
            view.assessment.share(items),
            [
                _cell(name, named[name], len(items), view.rows_with(kind, find=f"{name}=any {_COUNTED}"))
                for name in types
            ],
        )
        for kind, items, named in due
        if named
    ]
    return HeatMap(types, rows, [])


def _kinds(view: SiteView) -> list[Kind]:
    return [kind for kind in view.registry.schema if view.registry.items(kind.name)]


def _due(view: SiteView, kind: Kind) -> list[Item]:
    return [
        item
        for item in view.registry.items(kind.name)
        if phase(view.registry, item) not in (Phase.AHEAD, Phase.OVER)
    ]


def _types_named(items: Sequence[Item]) -> Counter[str]:
    return Counter(
        name
        for item in items
        for name in dict.fromkeys(each.type for each in item.evidence.values() if each.claims)
    )


def warmth(total: int, of: int) -> int:
    """Return a share in steps of a quarter, rounded up: 0 only for none."""
    return -(-_WARMTHS * total // of) if of else 0


def _cell(word: str, total: int, of: int, href: str) -> HeatCell:
    return HeatCell(word, total, warmth(total, of), href if total else "")
