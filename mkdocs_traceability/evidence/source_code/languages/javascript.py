"""JavaScript, TypeScript and TSX: what a module declares and exports on, its classes and its tests."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.evidence.source_code.languages.javascript_tests import test_call
from mkdocs_traceability.evidence.source_code.languages.literals import string_value
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

_FUNCTIONS: Final = frozenset(
    {"arrow_function", "function_expression", "generator_function", "function_declaration"}
)
_WRAPPERS: Final = frozenset({"as_expression", "satisfies_expression", "parenthesized_expression"})
_EXPORTS: Final = ("module.exports.", "exports.")
_GLOBALS: Final = ("window.", "globalThis.", "self.")
_NAMES: Final = frozenset({"property_identifier", "private_property_identifier", "identifier"})


def outline(root: "Node", data: bytes) -> Outline:
    """Return what a module defines. Namespaces are among the names that lead to a definition."""
    found = walk(root, data, _TOP)
    _exported_on(root, found)
    return found.outline(first_error(root))


def _exported_on(root: "Node", found: FoundDefinitions) -> None:
    """Note what `export { … }` gives another name, and what it has from elsewhere."""
    imported = _imports(root, found)
    defined = {each.path for _, each in found.definitions}
    for node in root.named_children:
        if node.type == "export_statement" and node.child_by_field_name("source") is not None:
            _offer_all(node, found)
        elif node.type == "export_statement":
            for at, name, original in _renamed(node, found):
                if original in imported:
                    found.offer(at, name, *imported[original])
                elif name != original and (original,) in defined:
                    found.define(at, (name,), "export")


def _offer_all(node: "Node", found: FoundDefinitions) -> None:
    """Note what `export … from "./module"` offers."""
    module = string_value(found.text(node.child_by_field_name("source")))
    for child in node.named_children:
        if child.type == "namespace_export":
            found.offer(node, string_value(found.text(child.named_children[-1])), module, "*")
    for at, name, original in _renamed(node, found):
        found.offer(at, name, module, original)
    if any(child.type == "*" for child in node.children):
        found.offer(node, "*", module, "*")


def _renamed(node: "Node", found: FoundDefinitions) -> Iterable[tuple["Node", str, str]]:
    """Return what an export names: the name it gives, and that in the module it is from."""
    value = node.child_by_field_name("value")
    if value is not None and value.type == "identifier":
        yield node, "default", found.text(value)
    for clause in node.named_children:
        for each in clause.named_children if clause.type == "export_clause" else ():
            original = string_value(found.text(each.child_by_field_name("name")))
            yield each, string_value(found.text(each.child_by_field_name("alias"))) or original, original


def _imports(root: "Node", found: FoundDefinitions) -> dict[str, tuple[str, str]]:
    """Return what a module imports: the module and the name there, by the name here."""
    imported = {}
    for node in root.named_children:
        clause = next(iter(node.named_children), None) if node.type == "import_statement" else None
        if clause is None or clause.type != "import_clause":
            continue
        module = string_value(found.text(node.child_by_field_name("source")))
        for child in clause.named_children:
            if child.type == "identifier":
                imported[found.text(child)] = module, "default"
            elif child.type == "namespace_import":
                imported[found.text(child.named_children[-1])] = module, "*"
            else:
                for specifier in child.named_children:
                    original = string_value(found.text(specifier.child_by_field_name("name")))
                    alias = found.text(specifier.child_by_field_name("alias"))
                    imported[alias or original] = module, original
    return imported


def _export(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    if not any(child.type == "default" for child in node.children):
        return ((node, here),)
    path = (*here.path, "default")
    value = node.child_by_field_name("value")
    if value is not None:
        kind = _kind(value, "value")
        if value.type != "identifier":
            found.define(node, path, kind)
        return _inside(value, here._replace(path=path), found)
    found.define(node, path, "export")
    return ((node, here),)


def _class(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    path = (*here.path, found.text(node.child_by_field_name("name")))
    kind = "interface" if node.type == "interface_declaration" else "class"
    return _class_at(node, here._replace(path=path), found) if found.define(node, path, kind) else ()


def _class_at(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Look into a class whose names are `here`."""
    clauses = [child for child in node.named_children if child.type in _HERITAGE]
    # In TypeScript a class has its clauses in `class_heritage`; in JavaScript that is what it extends.
    for clause in clauses:
        for child in clause.named_children:
            for base in child.named_children if child.type in _HERITAGE else [child]:
                if base.type not in ("type_arguments", "call_expression"):
                    found.base(here.path, found.text(base))
    body = node.child_by_field_name("body")
    return ((body, here._replace(rules=_TOP)),) if body is not None else ()


def _member(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note a method or field of a class, an interface or an object."""
    name = node.child_by_field_name("name") or node.child_by_field_name("property")
    key = name or node.child_by_field_name("key")
    if key is None or key.type not in _NAMES | {"string"}:
        return ()
    path = (*here.path, string_value(found.text(key)))
    value = node.child_by_field_name("value")
    is_method = "method" in node.type or (value is not None and value.type in _FUNCTIONS)
    found.define(node, path, "method" if is_method else "property")
    inside = here._replace(path=path)
    if path[-1] == "constructor":
        _parameter_properties(node, here, found)
    if "method" in node.type:
        return _body(node, inside)
    return _inside(value, inside, found) if value is not None else ()


def _parameter_properties(node: "Node", here: Here, found: FoundDefinitions) -> None:
    parameters = node.child_by_field_name("parameters")
    for each in parameters.named_children if parameters is not None else ():
        if any(child.type in ("accessibility_modifier", "readonly") for child in each.children):
            found.define(each, (*here.path, found.text(each.child_by_field_name("pattern"))), "property")


def _function(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    path = (*here.path, found.text(node.child_by_field_name("name")))
    return _body(node, here._replace(path=path)) if found.define(node, path, "function") else ()


def _body(node: "Node", here: Here) -> Iterable[Step]:
    body = node.child_by_field_name("body")
    return ((body, here._replace(rules=_LOCAL)),) if body is not None else ()


def _variable(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    name = node.child_by_field_name("name")
    value = _unwrapped(node.child_by_field_name("value"))
    if name is None or name.type != "identifier":
        for each in _bound_by(name):
            found.define(node, (*here.path, found.text(each)), "variable")
        return ()
    path = (*here.path, found.text(name))
    chained, last = _chained(value)
    if not found.define(node, path, _kind(last, "variable")) or last is None:
        return ()
    more = [step for left in chained for step in _put(left, last, here, found)]
    return (*more, *_inside(last, here._replace(path=path), found))


def _bound_by(pattern: "Node | None") -> Iterable["Node"]:
    """Return the names that `{ a, b: c, ...d }` or `[a, b = 1]` binds."""
    pending = [pattern] if pattern is not None else []
    while pending:
        node = pending.pop()
        if node.type in ("identifier", "shorthand_property_identifier_pattern"):
            yield node
        elif node.type == "pair_pattern":
            pending += [child for child in [node.child_by_field_name("value")] if child is not None]
        elif node.type in ("assignment_pattern", "object_assignment_pattern"):
            pending += [child for child in [node.child_by_field_name("left")] if child is not None]
        else:
            pending += [child for child in node.named_children if "pattern" in child.type] + [
                child for child in node.named_children if child.type == "identifier"
            ]


def _kind(value: "Node | None", otherwise: str) -> str:
    if value is None:
        return otherwise
    return "function" if value.type in _FUNCTIONS else "class" if value.type == "class" else otherwise


def _unwrapped(value: "Node | None") -> "Node | None":
    """Return what stands in parentheses or before `as const`."""
    while value is not None and value.type in _WRAPPERS:
        value = next(iter(value.named_children), None)
    return value


def _inside(value: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Return where to go on within the value that is bound to the name `here`."""
    value = _unwrapped(value) or value
    if value.type == "class" or value.type in _FUNCTIONS:
        own = _own_name(value, here, found)
        return (*_in_class_or_function(value, here, found), *own)
    return ((value, here._replace(rules=_OBJECT)),) if value.type == "object" else ()


def _in_class_or_function(value: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    return _class_at(value, here, found) if value.type == "class" else _body(value, here)


def _own_name(value: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note the name that a class or function has besides that it is bound to: `A.B = class C { … }`."""
    name = found.text(value.child_by_field_name("name"))
    if not name or here.path[-1:] == (name,) or not found.define(value, (name,), _kind(value, "value")):
        return ()
    return _in_class_or_function(value, here._replace(path=(name,)), found)


def _type_alias(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    path = (*here.path, found.text(node.child_by_field_name("name")))
    value = node.child_by_field_name("value")
    is_shape = found.define(node, path, "type") and value is not None and value.type == "object_type"
    return ((value, here._replace(path=path)),) if is_shape and value is not None else ()


def _enum(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    path = (*here.path, found.text(node.child_by_field_name("name")))
    body = node.child_by_field_name("body")
    if found.define(node, path, "enum") and body is not None:
        for member in body.named_children:
            name = member.child_by_field_name("name") or member
            if name.type in ("property_identifier", "string"):
                found.define(member, (*path, string_value(found.text(name))), "member")
    return ()


def _namespace(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    name = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    if name is None or body is None:
        return ()
    if name.type == "string":  # the declarations of another module: what it offers stands for itself
        return ((body, here),)
    path = (*here.path, *found.text(name).replace(" ", "").split("."))
    return ((body, here._replace(path=path)),) if found.define(node, path, "namespace") else ()


def _ambient(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    blocks = [child for child in node.named_children if child.type == "statement_block"]
    return ((node, here), *((block, here) for block in blocks))


def _expression(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    expression = next(iter(node.named_children), None)
    if expression is not None and expression.type == "await_expression":
        expression = next(iter(expression.named_children), None)
    if expression is None:
        return ()
    if expression.type in ("internal_module", "module"):
        return _namespace(expression, here, found)
    if expression.type == "assignment_expression":
        return _assigned(expression, here, found)
    if expression.type == "call_expression" and (steps := _defined_by_object(expression, here, found)):
        return steps
    return test_call(expression, here._replace(rules=_BLOCK), found)


def _assigned(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note what is exported by CommonJS, and what is put on a prototype or an object by assignment."""
    chained, value = _chained(node)
    if value is None:
        return ()
    return [step for left in chained for step in _put(left, value, here, found)]


def _chained(value: "Node | None") -> "tuple[list[Node], Node | None]":
    """Return what `a = b = value` assigns to, and what."""
    value = _unwrapped(value)
    chained = []
    while value is not None and value.type == "assignment_expression":
        left = value.child_by_field_name("left")
        chained += [left] if left is not None else []
        value = _unwrapped(value.child_by_field_name("right"))
    return chained, value


def _put(left: "Node", value: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note what one assignment to a member defines."""
    if left.type != "member_expression":
        return ()
    written = found.text(left)
    if written == "module.exports":
        return _inside(value, here, found)
    path = _path_of(written)
    is_definition = (
        value.type in _FUNCTIONS
        or value.type == "class"
        or written.startswith(_EXPORTS)
        or ".prototype." in written
        or _wraps(value)
    )
    if not is_definition or not path or not found.define(left, path, _kind(value, "property")):
        return ()
    return _inside(value, here._replace(path=path), found)


def _path_of(written: str) -> tuple[str, ...]:
    """Return the names that lead to a member: `A.draw` of `exports.A.prototype.draw`; none of `this.x`."""
    for prefix in (*_EXPORTS, *_GLOBALS):
        written = written.removeprefix(prefix)
    path = tuple(written.replace(".prototype", "").split("."))
    is_named = all(name.replace("$", "_").lstrip("#").isidentifier() for name in path)
    return path if is_named and path[0] != "this" else ()


def _wraps(value: "Node") -> bool:
    """Whether a value is a call that is handed a function or class: `deprecate(function () { … })`."""
    arguments = value.child_by_field_name("arguments") if value.type == "call_expression" else None
    handed = arguments.named_children if arguments is not None else []
    return any(each.type in _FUNCTIONS or each.type == "class" for each in handed)


def _defined_by_object(call: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note what `Object.defineProperty(exports, "name", …)` and `Object.assign(A.prototype, …)` define."""
    called = found.text(call.child_by_field_name("function"))
    arguments = call.child_by_field_name("arguments")
    handed = arguments.named_children if arguments is not None else []
    if called not in ("Object.defineProperty", "Object.assign") or len(handed) < 2:
        return ()
    target = found.text(handed[0])
    if called == "Object.defineProperty" and handed[1].type == "string":
        if path := _path_of(f"{target}.{string_value(found.text(handed[1]))}"):
            found.define(call, path, "property")
    elif called == "Object.assign" and (target.endswith(".prototype") or f"{target}." in _EXPORTS):
        path = () if f"{target}." in _EXPORTS else _path_of(target)
        objects = [each for each in handed[1:] if each.type == "object"]
        return [(each, here._replace(path=path, rules=_OBJECT)) for each in objects]
    return ()


_HERITAGE: Final = frozenset({"class_heritage", "extends_clause", "implements_clause", "extends_type_clause"})

_MEMBERS: Final[dict[str, Rule]] = dict.fromkeys(
    (
        "method_definition",
        "method_signature",
        "abstract_method_signature",
        "public_field_definition",
        "field_definition",
        "property_signature",
    ),
    _member,
)

_BLOCKS: Final = (
    "statement_block",
    "if_statement",
    "else_clause",
    "for_statement",
    "for_in_statement",
    "while_statement",
    "try_statement",
    "catch_clause",
    "finally_clause",
)

_LOCAL: Final = rules_within(
    {
        "function_declaration": _function,
        "generator_function_declaration": _function,
        "class_declaration": _class,
    },
    *_BLOCKS,
)
"""In a function: what is defined in it by name; its variables are nobody else's."""

_BLOCK: Final = {**_LOCAL, "expression_statement": _expression}
"""In a block outside functions, and in what is handed to a call there: tests too."""

_TOP: Final = {
    **_BLOCK,
    **_MEMBERS,
    **dict.fromkeys(_BLOCKS, lambda node, here, found: ((node, here._replace(rules=_BLOCK)),)),
    **dict.fromkeys(("lexical_declaration", "variable_declaration"), _ambient),
    "export_statement": _export,
    "variable_declarator": _variable,
    "function_signature": _function,
    "abstract_class_declaration": _class,
    "interface_declaration": _class,
    "type_alias_declaration": _type_alias,
    "enum_declaration": _enum,
    "internal_module": _namespace,
    "module": _namespace,
    "ambient_declaration": _ambient,
}

_OBJECT: Final = rules_within(
    {"method_definition": _member, "pair": _member},
)
"""Not `{ name }`, which only mentions what is defined elsewhere."""
