"""The form of one source: its mappings by their keys, and what is found wrong with it on the way."""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingOf
from typing import Final

from mkdocs_traceability.findings import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.nearest import nearest_word
from mkdocs_traceability.reading.lost import names_in
from mkdocs_traceability.reading.yaml_tree import Mapping, Node, Scalar, Sequence

Entries = dict[str, tuple[Scalar, Node]]
"""A mapping by its keys, each with the place where it stands, and its value."""


AFTER_A_COMMA: Final = "nothing stands behind it; if it is text after a comma, quote the whole text"
"""The remedy for a key without a value: `{text: one thing, another}` has two keys."""


class Form:
    """Keeps what one source says that it cannot say, and what is lost by that.

    `lost` has the names of what could not be made out; it is None as long as all of it could.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self.lost: frozenset[str] | None = None
        self._reported: set[tuple[str, int, int]] = set()

    def at(self, node: Node) -> Position:
        """Return where a node stands."""
        return Position(self.path, node.line, node.column, node.length)

    def report(
        self,
        code: str,
        node: Node,
        message: str,
        remedy: str = "",
        item: Item | None = None,
        name: str = "",
        mistake: str = "",
    ) -> None:
        """Say once what is wrong with a node, which may be the value of `name` of an item."""
        # Defaults, and values that are repeated through an anchor, are read more than once.
        if (mark := (code, node.line, node.column)) in self._reported:
            return
        self._reported.add(mark)
        subject = node.text if isinstance(node, Scalar) else ""
        at = self.at(node)
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
        self.findings.append(finding)

    def wrong(
        self, node: Node, message: str, remedy: str = "", item: Item | None = None, name: str = ""
    ) -> None:
        """Report a value of the wrong type or outside its vocabulary."""
        self.report("TR003", node, message, remedy, item, name)

    def unknown_key(self, item: Item, name: str, key: Scalar, value: Node, known: Iterable[str]) -> None:
        """Report a key that a mapping under `name` cannot have."""
        message = f"unknown key `{shown(key.text)}` in `{name}`"
        remedy = did_you_mean(key.text, known)
        if is_without_value(value) and not remedy.startswith("did"):
            remedy = AFTER_A_COMMA
        self.report("TR002", key, message, remedy, item, name)

    def lose(self, node: Node) -> None:
        """Remember that something is declared here that cannot be made out, and by which names."""
        self.lost = (self.lost or frozenset()) | names_in(node)

    def entries(self, mapping: Mapping) -> Entries:
        """Return a mapping's entries by key, `-` and `_` alike; say which stand twice."""
        entries: Entries = {}
        merged: list[Node] = []
        for key, node in mapping.entries:
            if not isinstance(key, Scalar):
                self.wrong(key, "a key is a single word", "quote it if it is text")
                continue
            if key.text == "<<" and key.plain:
                merged.append(node)
                continue
            name = key.text.replace("-", "_")
            if name in entries:
                message = f"the key `{shown(key.text)}` stands twice, first in line {entries[name][0].line}"
                self.report("TR005", key, message, "keep one of the two: YAML would silently take the last")
                continue
            entries[name] = (key, node)
        for node in merged:
            for source in node.items if isinstance(node, Sequence) else [node]:
                if isinstance(source, Mapping):
                    entries = {**self.entries(source), **entries}
                else:
                    self.wrong(source, "`<<` merges mappings")
        return entries

    def all_entries(self, mapping: Mapping) -> Iterator[tuple[str, Scalar, Node]]:
        """Go through a mapping's entries; of what stands twice, which is said, both are brought."""
        entries = self.entries(mapping)
        for name, (key, node) in entries.items():
            yield name, key, node
        yield from entries_again(mapping, entries)


def entries_again(
    mapping: Mapping, entries: MappingOf[str, tuple[Scalar, Node]]
) -> Iterator[tuple[str, Scalar, Node]]:
    """Go through what stands in a mapping under a key that was there before."""
    for key, node in mapping.entries:
        if isinstance(key, Scalar):
            name = key.text.replace("-", "_")
            if name in entries and entries[name][0] is not key and not (key.text == "<<" and key.plain):
                yield name, key, node


def shown(text: str) -> str:
    """Shorten a value for a message."""
    text = " ".join(text[:1000].split())
    return text if len(text) <= 60 else text[:57] + "…"


def is_without_value(node: Node) -> bool:
    """Whether nothing stands where a value should."""
    return isinstance(node, Scalar) and node.is_null


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest a word, or list what is known where that is short."""
    known = tuple(known)
    if meant := nearest_word(word, known):
        return f"did you mean `{meant}`?"
    return f"known are {', '.join(f'`{name}`' for name in known)}" if len(known) <= 12 else ""


def one_of(node: Node, known: Iterable[str]) -> str:
    """Suggest a value of a vocabulary, and list it."""
    known = tuple(known)
    meant = nearest_word(node.text, known) if isinstance(node, Scalar) else None
    listed = ", ".join(f"`{value}`" for value in known)
    return f"did you mean `{meant}`? It is one of {listed}" if meant else f"it is one of {listed}"
