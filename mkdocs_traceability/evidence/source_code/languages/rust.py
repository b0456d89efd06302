"""Rust: items under their modules, `impl` under its type, `pub use`, and functions marked as tests."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.evidence.source_code.languages.walk import (
    FoundDefinitions,
    Here,
    Rule,
    Step,
    defines,
    first_error,
    mark,
    nothing,
    rules_within,
    walk,
)
from mkdocs_traceability.evidence.source_code.outline import Outline

if TYPE_CHECKING:
    from tree_sitter import Node

_PARAMETRIZED: Final = frozenset({"case", "test_case", "parameterized", "values", "files", "quickcheck"})
_TESTS: Final = frozenset({"test", "rstest", "test_case", "parameterized", "quickcheck", "wasm_bindgen_test"})
_DEEPEST_USE: Final = 32
"""How deep the braces of one `use` may stand within each other."""


def outline(root: "Node", data: bytes) -> Outline:
    """Return what a Rust file defines. Modules in the file are among the names that lead to a definition."""
    return walk(root, data, _RULES).outline(first_error(root))


def _function(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    path = (*here.path, found.text(node.child_by_field_name("name")))
    found.define(node, path, "method" if here.owner == "type" else "function")
    attributes = {_attribute(each, found) for each in found.marks}
    if not _TESTS.isdisjoint(attributes):
        found.test(node, path, not _PARAMETRIZED.isdisjoint(attributes))
    body = node.child_by_field_name("body")
    return ((body, here._replace(path=path, rules=_LOCAL, owner="")),) if body is not None else ()


def _attribute(node: "Node", found: FoundDefinitions) -> str:
    """Return the last name of an attribute: `test` of `#[tokio::test(flavor = "…")]`."""
    attribute = next((child for child in node.named_children if child.type == "attribute"), None)
    name = next(iter(attribute.named_children), None) if attribute is not None else None
    return found.text(name).rpartition("::")[2]


def _type(kind: str) -> Rule:
    def rule(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
        path = (*here.path, found.text(node.child_by_field_name("name")))
        if not found.define(node, path, kind):
            return ()
        bounds = node.child_by_field_name("bounds")
        for bound in bounds.named_children if bounds is not None else ():
            found.base(path, found.text(bound))
        body = node.child_by_field_name("body")
        return ((body, here._replace(path=path, owner="type")),) if body is not None else ()

    return rule


def _module(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    body = node.child_by_field_name("body")
    path = (*here.path, found.text(node.child_by_field_name("name")))
    if not found.define(node, path, "module"):
        return ()
    if body is None:  # `mod name;`: what is in it stands in another file
        if not here.path:
            found.offer(node, path[-1], f"self::{path[-1]}", "*")
        return ()
    return ((body, here._replace(path=path)),)


def _impl(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    names = _segments(node.child_by_field_name("type"), found)
    body = node.child_by_field_name("body")
    if not names or body is None:
        return ()
    path = (*here.path, *names)
    trait = node.child_by_field_name("trait")
    if trait is not None:
        found.base(path, found.text(trait))
    return ((body, here._replace(path=path, owner="type")),)


def _segments(type_: "Node | None", found: FoundDefinitions) -> tuple[str, ...]:
    """Return the names of the type that an `impl` is of: `m::P` of `&mut m::P<T>`."""
    while type_ is not None and type_.type in ("reference_type", "generic_type", "pointer_type"):
        type_ = type_.child_by_field_name("type")
    if type_ is None or type_.type not in ("type_identifier", "scoped_type_identifier", "primitive_type"):
        return ()
    names = found.text(type_).partition("<")[0].split("::")
    return tuple(name.strip() for name in names if name.strip() not in ("crate", "self", "super", ""))


def _use(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note what `pub use` offers, from each branch of its tree."""
    argument = node.child_by_field_name("argument")
    if argument is None or here.path or node.named_children[0].type != "visibility_modifier":
        return ()
    branches: list[tuple[Node, tuple[str, ...]]] = [(argument, ())]
    while branches:
        branch, prefix = branches.pop()
        if branch.type in ("scoped_use_list", "use_list") and len(prefix) < _DEEPEST_USE:
            path = _path(branch.child_by_field_name("path"), prefix, found)
            listed = branch.child_by_field_name("list") or branch
            branches += [(each, path) for each in reversed(listed.named_children)]
        else:
            _offer(branch, prefix, found)
    return ()


def _offer(branch: "Node", prefix: tuple[str, ...], found: FoundDefinitions) -> None:
    if branch.type == "use_wildcard":
        module = _path(next(iter(branch.named_children), None), prefix, found)
        found.offer(branch, "*", "::".join(module), "*")
        return
    if branch.type == "use_as_clause":
        path = _path(branch.child_by_field_name("path"), prefix, found)
        alias = found.text(branch.child_by_field_name("alias"))
    elif branch.type in ("identifier", "scoped_identifier", "self"):
        path, alias = _path(branch, prefix, found), ""
    else:
        return
    if path[-1] == "self":
        path = path[:-1]
    if path and alias != "_":
        found.offer(branch, alias or path[-1], "::".join(path[:-1]), path[-1])


def _path(node: "Node | None", prefix: tuple[str, ...], found: FoundDefinitions) -> tuple[str, ...]:
    written = found.text(node)
    return (*prefix, *(name.strip() for name in written.split("::"))) if written else prefix


_LOCAL: Final = {"function_item": _function, "attribute_item": mark}

_RULES: Final = rules_within(
    {
        "attribute_item": mark,
        "function_item": _function,
        "function_signature_item": defines("method"),
        "const_item": defines("constant"),
        "static_item": defines("variable"),
        "type_item": defines("type"),
        "associated_type": defines("type"),
        "macro_definition": defines("macro"),
        "field_declaration": defines("field"),
        "enum_variant": defines("member", body="body"),
        "struct_item": _type("struct"),
        "union_item": _type("union"),
        "enum_item": _type("enum"),
        "trait_item": _type("trait"),
        "mod_item": _module,
        "impl_item": _impl,
        "use_declaration": _use,
        "foreign_mod_item": nothing,
        "macro_invocation": nothing,
        "expression_statement": nothing,
    },
)
