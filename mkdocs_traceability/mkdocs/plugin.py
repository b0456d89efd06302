"""The plugin: its hooks call the pipeline and hand over what it made. No rule, no markup lives here.

Sources are read in `on_files`, before any page is rendered; pages are generated in memory, and their HTML
comes in after Markdown, macros and search have passed. Nothing is ever written into the docs folder. What
belongs to one build is a `Build`; here is what survives it.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urljoin

from markdown.extensions import Extension
from mkdocs.config.base import ConfigErrors, ConfigWarnings, LegacyConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority

from mkdocs_traceability.markdown.macros import register
from mkdocs_traceability.mkdocs.first_look import may_declare
from mkdocs_traceability.mkdocs.i18n_folder import language_folder
from mkdocs_traceability.mkdocs.messages import (
    FindingsLog,
    RemarkLog,
    log,
    log_summary,
    summary_if_failing,
    warn_of_stale,
)
from mkdocs_traceability.mkdocs.shown_files import ShownFiles
from mkdocs_traceability.mkdocs.theme import docs_path_of
from mkdocs_traceability.reading.nothing import nothing_declared

if TYPE_CHECKING:  # loaded where something may be declared: it takes longer than building a small site
    from jinja2 import Environment
    from markdown import Markdown
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

    from mkdocs_traceability.markdown.extension import ProseExtension
    from mkdocs_traceability.mkdocs.build import Build
    from mkdocs_traceability.mkdocs.kept_site import KeptSite
    from mkdocs_traceability.mkdocs.kept_sources import KeptSources
    from mkdocs_traceability.mkdocs.search_index import ItemSearch
    from mkdocs_traceability.mkdocs.watching import SourceWatcher
    from mkdocs_traceability.settings.load import Settings
    from mkdocs_traceability.workspace import Workspace

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

_LAST: Final = -100
"""Other plugins may write the text of a page anew."""

_AFTER_SEARCH: Final = -100
"""Search plugins index what a page's content is at priority 0."""


class TraceabilityPlugin(BasePlugin[LegacyConfig]):
    """Checks the site's traceability while it is built, and adds its pages."""

    def __init__(self) -> None:
        self._serving = False
        self._is_dirty = False
        self._is_idle = False
        self._watcher: SourceWatcher | None = None
        self._workspace: Workspace | None = None
        self._build: Build | None = None
        self._kept: KeptSite | None = None
        self._told = FindingsLog()
        self._remarks = RemarkLog()
        self._extension = _Extension(self)

    @cached_property
    def _prose(self) -> ProseExtension:
        from mkdocs_traceability.markdown.extension import ProseExtension

        return ProseExtension()

    @cached_property
    def _sources(self) -> KeptSources:
        from mkdocs_traceability.mkdocs.kept_sources import KeptSources

        return KeptSources()

    @cached_property
    def _search(self) -> ItemSearch:
        from mkdocs_traceability.mkdocs.search_index import ItemSearch

        return ItemSearch()

    def extend_markdown(self, markdown: Markdown) -> None:
        """Have Markdown ask us where references in prose lead, unless there are no items to lead to."""
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
        if macros is not None and (refused := register(macros)):
            log.info(f"these macros are already defined by the site: {', '.join(refused)}")

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
        if self._build is not None:
            self._build.add_section(nav)
        return nav

    @event_priority(_LAST)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Give items that are headings and list items the anchors that links to them lead to."""
        return markdown if self._build is None else self._build.with_anchors(markdown, page)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Give search plugins the headings of our pages, in place of thousands of rows."""
        outline = self._build.outline(page) if self._build is not None else None
        return html if outline is None else outline

    @event_priority(_AFTER_AUTOREFS)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Verify and judge, now that every page has its headings."""
        if self._build is not None:
            self._build.keep_section_title()
            result = self._build.judge()
            self._kept = self._build.kept
            self._told.say(result)
            if self._watcher is not None:
                self._watcher.look_at_evidence(result.looked_at, result.listed)
        return env

    @event_priority(_BEFORE_SEARCH)
    def _on_page_context_before_search(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Have the search find the numbers and badges that stand within the sentences of a page."""
        if self._build is not None and page.content:
            page.content = self._build.with_words_filled(page.content, page)
        return context

    @event_priority(_AFTER_SEARCH)
    def _on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Bring in the HTML of our pages, and the panels of items at home on a hand-written one."""
        if self._build is not None:
            self._build.show(page)
        return context

    on_page_context = CombinedEvent(_on_page_context_before_search, _on_page_context)

    @event_priority(_BEFORE_MINIFY)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put in where the items stand to which the text of a page refers."""
        return output if self._build is None else self._build.filled(output, page)

    @event_priority(_BEFORE_SEARCH)
    def _on_post_build_before_search(self, *, config: MkDocsConfig) -> None:
        """Have the items found by id and title: the tables that show them are not indexed."""
        if self._build is None or language_folder(config.plugins):
            return
        for name in self._build.add_to_search(self._search):
            log.info(f"Items are missing from the search: this version of `{name}` is not known")

    @event_priority(_AFTER_I18N)
    def _on_post_build_at_the_end(self, *, config: MkDocsConfig) -> None:
        """Say where the pages are; end a strict build that found something, whatever the log level hides."""
        build = self._build
        if build is None:
            return
        self._tell_where_the_pages_are(build, config)
        if self._is_dirty and (stale := build.stale_pages()):
            warn_of_stale(stale)
        if config.strict and not self._serving:
            if summary := summary_if_failing(build.result):
                raise Abort(f"Traceability check failed: {summary}")
            if build.complaints:
                raise Abort("\n".join(sorted(build.complaints)))
        if self._serving or build.result.findings:
            log_summary(build.result, self._where(build.findings_page, config))

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
        self._build, kept = None, self._kept
        self._kept = None
        may_rest = not (self._serving or self._is_dirty or self.config)
        self._is_idle = may_rest and not may_declare(files)
        if self._is_idle:
            self._remarks.say("sources", [nothing_declared(docs_path_of(config), [])])
            return files
        self._prose.set_registry(None)
        settings = self._load_settings(config)
        if settings is not None:
            shown = ShownFiles(config.plugins, serving=self._serving)
            self._build = self._built(self._workspace_with(settings), files, config, shown, kept)
        return files

    def _built(
        self,
        workspace: Workspace,
        files: Files,
        config: MkDocsConfig,
        shown: ShownFiles,
        kept: KeptSite | None,
    ) -> Build:
        """Read and link the site, and add our pages to it."""
        from mkdocs_traceability.mkdocs.build import Build

        build = Build(
            workspace,
            files,
            config,
            shown,
            serving=self._serving,
            kept=kept,
            sources=self._sources if self._serving else None,
        )
        self._remarks.say("sources", build.remarks)
        settings = workspace.settings
        self._prose.set_registry(build.registry, settings.prose_ids, settings.table_words)
        build.add_pages()
        self._remarks.say("pages", build.remark_on_pages())
        return build

    def _workspace_with(self, settings: Settings) -> Workspace:
        """Return what was read by the builds before, to go on with settings that may have changed."""
        from mkdocs_traceability.workspace import Workspace

        if self._workspace is None:
            self._workspace = Workspace(settings)
        self._workspace.use(settings)
        if self._watcher is not None:
            self._watcher.look_at(settings)
        for note in self._workspace.notes():
            log.info(note)
        return self._workspace

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

    def _tell_where_the_pages_are(self, build: Build, config: MkDocsConfig) -> None:
        """Log it: a server does so at its first build, and when that changes."""
        file = build.first_page
        if file is None:
            return
        remarks = [f"the generated pages start at {self._where(file, config)}"]
        if not build.has_home:
            remarks.append(f"the site has no home page: add {build.result.docs_path}/index.md")
        self._remarks.say("places", remarks)

    def _where(self, file: File | None, config: MkDocsConfig) -> str:
        """Return where a page of ours is read: a server's address, or the file that was written."""
        if file is None:
            return ""
        return urljoin(config.site_url or "", file.url) if self._serving else file.abs_dest_path or ""


class _Extension(Extension):
    """Stands in the configuration for our Markdown extension, which is loaded where it is needed."""

    def __init__(self, plugin: TraceabilityPlugin) -> None:
        super().__init__()
        self._plugin = plugin

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Python-Markdown calls
        """Register with Python-Markdown."""
        self._plugin.extend_markdown(md)
