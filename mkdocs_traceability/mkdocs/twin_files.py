"""The files of the Markdown of generated pages, and `llms.txt`, in a site that MkDocs builds; at its door."""

import posixpath
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from mkdocs.structure.files import File, Files

from mkdocs_traceability.mkdocs.i18n_folder import language_folder
from mkdocs_traceability.mkdocs.messages import log
from mkdocs_traceability.pages.site.addresses import relative_url
from mkdocs_traceability.pages.twins import LLMS, ListedPage, Twins

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

_WRITERS: Final = ("llmstxt", "llms-txt", "llmstxt-md")
"""Plugins that write `llms.txt` themselves, when all is built."""


class TwinFiles:
    """Adds the files as soon as the pages are known, and their content once all is judged."""

    def __init__(self, files: Files, config: "MkDocsConfig") -> None:
        self._files = files
        self._config = config
        self._twins: dict[str, File] = {}
        self._llms: File | None = None

    def add(self, pages: Mapping[str, File]) -> None:
        """Add a file for each generated page, and `llms.txt` unless somebody else writes it."""
        for uri, page in pages.items():
            self._twins[uri] = self._added(posixpath.splitext(page.dest_uri)[0] + ".md")
        folder = language_folder(self._config.plugins)
        if writer := self._writer_of_llms(posixpath.join(folder, LLMS)):
            log.info(f"`llms.txt` is left to {writer}")
        else:
            self._llms = self._added(posixpath.join(folder, LLMS))

    def _added(self, dest_uri: str) -> File:
        """Add a file. Its source has another ending: MkDocs would make a page of Markdown."""
        file = File.generated(self._config, f"{dest_uri}.twin", content=b"")
        file.dest_uri = dest_uri
        self._files.append(file)
        return file

    def _writer_of_llms(self, dest_uri: str) -> str:
        for file in self._files:
            if file.dest_uri == dest_uri:
                return f"`{file.src_uri}`"
        return next((f"the plugin `{name}`" for name in _WRITERS if name in self._config.plugins), "")

    @property
    def urls(self) -> dict[str, str]:
        """The URLs of the files, by the source paths of the pages."""
        return {uri: file.url for uri, file in self._twins.items()}

    def fill(
        self,
        twins: Twins,
        content: Callable[[str, Callable[[], bytes]], bytes],
        is_hand_written: Callable[[File], bool],
    ) -> None:
        """Give the files their content; `content` makes it, or has it already."""
        for uri, file in self._twins.items():
            file.content_bytes = content(file.src_uri, partial(_encoded, twins, uri))
        if self._llms is not None:
            config = self._config
            others = [
                ListedPage(_title_in_nav(file.page, file.src_uri), file.url)
                for file in self._files.documentation_pages()
                if file.page and is_hand_written(file)
            ]
            text = twins.llms_txt(
                config.site_name, config.site_description or "", self._address_in_llms, others
            )
            self._llms.content_bytes = text.encode("utf-8")

    def _address_in_llms(self, url: str) -> str:
        """Return a whole address where the site has one, else a link that is relative to `llms.txt`."""
        if self._config.site_url and not language_folder(self._config.plugins):
            return urljoin(self._config.site_url, url)
        return relative_url(url, self._llms.url) if self._llms else url

    def url_of(self, page: str) -> str | None:
        """Return the URL of the Markdown of a generated page, None of another page."""
        file = self._twins.get(page)
        return file.url if file else None


def _encoded(twins: Twins, page: str) -> bytes:
    return twins.markdown(page).encode("utf-8")


def _title_in_nav(page: "Page", path: str) -> str:
    """Return the title of a page behind those of its sections: several may have an "Overview"."""
    sections = [section.title for section in [*page.ancestors][::-1]]
    return " › ".join(str(title) for title in (*sections, page.title or path))
