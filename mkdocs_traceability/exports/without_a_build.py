"""The registry of a site that nobody builds: pages have the addresses that a build would give them."""

import os
from urllib.parse import quote

from mkdocs_traceability.exports.export import published_files
from mkdocs_traceability.exports.registry_json import registry_json
from mkdocs_traceability.pages.publication import Site
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS, exclusion
from mkdocs_traceability.settings.load import Settings
from mkdocs_traceability.workspace import Workspace


def registry_without_a_build(settings: Settings) -> bytes:
    """Read, link, verify and judge a site, and return its registry as JSON."""
    workspace = Workspace(settings)
    linked = workspace.link()
    result = workspace.judge(linked)
    is_excluded = exclusion(settings.inputs.exclude_docs, settings.inputs.draft_docs)
    ours: set[str] = set()

    def url_of(uri: str) -> str | None:
        is_page = uri.endswith(PAGE_ENDINGS)
        if uri in ours:
            is_there = is_page or not is_excluded(uri)
        else:
            is_there = is_page and not is_excluded(uri) and (settings.docs_dir / uri).is_file()
        return page_url(uri, settings.use_directory_urls) if is_there else None

    site = Site(result, SiteContext(url_of))
    names = [page.name for page in site.pages] + [file.name for file in published_files(site.view)]
    ours |= {f"{site.page_dir}/{name}" for name in names}
    return registry_json(site.view)


def page_url(uri: str, use_directory_urls: bool) -> str:
    """Return the URL of a file, by its path below the docs folder, as MkDocs makes it."""
    folder, slash, name = uri.rpartition("/")
    stem, _, ending = name.rpartition(".")
    if f".{ending}" in PAGE_ENDINGS:
        is_index = stem in ("index", "README")
        if use_directory_urls:
            name = "" if is_index else f"{stem}/"
        else:
            name = "index.html" if is_index else f"{stem}.html"
    return quote(os.fsencode(f"{folder}{slash}{name}")) or "./"  # a name may be no text
