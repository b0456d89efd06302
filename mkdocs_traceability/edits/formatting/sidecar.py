"""Format one sidecar: step by step, each proven to leave values and comments as they were.

Text is moved by position and never written anew from its values. ruamel.yaml 0.19 (MIT) was tried in its
place: it keeps a comment with the line above it, so that a key that is moved leaves the comments above it
behind, and it writes lists in brackets and plain texts of several lines on one line.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

import yaml

from mkdocs_traceability.edits.formatting.indentation import with_indentation
from mkdocs_traceability.edits.formatting.order import with_keys_in_order
from mkdocs_traceability.edits.formatting.quotes import without_needless_quotes
from mkdocs_traceability.edits.formatting.sameness import is_same
from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.reading.text import decode
from mkdocs_traceability.reading.yaml.tree import parse

_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_MOST_ROUNDS: Final = 5
_MARK: Final = b"\xef\xbb\xbf"


class Formatted(NamedTuple):
    """What a sidecar holds after formatting, and what could not be done, each as a sentence."""

    data: bytes
    left: tuple[str, ...] = ()


class _Step(NamedTuple):
    """What is done to a text, and what is said where that cannot be proven."""

    change: Callable[[str, Schema], str]
    otherwise: str


_STEPS: Final = (
    _Step(with_keys_in_order, "the order of keys is left as it is"),
    _Step(without_needless_quotes, "quotes are left as they are"),
    _Step(with_indentation, "the indentation is left as it is"),
)


def formatted(data: bytes, path: str, schema: Schema) -> Formatted:
    """Return a sidecar in our form; its byte order mark stays, and its line ends are all as the first.

    Raises:
        Unreadable: where it cannot be read.

    """
    text = decode(data)
    parse(text)
    changed = _all_steps(text, schema)
    if changed is not None and (changed == text or is_same(text, changed, path, schema)):
        return Formatted(_encoded(changed, data))
    return _as_far_as_proven(text, data, path, schema)


def _as_far_as_proven(text: str, data: bytes, path: str, schema: Schema) -> Formatted:
    """Take the steps that can be proven, until none of them changes anything more."""
    left: list[str] = []
    for _ in range(_MOST_ROUNDS):
        before, left = text, []
        for step in _STEPS:
            changed = step.change(text, schema)
            if changed != text and not is_same(text, changed, path, schema):
                left.append(step.otherwise)
                continue
            text = changed
        if text == before:
            break
    return Formatted(_encoded(text, data), tuple(left))


def _all_steps(text: str, schema: Schema) -> str | None:
    """Return a text after all steps; None where one of them makes it unreadable for the next."""
    try:
        for step in _STEPS:
            text = step.change(text, schema)
    except yaml.YAMLError:
        return None
    return text


def _encoded(text: str, data: bytes) -> bytes:
    """Return a text with the byte order mark and the line ends of the file that it was."""
    mark = _MARK if data.startswith(_MARK) else b""
    found = _LINE_END.search(data)
    return mark + text.encode().replace(b"\n", found[0] if found else b"\n")
