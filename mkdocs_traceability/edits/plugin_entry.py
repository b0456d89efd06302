"""A plugin added to the text of `mkdocs.yml`: one insertion, and everything else stays to the byte.

The tree says where `plugins` stands; from that come the places where an entry may be inserted. Each is proven
before it is taken: the new text is read again, and must be the same tree with one entry more. Where none
holds, as with aliases and tags, the edit is the user's (`NotSafe`).
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.edits.yaml_form import Form, form_of, read_form
from mkdocs_traceability.edits.yaml_text import as_yaml
from mkdocs_traceability.reading.yaml.nodes import Mapping, Node, Scalar, Sequence
from mkdocs_traceability.reading.yaml.tree import parse

KEY: Final = "plugins"
DEFAULT: Final = "search"
"""What MkDocs turns on where `plugins` is not set."""

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_PREFIXES: Final = re.compile(r"(?:[&!]\S*\s+)*")
_DASH: Final = re.compile(r"( *-)([ \t]+|$)")
_MOST_BRACKETS: Final = 50


class NotSafe(Exception):  # noqa: N818 - no error: the edit is left to the user
    """The text cannot be edited safely: why, and the line that `plugins` stands in (0 where it does not)."""

    def __init__(self, why: str, line: int = 0, *, is_mapping: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.line = line
        self.is_mapping = is_mapping


class _Insertion(NamedTuple):
    """Text that takes the place of the characters from `start` to `end`, which are the same mostly."""

    start: int
    end: int
    text: str


def with_plugin(text: str, name: str, site_name: str, *, inherited: bool = False) -> str:
    """Return the text of a configuration with a plugin added at the end of `plugins`.

    `inherited` says that `plugins` of a parent is a mapping, which the text adds to if it has none itself.
    A text without settings gets the name of the site too: MkDocs asks for one.

    Raises:
        NotSafe: where that cannot be done with one insertion.
        Unreadable: where the text is not valid YAML.

    """
    config = _Config(text)
    if config.plugins is None:
        if any(_is_merge(key) for key, _ in config.root.entries):
            raise NotSafe("the settings are merged from an anchor (`<<`)")
        edits, expected = config.with_key(name, site_name, inherited=inherited)
    else:
        edits, expected = config.with_entry(name)
    for edit in edits:
        edited = text[: edit.start] + edit.text + text[edit.end :]
        if read_form(edited) == expected:
            return edited
    raise NotSafe("its form leaves no safe place for the entry", config.line, is_mapping=config.is_mapping)


def setting(name: str, value: object) -> str:
    """Return a setting as lines, in the indentation that people use."""
    return as_yaml({name: value}).replace("\n- ", "\n  - ") + "\n"


class _Config:
    """A configuration as text, lines and tree."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = _LINE.findall(text)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.tags: dict[Node, str] = {}
        tree = parse(text, tags=self.tags)
        self.is_empty = tree is None or (isinstance(tree, Scalar) and tree.is_null)
        root = Mapping(1, 1) if tree is None or self.is_empty else tree
        if not isinstance(root, Mapping):
            raise NotSafe("the file is not a mapping of settings")
        self.root = root
        own = [entry for entry in self.root.entries if isinstance(entry[0], Scalar) and entry[0].text == KEY]
        self.key: Node | None = own[-1][0] if own else None
        self.plugins: Node | None = own[-1][1] if own else None
        self.line = self.key.line if self.key is not None else 0
        self.is_mapping = isinstance(self.plugins, Mapping)
        self.end_of_line = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"

    def with_key(self, name: str, site_name: str, *, inherited: bool) -> tuple[Iterator[_Insertion], Form]:
        """Return where `plugins` may be added, and what the file then reads as."""
        if self.is_empty:
            written = setting("site_name", site_name) + setting(KEY, [DEFAULT, name])
            form = read_form(written)
            assert form is not None
            return self._at_end(written.splitlines()), form
        value = _mapped(name) if inherited else _listed(DEFAULT, name)
        form = ("map", "", (*self._entries(), (_plain(KEY), value)))
        if self._opening(self.root) == "{":
            written = f"{name}: {{}}" if inherited else f"{DEFAULT}, {name}"
            written = f"{KEY}: {{{written}}}" if inherited else f"{KEY}: [{written}]"
            return self._in_brackets(0, len(self.text), "}", written), form
        indent = " " * (self.root.entries[0][0].column - 1) if self.root.entries else ""
        entries = [f"  {name}: {{}}"] if inherited else [f"  - {DEFAULT}", f"  - {name}"]
        return self._at_end([f"{indent}{line}" for line in (f"{KEY}:", *entries)]), form

    def with_entry(self, name: str) -> tuple[Iterator[_Insertion], Form]:
        """Return where an entry may be added to `plugins`, and what the file then reads as."""
        assert self.plugins is not None
        if self.plugins in self.tags:
            raise NotSafe("its value has a tag", self.line, is_mapping=self.is_mapping)
        old = form_of(self.plugins, self.tags)
        if isinstance(self.plugins, Scalar):
            if not self.plugins.is_null:
                raise NotSafe("it is neither a list nor a mapping", self.line)
            return self._in_place_of_nothing(self.plugins, name), self._with(_listed(DEFAULT, name))
        more = (_plain(name),) if isinstance(self.plugins, Sequence) else ((_plain(name), ("map", "", ())),)
        assert isinstance(old[2], tuple)
        expected = self._with((*old[:2], (*old[2], *more)))
        entry = name if isinstance(self.plugins, Sequence) else f"{name}: {{}}"
        closing = {"[": "]", "{": "}"}.get(self._opening(self.plugins), "")
        if closing:
            start = self._offset(self.plugins)
            return self._in_brackets(start, self.starts[self._end()], closing, entry), expected
        return self._below(self.plugins, entry), expected

    def _with(self, plugins: Form) -> Form:
        entries = [
            (key, plugins if node is self.key else value)
            for (key, value), (node, _) in zip(self._entries(), self.root.entries, strict=True)
        ]
        return ("map", "", tuple(entries))

    def _entries(self) -> tuple[tuple[Form, Form], ...]:
        return tuple((form_of(key, self.tags), form_of(value, self.tags)) for key, value in self.root.entries)

    def _offset(self, node: Node) -> int:
        return self.starts[node.line - 1] + node.column - 1

    def _opening(self, node: Node) -> str:
        """Return the character a value begins with, behind its anchor."""
        before = _PREFIXES.match(self.text, self._offset(node))
        return self.text[before.end() :][:1] if before else ""

    def _end(self) -> int:
        """Return the index of the line of the next key of the root, or of the end of the document."""
        later = [key.line - 1 for key, _ in self.root.entries if key.line > self.line]
        marks = (n for n in range(self.line, len(self.lines)) if self.lines[n].startswith(("...", "---")))
        return min([*later, *list(marks)[:1], len(self.lines)])

    def _below(self, node: Mapping | Sequence, entry: str) -> Iterator[_Insertion]:
        """Go through the places for an entry: first behind the last entry with its comments."""
        first, end = self.line, self._end()
        if isinstance(node, Mapping):
            begin = " " * (node.entries[0][0].column - 1)
        else:
            dash = next(
                found for line in self.lines[first:end] if (found := _DASH.match(line.rstrip("\r\n")))
            )
            begin = dash[1] + (dash[2] or " ")
        last = end
        while last > first and _says_nothing(self.lines[last - 1]):
            last -= 1
        deep = last
        while deep < end and self.lines[deep].strip() and _indent(self.lines[deep]) > _indent(begin):
            deep += 1
        for place in dict.fromkeys((deep, last, end)):
            yield self._before(place, [begin + entry])

    def _at_end(self, written: list[str]) -> Iterator[_Insertion]:
        yield self._before(len(self.lines), written)
        for number, line in enumerate(self.lines):
            if line.startswith("..."):
                yield self._before(number, written)

    def _before(self, number: int, written: list[str]) -> _Insertion:
        """Insert lines before one, or at the end of the text, which may have no line end."""
        at = self.starts[number]
        if at and self.text[at - 1] not in "\r\n":
            return _Insertion(at, at, "".join(f"{self.end_of_line}{line}" for line in written))
        return _Insertion(at, at, "".join(f"{line}{self.end_of_line}" for line in written))

    def _in_place_of_nothing(self, node: Scalar, name: str) -> Iterator[_Insertion]:
        if node.text:
            at = self._offset(node)
            yield _Insertion(at, at + len(node.text), f"[{DEFAULT}, {name}]")
            return
        assert self.key is not None
        indent = " " * (self.key.column + 1)
        yield self._before(self.line, [f"{indent}- {DEFAULT}", f"{indent}- {name}"])

    def _in_brackets(self, start: int, end: int, closing: str, entry: str) -> Iterator[_Insertion]:
        """Go through the brackets that may end a list, the last one first, with a comma or without."""
        at = end
        for _ in range(_MOST_BRACKETS):
            at = self.text.rfind(closing, start, at)
            if at < 0:
                return
            behind = len(self.text[:at].rstrip())
            separators = ("",) if self.text[behind - 1] in "[{" else (", ", " ")
            for place in dict.fromkeys((behind, at)):
                for separator in separators:
                    yield _Insertion(place, place, separator + entry)


def _says_nothing(line: str) -> bool:
    return line.strip() == "" or line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_merge(key: Node) -> bool:
    return isinstance(key, Scalar) and key.plain and key.text == "<<"


def _plain(text: str) -> Form:
    return ("scalar", "", text, True)


def _listed(*names: str) -> Form:
    return ("list", "", tuple(_plain(name) for name in names))


def _mapped(name: str) -> Form:
    return ("map", "", ((_plain(name), ("map", "", ())),))
