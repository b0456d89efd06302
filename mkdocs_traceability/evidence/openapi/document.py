"""What one file of an OpenAPI description says of paths: facts from its content alone, plain data.

`$ref`s are left as they stand; `paths` follows them. Versions 3.0 to 3.2, YAML or JSON.
"""

from typing import Any, Final, NamedTuple

from mkdocs_traceability.evidence.api_descriptions.tree import Ref, Trouble, entries, get, ref_of
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence

METHODS: Final = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY")
"""The fixed fields of a path item that are operations (OpenAPI 3.2 §4.9)."""


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


def document(tree: Node) -> DocumentPart:
    """Return what a whole document says."""
    version = get(tree, "openapi")
    if not isinstance(version, Scalar) or not version.text.startswith("3."):
        return DocumentPart(_not_openapi_3(tree, version))
    paths = get(tree, "paths")
    part = paths_part(paths)
    if not part.items and part.ref is None and part.trouble is None and not _may_have_no_path(tree):
        at = paths or tree
        message, help_ = "the OpenAPI document has no paths", "add `paths`, or remove it from `openapi`"
        part = DocumentPart(Trouble(message, max(at.line, 1), max(at.column, 1), help_))
    return part._replace(bases=_bases(tree))


def _may_have_no_path(tree: Node) -> bool:
    """Whether a document is valid without paths: one of webhooks or components is (OpenAPI 3.1 §4.8.1)."""
    version = get(tree, "openapi")
    is_newer = isinstance(version, Scalar) and not version.text.startswith("3.0")
    return is_newer and any(isinstance(get(tree, name), Mapping) for name in ("webhooks", "components"))


def paths_part(node: Node | None) -> DocumentPart:
    """Return what a mapping of paths says."""
    if not isinstance(node, Mapping):
        return DocumentPart()
    items = (_item(key.text, key.line, value) for key, value in entries(node) if key.text.startswith("/"))
    return DocumentPart(ref=ref_of(node), items=tuple(items))


def item_part(node: Node | None) -> DocumentPart:
    """Return what a path item says that stands elsewhere than at its path."""
    return DocumentPart(items=(_item("", node.line, node),)) if isinstance(node, Mapping) else DocumentPart()


def _not_openapi_3(tree: Node, version: Node | None) -> Trouble:
    swagger = get(tree, "swagger")
    if isinstance(swagger, Scalar):
        message = f"this is Swagger {swagger.text}, not OpenAPI 3"
        return Trouble(message, max(swagger.line, 1), max(swagger.column, 1), "convert it to OpenAPI 3")
    if isinstance(version, Scalar):
        message = f"this is OpenAPI `{version.text}`, not OpenAPI 3"
        help_ = "convert it to OpenAPI 3, or remove it from `openapi`"
        return Trouble(message, max(version.line, 1), max(version.column, 1), help_)
    return Trouble(
        "this is not an OpenAPI document: it has no `openapi: 3.…`",
        help="list only the documents, not the files that they refer to",
    )


def _item(path: str, line: int, node: Node) -> PathItem:
    operations = []
    for key, value in entries(node):
        if key.text.upper() in METHODS and key.text.islower() and isinstance(value, Mapping):
            operations.append(Operation(key.text.upper(), key.line, _bases(value)))
    return PathItem(path, line, ref_of(node), _bases(node), tuple(operations))


def _bases(node: Node) -> tuple[str, ...] | None:
    """Return the paths of the servers that are named here; None where none are."""
    servers = get(node, "servers")
    if not isinstance(servers, Sequence) or not servers.items:
        return None
    return tuple(dict.fromkeys(base for server in servers.items if (base := _base(server)) is not None))


def _base(server: Node) -> str | None:
    url = get(server, "url")
    if not isinstance(url, Scalar):
        return None
    text = url.text
    for name, variable in entries(get(server, "variables")):
        default = get(variable, "default")
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
