"""The HTML of our pages, as it has to be for the Markdown of hosts to show it and run nothing of it."""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Final
from urllib.parse import urljoin, urlsplit

_BLANK: Final = re.compile(r"\n(?=[ \t]*\n)")
_LINK: Final = re.compile(
    r"<noscript>.*?</noscript>"  # text to a reader that runs scripts, and to Zensical
    r"|(?P<before><(?:a|link)\s(?:[^<>]*?\s)?href=|<script\s(?:[^<>]*?\s)?src=)\"(?P<href>[^\"]*)\"",
    re.DOTALL,
)
_TITLE: Final = re.compile(r"<h1 (id=\"[^\"]*\")>.*?</h1>", re.DOTALL)

_ROOT: Final = "http://site/"
"""Stands for the root of a site while links are resolved."""


def in_one_block(html: str) -> str:
    """Return HTML that Markdown takes for a single block: CommonMark ends one at the first empty line."""
    return f"<div>\n{_BLANK.sub('&#10;', html.strip())}\n</div>\n"


def without_braces(html: str) -> str:
    """Return HTML in which nothing is a template: not of Jinja, Liquid or Hugo, nor a snippet to include."""
    return html.replace("{", "&#123;").replace("--8<--", "--8&lt;--")


def for_markdown(html: str) -> str:
    """Return HTML that Markdown shows as it is."""
    return without_braces(in_one_block(html))


def without_title(html: str) -> str:
    """Return the HTML of a page without its title, for hosts whose themes write it; its anchor stays."""
    return _TITLE.sub(r"<span \1></span>", html, count=1)


def with_source_links(html: str, url: str, link_to: Callable[[str], str | None]) -> str:
    """Return HTML whose links to pages, styles and scripts are what `link_to` makes of URLs of the site.

    `url` is that of the page, relative to the root of the site. Links that lead out of the site, that stay on
    the page, and those of which `link_to` makes nothing, stay as they are.
    """

    def linked(found: re.Match[str]) -> str:
        if found["before"] is None:
            return found[0]
        href = unescape(found["href"])
        parts = urlsplit(href)
        if parts.scheme or parts.netloc or not parts.path:
            return found[0]
        target = urljoin(f"{_ROOT}{url.removeprefix('./')}", parts.path).removeprefix(_ROOT)
        link = link_to(target or "./")
        if link is None:
            return found[0]
        query = f"?{parts.query}" if parts.query else ""
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        return f'{found["before"]}"{escape(link + query + fragment)}"'

    return _LINK.sub(linked, html)
