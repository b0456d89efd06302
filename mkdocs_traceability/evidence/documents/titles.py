"""The titles of items that have that of their page: as MkDocs makes it, once that can be known.

A build says what each page is called. Without one it is what `nav` says, or the rendered heading. Markdown is
loaded only for headings with markup.
"""

import re
from html import unescape

from mkdocs_traceability.evidence.checker import SitePages
from mkdocs_traceability.evidence.documents.headings import Headings
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.inputs import Inputs
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.reading.markdown.page_title import file_title
from mkdocs_traceability.reading.markdown.prose import FULL_FORM, MARKER_FORM, SHORT_FORM
from mkdocs_traceability.registry.registry import Registry


def page_titles(registry: Registry, inputs: Inputs, disk: Disk, pages: SitePages | None) -> dict[Item, str]:
    """Return by `id()` which items have another title than could be read: that of their page."""
    titles = {}
    headings = Headings(disk, inputs.markdown_extensions, frozenset(inputs.plugins))
    for item in registry.all:
        if item.title_from and item.page is not None:
            told = pages.titles.get(item.page) if pages is not None else None
            title = told or inputs.nav_titles.get(item.page) or _rendered(registry, item, headings)
            title = " ".join(unescape(title).split())
            if title and title != item.text("title"):
                titles[item] = title
    return titles


def _rendered(registry: Registry, item: Item, headings: Headings) -> str:
    """Return what the heading of an item's page says that has markup, empty where only a build can tell."""
    if item.title_from != "markup":
        return ""
    known = headings.of(item.position.path)
    if not known.title and item.page is not None:
        return "" if known.doubt or known.error else file_title(item.page)
    title = known.title
    title = re.sub(MARKER_FORM, "", title)
    title = re.sub(FULL_FORM, lambda found: _shown(registry, found, found[2] or found[1].strip()), title)
    return re.sub(SHORT_FORM, lambda found: _shown(registry, found, found[1]), title)


def _shown(registry: Registry, found: re.Match[str], id_: str) -> str:
    """Return what a reference in a heading shows: its first group, if it is one."""
    return found[1] if len(registry.answering(id_)) == 1 else found[0]
