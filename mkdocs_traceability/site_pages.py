"""The pages of a site as MkDocs has rendered them: their anchors and headings, read when asked for."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Final

from mkdocs.structure.files import File, Files

from mkdocs_traceability.evidence.checker import RenderedPage, SitePages

_HEADING: Final = re.compile(r"<h([1-6])\b([^>]*)>(.*?)</h\1>", re.DOTALL | re.IGNORECASE)
_ID: Final = re.compile(r"""<[a-zA-Z][^>]*?\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_OWN_ID: Final = re.compile(r"""\sid\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_PERMALINK: Final = re.compile(r"""<a\b[^>]*class="[^"]*\bheaderlink\b[^"]*"[^>]*>.*?</a>""", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")


def site_pages(files: Files, is_shown: Callable[[File], bool]) -> SitePages:
    """Return the pages that are in the site."""
    shown = {file.src_uri: file for file in files.documentation_pages() if is_shown(file)}
    return SitePages(frozenset(shown), _Rendered(shown))


class _Rendered(Mapping[str, RenderedPage]):
    """What pages were rendered to. One that was not, as under `--dirty`, is not in it."""

    def __init__(self, files: Mapping[str, File]) -> None:
        self._html = {
            uri: file.page.content
            for uri, file in files.items()
            if file.page and file.page.content is not None
        }
        self._pages: dict[str, RenderedPage] = {}

    def __getitem__(self, uri: str) -> RenderedPage:
        if uri not in self._pages:
            self._pages[uri] = _read(self._html[uri])
        return self._pages[uri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._html)

    def __len__(self) -> int:
        return len(self._html)


def _read(html: str) -> RenderedPage:
    anchors = frozenset(unescape(_first(found)) for found in _ID.finditer(html))
    headings = []
    for found in _HEADING.finditer(html):
        own = _OWN_ID.search(found[2])
        text = _TAG.sub("", _PERMALINK.sub("", found[3]))
        headings.append((unescape(_first(own)) if own else "", " ".join(unescape(text).split())))
    return RenderedPage(anchors, tuple(headings))


def _first(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None)
