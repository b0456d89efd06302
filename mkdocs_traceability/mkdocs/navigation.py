"""Our part of the site's navigation: a section with the generated pages, at the door to MkDocs."""

from collections.abc import Iterable
from html import escape

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from mkdocs_traceability.pages.page import GeneratedPage


def add_section(
    nav: Navigation, title: str, pages: Iterable[tuple[File, GeneratedPage]], config: MkDocsConfig
) -> None:
    """Add a section with some pages at the end; those that have a group stand in a section of it.

    Where nothing else is in the navigation its entries take the place of the section: the theme `mkdocs`
    shows no menu that has a single entry, and there would be no way to the pages.
    """
    section = Section(escape(title), [])
    groups: dict[str, Section] = {"": section}
    for file, generated in pages:
        page = Page(escape(generated.title), file, config)
        page.parent = _group(generated.group, groups)
        page.parent.children.append(page)
        nav.pages.append(page)
    if nav.items:
        nav.items.append(section)
    else:
        nav.items += section.children
        for entry in section.children:
            entry.parent = None
    _link_neighbours(nav.pages)


def _group(title: str, groups: dict[str, Section]) -> Section:
    """Return the part of our section with this title, which is made when it is first asked for."""
    if title not in groups:
        groups[title] = Section(escape(title), [])
        groups[title].parent = groups[""]
        groups[""].children.append(groups[title])
    return groups[title]


def _link_neighbours(pages: list[Page]) -> None:
    """Chain the pages as MkDocs does when it makes the navigation."""
    for before, after in zip([None, *pages], [*pages, None], strict=True):
        if before:
            before.next_page = after
        if after:
            after.previous_page = before
