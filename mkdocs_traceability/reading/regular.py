"""Items that are written as most are, read in one pass, in half the time that looking for every slip takes.

What is out of the ordinary in any way (a slip, a former name, nothing where a value should be, a type that
few fields have) makes an item irregular. Nothing is said of one here: `declarations.py` reads it from its
beginning. Of a regular item both make the same, which `tests/reading/test_regular.py` holds.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Final, NamedTuple

from mkdocs_traceability.model.declared import DeclaredField
from mkdocs_traceability.model.item import Item, Reference, Value, value_of
from mkdocs_traceability.model.kinds import Kind, Schema
from mkdocs_traceability.model.position import Position, position_of
from mkdocs_traceability.reading.fields import BOOLEANS, spelled
from mkdocs_traceability.reading.ids import MAX_ID_LENGTH, NOT_IN_AN_ID
from mkdocs_traceability.reading.references import NO_ATTRIBUTES, REFERENCE_KEYS
from mkdocs_traceability.reading.slips import OPENING_QUOTES
from mkdocs_traceability.reading.yaml.nodes import NULLS, Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.nodes import Mapping as MappingNode

_ID: Final = re.compile(r"[A-Za-z]\w*(?:[-./]\w+)+", re.ASCII)
"""Ids that YAML could only read as text."""

_TEXT_TYPES: Final = frozenset({"text", "markdown", "page"})


class _Key(NamedTuple):
    """What a key of an item is: its name, and how its value or its references are read.

    `id` and `evidence` have neither. What reads something raises `_IrregularError` for what is not regular.
    """

    name: str
    value: Callable[[Node, str], Value] | None = None
    references: Callable[[Node, str], tuple[Reference, ...]] | None = None


Keys = Mapping[str, _Key]
"""What is known of the keys of a kind, by each way in which they are spelled."""


class RegularItem(NamedTuple):
    """An item without its evidence, which is still to be read if there is some."""

    item: Item
    evidence: Node | None


@lru_cache(maxsize=4)
def keys_of(schema: Schema) -> Mapping[str, Keys]:
    """Return by kind what is known of the keys of its regular items."""
    return {kind.name: _keys(kind) for kind in schema}


def _keys(kind: Kind) -> Keys:
    keys = [
        _Key(name, references=partial(_references, False, False))
        for name in kind.inverses
        if name not in kind.fields
    ]
    keys += [_Key("id"), _Key("evidence"), _Key("status", partial(_status, kind.status_by_lower))]
    keys += [_Key(name, value) for name, each in kind.fields.items() if (value := _reader(each))]
    keys += [
        _Key(name, references=partial(_references, each.declared.single, each.declared.or_text))
        for name, each in kind.relations.items()
    ]
    return {written: key for key in keys for written in (key.name, key.name.replace("_", "-"))}


def _reader(declared: DeclaredField) -> Callable[[Node, str], Value] | None:
    """Return what reads the values of a field; None of one of the rarer types."""
    if declared.one_of is not None:
        choices = {spelled(value): value for value in reversed(declared.one_of)}  # of two the first
        return partial(_choices, choices) if declared.many else partial(_choice, choices)
    if declared.type in _TEXT_TYPES:
        return _texts if declared.many else _text
    return None


def read_regular(
    keys: Keys, kind: Kind, node: MappingNode, path: str, page: str | None
) -> RegularItem | None:
    """Return a regular item; None of any other, of which nothing is said."""
    try:
        return _read(keys, kind, node, path, page)
    except _IrregularError:
        return None


class _IrregularError(Exception):
    """Something in an item is to be looked at with care."""


def _read(keys: Keys, kind: Kind, node: MappingNode, path: str, page: str | None) -> RegularItem:
    identity: Scalar | None = None
    evidence: Node | None = None
    values: dict[str, Value] = {}
    references: dict[str, tuple[Reference, ...]] = {}
    places: dict[str, Position] = {}
    for key, entry in node.entries:
        if key.__class__ is not Scalar or (known := keys.get(key.text)) is None:
            raise _IrregularError
        name, read_value, read_references = known
        if read_value is not None:
            values[name] = read_value(entry, path)
        elif read_references is not None:
            references[name] = read_references(entry, path)
            places[name] = position_of((path, key.line, key.column, key.length))
        elif name == "evidence" and entry.__class__ is MappingNode:
            evidence = entry
        elif name == "id" and entry.__class__ is Scalar:
            identity = entry
    if identity is None or not _is_regular_id(kind, identity.text):
        raise _IrregularError
    if len(values) + len(references) + (1 if evidence is None else 2) != len(node.entries):
        raise _IrregularError  # a key stands twice
    item = Item(kind.name, identity.text, _at(identity, path), page, values, references, places)
    return RegularItem(item, evidence)


def _is_regular_id(kind: Kind, text: str) -> bool:
    is_sound = _ID.fullmatch(text) is not None and len(text) <= MAX_ID_LENGTH
    return is_sound and (kind.id_pattern is None or kind.id_pattern.fits(text))


def _at(node: Node, path: str) -> Position:
    return position_of((path, node.line, node.column, node.length))


def _plain(node: Node) -> str:
    """Return the text of a value that is there, and that means what it says."""
    if node.__class__ is Scalar:
        text = node.text
        if text[:1] not in OPENING_QUOTES and not (node.plain and text in NULLS):
            return text
    raise _IrregularError


def _text(node: Node, path: str) -> Value:
    return value_of((_plain(node), position_of((path, node.line, node.column, node.length))))


def _entries(node: Node) -> tuple[str, ...]:
    """Return the texts of a list, none of which is empty."""
    if node.__class__ is not Sequence:
        raise _IrregularError
    texts = tuple([_plain(each) for each in node.items])
    if not all(map(str.strip, texts)):
        raise _IrregularError
    return texts


def _texts(node: Node, path: str) -> Value:
    return value_of((_entries(node), _at(node, path)))


def _known(words: Mapping[str, str], word: str) -> str:
    if (known := words.get(word)) is None:
        raise _IrregularError
    return known


def _choice(choices: Mapping[str, str], node: Node, path: str) -> Value:
    return value_of((_known(choices, spelled(_plain(node))), _at(node, path)))


def _choices(choices: Mapping[str, str], node: Node, path: str) -> Value:
    return value_of((tuple(_known(choices, spelled(text)) for text in _entries(node)), _at(node, path)))


def _status(statuses: Mapping[str, str], node: Node, path: str) -> Value:
    return value_of((_known(statuses, _plain(node).lower()), _at(node, path)))


def _references(single: bool, or_text: bool, node: Node, path: str) -> tuple[Reference, ...]:
    nodes = node.items if node.__class__ is Sequence else [node]
    if single and len(nodes) > 1:
        raise _IrregularError
    return tuple([_reference(or_text, each, path) for each in nodes])


def _reference(or_text: bool, node: Node, path: str) -> Reference:
    if node.__class__ is MappingNode:
        return _attributed(node, path)
    text = _plain(node)
    if not text.strip():
        raise _IrregularError
    is_text = or_text and NOT_IN_AN_ID.search(text) is not None
    position = position_of((path, node.line, node.column, node.length))
    return Reference(text, position, NO_ATTRIBUTES, False, is_text)


def _attributed(node: MappingNode, path: str) -> Reference:
    """Return a reference with something said beside it."""
    texts: dict[str, str] = {}
    named: Scalar | None = None
    for key, value in node.entries:
        if key.__class__ is not Scalar or value.__class__ is not Scalar or key.text in texts:
            raise _IrregularError
        if key.text not in REFERENCE_KEYS or value.is_null:
            raise _IrregularError
        texts[key.text] = value.text
        if key.text == "id":
            named = value
    if named is None or named.text[:1] in OPENING_QUOTES or not named.text.strip():
        raise _IrregularError
    del texts["id"]
    optional = BOOLEANS.get(texts.pop("optional", "no").lower())
    if optional is None:
        raise _IrregularError
    return Reference(named.text, _at(named, path), texts, optional)
