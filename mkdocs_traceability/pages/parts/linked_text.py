"""Show: bare ids in the texts of items as links, found as they are in the prose of pages."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element, tostring

from markupsafe import Markup, escape

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.prose import BARE_FORM
from mkdocs_traceability.pages.rendering.inline import Rendered, simple_markdown
from mkdocs_traceability.pages.site.view import SiteView

Linked = Callable[[str, Item], str]
"""Gives a text of an item with links: HTML where it names other items, else the text as it is."""

_BARE: Final = re.compile(BARE_FORM)
_TAG_OR_BARE: Final = re.compile(rf"<(?P<end>/?)(?P<tag>a|code)\b[^>]*>|<[^>]*>|(?P<bare>{BARE_FORM})")


def linker(view: SiteView, *, is_markdown: bool) -> Linked:
    """Return what links the ids in texts that are shown on the page of `view`."""
    if view.context.is_markdown:
        return lambda text, own: text
    to_html: Callable[[str], Markup] = simple_markdown if is_markdown else escape

    def linked(text: str, own: Item) -> str:
        links = {id_: _link(view, item, id_) for id_, item in _named(view, text) if item is not own}
        return _with_links(to_html(text), links) if links else text

    return linked


def _named(view: SiteView, text: str) -> Iterator[tuple[str, Item]]:
    for id_ in _bare_in(text):
        found = view.registry.answering(id_)
        if len(found) == 1:
            yield id_, found[0]


@lru_cache(maxsize=20_000)  # a text stands in a table and on a panel, and has hardly ever an id
def _bare_in(text: str) -> tuple[str, ...]:
    return tuple(_BARE.findall(text))


def _link(view: SiteView, item: Item, text: str) -> str:
    shown = view.link(item)
    link = Element("a", {"class": "trace-id trace-said", "href": shown.href, "title": shown.title})
    link.text = text
    return tostring(link, encoding="unicode", method="html") if shown.href else escape(text)


def _with_links(html: Markup, links: dict[str, str]) -> Rendered:
    """Put links into HTML, but not within links and code."""
    opened = ""

    def put(found: re.Match[str]) -> str:
        nonlocal opened
        if tag := found["tag"]:
            if not opened and not found["end"]:
                opened = tag
            elif found["end"] and tag == opened:
                opened = ""
        bare = found["bare"]
        return links[bare] if bare in links and not opened else found[0]

    return Rendered(_TAG_OR_BARE.sub(put, str(html)))
