"""Show: all there is to say of one item, below what was written on its home page or on a page of its own."""

from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.labels import head
from mkdocs_traceability.pages.parts.cells import WORKED_OUT, CellOf, cell_of
from mkdocs_traceability.pages.parts.flow_steps import FlowSteps, flow_steps
from mkdocs_traceability.pages.parts.neighbourhood import Neighbourhood, neighbourhood
from mkdocs_traceability.pages.site.shown import Cell, Flag, ShownEvidence, ShownPlace, ShownReference
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.registry.lifecycle import phase

_TOLD_ELSEWHERE: Final = ("title", "summary", "notes")
"""Fields that have a place of their own, not one among the facts."""


class Panel(NamedTuple):
    """What is shown of an item; no anchor where the page has one like it.

    `row` leads to the item in the matrix of its kind, `permanent` is its address that stays, `script` that of
    what copies it. `facts` are its fields, by how they are called.
    """

    anchor: str
    kind: str
    id: str
    title: str
    row: str
    permanent: str
    script: str
    badge: Badge
    status: tuple[str, str] | None
    summary: str
    notes: str
    facts: list[tuple[str, Cell]]
    relations: list[tuple[str, list[ShownReference]]]
    evidence: list[ShownEvidence]
    flags: list[Flag]
    graph: Neighbourhood | None
    place: ShownPlace
    steps: FlowSteps | None = None


def panels_of(view: SiteView, page: str, taken: frozenset[str]) -> list[Panel]:
    """Return the panels of the items whose home is this page, which has the anchors `taken` already."""
    here = view.from_page(page)
    anchored = ((item, here.places.anchor(item)) for item in here.places.at_home(page))
    return [panel(here, item, "" if anchor in taken else anchor) for item, anchor in anchored]


def panel(view: SiteView, item: Item, anchor: str) -> Panel:
    """Return what is shown of an item, as seen from the page of `view`."""
    kind = view.registry.kind(item)
    names = dict.fromkeys((*kind.relations, *kind.inverses))
    relations = [(head(kind, name)[0], shown) for name in names if (shown := view.references(item, name))]
    status = item.text("status")
    return Panel(
        anchor,
        kind.label,
        item.id,
        item.title,
        view.row(item),
        view.href(view.places.index_of(kind), view.places.anchor(item)),
        view.script,
        view.assessment.badge(item),
        (status, phase(view.registry, item)) if status else None,
        item.text("summary"),
        item.text("notes"),
        facts_of(view, item),
        relations,
        view.evidence(item, fields=True),
        view.flags(item),
        neighbourhood(view, item),
        view.place(item),
        flow_steps(view, item),
    )


def facts_of(
    view: SiteView, item: Item, cells: list[tuple[str, str, CellOf]] | None = None
) -> list[tuple[str, Cell]]:
    """Return the fields of an item that say something, but those that claim and are shown as evidence.

    Who asks for many items of a kind brings its `fact_cells`.
    """
    made = (
        (label, cell(item))
        for name, label, cell in cells or fact_cells(view, view.registry.kind(item))
        if name not in item.evidence and (name in item.values or name in WORKED_OUT)
    )
    return [(label, cell) for label, cell in made if cell.value is not None]


def fact_cells(view: SiteView, kind: Kind) -> list[tuple[str, str, CellOf]]:
    """Return the fields of a kind: their names, how they are called, and what makes their cells."""
    names = (name for name in kind.fields if name not in _TOLD_ELSEWHERE)
    return [(name, head(kind, name)[0], cell_of(view, kind, name)) for name in names]
