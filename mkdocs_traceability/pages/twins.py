"""The Markdown of generated pages, and `llms.txt`, which lists it: what coding agents read in place of HTML.

Both are made of what the pages show, not of their HTML. Links lead to other Markdown where there is some.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from mkdocs_traceability.exports.registry_json import NAME as REGISTRY
from mkdocs_traceability.pages.publication import Site
from mkdocs_traceability.pages.rendering.markdown_engine import cut, render_markdown
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.result import Result

LLMS: Final = "llms.txt"

MOST_PAGES: Final = 500
"""How many hand-written pages `llms.txt` lists at most."""


class ListedPage(NamedTuple):
    """A page as `llms.txt` lists it: its title, and its URL relative to the root of the site."""

    title: str
    url: str


class ListedSection(NamedTuple):
    """Pages of `llms.txt` that stand together, with their addresses."""

    title: str
    links: list[tuple[str, str]]


class Twins:
    """The Markdown of a site that is judged; `urls` has that of each generated page, by its source path."""

    def __init__(self, result: Result, context: SiteContext, urls: Mapping[str, str]) -> None:
        self._context = context
        self._urls = self.urls = urls

        def url_of(page: str) -> str | None:
            return urls.get(page) or context.url_of(page)

        self._site = Site(result, replace(context, url_of=url_of, is_markdown=True))
        self._pages = {f"{self._site.page_dir}/{page.name}": page for page in self._site.pages}

    def markdown(self, page: str) -> str:
        """Return the Markdown of a generated page; of a very long one the beginning, and a link to it."""
        generated = self._pages[page]
        text, has_more = cut(self._site.page_markdown(generated))
        if not has_more:
            return text
        url = (self._context.url_of(page) or "").rpartition("/")[2] or "./"
        return text + "\n" + self._drawn("cut.md", title=generated.title, href=url)

    def llms_txt(
        self, name: str, about: str, address: Callable[[str], str], others: Iterable[ListedPage]
    ) -> str:
        """Return `llms.txt`: the generated pages in the order of the navigation, then the hand-written ones.

        `address` makes the link to a URL that is relative to the root of the site.
        """
        sections = [*self._sections(address)]
        if listed := [(page.title, address(page.url)) for page in others][:MOST_PAGES]:
            sections.append(ListedSection(self._site.translate("Pages"), listed))
        if registry := self._context.url_of(f"{self._site.page_dir}/{REGISTRY}"):
            # the standard's own word for what may be left out: it is not translated
            sections.append(ListedSection("Optional", [(REGISTRY, address(registry))]))
        return self._drawn("llms.md", name=name, about=about, sections=sections)

    def _sections(self, address: Callable[[str], str]) -> Iterable[ListedSection]:
        listed = [page for uri, page in self._pages.items() if page.in_nav and uri in self._urls]
        listed.sort(key=lambda page: page.group != "")
        groups: dict[str, list[tuple[str, str]]] = {}
        for page in listed:
            url = self._urls[f"{self._site.page_dir}/{page.name}"]
            groups.setdefault(page.group or self._site.nav_title, []).append((page.title, address(url)))
        return [ListedSection(*each) for each in groups.items()]

    def _drawn(self, template: str, **context: object) -> str:
        return render_markdown(self._context.language, template, **context)
