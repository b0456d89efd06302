"""The matrix of a kind: its items in sections, with the columns that the kind declares."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.badges import Badge
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.page import GeneratedPage, Heading, page
from mkdocs_traceability.pages.show import Show, file_stem, unique
from mkdocs_traceability.pages.shown import Cell, Flag, ShownItem
from mkdocs_traceability.pages.tally import Tally, tally

_FEW: Final = 6
"""How many links stand one below the other without making a row too high."""


class Column(NamedTuple):
    """A column of a matrix: the field or relation it shows, its head, and the form its cells have."""

    name: str
    head: str
    description: str
    form: str = "text"


class Row(NamedTuple):
    """An item as a row of a matrix.

    `href` leads to its home, if that is another page. `badge` is empty where a column shows it. `depth` says
    below how many rows of its wholes it stands; `whole` is the innermost.
    """

    anchor: str
    href: str
    cells: list[Cell]
    badge: Badge
    flags: list[Flag]
    depth: int
    whole: ShownItem | None


class Section(NamedTuple):
    """Some items under a heading of their own; a matrix without sections has one without a title."""

    title: str
    description: str
    anchor: str
    items: list[Item]


class ShownSection(NamedTuple):
    """A section as the template draws it, with the columns that are of use in it.

    `detail` is the index of the column in which what is found of an item stands: its title's, else the first.
    """

    title: str
    description: str
    anchor: str
    tally: Tally
    columns: list[Column]
    detail: int
    rows: list[Row]


@page(order=20)
def matrices(show: Show) -> Iterator[GeneratedPage]:
    """Yield one page per kind that has items."""
    for kind in show.registry.schema:
        items = show.registry.items(kind.name)
        if not items:
            continue
        anchors = [show.anchor(item) for item in items]
        sections = _sections(show, kind, items, {file_stem(kind), *anchors})
        headings = tuple(Heading(section.title, section.anchor) for section in sections if section.title)
        yield GeneratedPage(
            name=f"{file_stem(kind)}.md",
            title=kind.title,
            template="matrix.html",
            context=partial(_context, show, kind, sections),
            headings=headings,
            anchors=(*(heading.anchor for heading in headings), *anchors),
        )


def _context(show: Show, kind: Kind, sections: list[Section]) -> dict[str, Any]:
    show = show.on(show.page_of(kind))
    items = [item for section in sections for item in section.items]
    return {
        "kind": kind,
        "tally": tally(show, kind, items),
        "sections": [_shown(show, kind, section) for section in sections],
        "total": len(items),
        "legend": show.href(show.path("legend.md"), f"kind-{kind.name}"),
    }


def _shown(show: Show, kind: Kind, section: Section) -> ShownSection:
    columns = _columns(kind)
    rows = [_row(show, item, depth, columns) for item, depth in _parts_after_wholes(show, section.items)]
    kept = []
    for index, column in enumerate(columns):
        if form := _form([row.cells[index] for row in rows]) or ("text" if index == 0 else ""):
            kept.append((index, column._replace(form=form)))
    indices = [index for index, _ in kept]
    names = [column.name for _, column in kept]
    return ShownSection(
        section.title,
        section.description,
        section.anchor,
        tally(show, kind, section.items),
        [column for _, column in kept],
        names.index("title") if "title" in names else 0,
        [row._replace(cells=[row.cells[index] for index in indices]) for row in rows],
    )


def _form(cells: list[Cell]) -> str:
    """Return the form that is the widest of some cells, empty where all are empty."""
    forms = {cell.form for cell in cells if cell}
    if forms == {"links"} and any(len(cell.value) > _FEW for cell in cells):
        return "many-links"
    return max(forms, default="")  # of `links` and `references`, the latter


def _row(show: Show, item: Item, depth: int, columns: list[Column]) -> Row:
    names = [column.name for column in columns]
    address = show.addresses.of(item)
    whole = None if "part_of" in names else next(show.registry.wholes(item), None)
    return Row(
        show.anchor(item),
        show.addresses.href(show.seen_from, address) if address and address.page != show.seen_from else "",
        [show.cell(item, name) for name in names],
        Badge("") if "badge" in names or "evidence" in names else show.badge(item),
        show.flags(item),
        depth,
        show.link(whole) if whole else None,
    )


def _parts_after_wholes(show: Show, items: list[Item]) -> list[tuple[Item, int]]:
    """Return items in their order, but each followed by its parts, with how deep each stands."""
    here = {id(item) for item in items}
    parts: dict[int, list[Item]] = {}
    tops = []
    for item in items:
        whole = next(show.registry.wholes(item), None)
        if whole is None or id(whole) not in here:
            tops.append(item)
        else:
            parts.setdefault(id(whole), []).append(item)
    ordered: list[tuple[Item, int]] = []
    placed: set[int] = set()
    for top in (*tops, *items):  # items again: those in a cycle are below none of the tops
        waiting = [(top, 0)]
        while waiting:
            item, depth = waiting.pop()
            if id(item) not in placed:
                placed.add(id(item))
                ordered.append((item, depth))
                waiting += [(part, depth + 1) for part in reversed(parts.get(id(item), []))]
    return ordered


def _columns(kind: Kind) -> list[Column]:
    names = kind.declared.matrix.columns or (
        "id",
        "title",
        "status",
        *(name for name in kind.declared.fields if name not in ("title", "aliases", "former_ids")),
        *kind.declared.relations,
        "evidence",
    )
    return [Column(name, *head(kind, name)) for name in dict.fromkeys(names)]


def head(kind: Kind, name: str) -> tuple[str, str]:
    """Return how a field or relation of a kind is called above a column, and its description."""
    words = name.replace("_", " ").capitalize() if name != "id" else "ID"
    if name in kind.fields:
        return kind.fields[name].label or words, kind.fields[name].description
    if name in kind.relations:
        declared = kind.relations[name].declared
        return declared.label or words, declared.description
    if name in kind.inverses:
        return next(
            (r.declared.inverse_label for r in kind.inverses[name] if r.declared.inverse_label), words
        ), ""
    return words, ""


def _sections(show: Show, kind: Kind, items: list[Item], taken: set[str]) -> list[Section]:
    """Divide items as the kind's matrix says, in the order of the settings, with anchors not yet `taken`."""
    by = kind.declared.matrix.section
    if by is None:
        return [Section("", "", "", items)]
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(_section_key(show, kind, item, by), []).append(item)
    if set(groups) == {""}:
        return [Section("", "", "", items)]
    titles = _section_titles(show, kind, by)
    order = [*(key for key in titles if key in groups), *(key for key in groups if key and key not in titles)]
    order += [""] if "" in groups else []
    sections = []
    for key in order:
        title, description = titles.get(key) or _title_of_other_section(show, kind, by, key)
        sections.append(Section(title, description, unique(f"section-{key or 'none'}", taken), groups[key]))
    return sections


def _section_key(show: Show, kind: Kind, item: Item, by: str) -> str:
    if by == "domain" and kind.name == "flow":
        return show.registry.domain(item)
    if by in kind.relations or by in kind.inverses:
        links = show.registry.related(item, by)
        return links[0].item.id if links else ""
    return item.text(by)


def _section_titles(show: Show, kind: Kind, by: str) -> dict[str, tuple[str, str]]:
    """Return title and description of the sections that settings or a vocabulary name, in their order."""
    if by == "domain" and kind.name == "flow":
        domains = show.settings.domains.values()
        return {domain.key: (domain.title, domain.description) for domain in domains}
    if by == "area":
        return {key: (area.title or key, area.description) for key, area in show.settings.areas.items()}
    vocabulary = kind.statuses if by == "status" else (kind.fields[by].one_of if by in kind.fields else None)
    return {key: (word.label or key, word.description) for key, word in (vocabulary or {}).items()}


def _title_of_other_section(show: Show, kind: Kind, by: str, key: str) -> tuple[str, str]:
    """Return the title and description of a section by what its key names: nothing, an item, or a word."""
    if not key:
        return f"Without {head(kind, by)[0].lower()}", ""
    if by in kind.relations or by in kind.inverses:
        for target in show.registry.schema.targets(kind.name, by):
            if item := show.registry.get(target, key):
                return item.title, item.text("summary")
    return key, ""
