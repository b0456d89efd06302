"""The keys of the items in a list in one order: `id` first, the others as most of these items have them.

What moves are lines: a key with all of its value and the comments right above it. Of an item in braces it is
the text of an entry, and what stands between entries stays. An item keeps its order where more than the order
could change: with anchors and the like, a key twice, or a comment that stands by itself.
"""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.edits.formatting.agreed import agreed_order
from mkdocs_traceability.edits.yaml_spans import Span, last_line, spans_of
from mkdocs_traceability.model.kinds import Kind, Schema

_ID: Final = "id"


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
    for key, value in root.entries:
        kind = schema.by_plural.get(_name(key))
        if kind is not None and value.is_list:
            yield from _in_list(text, kind, [item for item in value.parts if item.is_mapping])


class _Movable(NamedTuple):
    """An item whose keys can be moved: their names, and what writes them in the order of some indices."""

    names: list[str]
    written: Callable[[list[int]], _Moved]


def _in_list(text: "_Lines", kind: Kind, items: list[Span]) -> Iterator[_Moved]:
    """Go through the items of a list that get another order; those that cannot be moved have no vote."""
    movable = [each for item in items if (each := _movable(text, kind, item))]
    ranks = {**agreed_order(each.names for each in movable), _ID: -1}
    for each in movable:
        order = _sorted(each.names, ranks)
        if order != sorted(order):
            yield each.written(order)


def _sorted(names: list[str], ranks: dict[str, int]) -> list[int]:
    """Return the indices of keys in the order in which they should stand."""
    return sorted(range(len(names)), key=lambda index: ranks.get(names[index], 0))


def _movable(text: "_Lines", kind: Kind, item: Span) -> _Movable | None:
    if not _is_movable(item, text.text):
        return None
    written = _in_braces(text.text, item) if item.is_flow else _line_by_line(text, item)
    return _Movable([kind.now(_name(key)) for key, _ in item.entries], written) if written else None


def _name(key: Span) -> str:
    return key.text.replace("-", "_")


def _is_movable(item: Span, text: str) -> bool:
    names = [_name(key) for key, _ in item.entries]
    return len(set(names)) == len(names) and not _is_tied(item, text)


def _is_tied(span: Span, text: str) -> bool:
    """Whether a value depends on where it stands: on anchors, tags, or the blank lines behind it."""
    is_merge = span.is_scalar and span.text == "<<" and not span.style
    is_tied = span.has_anchor or span.has_tag or span.is_alias or is_merge or _would_keep_lines(span, text)
    return is_tied or any(_is_tied(part, text) for part in span.parts)


def _would_keep_lines(span: Span, text: str) -> bool:
    """Whether blank lines behind a value would be a part of it: of a block scalar with a `+`."""
    head = text[span.start : span.end].partition("\n")[0].partition("#")[0]
    return span.style in ("|", ">") and "+" in head


# -------------------------------------------------------------------- in braces


def _in_braces(text: str, item: Span) -> Callable[[list[int]], _Moved] | None:
    has_ends = all(key.is_scalar and value.end > value.start for key, value in item.entries)
    if not has_ends or "#" in text[item.start : item.end]:
        return None
    places = [(key.start, value.end) for key, value in item.entries]

    def written(order: list[int]) -> _Moved:
        parts, done = [], item.start
        for (start, end), index in zip(places, order, strict=True):
            parts += [text[done:start], text[slice(*places[index])]]
            done = end
        return _Moved(item.start, item.end, "".join([*parts, text[done : item.end]]))

    return written


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


def _line_by_line(text: _Lines, item: Span) -> Callable[[list[int]], _Moved] | None:
    end = last_line(text.text, item) + 1
    chunks = _chunks(text, item, end)
    if chunks is None or _ends_in_comment(text.lines, end, item.column):
        return None
    first = item.entries[0][0].line
    prefix = text.lines[first][: item.column]
    return lambda order: text.moved(first, end, _put_together(chunks, order, prefix))


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
