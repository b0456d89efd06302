"""YAML as editors read it before they hold it against a schema: YAML 1.2 with `<<` merged, nothing of ours in it."""

import re
from typing import Any

from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.tree import parse


def as_editors_read(text: str) -> Any:
    return _value(parse(text))


def _value(node: Node | None) -> Any:
    if isinstance(node, Sequence):
        return [_value(each) for each in node.items]
    if isinstance(node, Mapping):
        return _mapping(node)
    if node is None or node.is_null:
        return None
    return _core(node.text) if node.plain else node.text


def _mapping(node: Mapping) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    own: dict[str, Any] = {}
    for key, value in node.entries:
        if isinstance(key, Scalar) and key.plain and key.text == "<<":
            for each in value.items if isinstance(value, Sequence) else [value]:
                merged = _value(each) | merged
        else:
            own[str(_value(key)) if not isinstance(key, Scalar) else key.text] = _value(value)
    return merged | own


def _core(text: str) -> Any:
    """The core schema of YAML 1.2.2, section 10.3.2."""
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"0o[0-7]+|0x[0-9a-fA-F]+", text):
        return int(text, 0)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text
