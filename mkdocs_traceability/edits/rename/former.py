"""The old id among the former ids of its item, in YAML: the edit, and the tree that it makes."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from mkdocs_traceability.edits.fixes.written import in_yaml
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar
from mkdocs_traceability.reading.yaml.nodes import Sequence as List

_PREFIXES: Final = re.compile(r"(?:[&!]\S*[ \t]+)*")
_DASH: Final = re.compile(r"([ \t]*)-[ \t]+")


class Insertion(NamedTuple):
    """A text that takes the place of some characters of a line, or of none."""

    line: int
    column: int
    length: int
    text: str


class FormerId:
    """Enters an old id in the mapping of an item, under `key`.

    `insertions` say how; the tree is changed to what the text reads as after them. The list is empty where
    that is not known.
    """

    def __init__(self, root: Node, lines: Sequence[str], key: str) -> None:
        self._root = root
        self._lines = lines
        self._key = key

    def enter(self, line: int, column: int, old: str, new: str) -> list[Insertion]:
        """Enter an old id in the item whose id stands at a place; a former id that is the new one goes."""
        for parent, place, value in _values(self._root):
            if not isinstance(value, Scalar) or (value.line, value.column) != (line, column):
                continue
            key = parent.entries[place][0]
            if isinstance(key, Scalar) and key.text == "id":
                return self._in_mapping(parent, place, value, old, new)
            return self._of_word(parent, place, value, old, new)
        return []

    def _of_word(self, parent: Mapping, place: int, value: Scalar, old: str, new: str) -> list[Insertion]:
        """Make a mapping of an item that is written as its mere id: `flow: EVAL-001`."""
        mapping = Mapping(value.line, value.column)
        ids = _list(old)
        mapping.entries = [(_plain("id"), _scalar(new)), (_plain(self._key), ids)]
        parent.entries[place] = (parent.entries[place][0], mapping)
        text = f"{{id: {in_yaml(new)}, {self._key}: [{in_yaml(old)}]}}"
        return [Insertion(value.line, value.column, value.length, text)]

    def _in_mapping(self, mapping: Mapping, place: int, id_: Scalar, old: str, new: str) -> list[Insertion]:
        own = [entry for entry in mapping.entries if _name(entry[0]) == self._key]
        if own:
            return self._in_list(mapping, *own[0], old, new)
        mapping.entries.insert(place + 1, (_plain(self._key), _list(old)))
        text = f"{self._key}: [{in_yaml(old)}]"
        if self._opening(mapping) == "{":
            return [Insertion(id_.line, id_.column + id_.length, 0, f", {text}")]
        key = mapping.entries[place][0]
        return [self._line_below(id_.line, " " * (key.column - 1) + text)]

    def _in_list(self, mapping: Mapping, key: Node, value: Node, old: str, new: str) -> list[Insertion]:
        entries = value.items if isinstance(value, List) else [value]
        texts = [each.text if isinstance(each, Scalar) else "" for each in entries]
        if old in texts:
            return []
        if new in texts:
            return self._in_place_of(entries[texts.index(new)], old)
        if isinstance(value, List):
            return self._appended(value, old)
        at = [number for number, entry in enumerate(mapping.entries) if entry[0] is key]
        if isinstance(value, Scalar):
            ids = _list(old)
            if not value.is_null:
                ids.items.insert(0, value)
            mapping.entries[at[0]] = (key, ids)
            return self._around(value, old)
        return []

    def _around(self, value: Scalar, old: str) -> list[Insertion]:
        """Put brackets around the one former id that there is, or in place of none."""
        if value.is_null:
            text = f"[{in_yaml(old)}]"
            return [Insertion(value.line, value.column, len(value.text), text if value.text else f" {text}")]
        end = value.column + value.length
        before = Insertion(value.line, value.column, 0, "[")
        return [before, Insertion(value.line, end, 0, f", {in_yaml(old)}]")] if value.length else []

    def _in_place_of(self, entry: Node, old: str) -> list[Insertion]:
        assert isinstance(entry, Scalar)
        raw = self._lines[entry.line - 1][entry.column - 1 :][: entry.length]
        entry.text, entry.plain = old, in_yaml(old) == old
        return [Insertion(entry.line, entry.column, len(raw), in_yaml(old))]

    def _appended(self, ids: List, old: str) -> list[Insertion]:
        is_flow = self._opening(ids) == "["
        last = ids.items[-1] if ids.items else None
        ids.items.append(_scalar(old))
        text = in_yaml(old)
        if last is None:
            return [Insertion(ids.line, ids.column + 1, 0, text)] if is_flow else []
        if is_flow:
            return [Insertion(last.line, last.column + last.length, 0, f", {text}")]
        dash = _DASH.match(self._lines[last.line - 1])
        return [self._line_below(last.line, f"{dash[0]}{text}")] if dash else []

    def _line_below(self, line: int, text: str) -> Insertion:
        return Insertion(line, len(self._lines[line - 1]) + 1, 0, f"\n{text}")

    def _opening(self, node: Node) -> str:
        """Return the character that a list or a mapping begins with, behind its anchor."""
        text = self._lines[node.line - 1]
        before = _PREFIXES.match(text, node.column - 1)
        return text[before.end() :][:1] if before else ""


def _values(root: Node) -> Iterator[tuple[Mapping, int, Node]]:
    """Go through the values of all mappings, each with its mapping and its number there."""
    waiting, seen = [root], set[Node]()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, Mapping):
            yield from ((node, number, value) for number, (_, value) in enumerate(node.entries))
            waiting += [value for _, value in node.entries]
        elif isinstance(node, List):
            waiting += node.items


def _name(key: Node) -> str:
    return key.text.replace("-", "_") if isinstance(key, Scalar) else ""


def _plain(text: str) -> Scalar:
    return Scalar(text, 0, 0, 0, True)


def _scalar(text: str) -> Scalar:
    return Scalar(text, 0, 0, 0, in_yaml(text) == text)


def _list(text: str) -> List:
    found = List(0, 0)
    found.items.append(_scalar(text))
    return found
