"""The generated part of a site as files for one host: its pages, and what they need beside them."""

import posixpath
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote, unquote

from mkdocs_traceability.files.real import is_file
from mkdocs_traceability.hosts.host import Host
from mkdocs_traceability.hosts.markup import with_source_links
from mkdocs_traceability.pages.front_matter import front_matter
from mkdocs_traceability.pages.page import GeneratedPage
from mkdocs_traceability.pages.publication import STYLE_SHEET, Site, script, style_sheet
from mkdocs_traceability.pages.site.view import SCRIPT
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS, exclusion
from mkdocs_traceability.result import Result
from mkdocs_traceability.settings.load import EXTENSION, Settings

"""The Markdown extension that shows items on hand-written pages."""


class RenderedFiles(NamedTuple):
    """Files by their paths below the page folder: pages, and all others. `complaints` are about templates."""

    pages: dict[str, bytes]
    others: dict[str, bytes]
    complaints: list[str]


def rendered_files(settings: Settings, result: Result, host: Host) -> RenderedFiles:
    """Return everything that a site generator needs to show what was found in a site."""
    urls = _Urls(settings, host)
    complaints: dict[str, None] = {}
    around = settings.around
    context = SiteContext(
        urls.of,
        around.language,
        around.templates,
        around.repo_url,
        around.edit_uri,
        complain=lambda complaint: complaints.setdefault(complaint),
        has_panels=host.has_extension and EXTENSION in settings.inputs.markdown_extensions,
    )
    site = Site(result, context)
    if site.is_empty:
        return RenderedFiles({}, {}, [])
    published = site.published_files()
    names = [*(page.name for page in site.pages), *(file.name for file in published)]
    urls.generated = frozenset(f"{site.page_dir}/{name}" for name in names)
    pages = {
        _file(host, page): _page(site, host, urls, page, number) for number, page in enumerate(site.pages, 1)
    }
    others = {f"assets/{STYLE_SHEET}": style_sheet(), f"assets/{SCRIPT}": script()}
    others |= {file.name: file.content() for file in published}
    return RenderedFiles(pages, others, list(complaints))


class _Urls:
    """The URLs that a host gives pages and files; `generated` are ours, by their source paths."""

    def __init__(self, settings: Settings, host: Host) -> None:
        inputs = settings.inputs
        self.generated: frozenset[str] = frozenset()
        self.sources: dict[str, str] = {}
        self._settings = settings
        self._host = host
        self._is_excluded = exclusion(inputs.exclude_docs, inputs.draft_docs, inputs.rendered)

    def of(self, uri: str) -> str | None:
        """Return the URL of a page or a file, relative to the root of the site; None where there is none."""
        if uri not in self.generated and not self._is_hand_written(uri):
            return None
        url = self._host.url_of(uri, self._settings.use_directory_urls)
        self.sources[url] = uri
        return url

    def _is_hand_written(self, uri: str) -> bool:
        is_page = uri.endswith(PAGE_ENDINGS) and not self._is_excluded(uri)
        return is_page and is_file(self._settings.docs_dir / uri)

    def link_from(self, uri: str) -> Callable[[str], str]:
        """Return what makes of a URL the path of its source, relative to that of a page."""

        def link(url: str) -> str:
            source = self.sources.get(url, unquote(url))
            return quote(posixpath.relpath(source, posixpath.dirname(uri) or "."))

        return link


def _page(site: Site, host: Host, urls: _Urls, page: GeneratedPage, number: int) -> bytes:
    uri = f"{site.page_dir}/{page.name}"
    html = site.with_style(site.with_script(site.page_html(page), uri), uri)
    if host.links_are_sources:
        html = with_source_links(html, urls.of(uri) or "", urls.link_from(uri))
    said = dict(host.front_matter(page))
    if host.order and page.in_nav:
        said[host.order] = number
    return (front_matter(said) + host.body(html)).encode("utf-8", "replace")


def _file(host: Host, page: GeneratedPage) -> str:
    return host.file_of(page.name).removesuffix(".md") + host.ending
