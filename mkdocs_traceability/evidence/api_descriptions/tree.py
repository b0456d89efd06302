"""Read a file of an API description as a tree, YAML or JSON, whatever it describes.

What OpenAPI and AsyncAPI have in common is here; what their documents mean is the matter of `openapi` and
`asyncapi`.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

_MAX_JSON_DEPTH: Final = 200
_SURROGATES: Final = re.compile(r"\\u[dD][89a-fA-F]")
"""What JSON writes for characters beyond U+FFFF, and YAML refuses, perhaps at the end of many megabytes."""
_MOST_MERGED: Final = 1_000


class Trouble(NamedTuple):
    """What is wrong with a file, or with a part of it, and where."""

    message: str
    line: int = 1
    column: int = 1
    help: str = ""


Tree = Node | Trouble
"""A file that was read, or why it was not."""


class Ref(NamedTuple):
    """A `$ref` as it was written, and where."""

    text: str
    line: int
    column: int


def tree_of(data: bytes) -> Tree:
    """Read YAML or JSON; of JSON that YAML's reader refuses, lines are not known and are 0."""
    try:
        text = decode(data)
        tree = _json(text) if _SURROGATES.search(text) else None
        try:
            tree = tree or parse(text)
        except Unreadable:
            tree = _json(text)
            if tree is None:
                raise
    except Unreadable as error:
        return Trouble(error.message, error.line, error.column, error.help)
    return (
        tree
        if tree is not None
        else Trouble("the file is empty", help="write the document, or remove the file from the settings")
    )


def token_of(text: str) -> str:
    """Return what a token of a JSON pointer stands for."""
    return text.replace("~1", "/").replace("~0", "~")


class Places:
    """The places of a tree, found by JSON pointers (RFC 6901 §6); each mapping is gone through once."""

    def __init__(self, tree: Node) -> None:
        self._tree = tree
        self._by_name: dict[Mapping, dict[str, Node]] = {}

    def at(self, pointer: str) -> Node | None:
        """Return what a pointer leads to."""
        if pointer and not pointer.startswith("/"):
            return None
        node: Node | None = self._tree
        for token in unquote(pointer).split("/")[1:]:
            node = self._below(node, token_of(token))
        return node

    def _below(self, node: Node | None, name: str) -> Node | None:
        if isinstance(node, Sequence):
            is_index = name.isdecimal() and len(name) < 9 and int(name) < len(node.items)
            return node.items[int(name)] if is_index else None
        if not isinstance(node, Mapping):
            return None
        if node not in self._by_name:
            by_name = self._by_name[node] = {}
            for key, value in entries(node):
                by_name.setdefault(key.text, value)
        return self._by_name[node].get(name)


def ref_of(node: Node | None) -> Ref | None:
    """Return the `$ref` of an object, if it is one."""
    ref = get(node, "$ref")
    return Ref(ref.text, ref.line, ref.column) if isinstance(ref, Scalar) else None


def get(node: Node | None, name: str) -> Node | None:
    """Return what a mapping has under a name."""
    return next((value for key, value in entries(node) if key.text == name), None)


def entries(node: Node | None) -> Iterator[tuple[Scalar, Node]]:
    """Go through the entries of a mapping, and of those that YAML's `<<` puts into it."""
    pending: list[Node | None] = [node]
    for _ in range(_MOST_MERGED):
        if not pending:
            return
        each = pending.pop(0)
        if isinstance(each, Sequence):
            pending += each.items
        elif isinstance(each, Mapping):
            for key, value in each.entries:
                if isinstance(key, Scalar) and key.text == "<<" and key.plain:
                    pending.append(value)
                elif isinstance(key, Scalar):
                    yield key, value


def _json(text: str) -> Node | None:
    """Read JSON that is no YAML 1.1 (pairs of surrogates, say); None where it is no JSON, or too deep."""
    import json

    if not text.lstrip().startswith("{"):
        return None
    try:
        return _from_json(json.loads(text), 0)
    except (ValueError, RecursionError):
        return None


def _from_json(value: Any, depth: int) -> Node:
    """Return a value of JSON, no deeper than `_MAX_JSON_DEPTH`, as a tree without lines."""
    if depth > _MAX_JSON_DEPTH:
        raise RecursionError
    if isinstance(value, dict):
        mapping = Mapping(0, 0)
        mapping.entries = [
            (Scalar(key, 0, 0, 0, False), _from_json(each, depth + 1)) for key, each in value.items()
        ]
        return mapping
    if isinstance(value, list):
        sequence = Sequence(0, 0)
        sequence.items = [_from_json(each, depth + 1) for each in value]
        return sequence
    if value is None:
        return Scalar("null", 0, 0, 0, True)
    return Scalar(str(value), 0, 0, 0, False)
