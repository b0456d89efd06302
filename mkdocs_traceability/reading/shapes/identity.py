"""Who an item of another shape is: its id, the title behind it, its namespace and its kind."""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from mkdocs_traceability.model.id_pattern import IdPattern
from mkdocs_traceability.model.kinds import Kind, Schema, article
from mkdocs_traceability.model.shapes import (
    FILE_NAME,
    FOLDER_NAME,
    ID_PREFIX,
    KEY_NAME,
    ShapeDeclared,
    ShapeKind,
)
from mkdocs_traceability.reading.shapes.paths import Place, flat, places, spelled, steps_of, text_at
from mkdocs_traceability.reading.source_form import SourceForm, did_you_mean, shown
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar

NAMES: Final = (FILE_NAME, FOLDER_NAME, KEY_NAME, ID_PREFIX)
"""What stands where a path of keys may, and leads to no key."""


class Identity:
    """Tells who the items of one file are; what cannot be told goes to `form`.

    `prefixed` gives an id the beginning that it is declared with.
    """

    def __init__(
        self, shape: ShapeDeclared, schema: Schema, form: SourceForm, prefixed: Callable[[str], str]
    ) -> None:
        self._shape = shape
        self._schema = schema
        self._form = form
        self._prefixed = prefixed
        self._match = IdPattern(shape.id.match) if shape.id.match else None

    def id_and_title(self, place: Place, top: Node) -> tuple[Scalar | None, Scalar | None]:
        """Return the id of an item and the title that stands behind it, each if there is one."""
        for path in self._shape.id.key:
            for found in self.named(place, path, top):
                text = found.text.strip()
                if not text or found.is_null:
                    continue
                title = None
                if (up_to := self._shape.id.up_to) and up_to in text:
                    text, _, rest = text.partition(up_to)
                    title = text_at(found, rest.strip()) if rest.strip() and path not in NAMES else None
                text = self._prefixed(text.strip())
                if self._match is not None:
                    text = _beginning(self._match, text)
                if text:
                    return text_at(found, self._with_namespace(place.node, text, top)), title
        return None, None

    def named(self, place: Place, path: str, top: Node) -> Iterator[Scalar]:
        """Go through what a path of keys, or the name of the file, folder or key, leads to."""
        file = PurePosixPath(self._form.path)
        if path == FILE_NAME:
            yield text_at(first_key(place.node), file.stem)
        elif path == FOLDER_NAME:
            yield text_at(first_key(place.node), file.parent.name)
        elif path == KEY_NAME:
            if place.key is not None:
                yield Scalar(place.key.text, place.key.line, place.key.column, place.key.length, False)
        else:
            for each in places(place.node, steps_of(path), top):
                if isinstance(each.node, Scalar):
                    yield each.node

    def _with_namespace(self, node: Node, text: str, top: Node) -> str:
        space = self.namespace(node, top)
        return f"{space}/{text}" if space and space != self._shape.references.namespace else text

    def namespace(self, node: Node, top: Node) -> str:
        """Return the namespace of an item, empty where it has none."""
        path = self._shape.id.namespace
        found = next(places(node, steps_of(path), top), None) if path else None
        return flat(found.node) if found else ""

    def kind(self, node: Mapping, id_: Scalar | None, top: Node) -> Kind | None:
        """Return the kind of an item; None where it is not to be read, and where that is reported."""
        declared = self._shape.kind
        if not isinstance(declared, ShapeKind):
            return self._schema.named(declared)
        by = {spelled(word): kind for word, kind in declared.of.items()}
        for word in self._words_of_kind(declared, node, id_, top):
            name = spelled(word.text)
            if name in by or "*" in declared.of:
                chosen = by[name] if name in by else declared.of["*"]
                return self._schema.kinds.get(chosen) if chosen else None
            if not declared.of and (kind := _called(name, self._schema)):
                return kind
            known = [*declared.of] or [*self._schema.kinds]
            if declared.key not in (FOLDER_NAME, ID_PREFIX):
                self._say_unknown_kind(word, known)
                return None
        at = id_ or first_key(node)
        message = f"`{declared.key}`, which says the kind, is not there"
        if declared.key in (FOLDER_NAME, ID_PREFIX):
            message = f"no kind has this {declared.key}"
        self._form.report(
            "TR004", at, message, f"known are {_listed(declared.of)}" if declared.of else "add it"
        )
        self._form.lose(node)
        return None

    def _say_unknown_kind(self, word: Scalar, known: list[str]) -> None:
        remedy = did_you_mean(word.text, known)
        if self._is_mapped:
            remedy += " Otherwise add it to `kind.of`, without a kind if it is not to be read"
        message = f"unknown kind `{shown(word.text)}`"
        self._form.report("TR002", word, message, remedy, mistake=f"{message} in another shape")

    @property
    def _is_mapped(self) -> bool:
        return isinstance(self._shape.kind, ShapeKind) and bool(self._shape.kind.of)

    def _words_of_kind(
        self, declared: ShapeKind, node: Mapping, id_: Scalar | None, top: Node
    ) -> Iterator[Scalar]:
        if declared.key == FOLDER_NAME:
            for folder in reversed(PurePosixPath(self._form.path).parent.parts):
                if any(spelled(folder) == spelled(each) for each in declared.of):
                    yield text_at(first_key(node), folder)
        elif declared.key == ID_PREFIX:
            if id_ is not None:
                for prefix in sorted(declared.of, key=len, reverse=True):
                    if id_.text.startswith(prefix):
                        yield text_at(id_, prefix)
        else:
            yield from self.named(Place(node), declared.key, top)

    def say_nameless(self, kind: Kind, node: Mapping) -> None:
        """Report an item that has no id."""
        keys = " or ".join(f"`{key}`" for key in self._shape.id.key)
        message = f"{article(kind.label)} without an id: {keys} is not there"
        if self._shape.id.match:
            message = (
                f"{article(kind.label)} without an id: {keys} does not begin with `{self._shape.id.match}`"
            )
        remedy = "add it, correct `id` in `sources`, or leave the file out with `exclude`"
        self._form.report("TR004", first_key(node), message, remedy, mistake=message)
        self._form.lose(node)


def _called(name: str, schema: Schema) -> Kind | None:
    """Return the kind that has a name, as names compare: its own, its plural or its label."""
    for kind in schema:
        if name in (spelled(kind.name), spelled(kind.plural), spelled(kind.label)):
            return kind
    return None


def _beginning(pattern: IdPattern, text: str) -> str:
    """Return the longest beginning of a text that fits a pattern."""
    text = text[:200]
    return next((text[:end] for end in range(len(text), 0, -1) if pattern.fits(text[:end])), "")


def _listed(words: Any) -> str:
    return ", ".join(f"`{word}`" for word in words)


def first_key(node: Node) -> Node:
    """Return the node at which an item is reported: its first key."""
    return node.entries[0][0] if isinstance(node, Mapping) and node.entries else node
