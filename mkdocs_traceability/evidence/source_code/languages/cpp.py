"""C++: what C has, under its namespaces and classes, and the macros by which tests are written."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.evidence.source_code.languages import c
from mkdocs_traceability.evidence.source_code.languages.literals import string_value
from mkdocs_traceability.evidence.source_code.languages.walk import (
    FoundDefinitions,
    Here,
    Step,
    defines,
    first_error,
    through,
    walk,
)
from mkdocs_traceability.evidence.source_code.outline import Outline

if TYPE_CHECKING:
    from tree_sitter import Node

_PARAMETRIZED: Final = frozenset(
    {"TEST_P", "TYPED_TEST", "TYPED_TEST_P", "TEMPLATE_TEST_CASE", "TEST_CASE_TEMPLATE"}
)
_SUITE_AND_NAME: Final = frozenset({"TEST", "TEST_F", "TEST_P", "TYPED_TEST", "TYPED_TEST_P"})
_NAME_AS_TEXT: Final = frozenset(
    {
        "TEST_CASE",
        "TEST_CASE_METHOD",
        "TEST_CASE_FIXTURE",
        "TEMPLATE_TEST_CASE",
        "TEST_CASE_TEMPLATE",
        "SCENARIO",
    }
)
_NAME: Final = frozenset({"BOOST_AUTO_TEST_CASE", "BOOST_FIXTURE_TEST_CASE"})


def outline(root: "Node", data: bytes) -> Outline:
    """Return what a C++ file declares. Namespaces are among the names that lead to a declaration."""
    # A macro that stands for a whole declaration has no `;`, which the grammar cannot know.
    return walk(root, data, _RULES).outline(first_error(root, forgiven=";"))


def _namespace(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    body = node.child_by_field_name("body")
    name = found.text(node.child_by_field_name("name"))
    if body is None:
        return ()
    if not name:
        return ((body, here),)
    path = (*here.path, *(each.strip() for each in name.replace("inline ", "").split("::")))
    return ((body, here._replace(path=path)),) if found.define(node, path, "namespace") else ()


def _function(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note a function, or the test that looks like one: `TEST(Suite, Name) { … }`."""
    declarator = node.child_by_field_name("declarator")
    if node.child_by_field_name("type") is None and declarator is not None:
        macro = found.text(declarator.child_by_field_name("declarator"))
        parameters = declarator.child_by_field_name("parameters")
        given = [found.text(each) for each in parameters.named_children] if parameters is not None else []
        if macro in _SUITE_AND_NAME and len(given) == 2:
            found.test(node, (given[0], given[1]), macro in _PARAMETRIZED)
            return ()
        if macro in _NAME and given:
            found.test(node, (given[0],))
            return ()
        if name := _name_in_parentheses(declarator, found):
            found.define(node, (*here.path, name), "method" if here.owner == "class" else "function")
            return ()
    return c.function(node, here, found)


def _name_in_parentheses(declarator: "Node", found: FoundDefinitions) -> str:
    """Return the name in `type (name)(…)`, which reads like a function `type` that returns another."""
    inner = declarator.child_by_field_name("declarator")
    listed = inner.child_by_field_name("parameters") if inner is not None else None
    if inner is None or inner.type != "function_declarator" or listed is None:
        return ""
    named = listed.named_children
    return found.text(named[0]) if len(named) == 1 and found.text(named[0]).isidentifier() else ""


def _macro_call(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note `TEST_CASE("name", "[tag]")`, whose body the grammar takes for a block that follows."""
    call = next(iter(node.named_children), None)
    if call is None or call.type != "call_expression":
        return ()
    macro = found.text(call.child_by_field_name("function"))
    arguments = call.child_by_field_name("arguments")
    if macro not in _NAME_AS_TEXT or arguments is None:
        return ()
    texts = [found.text(each) for each in arguments.named_children if each.type == "string_literal"]
    if texts:
        prefix = "Scenario: " if macro == "SCENARIO" else ""
        found.test(node, (prefix + string_value(texts[0]),), macro in _PARAMETRIZED)
    return ()


_RULES: Final = {
    **c.RULES,
    "namespace_definition": _namespace,
    "template_declaration": through,
    "function_definition": _function,
    "alias_declaration": defines("type"),
    "concept_definition": defines("concept"),
    "expression_statement": _macro_call,
}
