"""The rows of a table as markup, of the forms that its template draws."""

from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote

from jinja2 import Environment, pass_environment
from markupsafe import Markup

from mkdocs_traceability.pages.rendering.forms import Forms, markup
from mkdocs_traceability.pages.rendering.inline import as_html
from mkdocs_traceability.pages.site.shown import Cell, Row, ShownReference

_DRAWN: Final = {
    "status": ("status",),
    "choices": ("choices",),
    "badge": ("badge_of_item",),
    "pips": ("cell", "pips"),
    "owners": ("cell", "owners"),
    "due": ("cell", "due"),
}
"""Forms of which few values come again and again, and how the filter `draw` draws them."""


@pass_environment
def table_rows(
    environment: Environment,
    rows: Iterable[Row],
    begins: Sequence[tuple[Markup, Markup]],
    has_anchors: object,
    forms: Forms,
) -> Markup:
    """Return rows with their cells.

    `begins` says how the cells of each column but the first begin, filled and empty.
    """
    drawn = _Rows(environment, begins, forms, has_anchors=bool(has_anchors))
    return Markup("".join(map(drawn.row, rows)))


class _Rows:
    """Draws the rows of one table."""

    def __init__(
        self,
        environment: Environment,
        begins: Sequence[tuple[Markup, Markup]],
        forms: Forms,
        *,
        has_anchors: bool,
    ) -> None:
        self._draw, self._link = environment.filters["draw"], environment.filters["link"]
        self._begins = [(str(begin), f"{begin_empty}</td>") for begin, begin_empty in begins]
        self._forms = forms
        self._has_anchors = has_anchors

    def row(self, row: Row) -> str:
        anchor, href, cells, badge, depth, is_gap, hidden = row
        form = self._forms.form("row", self._has_anchors, is_gap, depth, badge, hidden)
        id_ = (markup(anchor),) if self._has_anchors else ()
        return form % (*id_, self._first(cells[0], anchor, href), self._cells(cells, href))

    def _first(self, cell: Cell, anchor: str, href: str) -> str:
        form, value = cell
        if form == "id":
            own = f"#{quote(anchor)}" if self._has_anchors else ""
            return self._forms.form("id") % (markup(href or own), markup(value))
        if form == "item":
            return str(self._link(value))
        return self._forms.draw("first", form, value, anchor, href, self._has_anchors)

    def _cells(self, cells: list[Cell], href: str) -> str:
        drawn = [
            end if cell.value is None else f"{begin}{self._cell(cell, href)}</td>"
            for (begin, end), cell in zip(self._begins, cells[1:], strict=False)
        ]
        return "".join(drawn)

    def _cell(self, cell: Cell, href: str) -> str:
        form, value = cell
        if form == "text" or (form == "title" and not href):
            return markup(value)
        if form == "title":
            return self._forms.form("title") % (markup(href), markup(value))
        if form == "links":
            return self._run(value)
        if form == "markdown":
            return self._forms.form("markdown") % as_html(value)
        if form == "texts":
            return self._forms.form("texts", len(value)) % tuple(map(as_html, value))
        if form == "long" and value.form == "markdown":
            return self._forms.form("long") % as_html(value.value)
        if form in _DRAWN:
            return str(self._draw(value, *_DRAWN[form]))
        return self._forms.draw("cell", form, value, href)

    def _run(self, references: Sequence[ShownReference]) -> str:
        shown = [str(self._link(it.item)) if it.item else markup(it.text) for it in references]
        return shown[0] if len(shown) == 1 else self._forms.form("run", len(shown)) % tuple(shown)
