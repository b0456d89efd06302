"""What is published beside the pages, made of the same result: files for other programs and other places.

`@export` is all that adding one takes: every module of this package is searched for them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from mkdocs_traceability.exports import __path__ as _folder
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.pages.site.view import SiteView


@dataclass(frozen=True)
class PublishedFile:
    """One file: its name below the page folder, and its content, made when it is asked for."""

    name: str
    content: Callable[[], bytes]


Exporter = Callable[[SiteView], Iterator[PublishedFile]]

EXPORTERS: Final[list[Exporter]] = []


def export(exporter: Exporter) -> Exporter:
    """Make a function that yields published files known."""
    EXPORTERS.append(exporter)
    return exporter


def published_files(view: SiteView) -> list[PublishedFile]:
    """Return every published file; which there are is known before anything is judged."""
    for module in iter_modules(_folder):
        import_module(f"mkdocs_traceability.exports.{module.name}")
    files = {file.name: file for exporter in EXPORTERS for file in exporter(view)}
    return [file for _, file in sorted(files.items())]


def declared_kinds(view: SiteView) -> list[Kind]:
    """Return the kinds of which there are items."""
    return [kind for kind in view.registry.schema if view.registry.items(kind.name)]


def encoded(text: str) -> bytes:
    """Return text as UTF-8: the name of a file may hold what is no character."""
    return text.encode("utf-8", "replace")
