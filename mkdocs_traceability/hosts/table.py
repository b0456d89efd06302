"""All hosts by name. Adding one is a folder with a `HOST` and a line here, or a package of its own."""

from collections.abc import Mapping
from importlib.metadata import entry_points
from typing import Final

from mkdocs_traceability.hosts.docusaurus import HOST as DOCUSAURUS
from mkdocs_traceability.hosts.host import Host
from mkdocs_traceability.hosts.hugo import HOST as HUGO
from mkdocs_traceability.hosts.mkdocs import HOST as MKDOCS
from mkdocs_traceability.hosts.plain import HOST as PLAIN
from mkdocs_traceability.hosts.zensical import HOST as ZENSICAL

HOSTS: Final[Mapping[str, Host]] = {host.name: host for host in (ZENSICAL, MKDOCS, DOCUSAURUS, HUGO, PLAIN)}
"""The hosts that come with the package."""

GROUP: Final = "mkdocs_traceability.hosts"
"""The entry points by which other packages bring hosts."""


def all_hosts() -> Mapping[str, Host]:
    """Return the hosts that come with the package, and those that other packages bring.

    Raises:
        ImportError: where a package names a module that it does not have.
        AttributeError: where the module has no such host.

    """
    brought = {entry.name: entry.load() for entry in entry_points(group=GROUP)}
    return {**{name: host for name, host in brought.items() if isinstance(host, Host)}, **HOSTS}
