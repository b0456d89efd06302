"""Ways through somebody else's tree: what a path of keys leads to.

Names of keys compare without case, hyphens, underscores and blanks, so `dependsOn` is `depends_on`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence
from mkdocs_traceability.registry.nearest import plain_spelling

_TOKEN: Final = re.compile(r"\[\]|\{[^{}]+\}|\*|[^.\[\]{}*]+")


class Step(NamedTuple):
    """One step of a path: into a key, into the key that another key names, into entries or values."""

    kind: Literal["key", "named by", "entries", "values"]
    name: str = ""


class Place(NamedTuple):
    """Where a path leads: a node and, where a `*` led to it, the key under which it stands."""

    node: Node
    key: Scalar | None = None


@lru_cache(maxsize=1024)
def steps_of(path: str) -> tuple[Step, ...]:
    """Take a path of keys apart."""
    return tuple(map(_step, _TOKEN.findall(path)))


def _step(token: str) -> Step:
    if token == "[]":
        return Step("entries")
    if token == "*":
        return Step("values")
    return Step("named by", token[1:-1]) if token.startswith("{") else Step("key", token)


@lru_cache(maxsize=4096)
def spelled(name: str) -> str:
    """Return a name as names compare."""
    return plain_spelling(name)


def entries_of(mapping: Mapping) -> Iterator[tuple[Scalar, Node]]:
    """Go through the entries of a mapping; those that `<<` merges in come last."""
    merged: list[Node] = []
    for key, value in mapping.entries:
        if isinstance(key, Scalar) and key.text == "<<" and key.plain:
            merged += value.items if isinstance(value, Sequence) else [value]
        elif isinstance(key, Scalar):
            yield key, value
    for each in merged:
        if isinstance(each, Mapping):
            yield from entries_of(each)


def under(node: Node, name: str) -> Node | None:
    """Return what stands under a key: as it is written, else spelled alike."""
    if not isinstance(node, Mapping):
        return None
    alike = None
    for key, value in entries_of(node):
        if key.text == name:
            return value
        if alike is None and spelled(key.text) == spelled(name):
            alike = value
    return alike


def places(start: Node, steps: tuple[Step, ...], top: Node) -> Iterator[Place]:
    """Go to every place to which steps lead from `start`; `top` is the tree of the whole file."""
    found = [Place(start)]
    for step in steps:
        found = [each for place in found for each in _next(place, step, top)]
    yield from found


def _next(place: Place, step: Step, top: Node) -> Iterator[Place]:
    node = place.node
    if step.kind == "entries":
        entries = node.items if isinstance(node, Sequence) else [node]
        yield from (Place(each, place.key) for each in entries)
    elif step.kind == "values":
        if isinstance(node, Mapping):
            yield from (Place(value, key) for key, value in entries_of(node))
    else:
        name = step.name
        if step.kind == "named by":
            naming = under(top, name)
            name = naming.text if isinstance(naming, Scalar) else ""
        if (value := under(node, name)) is not None:
            yield Place(value, place.key)


def is_nothing(node: Node) -> bool:
    """Whether nothing is said by a node: no value, no text, no entries."""
    if isinstance(node, Scalar):
        return node.is_null or not node.text.strip()
    return not (node.items if isinstance(node, Sequence) else node.entries)


def flat(node: Node) -> str:
    """Return what a node says as a text on one line."""
    if isinstance(node, Scalar):
        return " ".join(node.text.split()) if not node.is_null else ""
    if isinstance(node, Sequence):
        return ", ".join(filter(None, map(flat, node.items)))
    said = ((key.text, flat(value)) for key, value in entries_of(node))
    return ", ".join(f"{name}: {value}" if value else name for name, value in said)


def text_at(node: Node, text: str) -> Scalar:
    """Return a text that stands where a node does."""
    return Scalar(text, node.line, node.column, node.length, False)


def part_of(scalar: Scalar, start: int, text: str) -> Scalar:
    """Return a part of a value, which begins at an offset in its text, where that can be told."""
    if scalar.text == text or len(scalar.text) not in (scalar.length, scalar.length - 2):
        return text_at(scalar, text)
    quote = (scalar.length - len(scalar.text)) // 2
    return Scalar(text, scalar.line, scalar.column + quote + start, len(text), False)
