"""An item of another shape as an item of ours: who it is, and what its keys mean."""

import re
from functools import partial
from typing import Any, Final

from mkdocs_traceability.model.declared import CLAIM_TYPES, DeclaredField
from mkdocs_traceability.model.kinds import Kind, Schema, article
from mkdocs_traceability.model.shapes import (
    FILE_NAME,
    FOLDER_NAME,
    ShapeDeclared,
    ShapeKind,
)
from mkdocs_traceability.reading.own_key import KEY
from mkdocs_traceability.reading.shapes.entries import EntryReader, id_steps_of, kinds_of
from mkdocs_traceability.reading.shapes.fitted import built, fitted, nested
from mkdocs_traceability.reading.shapes.identity import Identity, first_key
from mkdocs_traceability.reading.shapes.paths import (
    Place,
    Step,
    flat,
    is_nothing,
    part_of,
    places,
    spelled,
    steps_of,
    text_at,
)
from mkdocs_traceability.reading.shapes.used_keys import UsedKeys
from mkdocs_traceability.reading.source_form import SourceForm, shown
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence
from mkdocs_traceability.registry.nearest import nearest_word

_OF_THE_SITE: Final = frozenset(
    {"hide", "template", "icon", "search", "social", "comments", "subtitle", "rendermacros", "navorder", KEY}
)
"""Keys of a page's front matter that say how it is shown, as names compare."""

_Written = dict[str, Node]
"""What an item says, by our names."""


class ItemTranslator:
    """Translates the items of one file; what is wrong with them goes to `form`."""

    def __init__(self, shape: ShapeDeclared, schema: Schema, form: SourceForm, *, is_page: bool) -> None:
        self._shape = shape
        self._schema = schema
        self._form = form
        self._is_page = is_page
        self._entries = EntryReader(shape, kinds_of(shape))
        self._identity = Identity(shape, schema, form, self._entries.prefixed)
        self._strange: set[str] = set()
        self._names: dict[str, dict[str, str]] = {}

    def item(self, place: Place, top: Node) -> tuple[Kind, Mapping] | None:
        """Return an item of ours with its kind; None where it is none, which may have been reported."""
        node = place.node
        if not isinstance(node, Mapping):
            remedy = "say where the items are in `items`, or leave the file out with `exclude`"
            message = "an item is a mapping of keys to values"
            self._form.report("TR003", node, message, remedy, mistake=f"{message}: {self._shape.items}")
            self._form.lose(node)
            return None
        id_, title = self._identity.id_and_title(place, top)
        kind = self._identity.kind(node, id_, top)
        if kind is None:
            return None
        if id_ is None:
            if self._shape.id.required:
                self._identity.say_nameless(kind, node)
            return None
        written = self._fields(kind, node, top)
        if title is not None and "title" not in written:
            written["title"] = title
        mapping = Mapping(node.line, node.column)
        mapping.entries = [(text_at(value, name), value) for name, value in [("id", id_), *written.items()]]
        return kind, mapping

    # ---------------------------------------------------------------- what it says

    def _fields(self, kind: Kind, node: Mapping, top: Node) -> _Written:
        """Return what an item says by our names; keys that mean nothing of ours are kept, or reported."""
        written: _Written = {}
        used = UsedKeys()
        for each in (*self._shape.id.key, self._shape.id.namespace or "", *self._key_of_kind()):
            used.add(steps_of(each))
        for name, paths in self._shape.map.items():
            if is_field(kind, name):  # another kind of the shape may have it
                self._mapped(kind, name, paths, node, top, written, used)
        ours = self._ours(kind)
        for key, value in self._form.entries(node).values():
            name = ours.get(spelled(key.text), "")
            if (
                name
                and name not in written
                and not used.has(key.text)
                and not _is_mapped(name, self._shape.map)
            ):
                used.add((Step("key", key.text),))
                self._enter(kind, name, value, steps_of("x"), node, written)
        self._enter_defaults(kind, node, written)
        if self._shape.other_keys != "ignore":
            self._others(kind, node, used, written)
        return nested(written)

    def _ours(self, kind: Kind) -> dict[str, str]:
        """Return the names of a kind as names compare, each with the name that it has."""
        if kind.name not in self._names:
            self._names[kind.name] = {spelled(name): name for name in kind.keys if name != "id"}
        return self._names[kind.name]

    def _key_of_kind(self) -> tuple[str, ...]:
        return (self._shape.kind.key,) if isinstance(self._shape.kind, ShapeKind) else ()

    def _mapped(
        self,
        kind: Kind,
        name: str,
        paths: list[str],
        node: Mapping,
        top: Node,
        written: _Written,
        used: UsedKeys,
    ) -> None:
        """Enter what the first path leads to that leads to anything."""
        is_entered = False
        for path in paths:
            steps = steps_of(path)
            used.add(steps)
            if is_entered:
                continue
            to_entries = id_steps_of(steps)[0] if _is_relation(kind, name) else steps
            there: list[Node] = [each.node for each in places(node, to_entries, top)]
            if path in (FILE_NAME, FOLDER_NAME):
                there = [*self._identity.named(Place(node), path, top)]
            found = [each for each in there if not is_nothing(each)]
            if found:
                is_entered = True
                self._enter(kind, name, _together(found), steps, node, written)

    def _enter(
        self, kind: Kind, name: str, value: Node, steps: tuple[Step, ...], node: Mapping, written: _Written
    ) -> None:
        if is_nothing(value):
            return
        for field, meant in self._meaning(name, value):
            if field in written or is_nothing(meant):
                continue
            if _is_relation(kind, field):
                meant = self._references(kind, field, meant, id_steps_of(steps)[1], node, written)
                if not meant.items:
                    continue
                if len(self._schema.targets(kind.name, field)) > 1:
                    meant.items = [*map(partial(_of_kind, self._shape, field), meant.items)]
            else:
                meant = fitted(kind, field, meant)
            written[field] = meant

    def _references(
        self,
        kind: Kind,
        name: str,
        value: Node,
        id_steps: tuple[Step, ...],
        node: Mapping,
        written: _Written,
    ) -> Sequence:
        """Return the entries of a relation; addresses among them become evidence of the type `links`."""
        relation = kind.relations.get(name)
        or_text = relation is not None and relation.declared.or_text
        found = self._entries.references(
            value, id_steps, self._identity.namespace(node, node), or_text=or_text
        )
        if found.links:
            links = written.setdefault("evidence.links", Sequence(value.line, value.column))
            if isinstance(links, Sequence):
                links.items += found.links
        for entry in found.nameless if self._shape.other_keys != "ignore" else ():
            key = ".".join(step.name for step in id_steps)
            message = f"an entry of `{name}` without an id: `{key}` is not there"
            remedy = f"add it, or say where the id stands: `map: {{{name}: path.to.entries[].key}}`"
            self._form.report("TR004", first_key(entry), message, remedy, mistake=f"{kind.name}: {message}")
        return found.references

    def _meaning(self, name: str, value: Node) -> list[tuple[str, Node]]:
        """Return what a word means: a word of ours, in this field or in several."""
        meanings = self._shape.values.get(name)
        if not meanings:
            return [(name, value)]
        if isinstance(value, Sequence):
            several = Sequence(value.line, value.column)
            several.items = [self._meaning(name, each)[0][1] for each in value.items]
            return [(name, several)]
        return self._meaning_of_word(name, value, meanings) if isinstance(value, Scalar) else [(name, value)]

    def _meaning_of_word(self, name: str, value: Scalar, meanings: dict[str, Any]) -> list[tuple[str, Node]]:
        text = value.text.strip().casefold()
        exact = {word.casefold(): meant for word, meant in meanings.items()}
        if text in exact:
            return _as_fields(name, exact[text], value, value)
        for word in sorted(meanings, key=len, reverse=True):
            begin = word.removesuffix("*").casefold()
            if word.endswith("*") and text.startswith(begin):
                rest = value.text.strip()[len(begin) :].strip()
                start = value.text.rfind(rest) if rest else 0
                return _as_fields(name, meanings[word], value, part_of(value, start, rest))
        return [(name, value)]

    def _enter_defaults(self, kind: Kind, node: Mapping, written: _Written) -> None:
        for name, value in self._shape.defaults.items():
            known = name in kind.keys or name.partition(".")[0] in kind.keys
            if known and name not in written:
                written[name] = built(value, first_key(node))

    def _others(self, kind: Kind, node: Mapping, used: UsedKeys, written: _Written) -> None:
        others = [
            (name, key, value)
            for name, key, value in used.left(node)
            if not (self._is_page and spelled(key.text) in _OF_THE_SITE)
        ]
        if self._shape.other_keys == "error":
            for name, key, _ in others:
                self._say_strange(kind, name, key)
        elif lines := [f"- `{name}`: {flat(value)}" for name, _, value in others if not is_nothing(value)]:
            notes = written.get("notes")
            before = [notes.text, ""] if isinstance(notes, Scalar) else []
            at = notes or next(value for _, _, value in others if not is_nothing(value))
            written["notes"] = text_at(at, "\n".join([*before, *lines]))

    def _say_strange(self, kind: Kind, name: str, key: Scalar) -> None:
        if name in self._strange or key.text in kind.refused:
            return
        self._strange.add(name)
        meant = nearest_word(key.text, kind.keys)
        remedy = f"did you mean `{meant}`?" if meant else f"map it, `map: {{FIELD: {name}}}`"
        remedy += "; `other_keys: keep` makes notes of such keys"
        message = f"{article(kind.label)} has no field `{shown(name)}`"
        self._form.report("TR002", key, message, remedy, mistake=f"{message} in another shape")


def _of_kind(shape: ShapeDeclared, field: str, entry: Node) -> Node:
    """Return an entry of a relation with the kind that it has where it names none."""
    kind = shape.references.default_kinds.get(field)
    if not kind or not isinstance(entry, Scalar) or ":" in entry.text or re.search(r"\s", entry.text):
        return entry
    return text_at(entry, f"{kind}:{entry.text}")


def _is_relation(kind: Kind, name: str) -> bool:
    return name in kind.relations or name in kind.inverses


def _is_mapped(name: str, mapped: dict[str, list[str]]) -> bool:
    return name in mapped or any(each.startswith(f"{name}.") for each in mapped)


def _together(found: list[Node]) -> Node:
    if len(found) == 1:
        return found[0]
    several = Sequence(found[0].line, found[0].column)
    for each in found:
        several.items += each.items if isinstance(each, Sequence) else [each]
    return several


def _as_fields(name: str, meant: Any, at: Node, rest: Node) -> list[tuple[str, Node]]:
    fields = {name: meant} if isinstance(meant, str) else meant
    return [(field, rest if word == "*" else text_at(at, word)) for field, word in fields.items()]


def is_field(kind: Kind, name: str) -> bool:
    """Whether an item of a kind can say something under a name of ours."""
    outer, dot, inner = name.partition(".")
    if not dot:
        return name in kind.keys and name != "id"
    if outer == "evidence":
        return inner in CLAIM_TYPES
    return kind.fields.get(outer, DeclaredField()).type == "action"
