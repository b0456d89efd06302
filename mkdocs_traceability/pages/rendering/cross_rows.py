"""The rows and columns of a cross matrix as markup, of the forms that its template draws.

Of several forms there is one for items with a title: each is drawn by how many pieces a name has then.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from mkdocs_traceability.pages.rendering.forms import Forms, markup
from mkdocs_traceability.pages.site.shown import ShownItem

if TYPE_CHECKING:
    from mkdocs_traceability.pages.views.relations.shown import Edge, ShownCell, ShownRow


def cross_rows(rows: Iterable["ShownRow"], prefix: str, behinds: list[Markup], forms: Forms) -> Markup:
    """Return rows with their cells; add to `behinds` what stands behind these.

    `prefix` is what the names of these begin with.
    """
    drawn: list[str] = []
    behind: list[str] = []
    for number, row in enumerate(rows, start=1):
        name = _name(row.item)
        cells = _cells(row, f"{prefix}{number}-", name, behind, forms)
        drawn.append(forms.form("row", len(name)) % (*name, row.total, cells))
    behinds.append(Markup("".join(behind)))
    return Markup("".join(drawn))


def cross_columns(columns: Iterable["Edge"], forms: Forms) -> Markup:
    """Return the heads of the columns that are drawn."""
    return Markup("".join([_column_head(edge.item, (), forms) for edge in columns]))


def cross_totals(columns: Iterable["Edge"], forms: Forms) -> Markup:
    """Return how many links the columns have."""
    form = forms.form("total")
    return Markup("".join([form % edge.total for edge in columns]))


def undrawn_columns(columns: Iterable[tuple[int, ShownItem]], forms: Forms) -> Markup:
    """Return the heads of the columns without links, each with its place among all."""
    return Markup("".join([_column_head(item, (at,), forms) for at, item in columns]))


def undrawn_rows(rows: Iterable[tuple[int, ShownItem]], forms: Forms) -> Markup:
    """Return the rows without links, each with its place among all of its section."""
    named = ((at, _name(item)) for at, item in rows)
    return Markup("".join([forms.form("undrawn", len(name)) % (at, *name) for at, name in named]))


def _column_head(item: ShownItem, place: tuple[int, ...], forms: Forms) -> str:
    href, id_, *title = _name(item)[:3]
    return forms.form("column", 2 + len(title), not place) % (*place, href, id_, *title, id_)


def _name(item: ShownItem) -> tuple[str, ...]:
    """Return address and id of an item, and twice its title where that says more."""
    link = (markup(item.href), markup(item.id))
    return link if item.title == item.id else (*link, *(markup(item.title),) * 2)


def _cells(row: "ShownRow", prefix: str, name: tuple[str, ...], behind: list[str], forms: Forms) -> str:
    empty = forms.drawn("empty")
    about = forms.form("about", len(name), row.status, row.badge) % name if row.cells else ""
    drawn: list[str] = []
    for before, cell in row.cells:
        drawn.append(empty * before)
        if cell is None:
            drawn.append(forms.drawn("own"))
            continue
        key = f"{prefix}{cell.column}"
        said = markup(cell.said)
        form = forms.form("cell", cell.signs, row.state if cell.with_state else None, cell.is_wrong)
        drawn.append(form % (name[0], key, said, said))
        behind.append(_behind(cell, key, about, forms))
    drawn.append(empty * row.rest)
    return "".join(drawn)


def _behind(cell: "ShownCell", key: str, about: str, forms: Forms) -> str:
    name = _name(cell.other)[:3]
    return forms.form("behind", len(name)) % (key, about, forms.drawn("links", cell.links), *name)
