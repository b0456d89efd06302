"""The YAML of a source, and the items in it, for repairs that need more than the place of the finding."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import yaml

from mkdocs_traceability.edits.fixes.written import lines_of, yaml_lines
from mkdocs_traceability.edits.yaml_spans import Span, last_scalar, spans_of
from mkdocs_traceability.model.fix import TextEdit
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable


class YamlPart(NamedTuple):
    """The YAML of a source: its text, the number of its first line, and its values."""

    text: str
    first_line: int
    root: Span


class Entry(NamedTuple):
    """A key with its value, and the mapping in which it stands."""

    mapping: Span
    key: Span
    value: Span


@lru_cache(maxsize=4)
def yaml_part(path: str, text: str) -> YamlPart | None:
    """Return the YAML of a source; None where there is none, or it cannot be read."""
    numbers = yaml_lines(path, text)
    if not numbers:
        return None
    written = "\n".join(lines_of(text)[numbers.start - 1 : numbers.stop - 1])
    try:
        parse(written)  # bounds its depth, and what aliases repeat
        root = spans_of(written)
    except (Unreadable, yaml.YAMLError):
        return None
    return YamlPart(written, numbers.start, root) if root else None


def entry_at(part: YamlPart, key: Position) -> Entry | None:
    """Return the entry whose key stands at a place."""
    place = (key.line - part.first_line, key.column - 1)
    return next((each for each in _entries(part.root) if (each.key.line, each.key.column) == place), None)


def _entries(root: Span) -> Iterator[Entry]:
    waiting = [root]
    while waiting:
        span = waiting.pop()
        for key, value in span.entries:
            yield Entry(span, key, value)
        waiting += span.parts


def list_around(root: Span, item: Span) -> Span | None:
    """Return the list of which a value is an entry."""
    waiting = [root]
    while waiting:
        span = waiting.pop()
        if span.is_list and any(each is item for each in span.parts):
            return span
        waiting += span.parts
    return None


def has_anchors(span: Span) -> bool:
    """Whether a value, or one in it, is or may be repeated elsewhere."""
    return span.has_anchor or span.is_alias or any(map(has_anchors, span.parts))


def item_at(part: YamlPart, at: Position) -> Span | None:
    """Return the mapping of the item whose id stands at a place; None where an anchor repeats it."""
    place = (at.line - part.first_line, at.column - 1)
    waiting = [part.root]
    while waiting:
        span = waiting.pop()
        for key, value in span.entries:
            if key.text == "id" and (value.line, value.column) == place:
                return None if span.has_anchor else span
        waiting += span.parts
    return None


def added_entry(part: YamlPart, path: str, mapping: Span, written: str) -> TextEdit | None:
    """Return the edit that adds an entry to a mapping: at its end, before values that run on to the end."""
    if mapping.is_flow:
        last = mapping.parts[-1] if mapping.parts else None
        at = last.end if last else mapping.start + 1
        return insertion(part, path, at, f", {written}" if last else written)
    values = (value for _, value in reversed(mapping.entries))
    last = next((each for each in values if last_scalar(each).style not in ("|", ">")), None)
    if last is None:
        return None
    end = part.text.find("\n", last.end)
    end = len(part.text) if end < 0 else end
    return insertion(part, path, end, f"\n{' ' * mapping.parts[0].column}{written}")


def insertion(part: YamlPart, path: str, offset: int, text: str) -> TextEdit:
    """Return the edit that puts a text at an offset of the YAML."""
    return replacement(part, path, offset, offset, text)


def replacement(part: YamlPart, path: str, start: int, end: int, text: str) -> TextEdit:
    """Return the edit that puts a text in place of what stands between two offsets of the YAML."""
    return TextEdit(path, *_place(part, start), *_place(part, end), text)


def _place(part: YamlPart, offset: int) -> tuple[int, int]:
    line_start = part.text.rfind("\n", 0, offset) + 1
    return part.first_line + part.text.count("\n", 0, offset), offset - line_start + 1
