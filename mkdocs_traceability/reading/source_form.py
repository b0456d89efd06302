"""The form of one source: its mappings by their keys, and what is found wrong with it on the way."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import replace
from functools import cached_property
from typing import Final

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.former_names import renamed
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position, position_of
from mkdocs_traceability.reading.entry_texts import EntryTexts
from mkdocs_traceability.reading.slips import (
    OPENING_QUOTES,
    odd_blank,
    tight,
    without_odd_blanks,
    without_quotes,
)
from mkdocs_traceability.reading.unread_ids import names_in
from mkdocs_traceability.reading.yaml.nodes import CutScalar, Mapping, Node, RefusedScalar, Scalar, Sequence
from mkdocs_traceability.registry.nearest import nearest_word

_MANY_KEYS: Final = 20
_MANY_NAMES: Final = 3
"""So many keys of so many names that are no fields have not been misspelt: the file has another shape."""

_MOST_KNOWN: Final = 12
"""How many known words are listed where none is near."""

Entries = dict[str, tuple[Scalar, Node]]
"""A mapping by its keys, each with the place where it stands, and its value."""


_NONE: Final[MappingOf[str, str]] = {}

AFTER_A_COMMA: Final = "the value is empty; if it is text after a comma, quote the entire text"
"""The remedy for a key without a value: `{text: one thing, another}` has two keys."""


QUOTE_TEXT: Final = 'write one value; quote it if it is text: `"…"`'
"""The remedy for a list or a mapping where one value is wanted."""


class SourceForm:
    """Keeps what one source says that it cannot say, and what is lost by that.

    `lost` has the names of what could not be made out; it is None as long as all of it could. The first field
    with a name of before is `first_renamed`: a source that has one often has many. A value that is none is
    reported as `wrong`.
    """

    def __init__(self, path: str, root: Node | None = None, wrong: str = "TR003") -> None:
        self.path = path
        self._wrong = wrong
        self._root = root
        self.findings: list[Finding] = []
        self.first_renamed: list[Finding] = []
        self.unread_ids: frozenset[str] | None = None
        self._reported: set[tuple[str, int, int]] = set()
        self._told: set[tuple[int, int]] = set()
        self._strange: list[Scalar] = []

    @cached_property
    def _entry_texts(self) -> EntryTexts:
        return EntryTexts(self._root)

    def at(self, node: Node) -> Position:
        """Return where a node stands."""
        return position_of((self.path, node.line, node.column, node.length))

    def report(
        self,
        code: str,
        node: Node,
        message: str,
        remedy: str = "",
        item: Item | None = None,
        name: str = "",
        mistake: str = "",
        suggestions: tuple[str, ...] = (),
    ) -> None:
        """Say once what is wrong with a node, which may be the value of `name` of an item."""
        # Defaults, and values that are repeated through an anchor, are read more than once.
        mark = (code, node.line, node.column)
        if mark in self._reported or (node.line, node.column) in self._told:
            return
        self._reported.add(mark)
        if isinstance(node, CutScalar) and node.is_null:
            message, remedy = f"{message}: `{shown(node.comment)}` is a comment", _uncut(node)
        subject = node.text if isinstance(node, Scalar) else ""
        at = self.at(node)
        entry = self._entry_texts.around(node, has_item=item is not None and bool(item.id))
        if item is None or not item.id:
            label = "in `defaults`" if item else ""
            finding = Finding(
                code, message, at, label=label, help=remedy, field=name, subject=subject, mistake=mistake
            )
        else:
            label = f"in `{name}` of {item.label}" if name else ""
            finding = Finding.of(
                item, code, message, at=at, label=label, help=remedy, field=name, subject=subject
            )
        self.findings.append(replace(finding, entry=entry, suggestions=suggestions))

    def wrong(
        self,
        node: Node,
        message: str,
        remedy: str = "",
        item: Item | None = None,
        name: str = "",
        suggestions: tuple[str, ...] = (),
    ) -> None:
        """Report a value of the wrong type or outside its vocabulary."""
        self.report(self._wrong, node, message, remedy, item, name, suggestions=suggestions)

    def is_refused(self, node: Node, item: Item, name: str) -> bool:
        """Report a value that could not even be made out, if this is one."""
        if not isinstance(node, RefusedScalar):
            return False
        self.wrong(node, node.message, node.help, item, name)
        return True

    def slip(self, node: Node, message: str, remedy: str, item: Item | None = None, name: str = "") -> None:
        """Report a slip of the pen, and nothing else about that node: all else would only follow from it."""
        self.report("TR003", node, message, remedy, item, name)
        self._told.add((node.line, node.column))

    def cut(self, node: CutScalar, item: Item, name: str) -> None:
        """Report a value that a comment has swallowed in part."""
        message = f"`{name}` ends before `{shown(node.comment)}`, which is a comment"
        self.report("TR007", node, message, _uncut(node), item, name)

    def renamed(self, former: str, name: str, key: Scalar, item: Item) -> None:
        """Report a field that is called `name` now, unless one further up in the source is reported."""
        at = self.at(key)
        if not self.first_renamed or at < self.first_renamed[0].position:
            self.first_renamed = [renamed(former, name, at, item)]

    def unquoted(self, node: Scalar, item: Item, name: str) -> Scalar:
        """Return a value without typographic quotes around it; say that there are some."""
        text = without_quotes(node.text) if node.plain and node.text[:1] in OPENING_QUOTES else ""
        if not text:
            return node
        message = f"the quotes are part of `{shown(node.text)}`: YAML knows straight ones only"
        self.slip(node, message, f'write `"{shown(text)}"`', item, name)
        return Scalar(text, node.line, node.column, node.length, False)

    def unknown_key(self, item: Item, name: str, key: Scalar, value: Node, known: Iterable[str]) -> None:
        """Report a key that a mapping under `name` cannot have."""
        known = tuple(known)
        message = f"unknown key `{shown(key.text)}` in `{name}`"
        remedy = did_you_mean(key.text, known)
        if is_without_value(value) and not remedy.startswith("did"):
            remedy = AFTER_A_COMMA
        self.report("TR002", key, message, remedy, item, name, suggestions=suggested(key.text, known))

    def strange_key(self, key: Scalar) -> None:
        """Remember that a key is like none that its item may have."""
        self._strange.append(key)

    def fold_strange_keys(self, items: int, guessed: Callable[[], str]) -> None:
        """Say once, not of every key, that the items of a file have another shape than ours."""
        names = dict.fromkeys(key.text for key in self._strange)
        if len(self._strange) < max(_MANY_KEYS, items) or len(names) < _MANY_NAMES:
            return
        places = {self.at(key) for key in self._strange}
        self.findings = [
            each for each in self.findings if each.code != "TR002" or each.position not in places
        ]
        listed = ", ".join(f"`{shown(name)}`" for name in [*names][:_MOST_KNOWN])
        more = ", …" if len(names) > _MOST_KNOWN else ""
        message = f"{len(self._strange)} keys in {items} items are not fields: {listed}{more}"
        remedy = "declare them as fields under `kinds:`"
        if source := guessed():
            remedy += f", or say in `sources` how the file is read: `{source}`"
        first = min(self._strange, key=self.at)
        self._reported.discard(("TR002", first.line, first.column))
        self.report("TR002", first, message, remedy)

    def lose(self, node: Node) -> None:
        """Remember that something is declared here that cannot be made out, and by which names."""
        self.unread_ids = (self.unread_ids or frozenset()) | names_in(node)

    def entries(self, mapping: Mapping, former_names: MappingOf[str, str] = _NONE) -> Entries:
        """Return a mapping's entries by key, `-` and `_` alike; say which stand twice.

        `former_names` are those that some keys had before, with those they have now.
        """
        entries: Entries = {}
        merged: list[Node] = []
        for key, node in mapping.entries:
            if not isinstance(key, Scalar):
                self.wrong(key, "a key is a single word", "quote it if it is text")
                continue
            if key.plain and (":" in key.text or not key.text.isascii()):
                key, node = self._mended(key, node)
            if key.text == "<<" and key.plain:
                merged.append(node)
                continue
            name = key.text.replace("-", "_")
            name = former_names.get(name, name)
            if name in entries:
                self._twice(key, entries[name][0], name)
                continue
            entries[name] = (key, node)
        for node in merged:
            for source in node.items if isinstance(node, Sequence) else [node]:
                if isinstance(source, Mapping):
                    entries = {**self.entries(source, former_names), **entries}
                else:
                    self.wrong(source, "`<<` merges mappings", "name the anchor of a mapping: `<<: *name`")
        return entries

    def _twice(self, key: Scalar, first: Scalar, name: str) -> None:
        """Report a key that was there before, perhaps by another name of its field."""
        message = f"duplicate key `{shown(key.text)}`, first in line {first.line}"
        remedy = "keep one of the two: YAML silently takes the last"
        if key.text.replace("-", "_") != first.text.replace("-", "_"):
            message = f"`{key.text}` and `{first.text}` in line {first.line} are the same field"
            remedy = f"keep one of the two, as `{name}`"
        self.report("TR005", key, message, remedy)

    def _mended(self, key: Scalar, node: Node) -> tuple[Scalar, Node]:
        """Return an entry as it was meant: without odd blanks in its key, with the blank behind its `:`."""
        if blank := odd_blank(key.text):
            self.slip(key, f"{blank} in the key `{shown(key.text)}`", "replace it with a regular space")
            key = Scalar(without_odd_blanks(key.text), key.line, key.column, key.length, key.plain)
        if is_without_value(node) and (parts := tight(key.text)):
            name, value = parts
            self.slip(key, f"no space after the `:` of `{name}`", f"write `{name}: {shown(value)}`")
            node = Scalar(value, key.line, key.column + len(key.text) - len(value), len(value), True)
            key = Scalar(name, key.line, key.column, len(name), True)
        return key, node

    def all_entries(self, mapping: Mapping) -> Iterator[tuple[str, Scalar, Node]]:
        """Go through a mapping's entries; of what stands twice, which is said, both are brought."""
        entries = self.entries(mapping)
        for name, (key, node) in entries.items():
            yield name, key, node
        yield from entries_again(mapping, entries)


def entries_again(
    mapping: Mapping,
    entries: MappingOf[str, tuple[Scalar, Node]],
    former_names: MappingOf[str, str] = _NONE,
) -> Iterator[tuple[str, Scalar, Node]]:
    """Go through what stands in a mapping under a key that was there before."""
    for key, node in mapping.entries:
        if isinstance(key, Scalar):
            name = key.text.replace("-", "_")
            name = former_names.get(name, name)
            if name in entries and entries[name][0] is not key and not (key.text == "<<" and key.plain):
                yield name, key, node


def _uncut(node: CutScalar) -> str:
    return f'quote the whole value: `"{shown(f"{node.text} {node.comment}".strip())}"`'


def shown(text: str) -> str:
    """Shorten a value for a message."""
    text = " ".join(text[:1000].split())
    return text if len(text) <= 60 else text[:57] + "…"


def is_without_value(node: Node) -> bool:
    """Whether nothing stands where a value should."""
    return isinstance(node, Scalar) and node.is_null


def suggested(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the word that was probably meant by one that is not known, if there is one."""
    meant = nearest_word(word, known)
    return (meant,) if meant else ()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest a word, or list what is known where that is short."""
    known = tuple(known)
    if meant := nearest_word(word, known):
        return f"did you mean `{meant}`?"
    listed = ", ".join(f"`{name}`" for name in known[:_MOST_KNOWN])
    return f"known are {listed}{', …' if len(known) > _MOST_KNOWN else ''}"


def one_of(node: Node, known: Iterable[str]) -> str:
    """Suggest a value of a vocabulary, and list it."""
    known = tuple(known)
    meant = nearest_word(node.text, known) if isinstance(node, Scalar) else None
    listed = ", ".join(f"`{value}`" for value in known)
    return f"did you mean `{meant}`? It is one of {listed}" if meant else f"it is one of {listed}"
