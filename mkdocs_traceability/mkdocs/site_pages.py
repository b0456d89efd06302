"""The pages of a site as MkDocs has rendered them: anchors and headings, read when asked for, and markers."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from mkdocs.structure.files import File, Files
from mkdocs.structure.toc import AnchorLink

from mkdocs_traceability.evidence.checker import RenderedPage, SitePages
from mkdocs_traceability.evidence.documents.rendering.html_headings import headings_of
from mkdocs_traceability.model.prose import FULL, SHORT, Marker, Mention
from mkdocs_traceability.pages.parts.directives import PLACE, marker_in
from mkdocs_traceability.reading.markdown.macro_calls import SeenMarker, markers_of_page
from mkdocs_traceability.registry.registry import Registry


class ContentsEntry(AnchorLink):
    """A heading in a table of contents: its anchor is data, which themes and searches write unescaped."""

    @property
    def url(self) -> str:
        """The address of the heading within its page.

        A title is the top of its page. Bootstrap's scripts end with an error where its anchor is no selector.
        """
        if self.level == 1 and not re.fullmatch(r"[\w-]+", self.id):
            return "#"
        return "#" + quote(self.id, safe="-._~:@!$()*+,;=/")


def site_pages(files: Files, is_shown: Callable[[File], bool]) -> "tuple[SitePages, RenderedPages]":
    """Return the pages that are in the site, and what they were rendered to."""
    shown = {file.src_uri: file for file in files.documentation_pages() if is_shown(file)}
    titles = {uri: file.page.title for uri, file in shown.items() if file.page}
    texts = {uri: title for uri, title in titles.items() if isinstance(title, str) and title}
    rendered = RenderedPages(shown)
    return SitePages(frozenset(shown), rendered, texts), rendered


def as_rendered(
    files: Files, registry: Registry, docs_path: str, is_shown: Callable[[File], bool]
) -> Registry:
    """Return a registry with what the text of pages says of items once they are rendered."""
    return replace(
        registry,
        markers=tuple(_rendered_markers(files, registry, docs_path, is_shown)),
        mentions=tuple(_unresolved_mentions(files, registry, docs_path, is_shown)),
    )


def _rendered_markers(
    files: Files, registry: Registry, docs_path: str, is_shown: Callable[[File], bool]
) -> list[Marker]:
    """Return the markers that pages have once they are rendered: those that macros made among them."""
    read = defaultdict(list)
    for marker in registry.markers:
        read[marker.position.path].append(marker)
    for file in files.documentation_pages():
        html = (file.page.content or "") if file.page and is_shown(file) else ""
        if '"trace-place"' in html and (
            seen := [SeenMarker(*marker_in(place)) for place in PLACE.finditer(html)]
        ):
            path = f"{docs_path}/{file.src_uri}"
            read[path] = markers_of_page(path, file.content_string, read[path], seen)
    markers = [marker for each in read.values() for marker in each]
    return sorted(markers, key=lambda marker: marker.position)


def _unresolved_mentions(
    files: Files, registry: Registry, docs_path: str, is_shown: Callable[[File], bool]
) -> list[Mention]:
    """Return the references but for those that something else resolved: no brackets are left of them."""
    shown: dict[str, str] = {}
    pages = {
        f"{docs_path}/{file.src_uri}": file.page for file in files.documentation_pages() if is_shown(file)
    }

    def is_left(mention: Mention) -> bool:
        page = pages.get(mention.position.path)
        if mention.form not in (SHORT, FULL) or page is None or page.content is None:
            return True
        if registry.answering(mention.text):
            return True
        if mention.position.path not in shown:
            shown[mention.position.path] = _bare(unescape(_TAG.sub("", page.content)))
        return _bare(f"[{mention.text}]") in shown[mention.position.path]

    return [mention for mention in registry.mentions if is_left(mention)]


_TAG: Final = re.compile(r"<[^<>]*>")
_MARKUP: Final = re.compile(r"[\s*_`~^=+\\]+")
"""What Markdown may have made something else of, within the brackets."""


def _bare(text: str) -> str:
    return _MARKUP.sub("", text)


def stale_pages(files: Files, registry: Registry, docs_path: str) -> list[str]:
    """Return the pages of which a `--dirty` build made nothing anew, and that show something of ours."""
    said = {each.position.path for each in registry.markers}
    said |= {each.position.path for each in registry.restated}
    said |= {each.position.path for each in registry.all if each.table_page or each.text_page}
    said |= {each.position.path for each in registry.mentions if registry.answering(each.text)}
    return [
        file.src_uri
        for file in files.documentation_pages()
        if file.page
        and file.page.content is None
        and (f"{docs_path}/{file.src_uri}" in said or _shows_ours(Path(file.abs_dest_path)))
    ]


def _shows_ours(built: Path) -> bool:
    """Whether a page of the built site has a reference, a panel or what a marker placed."""
    return built.is_file() and _OURS.search(built.read_bytes()) is not None


_OURS: Final = re.compile(rb"""class=["']?trace[ -]""")


def search_settings(files: Files) -> dict[str, Mapping[str, Any]]:
    """Return what pages say of the search in their front matter, by source path."""
    said = ((file.src_uri, file.page.meta.get("search")) for file in files.documentation_pages() if file.page)
    return {uri: search for uri, search in said if isinstance(search, Mapping)}


class RenderedPages(Mapping[str, RenderedPage]):
    """What pages were rendered to. One that was not, as under `--dirty`, is not in it."""

    def __init__(self, files: Mapping[str, File]) -> None:
        self._html = {
            uri: file.page.content
            for uri, file in files.items()
            if file.page and file.page.content is not None
        }
        self._pages: dict[str, RenderedPage] = {}

    def has_all_of(self, before: "RenderedPages") -> bool:
        """Whether the pages are those of another build, and what that looked at is as it was."""
        return self._html.keys() == before._html.keys() and all(
            self._html[uri] == before._html[uri] for uri in before._pages
        )

    def __getitem__(self, uri: str) -> RenderedPage:
        if uri not in self._pages:
            self._pages[uri] = headings_of(self._html[uri])
        return self._pages[uri]

    def __iter__(self) -> Iterator[str]:
        return iter(self._html)

    def __len__(self) -> int:
        return len(self._html)
