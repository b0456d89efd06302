"""Kotlin: declarations at the top of a file, in classes, objects and companions; methods annotated as tests.

A companion's members stand under its class, as they are used, and under its name; an extension stands under
what it extends, and under the class that has it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.evidence.source_code.languages import junit_names, kotest
from mkdocs_traceability.evidence.source_code.languages.walk import (
    FoundDefinitions,
    Here,
    Step,
    first_error,
    rules_within,
    walk,
)
from mkdocs_traceability.evidence.source_code.outline import Outline

if TYPE_CHECKING:
    from tree_sitter import Node

_PARAMETRIZED: Final = frozenset(
    {"ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate", "Property"}
)
_TESTS: Final = _PARAMETRIZED | {"Test"}
_TEST_CLASS: Final = "test class"
_IN_COMPANION: Final = "companion, by its name"
_TYPES: Final = frozenset({"user_type", "nullable_type", "parenthesized_type"})


def outline(root: "Node", data: bytes) -> Outline:
    """Return what a Kotlin file defines. The package is not among the names that lead to a definition."""
    return walk(root, data, _RULES).outline(first_error(root))


def _package(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    found.package = found.text(node).removeprefix("package").strip(" \t\r\n;")
    return ()


def _type(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    name = node.child_by_field_name("name")
    path = (*here.path, _plain(found.text(name)))
    words = {child.type for child in node.children} | set(_modifiers(node, found))
    kind = next((each for each in ("interface", "enum", "object", "annotation") if each in words), "class")
    if not found.define(node, path, kind):
        return ()
    _constructor(node, path, found)
    for clause in node.named_children:
        for specifier in clause.named_children if clause.type == "delegation_specifiers" else ():
            found.base(path, found.text(specifier))
    kotest.spec(node, path, found)
    annotations = _annotations(node, found)
    owner = _TEST_CLASS if "Test" in annotations else ""
    if here.owner == _IN_COMPANION:  # has been seen under its class
        owner = _IN_COMPANION
    naming = junit_names.generator_of(annotations) or here.naming
    return _bodies(node, here._replace(path=path, owner=owner, naming=naming))


def _constructor(node: "Node", path: tuple[str, ...], found: FoundDefinitions) -> None:
    """Note the properties that a class has from its primary constructor."""
    for constructor in node.named_children:
        for listed in constructor.named_children if constructor.type == "primary_constructor" else ():
            for parameter in listed.named_children:
                if any(child.type in ("val", "var") for child in parameter.children):
                    found.define(parameter, (*path, _identifier(parameter, found)), "property")


def _companion(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    name = _plain(found.text(node.child_by_field_name("name"))) or "Companion"
    found.define(node, (*here.path, name), "object")
    if here.owner == _IN_COMPANION:
        return _bodies(node, here)
    named = here._replace(path=(*here.path, name), owner=_IN_COMPANION)
    return (*_bodies(node, here), *_bodies(node, named))


def _function(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    name = _plain(found.text(node.child_by_field_name("name")))
    extended = _extended(node, found)
    path = (*here.path, *extended, name)
    found.define(node, path, "method" if here.path else "function")
    if extended and here.path:
        found.define(node, (*here.path, name), "method")
    annotations = _annotations(node, found)
    is_public = _modifiers(node, found).isdisjoint({"private", "protected", "internal"})
    if not _TESTS.isdisjoint(annotations) or (here.owner == _TEST_CLASS and is_public):
        by_data = "dataProvider" in annotations.get("Test", "")
        several = by_data or not _PARAMETRIZED.isdisjoint(annotations)
        found.test(node, path, several, junit_names.called(path[-1], annotations, here.naming))
    return ()


def _extended(node: "Node", found: FoundDefinitions) -> tuple[str, ...]:
    """Return what a function or property extends: the type that stands before its name."""
    for child in node.named_children:
        if child.type in ("identifier", "variable_declaration", "function_value_parameters"):
            break
        if child.type in _TYPES:
            written = found.text(child).partition("<")[0].strip("()? ")
            return (written.rpartition(".")[2],)
    return ()


def _property(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    kind = "constant" if "const" in _modifiers(node, found) else "property"
    for child in node.named_children:
        if child.type == "variable_declaration":
            extended, name = _extended(node, found), _identifier(child, found)
            found.define(node, (*here.path, *extended, name), kind)
            if extended and here.path:
                found.define(node, (*here.path, name), kind)
        elif child.type == "multi_variable_declaration":
            for each in child.named_children:
                found.define(node, (*here.path, _identifier(each, found)), kind)
    return ()


def _entry(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    path = (*here.path, _identifier(node, found))
    return _bodies(node, here._replace(path=path)) if found.define(node, path, "member") else ()


def _alias(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    found.define(node, (*here.path, found.text(node.child_by_field_name("type"))), "type")
    return ()


def _secondary(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    found.define(node, (*here.path, "constructor"), "constructor")
    return ()


def _bodies(node: "Node", here: Here) -> list[Step]:
    return [(child, here) for child in node.named_children if child.type in ("class_body", "enum_class_body")]


def _identifier(node: "Node", found: FoundDefinitions) -> str:
    names = (child for child in node.named_children if child.type == "identifier")
    return _plain(found.text(next(names, None)))


def _plain(name: str) -> str:
    return name.strip("`")


def _modifiers(node: "Node", found: FoundDefinitions) -> frozenset[str]:
    """Return the words before a declaration, without its annotations."""
    return frozenset(
        found.text(each)
        for modifiers in node.named_children[:1]
        if modifiers.type == "modifiers"
        for each in modifiers.named_children
        if each.type != "annotation"
    )


def _annotations(node: "Node", found: FoundDefinitions) -> dict[str, str]:
    """Return the annotations of a declaration by their simple names, with their arguments."""
    annotations = {}
    for modifiers in node.named_children[:1] if node.named_children[0].type == "modifiers" else ():
        for each in modifiers.named_children:
            if each.type == "annotation":
                name, _, arguments = found.text(each).lstrip("@").partition("(")
                annotations[name.strip().rpartition(".")[2]] = arguments
    return annotations


_RULES: Final = rules_within(
    {
        "package_header": _package,
        "class_declaration": _type,
        "object_declaration": _type,
        "companion_object": _companion,
        "function_declaration": _function,
        "property_declaration": _property,
        "enum_entry": _entry,
        "type_alias": _alias,
        "secondary_constructor": _secondary,
    },
)
