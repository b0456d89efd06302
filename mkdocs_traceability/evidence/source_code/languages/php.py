"""PHP: functions, constants and types with their members; tests of PHPUnit and Pest."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.evidence.source_code.languages.literals import string_value
from mkdocs_traceability.evidence.source_code.languages.walk import (
    FoundDefinitions,
    Here,
    Rule,
    Step,
    defines,
    first_error,
    mark,
    rules_within,
    walk,
)
from mkdocs_traceability.evidence.source_code.outline import Outline

if TYPE_CHECKING:
    from tree_sitter import Node

_PARAMETRIZING: Final = frozenset({"DataProvider", "DataProviderExternal", "TestWith", "TestWithJson"})
_TEST_CLASS: Final = "test class"
_IS_TEST_CLASS: Final = re.compile(r"(TestCase|Test)$")
_DOC_TEST: Final = re.compile(r"@test\b")
_DOC_DATA: Final = re.compile(r"@(dataProvider|testWith)\b")


def outline(root: "Node", data: bytes) -> Outline:
    """Return what a PHP file defines. Namespaces are not among the names that lead to a definition."""
    return walk(root, data, _TOP).outline(first_error(root))


def _namespace(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    found.package = found.package or found.text(node.child_by_field_name("name"))
    body = node.child_by_field_name("body")
    return ((body, here),) if body is not None else ()


def _type(kind: str) -> Rule:
    def rule(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
        path = (*here.path, found.text(node.child_by_field_name("name")))
        if not found.define(node, path, kind):
            return ()
        owner = ""
        for clause in node.named_children:
            if clause.type not in ("base_clause", "class_interface_clause"):
                continue
            for base in clause.named_children:
                written = found.text(base)
                found.base(path, written)
                if clause.type == "base_clause" and _IS_TEST_CLASS.search(written):
                    owner = _TEST_CLASS
        body = node.child_by_field_name("body")
        return ((body, here._replace(path=path, owner=owner)),) if body is not None else ()

    return rule


def _used_traits(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    for trait in node.named_children:
        if trait.type in ("name", "qualified_name"):
            found.base(here.path, found.text(trait))
    return ()


def _constants(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    for element in node.named_children:
        if element.type == "const_element" and element.named_children:
            found.define(node, (*here.path, found.text(element.named_children[0])), "constant")
    return ()


def _properties(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    for element in node.named_children:
        if element.type == "property_element":
            name = found.text(element.child_by_field_name("name"))
            found.define(node, (*here.path, name.removeprefix("$")), "property")
    return ()


def _method(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    path = (*here.path, found.text(node.child_by_field_name("name")))
    found.define(node, path, "method")
    if path[-1] == "__construct":
        parameters = node.child_by_field_name("parameters")
        for each in parameters.named_children if parameters is not None else ():
            if each.type == "property_promotion_parameter":
                name = found.text(each.child_by_field_name("name"))
                found.define(each, (*here.path, name.removeprefix("$")), "property")
    if here.owner == _TEST_CLASS:
        attributes = _attributes(node, found)
        doc = found.text(found.marks[-1]) if found.marks else ""
        if path[-1].startswith("test") or "Test" in attributes or _DOC_TEST.search(doc):
            by_data = not _PARAMETRIZING.isdisjoint(attributes) or _DOC_DATA.search(doc) is not None
            found.test(node, path, by_data)
    return ()


def _attributes(node: "Node", found: FoundDefinitions) -> frozenset[str]:
    listed = node.child_by_field_name("attributes")
    return frozenset(
        found.text(attribute.named_children[0]).rpartition("\\")[2]
        for group in (listed.named_children if listed is not None else ())
        for attribute in group.named_children
        if attribute.named_children
    )


def _function(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    found.define(node, (*here.path, found.text(node.child_by_field_name("name"))), "function")
    return ()


def _statement(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note variables of the file, `define("NAME", …)`, and the calls by which Pest is told of tests."""
    expression = next(iter(node.named_children), None)
    if expression is None:
        return ()
    if expression.type == "assignment_expression":
        left = expression.child_by_field_name("left")
        if left is not None and left.type == "variable_name" and not here.suite:
            found.define(node, (found.text(left).removeprefix("$"),), "variable")
        return ()
    call, chained = _innermost_call(expression, found)
    name = found.text(call.child_by_field_name("function")) if call is not None else ""
    arguments = call.child_by_field_name("arguments") if call is not None else None
    texts = _handed(arguments)
    if not texts or texts[0].type not in ("string", "encapsed_string"):
        return ()
    title = string_value(found.text(texts[0]))
    if name == "define":
        found.define(node, (title,), "constant")
    elif name in ("it", "test"):
        found.test(node, (*here.suite, f"it {title}" if name == "it" else title), "with" in chained)
    elif name == "describe":
        bodies = [each.child_by_field_name("body") for each in texts[1:]]
        suite = here._replace(suite=(*here.suite, title), rules=_TOP)
        return tuple((body, suite) for body in bodies if body is not None)
    return ()


def _innermost_call(expression: "Node", found: FoundDefinitions) -> "tuple[Node | None, set[str]]":
    """Return the call at the beginning of `it(…)->with(…)->skip()`, and what is called after it."""
    chained: set[str] = set()
    node: Node | None = expression
    while node is not None and node.type == "member_call_expression":
        chained.add(found.text(node.child_by_field_name("name")))
        node = node.child_by_field_name("object")
    return (node if node is not None and node.type == "function_call_expression" else None), chained


def _handed(arguments: "Node | None") -> list["Node"]:
    listed = arguments.named_children if arguments is not None else []
    return [each.named_children[0] for each in listed if each.type == "argument" and each.named_children]


_MEMBERS: Final[dict[str, Rule]] = {
    "comment": mark,
    "use_declaration": _used_traits,
    "property_declaration": _properties,
    "method_declaration": _method,
    "enum_case": defines("member"),
}

_TOP: Final = rules_within(
    {
        **_MEMBERS,
        "namespace_definition": _namespace,
        "class_declaration": _type("class"),
        "interface_declaration": _type("interface"),
        "trait_declaration": _type("trait"),
        "enum_declaration": _type("enum"),
        "const_declaration": _constants,
        "function_definition": _function,
        "expression_statement": _statement,
    },
    "if_statement",
    "else_clause",
    "else_if_clause",
    "compound_statement",
)
