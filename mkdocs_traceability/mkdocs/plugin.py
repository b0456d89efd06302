"""The door to MkDocs: its hooks call the pipeline and hand over what it made. No rule, no markup lives here.

Sources are read in `on_files`, before any page is rendered; pages are generated in memory, and their HTML
comes in after Markdown, macros and search have passed. Nothing is ever written into the docs folder.
"""

from __future__ import annotations

import logging
import os
import posixpath
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urljoin

from markdown.extensions import Extension
from mkdocs.config.base import ConfigErrors, ConfigWarnings, LegacyConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from mkdocs_traceability.markdown.macros import offer
from mkdocs_traceability.mkdocs.first_look import may_be_page_of_ours, may_be_sidecar
from mkdocs_traceability.mkdocs.i18n_folder import language_folder
from mkdocs_traceability.reading.nothing import nothing_declared

if TYPE_CHECKING:  # loaded where something may be declared: it takes longer than building a small site
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from jinja2 import Environment
    from markdown import Markdown
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_traceability.files.real import Bounds
    from mkdocs_traceability.markdown.extension import ProseExtension
    from mkdocs_traceability.mkdocs.search_index import ItemSearch
    from mkdocs_traceability.mkdocs.watching import SourceWatcher
    from mkdocs_traceability.pages.page import GeneratedPage
    from mkdocs_traceability.pages.publication import Site
    from mkdocs_traceability.reading.overlooked import Candidate
    from mkdocs_traceability.reading.read import Source
    from mkdocs_traceability.result import Result
    from mkdocs_traceability.settings.load import Settings
    from mkdocs_traceability.workspace import Linked, Workspace

PLUGIN: Final = "traceability"

log = get_plugin_logger(PLUGIN)

_BEFORE_LITERATE_NAV: Final = -60
"""literate-nav (−100) must see our pages to place them; Material's blog (−50) has found its posts by then."""

_AFTER_I18N: Final = -150
"""static-i18n (−100) cannot take files that are only in memory."""

_AFTER_AUTOREFS: Final = -100
"""What others bring into the pages late (autorefs: −50) belongs to their headings."""

_BEFORE_MINIFY: Final = 100
"""What makes pages smaller may write their attributes otherwise."""

_BEFORE_SEARCH: Final = 50
"""Search plugins write their index at priority 0."""

_AFTER_SEARCH: Final = -100
"""Search plugins index what a page's content is at priority 0."""


_MOST_NAMED: Final = 10
"""How many pages one line of the log names."""


class TraceabilityPlugin(BasePlugin[LegacyConfig]):
    """Checks the site's traceability while it is built, and adds its pages."""

    def __init__(self) -> None:
        self._serving = False
        self._is_dirty = False
        self._watcher: SourceWatcher | None = None
        self._workspace: Workspace | None = None
        self._linked: Linked | None = None
        self._result: Result | None = None
        self._site: Site | None = None
        self._pages: dict[str, GeneratedPage] = {}
        self._refused: set[str] = set()
        self._extension = _Extension(self)
        self._is_idle = False
        self._remarked = ""
        self._told: list[str] = []
        self._remarks: list[str] = []
        self._complaints: set[str] = set()
        self._exports: set[str] = set()
        self._files: Files | None = None
        self._posts: frozenset[str] = frozenset()

    @cached_property
    def _prose(self) -> ProseExtension:
        from mkdocs_traceability.markdown.extension import ProseExtension

        return ProseExtension()

    @cached_property
    def _search(self) -> ItemSearch:
        from mkdocs_traceability.mkdocs.search_index import ItemSearch

        return ItemSearch()

    def extend_markdown(self, markdown: Markdown) -> None:
        """Have Markdown ask us where references in prose lead, unless nothing is declared that they could."""
        if not self._is_idle:
            self._prose.extendMarkdown(markdown)

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Take the options as they are: `settings.py` checks them, with their place in the file."""
        self.config = LegacyConfig((), config_file_path=config_file_path)
        self.config.load_dict(options)
        return [], []

    # ---------------------------------------------------------------- hooks, in the order in which they come

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Keep this object, and what it has read, through all rebuilds of `mkdocs serve`."""
        self._serving = command == "serve"
        self._is_dirty = dirty
        if self._serving:
            from mkdocs_traceability.mkdocs.watching import SourceWatcher

            self._watcher = SourceWatcher()
        else:
            self._watcher = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Have Markdown ask us where references in prose lead, once: a configuration may be built again."""
        extensions: list[Any] = config.markdown_extensions
        if self._extension not in extensions:
            extensions.append(self._extension)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Offer our macros: now every plugin has its configuration, whatever their order."""
        macros = config.plugins.get("macros")
        if macros is not None and (refused := offer(macros)):
            log.info(f"the site has macros of its own called {', '.join(refused)}")

    @event_priority(_BEFORE_LITERATE_NAV)
    def _on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        return files if "i18n" in config.plugins else self._run(files, config)

    @event_priority(_AFTER_I18N)
    def _on_files_after_i18n(self, files: Files, *, config: MkDocsConfig) -> Files:
        return self._run(files, config) if "i18n" in config.plugins else files

    on_files = CombinedEvent(_on_files, _on_files_after_i18n)

    @event_priority(_BEFORE_LITERATE_NAV)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Add a section with our pages, unless the user placed one of them."""
        result = self._result
        if result is None or not self._pages or not result.presentation.nav.shown:
            return nav
        in_nav = [uri for uri, generated in self._pages.items() if generated.in_nav]
        ours = [file for uri in in_nav if (file := files.get_file_from_path(uri))]
        if any(file.page in nav.pages for file in ours if file.page):
            return nav
        from mkdocs_traceability.mkdocs.navigation import add_section

        pages = [(file, self._pages[file.src_uri]) for file in ours]
        add_section(nav, result.presentation.nav.title, pages, config)
        return nav

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Give search plugins the headings of our pages, in place of thousands of rows."""
        generated = self._pages.get(page.file.src_uri)
        if generated is None or self._site is None:
            return html
        from mkdocs_traceability.mkdocs.generated_files import table_of_contents

        page.toc = table_of_contents(generated)
        return self._site.outline_html(generated)

    @event_priority(_AFTER_AUTOREFS)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Verify and judge, now that every page has its headings."""
        if self._linked is not None and self._workspace is not None:
            from mkdocs_traceability.mkdocs.site_pages import (
                leave_rendered_references,
                site_pages,
                take_rendered_markers,
            )

            take_rendered_markers(
                files, self._linked.registry, self._workspace.settings.docs_path, self._is_hand_written
            )
            leave_rendered_references(
                files, self._linked.registry, self._workspace.settings.docs_path, self._is_hand_written
            )
            self._result = self._workspace.judge(self._linked, site_pages(files, self._is_hand_written))
            if self._watcher is not None:
                self._watcher.look_at_files(self._result.looked_at)
            _log(self._result)
            self._show_result(files, config, self._result)
        return env

    @event_priority(_BEFORE_SEARCH)
    def _on_page_context_before_search(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Have the search find the numbers and badges that stand within the sentences of a page."""
        if self._site is not None and page.content:
            page.content = self._site.with_words_filled(page.content, page.file.src_uri)
        return context

    @event_priority(_AFTER_SEARCH)
    def _on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Bring in the HTML of our pages, and the panels of items at home on a hand-written one."""
        site = self._site
        if site is None:
            return context
        from mkdocs_traceability.mkdocs.generated_files import make_known

        uri = page.file.src_uri
        if generated := self._pages.get(uri):
            page.content = site.page_html(generated)
            headings = [heading.anchor for heading in generated.headings]
            make_known(page, [generated.stem, *headings, *generated.anchors])
        elif panels := site.panels_html(uri, page.present_anchor_ids or ()):
            page.content = f"{page.content or ''}\n{panels}"
            make_known(page, site.panel_anchors(uri))
        return context

    on_page_context = CombinedEvent(_on_page_context_before_search, _on_page_context)

    @event_priority(_BEFORE_MINIFY)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put in where the items stand to which the text of a page refers."""
        return output if self._site is None else self._site.filled(output, page.file.src_uri)

    @event_priority(_BEFORE_SEARCH)
    def _on_post_build_before_search(self, *, config: MkDocsConfig) -> None:
        """Have the items found by id and title: the tables that show them are not indexed."""
        if self._site is None or self._files is None or language_folder(config.plugins):
            return
        from mkdocs_traceability.mkdocs.site_pages import search_settings

        generated = frozenset(
            file.url for uri in self._pages if (file := self._files.get_file_from_path(uri))
        )
        pages = search_settings(self._files)
        for name in self._search.add(config.plugins, self._site.search_entries(), pages, generated):
            log.info(f"The items are not in the search: this version of `{name}` is not known")

    @event_priority(_AFTER_I18N)
    def _on_post_build_at_the_end(self, *, config: MkDocsConfig) -> None:
        """Say where the pages are; end a strict build that found something, whatever the log level hides."""
        self._tell_where_the_pages_are(config)
        self._tell_what_is_stale()
        result = self._result
        if result is None or self._serving or not config.strict:
            return
        from mkdocs_traceability.reports import text

        failing = [finding for finding in result.findings if finding.fails]
        if failing:
            if not log.isEnabledFor(logging.WARNING):
                for finding in failing:
                    log.error(text.render_one(finding, result.excerpts))
            summary = text.summary(len(result.registry.all), result.findings)
            raise Abort(f"Traceability is broken: {summary}")
        if self._complaints:
            raise Abort("\n".join(sorted(self._complaints)))

    on_post_build = CombinedEvent(_on_post_build_before_search, _on_post_build_at_the_end)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Have the server build again when a source outside the docs folder changes."""
        if self._watcher is not None:
            server.watch(str(self._watcher.bell))
            self._watcher.start()
        return server

    def on_shutdown(self) -> None:
        """End watching."""
        if self._watcher is not None:
            self._watcher.stop()

    # ---------------------------------------------------------------- what the hooks do

    def _run(self, files: Files, config: MkDocsConfig) -> Files:
        self._linked, self._result, self._site, self._pages, self._exports = None, None, None, {}, set()
        self._complaints, self._refused = set(), set()
        self._files, self._posts = files, blog_posts(config.plugins)
        may_rest = not (self._serving or self._is_dirty or self.config)
        self._is_idle = may_rest and not _may_declare(files)
        if self._is_idle:
            self._remark([nothing_declared(_docs_path(config), [])])
            return files
        from mkdocs_traceability.workspace import Workspace

        self._prose.tell(None)
        settings = self._load_settings(config)
        if settings is None:
            return files
        if self._workspace is None:
            self._workspace = Workspace(settings)
        self._workspace.use(settings)
        if self._watcher is not None:
            self._watcher.look_at(settings)
        for note in self._workspace.notes():
            log.info(note)
        others = _others(files, settings, self._is_shown)
        self._linked = self._workspace.link(_sources(filter(self._is_shown, files), settings), others)
        self._remark(self._linked.remarks)
        self._prose.tell(self._linked.registry, settings.prose_ids)
        self._result = self._workspace.unjudged(self._linked)
        if not settings.publish_sources:
            _keep_sources_unpublished(files, settings, self._linked.sidecars)
        self._add_pages(files, config, self._result)
        return files

    def _remark(self, remarks: list[str]) -> None:
        """Log what is not read, or declares nothing: once for a server, and when that changes."""
        if remarks != self._remarks:
            self._remarks = remarks
            for remark in remarks:
                log.info(remark)

    def _load_settings(self, config: MkDocsConfig) -> Settings | None:
        """Read the settings. What makes them unreadable ends a build; a server lives on."""
        from mkdocs_traceability.settings.config_file import ConfigError
        from mkdocs_traceability.settings.load import load_settings

        file = Path(config.config_file_path or "mkdocs.yml")
        try:
            return load_settings(file, dict(self.config), Path(config.docs_dir))
        except ConfigError as error:
            if self._serving:
                log.error(str(error))
                return None
            raise PluginError(str(error)) from None

    def _site_of(self, files: Files, config: MkDocsConfig, result: Result) -> Site:
        from mkdocs_traceability.pages.publication import Site
        from mkdocs_traceability.pages.site_context import Surroundings

        def url_of(uri: str) -> str | None:
            file = files.get_file_from_path(uri)
            if file is None or not self._is_shown(file):
                return None
            if not file.is_documentation_page() and uri not in self._exports:
                return None
            return file.url

        repo_url, edit_uri = config.repo_url or "", config.edit_uri or ""
        own = _templates(config)
        site = Surroundings(url_of, _language(config), own, repo_url, edit_uri, self._complain)
        return Site(result, site)

    def _complain(self, message: str) -> None:
        """Warn of a template or catalogue that the site has written, once for each build."""
        if message not in self._complaints:
            self._complaints.add(message)
            log.warning(message)

    def _show_result(self, files: Files, config: MkDocsConfig, result: Result) -> None:
        """Let our pages show what was found: those that were made before anything was judged."""
        from mkdocs_traceability.exports.export import published_files
        from mkdocs_traceability.mkdocs.generated_files import table_of_contents

        self._site = self._site_of(files, config, result)
        made = {f"{self._site.page_dir}/{generated.name}": generated for generated in self._site.pages}
        for uri in self._pages.keys() - made.keys():  # of an item that turned out to have a home
            del self._pages[uri]
            if unused := files.get_file_from_path(uri):
                files.remove(unused)
        if self._pages:
            self._add_late_pages(made, files, config, result)
        for uri, generated in made.items():
            if uri in self._pages:
                self._pages[uri] = generated
                file = files.get_file_from_path(uri)
                if file is not None and file.page is not None:
                    file.page.toc = table_of_contents(generated)
                    file.page.content = self._site.outline_html(generated)
        for published in published_files(self._site.show):
            uri = f"{self._site.page_dir}/{published.name}"
            if uri in self._exports and (file := files.get_file_from_path(uri)) and self._is_shown(file):
                file.content_bytes = published.content()

    def _add_pages(self, files: Files, config: MkDocsConfig, result: Result) -> None:
        from mkdocs_traceability.exports.export import published_files
        from mkdocs_traceability.mkdocs.generated_files import ASSETS
        from mkdocs_traceability.pages.publication import STYLE_SHEET
        from mkdocs_traceability.pages.views.item import remark_on

        site = self._site_of(files, config, result)
        if site.is_empty:
            return
        self._site = site
        if (remark := remark_on(site.pages)) and remark != self._remarked:
            self._remarked = remark
            log.info(remark)
        pages = {f"{site.page_dir}/{generated.name}": generated for generated in site.pages}
        self._offer(pages, files, config, result)
        for name, content_of in ASSETS:
            uri = f"{site.page_dir}/assets/{name}"
            if files.get_file_from_path(uri) is None:  # a site may have its own
                files.append(File.generated(config, uri, content=content_of()))
        for published in published_files(site.show):
            uri = f"{site.page_dir}/{published.name}"
            if theirs := files.get_file_from_path(uri):
                _warn_of_taken(f"file `{published.name}`", theirs, result)
                continue
            self._exports.add(uri)
            files.append(File.generated(config, uri, content=b""))
        style = f"{site.page_dir}/assets/{STYLE_SHEET}"
        if style not in config.extra_css:
            config.extra_css.insert(0, style)  # of rules that weigh the same, those of the site come last

    def _add_late_pages(
        self, made: dict[str, GeneratedPage], files: Files, config: MkDocsConfig, result: Result
    ) -> None:
        """Add the pages of which nobody knew before all was judged: how many the findings fill."""
        from mkdocs_traceability.mkdocs.generated_files import read_in_late

        late = {uri: each for uri, each in made.items() if uri not in self._pages.keys() | self._refused}
        self._offer(late, files, config, result)
        for uri, generated in late.items():
            if uri in self._pages and (file := files.get_file_from_path(uri)):
                read_in_late(config, files, file, generated)

    def _offer(
        self, pages: dict[str, GeneratedPage], files: Files, config: MkDocsConfig, result: Result
    ) -> None:
        """Add pages to the site, except where something stands already."""
        from mkdocs_traceability.mkdocs.generated_files import page_file

        taken = {file.dest_uri: file for file in files if self._is_shown(file)} if pages else {}
        folder = language_folder(config.plugins)
        for uri, generated in pages.items():
            ours = page_file(config, uri, generated)
            ours.dest_uri = posixpath.join(folder, ours.dest_uri)
            if theirs := files.get_file_from_path(uri) or taken.get(ours.dest_uri):
                _warn_of_taken(f"page `{generated.title}`", theirs, result)
                self._refused.add(uri)
                continue
            self._pages[uri] = generated
            files.append(ours)

    def _tell_where_the_pages_are(self, config: MkDocsConfig) -> None:
        """Log it: a server does so at its first build, and when that changes."""
        files = self._files
        file = files.get_file_from_path(next(iter(self._pages))) if files and self._pages else None
        if files is None or file is None or self._result is None:
            return
        where = urljoin(config.site_url or "", file.url) if self._serving else file.abs_dest_path
        told = [f"the generated pages start at {where}"]
        if not any(each.dest_uri == "index.html" for each in files):
            told.append(f"the site has no home page: add {self._result.docs_path}/index.md")
        if told != self._told:
            self._told = told
            for line in told:
                log.info(line)

    def _tell_what_is_stale(self) -> None:
        """Name the pages that `--dirty` left as they were, and that may show what is no longer so."""
        if not self._is_dirty or self._files is None or self._linked is None or self._workspace is None:
            return
        from mkdocs_traceability.mkdocs.site_pages import stale_pages

        docs_path = self._workspace.settings.docs_path
        if stale := stale_pages(self._files, self._linked.registry, docs_path):
            more = f" and {len(stale) - _MOST_NAMED} more" if len(stale) > _MOST_NAMED else ""
            log.warning(
                f"`--dirty` did not rebuild {', '.join(stale[:_MOST_NAMED])}{more}: counts, links and panels "
                "there may be out of date; build without `--dirty`"
            )

    def _is_hand_written(self, file: File) -> bool:
        """Whether a page in the site is none of ours: evidence is nothing that the plugin wrote itself."""
        return self._is_shown(file) and file.src_uri not in self._pages

    def _is_shown(self, file: File) -> bool:
        """Whether a file is in the site that is being made: drafts are while serving."""
        inclusion = file.inclusion
        shown = bool(inclusion.is_in_serve() if self._serving else inclusion.is_included())
        return shown or file.src_uri in self._posts


class _Extension(Extension):
    """Stands in the configuration for our Markdown extension, which is loaded where it is needed."""

    def __init__(self, plugin: TraceabilityPlugin) -> None:
        super().__init__()
        self._plugin = plugin

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown calls
        """Register with Python-Markdown."""
        self._plugin.extend_markdown(md)


def blog_posts(plugins: Mapping[str, Any]) -> frozenset[str]:
    """Return the source paths of the posts of Material's blogs, drafts not among them.

    While files are gathered, the blog keeps its posts out of the navigation as if they were excluded.
    """
    blogs = (plugin for name, plugin in plugins.items() if name.partition(" ")[0] == "material/blog")
    posts = (post for plugin in blogs for post in getattr(getattr(plugin, "blog", None), "posts", ()))
    return frozenset(post.file.src_uri for post in posts)


def _may_declare(files: Iterable[File]) -> bool:
    """Whether anything in a site may be ours. A file that cannot be read is for the reading to tell of."""
    try:
        return any(
            not _is_ordinary(file) or may_be_page_of_ours(file.content_bytes)
            if file.is_documentation_page()
            else may_be_sidecar(file.src_uri)
            for file in files
        )
    except OSError:
        return True


def _docs_path(config: MkDocsConfig) -> str:
    """Return the docs folder as messages name it: relative to `mkdocs.yml`."""
    folder = Path(config.config_file_path or "mkdocs.yml").absolute().parent
    return Path(os.path.relpath(config.docs_dir, folder)).as_posix()


def _is_ordinary(file: File) -> bool:
    """Whether a file can be read to its end."""
    return file.abs_src_path is None or Path(file.abs_src_path).is_file()


def _sources(files: Iterable[File], settings: Settings) -> list[Source]:
    """Bring the pages and sidecars that MkDocs has, what other plugins made included; each file once."""
    from mkdocs_traceability.files.folders import distinct
    from mkdocs_traceability.reading.discovery import bring, each_once, is_sidecar
    from mkdocs_traceability.reading.read import Source

    sources = []
    theirs = [file for file in files if file.is_documentation_page() or is_sidecar(file.src_uri)]
    on_disk = [file.abs_src_path for file in theirs if file.abs_src_path is not None]
    once = set(distinct(settings.docs_dir, on_disk))
    for file in theirs:
        if file.abs_src_path is not None and file.abs_src_path not in once:
            continue
        is_page = file.is_documentation_page()
        path = f"{settings.docs_path}/{file.src_uri}"
        page = file.src_uri if is_page else None
        if file.abs_src_path is None:
            sources.append(Source(path, file.content_bytes, page))
        elif source := bring(
            Path(file.abs_src_path), path, page, settings.prose_ids, _bounds_of(file, settings)
        ):
            sources.append(source)
    return each_once(sources)


def _bounds_of(file: File, settings: Settings) -> Bounds | None:
    """Return where the file of a page may lie: where a plugin has made it or taken it from, it may."""
    from mkdocs_traceability.files.real import Bounds, real

    if file.generated_by is not None:
        return None
    if file.src_dir is None or real(Path(file.src_dir)) == settings.docs_dir:
        return settings.bounds
    return Bounds((*settings.bounds.folders, real(Path(file.src_dir))))


def _others(
    files: Iterable[File], settings: Settings, is_shown: Callable[[File], bool]
) -> Iterator[Candidate]:
    """Yield the files of the docs folder that are no sources, and may be meant as such."""
    from mkdocs_traceability.reading.discovery import is_left_over
    from mkdocs_traceability.reading.overlooked import Candidate

    for file in files:
        if file.abs_src_path is None:
            continue
        if is_left_over(file.src_uri, file.is_documentation_page(), not is_shown(file)):
            yield Candidate(Path(file.abs_src_path), f"{settings.docs_path}/{file.src_uri}")


def _keep_sources_unpublished(files: Files, settings: Settings, sidecars: Iterable[str]) -> None:
    """Leave out of the site what was read as a sidecar, wherever its name comes from."""
    from mkdocs_traceability.reading.discovery import is_sidecar

    prefix = f"{settings.docs_path}/"
    named = {path.removeprefix(prefix) for path in sidecars if path.startswith(prefix)}
    for file in files:
        if is_sidecar(file.src_uri) or file.src_uri in named:
            file.inclusion = InclusionLevel.EXCLUDED


def _log(result: Result) -> None:
    """Log every finding; errors and warnings as warnings, which is what a strict build counts."""
    from mkdocs_traceability.reports import text

    for finding in result.findings:
        if finding.waiver:
            continue
        level = logging.WARNING if finding.fails else logging.INFO
        log.log(level, text.render_one(finding, result.excerpts))


def _language(config: MkDocsConfig) -> str:
    """Return the code of the theme's language: Material has `language`, MkDocs' own themes `locale`."""
    chosen = config.theme.get("language") or config.theme.get("locale") or "en"
    return str(chosen)


def _templates(config: MkDocsConfig) -> tuple[Path, ...]:
    """Return where a site keeps templates of ours that it has changed."""
    return (Path(config.theme.custom_dir) / PLUGIN,) if config.theme.custom_dir else ()


def _warn_of_taken(ours: str, theirs: File, result: Result) -> None:
    log.warning(
        f"{result.docs_path}/{theirs.src_uri} stands where the generated {ours} would; move it, or set "
        f"`page_dir` to a folder other than `{result.presentation.page_dir}`"
    )
