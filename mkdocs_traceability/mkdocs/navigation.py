"""Our part of the site's navigation: a section with the generated pages, at the door to MkDocs."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from mkdocs_traceability.pages.page import GeneratedPage


def add_section(
    nav: Navigation, title: str, pages: Iterable[tuple[File, GeneratedPage]], config: MkDocsConfig
) -> Section:
    """Add a section with some pages at the end, and return it; those that have a group stand in one of it.

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
    _link_neighbours([None, *nav.pages, None])
    return section


def place_below(file_of: dict[str, File], pages: Iterable[GeneratedPage], config: MkDocsConfig) -> None:
    """Give pages that are not in the navigation the place of the page below which they stand.

    Its entry is theirs too, and each leads on to the next of them. `file_of` has files by the names of pages.
    """
    families: dict[str, list[Page]] = {}
    for generated in pages:
        above = file_of.get(generated.below)
        if above is None or above.page is None or (file := file_of.get(generated.name)) is None:
            continue
        page = file.page or Page(None, file, config)
        # MkDocs expects a section here, but asks nothing of a parent that a page does not answer.
        page.parent = above.page  # type: ignore[assignment]
        families.setdefault(generated.below, [above.page]).append(page)
    for first, *others in families.values():
        _link_neighbours([first, *others, None], first=1)


def _group(title: str, groups: dict[str, Section]) -> Section:
    """Return the part of our section with this title, which is made when it is first asked for."""
    if title not in groups:
        groups[title] = Section(escape(title), [])
        groups[title].parent = groups[""]
        groups[""].children.append(groups[title])
    return groups[title]


def _link_neighbours(pages: Sequence[Page | None], first: int = 0) -> None:
    """Chain pages as MkDocs does; those before the `first` keep the page that comes after them."""
    for place, (before, after) in enumerate(pairwise(pages)):
        if before and place >= first:
            before.next_page = after
        if after:
            after.previous_page = before
