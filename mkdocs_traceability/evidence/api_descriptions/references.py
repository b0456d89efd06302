"""Read one document of an API description, and follow its `$ref`s.

A `$ref` is followed within the folder of the document, the roots and the folder of `mkdocs.yml`, no further,
and never over the network.
"""

import posixpath
from collections.abc import Callable
from typing import Any, Final, Generic, Protocol, TypeVar
from urllib.parse import unquote

from mkdocs_traceability.evidence.api_descriptions.tree import Places, Ref, Tree, Trouble, tree_of
from mkdocs_traceability.evidence.checker import Scope
from mkdocs_traceability.evidence.refused import refusal
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import InputProblem
from mkdocs_traceability.reading.yaml.nodes import Node

MOST_HOPS: Final = 20
"""How many `$ref`s in a row are followed."""

TOO_MANY_HOPS: Final = "refers to itself, or through too many others"


class Part(Protocol):
    """What a document, or a place in a file that a `$ref` names, says: or what is wrong with it."""

    @property
    def trouble(self) -> Trouble | None:
        """Why there is nothing."""


P = TypeVar("P", bound=Part)


class References(Generic[P]):
    """The parts of one document, wherever they stand; `problems` is what is wrong with them.

    A part is plain data: `from_plain` makes it of what was kept of it as JSON, and `in_trouble` makes one of
    what cannot be read.
    """

    def __init__(
        self,
        scope: Scope,
        path: str,
        from_plain: Callable[[Any], P],
        in_trouble: Callable[[Trouble], P],
    ) -> None:
        self.problems: list[InputProblem] = []
        self._scope = scope
        self._disk = scope.disk
        self._folder = posixpath.dirname(path)
        self._from_plain = from_plain
        self._in_trouble = in_trouble
        self._trees: dict[str, Tree] = {}
        self._places: dict[str, Places] = {}

    def read(self, name: str, file: str, part_of: Callable[[Node], P]) -> P:
        """Return what a file says, kept by its content under a name."""

        def compute(data: bytes) -> P:
            if file not in self._trees:
                self._trees[file] = tree_of(data)
            tree = self._trees[file]
            return self._in_trouble(tree) if isinstance(tree, Trouble) else part_of(tree)

        plain = self._disk.facts(name, file, compute)
        part = self._refused(file) if plain is None else self._from_plain(plain)
        if part.trouble is not None:
            message, line, column, help_ = part.trouble
            self.problems.append(InputProblem(message, Position(file, max(line, 1), max(column, 1)), help_))
        return part

    def follow(
        self, name: str, holder: str, ref: Ref, part_of: Callable[[Node | None], P]
    ) -> tuple[str, P | None]:
        """Return the file that a `$ref` leads to and what stands there, or None and a problem."""
        address, _, pointer = ref.text.partition("#")
        file = holder
        if address:
            file = posixpath.normpath(posixpath.join(posixpath.dirname(holder), unquote(address)))
            if wrong := self._why_not(address, file):
                self.problem(holder, ref, wrong)
                return holder, None

        def at_place(tree: Node) -> P:
            if file not in self._places:
                self._places[file] = Places(tree)
            return part_of(self._places[file].at(pointer))

        return file, self.read(f"{name} {pointer}", file, at_place)

    def problem(self, holder: str, ref: Ref, what: str) -> None:
        """Note what is wrong with a `$ref`."""
        position = Position(holder, max(ref.line, 1), max(ref.column, 1))
        help_ = "correct the `$ref`, or place what it names in a file beside the document"
        self.problems.append(InputProblem(f"the `$ref` `{ref.text}` {what}", position, help_))

    def _why_not(self, address: str, file: str) -> str:
        """Return why a file that a `$ref` names is not read, empty where it may be."""
        if "://" in address or address.startswith("//"):
            return "points to the network, which is never accessed"
        if "\0" in file or not self._may_read(file):
            return "points outside the allowed folders"
        return "" if self._disk.is_file(file) else f"points to `{file}`, which is not a file"

    def _refused(self, file: str) -> P:
        why, help_ = refusal(self._disk, file)
        return self._in_trouble(Trouble(f"the file cannot be read: {why}", help=help_))

    def _may_read(self, file: str) -> bool:
        real = self._disk.real(file)
        homes = (self._disk.real("."), self._disk.real(self._folder or "."))
        return any(real.is_relative_to(home) for home in homes) or self._scope.roots.holds(file)
