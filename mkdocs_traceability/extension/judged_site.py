"""A site that has been judged, as its hand-written pages show it; nothing of it changes any more."""

import os
import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from threading import Lock
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from mkdocs_traceability.evidence.documents.rendering.html_headings import headings_of
from mkdocs_traceability.files.ordinary import read_ordinary
from mkdocs_traceability.files.real import is_file
from mkdocs_traceability.hosts.host import Host
from mkdocs_traceability.markdown.text_anchors import items_in_text, with_anchors
from mkdocs_traceability.pages.publication import Site
from mkdocs_traceability.pages.site.addresses import relative_url
from mkdocs_traceability.pages.site.view import SCRIPT
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS, exclusion
from mkdocs_traceability.reading.text import MAX_BYTES, line_ends_as_one, shown
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import Settings

if TYPE_CHECKING:
    from mkdocs_traceability.registry.registry import Registry

NO_PAGE: Final = "/"
"""A text that is no page of the site: its links are relative to the root of the site."""

_NOT_REWRITTEN: Final = re.compile(
    r"(?P<before> (?:xlink:href|data-trace-copy|data-trace-permanent|data-trace-csv)=\")"
    r"(?P<path>[^\"#?:]+)"
)
"""What leads to a page, and is left alone by hosts that make links of the paths of sources."""


class JudgedSite:
    """What was found in a site, for the host that shows it.

    `complain` is told of templates and catalogues of the site that cannot be used.
    """

    def __init__(
        self, settings: Settings, result: Result, host: Host, complain: Callable[[str], None]
    ) -> None:
        self.settings = settings
        self._host = host
        inputs = settings.inputs
        self._is_excluded = exclusion(inputs.exclude_docs, inputs.draft_docs)
        around = settings.around
        context = SiteContext(
            self._link_to,
            around.language,
            around.templates,
            around.repo_url,
            around.edit_uri,
            complain=complain,
        )
        self._site = Site(result, context)
        self._generated = {f"{self._site.page_dir}/{page.name}" for page in self._site.pages}
        self._in_text = items_in_text(result.registry)
        self._filling = Lock()
        self._rendered: set[str] = set()
        self.registry: Registry = result.registry

    def is_hand_written(self, page: str) -> bool:
        """Whether a page is none of ours, which are left as they were rendered."""
        return page not in self._generated

    def with_anchors(self, markdown: str, page: str) -> str:
        """Return the Markdown of a page with anchors for the items that are headings and list items of it."""
        items = self._in_text.get(page)
        return with_anchors(markdown, self._written(page), items) if items else markdown

    def filled(self, html: str, page: str) -> str:
        """Return the HTML of a page with what its markers ask for, its panels, and the addresses of items."""
        with self._filling:
            self._rendered.add(page)
            return self._filled(html, page)

    def _filled(self, html: str, page: str) -> str:
        site = self._site
        taken = headings_of(html).anchors if site.panel_anchors(page) else frozenset()
        html = site.with_words_filled(html, page)
        if panels := site.panels_html(page, taken):
            html = f"{html}\n{panels}"
        if page != NO_PAGE and self._is_there(f"{site.page_dir}/assets/{SCRIPT}"):
            html = site.with_script(html, page)
        html = site.filled(html, page)
        return self._as_urls(html, page) if self._host.links_are_sources else html

    def _written(self, page: str) -> str:
        """Return what the file of a page says, in which the lines of its items count."""
        file = self.settings.docs_dir / page
        try:
            is_ours = self.settings.bounds.hold(file)
            return line_ends_as_one(shown(read_ordinary(file, MAX_BYTES))) if is_ours else ""
        except (OSError, ValueError):  # gone since it was read
            return ""

    # ---------------------------------------------------------------- links

    def _is_there(self, uri: str) -> bool:
        return not self._is_excluded(uri) and is_file(self.settings.docs_dir / uri)

    def _link_to(self, uri: str) -> str | None:
        """Return what links to a page are made of; None where the site has no such page."""
        if uri == NO_PAGE:
            return ""
        if not (uri.endswith(PAGE_ENDINGS) or uri.startswith(f"{self._site.page_dir}/")):
            return None
        if not (uri in self._rendered or self._is_there(uri)):
            return None
        return quote(os.fsencode(uri)) if self._host.links_are_sources else self._url_of(uri)

    def _url_of(self, uri: str) -> str:
        return self._host.url_of(uri, self.settings.use_directory_urls)

    def _as_urls(self, html: str, page: str) -> str:
        """Make URLs of the paths of sources that the host does not make links of itself."""
        here = self._url_of(page)

        def as_url(found: re.Match[str]) -> str:
            path = unquote(unescape(found["path"]))
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
            if self._link_to(target) is None:
                return found[0]
            return found["before"] + escape(relative_url(self._url_of(target), here))

        return _NOT_REWRITTEN.sub(as_url, html)
