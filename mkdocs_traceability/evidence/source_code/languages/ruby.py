"""Ruby: modules, classes, methods, attributes and constants; tests of minitest and RSpec."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.evidence.source_code.languages.literals import string_value
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

_ATTRIBUTES: Final = frozenset(
    {
        "attr",
        "attr_accessor",
        "attr_reader",
        "attr_internal",
        "attr_writer",
        "cattr_accessor",
        "cattr_reader",
        "cattr_writer",
        "class_attribute",
        "mattr_accessor",
        "mattr_reader",
        "mattr_writer",
        "thread_mattr_accessor",
    }
)
_WRITERS: Final = frozenset(
    each for each in _ATTRIBUTES if each.endswith(("accessor", "writer", "internal", "class_attribute"))
)
_DELEGATING: Final = frozenset(
    {"delegate", "def_delegators", "def_instance_delegators", "instance_delegate", "def_delegator"}
    | {"def_instance_delegator"}
)
_NAMING: Final = frozenset({"alias_attribute", "alias_method", "define_method", "define_singleton_method"})
_MIXING_IN: Final = frozenset({"include", "extend", "prepend"})
_SUITES: Final = frozenset(
    {"describe", "context", "example_group", "feature", "xdescribe", "fdescribe", "xcontext", "fcontext"}
    | {"xfeature", "ffeature"}
)
_EXAMPLES: Final = frozenset(
    {"it", "specify", "example", "scenario", "xit", "fit", "xspecify", "fspecify", "xexample", "fexample"}
    | {"xscenario", "fscenario", "focus", "pending", "skip", "its"}
)
_HELPERS: Final = frozenset(
    {"before", "after", "around", "prepend_before", "prepend_after", "append_before", "append_after"}
    | {"background", "let", "let!", "given", "given!", "subject", "subject!"}
    | {"shared_examples", "shared_examples_for", "shared_context"}
)
"""Calls of RSpec whose blocks hold no example of the group that they stand in: `skip` there skips others."""

_SHARED: Final = frozenset(
    {"it_behaves_like", "it_should_behave_like", "include_examples", "include_context"}
)
_TEST_CLASS: Final = "test class"
_IS_TEST_CLASS: Final = re.compile(r"(Test|TestCase|Spec)$")


def outline(root: "Node", data: bytes) -> Outline:
    """Return what a Ruby file defines. Modules are among the names that lead to a definition."""
    return walk(root, data, _RULES).outline(first_error(root))


def _class(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    written = found.text(node.child_by_field_name("name"))
    above = () if written.startswith("::") else here.path
    path = (*above, *(name.strip() for name in written.split("::") if name))
    if not found.define(node, path, node.type):
        return ()
    superclass = node.child_by_field_name("superclass")
    base = found.text(superclass).lstrip("< \t")
    if superclass is not None:
        found.base(path, base)
    return _body(node, here._replace(path=path, owner=_TEST_CLASS if _IS_TEST_CLASS.search(base) else ""))


def _singleton_class(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    return _body(node, here)


def _body(node: "Node", here: Here) -> Iterable[Step]:
    body = node.child_by_field_name("body")
    return ((body, here),) if body is not None else ()


def _method(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    name = found.text(node.child_by_field_name("name"))
    object_ = found.text(node.child_by_field_name("object"))
    path = (*here.path, *([object_] if object_[:1].isupper() and (object_,) != here.path[-1:] else []), name)
    found.define(node, path, "method")
    if here.owner == _TEST_CLASS and name.startswith("test_") and node.type == "method":
        found.test(node, path)
    return ()


def _alias(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    found.define(node, (*here.path, found.text(node.child_by_field_name("name")).lstrip(":")), "method")
    return ()


def _assignment(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Note constants and class variables; other variables are local wherever they stand."""
    left = node.child_by_field_name("left")
    if left is None:
        return ()
    several = left.named_children if left.type == "left_assignment_list" else [left]
    paths = [
        (*here.path, found.text(each)) for each in several if each.type in ("constant", "class_variable")
    ]
    for path in paths:
        found.define(node, path, "constant" if path[-1][0] != "@" else "variable")
    right = node.child_by_field_name("right")
    if len(paths) != 1 or right is None or right.type != "call":
        return ()
    return _made_class(right, here._replace(path=paths[0]), found)


def _made_class(call: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Look into `Name = Struct.new(:a, :b) do … end`, and what else makes a class or module."""
    receiver = found.text(call.child_by_field_name("receiver")).removeprefix("::")
    method = found.text(call.child_by_field_name("method"))
    if (receiver, method) not in _MAKING_CLASSES:
        return ()
    for argument in _arguments(call):
        if argument.type == "simple_symbol":
            name = found.text(argument)[1:]
            found.define(argument, (*here.path, name), "attribute")
            if receiver == "Struct":
                found.define(argument, (*here.path, f"{name}="), "attribute")
        elif receiver == "Class":
            found.base(here.path, found.text(argument))
    return _blocks(call, here)


def _call(node: "Node", here: Here, found: FoundDefinitions) -> Iterable[Step]:
    """Look at a call where declarations stand: many of Ruby's declarations are calls."""
    method = found.text(node.child_by_field_name("method"))
    receiver = found.text(node.child_by_field_name("receiver"))
    arguments = _arguments(node)
    if receiver == "RSpec" or (not receiver and method in _SUITES | _EXAMPLES | _SHARED | {"test"}):
        return _test_call(node, method, here, found)
    if receiver:
        return _blocks(node, here)
    if here.suite and method in _HELPERS:
        return ()
    if method in _ATTRIBUTES | _NAMING | _DELEGATING:
        _methods_made(node, method, here, found)
        return ()
    if method in _MIXING_IN:
        for argument in arguments:
            found.base(here.path, found.text(argument))
        return ()
    handed = node.child_by_field_name("arguments")  # `private def name`, `memoize def name`
    return (*_blocks(node, here), *([(handed, here)] if handed is not None else []))


def _methods_made(node: "Node", method: str, here: Here, found: FoundDefinitions) -> None:
    """Note the methods that a call makes: `attr_accessor :name`, `alias_method :new, :old`, `delegate …`."""
    arguments = _arguments(node)
    kind = "attribute" if method in _ATTRIBUTES else "method"
    if method in _DELEGATING:
        names = _delegated(method, arguments, found)
    else:
        listed = arguments[: 1 if method in _NAMING else None]
        names = [_symbol(each, found) for each in listed if each.type in ("simple_symbol", "string")]
    for name in names:
        found.define(node, (*here.path, name), kind)
        if method in _WRITERS:
            found.define(node, (*here.path, f"{name}="), kind)


def _delegated(method: str, arguments: list["Node"], found: FoundDefinitions) -> list[str]:
    """Return the methods that `delegate` of Rails or of Forwardable, or one of its siblings, makes."""
    symbols = [_symbol(each, found) for each in arguments if each.type in ("simple_symbol", "string")]
    if method.endswith("delegators"):
        return symbols[1:]
    if method.endswith("_delegator"):
        return symbols[2:3] or symbols[1:2]
    pairs = {
        found.text(each.child_by_field_name("key")).strip(":"): each.child_by_field_name("value")
        for each in arguments
        if each.type == "pair"
    }
    if "to" in pairs:
        prefix = found.text(pairs.get("prefix")).lstrip(":")
        prefix = _symbol(pairs["to"], found) if prefix == "true" else prefix
        return [f"{prefix}_{each}" if prefix not in ("", "false", "nil") else each for each in symbols]
    return re.findall(r":(\w+[?!=]?)", " ".join(pairs))  # `delegate [:a, :b] => :@x`


def _symbol(node: "Node | None", found: FoundDefinitions) -> str:
    return string_value(found.text(node).removeprefix(":"))


def _test_call(node: "Node", method: str, here: Here, found: FoundDefinitions) -> Iterable[Step]:
    arguments = _arguments(node)
    title = _title(arguments, found) if method not in _SHARED else ""
    if method == "test":
        if here.owner == _TEST_CLASS and title:
            # The method that ActiveSupport makes of it is what reports call it.
            found.test(node, (*here.path, "test_" + re.sub(r"\s+", "_", title)))
        return ()
    if method in _SUITES:
        return _blocks(node, here._replace(suite=(*here.suite, title))) if title else ()
    if not here.suite:
        return ()
    if method == "its":  # a group of that name, with one example
        attribute = _attribute(arguments, found)
        found.test(node, (*here.suite, *attribute), parametrized=True)
    elif title:
        found.test(node, (*here.suite, title))
    else:  # a test without a fixed name: its group stands for it
        found.test(node, here.suite, parametrized=True)
    return ()


def _attribute(arguments: list["Node"], found: FoundDefinitions) -> tuple[str, ...]:
    """Return what `its(:size)` calls its group; nothing where only a run can know it."""
    is_fixed = arguments and arguments[0].type in ("simple_symbol", "string")
    return (_symbol(arguments[0], found),) if is_fixed else ()


def _title(arguments: list["Node"], found: FoundDefinitions) -> str:
    """Return the name of a test or group as reports have it; nothing where only a run can know it."""
    title = ""
    for argument in arguments:
        if argument.type == "string":
            if any(child.type == "interpolation" for child in argument.named_children):
                return ""
            text = string_value(found.text(argument))
            title += text if not title or text[:1] in "#.:" else f" {text}"
        elif argument.type in ("constant", "scope_resolution") and not title:
            title = found.text(argument)
        else:
            break
    return title


def _arguments(call: "Node") -> list["Node"]:
    arguments = call.child_by_field_name("arguments")
    return arguments.named_children if arguments is not None else []


def _blocks(call: "Node", here: Here) -> list[Step]:
    block = call.child_by_field_name("block")
    body = block.child_by_field_name("body") if block is not None else None
    return [(body, here)] if body is not None else []


_MAKING_CLASSES: Final = frozenset(
    {("Struct", "new"), ("Class", "new"), ("Module", "new"), ("Data", "define")}
)

_RULES: Final = rules_within(
    {
        "module": _class,
        "class": _class,
        "singleton_class": _singleton_class,
        "method": _method,
        "singleton_method": _method,
        "alias": _alias,
        "assignment": _assignment,
        "call": _call,
    },
    "body_statement",
    "if",
    "unless",
    "else",
    "elsif",
    "then",
    "begin",
    "rescue",
    "ensure",
)
