"""No host: fragments of HTML, for whatever puts them into a page."""

from typing import Final

from mkdocs_traceability.hosts.host import Host, page_url
from mkdocs_traceability.hosts.markup import without_braces

HOST: Final = Host(
    name="plain",
    title="HTML fragments",
    ending=".html",
    front_matter=lambda page: {},
    url_of=lambda uri, use_directory_urls: page_url(uri, use_directory_urls=False),
    body=without_braces,
)
