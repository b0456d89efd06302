"""The ids in markers: in `[trace: …]`, in calls of macros, and in comments that count or limit a table."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from mkdocs_traceability.model.directives import FORMS, OPTIONS
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.prose import Marker
from mkdocs_traceability.query.words import Argument, MarkerWord, arguments_in, take_apart
from mkdocs_traceability.registry.registry import Registry

_PLAIN: Final = re.compile(r"""[^\s,"'\[\]][^\s,"\[\]]*""")


class IdWord(NamedTuple):
    """A word of a marker that is an id, of one of some kinds."""

    word: MarkerWord
    kinds: tuple[str, ...]


class Piece(NamedTuple):
    """A piece of a line, lines and columns counted from 1, and what is to be written there."""

    line: int
    column: int
    length: int
    text: str


@dataclass(frozen=True)
class MarkerWords:
    """The ids that a marker names, each at its place in the text of the marker."""

    registry: Registry
    marker: Marker
    words: tuple[IdWord, ...]

    @classmethod
    def of_marker(cls, registry: Registry, marker: Marker) -> "MarkerWords":
        """Return the ids in the text of a marker."""
        return cls(registry, marker, tuple(_ids_in(registry, marker.text)))

    @classmethod
    def of_filters(cls, registry: Registry, kind: str, marker: Marker) -> "MarkerWords":
        """Return the ids in the filters that limit a table of items of a kind."""
        arguments, _ = arguments_in(marker.text)
        return cls(registry, marker, tuple(_ids_of(registry, registry.schema.kinds[kind], arguments)))

    def naming(self, item: Item, names: frozenset[str]) -> "MarkerWords":
        """Return the same with the words only that name an item by its id."""
        return replace(self, words=tuple(each for each in self.words if self._names(each, item, names)))

    def _names(self, each: IdWord, item: Item, names: frozenset[str]) -> bool:
        if each.word.text.strip() not in names:
            return False
        return self.registry.answering_of(each.word.text.strip(), each.kinds) == [item]

    def pieces(self, lines: Sequence[str], old: str, new: str) -> list[Piece]:
        """Return what is to be written at which places of a page for another id in each of the words.

        Nothing is returned of a word whose place is not found.
        """
        if self.marker.is_call:
            return list(
                _in_call(lines, self.marker, {each.word.text.strip() for each in self.words}, old, new)
            )
        return [piece for each in self.words if (piece := self._piece(lines, each.word, old, new))]

    def _piece(self, lines: Sequence[str], word: MarkerWord, old: str, new: str) -> Piece | None:
        """Find a word in the file: tabs and indentation there are no part of the text of a marker."""
        before, raw = self.marker.text[: word.offset], self.marker.text[word.offset :][: word.length]
        number = before.count("\n")
        line = lines[self.marker.position.line - 1 + number]
        start = 0 if number else self.marker.position.column - 1
        for _ in range(before.rpartition("\n")[2].count(raw) + 1):
            start = line.find(raw, start) + 1
            if not start:
                return None
        text = _word(raw, word.text.strip().removesuffix(old) + new)
        return Piece(self.marker.position.line + number, start, len(raw), text)


def _word(raw: str, text: str) -> str:
    """Return a value of a marker as it is written, in the quotes it had or in those it needs."""
    quote = raw[:1] if raw[:1] in ("'", '"') else ""
    if not quote and _PLAIN.fullmatch(text):
        return text
    quote = quote if quote and quote not in text else "'" if '"' in text else '"'
    return f"{quote}{text}{quote}"


def _ids_in(registry: Registry, text: str) -> Iterator[IdWord]:
    name = text.split(maxsplit=1)[0] if text.strip() else ""
    form = FORMS.get(name)
    if form is None:
        return
    parts = take_apart(text, has_item=form.of == "item")
    if parts.subject is None:
        return
    if form.of == "item":
        yield IdWord(parts.subject, tuple(registry.schema.kinds))
    elif kind := registry.schema.named(parts.subject.text.replace("-", "_").lower()):
        yield from _ids_of(registry, kind, parts.arguments)


def _ids_of(registry: Registry, kind: Kind, arguments: Sequence[Argument]) -> Iterator[IdWord]:
    """Go through the values of filters that are ids."""
    for argument in arguments:
        kinds = _kinds_of(registry, kind, argument.key.text)
        yield from (IdWord(value, kinds) for value in argument.values if kinds)


def _kinds_of(registry: Registry, kind: Kind, key: str) -> tuple[str, ...]:
    """Return the kinds whose ids a filter takes; none where it takes other values."""
    name = kind.now(key.replace("-", "_"))
    if key in OPTIONS:
        return ()
    if name in kind.relations or name in kind.inverses:
        return registry.schema.targets(kind.name, name)
    return (kind.name,) if name == "id" else ()


def _in_call(lines: Sequence[str], marker: Marker, names: set[str], old: str, new: str) -> Iterator[Piece]:
    """Go through the texts in a call of a macro that name an id."""
    first = marker.position.line - 1
    text = "\n".join([lines[first][marker.position.column - 1 :], *lines[first + 1 :]])
    call = text.partition("}}")[0].rstrip().removesuffix("-").removesuffix("+").rstrip()
    try:
        tree = ast.parse(call, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree) if isinstance(tree, ast.Call) else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.lineno == node.end_lineno:
            if names.isdisjoint(value.strip() for value in node.value.split(",")):
                continue
            line = call.split("\n")[node.lineno - 1].encode("utf-8")
            start = len(line[: node.col_offset].decode("utf-8"))
            raw = line[node.col_offset : node.end_col_offset].decode("utf-8")
            column = start + (marker.position.column if node.lineno == 1 else 1)
            yield Piece(first + node.lineno, column, len(raw), _with_new(raw, names, old, new))


def _with_new(raw: str, names: set[str], old: str, new: str) -> str:
    """Return a text of Python, written with its quotes, with another id among its values."""
    values = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = rf"(?<![^\s,\"'])(?:{values})(?![^\s,\"'])"
    written = new.replace("\\", "\\\\").replace(raw[-1], f"\\{raw[-1]}")
    return re.sub(pattern, lambda found: found[0].removesuffix(old) + written, raw)


def patterns_with(registry: Registry, marker: Marker, old: str, new: str) -> list[str]:
    """Return the patterns of a marker, such as `EVAL-*`, that fit an old id and not the new one."""
    words = _ids_in(registry, marker.text)
    texts = [each.word.text.strip() for each in words if "*" in each.word.text]
    return [
        text
        for text in texts
        if fnmatchcase(old.casefold(), text.casefold()) and not fnmatchcase(new.casefold(), text.casefold())
    ]
