"""The actions (show): what is to be done, by when, and whether what it has to bring into being is there.

An action is done when its artifacts exist, whatever anybody ticked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.verdict import Verdict
from mkdocs_traceability.pages.page import GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.parts.cells import cell_of
from mkdocs_traceability.pages.parts.facets import Facet, Option
from mkdocs_traceability.pages.site.columns import Column
from mkdocs_traceability.pages.site.names import unique
from mkdocs_traceability.pages.site.shown import Cell, Row
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.matrix import ShownTable, tables_of
from mkdocs_traceability.registry.lifecycle import phase

_NAME: Final = "actions.md"

_MOST_ROWS: Final = 200
"""How many rows one table has; all actions stand in the matrices of their kinds."""

_COLUMNS: Final = (
    Column("item", "Item", "", "id"),
    Column("title", "Title", "", "title"),
    Column("kind", "Kind", "", "choices"),
    Column("status", "Status", "", "status"),
    Column("urgency", "Urgency", "", "text"),
    Column("action", "Action", "", "action"),
    Column("created", "Created", "", "text"),
    Column("impact", "Impact", "", "markdown"),
    Column("effort", "Effort", "", "text"),
)

_MOST_SECTIONS: Final = 60
"""Times in all systems that have a section each: of more there is one for each system."""

_URGENCY: Final = ("priority", "severity")
"""The fields that say how urgent an item is."""


class ActionSection(NamedTuple):
    """What is to be done in one system until one time."""

    title: str
    anchor: str
    items: list[Item]


class ShownActionSection(NamedTuple):
    """A section as the template draws it; `total` also counts what is not in its table."""

    key: str
    title: str
    anchor: str
    table: ShownTable
    total: int
    created: int
    artifacts: int


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
        is_wide=True,
    )


def _sections(view: SiteView) -> list[ActionSection]:
    """Divide what is to be done by system and horizon, in the order of the settings and the sources."""
    found: dict[tuple[str, str | None], list[Item]] = {}
    system = view.registry.schema.system
    for item in view.registry.all:
        if _is_action(view, item):
            found.setdefault((system(item), item.text("horizon")), []).append(item)
    if len(found) > _MOST_SECTIONS:
        times, found = found, {}
        for (named, _), items in times.items():
            found.setdefault((named, None), []).extend(items)
    order = _order(view, found)
    taken: set[str] = set()
    return [
        ActionSection(_title(view, *key), unique("actions-until", taken), found[key])
        for key in sorted(found, key=lambda key: (order.index(key[0]), _rank(view, found[key][0])))
    ]


def _order(view: SiteView, found: Iterable[tuple[str, str | None]]) -> list[str]:
    """Return the systems: those of the settings first, then others as they come."""
    return list(dict.fromkeys([*view.result.presentation.systems, *(named for named, _ in found)]))


def _rank(view: SiteView, item: Item) -> tuple[bool, int]:
    """Return how late a horizon is, as far as a vocabulary says so: what has none comes last."""
    declared = view.registry.kind(item).fields.get("horizon")
    words = list(declared.one_of or ()) if declared else []
    horizon = item.text("horizon")
    return not horizon, words.index(horizon) if horizon in words else 0


def _is_action(view: SiteView, item: Item) -> bool:
    """Whether an item says what is to be done, or by when; what is over does not count."""
    fields = view.registry.kind(item).artifact_fields
    says = any(name in item.values or name in item.evidence for name in (*fields, "horizon"))
    return says and phase(view.registry, item) is not Phase.OVER


def _title(view: SiteView, system: str, horizon: str | None) -> str:
    """Return the title of a section; without a horizon it has those of all times."""
    declared = view.result.presentation.systems.get(system)
    words = [(declared.title if declared else "") or system]
    words += [] if horizon is None else [horizon or view.translate("No time is named")]
    return ": ".join(filter(None, words)) or view.translate("Actions")


# ------------------------------------------------------------------ what the template is given


def _context(view: SiteView, sections: list[ActionSection]) -> dict[str, Any]:
    view = view.from_page(view.places.path(_NAME))
    items = [item for section in sections for item in section.items]
    tables = tables_of("actions", _COLUMNS, [_rows(view, section) for section in sections])
    return {
        "sections": [_shown(view, *each) for each in zip(sections, tables, strict=True)],
        "total": len(items),
        "facets": _facets(view, items),
        "script": view.script,
        "legend": view.href_of("legend.md"),
    }


def _rows(view: SiteView, section: ActionSection) -> tuple[str, list[Row]]:
    """Return the caption of a section, and its rows."""
    caption = f"{view.translate('Actions')}: {section.title}"
    return caption, [_row(view, item) for item in section.items[:_MOST_ROWS]]


def _shown(view: SiteView, section: ActionSection, table: ShownTable) -> ShownActionSection:
    there = [_created(view, item) for item in section.items]
    return ShownActionSection(
        section.anchor,
        section.title,
        section.anchor,
        table,
        len(section.items),
        sum(found for found, _ in there),
        sum(of for _, of in there),
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
    urgency = " ".join(item.text(name) for name in _URGENCY if item.text(name))
    badge = view.assessment.badge(item)
    return Row(
        "",
        "",
        [
            Cell("item", view.link(item)),
            Cell("title", None if item.title == item.id else item.title),
            Cell("choices", ((kind.name, kind.label, ""),)),
            cell_of(view, kind, "status")(item),
            Cell("text", urgency or None),
            action,
            Cell("text", f"{found} {view.translate('of')} {of}" if of else None),
            Cell("markdown", item.text("impact") or None),
            Cell("text", item.text("effort") or None),
        ],
        Badge(""),
        0,
        badge.is_gap,
    )


def _actions(view: SiteView, item: Item) -> Iterator[Cell]:
    kind = view.registry.kind(item)
    return (cell_of(view, kind, name)(item) for name in kind.artifact_fields)


def _created(view: SiteView, item: Item) -> tuple[int, int]:
    """Return how many artifacts of an item's actions exist, of how many."""
    verdicts = [
        view.result.verdicts.of(item, claim).verdict
        for name in view.registry.kind(item).artifact_fields
        if name in item.evidence
        for claim in item.evidence[name].claims
    ]
    return verdicts.count(Verdict.VERIFIED), len(verdicts)


def _facets(view: SiteView, items: list[Item]) -> list[Facet]:
    totals = Counter(item.kind for item in items)
    options = [
        Option(kind.name, view.translate(kind.label), totals[kind.name])
        for kind in view.registry.schema
        if totals[kind.name]
    ]
    return [Facet("kind", view.translate("Kind"), options)] if len(options) > 1 else []
