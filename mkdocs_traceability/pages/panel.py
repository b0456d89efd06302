"""An item on its home page: what it is linked to, both ways, below what was written by hand."""

from typing import Any, NamedTuple

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.badges import Badge
from mkdocs_traceability.pages.show import Show, ShownEvidence, ShownReference


class Panel(NamedTuple):
    """What a home page shows of its item."""

    anchor: str
    kind: str
    id: str
    title: str
    row: str
    badge: Badge
    status: tuple[str, str] | None
    relations: list[tuple[str, list[ShownReference]]]
    evidence: list[ShownEvidence]
    findings: list[Any]


def panels_of(show: Show, page: str) -> list[Panel]:
    """Return the panels of the items whose home is this page."""
    here = show.on(page)
    items = here.homes.get(page, [])
    return [_panel(here, item) for item in items]


def _panel(show: Show, item: Item) -> Panel:
    kind = show.registry.kind(item)
    relations = []
    for name in (*kind.relations, *kind.inverses):
        if shown := show.references(item, name):
            inverse_label = next((r.declared.inverse_label for r in kind.inverses.get(name, ())), "")
            own_label = kind.relations[name].declared.label if name in kind.relations else inverse_label
            relations.append((own_label or name.replace("_", " ").capitalize(), shown))
    status = item.text("status")
    return Panel(
        show.anchor(item),
        kind.label,
        item.id,
        item.title,
        show.href(show.page_of(kind), show.anchor(item)),
        show.badge(item),
        (status, kind.phase(status)) if status else None,
        relations,
        show.evidence(item),
        [finding for finding in show.findings_of.get((item.kind, item.id), []) if finding.fails],
    )
