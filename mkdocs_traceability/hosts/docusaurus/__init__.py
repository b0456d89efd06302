"""Docusaurus: pages are read as CommonMark, not as MDX, so that nothing in braces is run."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.hosts.host import Host, page_url

if TYPE_CHECKING:
    from mkdocs_traceability.pages.page import GeneratedPage


def front_matter(page: "GeneratedPage") -> Mapping[str, object]:
    """Return what a page says to Docusaurus."""
    return {
        "title": page.title,
        "mdx": {"format": "md"},
        "hide_table_of_contents": True,
        "custom_edit_url": None,
    }


HOST: Final = Host(
    name="docusaurus",
    title="Docusaurus",
    ending=".md",
    front_matter=front_matter,
    url_of=page_url,
    config_names=("docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"),
)
