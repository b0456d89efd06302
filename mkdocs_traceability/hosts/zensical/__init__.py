"""Zensical: it reads the front matter of MkDocs' themes, and makes links of the paths of sources."""

from typing import Final

from mkdocs_traceability.hosts.host import Host, page_url
from mkdocs_traceability.hosts.markup import for_markdown
from mkdocs_traceability.hosts.mkdocs import front_matter

HOST: Final = Host(
    name="zensical",
    title="Zensical",
    ending=".md",
    front_matter=front_matter,
    url_of=page_url,
    links_are_sources=True,
    config_names=("zensical.toml", "mkdocs.yml", "mkdocs.yaml"),
    body=for_markdown,
    has_extension=True,
)
