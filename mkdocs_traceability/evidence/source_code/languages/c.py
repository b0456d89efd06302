"""C: functions and their prototypes, types and their members, macros and variables, on all sides of `#if`."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.evidence.source_code.languages.walk import (
    FoundDefinitions,
    Here,
    Step,
    defines,
    first_error,
    rules_within,
    through,
    walk,
)
from mkdocs_traceability.evidence.source_code.outline import Outline

if TYPE_CHECKING:
    from tree_sitter import Node

_AROUND_A_NAME: Final = frozenset(
    {
        "pointer_declarator",
        "reference_declarator",
        "array_declarator",
        "init_declarator",
        "parenthesized_declarator",
        "function_declarator",
        "attributed_declarator",
    }
)
TYPES: Final = {
    "struct_specifier": "struct",
    "union_specifier": "union",
    "enum_specifier": "enum",
    "class_specifier": "class",
}


def outline(root: "Node", data: bytes) -> Outline:
    """Return what a C file declares."""
    return walk(root, data, RULES).outline(first_error(root))


def declared(declarator: "Node | None") -> "tuple[Node | None, bool]":
    """Return the name in a declarator, and whether it is that of a function (and not of a pointer to one)."""
    is_function = False
    while declarator is not None and declarator.type in _AROUND_A_NAME:
        if declarator.type == "function_declarator":
            is_function = True
        elif declarator.type != "reference_declarator" and is_function:
            is_function = declarator.type == "parenthesized_declarator" and not _points(declarator)
        inner = declarator.child_by_field_name("declarator")
        declarator = inner or next(iter(declarator.named_children), None)
    return declarator, is_function


def _points(parenthesized: "Node") -> bool:
    return any(child.type == "pointer_declarator" for child in parenthesized.named_children)


def names(declarator: "Node | None", found: FoundDefinitions) -> tuple[str, ...]:
    """Return the names of what a declarator declares: two and more where it stands outside its class."""
    name = declared(declarator)[0]
    segments: list[str] = []
    while name is not None and name.type == "qualified_identifier":
        segments.append(without_arguments(found.text(name.child_by_field_name("scope"))))
        name = name.child_by_field_name("name")
    if name is not None and name.type in ("template_function", "template_method"):
        name = name.child_by_field_name("name")
    if name is None or name.type not in _NAMES:
        return ()
    last = found.text(name)
    if name.type == "operator_cast":
        last = last.partition("(")[0].strip()
    return (*(segment for segment in segments if segment), " ".join(last.split()))


def without_arguments(name: str) -> str:
    """Return a name without what stands in angles: `Outer::Inner` of `Outer<K, V>::Inner<T>`."""
    kept, depth = [], 0
    for part in _ANGLES.split(name):
        if part == "<":
            depth += 1
        elif part == ">":
            depth = max(depth - 1, 0)
        elif depth == 0:
            kept.append(part)
    return "".join(kept).strip()


_ANGLES: Final = re.compile(r"([<>])")

_NAMES: Final = frozenset(
    {
        "identifier",
        "field_identifier",
        "type_identifier",
        "destructor_name",
        "operator_name",
        "operator_cast",
        "primitive_type",  # `typedef … ssize_t`: the grammar knows some names, whoever defines them
    }
)


def function(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note a function that has a body."""
    declarator = node.child_by_field_name("declarator")
    path = names(declarator, found)
    if path and (declared(declarator)[1] or path[-1].startswith("operator ")):
        kind = "method" if here.owner == "class" or len(path) > 1 else "function"
        found.define(node, (*here.path, *path), _or_constructor(kind, here, path))
    return _type_of(node, here, found)


def _or_constructor(kind: str, here: Here, path: tuple[str, ...]) -> str:
    """Return the kind of a function, which is named as its class where it makes one."""
    around = path[-2:-1] or (here.path[-1:] if here.owner == "class" else ())
    return "constructor" if around == path[-1:] else kind


def declaration(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note variables and prototypes, and the type that may stand before them; no `extern` variable."""
    words = {found.text(child) for child in node.named_children if child.type == "storage_class_specifier"}
    for declarator in node.children_by_field_name("declarator"):
        is_function = declared(declarator)[1] or declarator.type == "operator_cast"
        path = names(declarator, found)
        if not path or ("extern" in words and not is_function):
            continue
        if here.owner == "class":
            kind = _or_constructor("method", here, path) if is_function else "field"
        else:
            kind = "prototype" if is_function else "variable"
        found.define(node, (*here.path, *path), kind)
    return _type_of(node, here, found)


def _type_of(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note the type that is defined before the name of a declaration: `struct S { … } name;`."""
    type_ = node.child_by_field_name("type")
    return specified(type_, here, found) if type_ is not None and type_.type in TYPES else ()


def type_definition(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note what `typedef` names, with the members of a type that has no other name."""
    paths = [names(each, found) for each in node.children_by_field_name("declarator")]
    for path in paths:
        if path:
            found.define(node, (*here.path, *path), "type")
    type_ = node.child_by_field_name("type")
    if type_ is None or type_.type not in TYPES:
        return ()
    body = type_.child_by_field_name("body")
    if type_.child_by_field_name("name") is None and body is not None and paths and paths[0]:
        return ((body, here._replace(path=(*here.path, *paths[0]), owner="class")),)
    return specified(type_, here, found)


def specified(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note a struct, union, enum or class that has a body: without one it is only announced."""
    body = node.child_by_field_name("body")
    if body is None:
        return ()
    name = without_arguments(found.text(node.child_by_field_name("name")))
    if not name:
        return ((body, here),)
    path = (*here.path, *(each.strip() for each in name.split("::") if each.strip()))
    if not found.define(node, path, TYPES[node.type]):
        return ()
    for clause in node.named_children:
        for base in clause.named_children if clause.type == "base_class_clause" else ():
            if base.type != "access_specifier":
                found.base(path, without_arguments(found.text(base)))
    return ((body, here._replace(path=path, owner="class")),)


def _statement(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note `type (*name)(…)`: where it is not in the file that `type` is one, it reads like two calls."""
    pointer = _FUNCTION_POINTER.match(found.text(node))
    if pointer:
        found.define(node, (*here.path, pointer[1]), "variable")
    return ()


_FUNCTION_POINTER: Final = re.compile(r"\w+\s*\(\s*\*[*\s]*(\w+)\s*(?:\[[^\[\]]*\]\s*)*\)\s*\(")


RULES: Final = rules_within(
    {
        "function_definition": function,
        "declaration": declaration,
        "field_declaration": declaration,
        "type_definition": type_definition,
        "preproc_def": defines("macro"),
        "preproc_function_def": defines("macro"),
        "enumerator": defines("member"),
        "expression_statement": _statement,
        "linkage_specification": through,
        **dict.fromkeys(TYPES, specified),
    },
    "declaration_list",
    "preproc_if",
    "preproc_ifdef",
    "preproc_else",
    "preproc_elif",
    "preproc_elifdef",
)
