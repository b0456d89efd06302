"""Values of another shape in the form that our fields have: a list, one text, a date, a mapping."""

import re
from typing import Any, Final

from mkdocs_traceability.model.declared import DeclaredField
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.reading.shapes.paths import flat, is_nothing, part_of, text_at
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence

_DATE: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ].*", re.DOTALL)
_WORDS: Final = ("tags", "aliases", "former_ids")


def fitted(kind: Kind, name: str, value: Node) -> Node:
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


def built(value: Any, at: Node) -> Node:
    """Return data of the settings as a tree that stands at a node."""
    if isinstance(value, dict):
        mapping = Mapping(at.line, at.column)
        mapping.entries = [(text_at(at, str(name)), built(each, at)) for name, each in value.items()]
        return mapping
    if isinstance(value, list):
        several = Sequence(at.line, at.column)
        several.items = [built(each, at) for each in value]
        return several
    return text_at(at, str(value).lower() if isinstance(value, bool) else str(value))


def nested(written: dict[str, Node]) -> dict[str, Node]:
    """Put what is named by a path of ours, such as `evidence.tests`, into a mapping of that name."""
    flat_: dict[str, Node] = {}
    for name, value in written.items():
        outer, dot, inner = name.partition(".")
        if not dot:
            flat_[name] = value
            continue
        mapping = flat_.setdefault(outer, Mapping(value.line, value.column))
        if isinstance(mapping, Mapping):
            mapping.entries.append((text_at(value, inner), value))
    return flat_
