"""What a host is to us: how pages are written for it, and which URLs it gives them. Imports no host."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from mkdocs_traceability.reading.discovery import PAGE_ENDINGS

if TYPE_CHECKING:
    from mkdocs_traceability.pages.page import GeneratedPage


def as_it_is(text: str) -> str:
    """Return a text unchanged."""
    return text


@dataclass(frozen=True)
class Host:
    """A site generator, as far as our pages must know it.

    `name` is what `--host` takes, `title` what people call it. `ending` is that of a rendered page.
    `front_matter` gives the front matter of a page as data; without any, none is written. `url_of` makes the
    URL of a page below the root of the site of its source path below the docs folder, and of whether pages
    are folders (`a/b/`) or files (`a/b.html`). `links_are_sources` says that the host makes the links in the
    HTML of a page of the paths of sources; elsewhere they are URLs relative to the page. `config_names` are
    the files by which a site of this host is known.

    `body` makes of the HTML of a page what the host shows, running nothing of it. `file_of` gives a page its
    path below the page folder. `files_folder` is where the host expects what is no page, relative to the
    folder of the configuration, with `{page_dir}` in it; empty where that may stand beside pages. `order` is
    the key of the front matter that says where a page stands in the navigation. `has_extension` says that the
    host runs Python-Markdown, and so can show panels and references on hand-written pages.
    """

    name: str
    title: str
    ending: str
    front_matter: Callable[["GeneratedPage"], Mapping[str, object]]
    url_of: Callable[[str, bool], str]
    links_are_sources: bool = False
    config_names: tuple[str, ...] = ()
    body: Callable[[str], str] = as_it_is
    file_of: Callable[[str], str] = as_it_is
    files_folder: str = ""
    order: str = ""
    has_extension: bool = False


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
