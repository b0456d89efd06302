"""An item of another shape as an item of ours: who it is, and what its keys mean."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final

from mkdocs_traceability.model.declared import CLAIM_TYPES, DeclaredField
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
from mkdocs_traceability.reading.own_key import KEY
from mkdocs_traceability.reading.shapes.entries import EntryReader, id_steps_of, kinds_of
from mkdocs_traceability.reading.shapes.paths import (
    Place,
    Step,
    entries_of,
    flat,
    is_nothing,
    part_of,
    places,
    spelled,
    steps_of,
    text_at,
)
from mkdocs_traceability.reading.source_form import SourceForm, did_you_mean, shown
from mkdocs_traceability.reading.yaml.tree import Mapping, Node, Scalar, Sequence
from mkdocs_traceability.registry.nearest import nearest_word

_OF_THE_SITE: Final = frozenset(
    {"hide", "template", "icon", "search", "social", "comments", "subtitle", "rendermacros", "navorder", KEY}
)
"""Keys of a page's front matter that say how it is shown, as names compare."""

_DATE: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ].*", re.DOTALL)
_WORDS: Final = ("tags", "aliases", "former_ids")

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
        self._match = IdPattern(shape.id.match) if shape.id.match else None
        self._strange: set[str] = set()

    def item(self, place: Place, top: Node) -> tuple[Kind, Mapping] | None:
        """Return an item of ours with its kind; None where it is none, which may have been reported."""
        node = place.node
        if not isinstance(node, Mapping):
            self._form.wrong(
                node, "an item is a mapping of keys to values", "say where the items are in `items`"
            )
            self._form.lose(node)
            return None
        id_, title = self._id(place, top)
        kind = self._kind(node, id_, top)
        if kind is None:
            return None
        if id_ is None:
            if self._shape.id.required:
                self._say_nameless(kind, node)
            return None
        written = self._fields(kind, node, top)
        if title is not None and "title" not in written:
            written["title"] = title
        mapping = Mapping(node.line, node.column)
        mapping.entries = [(text_at(value, name), value) for name, value in [("id", id_), *written.items()]]
        return kind, mapping

    # ---------------------------------------------------------------- who it is

    def _id(self, place: Place, top: Node) -> tuple[Scalar | None, Scalar | None]:
        """Return the id of an item and the title that stands behind it, each if there is one."""
        for path in self._shape.id.key:
            for found in self._named(place, path, top):
                text = found.text.strip()
                if not text or found.is_null:
                    continue
                title = None
                if (up_to := self._shape.id.up_to) and up_to in text:
                    text, _, rest = text.partition(up_to)
                    title = text_at(found, rest.strip()) if rest.strip() and path not in _NAMES else None
                text = self._entries.prefixed(text.strip())
                if self._match is not None:
                    text = _beginning(self._match, text)
                if text:
                    return text_at(found, self._with_namespace(place.node, text, top)), title
        return None, None

    def _named(self, place: Place, path: str, top: Node) -> Iterator[Scalar]:
        """Go through what a path of keys, or the name of the file, folder or key, leads to."""
        file = PurePosixPath(self._form.path)
        if path == FILE_NAME:
            yield text_at(_at(place.node), file.stem)
        elif path == FOLDER_NAME:
            yield text_at(_at(place.node), file.parent.name)
        elif path == KEY_NAME:
            if place.key is not None:
                yield Scalar(place.key.text, place.key.line, place.key.column, place.key.length, False)
        else:
            for each in places(place.node, steps_of(path), top):
                if isinstance(each.node, Scalar):
                    yield each.node

    def _with_namespace(self, node: Node, text: str, top: Node) -> str:
        space = self._namespace(node, top)
        return f"{space}/{text}" if space and space != self._shape.references.namespace else text

    def _namespace(self, node: Node, top: Node) -> str:
        path = self._shape.id.namespace
        found = next(places(node, steps_of(path), top), None) if path else None
        return flat(found.node) if found else ""

    def _kind(self, node: Mapping, id_: Scalar | None, top: Node) -> Kind | None:
        declared = self._shape.kind
        if not isinstance(declared, ShapeKind):
            return self._schema.kinds.get(declared) or self._schema.by_plural.get(declared)
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
        at = id_ or _at(node)
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
            remedy += "; others go to `kind.of`, without a kind if they are not to be read"
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
                    yield text_at(_at(node), folder)
        elif declared.key == ID_PREFIX:
            if id_ is not None:
                for prefix in sorted(declared.of, key=len, reverse=True):
                    if id_.text.startswith(prefix):
                        yield text_at(id_, prefix)
        else:
            yield from self._named(Place(node), declared.key, top)

    def _say_nameless(self, kind: Kind, node: Mapping) -> None:
        keys = " or ".join(f"`{key}`" for key in self._shape.id.key)
        message = f"{article(kind.label)} without an id: {keys} is not there"
        if self._shape.id.match:
            message = (
                f"{article(kind.label)} without an id: {keys} does not begin with `{self._shape.id.match}`"
            )
        remedy = "add it, correct `id` in `sources`, or leave the file out with `exclude`"
        self._form.report("TR004", _at(node), message, remedy, mistake=message)
        self._form.lose(node)

    # ---------------------------------------------------------------- what it says

    def _fields(self, kind: Kind, node: Mapping, top: Node) -> _Written:
        """Return what an item says by our names; keys that mean nothing of ours are kept, or reported."""
        written: _Written = {}
        used = _Used()
        for each in (*self._shape.id.key, self._shape.id.namespace or "", *self._key_of_kind()):
            used.add(steps_of(each))
        for name, paths in self._shape.map.items():
            if is_field(kind, name):  # another kind of the shape may have it
                self._mapped(kind, name, paths, node, top, written, used)
        ours = {spelled(name): name for name in kind.keys if name != "id"}
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
        return _nested(written)

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
        used: "_Used",
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
                there = [*self._named(Place(node), path, top)]
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
                meant = _fitted(kind, field, meant)
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
        found = self._entries.references(value, id_steps, self._namespace(node, node), or_text=or_text)
        if found.links:
            links = written.setdefault("evidence.links", Sequence(value.line, value.column))
            if isinstance(links, Sequence):
                links.items += found.links
        for entry in found.nameless if self._shape.other_keys != "ignore" else ():
            key = ".".join(step.name for step in id_steps)
            message = f"an entry of `{name}` without an id: `{key}` is not there"
            remedy = f"add it, or say where the id stands: `map: {{{name}: path.to.entries[].key}}`"
            self._form.report("TR004", _at(entry), message, remedy, mistake=f"{kind.name}: {message}")
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
                written[name] = _built(value, _at(node))

    def _others(self, kind: Kind, node: Mapping, used: "_Used", written: _Written) -> None:
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
        remedy = f"did you mean `{meant}`?" if meant else f"map it, `map: {{our_field: {name}}}`"
        remedy += "; `other_keys: keep` makes notes of such keys"
        message = f"{article(kind.label)} has no field `{shown(name)}`"
        self._form.report("TR002", key, message, remedy, mistake=f"{message} in another shape")


def _of_kind(shape: ShapeDeclared, field: str, entry: Node) -> Node:
    """Return an entry of a relation with the kind that it has where it names none."""
    kind = shape.references.default_kinds.get(field)
    if not kind or not isinstance(entry, Scalar) or ":" in entry.text or re.search(r"\s", entry.text):
        return entry
    return text_at(entry, f"{kind}:{entry.text}")


class _Used:
    """The keys that have a meaning, by the way that leads to them."""

    def __init__(self) -> None:
        self._keys: dict[str, _Used | None] = {}

    def add(self, steps: tuple[Step, ...]) -> None:
        """Enter a way: what stands at its end, or below the first list on it, is used as a whole."""
        if not steps or steps[0].kind != "key" or steps[0].name in (*_NAMES, ID_PREFIX):
            return
        name = spelled(steps[0].name)
        if len(steps) == 1 or steps[1].kind != "key":
            self._keys[name] = None
            return
        below = self._keys.setdefault(name, _Used())
        if below is not None:
            below.add(steps[1:])

    def has(self, name: str) -> bool:
        """Whether a key, or something below it, has a meaning."""
        return spelled(name) in self._keys

    def left(self, node: Mapping, before: str = "") -> Iterator[tuple[str, Scalar, Node]]:
        """Go through the keys that have none, each with its name from the top."""
        for key, value in entries_of(node):
            name = f"{before}{key.text}"
            if not self.has(key.text):
                yield name, key, value
            elif (below := self._keys[spelled(key.text)]) is not None and isinstance(value, Mapping):
                yield from below.left(value, f"{name}.")


_NAMES: Final = (FILE_NAME, FOLDER_NAME, KEY_NAME)


def _is_relation(kind: Kind, name: str) -> bool:
    return name in kind.relations or name in kind.inverses


def _is_mapped(name: str, mapped: dict[str, list[str]]) -> bool:
    return name in mapped or any(each.startswith(f"{name}.") for each in mapped)


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


def _at(node: Node) -> Node:
    """Return the node at which an item is reported: its first key."""
    return node.entries[0][0] if isinstance(node, Mapping) and node.entries else node


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


def _fitted(kind: Kind, name: str, value: Node) -> Node:
    """Return a value in the form that a field has: a list where a text is meant as one, and the reverse."""
    declared = kind.fields.get(name)
    if name == "status":
        return value if isinstance(value, Scalar) else text_at(value, flat(value))
    if declared is None or declared.type in ("lists", "claim", "action", "structure"):
        return _without_nothing(value)
    if not declared.many:
        return _as_one(declared, value)
    if isinstance(value, Scalar) and (name in _WORDS or declared.one_of):
        words = Sequence(value.line, value.column)
        words.items = [
            part_of(value, found.start(), found[0])
            for found in re.finditer(r"[^,;\s][^,;]*(?<!\s)", value.text)
        ]
        return words
    if isinstance(value, Sequence):
        several = Sequence(value.line, value.column)
        several.items = [_as_one(declared, each) for each in value.items if not is_nothing(each)]
        return several
    return _as_one(declared, value)


def _as_one(declared: DeclaredField, value: Node) -> Node:
    if not isinstance(value, Scalar):
        return text_at(value, flat(value))
    if value.text[-1:] == "\n":  # a block of text is one value too
        value = text_at(value, value.text.rstrip())
    if declared.type == "date" and (found := _DATE.fullmatch(value.text.strip())):
        return text_at(value, found[1])
    return value


def _without_nothing(value: Node) -> Node:
    if not isinstance(value, Sequence):
        return value
    several = Sequence(value.line, value.column)
    several.items = [each for each in value.items if not is_nothing(each)]
    return several


def _built(value: Any, at: Node) -> Node:
    """Return data of the settings as a tree that stands at a node."""
    if isinstance(value, dict):
        mapping = Mapping(at.line, at.column)
        mapping.entries = [(text_at(at, str(name)), _built(each, at)) for name, each in value.items()]
        return mapping
    if isinstance(value, list):
        several = Sequence(at.line, at.column)
        several.items = [_built(each, at) for each in value]
        return several
    return text_at(at, str(value).lower() if isinstance(value, bool) else str(value))


def _nested(written: _Written) -> _Written:
    """Put what is named by a path of ours, such as `evidence.tests`, into a mapping of that name."""
    flat_: _Written = {}
    for name, value in written.items():
        outer, dot, inner = name.partition(".")
        if not dot:
            flat_[name] = value
            continue
        mapping = flat_.setdefault(outer, Mapping(value.line, value.column))
        if isinstance(mapping, Mapping):
            mapping.entries.append((text_at(value, inner), value))
    return flat_


def is_field(kind: Kind, name: str) -> bool:
    """Whether an item of a kind can say something under a name of ours."""
    outer, dot, inner = name.partition(".")
    if not dot:
        return name in kind.keys and name != "id"
    if outer == "evidence":
        return inner in CLAIM_TYPES
    return kind.fields.get(outer, DeclaredField()).type == "action"
