"""No host: fragments of HTML, for whatever puts them into a page."""

from typing import Final

from mkdocs_traceability.hosts.host import Host, page_url

HOST: Final = Host(
    name="plain",
    title="HTML fragments",
    ending=".html",
    front_matter=lambda page: {},
    url_of=page_url,
)
