"""What is published beside the pages, made of the same result: files for other programs and other places.

`@export` is all that adding one takes: every module of this package is searched for them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Final, Protocol

from mkdocs_traceability.exports import __path__ as _folder
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.result import Result


@dataclass(frozen=True)
class PublishedFile:
    """One file: its name below the page folder, and its content, made when it is asked for."""

    name: str
    content: Callable[[], bytes]


class Addresses(Protocol):
    """Where things stand in the site beside which files are published: whoever makes its pages knows.

    Every URL is relative to the root of the site, and empty where there is nothing.
    """

    def stem(self, kind: Kind) -> str:
        """Return the name of what is published of a kind, without an ending."""
        ...

    def url_of_kind(self, kind: Kind) -> str:
        """Return the URL of the page that lists the items of a kind."""
        ...

    def url_of_csv(self, kind: Kind) -> str:
        """Return the URL of the file that has the items of a kind as CSV."""
        ...

    def url_of_item(self, item: Item) -> str:
        """Return the URL of the place where an item stands."""
        ...

    def url(self, page: str, anchor: str = "") -> str:
        """Return the URL of a page by its path below the docs folder, and of an anchor on it."""
        ...


@dataclass(frozen=True)
class Export:
    """What is exported, and what the site around it brings: addresses, its language, its templates."""

    result: Result
    addresses: Addresses
    translate: Callable[[str], str]
    render: Callable[..., str]

    @property
    def declared_kinds(self) -> list[Kind]:
        """The kinds of which there are items."""
        registry = self.result.registry
        return [kind for kind in registry.schema if registry.items(kind.name)]


Exporter = Callable[[Export], Iterator[PublishedFile]]

EXPORTERS: Final[list[Exporter]] = []


def export(exporter: Exporter) -> Exporter:
    """Make a function that yields published files known."""
    EXPORTERS.append(exporter)
    return exporter


def published_files(exported: Export) -> list[PublishedFile]:
    """Return every published file; which there are is known before anything is judged."""
    for module in iter_modules(_folder):
        import_module(f"mkdocs_traceability.exports.{module.name}")
    files = {file.name: file for exporter in EXPORTERS for file in exporter(exported)}
    return [file for _, file in sorted(files.items())]


def encoded(text: str) -> bytes:
    """Return text as UTF-8: the name of a file may hold what is no character."""
    return text.encode("utf-8", "replace")
