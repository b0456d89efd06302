"""Tests in JavaScript and TypeScript: the calls by which Jest, Vitest, Mocha and others are told of them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from mkdocs_traceability.evidence.source_code.languages.literals import string_value
from mkdocs_traceability.evidence.source_code.languages.walk import FoundDefinitions, Here, Step

if TYPE_CHECKING:
    from tree_sitter import Node

_SUITES: Final = frozenset({"describe", "suite", "context", "xdescribe", "fdescribe", "xcontext"})
_TESTS: Final = frozenset({"it", "test", "specify", "xit", "fit", "xtest", "xspecify"})
_PARAMETRIZING: Final = frozenset({"each", "for", "prop"})
_FAILING: Final = frozenset({"fail", "failing", "fails"})
"""Modifiers of tests that pass by failing: in Playwright, Jest, Vitest."""

_ANNOTATING: Final = frozenset({"fail", "fixme", "skip"})
"""Modifiers of Playwright that, called with a condition, say something of the tests around them."""

_MODIFIERS: Final = (
    _PARAMETRIZING
    | _FAILING
    | _ANNOTATING
    | {
        "concurrent",
        "describe",
        "if",
        "only",
        "parallel",
        "runIf",
        "sequential",
        "serial",
        "shuffle",
        "skipIf",
        "todo",
        "todoIf",
    }
)
_TEXTS: Final = frozenset({"string", "template_string"})
_FUNCTIONS: Final = frozenset({"arrow_function", "function_expression"})
_LONGEST_CHAIN: Final = 8
"""How many modifiers a call of `test` may have; `test.concurrent.only.each` has three."""


class _Called(NamedTuple):
    """What is called: `describe` or `test`, and the modifiers behind it, the last one first."""

    is_suite: bool
    modifiers: list[str]

    @property
    def is_parametrized(self) -> bool:
        """Whether it makes several tests or suites."""
        return not _PARAMETRIZING.isdisjoint(self.modifiers)

    def annotates(self, handed: list["Node"]) -> bool:
        """Whether `test.skip(condition, "why")` is no test, but is about those around it."""
        described = all(each.type in _TEXTS for each in handed[1:])
        return self.modifiers[:1] != [] and self.modifiers[0] in _ANNOTATING and described


def test_call(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note the test that a call defines; look into the functions that any call is handed."""
    if node.type != "call_expression":
        return ()
    called = _called(node.child_by_field_name("function"), found)
    arguments = node.child_by_field_name("arguments")
    handed = arguments.named_children if arguments is not None else []
    bodies = _bodies([*handed, *_called_at_once(node)])
    if called is None or not handed:
        return tuple((body, here) for body in bodies)
    title = _title(handed[0], called.is_suite, found)
    if title is None and called.is_suite and handed[0].type in _FUNCTIONS:  # a group without a name
        return tuple((body, here) for body in bodies)
    if title is None:
        if called.annotates(handed):
            return ()
        if here.suite:  # a test whose name only a run can know: its suite stands for several
            found.test(node, here.suite, parametrized=True)
        return ()
    suite = (*here.suite, title)
    if not called.is_suite:
        is_planned, fails = "todo" in called.modifiers, not _FAILING.isdisjoint(called.modifiers)
        found.test(node, suite, called.is_parametrized, planned=is_planned, fails=fails)
        return ()
    if called.is_parametrized:
        found.test(node, suite, parametrized=True)
    return tuple((body, here._replace(suite=suite)) for body in bodies)


def _called(function: "Node | None", found: FoundDefinitions) -> _Called | None:
    """Return what is called: `describe`, `it.only`, `test.each([…])`, `` it.each`…` ``; None for others."""
    modifiers: list[str] = []
    for _ in range(_LONGEST_CHAIN):
        if function is None:
            return None
        if function.type == "identifier":
            name = found.text(function)
            if name not in _SUITES | _TESTS or not _MODIFIERS.issuperset(modifiers):
                return None
            is_suite = name in _SUITES or "describe" in modifiers
            return _Called(is_suite, modifiers)
        if function.type == "member_expression":
            modifiers.append(found.text(function.child_by_field_name("property")))
            function = function.child_by_field_name("object")
        elif function.type == "call_expression" and (modifiers or _is_applied(function)):
            function = function.child_by_field_name("function")
        else:
            return None
    return None


def _is_applied(call: "Node") -> bool:
    """Whether a call is of a member, as that of `each` in `it.each([…])("name", …)` is."""
    function = call.child_by_field_name("function")
    return function is not None and function.type == "member_expression"


def _title(node: "Node", is_suite: bool, found: FoundDefinitions) -> str | None:
    if node.type == "string":
        return string_value(found.text(node))
    if node.type == "template_string":
        is_fixed = all(child.type != "template_substitution" for child in node.named_children)
        return string_value(found.text(node)) if is_fixed else None
    name = found.text(node).removesuffix(".name")
    return name if is_suite and name[:1].isupper() and name.isidentifier() else None


def _called_at_once(node: "Node") -> list["Node"]:
    """Return the function in `(function () { … })()`."""
    function = node.child_by_field_name("function")
    return function.named_children if function is not None and "parenthesized" in function.type else []


def _bodies(nodes: Iterable["Node"]) -> list["Node"]:
    bodies = [node.child_by_field_name("body") for node in nodes if node.type in _FUNCTIONS]
    return [body for body in bodies if body is not None and body.type == "statement_block"]
