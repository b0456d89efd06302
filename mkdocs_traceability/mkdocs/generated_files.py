"""What generated pages are to MkDocs: files with front matter, table of contents, anchors; at its door."""

from collections.abc import Iterable
from html import escape
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from mkdocs_traceability.hosts.mkdocs import HOST
from mkdocs_traceability.mkdocs.site_pages import ContentsEntry
from mkdocs_traceability.pages.front_matter import front_matter
from mkdocs_traceability.pages.page import GeneratedPage
from mkdocs_traceability.pages.publication import STYLE_SHEET, script, style_sheet
from mkdocs_traceability.pages.site.view import SCRIPT

ASSETS: Final = ((STYLE_SHEET, style_sheet), (SCRIPT, script))
"""What our pages need beside them: names, and what makes the content."""


def page_file(config: MkDocsConfig, uri: str, generated: GeneratedPage) -> File:
    """Return the file of a page, which holds a front matter and no body: that comes in late."""
    content = front_matter(HOST.front_matter(generated))
    return File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)


def table_of_contents(generated: GeneratedPage) -> TableOfContents:
    """Return the table of contents of a page."""
    top = ContentsEntry(escape(generated.title), generated.stem, 1)
    top.children = [ContentsEntry(escape(heading.text), heading.anchor, 2) for heading in generated.headings]
    return TableOfContents([top])


def make_known(page: Page, anchors: Iterable[str]) -> None:
    """Tell MkDocs' validation of links which anchors a page has that came after Markdown."""
    known: Any = page.present_anchor_ids or ()
    page.present_anchor_ids = {*known, *anchors}
