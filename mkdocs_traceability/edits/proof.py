"""The proof of an edit: the file, read as it was and as it is then, differs where it was edited only."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from mkdocs_traceability.edits.fixes.written import lines_of, yaml_lines
from mkdocs_traceability.model.fix import TextEdit
from mkdocs_traceability.reading.read import SourceReading
from mkdocs_traceability.reading.stored import plain
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar
from mkdocs_traceability.reading.yaml.nodes import Sequence as List
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

Read = Callable[[str], SourceReading]
"""Reads a text as the source that it is."""


def holds(path: str, before: str, after: str, edits: Sequence[TextEdit], read: Read) -> bool:
    """Whether a file means the same after edits but for what was edited.

    One that could not be read has to be readable then, or its next mistake stands further down.
    """
    numbers = yaml_lines(path, before)
    if all(edit.line in numbers and edit.end_line in numbers for edit in edits):
        return _is_same_yaml(path, before, after, edits)
    return is_same_reading(read(before), read(after), tuple(_replaced(before, edits)))


def _is_same_yaml(path: str, before: str, after: str, edits: Sequence[TextEdit]) -> bool:
    now, then = _tree(path, before), _tree(path, after)
    if isinstance(then, Unreadable):
        return isinstance(now, Unreadable) and then.line > max(edit.end_line for edit in edits)
    if then is None:
        return False
    if now is None or isinstance(now, Unreadable):
        return True
    return _outside(now, _Shifts(edits)) == _outside(then, _Spans(edits))


def _tree(path: str, text: str) -> Node | Unreadable | None:
    """Return the YAML of a source, or the first mistake in it."""
    numbers = yaml_lines(path, text)
    try:
        return parse("\n".join(lines_of(text)[numbers.start - 1 : numbers.stop - 1]), numbers.start)
    except Unreadable as problem:
        return problem


_Place = tuple[int, int]


class _Shifts:
    """Where the places of a text are after edits; None of those that are edited."""

    def __init__(self, edits: Iterable[TextEdit]) -> None:
        self._edits = sorted(edits, key=lambda edit: edit[1:5])

    def __call__(self, line: int, column: int) -> _Place | None:
        to_line, to_column = line, column
        for edit in self._edits:
            start, end = (edit.line, edit.column), (edit.end_line, edit.end_column)
            if start <= (line, column) < end:
                return None
            if end > (line, column):
                break
            added, last = edit.text.count("\n"), len(edit.text) - edit.text.rfind("\n") - 1
            to_line += added - (edit.end_line - edit.line)
            if edit.end_line == line:
                behind = column - edit.end_column
                to_column = last + 1 + behind if added else to_column + _grown(edit)
        return to_line, to_column


def _grown(edit: TextEdit) -> int:
    """Return by how much an edit within a line moves what stands behind it."""
    return edit.column + len(edit.text) - edit.end_column


class _Spans:
    """Tells the places of an edited text that the edits have written; None for those, others stay."""

    def __init__(self, edits: Iterable[TextEdit]) -> None:
        self._spans = list(_written(sorted(edits, key=lambda edit: edit[1:5])))

    def __call__(self, line: int, column: int) -> _Place | None:
        place = (line, column)
        return None if any(start <= place < end for start, end in self._spans) else place


def _written(edits: list[TextEdit]) -> Iterator[tuple[_Place, _Place]]:
    """Go through what edits have written: from where to where, in the text as it is after them."""
    lines = last_line = columns = 0
    for edit in edits:
        columns = columns if edit.line == last_line else 0
        start = (edit.line + lines, edit.column + columns)
        added = edit.text.count("\n")
        behind = len(edit.text) - edit.text.rfind("\n") - 1
        end = (start[0] + added, behind + 1 if added else start[1] + len(edit.text))
        lines += added - (edit.end_line - edit.line)
        last_line, columns = edit.end_line, end[1] - edit.end_column
        yield start, end


class _Seen(NamedTuple):
    """One value of a tree: its place, how deep it is, and what it is."""

    place: _Place
    depth: int
    what: str
    text: str
    is_plain: bool


def _outside(tree: Node, place_of: Callable[[int, int], _Place | None]) -> list[_Seen]:
    """Return all values but those whose places are None; what is empty has no place of its own."""
    seen = []
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        below = [] if isinstance(node, Scalar) else _parts(node)
        waiting += [(each, depth + 1) for each in reversed(below)]
        is_empty = isinstance(node, Scalar) and node.plain and not node.text
        place = None if is_empty else place_of(node.line, node.column)
        if place is not None:
            text, is_plain = (node.text, node.plain) if isinstance(node, Scalar) else ("", False)
            seen.append(_Seen(place, depth, type(node).__name__.replace("Cut", ""), text, is_plain))
    return seen


def _parts(node: Mapping | List) -> list[Node]:
    return node.items if isinstance(node, List) else [each for entry in node.entries for each in entry]


def _replaced(text: str, edits: Iterable[TextEdit]) -> Iterator[tuple[str, str]]:
    lines = lines_of(text)
    return ((lines[edit.line - 1][edit.column - 1 : edit.end_column - 1], edit.text) for edit in edits)


def is_same_reading(
    now: SourceReading, then: SourceReading, replaced: tuple[tuple[str, str], ...] = ()
) -> bool:
    """Whether two readings of a page differ by what was replaced, by places and by findings only."""
    before, after = plain(now), plain(then)
    before[2] = after[2] = []  # findings
    return _is_alike(before, after, replaced)


def _is_alike(now: Any, then: Any, replaced: tuple[tuple[str, str], ...]) -> bool:
    if isinstance(now, list | tuple):
        return (
            isinstance(then, list | tuple)
            and len(now) == len(then)
            and all(_is_alike(a, b, replaced) for a, b in zip(now, then, strict=True))
        )
    if isinstance(now, dict):
        return (
            isinstance(then, dict)
            and now.keys() == then.keys()
            and all(_is_alike(now[name], then[name], replaced) for name in now)
        )
    if isinstance(now, str) and isinstance(then, str):
        return now == then or any(then == now.replace(old, new) for old, new in replaced if old)
    return type(now) is type(then) and (isinstance(now, int | float) or now == then)
