"""An entry set in the mapping of an item, or added to a list there; the rest of the file stays to the byte.

Each edit is proven before it is taken: the text is read again, and must be the tree that it was but for that
entry. Where it is not, as with anchors, the edit is the author's.
"""

from collections.abc import Sequence
from typing import NamedTuple

from mkdocs_traceability.edits.fixes.missing_side import added_to_list
from mkdocs_traceability.edits.fixes.written import in_yaml, lines_of, quoted, yaml_lines
from mkdocs_traceability.edits.fixes.yaml_parts import (
    YamlPart,
    added_entry,
    has_anchors,
    item_at,
    replacement,
    yaml_part,
)
from mkdocs_traceability.edits.proposals.changes import CannotPropose, Data
from mkdocs_traceability.edits.text_edits import apply_edits
from mkdocs_traceability.edits.yaml_form import Form, form_of, read_form
from mkdocs_traceability.edits.yaml_spans import Span, last_line
from mkdocs_traceability.edits.yaml_text import in_double_quotes, in_line
from mkdocs_traceability.model.fix import TextEdit
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar
from mkdocs_traceability.reading.yaml.nodes import Sequence as List
from mkdocs_traceability.reading.yaml.tree import parse
from mkdocs_traceability.reading.yaml.unreadable import Unreadable


def written_value(value: Data, *, in_flow: bool) -> str:
    """Return a value as people write it on one line, fit to stand within brackets or behind a key."""
    if isinstance(value, str) and "\n" in value:
        return in_double_quotes(value)
    if isinstance(value, str):
        is_plain = not in_flow and in_line(value) == value
        return value if is_plain else in_yaml(value) if in_flow else quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(written_value(each, in_flow=True) for each in value)}]"
    if isinstance(value, dict):
        pairs = (f"{in_yaml(key)}: {written_value(each, in_flow=True)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    return in_line(value)


class _Both(NamedTuple):
    """One mapping, as the text that it stands in and as the tree that the text is read as."""

    span: Span
    node: Mapping


def with_value(text: str, at: Position, keys: Sequence[str], value: Data | None) -> str:
    """Return the text of a source in which a key of an item has another value, or is gone.

    `at` is where the id of the item stands, and `keys` lead to the value: `("evidence", "code")`.

    Raises:
        CannotPropose: where that cannot be done safely.

    """
    work = _Work(text, at)
    inner, keys = work.innermost(keys, value)
    work.set(inner, keys, value)
    return work.proven()


def with_entry(text: str, at: Position, keys: Sequence[str], entry: Data) -> str:
    """Return the text of a source in which a list of an item has one entry more.

    Raises:
        CannotPropose: where that cannot be done safely.

    """
    work = _Work(text, at)
    inner, keys = work.innermost(keys, entry)
    work.append(inner, keys, entry)
    return work.proven()


class _Work:
    """Collects the edits in one source, and makes the same of its tree."""

    def __init__(self, text: str, at: Position) -> None:
        part = yaml_part(at.path, text)
        item = item_at(part, at) if part else None
        if part is None or item is None:
            raise CannotPropose(
                f"{at}: the item is not written as a mapping of its own, such as a row of a table or a word "
                "in a list; edit it by hand"
            )
        self._text, self._path, self._part = text, at.path, part
        self._tags: dict[Node, str] = {}
        tree = parse(part.text, part.first_line, tags=self._tags)
        assert tree is not None
        self._tree = tree
        self._item = _Both(item, _mapping_of(tree, at))
        self._edits: list[TextEdit] = []

    def innermost(self, keys: Sequence[str], value: Data | None) -> tuple[_Both, Sequence[str]]:
        """Follow keys as far as they lead; return the mapping there, and the keys that are left."""
        inner = self._item
        while len(keys) > 1 and (found := _entry(inner, keys[0])) is not None:
            _, span, node = found
            if not isinstance(node, Mapping) or has_anchors(span):
                raise CannotPropose(
                    f"{self._at(span)}: `{keys[0]}` is no mapping of its own; edit it by hand"
                )
            inner, keys = _Both(span, node), keys[1:]
        return inner, keys

    def set(self, inner: _Both, keys: Sequence[str], value: Data | None) -> None:
        """Set, add or take away the entry that keys lead to."""
        found = _entry(inner, keys[0]) if len(keys) == 1 else None
        if value is None:
            if found:
                self._remove(inner, *found)
            return
        for key in reversed(keys[1:]):
            value = {key: value}
        if found is None:
            self._add(inner, keys[0], value)
        else:
            self._replace(inner, *found, value)

    def append(self, inner: _Both, keys: Sequence[str], entry: Data) -> None:
        """Add an entry to the list that keys lead to, which may not be there."""
        found = _entry(inner, keys[0]) if len(keys) == 1 else None
        if found is None:
            self.set(inner, keys, [entry])
            return
        number, span, node = found
        if has_anchors(span):
            raise CannotPropose(f"{self._at(span)}: the list is repeated by an anchor; edit it by hand")
        if isinstance(node, Scalar) and node.is_null:
            self._replace(inner, number, span, node, [entry])
            return
        if isinstance(node, Mapping) and not span.is_flow:
            raise CannotPropose(f"{self._at(span)}: the value is a mapping, no list; set all of it")
        written = written_value(entry, in_flow=True)
        edit = added_to_list(self._part, self._path, span, written)
        if edit is None:
            raise self._no_place(span)
        self._edits.append(edit)
        entries = node.items if isinstance(node, List) else [node]
        wider = List(node.line, node.column)
        is_block = isinstance(node, List) and not span.is_flow
        wider.items = [*entries, _read(written, in_flow=not is_block)]
        inner.node.entries[number] = (inner.node.entries[number][0], wider)

    def proven(self) -> str:
        """Return the text after the edits.

        Raises:
            CannotPropose: where it reads otherwise than expected.

        """
        after = apply_edits(self._text, self._edits)
        if _form(self._path, after) == form_of(self._tree, self._tags) and _is_same_body(
            self._path, self._text, after
        ):
            return after
        raise CannotPropose(f"{self._at(self._item.span)}: more than that would change; edit it by hand")

    # ---------------------------------------------------------------- edits

    def _add(self, inner: _Both, key: str, value: Data) -> None:
        written = self._written(inner, value)
        edit = added_entry(self._part, self._path, inner.span, f"{key}: {written}")
        if edit is None:
            raise self._no_place(inner.span)
        self._edits.append(edit)
        entry = (Scalar(key, 0, 0, 0, True), _read(written, in_flow=inner.span.is_flow))
        inner.node.entries.insert(self._number(inner, edit), entry)

    def _number(self, inner: _Both, edit: TextEdit) -> int:
        """Return the place among its entries at which a mapping gets a new one."""
        line, column = edit.line - self._part.first_line, edit.column - 1
        return sum((key.line, key.column) < (line, column) for key, _ in inner.span.entries)

    def _replace(self, inner: _Both, number: int, span: Span, node: Node, value: Data) -> None:
        if has_anchors(span):
            raise CannotPropose(f"{self._at(span)}: the value is repeated by an anchor; edit it by hand")
        written = self._written(inner, value)
        key = inner.span.entries[number][0]
        is_block = not (span.is_flow or span.is_scalar) or span.style in ("|", ">")
        if is_block or (span.is_scalar and not span.text and not span.style):
            edit = self._edit(key.end, self._end(span), f": {written}")
        else:
            edit = self._edit(span.start, span.end, written)
        self._edits.append(edit)
        in_flow = inner.span.is_flow
        inner.node.entries[number] = (inner.node.entries[number][0], _read(written, in_flow=in_flow))

    def _remove(self, inner: _Both, number: int, span: Span, node: Node) -> None:
        key = inner.span.entries[number][0]
        text = self._part.text
        if inner.span.is_flow:
            following = inner.span.entries[number + 1 :]
            before = inner.span.entries[:number]
            start, end = (key.start, following[0][0].start) if following else (before[-1][1].end, span.end)
        else:
            start = text.rfind("\n", 0, key.start) + 1
            line_end = text.find("\n", self._end(span))
            end = len(text) if line_end < 0 else line_end + 1
            if text[start : key.start].strip():  # behind the dash of the item
                raise CannotPropose(f"{self._at(span)}: the first key of an item stays; edit it by hand")
        self._edits.append(self._edit(start, end, ""))
        del inner.node.entries[number]

    def _end(self, span: Span) -> int:
        """Return the offset of the end of a value, without the blank lines behind it."""
        if not span.is_scalar and not span.is_flow and not span.parts:
            return span.end
        if span.style not in ("|", ">") and not span.parts:
            return span.end
        line = last_line(self._part.text, span)
        lines = self._part.text.split("\n")
        return sum(len(each) + 1 for each in lines[:line]) + len(lines[line])

    def _written(self, inner: _Both, value: Data) -> str:
        return written_value(value, in_flow=inner.span.is_flow)

    def _edit(self, start: int, end: int, text: str) -> TextEdit:
        return replacement(self._part, self._path, start, end, text)

    def _at(self, span: Span) -> str:
        return f"{self._path}:{self._part.first_line + span.line}"

    def _no_place(self, span: Span) -> CannotPropose:
        return CannotPropose(f"{self._at(span)}: its form leaves no safe place for an entry; edit it by hand")


def _mapping_of(tree: Node, at: Position) -> Mapping:
    """Return the mapping whose `id` stands at a place."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, List):
            waiting += node.items
        elif isinstance(node, Mapping):
            for key, value in node.entries:
                is_id = isinstance(key, Scalar) and key.text == "id"
                if is_id and (value.line, value.column) == (at.line, at.column):
                    return node
                waiting.append(value)
    raise CannotPropose(f"{at}: the id has an anchor or a tag; edit it by hand")


def _entry(inner: _Both, key: str) -> tuple[int, Span, Node] | None:
    """Return the entry of a key, however its name is spelled: its number, and its value as text and tree."""
    for number, ((name, span), (_, node)) in enumerate(
        zip(inner.span.entries, inner.node.entries, strict=True)
    ):
        if name.text.replace("-", "_").casefold() == key.casefold():
            return number, span, node
    return None


def _read(written: str, *, in_flow: bool) -> Node:
    """Return what a value reads as, in brackets or behind a key."""
    try:
        tree = parse(f"{{k: {written}}}" if in_flow else f"k: {written}")
    except Unreadable as problem:
        raise CannotPropose(f"the value cannot be written as YAML: {problem.message}") from None
    assert isinstance(tree, Mapping)
    return tree.entries[0][1]


def _form(path: str, text: str) -> Form | None:
    part: YamlPart | None = yaml_part(path, text)
    return read_form(part.text) if part else None


def _is_same_body(path: str, before: str, after: str) -> bool:
    """Whether what a page says below its front matter is the same."""
    return _body(path, before) == _body(path, after)


def _body(path: str, text: str) -> list[str]:
    return lines_of(text)[yaml_lines(path, text).stop - 1 :]
