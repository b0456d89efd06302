"""The endpoints that an OpenAPI document declares, with path items that it refers to in other places.

A `$ref` is followed within the folder of the document, the roots and the folder of `mkdocs.yml`, no further,
and never over the network. References to schemas and the like are of no matter here.
"""

import posixpath
from typing import Final, NamedTuple
from urllib.parse import unquote

from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.openapi.document import (
    DocumentPart,
    PathItem,
    Ref,
    Tree,
    Trouble,
    at_pointer,
    document,
    from_plain,
    item_part,
    paths_part,
    tree_of,
)
from mkdocs_traceability.evidence.refused import refusal
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import InputProblem, Place

_MOST_HOPS: Final = 20


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
        self.problems: list[InputProblem] = []
        self._scope = scope
        self._disk = scope.disk
        self._folder = posixpath.dirname(path)
        self._trees: dict[str, Tree] = {}
        part = self._part(path, "openapi document:2", None)
        bases = part.bases or ("",)
        items, holder = part.items, path
        if part.trouble is None and part.ref is not None:
            holder, part = self._follow(path, part.ref, "openapi paths")
            items += part.items
        for item in items:
            self._declare(item, holder, bases)

    def _declare(self, item: PathItem, holder: str, bases: tuple[str, ...]) -> None:
        """Enter the operations of a path item, and of the one it refers to."""
        file, found = holder, item
        for hop in range(_MOST_HOPS + 1):
            bases = found.bases or bases
            for operation in found.operations:
                place = Place(file, operation.line)
                self.endpoints.append(Endpoint(operation.method, item.path, operation.bases or bases, place))
            if found.ref is None:
                return
            if hop == _MOST_HOPS:
                self._problem(file, found.ref, "refers to itself, or through too many others")
                return
            file, part = self._follow(file, found.ref, "openapi item")
            if not part.items:
                return
            found = part.items[0]

    def _follow(self, holder: str, ref: Ref, what: str) -> tuple[str, DocumentPart]:
        """Return what a `$ref` leads to and the file it stands in; nothing, and a problem, if it does not."""
        address, _, pointer = ref.text.partition("#")
        file = holder
        if address:
            if "://" in address or address.startswith("//"):
                self._problem(holder, ref, "points to the network, which is never accessed")
                return holder, DocumentPart()
            file = posixpath.normpath(posixpath.join(posixpath.dirname(holder), unquote(address)))
            if "\0" in file or not self._may_read(file):
                self._problem(holder, ref, "points outside the allowed folders")
                return holder, DocumentPart()
            if not self._disk.is_file(file):
                self._problem(holder, ref, f"points to `{file}`, which is not a file")
                return holder, DocumentPart()
        part = self._part(file, what, pointer)
        if not part.items and part.trouble is None:
            self._problem(holder, ref, "points to nothing that declares a path")
        return file, part

    def _part(self, file: str, what: str, pointer: str | None) -> DocumentPart:
        """Return what a file says, or the place in it that a pointer names, kept by its content."""

        def compute(data: bytes) -> DocumentPart:
            if file not in self._trees:
                self._trees[file] = tree_of(data)
            tree = self._trees[file]
            if pointer is None or isinstance(tree, Trouble):
                return document(tree)
            node = at_pointer(tree, pointer)
            return paths_part(node) if what == "openapi paths" else item_part(node)

        plain = self._disk.facts(f"{what} {pointer or ''}", file, compute)
        part = self._refused(file) if plain is None else from_plain(plain)
        if part.trouble is not None:
            message, line, column, help_ = part.trouble
            self.problems.append(InputProblem(message, Position(file, max(line, 1), max(column, 1)), help_))
        return part

    def _refused(self, file: str) -> DocumentPart:
        why, help_ = refusal(self._disk, file)
        return DocumentPart(Trouble(f"the file cannot be read: {why}", help=help_))

    def _may_read(self, file: str) -> bool:
        real = self._disk.real(file)
        homes = (self._disk.real("."), self._disk.real(self._folder or "."))
        return any(real.is_relative_to(home) for home in homes) or self._scope.roots.holds(file)

    def _problem(self, holder: str, ref: Ref, what: str) -> None:
        position = Position(holder, max(ref.line, 1), max(ref.column, 1))
        self.problems.append(InputProblem(f"the `$ref` `{ref.text}` {what}", position))
