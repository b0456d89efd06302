"""Notes and summaries as HTML: Markdown's simple forms, with all else in them shown as the text it is."""

from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

_WITHOUT_MEANING: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:'\"()?%/–—’“”…→=@§-"
)
_SAFE_SCHEMES: Final = ("http", "https", "mailto")
_OFF: Final = (
    "html",
    "entity",
    "image_link",
    "image_reference",
    "short_image_ref",
    "reference",
    "short_reference",
)
"""Inline forms that are not for data: HTML, images that would be fetched, links defined elsewhere."""


@lru_cache(maxsize=20_000)
def simple_markdown(text: str) -> Markup:
    """Render a text: no HTML in it is kept, links have safe schemes only. A single paragraph has no `<p>`."""
    if _WITHOUT_MEANING.issuperset(text) and not text.startswith(("-", "=", " ")):
        return escape(text)
    try:
        html = _markdown().reset().convert(text)
    except RecursionError:  # thousands of nested lists: a text that nobody reads as Markdown
        return escape(text)
    if html.startswith("<p>") and html.find("</p>") == len(html) - 4:
        html = html[3:-4]
    return Markup(html)


class Rendered(Markup):
    """HTML that a text of the data has become already; other `Markup` is text that a template says."""

    __slots__ = ()


def as_html(text: str) -> Markup:
    """Return a text as HTML: what is rendered already as it is, all else rendered."""
    return text if isinstance(text, Rendered) else simple_markdown(text)


class _OnlySafeLinks(Treeprocessor):
    """Takes the address from links of any other scheme than the web's and mail's."""

    def run(self, root: Element) -> None:
        for element in root.iter("a"):
            if not is_safe_link(element.get("href", "")):
                element.attrib.pop("href", None)


def is_safe_link(url: str) -> bool:
    """Whether an address is one of the web or of mail, and can be nothing else."""
    try:
        return urlsplit("".join(url.split())).scheme in _SAFE_SCHEMES
    except ValueError:
        return False


@lru_cache(maxsize=1)
def _markdown() -> Markdown:
    markdown = Markdown(output_format="html")
    markdown.preprocessors.deregister("html_block")
    for pattern in _OFF:
        markdown.inlinePatterns.deregister(pattern)
    for block in ("hashheader", "setextheader", "reference", "quote", "hr", "code"):
        markdown.parser.blockprocessors.deregister(block)
    markdown.treeprocessors.register(_OnlySafeLinks(markdown), "only_safe_links", 0)
    return markdown
