"""Java: types, their members, and methods annotated as tests."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.evidence.source_code.languages import junit_names
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

_PARAMETRIZED: Final = frozenset(
    {"ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate", "Property", "Theory"}
)
_TESTS: Final = _PARAMETRIZED | {"Test"}
_TEST_CLASS: Final = "test class"
_JUNIT_3_CLASS: Final = "JUnit 3 class"


def outline(root: "Node", data: bytes) -> Outline:
    """Return what a Java file defines. The package is not among the names that lead to a definition."""
    return walk(root, data, _RULES).outline(first_error(root))


def _package(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    names = [child for child in node.named_children if "identifier" in child.type]
    found.package = found.text(names[0]) if names else ""
    return ()


def _type(kind: str) -> Rule:
    def rule(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
        path = (*here.path, found.text(node.child_by_field_name("name")))
        if not found.define(node, path, kind):
            return ()
        bases = _bases(node, path, found)
        for parameter in _children(node.child_by_field_name("parameters")):
            found.define(parameter, (*path, found.text(parameter.child_by_field_name("name"))), "field")
        annotations = _annotations(node, found)
        owner = _TEST_CLASS if "Test" in annotations else ""
        naming = junit_names.generator_of(annotations) or here.naming
        if any(base.endswith("TestCase") for base in bases):
            owner = _JUNIT_3_CLASS
        body = node.child_by_field_name("body")
        entered = here._replace(path=path, owner=owner, naming=naming)
        return ((body, entered),) if body is not None else ()

    return rule


def _bases(node: "Node", path: tuple[str, ...], found: FoundDefinitions) -> list[str]:
    """Note what a type extends and implements; return it as written."""
    written = []
    for clause in node.named_children:
        if clause.type in ("superclass", "super_interfaces", "extends_interfaces"):
            for child in clause.named_children:
                listed = child.named_children if child.type == "type_list" else [child]
                written += [found.text(base) for base in listed]
    for base in written:
        found.base(path, base)
    return written


def _fields(kind: str) -> Rule:
    def rule(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
        for declarator in node.children_by_field_name("declarator"):
            found.define(node, (*here.path, found.text(declarator.child_by_field_name("name"))), kind)
        return ()

    return rule


def _member(kind: str) -> Rule:
    def rule(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
        path = (*here.path, found.text(node.child_by_field_name("name")))
        if not found.define(node, path, kind):
            return ()
        body = node.child_by_field_name("body")
        is_constant = node.type == "enum_constant"
        return ((body, here._replace(path=path)),) if is_constant and body is not None else ()

    return rule


def _method(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    path = (*here.path, found.text(node.child_by_field_name("name")))
    found.define(node, path, "method")
    annotations = _annotations(node, found)
    is_public = "public" in _modifiers(node)
    is_test = not _TESTS.isdisjoint(annotations) or (here.owner == _TEST_CLASS and is_public)
    if is_test or (here.owner == _JUNIT_3_CLASS and path[-1].startswith("test")):
        by_data = "dataProvider" in annotations.get("Test", "")
        several = by_data or not _PARAMETRIZED.isdisjoint(annotations)
        found.test(node, path, several, junit_names.called(path[-1], annotations, here.naming))
    return ()


def _annotations(node: "Node", found: FoundDefinitions) -> dict[str, str]:
    """Return the annotations of a declaration by their simple names, with their arguments."""
    return {
        found.text(each.child_by_field_name("name")).rpartition(".")[2]: found.text(
            each.child_by_field_name("arguments")
        )
        for modifiers in node.named_children[:1]
        if modifiers.type == "modifiers"
        for each in modifiers.named_children
        if each.type in ("annotation", "marker_annotation")
    }


def _modifiers(node: "Node") -> str:
    """Return the words before a declaration, without its annotations."""
    return " ".join(
        each.type
        for modifiers in node.named_children[:1]
        if modifiers.type == "modifiers"
        for each in modifiers.children
        if not each.is_named
    )


def _children(node: "Node | None") -> list["Node"]:
    return node.named_children if node is not None else []


_RULES: Final = rules_within(
    {
        "package_declaration": _package,
        "class_declaration": _type("class"),
        "interface_declaration": _type("interface"),
        "enum_declaration": _type("enum"),
        "record_declaration": _type("record"),
        "annotation_type_declaration": _type("annotation"),
        "field_declaration": _fields("field"),
        "constant_declaration": _fields("constant"),
        "enum_constant": _member("member"),
        "constructor_declaration": _member("constructor"),
        "annotation_type_element_declaration": _member("element"),
        "method_declaration": _method,
    },
    "enum_body_declarations",
)
