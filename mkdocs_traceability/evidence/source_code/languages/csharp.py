"""C#: types and their members, and methods that an attribute makes tests."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.evidence.source_code.languages import csharp_tests
from mkdocs_traceability.evidence.source_code.languages.walk import (
    FoundDefinitions,
    Here,
    Rule,
    Step,
    first_error,
    rules_within,
    walk,
)
from mkdocs_traceability.evidence.source_code.outline import Outline

if TYPE_CHECKING:
    from tree_sitter import Node


def outline(root: "Node", data: bytes) -> Outline:
    """Return what a C# file defines. Namespaces are not among the names that lead to a definition."""
    return walk(root, data, _RULES).outline(first_error(root))


def _namespace(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Remember the namespace, which may stand in another, for the types in it."""
    body = node.child_by_field_name("body")
    name = found.text(node.child_by_field_name("name"))
    inner = here._replace(suite=(*here.suite, *(each.strip() for each in name.split("."))))
    if body is not None:
        return ((body, inner),)
    found.package = found.package or ".".join(inner.suite)
    return ((node, here),)


def _define(node: "Node", here: Here, found: FoundDefinitions, path: tuple[str, ...], kind: str) -> bool:
    """Note a definition: in the namespace of the file's first type by its name alone, in others by both."""
    if not found.package:
        found.package = ".".join(here.suite)
    if here.suite and ".".join(here.suite) != found.package:
        found.define(node, (*here.suite, *path), kind)
    return found.define(node, path, kind)


def _defines(kind: str) -> Rule:
    def rule(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
        _define(node, here, found, (*here.path, found.text(node.child_by_field_name("name"))), kind)
        return ()

    return rule


def _type(kind: str) -> Rule:
    def rule(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
        path = (*here.path, found.text(node.child_by_field_name("name")))
        if not _define(node, here, found, path, kind):
            return ()
        for clause in node.named_children:
            if clause.type == "base_list" and kind != "enum":
                for base in clause.named_children:
                    found.base(path, found.text(base))
            elif clause.type == "parameter_list" and kind == "record":
                for each in clause.named_children:
                    _define(
                        each, here, found, (*path, found.text(each.child_by_field_name("name"))), "property"
                    )
        body = node.child_by_field_name("body")
        return ((body, here._replace(path=path)),) if body is not None else ()

    return rule


def _fields(kind: str) -> Rule:
    def rule(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
        declarations = [child for child in node.named_children if child.type == "variable_declaration"]
        for declaration in declarations:
            for each in declaration.named_children:
                if each.type == "variable_declarator":
                    _define(
                        node, here, found, (*here.path, found.text(each.child_by_field_name("name"))), kind
                    )
        return ()

    return rule


def _method(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    path = (*here.path, found.text(node.child_by_field_name("name")))
    _define(node, here, found, path, "method" if here.path else "function")
    csharp_tests.note(node, path, found)
    return ()


def _operator(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    symbol = found.text(node.child_by_field_name("operator"))
    _define(node, here, found, (*here.path, f"operator {symbol}" if symbol else ""), "operator")
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
        "enum_member_declaration": _defines("member"),
        "delegate_declaration": _defines("delegate"),
        "field_declaration": _fields("field"),
        "event_field_declaration": _fields("event"),
        "event_declaration": _defines("event"),
        "property_declaration": _defines("property"),
        "constructor_declaration": _defines("constructor"),
        "operator_declaration": _operator,
        "method_declaration": _method,
        "local_function_statement": _method,
    },
    "global_statement",
    "preproc_if",
    "preproc_else",
    "preproc_elif",
)
