"""Markup with holes: a template draws each form once, and it is filled for tens of thousands of cells.

Drawn step by step, cells take Jinja two to three times as long. All markup stays in the template: its macros
say where the holes are. What goes into them is escaped, as the template would.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from mkdocs_traceability.pages.rendering.inline import Rendered
from mkdocs_traceability.pages.site.shown import ShownItem

HOLE: Final = Rendered("<hole>")
"""Where something goes. No text can be mistaken for it: in all that is data, `<` is escaped."""

HOLES: Final = ShownItem(*(Rendered(f"<hole {name}>") for name in ShownItem._fields))
"""An item of which nothing is known."""

Macro = Callable[..., Markup]


class Forms:
    """The forms of one drawing, by the names that its template gives to the macros that draw them."""

    def __init__(self, **macros: Macro) -> None:
        self._macros = macros
        self._drawn: dict[tuple[object, ...], str] = {}
        self._forms: dict[tuple[object, ...], str] = {}

    def draw(self, name: str, *values: object) -> str:
        """Return what a macro makes of values that may be like no others."""
        return str(self._macros[name](*values))

    def drawn(self, name: str, *values: object) -> str:
        """Return what a macro makes of values that come again and again."""
        key = (name, *values)
        drawn = self._drawn.get(key)
        if drawn is None:
            drawn = self._drawn[key] = self.draw(name, *values)
        return drawn

    def form(self, name: str, *values: object) -> str:
        """Return a form, to be filled with `%`: with as many pieces of markup as the macro left holes."""
        key = (name, *values)
        form = self._forms.get(key)
        if form is None:
            form = self._forms[key] = self.draw(name, *values).replace("%", "%%").replace(HOLE, "%s")
        return form


class Links:
    """Items as links, of the forms that a macro draws: with an address or without, with a title or not."""

    def __init__(self, macro: Callable[[ShownItem], Markup]) -> None:
        self._macro = macro
        self._forms: dict[tuple[bool, bool], str] = {}

    def link(self, item: ShownItem) -> Markup:
        """Return an item as a link."""
        shape = bool(item.href), item.title != item.id
        form = self._forms.get(shape)
        if form is None:
            form = self._forms[shape] = self._form(*shape)
        return Markup(form % {"id": markup(item.id), "title": markup(item.title), "href": markup(item.href)})

    def _form(self, is_link: bool, has_title: bool) -> str:
        id_, title, kind, href = HOLES
        item = ShownItem(id_, title if has_title else id_, kind, href if is_link else "")
        form = str(self._macro(item)).replace("%", "%%")
        for name, hole in zip(HOLES._fields, HOLES, strict=True):
            form = form.replace(hole, f"%({name})s")
        return form


def markup(value: object) -> str:
    """Return a value as markup: a text escaped, what is markup already as it is."""
    return _escaped(value) if type(value) is str else str(escape(value))


@lru_cache(maxsize=100_000)  # ids, titles and addresses stand in many tables
def _escaped(text: str) -> str:
    return str(escape(text))
