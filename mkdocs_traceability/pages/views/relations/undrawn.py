"""What a cross matrix does not draw, since it is linked to nothing (show): a switch draws it in its place."""

from collections.abc import Sequence

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.views.relations.blocks import CELLS, MatrixBlock, RowGroup
from mkdocs_traceability.pages.views.relations.shown import ShownUndrawn, ShownUndrawnGroup


def undrawn(
    view: SiteView, groups: Sequence[RowGroup], columns: Sequence[Item], block: MatrixBlock
) -> ShownUndrawn | None:
    """Return the rows and columns that a block lacks, None where there are none or too many for one table."""
    drawn = set(block.columns)
    shown = ShownUndrawn(
        [each for number, group in enumerate(groups) if (each := _group(view, number, group)).rows],
        [(at, view.link(item)) for at, item in enumerate(columns) if at not in drawn],
    )
    cells = sum(len(group.rows) for group in groups) * len(columns)
    return shown if cells <= CELLS and any(shown) else None


def _group(view: SiteView, number: int, group: RowGroup) -> ShownUndrawnGroup:
    rows = [(at, view.link(row.item)) for at, row in enumerate(group.rows) if not row.cells]
    return ShownUndrawnGroup(number, group.title, rows)
