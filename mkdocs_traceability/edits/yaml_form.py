"""What a YAML text reads as, without its places: how an edit is proven to change what it says it changes."""

from mkdocs_traceability.reading.yaml.nodes import Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

Form = tuple[object, ...]


def read_form(text: str) -> Form | None:
    """Return what a text reads as; None where it is not YAML, or empty."""
    tags: dict[Node, str] = {}
    try:
        tree = parse(text, tags=tags)
    except Unreadable:
        return None
    return form_of(tree, tags) if tree is not None else None


def form_of(node: Node, tags: dict[Node, str]) -> Form:
    """Return a tree without its places, to be compared: tags, the order of keys and quotes count."""
    tag = tags.get(node, "")
    if isinstance(node, Scalar):
        return ("scalar", tag, node.text, node.plain)
    if isinstance(node, Sequence):
        return ("list", tag, tuple(form_of(each, tags) for each in node.items))
    return ("map", tag, tuple((form_of(key, tags), form_of(value, tags)) for key, value in node.entries))
