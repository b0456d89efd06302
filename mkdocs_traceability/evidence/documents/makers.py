"""Which plugins add no pages to those on disk: part of *verify*, below claims of `docs`.

Without a build nobody knows what hooks and other plugins add: pages, the items that those declare, headings
in pages that are there. What is absent is then not checked, and a sentence names who may add it.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from mkdocs_traceability.model.doubt import ABOUT_PAGES


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ADD_NO_PAGES: Final = _names(
    """
    autolinks autorefs awesome-nav awesome-pages charts drawio exclude exclude-search ezlinks git-authors
    git-committers git-revision-date git-revision-date-localized glightbox group htmlproofer i18n
    img2fig include-markdown info kroki literate-nav macros markdown-exec markdownextradata mermaid2 meta mike
    minify mkdocstrings offline open-in-new-tab optimize panzoom pdf-export privacy projects redirects
    roamlinks rss search section-index social swagger-ui-tag table-reader tags traceability typeset with-pdf
    """
)
"""Plugins that bring no page, and headings only where `headings.py` knows their sign."""

ADD_PAGES_THAT_DECLARE_NOTHING: Final = _names("api-autonav blog coverage print-site")
"""Plugins whose pages hold no front matter of anybody's: lists of posts, documentation of code."""

_SURELY_ADD: Final = ADD_PAGES_THAT_DECLARE_NOTHING | _names("gen-files mkdocs-jupyter monorepo multirepo")
"""Plugins of which it is known that they add pages: said as a fact, not as a possibility."""


class SiteDoubts(NamedTuple):
    """Why something that is absent on disk may be there in a build, each empty where it cannot.

    `pages` and `items` are whole sentences; `headings` is the reason alone.
    """

    pages: str = ""
    items: str = ""
    headings: str = ""


def doubts_of(plugins: Iterable[str], hooks: Iterable[str]) -> SiteDoubts:
    """Return what only a build can know, by the plugins and hooks that `mkdocs.yml` names."""
    others = [name for name in sorted(plugins) if _plain(name) not in ADD_NO_PAGES]
    declaring = [name for name in others if _plain(name) not in ADD_PAGES_THAT_DECLARE_NOTHING]
    hooked = [f"the hook `{hook}`" for hook in hooks]
    items = _sentence(declaring, hooked)
    headings = f"{_who(declaring, hooked)} may change it" if items else ""
    return SiteDoubts(items or _sentence(others, []), items, headings)


def _plain(name: str) -> str:
    """Return the name of a plugin without the theme that it is of: `/search`, `material/search`."""
    return name.rpartition("/")[2]


def _sentence(plugins: list[str], hooks: list[str]) -> str:
    sure = [name for name in plugins if _plain(name) in _SURELY_ADD]
    if sure:
        return f"{ABOUT_PAGES}: {_who(sure[:1], [])} generates some"
    return f"{ABOUT_PAGES}: {_who(plugins, hooks)} may add some" if plugins or hooks else ""


def _who(plugins: list[str], hooks: list[str]) -> str:
    """Name hooks and plugins in one phrase: the first two, and how many more there are."""
    names = [*hooks, *(f"the plugin `{name}`" for name in plugins)]
    if len(names) > 2:
        return f"{names[0]}, {names[1]} and {len(names) - 2} more"
    return " or ".join(names)
