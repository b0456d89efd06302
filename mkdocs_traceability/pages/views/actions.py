"""The actions (show): what is to be done, by when, and whether its deliverables exist.

An action is done when its artifacts exist, whatever its status says.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.analysis.deadlines import DUE, deadline_of, is_overdue
from mkdocs_traceability.analysis.owners import owners_of
from mkdocs_traceability.model.anchors import unique
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.page import REPORTS, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.cells import cell_of
from mkdocs_traceability.pages.parts.facets import filter_bar
from mkdocs_traceability.pages.parts.rows import RowData, keyed, rows_of, system_title
from mkdocs_traceability.pages.parts.tables import ShownTable, tables_of
from mkdocs_traceability.pages.site.columns import Column
from mkdocs_traceability.pages.site.shown import Cell, Row
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.registry.lifecycle import phase

_NAME: Final = "actions.md"

_MOST_ROWS: Final = 200
"""Rows in one table; the matrices have all actions."""

_COLUMNS: Final = (
    Column("item", "Item", "", "id"),
    Column("title", "Title", "", "title"),
    Column("kind", "Kind", "", "choices"),
    Column("system", "System", "", "choices"),
    Column("status", "Status", "", "status"),
    Column("urgency", "Urgency", "", "text"),
    Column("due", "Due", "", "due"),
    Column("owner", "Owner", "", "owners"),
    Column("effort", "Effort", "", "text"),
    Column("action", "Action", "", "action"),
    Column("created", "Created", "", "text"),
    Column("blocked_by", "Blocked by", "", "links"),
    Column("impact", "Impact", "", "markdown"),
)

_OTHER_FIELDS: Final = (
    "due",
    "owner",
    "effort",
    "action",
    "artifacts",
    "artifacts_found",
    "blocked_by",
    "impact",
    "badge",
    "source",
)
"""The last columns of the file of all actions."""

_MOST_SECTIONS: Final = 60
"""Sections by horizon: if there are more, there is one for each system instead."""

_URGENCY: Final = ("priority", "severity")
"""The fields that say how urgent an item is."""


class ActionSection(NamedTuple):
    """The actions of one horizon, in all systems."""

    title: str
    anchor: str
    items: list[Item]


class ShownActionSection(NamedTuple):
    """A section as the template draws it; `total` also counts what is not in its table.

    `first` and `last` are the dates by which its items are to be done, None where none has one.
    """

    key: str
    title: str
    anchor: str
    table: ShownTable
    total: int
    created: int
    artifacts: int
    first: date | None
    last: date | None
    overdue: int


@page(order=32)
def actions_page(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the page where an item has an action, or says by when it is due."""
    sections = _sections(view)
    if not sections:
        return
    headings = tuple(PageHeading(section.title, section.anchor) for section in sections)
    yield GeneratedPage(
        _NAME,
        view.translate("Actions"),
        "actions.html",
        partial(_context, view, sections),
        headings=headings,
        anchors=tuple(heading.anchor for heading in headings),
        group=view.translate(REPORTS),
        rows=partial(_file, view, sections),
        is_wide=True,
    )


def _sections(view: SiteView) -> list[ActionSection]:
    """Divide what is to be done by horizon; there, the earliest date first, then as the sources have it."""
    items = [item for item in view.registry.all if _is_action(view, item)]
    title: Callable[..., str] = _title_of_horizon
    found = _by(items, lambda item: item.text("horizon"))
    if len(found) > _MOST_SECTIONS:
        title, found = _title_of_system, _by(items, view.registry.schema.system)
        order = _systems(view, found)
        keys = sorted(found, key=order.index)
    else:
        keys = sorted(found, key=lambda key: _rank(view, found[key]))
    taken: set[str] = set()
    return [
        ActionSection(
            title(view, key, is_only=len(keys) == 1),
            unique("actions-until", taken),
            sorted(found[key], key=lambda item: _day(view, item)),
        )
        for key in keys
    ]


def _by(items: list[Item], key_of: Callable[[Item], str]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(key_of(item), []).append(item)
    return found


def _systems(view: SiteView, found: Iterable[str]) -> list[str]:
    """Return the systems: those of the settings first, then others as they come."""
    return list(dict.fromkeys([*view.result.presentation.systems, *found]))


def _rank(view: SiteView, items: list[Item]) -> tuple[bool, int, date]:
    """Return how late a horizon is: by its vocabulary, else by its earliest date; none comes last."""
    declared = view.registry.kind(items[0]).fields.get("horizon")
    words = list(declared.one_of or ()) if declared else []
    horizon = items[0].text("horizon")
    place = words.index(horizon) if horizon in words else len(words)
    return not horizon, place, min(_day(view, item) for item in items)


def _day(view: SiteView, item: Item) -> date:
    """Return by when an item is to be done, the last day there is where nothing says so."""
    deadline = deadline_of(view.registry, item)
    return deadline.day if deadline else date.max


def _is_action(view: SiteView, item: Item) -> bool:
    """Whether an item says what is to be done, or by when; what is over does not count."""
    fields = view.registry.kind(item).artifact_fields
    says = any(name in item.values or name in item.evidence for name in (*fields, "horizon", DUE))
    return says and phase(view.registry, item) is not Phase.OVER


def _title_of_horizon(view: SiteView, horizon: str, *, is_only: bool) -> str:
    nameless = view.translate("Actions") if is_only else view.translate("No horizon")
    return horizon or nameless


def _title_of_system(view: SiteView, system: str, *, is_only: bool) -> str:
    return system_title(view, system) or view.translate("Actions")


# ------------------------------------------------------------------ what the template is given


def _context(view: SiteView, sections: list[ActionSection]) -> dict[str, Any]:
    view = view.from_page(view.places.path(_NAME))
    items = [item for section in sections for item in section.items]
    data = _data(view, sections)
    tables = tables_of("actions", _COLUMNS, [_rows(view, section) for section in sections])
    return {
        "sections": [_shown(view, *each) for each in zip(sections, tables, strict=True)],
        "total": len(items),
        "bar": filter_bar(view, data, len(data.lines), "actions", view.href_of("actions.csv")),
        "script": view.script,
        "legend": view.href_of("legend.md"),
    }


def _rows(view: SiteView, section: ActionSection) -> tuple[str, list[Row]]:
    """Return the caption of a section, and its rows."""
    caption = f"{view.translate('Actions')}: {section.title}"
    return caption, [_row(view, item) for item in section.items[:_MOST_ROWS]]


def _shown(view: SiteView, section: ActionSection, table: ShownTable) -> ShownActionSection:
    there = [_created(view, item) for item in section.items]
    days = [deadline.day for item in section.items if (deadline := deadline_of(view.registry, item))]
    return ShownActionSection(
        section.anchor,
        section.title,
        section.anchor,
        table,
        len(section.items),
        sum(found for found, _ in there),
        sum(of for _, of in there),
        min(days, default=None),
        max(days, default=None),
        sum(is_overdue(view.registry, item, view.result.today) for item in section.items),
    )


def _row(view: SiteView, item: Item) -> Row:
    kind = view.registry.kind(item)
    found, of = _created(view, item)
    action = next(
        (
            cell
            for name in kind.artifact_fields
            if (cell := cell_of(view, kind, name)(item)).value is not None
        ),
        Cell("markdown"),
    )
    urgency = _urgency(item)
    return Row(
        "",
        "",
        [
            Cell("item", view.link(item)),
            Cell("title", item.own_title or None),
            Cell("choices", ((kind.name, kind.label, ""),)),
            _system(view, item),
            cell_of(view, kind, "status")(item),
            Cell("text", urgency or None),
            cell_of(view, kind, DUE)(item),
            cell_of(view, kind, "owner")(item),
            Cell("text", item.text("effort") or None),
            action,
            Cell("text", f"{found} {view.translate('of')} {of}" if of else None),
            cell_of(view, kind, "blocked_by")(item) if "blocked_by" in kind.keys else Cell("links"),
            Cell("markdown", item.text("impact") or None),
        ],
        Badge(""),
        0,
        view.assessment.needs_attention(item),
    )


def _urgency(item: Item) -> str:
    return " ".join(filter(None, map(item.text, _URGENCY)))


def _system(view: SiteView, item: Item) -> Cell:
    system = view.registry.schema.system(item)
    return Cell("choices", ((system, system_title(view, system), ""),) if system else None)


def _created(view: SiteView, item: Item) -> tuple[int, int]:
    """Return how many artifacts of an item's actions exist, of how many."""
    verdicts = [
        view.result.verdicts.of(item, claim).verdict
        for name in view.registry.kind(item).artifact_fields
        if name in item.evidence
        for claim in item.evidence[name].claims
    ]
    return sum(verdict.holds for verdict in verdicts), len(verdicts)


def _data(view: SiteView, sections: list[ActionSection]) -> RowData:
    """Return the data of the rows: the first of each section, which may have more."""
    lines: list[int] = []
    shown: list[Item] = []
    before = 0
    for section in sections:
        rows = section.items[:_MOST_ROWS]
        lines += range(before, before + len(rows))
        shown += rows
        before += len(section.items)
    data = rows_of(view, shown, lines)
    urgencies = [(urgency,) if (urgency := _urgency(item)) else () for item in shown]
    return data._replace(keys=[*data.keys, keyed("urgency", view.translate("Urgency"), urgencies)])


def _file(view: SiteView, sections: list[ActionSection]) -> Iterator[tuple[str, ...]]:
    """Yield all actions as they are published."""
    fields = ("status", "priority", "severity", "horizon")
    yield ("id", "kind", "title", "system", *fields, *_OTHER_FIELDS)
    for item in (item for section in sections for item in section.items):
        kind = view.registry.kind(item)
        names = [name for name in kind.artifact_fields if name in item.values or name in item.evidence]
        claims = [
            claim.text for name in names if name in item.evidence for claim in item.evidence[name].claims
        ]
        deadline = deadline_of(view.registry, item)
        yield (
            item.id,
            item.kind,
            item.title,
            view.registry.schema.system(item),
            *map(item.text, fields),
            str(deadline.day) if deadline else "",
            "; ".join(owner.name for owner in owners_of(view.registry, item)),
            item.text("effort"),
            "; ".join(filter(None, map(item.text, names))),
            "; ".join(claims),
            str(_created(view, item)[0]) if claims else "",
            "; ".join(link.item.id for link in view.registry.related(item, "blocked_by")),
            item.text("impact"),
            view.assessment.badge(item).word,
            str(item.position),
        )
