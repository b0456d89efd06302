"""The entries of a relation as other tools write them, as references of ours.

An entry is an id, `ID - title`, a link of Markdown, `kind:namespace/name`, or a mapping that has the id
under some key; what else it says becomes the note of the reference.
"""

import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from typing import Final, NamedTuple

from mkdocs_traceability.model.shapes import ShapeDeclared, ShapeKind
from mkdocs_traceability.reading.shapes.paths import (
    Step,
    entries_of,
    flat,
    is_nothing,
    part_of,
    places,
    spelled,
    text_at,
)
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence
from mkdocs_traceability.registry.file_places import is_path

_NOTHING: Final = frozenset({"n/a", "na", "none", "nil", "null", "-", "--", "–", "—", "tbd", "n.a."})
"""What people write where a relation has no entry."""

_ATTRIBUTES: Final = ("role", "via", "because", "optional", "note")
_LINK: Final = re.compile(r"\[([^\[\]]*)\]\(\s*<?([^\s()<>]+)>?[^()]*\)")
_WIKI_LINK: Final = re.compile(r"\[\[([^\[\]|]+)(?:\|[^\[\]]*)?\]\]")
_SEVERAL: Final = re.compile(r"[,;]\s*|\s+(?:and|und|et|y)\s+|\n+")
_ADDRESS: Final = re.compile(r"https?://[^\s<>()\[\]\"]+")
_NAME_OF_ID: Final = (Step("key", "id"),)


class Entries(NamedTuple):
    """The references of a relation, the addresses among its entries, and entries without an id."""

    references: Sequence
    links: list[Scalar]
    nameless: list[Mapping]


class EntryReader:
    """Turns the entries of relations into references; `kinds` are ours by the words that stand for them."""

    def __init__(self, shape: ShapeDeclared, kinds: MappingOf[str, str | None]) -> None:
        self._shape = shape
        self._kinds = kinds
        by_length = sorted(shape.prefixes.items(), key=lambda each: -len(each[0]))
        self._prefixes = [(written, ours) for written, ours in by_length if written]
        self._prefix = shape.prefixes.get("")

    def references(self, node: Node, id_steps: tuple[Step, ...], namespace: str, *, or_text: bool) -> Entries:
        """Return the entries below a node; `id_steps` lead from one that is a mapping to its id."""
        found = Entries(Sequence(node.line, node.column), [], [])
        for entry in _each(node):
            if isinstance(entry, Mapping):
                named = list(self._of_mapping(entry, id_steps, namespace))
                found.references.items += named
                found.nameless.extend([] if named else [entry])
            elif isinstance(entry, Scalar) and not or_text and (urls := _addresses_in(entry)):
                found.links.extend(urls)
            elif isinstance(entry, Scalar):
                found.references.items += self._of_text(entry, namespace, or_text=or_text)
        return found

    def prefixed(self, text: str) -> str:
        """Return an id as it is declared: with the beginning that the one written here means."""
        for written, ours in self._prefixes:
            if text[: len(written)].casefold() == written.casefold():
                return ours + text[len(written) :]
        if self._prefix and not text.startswith(self._prefix):
            return self._prefix + text
        return text

    def _of_text(self, entry: Scalar, namespace: str, *, or_text: bool) -> Iterator[Scalar]:
        text = entry.text.strip()
        if is_nothing(entry) or text.casefold() in _NOTHING:
            return
        if links := [*_LINK.finditer(entry.text)] or [*_WIKI_LINK.finditer(entry.text)]:
            for link in links:
                group = link.re.groups
                yield self._id(part_of(entry, link.start(group), link[group].partition("#")[0]), namespace)
        elif or_text and re.search(r"\s", text):
            yield text_at(entry, text)
        elif up_to := self._shape.references.up_to:
            yield self._id(text_at(entry, text.partition(up_to)[0].strip()), namespace)
        else:
            start = 0
            for part in _SEVERAL.split(entry.text):
                start = entry.text.index(part, start)
                if bare := part.strip():
                    yield self._id(part_of(entry, start + part.index(bare), bare), namespace)
                start += len(part)

    def _of_mapping(self, entry: Mapping, id_steps: tuple[Step, ...], namespace: str) -> Iterator[Node]:
        """Yield what a mapping says, if it has an id: that and, as a note, whatever stands beside it."""
        if id_steps[-1].kind == "values":
            for key, value in entries_of(entry):
                id_ = self._id(key, namespace)
                yield _reference(id_, [("note", text_at(value, flat(value)))] if flat(value) else [])
            return
        named = next((each.node for each in places(entry, id_steps, entry)), None)
        if not isinstance(named, Scalar) or is_nothing(named):
            return
        first = id_steps[0].name
        beside = [each for each in entries_of(entry) if spelled(each[0].text) != spelled(first)]
        yield _reference(self._id(named, namespace), _said_beside(beside))

    def _id(self, written: Scalar, namespace: str) -> Scalar:
        text = written.text.strip()
        if is_path(text):
            return text_at(written, text)
        if self._shape.references.form:
            return text_at(written, self._of_form(text, namespace))
        return text_at(written, self.prefixed(text))

    def _of_form(self, text: str, namespace: str) -> str:
        """Return `kind:id` for `kind:namespace/name`; as it is where the kind is none of ours."""
        word, colon, name = text.rpartition(":")
        space, slash, bare = name.rpartition("/")
        space = space if slash else namespace
        id_ = self.prefixed(bare)
        if space and space != self._shape.references.namespace:
            id_ = f"{space}/{id_}"
        if not colon:
            return id_
        kind = self._kinds.get(spelled(word))
        return f"{kind}:{id_}" if kind else text


def kinds_of(shape: ShapeDeclared) -> dict[str, str | None]:
    """Return the kinds of ours by the words that are used for them."""
    written = shape.kind.of if isinstance(shape.kind, ShapeKind) else {}
    return {spelled(word): kind for word, kind in (*written.items(), *shape.references.kinds.items())}


def id_steps_of(steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """Part the path of a relation: the way to its entries, and that from an entry to its id."""
    last = max((n for n, step in enumerate(steps) if step.kind in ("entries", "values")), default=-1)
    if last < 0:
        return steps, _NAME_OF_ID
    if steps[last].kind == "values":
        return steps[:last], steps[last:]
    return steps[: last + 1], steps[last + 1 :] or _NAME_OF_ID


def _addresses_in(entry: Scalar) -> list[Scalar]:
    return [part_of(entry, found.start(), found[0]) for found in _ADDRESS.finditer(entry.text)]


def _each(node: Node) -> Iterator[Node]:
    if isinstance(node, Sequence):
        for each in node.items:
            yield from _each(each)
    elif not is_nothing(node):
        yield node


def _said_beside(entries: list[tuple[Scalar, Node]]) -> list[tuple[str, Node]]:
    """Return the attributes of a reference; those that we have no name for make up its note."""
    own = {spelled(name): name for name in _ATTRIBUTES}
    attributes: dict[str, Node] = {}
    others = []
    for key, value in entries:
        name = own.get(spelled(key.text), "")
        if is_nothing(value):
            continue
        if name and isinstance(value, Scalar):
            attributes[name] = value
        else:
            others.append((key, value))
    if others:
        written = attributes.get("note")
        note = [written.text] if isinstance(written, Scalar) else []
        note += [f"{key.text}: {flat(value)}" for key, value in others]
        attributes["note"] = text_at(others[0][1], "; ".join(note))
    return [*attributes.items()]


def _reference(id_: Scalar, attributes: list[tuple[str, Node]]) -> Node:
    if not attributes:
        return id_
    mapping = Mapping(id_.line, id_.column)
    mapping.entries = [
        (text_at(id_, "id"), id_),
        *((text_at(value, name), value) for name, value in attributes),
    ]
    return mapping
