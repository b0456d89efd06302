"""All generated pages of a site, and their HTML. Knows nothing of the site generator that asks for them."""

from collections.abc import Iterable, Iterator
from functools import partial
from importlib import import_module
from importlib.resources import files
from pkgutil import walk_packages
from re import Match
from typing import Final

from mkdocs_traceability.exports.export import Export, PublishedFile, published_files
from mkdocs_traceability.exports.items_csv import rows_csv
from mkdocs_traceability.files.garbage import no_garbage_collection
from mkdocs_traceability.pages.page import MAKERS, GeneratedPage, Known
from mkdocs_traceability.pages.parts.directives import Directives
from mkdocs_traceability.pages.parts.item_pieces import item_files
from mkdocs_traceability.pages.parts.panel import panels_of
from mkdocs_traceability.pages.parts.references import (
    BARE_IN_HEADING,
    REFERENCE,
    UNFILLED,
    reference_of,
    without_link_to_itself,
)
from mkdocs_traceability.pages.parts.search import SearchEntry, search_entries
from mkdocs_traceability.pages.rendering.template_engine import Templates
from mkdocs_traceability.pages.site.addresses import relative_url
from mkdocs_traceability.pages.site.places import Places
from mkdocs_traceability.pages.site.view import NavigationEntry, SiteView
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.pages.views import __path__ as _folder
from mkdocs_traceability.result import Result

STYLE_SHEET: Final = "traceability.css"

_STYLES_BEFORE: Final = ("base", "page", "tables", "filter", "cells", "words", "heat")
_STYLES_AFTER: Final = ("panel", "graph", "prose", "side", "cards", "palette", "narrow", "print")
"""What of the style sheet several pages need, before and after what pages bring: later parts weigh more."""

_SCRIPTS: Final = (
    "places",
    "rows",
    "query",
    "tables",
    "columns",
    "crossing",
    "highlight",
    "chosen",
    "folds",
    "complete",
    "filter",
    "export",
    "permalinks",
    "items",
    "build",
    "panel",
    "cards",
    "exact",
    "palette",
    "graph",
    "start",
)
"""The parts of the script. They share one scope: constants of earlier ones are there for later ones."""


class Site:
    """The generated part of a site: before anything is judged, or as it is once all is.

    Which pages there are is the same then, and where everything stands.
    """

    def __init__(self, result: Result, context: SiteContext, places: Places | None = None) -> None:
        if places is None:
            urls, has_panels = context.url_of, context.has_panels
            places = Places(result.registry, result.presentation, result.homes, urls, has_panels=has_panels)
        self._context, self._places = context, places
        self._view = SiteView(result, places, context)
        self._templates = Templates(context)
        self._placed = Directives(self._view, self._templates)
        self.pages = generated_pages(self._view)
        self._view.navigation = tuple(
            NavigationEntry(each.name, each.title, each.group) for each in self.pages if each.in_nav
        )
        self.page_dir = result.presentation.page_dir

    def judged(self, result: Result) -> "Site":
        """Return the same site with what was found: every page and item keeps its place.

        Items that have got the title of their page are others, in the same places.
        """
        is_same = result.registry.all is self._view.registry.all
        return Site(result, self._context, self._places if is_same else None)

    def translate(self, text: str) -> str:
        """Return a word of the pages in the language of the site."""
        return self._view.translate(text)

    @property
    def nav_title(self) -> str:
        """The title of the section in the navigation: as set, else in the language of the site."""
        nav = self._view.result.presentation.nav
        return nav.title if "title" in nav.model_fields_set else self._view.translate(nav.title)

    @property
    def export(self) -> Export:
        """What is exported beside the pages."""
        view = self._view
        return Export(view.result, self._places, view.translate, self._templates.render)

    def published_files(self) -> list[PublishedFile]:
        """Return what is published beside the pages."""
        beside = [PublishedFile(page.csv, partial(_rows, page)) for page in self.pages if page.rows]
        others = (*published_files(self.export), *item_files(self._view, self._templates))
        files = {file.name: file for file in (*beside, *others)}
        return [file for _, file in sorted(files.items())]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is declared and nothing found: then the site has no part of ours."""
        return not (self._view.registry.all or self._view.result.findings)

    def page_html(self, page: GeneratedPage) -> str:
        """Return the body of a generated page."""
        with no_garbage_collection():
            html = self._templates.render(
                page.template, title=page.title, stem=page.stem, in_nav=page.in_nav, **page.context()
            )
        return f"{html}\n{self._templates.render('build_line.html')}"

    def page_markdown(self, page: GeneratedPage) -> str:
        """Return a generated page as Markdown. Its links lead where the context of the site says."""
        with no_garbage_collection():
            return self._templates.render_markdown(
                page.template, title=page.title, in_nav=page.in_nav, **page.context()
            )

    def outline_html(self, page: GeneratedPage) -> str:
        """Return a generated page's headings alone: what search plugins index of it."""
        return self._templates.render("outline.html", page=page)

    def panels_html(self, page: str, taken: Iterable[str] = ()) -> str:
        """Return the panels of the items at home on a hand-written page; empty where there are none.

        `taken` are the anchors the page has already: a heading may be called like an item, and then is
        where links to the item lead.
        """
        panels = panels_of(self._view, page, frozenset(taken))
        return self._templates.render("panel.html", panels=panels) if panels else ""

    def with_alternate(self, html: str, page: str, markdown: str) -> str:
        """Return the HTML of a page whose head names its Markdown, which is at the URL `markdown`."""
        head, end, rest = html.partition("</head>")
        here = self._places.url_of(page)
        if not end or here is None:
            return html
        return (
            f"{head}{self._templates.render('alternate.html', href=relative_url(markdown, here))}{end}{rest}"
        )

    def with_script(self, html: str, page: str) -> str:
        """Return the HTML of a page with the script that opens items, once."""
        script = self._view.from_page(page).script
        tag = self._templates.render("script.html", script=script)
        return html if f'<script src="{script}"' in html else f"{html}\n{tag}"

    def with_style(self, html: str, page: str) -> str:
        """Return the HTML of a page with the style sheet, for where no host brings it."""
        return self._templates.render("style.html", href=self._view.from_page(page).asset(STYLE_SHEET)) + html

    @staticmethod
    def has_places(html: str) -> bool:
        """Whether there is anything in some HTML that `filled` fills."""
        return '"trace' in html and (
            '"trace-place"' in html or '"trace-row-badge"' in html or UNFILLED in html
        )

    def filled(self, html: str, page: str) -> str:
        """Return the HTML of a page with what its markers ask for, and the addresses of items in its text."""
        html = self._placed.with_row_badges(self._placed.filled(html, page), page)
        if UNFILLED not in html:
            return html
        here = self._view.from_page(page)

        def drawn(found: Match[str]) -> str:
            return self._templates.render("reference.html", it=reference_of(here, found)).rstrip("\n")

        html = BARE_IN_HEADING.sub(lambda found: without_link_to_itself(here, found), html)
        return REFERENCE.sub(drawn, html)

    def with_words_filled(self, html: str, page: str) -> str:
        """Return the HTML of a page with what its markers ask for within sentences."""
        return self._placed.with_words_filled(html, page)

    def search_entries(self) -> Iterator[SearchEntry]:
        """Yield what the search of the site says of the items."""
        return search_entries(self._view)

    def panel_anchors(self, page: str) -> list[str]:
        """Return the anchors that `panels_html` brings to a page."""
        return [self._view.places.anchor(item) for item in self._view.places.at_home(page)]


def _rows(page: GeneratedPage) -> bytes:
    return rows_csv(page.rows() if page.rows else ())


def generated_pages(view: SiteView) -> list[GeneratedPage]:
    """Return every generated page, in the order of the navigation."""
    schema = view.registry.schema
    return [page for each in _known() if schema.has(*each.needs) for page in each.maker(view)]


def _known() -> list[Known]:
    for module in walk_packages(_folder, "mkdocs_traceability.pages.views."):
        import_module(module.name)
    return sorted(MAKERS, key=lambda each: (each.order, each.name))


def script() -> bytes:
    """Return the script of the generated pages: its parts as one function, which leaves no names behind."""
    folder = files("mkdocs_traceability.pages.rendering").joinpath("assets", "script")
    parts = b"\n".join(folder.joinpath(f"{part}.js").read_bytes() for part in _SCRIPTS)
    return b'(() => {\n"use strict";\n\n' + parts + b"})();\n"


def style_sheet() -> bytes:
    """Return the style sheet of the generated pages."""
    folder = files("mkdocs_traceability.pages.rendering").joinpath("assets", "style")
    of_pages = dict.fromkeys(each.style for each in _known() if each.style)
    parts = (*_STYLES_BEFORE, *of_pages, *_STYLES_AFTER)
    return b"\n".join(folder.joinpath(f"{part}.css").read_bytes() for part in parts)
