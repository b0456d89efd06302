"""Docusaurus: pages are MDX, which runs what stands in braces, and React makes elements of HTML its own way.

So the HTML of a page is one string, of which React makes nothing: no brace is code, templates stay templates,
and what the script does to rows is not undone.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.hosts.host import Host, page_url

if TYPE_CHECKING:
    from mkdocs_traceability.pages.page import GeneratedPage

ENDING: Final = ".mdx"


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
    url = page_url(uri.removesuffix("x") if uri.endswith(ENDING) else uri, use_directory_urls)
    return url if use_directory_urls or not url.endswith(".html") else _without_ending(url)


def _without_ending(url: str) -> str:
    folder, slash, name = url.removesuffix(".html").rpartition("/")
    if name != "index":
        return f"{folder}{slash}{name}"
    return folder or "./"


def body(html: str) -> str:
    """Return an element whose HTML is a string of JavaScript, in which nothing ends or begins a tag."""
    string = json.dumps(html).replace("<", "\\u003c").replace(">", "\\u003e")
    return "<div dangerouslySetInnerHTML={{__html: " + string + "}} />\n"


HOST: Final = Host(
    name="docusaurus",
    title="Docusaurus",
    ending=ENDING,
    front_matter=front_matter,
    url_of=url_of,
    config_names=("docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"),
    body=body,
    files_folder="static/docs/{page_dir}",
    order="sidebar_position",
)
