"""C#: types and their members, and methods that an attribute makes tests."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.evidence.languages import csharp_tests
from mkdocs_traceability.evidence.languages.walk import (
    Found,
    Here,
    Rule,
    Step,
    defines,
    first_error,
    rules_within,
    walk,
)
from mkdocs_traceability.evidence.outline import Outline

if TYPE_CHECKING:
    from tree_sitter import Node


def outline(root: "Node", data: bytes) -> Outline:
    """Return what a C# file defines. Namespaces are not among the names that lead to a definition."""
    return walk(root, data, _RULES).outline(first_error(root))


def _namespace(node: "Node", here: Here, found: Found) -> Iterable[Step]:
    """Note the first namespace as the one the file belongs to, whichever way it is written."""
    body = node.child_by_field_name("body")
    found.package = found.package or found.text(node.child_by_field_name("name"))
    return ((body, here),) if body is not None else ((node, here),)


def _type(kind: str) -> Rule:
    def rule(node: "Node", here: Here, found: Found) -> Iterable[Step]:
        path = (*here.path, found.text(node.child_by_field_name("name")))
        if not found.define(node, path, kind):
            return ()
        for clause in node.named_children:
            if clause.type == "base_list" and kind != "enum":
                for base in clause.named_children:
                    found.base(path, found.text(base))
            elif clause.type == "parameter_list" and kind == "record":
                for each in clause.named_children:
                    found.define(each, (*path, found.text(each.child_by_field_name("name"))), "property")
        body = node.child_by_field_name("body")
        return ((body, here._replace(path=path)),) if body is not None else ()

    return rule


def _fields(kind: str) -> Rule:
    def rule(node: "Node", here: Here, found: Found) -> Iterable[Step]:
        declarations = [child for child in node.named_children if child.type == "variable_declaration"]
        for declaration in declarations:
            for each in declaration.named_children:
                if each.type == "variable_declarator":
                    found.define(node, (*here.path, found.text(each.child_by_field_name("name"))), kind)
        return ()

    return rule


def _method(node: "Node", here: Here, found: Found) -> Iterable[Step]:
    path = (*here.path, found.text(node.child_by_field_name("name")))
    found.define(node, path, "method" if here.path else "function")
    csharp_tests.note(node, path, found)
    return ()


def _operator(node: "Node", here: Here, found: Found) -> Iterable[Step]:
    symbol = found.text(node.child_by_field_name("operator"))
    found.define(node, (*here.path, f"operator {symbol}" if symbol else ""), "operator")
    return ()


_RULES: Final = rules_within(
    {
        "namespace_declaration": _namespace,
        "file_scoped_namespace_declaration": _namespace,
        "class_declaration": _type("class"),
        "struct_declaration": _type("struct"),
        "record_declaration": _type("record"),
        "interface_declaration": _type("interface"),
        "enum_declaration": _type("enum"),
        "enum_member_declaration": defines("member"),
        "delegate_declaration": defines("delegate"),
        "field_declaration": _fields("field"),
        "event_field_declaration": _fields("event"),
        "event_declaration": defines("event"),
        "property_declaration": defines("property"),
        "constructor_declaration": defines("constructor"),
        "operator_declaration": _operator,
        "method_declaration": _method,
        "local_function_statement": _method,
    },
    "global_statement",
    "preproc_if",
    "preproc_else",
    "preproc_elif",
)
