"""Whether PyYAML loads a text for certain, as MkDocs does with front matter: it fails on `2026-13-01`."""

from typing import Final

from mkdocs_traceability.reading.yaml.nodes import Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.plain import Refused, read_plain

_TYPED: Final = frozenset("0123456789+-.=<")
"""What a plain value begins with that may be a number, a date, or not loadable at all."""


def surely_loads(text: str) -> Node | None:
    """Return the tree of a text that PyYAML loads for certain; None where it has to be tried, or is empty."""
    try:
        tree = read_plain(text, 1)
    except Refused:
        return None
    waiting = [tree] if tree is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            if node.plain and node.text[:1] in _TYPED:
                return None
        elif isinstance(node, Sequence):
            waiting += node.items
        else:
            for entry in node.entries:
                waiting += entry
    return tree
