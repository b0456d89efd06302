"""Which names a source would have declared if it could be read: what refers to them is no second mistake."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from mkdocs_traceability.reading.text import line_ends_as_one
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence

_NAMING_KEYS: Final = ("id", "aliases", "former_ids")

_ID: Final = re.compile(r"""(?<![\w-])["']?id["']?:[ \t]*["']?([^\s"']+)""", re.IGNORECASE)
_OTHERS: Final = re.compile(
    r"""(?:aliases|former[_-]ids)["']?:[ \t]*(\[[^\]]{0,10000}|(?:\n[ \t]*-[^\n]*)+|[^\n]*)"""
)


def names_in_text(data: bytes, kinds: Iterable[str]) -> frozenset[str]:
    """Find the ids and aliases in a file that is no YAML; on a page an id may stand right behind its kind."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = line_ends_as_one(data.decode(encoding, "replace").replace("\0", ""))
    singular = rf"""^[ \t]*(?:{"|".join(kinds)}):[ \t]+["']?([^\s"'{{\[]+)"""
    words = {*_ID.findall(text), *re.findall(singular, text, re.MULTILINE)}
    for names in _OTHERS.findall(text):
        words.update(re.findall(r"[^\s,\"'\[\]]+", names))
    return frozenset(words | {re.split(r"[,}\]]", word, maxsplit=1)[0] for word in words})


def names_in(node: Node) -> frozenset[str]:
    """Find the ids and aliases below a node whose place in a source is wrong.

    A list or mapping of items may also have the ids themselves as its entries or keys.
    """
    found = set(_entries(node))
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Sequence):
            waiting += node.items
        elif isinstance(node, Mapping):
            for key, value in node.entries:
                waiting.append(value)
                if isinstance(key, Scalar) and key.text.replace("-", "_").lower() in _NAMING_KEYS:
                    found.update(_entries(value))
    return frozenset(filter(None, found))


def _entries(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text
    else:
        nodes = node.items if isinstance(node, Sequence) else [key for key, _ in node.entries]
        yield from (entry.text for entry in nodes if isinstance(entry, Scalar))
