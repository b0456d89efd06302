"""One build of a site, made anew for each: what was read of it, which pages it gets, and what was found.

Pages and files enter the site as soon as its sources are linked, and stay; their content comes in once all
is judged.
"""

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Final, TypeVar

from mkdocs.structure.files import File, Files

from mkdocs_traceability.exports.export import PublishedFile
from mkdocs_traceability.exports.provenance import OF_THE_MOMENT
from mkdocs_traceability.files.garbage import look_at_all, no_garbage_collection, set_aside
from mkdocs_traceability.markdown.text_anchors import items_in_text, with_anchors
from mkdocs_traceability.mkdocs.around import Around
from mkdocs_traceability.mkdocs.generated_files import ASSETS, make_known, page_file, table_of_contents
from mkdocs_traceability.mkdocs.i18n_folder import language_folder
from mkdocs_traceability.mkdocs.kept_site import Basis, Judged, KeptSite
from mkdocs_traceability.mkdocs.kept_sources import KeptSources
from mkdocs_traceability.mkdocs.messages import warn_of_taken
from mkdocs_traceability.mkdocs.navigation import add_section, place_below
from mkdocs_traceability.mkdocs.search_index import ItemSearch
from mkdocs_traceability.mkdocs.site_pages import (
    as_rendered,
    search_settings,
    site_pages,
    stale_pages,
)
from mkdocs_traceability.mkdocs.sources import keep_unpublished, others_of, reader_of, sources_of
from mkdocs_traceability.mkdocs.twin_files import TwinFiles
from mkdocs_traceability.model.day import day_of_check
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.pages.page import GeneratedPage
from mkdocs_traceability.pages.publication import STYLE_SHEET, Site
from mkdocs_traceability.pages.site.finding_places import PAGE
from mkdocs_traceability.pages.twins import Twins
from mkdocs_traceability.pages.views.item import remark_on

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation, Section
    from mkdocs.structure.pages import Page

    from mkdocs_traceability.mkdocs.shown_files import ShownFiles
    from mkdocs_traceability.registry.registry import Registry
    from mkdocs_traceability.result import Result
    from mkdocs_traceability.workspace import Workspace


T = TypeVar("T")

_BEGINNING: Final = 300
"""How many characters the HTML of a page is looked for by, within the whole page."""


class Build:
    """Reads and links a site, and adds its pages; then judges it, and has the pages show what was found.

    `result` has no verdicts until all is judged. A server hands over what it has `kept` of the build before,
    and of its `sources`: where all that our pages rest on is the same, nothing of them is made anew.
    """

    def __init__(
        self,
        workspace: "Workspace",
        files: Files,
        config: "MkDocsConfig",
        shown: "ShownFiles",
        *,
        serving: bool = False,
        kept: KeptSite | None = None,
        sources: KeptSources | None = None,
    ) -> None:
        look_at_all()
        self._workspace = workspace
        self._files = files
        self._config = config
        self._shown = shown
        self._serving = serving
        self._pages: dict[str, GeneratedPage] = {}
        self._exports: set[str] = set()
        self._twins: TwinFiles | None = None
        self._section: Section | None = None
        with no_garbage_collection():
            self._read(files, shown, kept, sources)
            self._set_aside()

    def _read(
        self, files: Files, shown: "ShownFiles", kept: KeptSite | None, sources: KeptSources | None
    ) -> None:
        """Read and link the site, and say which pages it gets."""
        workspace, config = self._workspace, self._config
        settings = workspace.settings
        for uri in settings.inputs.rendered:  # for other hosts: here the pages are made anew
            if file := files.get_file_from_path(uri):
                files.remove(file)
        is_read = reader_of(settings, shown.has)
        linked = workspace.link(
            sources_of(filter(is_read, files), settings, sources), others_of(files, settings, is_read)
        )
        self._linked = workspace.observe(linked, frozenset(self._page_names()))
        self._around = Around(files, config, shown, settings, serving=self._serving)
        self._basis = Basis.of(settings, self._linked, self._around)
        self.kept = kept if kept is not None and self._basis.is_that_of(kept.basis) else None
        self.result: Result = workspace.unjudged(self._linked)
        if self.kept is None:
            self._site = Site(self.result, self._around.context())
        else:
            self._site, self._around = self.kept.site, self.kept.around
            self._around.go_on(files, config, shown)

    @property
    def registry(self) -> "Registry":
        """All items of the site."""
        return self.result.registry

    @property
    def complaints(self) -> Collection[str]:
        """What was wrong with templates and catalogues that the site has written."""
        return self._around.complaints

    @property
    def remarks(self) -> list[str]:
        """What there is to say of sources that are none, or declare nothing."""
        return self._linked.remarks

    # ---------------------------------------------------------------- before anything is judged

    def add_pages(self) -> None:
        """Add our pages and files to the site, except where something stands already."""
        settings = self._workspace.settings
        if not settings.publish_sources:
            keep_unpublished(self._files, settings, self._linked.sidecars)
        if self._site.is_empty:
            return
        self._add_pages()
        self._add_twins()
        for name, content_of in ASSETS:
            uri = f"{self._site.page_dir}/assets/{name}"
            if self._files.get_file_from_path(uri) is None:  # a site may have its own
                self._files.append(File.generated(self._config, uri, content=content_of()))
        self._add_exports()
        style = f"{self._site.page_dir}/assets/{STYLE_SHEET}"
        if style not in self._config.extra_css:
            self._config.extra_css.insert(0, style)  # of equal rules, those of the site come last

    def remark_on_pages(self) -> list[str]:
        """Return what there is to say of how many pages there are."""
        remark = remark_on(self._site.pages)
        return [remark] if remark else []

    def add_section(self, nav: "Navigation") -> None:
        """Give our pages their places in the navigation: a section, unless the user placed one."""
        wanted = self._workspace.settings.presentation.nav
        in_nav = [uri for uri, generated in self._pages.items() if generated.in_nav]
        ours = [file for uri in in_nav if (file := self._files.get_file_from_path(uri))]
        is_placed = any(file.page in nav.pages for file in ours if file.page)
        if self._pages and wanted.shown and not is_placed:
            titled = [(file, self._pages[file.src_uri]) for file in ours]
            self._section = add_section(nav, self._site.nav_title, titled, self._config)
        place_below(self._file_of_page, self._pages.values(), self._config)

    def keep_section_title(self) -> None:
        """Undo that mkdocs-ng names a section like its first page, *Overview*, where there is no `nav`."""
        if self._section is not None:
            self._section.title = escape(self._site.nav_title)

    @property
    def _file_of_page(self) -> dict[str, File]:
        files = {uri: self._files.get_file_from_path(uri) for uri in self._pages}
        return {self._pages[uri].name: file for uri, file in files.items() if file}

    # ---------------------------------------------------------------- once all is judged

    def judge(self) -> "Result":
        """Verify and judge, now that every page has its headings, and have our pages show what was found."""
        with no_garbage_collection():
            self._judge_rendered()
            self._show_pages()
            self._show_exports()
            if self._twins is not None:
                self._twins.fill(self._kept_twins(self._twins), self._content, self._is_hand_written)
            self._set_aside()
        return self.result

    def _judge_rendered(self) -> None:
        docs_path = self._workspace.settings.docs_path
        rendered = as_rendered(self._files, self.registry, docs_path, self._is_hand_written)
        pages, html = site_pages(self._files, self._is_hand_written)
        seen = self._basis.observations
        judged = Judged(rendered, seen, pages, html, self._around.addresses(), day_of_check())
        if self.kept is not None and judged.is_that_of(self.kept.judged):
            self.result = self.kept.result
        else:
            self._judge(judged)
        self._linked = self._linked.without_observed()

    def _judge(self, judged: Judged) -> None:
        """Judge anew, and keep of it what the next build may go on with."""
        before, self.kept = self.kept, None
        linked = replace(self._linked, registry=judged.registry)
        self.result = self._workspace.judge(linked, judged.pages, judged.today)
        if before is not None and before.shows(self.result, judged.addresses):
            before.basis, before.judged, before.result = self._basis, judged, self.result
            self.kept = before if before.is_certain else None
            return
        if before is not None:  # what was kept may know other addresses
            self._site = Site(self.result, self._around.context())
        else:
            self._site = self._site.judged(self.result)
        if self._serving:
            kept = KeptSite(self._basis, judged, self.result, self._site, self._around)
            self.kept = kept if kept.is_certain else None

    def _kept_twins(self, files: TwinFiles) -> Twins:
        kept = self.kept
        if kept is None or kept.twins is None or kept.twins.urls != files.urls:
            twins = Twins(self.result, self._around.context(), files.urls)
            if kept is not None:
                kept.twins = twins
            return twins
        return kept.twins

    def with_anchors(self, markdown: str, page: "Page") -> str:
        """Return the Markdown of a page with anchors for the items that are headings and list items of it."""
        items = self._in_text.get(page.file.src_uri)
        return with_anchors(markdown, page.file.content_string, items) if items else markdown

    @cached_property
    def _in_text(self) -> Mapping[str, list[Item]]:
        return items_in_text(self.registry)

    def outline(self, page: "Page") -> str | None:
        """Give one of our pages its table of contents, and return its headings; None of another page."""
        generated = self._pages.get(page.file.src_uri)
        if generated is None:
            return None
        page.toc = table_of_contents(generated)
        return self._made("outline", page.file.src_uri, None, lambda: self._site.outline_html(generated))

    def show(self, page: "Page") -> None:
        """Bring in the HTML of one of our pages, or the panels of items at home on a hand-written one."""
        uri = page.file.src_uri
        if generated := self._pages.get(uri):
            page.content = self._made("page", uri, None, lambda: self._page_html(generated, uri))
            headings = [heading.anchor for heading in generated.headings]
            make_known(page, [generated.stem, *headings, *generated.anchors])
            return
        taken = frozenset(page.present_anchor_ids or ())
        if panels := self._made("panels", uri, taken, lambda: self._site.panels_html(uri, taken)):
            page.content = f"{page.content or ''}\n{panels}"
            make_known(page, self._site.panel_anchors(uri))
        if self._pages or self._site.panel_anchors(uri):
            html = page.content or ""
            page.content = self._made("script", uri, html, lambda: self._site.with_script(html, uri))

    def _page_html(self, generated: GeneratedPage, uri: str) -> str:
        return self._site.with_script(self._site.page_html(generated), uri)

    def with_words_filled(self, html: str, page: "Page") -> str:
        """Return the HTML of a page with what its markers ask for within sentences."""
        return self._site.with_words_filled(html, page.file.src_uri)

    def filled(self, html: str, page: "Page") -> str:
        """Return the HTML of a page with what its markers ask for, and links to the items it refers to."""
        uri = page.file.src_uri
        if self._has_places(html, page) if uri in self._pages else self._site.has_places(html):
            html = self._made("filled", uri, html, lambda: self._site.filled(html, uri))
        twin = self._twins.url_of(page.file.src_uri) if self._twins else None
        return html if twin is None else self._site.with_alternate(html, page.file.src_uri, twin)

    def _has_places(self, html: str, page: "Page") -> bool:
        """Whether there is something to fill in the HTML of one of our pages, or around it.

        What we made is not searched again in each build: it may be megabytes.
        """
        content, uri = page.content or "", page.file.src_uri
        start = html.find(content[:_BEGINNING])
        end = start + len(content)
        if start < 0 or not html.startswith(content, start):
            return True
        around = html[:start], html[end:]
        has_places = self._site.has_places
        return any(map(has_places, around)) or self._made("places", uri, None, lambda: has_places(content))

    def _made(self, what: str, uri: str, given: object, make: Callable[[], T]) -> T:
        """Return what is made for a page of what is `given`; a server makes it once."""
        return make() if self.kept is None else self.kept.made(what, uri, given, make)

    def _content(self, uri: str, make: Callable[[], bytes]) -> bytes:
        """Return the content of a file beside our pages; a server makes it once."""
        return make() if self.kept is None else self.kept.content(uri, make)

    def add_to_search(self, search: ItemSearch) -> list[str]:
        """Have the items found; return the names of search plugins that could not take them."""
        generated = frozenset(
            file.url for uri in self._pages if (file := self._files.get_file_from_path(uri))
        )
        pages = search_settings(self._files)
        entries = list(self._site.search_entries()) if self.kept is None else self.kept.search_entries
        return search.add(self._config.plugins, entries, pages, generated)

    # ---------------------------------------------------------------- what there is to say at the end

    @property
    def first_page(self) -> File | None:
        """The file of the first of our pages, if there are any."""
        return self._files.get_file_from_path(next(iter(self._pages))) if self._pages else None

    @property
    def findings_page(self) -> File | None:
        """The file of the page of findings, if there is one of ours."""
        uri = f"{self._site.page_dir}/{PAGE}"
        return self._files.get_file_from_path(uri) if uri in self._pages else None

    @property
    def has_home(self) -> bool:
        """Whether the site has a home page."""
        return any(each.dest_uri == "index.html" for each in self._files)

    def stale_pages(self) -> list[str]:
        """Return the pages that a `--dirty` build left as they were, and that show something of ours."""
        return stale_pages(self._files, self.registry, self._workspace.settings.docs_path)

    # ---------------------------------------------------------------- how it is done

    def _set_aside(self) -> None:
        """Spare the rest of a build from looking for garbage in the registry; a server makes another one."""
        if not self._serving:
            set_aside()

    def _page_names(self) -> Iterator[str]:
        pages = (file for file in self._files if file.is_documentation_page())
        return (file.src_uri for file in pages if self._shown.is_published(file))

    def _named(self, pages: Iterable[GeneratedPage]) -> dict[str, GeneratedPage]:
        return {f"{self._site.page_dir}/{generated.name}": generated for generated in pages}

    def _add_pages(self) -> None:
        taken = {file.dest_uri: file for file in self._files if self._shown.has(file)}
        folder = language_folder(self._config.plugins)
        for uri, generated in self._named(self._site.pages).items():
            ours = page_file(self._config, uri, generated)
            ours.dest_uri = posixpath.join(folder, ours.dest_uri)
            if theirs := self._files.get_file_from_path(uri) or taken.get(ours.dest_uri):
                warn_of_taken(f"page `{generated.title}`", theirs, self._workspace.settings)
                continue
            self._pages[uri] = generated
            self._files.append(ours)

    def _add_twins(self) -> None:
        if self._pages and self.result.presentation.llms:
            self._twins = TwinFiles(self._files, self._config)
            found = {uri: self._files.get_file_from_path(uri) for uri in self._pages}
            self._twins.add({uri: file for uri, file in found.items() if file})

    def _add_exports(self) -> None:
        for uri, published in self._published().items():
            if theirs := self._files.src_uris.get(uri):
                warn_of_taken(f"file `{published.name}`", theirs, self._workspace.settings)
                continue
            self._exports.add(uri)
            self._around.exports.add(uri)
            self._files.append(File.generated(self._config, uri, content=b""))

    def _published(self) -> Mapping[str, PublishedFile]:
        """Return what is published beside the pages, by the path of each file."""
        if self.kept is not None:
            return self.kept.published
        return {f"{self._site.page_dir}/{each.name}": each for each in self._site.published_files()}

    def _show_pages(self) -> None:
        judged = self._named(self._site.pages)
        self._pages = {uri: judged[uri] for uri in self._pages}
        for uri in self._pages:
            file = self._files.get_file_from_path(uri)
            if file is not None and file.page is not None:
                file.page.content = self.outline(file.page)

    def _show_exports(self) -> None:
        for uri, published in self._published().items():
            file = self._files.src_uris.get(uri)
            if uri in self._exports and file is not None and self._shown.has(file):
                is_of_the_moment = published.name in OF_THE_MOMENT
                make = published.content
                file.content_bytes = make() if is_of_the_moment else self._content(uri, make)

    def _is_hand_written(self, file: File) -> bool:
        """Whether a page in the site is none of ours: evidence is nothing that the plugin wrote itself."""
        return self._shown.has(file) and file.src_uri not in self._pages
