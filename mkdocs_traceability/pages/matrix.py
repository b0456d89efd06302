"""The matrix of a kind: its items in sections, with the columns that the kind declares."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from mkdocs_traceability.findings import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.badges import Badge
from mkdocs_traceability.pages.page import GeneratedPage, Heading, page
from mkdocs_traceability.pages.show import Cell, Show, file_stem


class Column(NamedTuple):
    """A column of a matrix: the field or relation it shows, and its head."""

    name: str
    head: str
    description: str


class Row(NamedTuple):
    """An item as a row of a matrix."""

    anchor: str
    href: str
    cells: list[Cell]
    badge: Badge
    findings: list[Finding]


class Section(NamedTuple):
    """Some rows under a heading of their own; a matrix without sections is one without a heading."""

    key: str
    title: str
    description: str
    anchor: str
    items: list[Item]


@page(order=20)
def matrices(show: Show) -> Iterator[GeneratedPage]:
    """Yield one page per kind that has items."""
    for kind in show.registry.schema:
        items = show.registry.items(kind.name)
        if not items:
            continue
        sections = _sections(show, kind, items)
        yield GeneratedPage(
            name=f"{file_stem(kind)}.md",
            title=kind.title,
            template="matrix.html",
            context=lambda kind=kind, sections=sections: _context(show, kind, sections),
            headings=tuple(Heading(section.title, section.anchor) for section in sections if section.title),
            anchors=tuple(show.anchor(item) for item in items),
        )


def _context(show: Show, kind: Kind, sections: list[Section]) -> dict[str, Any]:
    show = show.on(show.page_of(kind))
    columns = _columns(kind)
    shown = [(section, [_row(show, item, columns) for item in section.items]) for section in sections]
    used = [
        index
        for index, column in enumerate(columns)
        if column.name in ("id", "title") or any(row.cells[index] for _, rows in shown for row in rows)
    ]
    return {
        "kind": kind,
        "columns": [columns[index] for index in used],
        "sections": [
            (section, [row._replace(cells=[row.cells[index] for index in used]) for row in rows])
            for section, rows in shown
        ],
        "total": sum(len(section.items) for section in sections),
        "legend": show.href(show.path("legend.md"), f"kind-{kind.name}"),
        "findings_page": show.href(show.path("findings.md")),
    }


def _row(show: Show, item: Item, columns: list[Column]) -> Row:
    address = show.addresses.of(item)
    home = show.addresses.href(show.seen_from, address) if address and address.page != show.seen_from else ""
    findings = [finding for finding in show.findings_of.get((item.kind, item.id), []) if finding.severity != "info"]
    return Row(show.anchor(item), home, [show.cell(item, column.name) for column in columns], show.badge(item), findings)


def _columns(kind: Kind) -> list[Column]:
    names = kind.declared.matrix.columns or (
        "id",
        "title",
        "status",
        *(name for name in kind.declared.fields if name not in ("title", "aliases", "former_ids")),
        *kind.declared.relations,
        "evidence",
    )
    return [Column(name, *_head(kind, name)) for name in names]


def _head(kind: Kind, name: str) -> tuple[str, str]:
    words = name.replace("_", " ").capitalize() if name != "id" else "ID"
    if name in kind.fields:
        return kind.fields[name].label or words, kind.fields[name].description
    if name in kind.relations:
        declared = kind.relations[name].declared
        return declared.label or words, declared.description
    if name in kind.inverses:
        return next((r.declared.inverse_label for r in kind.inverses[name] if r.declared.inverse_label), words), ""
    return words, ""


def _sections(show: Show, kind: Kind, items: list[Item]) -> list[Section]:
    by = kind.declared.matrix.section
    if by is None:
        return [Section("", "", "", "", items)]
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(_section_key(show, kind, item, by), []).append(item)
    if set(groups) == {""}:
        return [Section("", "", "", "", items)]
    titles = _section_titles(show, by)
    order = [*(key for key in titles if key in groups), *(key for key in groups if key and key not in titles)]
    order += [""] if "" in groups else []
    sections = []
    for key in order:
        title, description = titles.get(key, (key, ""))
        anchor = "-".join(("section", *key.split()))
        title = title or f"Without {by.replace('_', ' ')}"
        sections.append(Section(key, title, description, anchor, groups[key]))
    return sections


def _section_key(show: Show, kind: Kind, item: Item, by: str) -> str:
    if by == "domain" and kind.name == "flow":
        return show.registry.domain(item)
    if by in kind.relations or by in kind.inverses:
        links = show.registry.related(item, by)
        return links[0].item.id if links else ""
    return item.text(by)


def _section_titles(show: Show, by: str) -> dict[str, tuple[str, str]]:
    if by == "domain":
        domains = show.settings.domains.values()
        return {domain.key: (domain.title, domain.description) for domain in domains}
    if by == "area":
        return {key: (area.title or key, area.description) for key, area in show.settings.areas.items()}
    return {}
