"""Cross matrices (show): a page for every two kinds that links join, with a cell for every pair of items.

One table where that can be read, else blocks by section on pages of their own, which the page lists. Which
links there are is for `crossings` to say, what a cell shows for `signs`, how to divide a matrix for
`cross_blocks`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property, partial
from typing import Any, Final, NamedTuple

from mkdocs_traceability.model.anchors import unique
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.pages.page import MATRICES, GeneratedPage, PageHeading, page
from mkdocs_traceability.pages.site.file_names import file_names
from mkdocs_traceability.pages.site.sections import Section
from mkdocs_traceability.pages.site.shown import ShownPlace
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.relations import blocks as cross_blocks
from mkdocs_traceability.pages.views.relations.blocks import MatrixBlock, MatrixRow, RowGroup
from mkdocs_traceability.pages.views.relations.edges import Pair, RelationEdge, pairs
from mkdocs_traceability.pages.views.relations.imports_seen import RELATION
from mkdocs_traceability.pages.views.relations.shown import (
    Edge,
    LinkRemarks,
    ShownCell,
    ShownGroup,
    ShownLink,
    ShownPart,
    ShownRelationMatrix,
    ShownRow,
    Size,
    Unlinked,
)
from mkdocs_traceability.pages.views.relations.symbols import Signs, State, state_of
from mkdocs_traceability.pages.views.relations.undrawn import undrawn
from mkdocs_traceability.pages.views.relations.widths import cell_width, widths
from mkdocs_traceability.registry.lifecycle import phase

_LISTED: Final = 1_000
"""How many items without a link are listed; the matrix of their kind has the others."""


_SAID: Final = ("role", "via", "because", "note")

_PUBLISHED: Final = (
    "row",
    "row_title",
    "relation",
    "column",
    "column_title",
    *_SAID,
    "optional",
    "declared",
    "source",
)
"""The columns of the file of all links."""


class RelationMatrixPage(NamedTuple):
    """A page with blocks of a matrix: its name, title, and the blocks."""

    name: str
    title: str
    blocks: list[MatrixBlock]


class _LaidOut(NamedTuple):
    """The rows of a matrix, the one table that has all, and else its pages: by what is declared alone."""

    groups: list[RowGroup]
    whole: MatrixBlock | None
    parts: list[RelationMatrixPage]


@page(order=25, style="cross")
def cross_matrices(view: SiteView) -> Iterator[GeneratedPage]:
    """Yield the pages of every cross matrix."""
    taken = {view.places.stem(kind) for kind in view.registry.schema}
    sections: dict[str, list[Section]] = {}
    for pair in pairs(view):
        for kind in (pair.rows, pair.columns):
            if kind.name not in sections:
                sections[kind.name] = _sections(view, kind)
        stem = unique(f"{view.places.stem(pair.rows)}-by-{view.places.stem(pair.columns)}", taken)
        yield from _RelationMatrix(view, pair, stem, sections).pages()


class _RelationMatrix:
    """One cross matrix: its items in their order, and the pages it is shown on."""

    def __init__(self, view: SiteView, pair: Pair, stem: str, sections_of: dict[str, list[Section]]) -> None:
        self.view, self.pair, self.stem = view, pair, stem
        self.names = (pair.rows.title, pair.columns.title)
        self.title = " × ".join(map(view.translate, self.names))
        self.columns = [item for section in sections_of[pair.columns.name] for item in section.items]
        self.groups, self.whole, self.parts = self._laid_out(sections_of[pair.rows.name])
        self.blocks = [self.whole] if self.whole else []
        if len(self.parts) == 1:
            self.blocks, self.parts = self.parts[0].blocks, []
        self.places = {item: number for number, item in enumerate(self.columns)}
        self.is_of_one_kind = pair.rows is pair.columns

    def _laid_out(self, sections: list[Section]) -> _LaidOut:
        """Lay out the tables, once for a site before and after it is judged where nothing is seen in code."""
        if any(crossing.seen for crossing in self.pair.crossings):
            return self._lay_out(sections)
        known: dict[str, _LaidOut] = self.view.places.laid_out
        if self.stem not in known:
            known[self.stem] = self._lay_out(sections)
        return known[self.stem]

    def _lay_out(self, sections: list[Section]) -> _LaidOut:
        items = (item for section in sections for item in section.items)
        rows = iter(cross_blocks.rows_of(self.pair, items, self.columns))
        groups = [
            RowGroup(section.title, section.key, [next(rows) for _ in section.items]) for section in sections
        ]
        whole = cross_blocks.whole(groups, self.columns)
        return _LaidOut(groups, whole, [] if whole else list(_parts(groups, self.columns, self.stem)))

    @cached_property
    def signs(self) -> Signs:
        return Signs(self.pair)

    @cached_property
    def found(self) -> dict[Position, list[Finding]]:
        """What was found, and weighs more than `info`, by its place: a reference may be one."""
        found: dict[Position, list[Finding]] = defaultdict(list)
        for finding in self.view.result.raw_findings:
            if finding.severity != "info":
                found[finding.position].append(finding)
        return found

    def pages(self) -> Iterator[GeneratedPage]:
        """Yield the page of the whole, and those of its blocks."""
        group = self.view.translate(MATRICES)
        headings = _headings(self.blocks)
        yield GeneratedPage(
            f"{self.stem}.md",
            self.title,
            "cross.html",
            self._context_of_whole,
            headings=headings,
            anchors=tuple(heading.anchor for heading in headings),
            is_wide=True,
            group=group,
            rows=self._file,
        )
        for part in self.parts:
            headings = _headings(part.blocks)
            yield GeneratedPage(
                part.name,
                f"{self.title}: {part.title}",
                "cross.html",
                partial(self._context_of_part, part),
                headings=headings,
                anchors=tuple(heading.anchor for heading in headings),
                is_wide=True,
                group=group,
                in_nav=False,
                below=f"{self.stem}.md",
            )

    def _file(self) -> Iterator[tuple[str, ...]]:
        """Yield every link of the matrix as it is published, row by row."""
        yield _PUBLISHED
        for row in (row for group in self.groups for row in group.rows):
            for _, crossings in row.cells:
                yield from map(_published, crossings)

    # ---------------------------------------------------------------- contexts

    def _context_of_whole(self) -> dict[str, Any]:
        view = self.view.from_page(self.view.places.path(f"{self.stem}.md"))
        tables = self._tables(view, self.blocks)
        empty = [row.item for group in self.groups for row in group.rows if not row.cells]
        linked = {crossing.column for crossing in self.pair.crossings}
        unlinked = [item for item in self.columns if item not in linked]
        return self._context(view, tables) | {
            "size": Size(
                sum(len(group.rows) for group in self.groups),
                len(self.columns),
                sum(len(row.cells) for group in self.groups for row in group.rows),
            ),
            "parts_of_it": [self._shown_part(view, part) for part in self.parts],
            "empty_rows": self._unlinked(view, self.pair.rows, self.pair.columns, empty),
            "empty_columns": self._unlinked(view, self.pair.columns, self.pair.rows, unlinked),
            "undrawn": undrawn(view, self.groups, self.columns, self.whole) if self.whole else None,
        }

    def _context_of_part(self, part: RelationMatrixPage) -> dict[str, Any]:
        view = self.view.from_page(self.view.places.path(part.name))
        return self._context(view, self._tables(view, part.blocks)) | {
            "size": None,
            "parts_of_it": [],
            "empty_rows": None,
            "empty_columns": None,
            "undrawn": None,
        }

    def _context(self, view: SiteView, tables: list[ShownRelationMatrix]) -> dict[str, Any]:
        rows = [row for table in tables for group in table.groups for row in group.rows]
        signs = {sign for row in rows for _, cell in row.cells if cell for sign in cell.signs}
        states = {row.state for row in rows if row.total and row.state.word}
        return {
            "rows": self.names[0],
            "columns": self.names[1],
            "is_of_one_kind": self.is_of_one_kind,
            "depends": {side.key for side in self.pair.sides} == {RELATION},
            "signs": sorted(signs, key=self.signs.place),
            "states": sorted(states),
            "tables": tables,
            "whole": self.title,
            "script": view.script,
            "whole_href": view.href_of(f"{self.stem}.md"),
            "csv": view.href_of(f"{self.stem}.csv"),
        }

    def _unlinked(self, view: SiteView, kind: Kind, other: Kind, items: list[Item]) -> Unlinked | None:
        if not items:
            return None
        shown = [view.link(item) for item in items[:_LISTED]]
        noun = kind.label if len(items) == 1 else kind.plural_label
        return Unlinked(noun, other.label, len(items), shown, view.href(view.places.page_of(kind)))

    def _shown_part(self, view: SiteView, part: RelationMatrixPage) -> ShownPart:
        rows = [row for block in part.blocks for group in block.groups for row in group.rows]
        return ShownPart(
            part.title,
            view.href_of(part.name),
            len({row.item for row in rows}),
            len({column for block in part.blocks for column in block.columns}),
            sum(len(row.cells) for row in rows),
        )

    # ---------------------------------------------------------------- tables

    def _tables(self, view: SiteView, blocks: list[MatrixBlock]) -> list[ShownRelationMatrix]:
        headings = _headings(blocks) or [PageHeading("", "") for _ in blocks]
        return [self._table(view, block, heading) for block, heading in zip(blocks, headings, strict=True)]

    def _table(self, view: SiteView, block: MatrixBlock, heading: PageHeading) -> ShownRelationMatrix:
        rows = [row for group in block.groups for row in group.rows]
        totals = Counter(place for row in rows for place, _ in row.cells)
        edges = [Edge(view.link(self.columns[place]), totals[place]) for place in block.columns]
        positions = {place: number for number, place in enumerate(block.columns)}
        groups = [
            ShownGroup(number, group.title, [self._row(view, row, edges, positions) for row in group.rows])
            for number, group in enumerate(block.groups)
            if group.rows
        ]
        total = sum(totals.values())
        needed = [cell_width((), False, False)] * len(edges)
        for cell in (cell for group in groups for row in group.rows for _, cell in row.cells if cell):
            here = cell_width(cell.signs, cell.with_state, cell.is_wrong)
            needed[cell.column] = max(needed[cell.column], here)
        names = widths((row.item for row in rows), (group.title for group in groups), total, needed)
        return ShownRelationMatrix(heading.text, heading.anchor, edges, groups, total, names)

    def _row(self, view: SiteView, row: MatrixRow, edges: list[Edge], positions: dict[int, int]) -> ShownRow:
        item = row.item
        state, edge = state_of(view, item), Edge(view.link(item), len(row.cells))
        drawn: dict[int, ShownCell | None] = {
            (at := positions[place]): self._cell(view, edge, edges[at], at, state, crossings)
            for place, crossings in row.cells
        }
        own = positions.get(self.places[item]) if self.is_of_one_kind else None
        if own is not None:
            drawn.setdefault(own, None)
        cells, last = [], -1
        for number, cell in sorted(drawn.items(), key=lambda each: each[0]):
            cells.append((number - last - 1, cell))
            last = number
        status = item.text("status")
        return ShownRow(
            edge.item,
            edge.total,
            view.assessment.badge(item),
            (status, phase(view.registry, item)) if status else None,
            state,
            cells,
            len(edges) - last - 1,
        )

    def _cell(
        self,
        view: SiteView,
        row: Edge,
        column: Edge,
        number: int,
        state: State,
        crossings: list[RelationEdge],
    ) -> ShownCell:
        links = tuple([self._link(view, crossing) for crossing in crossings])
        said = f"{row.item.id} × {column.item.id}: " + "; ".join(map(_said, links))
        if state.word:
            said += f", {view.translate(state.shown)}"
        signs = self.signs.of(crossings)
        flags = [flag for link in links if link.remarks for flag in link.remarks.flags]
        return ShownCell(
            number,
            column.item,
            signs,
            bool(state.word) or not any(sign.text for sign in signs),
            said,
            links,
            any(flag.weight != "waived" for flag in flags),
        )

    def _link(self, view: SiteView, crossing: RelationEdge) -> ShownLink:
        reference, seen = crossing.reference, crossing.seen
        found = list(self.found.get(reference.position, ())) if reference else []
        found += [each for each in (seen.findings if seen else ()) if each.severity != "info"]
        flags = tuple(map(view.flag, found))
        remarks = None
        if crossing.attributes or (reference and reference.optional) or flags:
            said = {name: crossing.attributes.get(name, "") for name in ("role", "via", "because", "note")}
            remarks = LinkRemarks(**said, optional=bool(reference and reference.optional), flags=flags)
        word = view.translate(crossing.side.word)
        if seen is None:
            return ShownLink(word, remarks)
        places = [
            ShownPlace(f"{each.path}:{each.line}", view.source(each.path, each.line))
            for each in seen.places[: cross_blocks.PLACES]
        ]
        more = len(seen.places) - len(places)
        return ShownLink(word, remarks, tuple(map(view.translate, seen.words)), tuple(places), more)


def _said(link: ShownLink) -> str:
    said = f"{link.word}: {link.remarks.role}" if link.remarks and link.remarks.role else link.word
    return ", ".join((said, *link.seen))


def _sections(view: SiteView, kind: Kind) -> list[Section]:
    """Return the items of a kind in the sections and in the order of its own matrix."""
    sections: dict[str, Section] = {}
    for part in view.places.parts(kind):
        for block in part.blocks:
            section = sections.setdefault(block.section.anchor, block.section._replace(items=[]))
            section.items.extend(row.item for row in block.rows)
    return list(sections.values())


def _parts(groups: list[RowGroup], columns: list[Item], stem: str) -> Iterator[RelationMatrixPage]:
    """Yield the pages of a matrix in blocks, with as many whole sections on each as it can bear."""
    pages = cross_blocks.pages(groups, columns)
    names = file_names(blocks[0].groups[0].key or "all" for blocks in pages)
    for blocks, name in zip(pages, names, strict=True):
        first, last = blocks[0].groups[0], blocks[-1].groups[-1]
        words = _span(blocks)
        if first.title:
            words = first.title if first.key == last.key else f"{first.title} – {last.title}"
            words += f" ({_span(blocks)})" if _is_part_of(blocks, groups) else ""
        yield RelationMatrixPage(f"{stem}/{name}.md", words, blocks)


def _is_part_of(blocks: list[MatrixBlock], groups: list[RowGroup]) -> bool:
    """Whether the first or last section that some blocks show goes on elsewhere."""
    linked = {group.key: sum(bool(row.cells) for row in group.rows) for group in groups}
    ends = {blocks[0].groups[0].key, blocks[-1].groups[-1].key}
    shown = Counter(group.key for block in blocks for group in block.groups for _ in group.rows)
    return any(shown[key] < linked[key] for key in ends)


def _headings(blocks: list[MatrixBlock]) -> tuple[PageHeading, ...]:
    """Return a heading for each table of a page that has several."""
    if len(blocks) < 2:
        return ()
    titles = Counter(block.groups[0].title for block in blocks)
    return tuple(
        PageHeading(_title(block, is_alone=titles[block.groups[0].title] == 1), f"table-{number}")
        for number, block in enumerate(blocks, start=1)
    )


def _title(block: MatrixBlock, *, is_alone: bool) -> str:
    title = block.groups[0].title
    return title if title and is_alone else " ".join(filter(None, (title, _span([block]))))


def _span(blocks: list[MatrixBlock]) -> str:
    """Say from which row to which some blocks go."""
    first, last = blocks[0].groups[0].rows[0].item, blocks[-1].groups[-1].rows[-1].item
    return first.id if first is last else f"{first.id} – {last.id}"


def _published(crossing: RelationEdge) -> tuple[str, ...]:
    kind, relation = crossing.side.key
    reference = crossing.reference
    return (
        crossing.row.id,
        crossing.row.title,
        relation if not crossing.side.backwards else f"{kind}.{relation}",
        crossing.column.id,
        crossing.column.title,
        *(crossing.attributes.get(name, "") for name in _SAID),
        "yes" if reference and reference.optional else "no",
        "yes" if reference else "no",
        str(reference.position) if reference else "",
    )
