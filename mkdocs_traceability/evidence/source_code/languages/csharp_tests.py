"""Tests in C#: the attributes of xUnit, NUnit, MSTest and TUnit, and the names that they give a test."""

import re
from typing import TYPE_CHECKING, Final

from mkdocs_traceability.evidence.source_code.languages.literals import string_value
from mkdocs_traceability.evidence.source_code.languages.walk import FoundDefinitions
from mkdocs_traceability.evidence.source_code.outline import HOLE

if TYPE_CHECKING:
    from tree_sitter import Node

_PARAMETRIZED: Final = frozenset(
    {"Theory", "TestCase", "TestCaseSource", "DataTestMethod", "DataRow", "InlineData", "DynamicData"}
)
_TESTS: Final = frozenset(
    {"Fact", "Theory", "Test", "TestCase", "TestCaseSource", "TestMethod", "DataTestMethod"}
)
_NAMED_BY_FIRST: Final = frozenset({"TestMethod", "DataTestMethod", "DisplayName"})
"""Attributes whose only unnamed argument is the name of the test."""

_LITERAL: Final = re.compile(r'(?:(\w+)\s*[=:]\s*)?(@?"(?:[^"\\]|\\.|"")*")')
_PLACEHOLDER: Final = re.compile(r"\{\w+(?::\d+)?\}|\$\w+")


def note(node: "Node", path: tuple[str, ...], found: FoundDefinitions) -> None:
    """Note a method as a test if an attribute makes it one."""
    attributes = _attributes(node, found)
    names = {name for name, _ in attributes}
    if not _TESTS.isdisjoint(names):
        called = tuple(each for name, arguments in attributes for each in _names(name, arguments))
        found.test(node, path, not _PARAMETRIZED.isdisjoint(names), called)


def _attributes(node: "Node", found: FoundDefinitions) -> list[tuple[str, str]]:
    """Return a declaration's attributes without their namespaces and their `Attribute`, with arguments."""
    return [
        (
            found.text(attribute.child_by_field_name("name")).rpartition(".")[2].removesuffix("Attribute"),
            "".join(
                found.text(each)
                for each in attribute.named_children
                if each.type == "attribute_argument_list"
            ),
        )
        for listed in node.named_children
        if listed.type == "attribute_list"
        for attribute in listed.named_children
    ]


def _names(attribute: str, arguments: str) -> list[str]:
    """Return the names that an attribute gives: `DisplayName = "…"`, `TestName = "…"`."""
    names = []
    for named in _LITERAL.finditer(arguments):
        by_first = not named[1] and attribute in _NAMED_BY_FIRST and named.start() == 1
        if named[1] in ("DisplayName", "TestName") or by_first:
            names.append(_PLACEHOLDER.sub(HOLE, _value(named[2])))
    return names


def _value(literal: str) -> str:
    return literal[2:-1].replace('""', '"') if literal[0] == "@" else string_value(literal)
