"""What one file of an OpenAPI description says of paths: facts from its content alone, plain data.

`$ref`s are left as they stand; `paths` follows them. Versions 3.0 to 3.2, YAML or JSON.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.yaml.tree import Mapping, Node, Scalar, Sequence, parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

METHODS: Final = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY")
"""The fixed fields of a path item that are operations (OpenAPI 3.2 §4.9)."""

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


class Operation(NamedTuple):
    """An operation of a path item; `bases` are the base paths of its own servers."""

    method: str
    line: int
    bases: tuple[str, ...] | None = None


class PathItem(NamedTuple):
    """A path, what it refers to, and its operations."""

    path: str
    line: int
    ref: Ref | None = None
    bases: tuple[str, ...] | None = None
    operations: tuple[Operation, ...] = ()


class DocumentPart(NamedTuple):
    """What a document, or a place in a file that a `$ref` names, says: path items, or what is wrong."""

    trouble: Trouble | None = None
    ref: Ref | None = None
    bases: tuple[str, ...] | None = None
    items: tuple[PathItem, ...] = ()


def from_plain(plain: Any) -> DocumentPart:
    """Return a part that was kept as JSON."""
    trouble, ref, bases, items = plain
    return DocumentPart(
        trouble and Trouble(*trouble),
        ref and Ref(*ref),
        _bases_from_plain(bases),
        tuple(
            PathItem(
                path,
                line,
                item_ref and Ref(*item_ref),
                _bases_from_plain(item_bases),
                tuple(Operation(method, at, _bases_from_plain(own)) for method, at, own in operations),
            )
            for path, line, item_ref, item_bases, operations in items
        ),
    )


def _bases_from_plain(bases: Any) -> tuple[str, ...] | None:
    return None if bases is None else tuple(bases)


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
    return tree if tree is not None else Trouble("the file is empty")


def document(tree: Tree) -> DocumentPart:
    """Return what a whole document says."""
    if isinstance(tree, Trouble):
        return DocumentPart(tree)
    version = _get(tree, "openapi")
    if not isinstance(version, Scalar) or not version.text.startswith("3."):
        return DocumentPart(_not_openapi_3(tree, version))
    paths = _get(tree, "paths")
    part = paths_part(paths)
    if not part.items and part.ref is None and part.trouble is None and not _may_have_no_path(tree):
        at = paths or tree
        trouble = Trouble("the OpenAPI document has no paths", max(at.line, 1), max(at.column, 1))
        part = DocumentPart(trouble)
    return part._replace(bases=_bases(tree))


def _may_have_no_path(tree: Node) -> bool:
    """Whether a document is valid without paths: one of webhooks or components is (OpenAPI 3.1 §4.8.1)."""
    version = _get(tree, "openapi")
    is_newer = isinstance(version, Scalar) and not version.text.startswith("3.0")
    return is_newer and any(isinstance(_get(tree, name), Mapping) for name in ("webhooks", "components"))


def paths_part(node: Node | None) -> DocumentPart:
    """Return what a mapping of paths says."""
    if not isinstance(node, Mapping):
        return DocumentPart()
    items = (_item(key.text, key.line, value) for key, value in _entries(node) if key.text.startswith("/"))
    return DocumentPart(ref=_ref(node), items=tuple(items))


def item_part(node: Node | None) -> DocumentPart:
    """Return what a path item says that stands elsewhere than at its path."""
    return DocumentPart(items=(_item("", node.line, node),)) if isinstance(node, Mapping) else DocumentPart()


def at_pointer(tree: Tree, pointer: str) -> Node | None:
    """Return what a JSON pointer (RFC 6901 §6) leads to."""
    if isinstance(tree, Trouble) or (pointer and not pointer.startswith("/")):
        return None
    node: Node | None = tree
    for token in unquote(pointer).split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(node, Sequence):
            is_index = name.isdecimal() and len(name) < 9 and int(name) < len(node.items)
            node = node.items[int(name)] if is_index else None
        else:
            node = _get(node, name)
    return node


def _not_openapi_3(tree: Node, version: Node | None) -> Trouble:
    swagger = _get(tree, "swagger")
    if isinstance(swagger, Scalar):
        message = f"this is Swagger {swagger.text}, not OpenAPI 3"
        return Trouble(message, max(swagger.line, 1), max(swagger.column, 1), "convert it to OpenAPI 3")
    if isinstance(version, Scalar):
        message = f"this is OpenAPI `{version.text}`, not OpenAPI 3"
        return Trouble(message, max(version.line, 1), max(version.column, 1))
    return Trouble(
        "this is not an OpenAPI document: it has no `openapi: 3.…`",
        help="list only the documents, not the files that they refer to",
    )


def _item(path: str, line: int, node: Node) -> PathItem:
    operations = []
    for key, value in _entries(node):
        if key.text.upper() in METHODS and key.text.islower() and isinstance(value, Mapping):
            operations.append(Operation(key.text.upper(), key.line, _bases(value)))
    return PathItem(path, line, _ref(node), _bases(node), tuple(operations))


def _ref(node: Node) -> Ref | None:
    ref = _get(node, "$ref")
    return Ref(ref.text, ref.line, ref.column) if isinstance(ref, Scalar) else None


def _bases(node: Node) -> tuple[str, ...] | None:
    """Return the paths of the servers that are named here; None where none are."""
    servers = _get(node, "servers")
    if not isinstance(servers, Sequence) or not servers.items:
        return None
    return tuple(dict.fromkeys(base for server in servers.items if (base := _base(server)) is not None))


def _base(server: Node) -> str | None:
    url = _get(server, "url")
    if not isinstance(url, Scalar):
        return None
    text = url.text
    for name, variable in _entries(_get(server, "variables")):
        default = _get(variable, "default")
        if isinstance(default, Scalar):
            text = text.replace(f"{{{name.text}}}", default.text)[:10_000]
    return path_of_url(text)


def path_of_url(url: str) -> str:
    """Return the path of an address, absolute or relative, without `/` at its end."""
    path = url.partition("#")[0].partition("?")[0]
    if "://" in path or path.startswith("//"):
        path = "/" + path.partition("//")[2].partition("/")[2]
    segments = [segment for segment in path.split("/") if segment not in ("", ".")]
    return "".join(f"/{segment}" for segment in segments)


def _get(node: Node | None, name: str) -> Node | None:
    return next((value for key, value in _entries(node) if key.text == name), None)


def _entries(node: Node | None) -> Iterator[tuple[Scalar, Node]]:
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
    return Scalar(str(value), 0, 0, 0, False)
