"""What a host is to us: how pages are written for it, and which URLs it gives them. Imports no host."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from mkdocs_traceability.reading.discovery import PAGE_ENDINGS

if TYPE_CHECKING:
    from mkdocs_traceability.pages.page import GeneratedPage


def as_it_is(html: str) -> str:
    """Return HTML unchanged: most hosts run nothing that stands in it."""
    return html


@dataclass(frozen=True)
class Host:
    """A site generator, as far as our pages must know it.

    `name` is what `--host` takes, `title` what people call it. `ending` is that of a rendered page.
    `front_matter` gives the front matter of a page as data; without any, none is written. `url_of` makes the
    URL of a page below the root of the site of its source path below the docs folder, and of whether pages
    are folders (`a/b/`) or files (`a/b.html`). `links_are_sources` says that the host makes the links in the
    HTML of a page of the paths of sources; elsewhere they are URLs relative to the page. `config_names` are
    the files by which a site of this host is known. `body` makes the HTML of a page such that the host shows
    it and runs nothing of it.
    """

    name: str
    title: str
    ending: str
    front_matter: Callable[["GeneratedPage"], Mapping[str, object]]
    url_of: Callable[[str, bool], str]
    links_are_sources: bool = False
    config_names: tuple[str, ...] = ()
    body: Callable[[str], str] = as_it_is


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
