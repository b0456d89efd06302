"""Hugo: raw HTML is shown where the site allows it, and shortcodes in it would be run."""

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mkdocs_traceability.hosts.host import Host
from mkdocs_traceability.hosts.markup import for_markdown, without_title
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS

if TYPE_CHECKING:
    from mkdocs_traceability.pages.page import GeneratedPage

_LEFT_OUT: Final = re.compile(r"[^\w./#+~@-]")
"""What Hugo leaves out of the paths of pages, once their spaces are hyphens (`paths.Sanitize`)."""


def front_matter(page: "GeneratedPage") -> Mapping[str, object]:
    """Return what a page says to Hugo and, as far as they have a word for it, to themes: Docsy, Book."""
    said: dict[str, object] = {"title": page.title, "toc": False, "notoc": True, "bookToc": False}
    if not page.is_searched:
        said |= {"exclude_search": True, "bookSearchExclude": True}
    if not page.in_nav:
        said |= {"build": {"list": "never"}, "bookHidden": True}
    return said


def url_of(uri: str, use_directory_urls: bool) -> str:
    """Return the URL of a page: in lower case, and as a folder unless the site has `uglyURLs`."""
    if not uri.endswith(PAGE_ENDINGS):
        return quote(os.fsencode(uri))
    stem = uri.rpartition(".")[0]
    path = _LEFT_OUT.sub("", re.sub(r"\s+", "-", stem)).lower()
    folder, slash, name = path.rpartition("/")
    if name in ("index", "_index"):
        return quote(os.fsencode(f"{folder}{slash}")) or "./"
    return quote(os.fsencode(path)) + ("/" if use_directory_urls else ".html")


def file_of(name: str) -> str:
    """Return where a page is written: beside an `index.md`, Hugo would take all pages for its resources."""
    folder, slash, file = name.rpartition("/")
    return f"{folder}{slash}_index.md" if file == "index.md" else name


HOST: Final = Host(
    name="hugo",
    title="Hugo",
    ending=".md",
    front_matter=front_matter,
    url_of=url_of,
    config_names=("hugo.toml", "hugo.yaml", "hugo.json", "config.toml"),
    body=lambda html: for_markdown(without_title(html)),
    file_of=file_of,
    files_folder="static/{page_dir}",
    order="weight",
)
