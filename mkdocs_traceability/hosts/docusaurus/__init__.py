"""Docusaurus: pages are MDX, which runs what stands in braces, and React makes elements of HTML its own way.

So the HTML of a page is one string, of which React makes nothing: no brace is code, templates stay templates,
and what the script does to rows is not undone.
"""

import json
import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mkdocs_traceability.hosts.host import Host
from mkdocs_traceability.reading.discovery import PAGE_ENDINGS

if TYPE_CHECKING:
    from mkdocs_traceability.pages.page import GeneratedPage

_NUMBERED: Final = re.compile(r"(?!\d+[-_.]\d)\d+\s*[-_.]+\s*(?=[^-_.\s])")
"""The number before a name, which Docusaurus leaves out of URLs (`DefaultNumberPrefixParser`)."""


def front_matter(page: "GeneratedPage") -> Mapping[str, object]:
    """Return what a page says to Docusaurus: it has its own title, and nobody edits it."""
    said: dict[str, object] = {
        "title": page.title,
        "hide_title": True,
        "hide_table_of_contents": True,
        "custom_edit_url": None,
    }
    if not page.in_nav:
        # Docusaurus has no key that keeps a page out of the sidebar only: the style sheet hides its entry
        said |= {"sidebar_class_name": "trace-not-in-nav", "pagination_next": None, "pagination_prev": None}
    return said


def url_of(uri: str, use_directory_urls: bool) -> str:
    """Return the URL of a page: with `trailingSlash: true` a folder, with `false` a file without ending."""
    if not uri.endswith(PAGE_ENDINGS):
        return quote(os.fsencode(uri))
    *folders, name = (_without_number(part) for part in uri.rpartition(".")[0].split("/"))
    is_index = name.lower() in ("index", "readme", *(folder.lower() for folder in folders[-1:]))
    path = "/".join(folders if is_index else (*folders, name))
    return (quote(os.fsencode(path)) + ("/" if use_directory_urls and path else "")) or "./"


def _without_number(name: str) -> str:
    found = _NUMBERED.match(name)
    return name[found.end() :] if found else name


def body(html: str) -> str:
    """Return an element whose HTML is a string of JavaScript, in which nothing ends or begins a tag."""
    string = json.dumps(html).replace("<", "\\u003c").replace(">", "\\u003e")
    return "<div dangerouslySetInnerHTML={{__html: " + string + "}} />\n"


HOST: Final = Host(
    name="docusaurus",
    title="Docusaurus",
    ending=".mdx",
    front_matter=front_matter,
    url_of=url_of,
    config_names=("docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"),
    body=body,
    files_folder="static/docs/{page_dir}",
    order="sidebar_position",
)
