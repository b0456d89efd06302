"""Go: what a file declares at its top, fields and methods under their types, tests and their subtests."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

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

_TEST: Final = re.compile(r"(Test|Fuzz|Benchmark|Example)(?![a-z])")
_PARAMETER: Final = {"Test": "*testing.T", "Fuzz": "*testing.F", "Benchmark": "*testing.B"}


def outline(root: "Node", data: bytes) -> Outline:
    """Return what a Go file declares. The package is not among the names that lead to a declaration."""
    found = walk(root, data, _TOP)
    suites = {base.path for base in found.bases if base.base == "suite.Suite"}
    for path in [path for path in found.tests if len(path) > 1 and path[0][:1] == "*"]:
        start, test = found.tests.pop(path)
        real = (path[0][1:], *path[1:])
        if real[:1] in suites:
            found.tests[real] = start, test._replace(path=real)
    return found.outline(first_error(root))


def _package(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    found.package = found.text(node).removeprefix("package").strip()
    return ()


def _names(kind: str) -> Rule:
    def rule(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
        for name in node.children_by_field_name("name"):
            if name.is_named:
                found.define(node, (*here.path, found.text(name)), kind)
        return ()

    return rule


def _type(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    path = (*here.path, found.text(node.child_by_field_name("name")))
    type_ = node.child_by_field_name("type")
    shape = type_.type if type_ is not None else ""
    kind = {"struct_type": "struct", "interface_type": "interface"}.get(shape, "type")
    if found.define(node, path, kind) and type_ is not None and kind != "type":
        return ((type_, here._replace(path=path)),)
    return ()


def _field(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    names = [found.text(name) for name in node.children_by_field_name("name") if name.is_named]
    type_ = node.child_by_field_name("type")
    if not names:
        found.base(here.path, found.text(type_))
        return ()
    path = (*here.path, names[0])
    for name in names:
        found.define(node, (*here.path, name), "field")
    nested = type_ is not None and type_.type == "struct_type"
    return ((type_, here._replace(path=path)),) if type_ is not None and nested else ()


def _embedded(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    written = found.text(node)
    if "|" not in written and "~" not in written:
        found.base(here.path, written)
    return ()


def _interface_method(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    found.define(node, (*here.path, found.text(node.child_by_field_name("name"))), "method")
    return ()


def _method(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    receiver = next(iter(_parameters(node, "receiver", found)), ("", ""))[1]
    type_ = receiver.strip("*() ").partition("[")[0].strip()
    name = found.text(node.child_by_field_name("name"))
    found.define(node, (type_, name), "method")
    if name.startswith("Test") and _TEST.match(name) and not _parameters(node, "parameters", found):
        # A method of a testify suite: whether it is one is known at the end of the file.
        found.test(node, (f"*{type_}", name))
    return ()


def _function(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    name = found.text(node.child_by_field_name("name"))
    found.define(node, (name,), "function")
    what = _TEST.match(name)
    if not what:
        return ()
    parameters = _parameters(node, "parameters", found)
    if [type_ for _, type_ in parameters] != [_PARAMETER[what[1]]] if what[1] in _PARAMETER else parameters:
        return ()
    if what[1] == "Example" and node.child_by_field_name("result") is not None:
        return ()
    found.test(node, (name,))
    body = node.child_by_field_name("body")
    if body is None or not parameters:
        return ()
    return ((body, Here(_BODY, suite=(name,), owner=parameters[0][0])),)


def _call(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note `t.Run("name", func…)`, and look into all functions that are handed over."""
    function = node.child_by_field_name("function")
    arguments = node.child_by_field_name("arguments")
    if function is None or arguments is None:
        return ()
    if found.text(function) != f"{here.owner}.Run" or arguments.named_child_count != 2:
        return ((function, here), (arguments, here))
    title = arguments.named_children[0]
    if title.type not in ("interpreted_string_literal", "raw_string_literal"):
        found.test(node, here.suite, parametrized=True)
        return ()
    literal = found.text(title)
    name = literal.strip("`") if title.type == "raw_string_literal" else string_value(literal)
    suite = (*here.suite, _as_reported(name))
    found.test(node, suite)
    return ((arguments, here._replace(suite=suite)),)


def _function_literal(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    body = node.child_by_field_name("body")
    tests = [name for name, type_ in _parameters(node, "parameters", found) if type_.startswith("*testing.")]
    return ((body, here._replace(owner=tests[0] if tests else here.owner)),) if body is not None else ()


def _as_reported(name: str) -> str:
    """Rewrite a subtest's name as package testing does (`rewrite` in testing/match.go)."""
    return "".join("_" if each.isspace() else each for each in name)


def _parameters(node: "Node", field: str, found: FoundDefinitions) -> list[tuple[str, str]]:
    """Return the parameters as (name, type)."""
    listed = node.child_by_field_name(field)
    if listed is None:
        return []
    parameters = []
    for each in listed.named_children:
        type_ = found.text(each.child_by_field_name("type"))
        names = [found.text(name) for name in each.children_by_field_name("name") if name.is_named]
        parameters += [(name, type_) for name in names or [""] if each.type != "comment"]
    return parameters


_TOP: Final = rules_within(
    {
        "package_clause": _package,
        "const_spec": _names("constant"),
        "var_spec": _names("variable"),
        "type_spec": _type,
        "type_alias": _type,
        "field_declaration": _field,
        "type_elem": _embedded,
        "method_elem": _interface_method,
        "method_declaration": _method,
        "function_declaration": _function,
    },
    "const_declaration",
    "var_declaration",
    "var_spec_list",
    "type_declaration",
    "field_declaration_list",
)

_BODY: Final = rules_within(
    {"call_expression": _call, "func_literal": _function_literal},
    "block",
    "statement_list",
    "expression_statement",
    "for_statement",
    "if_statement",
    "expression_switch_statement",
    "expression_case",
    "default_case",
    "go_statement",
    "defer_statement",
    "labeled_statement",
    "short_var_declaration",
    "expression_list",
)
