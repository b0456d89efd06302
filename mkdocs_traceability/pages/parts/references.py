"""Show: put the addresses of items into the pages that refer to them, once every page has its own."""

import re
from typing import Final, NamedTuple
from urllib.parse import unquote

from markupsafe import Markup

from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.prose import IN_HEADING
from mkdocs_traceability.pages.site.shown import ShownItem
from mkdocs_traceability.pages.site.view import SiteView

UNFILLED: Final = 'href="trace:'
"""What no page holds that refers to nothing."""

REFERENCE: Final = re.compile(
    r'<a(?P<before>(?: [^<>]*)?) href="trace:(?P<kind>[^":<>]*):(?P<id>[^"<>]*)"(?P<after>[^<>]*)>'
)
"""The beginning of a link that the Markdown extension made."""


BARE_IN_HEADING: Final = re.compile(
    rf'<a(?P<before>[^<>]*) {IN_HEADING}=""(?P<after>[^<>]*)>(?P<text>[^<>]*)</a>'
)
"""A bare id in a heading, which the Markdown extension has made a link."""


def without_link_to_itself(view: SiteView, found: re.Match[str]) -> str:
    """Return a bare id in a heading: as text where its item is at home, else as the link it is."""
    link = f"<a{found['before']}{found['after']}>"
    reference = REFERENCE.fullmatch(link)
    item = _item(view, unquote(reference["kind"]), unquote(reference["id"])) if reference else None
    is_here = item is not None and (view.link(item).href or "").startswith("#")
    return found["text"] if is_here else f"{link}{found['text']}</a>"


class PageReference(NamedTuple):
    """A link in the text of a page: the item it leads to, and the attributes it has already."""

    item: ShownItem | None
    status: str
    before: Markup
    after: Markup


def reference_of(view: SiteView, found: re.Match[str]) -> PageReference:
    """Return what a link in a page leads to."""
    item = _item(view, unquote(found["kind"]), unquote(found["id"]))
    return PageReference(
        view.link(item) if item else None,
        item.text("status") if item else "",
        Markup(found["before"]),
        Markup(found["after"]),
    )


def _item(view: SiteView, kind: str, id_: str) -> Item | None:
    return view.registry.get(kind, id_) if kind in view.registry.schema.kinds else None
