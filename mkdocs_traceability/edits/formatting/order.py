"""The keys of an item in one order: its name and state, fields, relations, notes, evidence, waivers.

What moves are lines: a key with all of its value and the comments right above it. Of an item in braces it is
the text of an entry, and what stands between entries stays. An item keeps its order where more than the order
could change: with anchors and the like, a key twice, or a comment that stands by itself.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.edits.yaml_spans import Span, keeps_lines, last_line, spans_of
from mkdocs_traceability.model.kinds import Kind, Schema

_FIRST: Final = ("id", "former_ids", "title", "status")
"""Former ids stand beside the id, where `rename` enters them."""

_LAST: Final = ("notes", "evidence", "waive")
"""What is long comes last: texts for readers, then what proves or excuses the item."""


class _Moved(NamedTuple):
    """A piece of a text, and the same with its parts in order."""

    start: int
    end: int
    text: str


def with_keys_in_order(text: str, schema: Schema) -> str:
    """Return a sidecar with the keys of its items in order; unknown ones come last, in theirs."""
    root = spans_of(text)
    parts, done = [], 0
    for moved in _moved(_Lines(text), root, schema) if root else ():
        parts += [text[done : moved.start], moved.text]
        done = moved.end
    return "".join([*parts, text[done:]])


def _moved(text: "_Lines", root: Span, schema: Schema) -> Iterator[_Moved]:
    for kind, item in _items(root, schema):
        order = _sorted(item, kind)
        if order != sorted(order) and _is_movable(item):
            moved = _in_braces(text.text, item, order) if item.is_flow else _line_by_line(text, item, order)
            if moved is not None:
                yield moved


def _items(root: Span, schema: Schema) -> Iterator[tuple[Kind, Span]]:
    """Go through the items of a sidecar in the order in which they stand."""
    for key, value in root.entries:
        kind = schema.by_plural.get(_name(key))
        if kind is not None and value.is_list:
            yield from ((kind, item) for item in value.parts if item.is_mapping)


def _name(key: Span) -> str:
    return key.text.replace("-", "_")


def _is_movable(item: Span) -> bool:
    names = [_name(key) for key, _ in item.entries]
    return len(set(names)) == len(names) and not _is_tied(item)


def _is_tied(span: Span) -> bool:
    """Whether a value depends on where it stands: on anchors, tags, or the blank lines that it keeps."""
    is_merge = span.is_scalar and span.text == "<<" and not span.style
    is_tied = span.has_anchor or span.has_tag or span.is_alias or is_merge or keeps_lines(span)
    return is_tied or any(map(_is_tied, span.parts))


def _sorted(item: Span, kind: Kind) -> list[int]:
    """Return the indices of the entries of an item in the order in which they should stand."""
    names = dict.fromkeys((*_FIRST, *kind.fields, *kind.relations, *kind.inverses))
    ordered = [*(name for name in names if name not in _LAST), *_LAST]
    ranks = {name: rank for rank, name in enumerate(ordered)}
    found = [ranks.get(kind.now(_name(key)), len(ranks)) for key, _ in item.entries]
    return sorted(range(len(found)), key=found.__getitem__)


# -------------------------------------------------------------------- in braces


def _in_braces(text: str, item: Span, order: list[int]) -> _Moved | None:
    is_whole = all(key.is_scalar and value.end > value.start for key, value in item.entries)
    if not is_whole or "#" in text[item.start : item.end]:
        return None
    places = [(key.start, value.end) for key, value in item.entries]
    parts, done = [], item.start
    for (start, end), index in zip(places, order, strict=True):
        parts += [text[done:start], text[slice(*places[index])]]
        done = end
    return _Moved(item.start, item.end, "".join([*parts, text[done : item.end]]))


# -------------------------------------------------------------------- line by line


class _Lines:
    """A text and its lines, and where each of them begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def moved(self, first: int, end: int, lines: Iterator[str]) -> _Moved:
        """Return other lines in place of some."""
        return _Moved(self.starts[first], self.starts[end] - 1, "\n".join(lines))


class _Chunk(NamedTuple):
    """A key with its value, as lines: comments above it, then its own; and the blank lines behind."""

    comments: list[str]
    lines: list[str]
    blank: list[str]


def _line_by_line(text: _Lines, item: Span, order: list[int]) -> _Moved | None:
    end = last_line(text.text, item) + 1
    chunks = _chunks(text, item, end)
    is_last_moved = order[-1] != len(order) - 1
    if chunks is None or (is_last_moved and _ends_in_comment(text.lines, end, item.column)):
        return None
    first = item.entries[0][0].line
    return text.moved(first, end, _put_together(chunks, order, text.lines[first][: item.column]))


def _chunks(text: _Lines, item: Span, end: int) -> list[_Chunk] | None:
    """Part an item into its keys; None where lines are shared, or a comment stands by itself."""
    keys = [key for key, _ in item.entries]
    lines = text.lines
    if any(key.column != item.column or not key.is_scalar for key in keys):
        return None
    if any(lines[key.line][: key.column].strip(" ") for key in keys[1:]):
        return None
    chunks: list[_Chunk] = []
    above: list[str] = []
    for index, (key, value) in enumerate(item.entries):
        last = max(last_line(text.text, value), key.line)
        between = lines[last + 1 : keys[index + 1].line if index + 1 < len(keys) else end]
        blank = [line for line in between if not line.strip(" \t")]
        if any(line.strip(" \t") for line in between[: len(blank)]):
            return None
        chunks.append(_Chunk(above, lines[key.line : last + 1], blank))
        above = between[len(blank) :]
    return chunks


def _ends_in_comment(lines: list[str], end: int, column: int) -> bool:
    """Whether a comment at the end of an item is its own by its indentation."""
    for line in lines[end:]:
        inner = line.lstrip(" \t")
        if inner:
            return inner.startswith("#") and len(line) - len(inner) >= column
    return False


def _put_together(chunks: list[_Chunk], order: list[int], prefix: str) -> Iterator[str]:
    """Write the keys in their order; blank lines stay where they are, between whatever keys."""
    indent = " " * len(prefix)
    for place, index in enumerate(order):
        chunk = chunks[index]
        begin = prefix if place == 0 else indent
        outer = prefix[: len(prefix) - len(prefix.lstrip(" "))]
        yield from (f"{outer}{line.lstrip()}" if place == 0 else line for line in chunk.comments)
        yield begin + chunk.lines[0][len(prefix) :]
        yield from chunk.lines[1:]
        yield from chunks[place].blank
