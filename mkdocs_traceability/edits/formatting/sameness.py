"""The proof of a formatting step: the same values, for us and other readers of YAML, the same comments."""

from collections import Counter
from typing import Any, Final

import yaml

from mkdocs_traceability.edits.proof import is_same_reading
from mkdocs_traceability.edits.yaml_spans import Span, spans_of
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.reading.declarations import declare_sidecar
from mkdocs_traceability.reading.read import SourceReading
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

_RESOLVER: Final[Any] = yaml.SafeLoader("")
_STR: Final = "tag:yaml.org,2002:str"


def is_same(before: str, after: str, path: str, schema: Schema) -> bool:
    """Whether two texts say the same: values, their types, the order of items; comments, in any order."""
    try:
        now, then = parse(before), parse(after)
    except Unreadable:
        return False
    if _meaning(now) != _meaning(then) or Counter(comments_of(before)) != Counter(comments_of(after)):
        return False
    first, second = (_declared(tree, path, schema) for tree in (now, then))
    codes = (Counter(finding.code for finding in each.findings) for each in (first, second))
    return next(codes) == next(codes) and is_same_reading(first, second)


def _declared(tree: Node | None, path: str, schema: Schema) -> SourceReading:
    declared = declare_sidecar(tree, path, schema)
    return SourceReading(declared.items, declared.findings)


def _meaning(node: Node | None) -> object:
    """Return what a tree says to any reader: scalars with the type that YAML 1.1 gives them."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return _type_of(node), node.text
    if isinstance(node, Mapping):
        entries = [(_meaning(key), _meaning(value)) for key, value in node.entries]
        keys = [repr(key) for key, _ in entries]
        is_unique = len(set(keys)) == len(keys)
        return "map", sorted(entries, key=lambda entry: repr(entry[0])) if is_unique else entries
    return "list", [_meaning(each) for each in node.items]


def _type_of(node: Scalar) -> str:
    """Return the type of a scalar; one with a tag is never changed, and needs none."""
    return str(_RESOLVER.resolve(yaml.ScalarNode, node.text, (True, False))) if node.plain else _STR


def comments_of(text: str) -> list[str]:
    """Return the comments of a text, in their order; one behind `|` belongs to the block scalar."""
    found, at = [], 0
    root = spans_of(text)
    for start, end in sorted(_scalars(root)) if root else ():
        found += _comments_in(text, at, start)
        at = max(at, end)
    return [*found, *_comments_in(text, at, len(text))]


def _scalars(span: Span) -> list[tuple[int, int]]:
    if span.is_scalar:
        return [(span.start, span.end)]
    return [each for part in span.parts for each in _scalars(part)]


def _comments_in(text: str, start: int, end: int) -> list[str]:
    """Return the comments between two values."""
    found = []
    at = text.find("#", start, end)
    while at >= 0:
        line_end = text.find("\n", at)
        line_end = len(text) if line_end < 0 else line_end
        if at == 0 or text[at - 1] in " \t\n":
            found.append(text[at:line_end].rstrip())
            at = line_end
        at = text.find("#", at + 1, end)
    return found
