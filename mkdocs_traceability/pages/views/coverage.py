"""The coverage: how much of each kind has evidence that holds, and how much of each area is done and tested.

Every figure is counted when the page is made; a share has its numerator and its denominator.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.badges import GAPS, HOLDS, VOCABULARY, whole_percent
from mkdocs_traceability.analysis.completeness import admitted_holes, lacking
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.page import REPORTS, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.heat_map import badges_by_kind, evidence_by_kind, warmth
from mkdocs_traceability.pages.parts.item_tables import shown_table
from mkdocs_traceability.pages.parts.tables import ShownTable
from mkdocs_traceability.pages.parts.test_levels import levels_of
from mkdocs_traceability.pages.site.sections import sections_of
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.registry.lifecycle import phase

_NAME: Final = "coverage.md"

_KIND: Final = "requirement"

_BY: Final = "area"

_MOST_ROWS: Final = 60
"""Rows in one table; the matrix has all of them."""

_MOST_AREAS: Final = 200
"""Areas with a row of their own; the total counts all requirements."""

_LEFT: Final = ("id", "title", "area", "missing", "risks", "notes")
_UNPROVEN: Final = ("id", "title", "area", "code", "tests", "risks")
_CRITERIA: Final = ("id", "title", "status", "target", "actual", "missing")

_UNPROVEN_WORDS: Final = GAPS | {"waived"}


class PartOf(NamedTuple):
    """A count out of a total; `href` leads to the items if the matrix can filter them."""

    total: int
    of: int
    href: str = ""

    @property
    def percent(self) -> int | None:
        """The share in per cent; None of nothing."""
        return whole_percent(self.total, self.of) if self.of else None

    @property
    def warmth(self) -> int:
        """The share in steps of a heat map."""
        return warmth(self.total, self.of)


class Area(NamedTuple):
    """One line: an area's requirements, counted.

    `statuses` is in the order of the columns. `levels` has those that name a test of each level, and at last
    those that name one of no level, of the requirements that are built, at least in part; `untested` of
    these name no test at all.
    """

    title: str
    href: str
    total: int
    statuses: list[PartOf]
    complete: PartOf
    found: PartOf
    verified: PartOf
    levels: list[PartOf]
    untested: PartOf


class Status(NamedTuple):
    """A status that occurs, as the head of a column."""

    name: str
    phase: str


class Listed(NamedTuple):
    """Requirements below a heading: why they are listed, and those that are shown."""

    title: str
    anchor: str
    why: str
    table: ShownTable | None
    total: int
    href: str


@page(order=30, style="coverage")
def coverage_page(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the page if anything is declared; its areas need requirements."""
    if not view.registry.all:
        return
    headings = [PageHeading(view.translate("By kind"), "coverage-kinds")]
    if any(item.evidence for item in view.registry.all):
        headings += [PageHeading(view.translate("By type of evidence"), "coverage-evidence")]
    if kind := _requirements(view):
        headings += [PageHeading(view.translate("By area"), "coverage-areas")]
        headings += [PageHeading(group.title, group.anchor) for group in _groups(view, kind)]
    yield GeneratedPage(
        _NAME,
        view.translate("Coverage"),
        "coverage.html",
        partial(_context, view),
        headings=tuple(headings),
        anchors=tuple(heading.anchor for heading in headings),
        group=view.translate(REPORTS),
        rows=partial(_file, view),
        is_wide=True,
    )


def _file(view: SiteView) -> Iterator[tuple[str, ...]]:
    """Yield how many items of each kind, and of each of its sections, have which badge."""
    words = [word.name for word in VOCABULARY]
    yield "kind", "section", "items", "judged", *words, "none"
    for kind in view.registry.schema:
        items = view.registry.items(kind.name)
        sections = sections_of(view.registry, view.result.presentation, kind, items, set()) if items else []
        parts = [(section.key, section.items) for section in sections] if len(sections) > 1 else []
        for key, some in [("", list(items)), *parts] if items else []:
            counts = view.assessment.badge_counts(some)
            numbers = (
                len(some),
                view.assessment.share(some).judged,
                *(counts[word] for word in (*words, "")),
            )
            yield kind.name, key, *map(str, numbers)


def _requirements(view: SiteView) -> Kind | None:
    """Return the kind of requirements, if there are any."""
    schema = view.registry.schema
    return schema[_KIND] if schema.has(_KIND) and view.registry.items(_KIND) else None


def _context(view: SiteView) -> dict[str, Any]:
    view = view.from_page(view.places.path(_NAME))
    kind = _requirements(view)
    return {
        "kinds": badges_by_kind(view),
        "types": evidence_by_kind(view),
        "legend": view.href_of("legend.md"),
        "csv": view.href_of("coverage.csv"),
        "has_requirements": kind is not None,
        **(_context_of_requirements(view, kind) if kind else {}),
    }


def _context_of_requirements(view: SiteView, kind: Kind) -> dict[str, Any]:
    items = view.registry.items(_KIND)
    seen = Counter(item.text("status") for item in items)
    statuses = [Status(name, kind.phase(name)) for name in (*kind.statuses, "") if seen[name]]
    levels = list(view.result.presentation.test_levels)
    reached = {
        item: levels_of(item, view.result.verdicts, view.result.presentation.test_levels) for item in items
    }
    has_others = bool(levels) and any("" in names for names in reached.values())
    counted = _Counted(view, kind, statuses, [*levels, *([""] if has_others else [])], reached)
    sections = sections_of(view.registry, view.result.presentation, kind, items, set(), by=_BY)
    areas = [counted.line(each.title, each.key, each.items) for each in sections if each.title]
    return {
        "areas": areas[:_MOST_AREAS],
        "more_areas": len(areas[_MOST_AREAS:]),
        "whole": counted.line("", None, items),
        "statuses": statuses,
        "levels": levels,
        "has_others": has_others,
        "matrix": view.href(view.places.page_of(kind)),
        "listed": [_listed(view, kind, group) for group in _groups(view, kind)],
    }


class _Counted:
    """Counts requirements for the columns of the table."""

    def __init__(
        self,
        view: SiteView,
        kind: Kind,
        statuses: list[Status],
        levels: list[str],
        reached: dict[Item, set[str]],
    ) -> None:
        self._view = view
        self._kind = kind
        self._statuses = statuses
        self._levels = levels
        self._reached = reached
        self._is_chosen_by_area = kind.declared.matrix.section == _BY

    def line(self, title: str, key: str | None, items: Sequence[Item]) -> Area:
        """Count the requirements of an area, or (without a key) all."""
        phases = Counter(phase(self._view.registry, item) for item in items)
        statuses = Counter(item.text("status") for item in items)
        due = len(items) - phases[Phase.OVER]
        built = [item for item in items if phase(self._view.registry, item) in (Phase.OPEN, Phase.COMPLETE)]
        share = self._view.assessment.share(items)
        reached = [self._reached[item] for item in built]
        return Area(
            title,
            self._rows(key),
            len(items),
            [
                PartOf(statuses[each.name], len(items), self._rows(key, status=each.name))
                for each in self._statuses
            ],
            PartOf(phases[Phase.COMPLETE], due),
            PartOf(share.holding, share.judged, self._rows(key, badge=HOLDS)),
            PartOf(share.verified, share.judged, self._rows(key, badge="verified")),
            [PartOf(sum(level in names for names in reached), len(built)) for level in self._levels],
            PartOf(sum(not names for names in reached), len(built)),
        )

    def _rows(self, key: str | None, **chosen: str) -> str:
        """Return a link to the rows of an area, or of all, that are so."""
        if key is None:
            return self._view.rows_with(self._kind, **chosen)
        return self._view.rows_with(self._kind, section=key, **chosen) if self._is_chosen_by_area else ""


# ------------------------------------------------------------------ what a reader should know of


class _StatusGroup(NamedTuple):
    """Requirements under one heading; `status` is what they have in common, if that is one."""

    title: str
    anchor: str
    why: str
    items: list[Item]
    columns: tuple[str, ...]
    status: str = ""


def _groups(view: SiteView, kind: Kind) -> Iterator[_StatusGroup]:
    """Yield the groups of requirements, which depend only on what is declared."""
    items = view.registry.items(_KIND)
    measured = [item for item in items if "target" in item.values]
    if measured:
        title = view.translate("Success criteria")
        yield _StatusGroup(title, "coverage-criteria", "", measured, _CRITERIA)
    complete = [item for item in items if phase(view.registry, item) is Phase.COMPLETE]
    if complete:
        title = view.translate("Done but unproven")
        why = view.translate("Required evidence is absent, not found, failing or waived.")
        yield _StatusGroup(title, "coverage-unproven", why, complete, _UNPROVEN)
    for name, status in kind.statuses.items():
        some = [
            item
            for item in items
            if item.text("status") == name and phase(view.registry, item) in (Phase.OPEN, Phase.AHEAD)
        ]
        if some:
            title = view.translate(status.label or name).capitalize()
            yield _StatusGroup(
                title, f"coverage-{name}", view.translate(status.description), some, _LEFT, name
            )


def _listed(view: SiteView, kind: Kind, group: _StatusGroup) -> Listed:
    items = group.items
    if group.anchor == "coverage-unproven":
        items = [item for item in items if _is_unproven(view, item)]
    table = shown_table(view, kind, items[:_MOST_ROWS], group.columns) if items else None
    href = view.rows_with(kind, **({"status": group.status} if group.status else {}))
    return Listed(group.title, group.anchor, group.why, table, len(items), href)


def _is_unproven(view: SiteView, item: Item) -> bool:
    registry = view.registry
    is_hole = bool(lacking(registry, item) or admitted_holes(registry, item))
    return is_hole or view.assessment.badge(item).word in _UNPROVEN_WORDS
