"""Tests in the specs of Kotest: the calls in a spec's lambda, or in its `init`, by their titles.

What makes tests in any other way, in a loop or by `withData`, only a run knows: the file is marked so.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from mkdocs_traceability.evidence.source_code.languages.literals import string_value
from mkdocs_traceability.evidence.source_code.languages.walk import FoundDefinitions

if TYPE_CHECKING:
    from tree_sitter import Node

_STYLES: Final = ("Behavior", "Describe", "Expect", "Feature", "Free", "Fun", "Should", "String", "Word")
SPECS: Final = frozenset(f"{each}Spec" for each in _STYLES)
_GROUPS: Final = {
    "and": "And: ", "context": "Context: ", "describe": "Describe: ", "feature": "Feature: ",
    "given": "Given: ", "when": "When: ",
}  # fmt: skip
_TESTS: Final = {
    "expect": "Expect: ",
    "it": "",
    "scenario": "Scenario: ",
    "should": "",
    "test": "",
    "then": "Then: ",
}
"""The functions that make groups and tests, with what Kotest may write before the title."""

_INFIX: Final = frozenset({"should", "when"})
_HOOKS: Final = (
    "after",
    "before",
    "around",
    "extension",
    "listener",
    "prepare",
    "finalize",
    "register",
    "autoClose",
)
_BRANCHING: Final = frozenset(
    {"for_statement", "while_statement", "do_while_statement", "if_expression", "when_expression"}
    | {"try_expression"}
)

Names = tuple[str, ...]


class _Inside(NamedTuple):
    """A block of a spec: the titles that lead to it, and how a report may write each."""

    block: "Node"
    titles: Names
    shown: Names


class _Entry(NamedTuple):
    """A group or test: its title, None where only a run knows it; how it may be shown; what is in a group."""

    title: str | None
    shown: str = ""
    body: "Node | None" = None


def spec(node: "Node", path: Names, found: FoundDefinitions) -> None:
    """Note the tests of a class, if it is a spec."""
    waiting = [_Inside(each, (), ()) for each in _bodies(node, found)]
    while waiting:
        inside = waiting.pop()
        for statement in inside.block.named_children:
            entry = _entry(statement, found)
            if entry is None:
                continue
            if entry.title is None:
                found.unforeseen(statement)
                continue
            titles, shown = (*inside.titles, entry.title), (*inside.shown, entry.shown)
            if entry.body is not None:
                waiting.append(_Inside(entry.body, titles, shown))
            else:
                called = (titles[-1], shown[-1], " -- ".join(titles), " -- ".join(shown))
                found.test(statement, (*path, *titles), called=tuple(dict.fromkeys(called)))


def _bodies(node: "Node", found: FoundDefinitions) -> Iterable["Node"]:
    """Go through the lambda that a class gives its spec, and its `init` blocks."""
    calls = _below(node, "delegation_specifiers", "delegation_specifier", "constructor_invocation")
    if not any(found.text(call.named_children[0]).rpartition(".")[2] in SPECS for call in calls):
        return
    for call in calls:
        yield from _below(call, "value_arguments", "value_argument", "lambda_literal")
    yield from _below(node, "class_body", "anonymous_initializer", "block")


def _below(node: "Node", *types: str) -> list["Node"]:
    """Return the nodes to which a path of types leads."""
    nodes = [node]
    for type_ in types:
        nodes = [child for each in nodes for child in each.named_children if child.type == type_]
    return nodes


def _entry(node: "Node", found: FoundDefinitions) -> _Entry | None:
    """Return the group or test that a statement makes; None for any other statement."""
    if node.type in _BRANCHING:
        return _Entry(None)
    if node.type in ("infix_expression", "binary_expression"):
        return _of_operator(node, found)
    return _of_call(node, found) if node.type == "call_expression" else None


def _of_operator(node: "Node", found: FoundDefinitions) -> _Entry | None:
    """Read `"title" should { … }` and `"title" - { … }`."""
    body = node.named_children[-1]
    if body.type != "lambda_literal":
        return _Entry(None) if "{" in found.text(node) else None  # calls without a line break between
    if (title := _title(node.named_children[0], found)) is None:
        return _Entry(None)
    word = found.text(node.named_children[1]).strip("`").lower() if node.type == "infix_expression" else ""
    if word and word not in _INFIX:
        return _Entry(None)
    return _Entry(title, f"{title} {word}".rstrip(), body)


def _of_call(node: "Node", found: FoundDefinitions) -> _Entry | None:
    """Read `"title" { … }`, `test("title") { … }`, each with `.config(…)` behind the title."""
    called = node.named_children[0]
    body = next(iter(_below(node, "annotated_lambda", "lambda_literal")), None)
    if called.type == "call_expression" and called.named_children[0].type == "navigation_expression":
        configured = called.named_children[0]
        is_config = found.text(configured.named_children[-1]) == "config"
        called = configured.named_children[0] if is_config else called
    if called.type == "string_literal" and body is not None:
        title = _title(called, found)
        return _Entry(title, title or "")
    name = found.text(called.named_children[0] if called.type == "call_expression" else called).strip("`")
    if body is None:
        return _Entry(None) if name == "include" else None
    plain = name.lower() if name[:1].isupper() else name
    for bare in (plain, plain[1:] if plain[:1] in ("x", "f") else ""):
        if bare in _GROUPS or bare in _TESTS:
            title = next((_title(each, found) for each in _titles(called)), None)
            shown = (_GROUPS.get(bare) or _TESTS.get(bare, "")) + (title or "")
            return _Entry(title, shown, body if bare in _GROUPS else None)
    return None if name.startswith(_HOOKS) else _Entry(None)


def _titles(call: "Node") -> list["Node"]:
    return [each.named_children[0] for each in _below(call, "value_arguments", "value_argument")[:1]]


def _title(node: "Node", found: FoundDefinitions) -> str | None:
    """Return the title that is written there, without its sign for being off or in focus."""
    text = found.text(node)
    if node.type != "string_literal" or "$" in text.replace("\\$", "") or text.startswith('"""'):
        return None
    return string_value(text).removeprefix("!").removeprefix("f:") or None
