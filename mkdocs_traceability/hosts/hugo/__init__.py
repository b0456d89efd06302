"""Hugo: raw HTML is shown where the site allows it, and shortcodes in it would be run."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.hosts.host import Host, page_url

if TYPE_CHECKING:
    from mkdocs_traceability.pages.page import GeneratedPage


def front_matter(page: "GeneratedPage") -> Mapping[str, object]:
    """Return what a page says to Hugo and its themes."""
    return {"title": page.title, "toc": False}


HOST: Final = Host(
    name="hugo",
    title="Hugo",
    ending=".md",
    front_matter=front_matter,
    url_of=page_url,
    config_names=("hugo.toml", "hugo.yaml", "hugo.json", "config.toml"),
)
