"""All hosts by name. Adding one is a folder with a `HOST`, and a line here."""

from collections.abc import Mapping
from typing import Final

from mkdocs_traceability.hosts.docusaurus import HOST as DOCUSAURUS
from mkdocs_traceability.hosts.host import Host
from mkdocs_traceability.hosts.hugo import HOST as HUGO
from mkdocs_traceability.hosts.mkdocs import HOST as MKDOCS
from mkdocs_traceability.hosts.plain import HOST as PLAIN
from mkdocs_traceability.hosts.zensical import HOST as ZENSICAL

HOSTS: Final[Mapping[str, Host]] = {host.name: host for host in (ZENSICAL, MKDOCS, DOCUSAURUS, HUGO, PLAIN)}
"""The hosts that come with the package."""
