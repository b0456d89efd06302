"""What tells a finding from its like beside it: the entry of a list that it stands in, by its text.

Two items without an id, or two entries without one, differ by what else stands in them, not by their lines.
An item that has an id is told by that.
"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Final

from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence

_MOST_NODES: Final = 500
"""How many nodes of an entry are compared: one that repeats itself through anchors has no end."""

_Around = tuple[Node | None, Node | None]


class EntryTexts:
    """Knows in which entries the nodes below `root` stand: the mapping that holds a source's items."""

    def __init__(self, root: Node | None) -> None:
        self._around: dict[tuple[int, int], _Around] = {}
        self._seen: set[Node] = set()
        waiting: list[tuple[Node, _Around, int]] = [(root, (None, None), 0)] if root is not None else []
        while waiting:
            node, around, depth = waiting.pop()
            if node not in self._seen:  # an anchor brings a node to several places
                self._seen.add(node)
                self._around.setdefault((node.line, node.column), around)
                waiting += reversed(list(_below(node, around, depth)))

    def around(self, node: Node, *, has_item: bool) -> str:
        """Name the entry in which a node stands; `has_item` where its item is known by an id."""
        item, entry = self._around.get((node.line, node.column), (None, None))
        texts = [_id_of(item) or _text(item)] if item is not None and not has_item else []
        texts += [_text(entry)] if entry is not None else []
        texts += [_text(node)] if not isinstance(node, Scalar) else []
        written = "\0".join(texts).encode("utf-8", "surrogatepass")
        return blake2b(written, digest_size=8).hexdigest() if texts else ""


def _below(node: Node, around: _Around, depth: int) -> Iterator[tuple[Node, _Around, int]]:
    """Go through the nodes right below another one: a list at depth 1 has items, one further down entries."""
    item, entry = around
    if isinstance(node, Sequence):
        for each in node.items:
            inside = (each, None) if depth == 1 else (item, entry or each)
            yield each, inside, depth + 1
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield key, around, depth + 1
            yield value, around, depth + 1


def _id_of(item: Node) -> str:
    """Return the id that stands in an item, empty where none does."""
    for key, value in item.entries if isinstance(item, Mapping) else ():
        if isinstance(key, Scalar) and key.text == "id" and isinstance(value, Scalar):
            return value.text
    return ""


def _text(node: Node) -> str:
    """Return what stands in a node, wherever that is: all that a parser makes of it, in brackets."""
    texts: list[str] = []
    waiting: list[Node | str] = [node]
    while waiting and len(texts) < _MOST_NODES:
        each = waiting.pop()
        if isinstance(each, str):
            texts.append(each)
        elif isinstance(each, Scalar):
            texts.append(each.text)
        elif isinstance(each, Sequence):
            texts.append("[")
            waiting += ["]", *reversed(each.items)]
        else:
            texts.append("{")
            waiting += ["}", *(part for entry in reversed(each.entries) for part in reversed(entry))]
    return "\0".join(texts)
