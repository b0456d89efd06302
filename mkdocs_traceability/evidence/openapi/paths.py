"""The endpoints that an OpenAPI document declares, with path items that it refers to in other places.

References to schemas and the like are of no matter here.
"""

from collections.abc import Callable
from typing import NamedTuple

from mkdocs_traceability.evidence.api_descriptions.references import MOST_HOPS, TOO_MANY_HOPS, References
from mkdocs_traceability.evidence.api_descriptions.tree import Ref
from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.openapi.document import (
    DocumentPart,
    PathItem,
    document,
    from_plain,
    item_part,
    paths_part,
)
from mkdocs_traceability.model.verdict import InputProblem, Place
from mkdocs_traceability.reading.yaml.nodes import Node


class Endpoint(NamedTuple):
    """A method of a path, the base paths of its servers, and where it is declared."""

    method: str
    path: str
    bases: tuple[str, ...]
    place: Place


class Document:
    """One OpenAPI document: its endpoints, and what is wrong with it."""

    def __init__(self, scope: Scope, path: str) -> None:
        self.endpoints: list[Endpoint] = []
        self._references = References(scope, path, from_plain, DocumentPart)
        part = self._references.read("openapi document:3 ", path, document)
        bases = part.bases or ("",)
        items, holder = part.items, path
        if part.trouble is None and part.ref is not None:
            holder, part = self._follow(path, part.ref, "openapi paths:2", paths_part)
            items += part.items
        for item in items:
            self._declare(item, holder, bases)

    @property
    def problems(self) -> list[InputProblem]:
        """What is wrong with the document."""
        return self._references.problems

    def _declare(self, item: PathItem, holder: str, bases: tuple[str, ...]) -> None:
        """Enter the operations of a path item, and of the one it refers to."""
        file, found = holder, item
        for hop in range(MOST_HOPS + 1):
            bases = found.bases or bases
            for operation in found.operations:
                place = Place(file, operation.line)
                self.endpoints.append(Endpoint(operation.method, item.path, operation.bases or bases, place))
            if found.ref is None:
                return
            if hop == MOST_HOPS:
                self._references.problem(file, found.ref, TOO_MANY_HOPS)
                return
            file, part = self._follow(file, found.ref, "openapi item:2", item_part)
            if not part.items:
                return
            found = part.items[0]

    def _follow(
        self, holder: str, ref: Ref, what: str, part_of: Callable[[Node | None], DocumentPart]
    ) -> tuple[str, DocumentPart]:
        """Return what a `$ref` leads to and the file it stands in; nothing, and a problem, if it does not."""
        file, part = self._references.follow(what, holder, ref, part_of)
        if part is None:
            return holder, DocumentPart()
        if not part.items and part.trouble is None:
            self._references.problem(holder, ref, "points to nothing that declares a path")
        return file, part
