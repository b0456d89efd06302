"""How the matrix of a kind is divided into pages: one as long as it is light, else several of whole sections.

A section too heavy for one page has numbered ones. What a page weighs is estimated from what is declared
alone, so that the pages are the same whatever is found of the items.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.site.columns import columns_of
from mkdocs_traceability.pages.site.file_names import file_names
from mkdocs_traceability.pages.site.sections import Section, parts_after_wholes
from mkdocs_traceability.registry.registry import Registry

HEAVIEST: Final = 1_150_000
"""Bytes of rows on one page, as estimated: pages stay below 1.5 MB (`performance.md`, "Budgets")."""

MOST_ROWS: Final = 5_000
"""Rows on one page."""

_FOLDER: Final = "sections"
"""Where the pages of a divided matrix stand, beside those of items."""

_ROW, _REFERENCE, _CLAIM, _EVIDENCE = 480, 180, 200, 250
"""Bytes that a row has by itself, and for each thing in it."""


_PAGE_TITLE: Final = 40
"""Bytes of a title that is that of the item's page: it may be another once the page is rendered."""


def title_size(item: Item) -> int:
    """Return how many bytes the title of an item takes, the same before the pages are rendered and after."""
    return _PAGE_TITLE if item.title_from else len(item.title)


class PlacedItem(NamedTuple):
    """An item in the order of rows, and below how many of its wholes it stands."""

    item: Item
    depth: int


class SectionRows(NamedTuple):
    """The rows of a section that stand on one page."""

    section: Section
    rows: list[PlacedItem]


class MatrixPage(NamedTuple):
    """One page of a matrix: its file below the page folder, without ending, and the rows on it.

    Where a section is too heavy for one page, `number` and `of` count its pages; it then stands alone there.
    """

    stem: str
    blocks: list[SectionRows]
    number: int = 1
    of: int = 1


def divide(registry: Registry, kind: Kind, stem: str, sections: list[Section]) -> list[MatrixPage]:
    """Return the pages of a matrix: one named `stem`, or those that stand in a folder of that name."""
    weigh = _Scales(registry, kind).weight
    heap: list[_Run] = []
    for section in sections:
        rows = [PlacedItem(*placed) for placed in parts_after_wholes(registry, section.items)]
        heap += _runs(section, rows, [weigh(row.item) for row in rows])
    pages = list(_pages(heap))
    if len(pages) == 1:
        return [MatrixPage(stem, [run.block for run in pages[0]])]
    names = file_names(_name(page[0]) for page in pages)
    return [
        MatrixPage(f"{stem}/{_FOLDER}/{name}", [run.block for run in page], *page[0].place)
        for page, name in zip(pages, names, strict=True)
    ]


class _Run(NamedTuple):
    """Rows of one section that stand together, what they weigh, and which run of how many they are."""

    block: SectionRows
    weight: int
    place: tuple[int, int]


def _runs(section: Section, rows: list[PlacedItem], weights: list[int]) -> list[_Run]:
    """Cut the rows of a section into runs that a page can bear."""
    cuts: list[tuple[list[PlacedItem], int]] = [([], 0)]
    for row, weight in zip(rows, weights, strict=True):
        run, total = cuts[-1]
        if run and (total + weight > HEAVIEST or len(run) >= MOST_ROWS):
            cuts.append(([row], weight))
        else:
            run.append(row)
            cuts[-1] = (run, total + weight)
    return [
        _Run(SectionRows(section, run), total, (number, len(cuts)))
        for number, (run, total) in enumerate(cuts, start=1)
    ]


def _pages(heap: list[_Run]) -> Iterator[list[_Run]]:
    """Put runs on pages: whole sections together while a page can bear them, a part of one alone."""
    page: list[_Run] = []
    weight = rows = 0
    for run in heap:
        size = len(run.block.rows)
        is_full = weight + run.weight > HEAVIEST or rows + size > MOST_ROWS
        if page and (is_full or run.place[1] > 1 or page[0].place[1] > 1):
            yield page
            page, weight, rows = [], 0, 0
        page.append(run)
        weight, rows = weight + run.weight, rows + size
    yield page


def _name(run: _Run) -> str:
    name = run.block.section.key or "all"
    return name if run.place[0] == 1 else f"{name}-{run.place[0]}"


class _Scales:
    """Estimates how many bytes items take in the rows of their kind's matrix."""

    def __init__(self, registry: Registry, kind: Kind) -> None:
        names = [column.name for column in columns_of(kind)]
        self._registry = registry
        self._fields = [name for name in names if name in kind.fields]
        self._relations = [name for name in names if name in kind.relations or name in kind.inverses]

    def weight(self, item: Item) -> int:
        """Return what the row of an item weighs."""
        weight = _ROW
        for name in self._fields:
            if name == "title":
                weight += title_size(item)
            elif name in item.values:
                weight += len(str(item.values[name].plain))
        for name in self._relations:
            weight += _REFERENCE * len(item.references.get(name) or self._registry.related(item, name))
        if item.evidence:
            weight += _EVIDENCE
            weight += _CLAIM * sum(len(evidence.claims) + 1 for evidence in item.evidence.values())
        return weight
