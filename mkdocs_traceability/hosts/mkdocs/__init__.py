"""MkDocs and its kin: ProperDocs, mkdocs-ng. They run the plugin, and may have rendered files instead."""

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.hosts.host import Host, page_url
from mkdocs_traceability.hosts.markup import for_markdown

if TYPE_CHECKING:
    from mkdocs_traceability.pages.page import GeneratedPage


def front_matter(page: "GeneratedPage") -> Mapping[str, object]:
    """Return what a page says to MkDocs, its themes and plugins. Themes write the title unescaped."""
    said: dict[str, object] = {
        "title": escape(page.title),
        "render_macros": False,
        "social": {"cards": False},
    }
    if page.is_wide:
        said["hide"] = ["toc"]
    if not page.is_searched:
        said["search"] = {"exclude": True}
    return said


HOST: Final = Host(
    name="mkdocs",
    title="MkDocs",
    ending=".md",
    front_matter=front_matter,
    url_of=page_url,
    config_names=("mkdocs.yml", "mkdocs.yaml", "properdocs.yml"),
    body=for_markdown,
    has_extension=True,
)
