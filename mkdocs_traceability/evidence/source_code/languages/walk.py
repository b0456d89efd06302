"""Walk a syntax tree and note what it defines: the part that all tree-sitter languages share.

A language is a table of rules, one for each type of node that matters to it; everything else is passed over,
with all that is in it. So what is inside expressions and, mostly, bodies of functions is never looked at.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from mkdocs_traceability.evidence.source_code.outline import (
    TOO_MANY,
    UNFORESEEN,
    Base,
    Definition,
    Import,
    Outline,
    Test,
)
from mkdocs_traceability.model.text import composed

if TYPE_CHECKING:
    from tree_sitter import Node

LONGEST_NAME: Final = 500
_MOST_KEPT: Final = 16_000_000
"""How many characters of names an outline may have: far more than 2 MB of honest code give."""

_MAY_BE_LOCAL: Final = frozenset({"constant", "field", "member", "property", "variable"})
"""What is not believed where a syntax error hides whose it is: it may be inside a function."""

_BARE_NAME: Final = re.compile(r"[*&\s]*([\\\w$][\\\w$.:]*)")


class Here(NamedTuple):
    """Where the walk is: the names that lead here, the names of the test suites around, the rules in force.

    `owner` is what a language needs to know of the definition around, in its own words. `broken` is the path
    at which the text around could not be parsed. `naming` is what the class around says that names its tests.
    """

    rules: "Mapping[str, Rule]"
    path: tuple[str, ...] = ()
    suite: tuple[str, ...] = ()
    owner: str = ""
    broken: tuple[str, ...] | None = None
    naming: str = ""


Step = tuple["Node", Here]
"""A node whose children are to be looked at, and where that is."""

Rule = Callable[["Node", Here, "FoundDefinitions"], Iterable[Step]]
"""Notes what one node defines, and returns where to go on."""


class FoundDefinitions:
    """What has been found in one file so far.

    `marks` are the nodes before the present one that say something of it: attributes, doc comments.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.marks: list[Node] = []
        self.package = ""
        self.definitions: list[tuple[int, Definition]] = []
        self.imports: list[Import] = []
        self.bases: list[Base] = []
        self.tests: dict[tuple[str, ...], tuple[int, Test]] = {}
        self.is_full = False
        self.is_broken = False
        self._kept = 0
        self._unforeseen = 0

    def text(self, node: "Node | None") -> str:
        """Return the source of a node, with accents as claims have them."""
        if node is None:
            return ""
        return composed(self.data[node.start_byte : node.end_byte].decode("utf-8", "replace"))

    def define(self, node: "Node", path: tuple[str, ...], kind: str) -> bool:
        """Note a definition, unless it has no name."""
        if not path or not path[-1] or path[-1] == "_" or not self._has_room(path):
            return False
        if self.is_broken and kind in _MAY_BE_LOCAL:
            return False
        self.definitions.append((node.start_byte, Definition(path, *_lines(node), kind)))
        return True

    def test(
        self,
        node: "Node",
        path: tuple[str, ...],
        parametrized: bool = False,
        called: tuple[str, ...] = (),
        planned: bool = False,
        fails: bool = False,
    ) -> None:
        """Note a test; one that is found twice is one, and parametrized if either is."""
        called = tuple(name for name in called if name)
        if not path or not all(path) or not self._has_room((*path, *called)):
            return
        new = Test(path, *_lines(node), planned=planned, fails=fails)
        start, known = self.tests.get(path, (node.start_byte, new))
        self.tests[path] = (
            start,
            known._replace(
                parametrized=known.parametrized or parametrized,
                called=tuple(dict.fromkeys((*known.called, *called))),
                planned=known.planned and planned,
                fails=known.fails or fails,
            ),
        )

    def base(self, path: tuple[str, ...], written: str) -> None:
        """Note that a class inherits, without the arguments of what it inherits from."""
        bare = _BARE_NAME.match(written[:LONGEST_NAME])
        if bare and path and self._has_room((*path, bare[1])):
            self.bases.append(Base(path, bare[1]))

    def offer(self, node: "Node", name: str, module: str, original: str) -> None:
        """Note a name that the file has from elsewhere and offers on."""
        if name and self._has_room((name, module, original)):
            self.imports.append(Import(name, module, original, node.start_point.row + 1))

    def unforeseen(self, node: "Node") -> None:
        """Note that a file makes tests whose names only a run knows."""
        self._unforeseen = self._unforeseen or node.start_point.row + 1

    def outline(self, error_line: int) -> Outline:
        """Return what was found, in the order of the file."""
        in_order = sorted(self.definitions, key=lambda pair: pair[0])
        tests = sorted(self.tests.values(), key=lambda pair: pair[0])
        return Outline(
            tuple(definition for _, definition in in_order),
            tuple(self.imports),
            tuple(self.bases),
            tuple(test for _, test in tests),
            self.package,
            TOO_MANY
            if self.is_full
            else "syntax error"
            if error_line
            else UNFORESEEN
            if self._unforeseen
            else "",
            error_line or self._unforeseen,
        )

    def _has_room(self, path: tuple[str, ...]) -> bool:
        if max(map(len, path)) > LONGEST_NAME:
            return False
        self._kept += sum(map(len, path)) + 8 * len(path)
        self.is_full = self.is_full or self._kept > _MOST_KEPT
        return not self.is_full


def _lines(node: "Node") -> tuple[int, int]:
    """Return the first and the last line of a node; a line break at its end opens no line of it."""
    first, (last, column) = node.start_point.row, node.end_point
    return first + 1, last if column == 0 and last > first else last + 1


def mark(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Keep a node for the rule of the one that follows it."""
    found.marks.append(node)
    return ()


def through(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Look at what is in a node as though it stood outside."""
    return ((node, here),)


def _error(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    return ((node, here._replace(broken=here.path)),)


def nothing(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Pass over a node that marks before it may have meant."""
    return ()


def defines(kind: str, name: str = "name", body: str = "") -> Rule:
    """Return the rule of a node that defines the name in one of its fields, with what is in its body."""

    def rule(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
        path = (*here.path, found.text(node.child_by_field_name(name)))
        entered = node.child_by_field_name(body) if body else None
        if found.define(node, path, kind) and entered is not None:
            return ((entered, here._replace(path=path)),)
        return ()

    return rule


def rules_within(rules: Mapping[str, Rule], *containers: str) -> dict[str, Rule]:
    """Return rules, together with nodes that are looked through."""
    return {"ERROR": _error, **dict.fromkeys(containers, through), **rules}


def walk(root: "Node", data: bytes, rules: Mapping[str, Rule]) -> FoundDefinitions:
    """Note all that a file defines.

    Steps stand in a list: a tree may be as deep as its file is long.
    """
    found = FoundDefinitions(data)
    steps: list[Step] = [(root, Here(rules, broken=() if root.is_error else None))]
    while steps and not found.is_full:
        container, here = steps.pop()
        rule_of = here.rules.get
        found.marks.clear()
        found.is_broken = here.broken == here.path
        for node in container.named_children:
            rule = rule_of(node.type)
            if rule is None:
                continue
            steps.extend(rule(node, here, found))
            if rule is not mark and found.marks:
                found.marks.clear()
    return found


def first_error(root: "Node", forgiven: str = "") -> int:
    """Return the line of the first syntax error, 0 where there is none.

    `forgiven` is a token that the language lets be absent more often than its grammar knows.
    """
    steps = [root] if root.has_error else []
    while steps:
        node = steps.pop()
        if node.is_error or (node.is_missing and node.type != forgiven):
            return node.start_point.row + 1
        steps.extend(child for child in reversed(node.children) if child.has_error or child.is_missing)
    return 0
