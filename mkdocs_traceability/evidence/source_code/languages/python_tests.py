"""Which definitions of a Python file are tests, by the conventions of pytest and unittest.

Told of functions and classes as `python` walks through them; judges once all are known, as a class can be a
`TestCase` by another class of its file. What conftest files, plugins or settings change cannot be seen.
"""

import ast
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.source_code.outline import Test

_SEVERAL: Final = ("parametrize", "expand", "parameterized_class")
"""Decorators that make several tests of one: pytest's, and those of `parameterized`."""

_Path = tuple[str, ...]


class _Class(NamedTuple):
    line: int
    name: str
    bases: tuple[str, ...]
    is_parametrized: bool


class _Function(NamedTuple):
    within: _Path
    line: int
    end: int
    name: str
    parameters: frozenset[str]
    is_parametrized: bool


class TestFinder:
    """Collects functions and classes that may be tests, and what marks them."""

    __test__ = False

    def __init__(self) -> None:
        self._classes: dict[_Path, _Class] = {}
        self._functions: list[_Function] = []
        self._with_init: set[_Path] = set()
        self._switched_off: set[_Path] = set()
        self._parametrized: set[_Path] = set()
        self._fixtures: set[str] = set()

    def function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, within: _Path, decorators: list[str]
    ) -> None:
        """Take in a function of a module, or a method of a class."""
        if decorators and any(name.rpartition(".")[2] == "fixture" for name in decorators):
            if any(_has_parameters(each) for each in node.decorator_list):
                self._fixtures.add(node.name)
        elif node.name.startswith("test"):
            arguments = node.args
            parameters = frozenset(
                each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
            )
            several = _makes_several(decorators)
            end = node.end_lineno or node.lineno
            self._functions.append(_Function(within, node.lineno, end, node.name, parameters, several))
        elif node.name == "__init__":
            self._with_init.add(within)
        elif node.name == "pytest_generate_tests":
            self._parametrized.add(within)

    def class_(self, node: ast.ClassDef, path: _Path, bases: list[str]) -> None:
        """Take in a class that stands in no function."""
        several = _makes_several([dotted_name(each) for each in node.decorator_list])
        self._classes[path] = _Class(node.lineno, node.name, tuple(bases), several)

    def mark(self, name: str, value: ast.expr, within: _Path) -> None:
        """Take in `pytestmark` or `__test__` of a module or class."""
        if name == "pytestmark":
            marks = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
            if _makes_several([dotted_name(each) for each in marks]):
                self._parametrized.add(within)
        elif isinstance(value, ast.Constant) and not value.value:
            self._switched_off.add(within)

    def tests(self) -> tuple[Test, ...]:
        """Return the tests, in the order in which they stand."""
        if not self._functions or () in self._switched_off:
            return ()
        collected: dict[_Path, bool] = {(): () in self._parametrized}
        test_cases: set[str] = set()
        for path, each in sorted(self._classes.items(), key=lambda item: item[1].line):
            is_test_case = any(base.endswith("TestCase") or base in test_cases for base in each.bases)
            if is_test_case:
                test_cases.add(".".join(path))
            if path[:-1] in collected and self._is_collected(path, each, is_test_case):
                several = each.is_parametrized or path in self._parametrized
                collected[path] = several or collected[path[:-1]]
        return tuple(
            Test((*each.within, each.name), each.line, each.end, self._is_several(each, collected))
            for each in sorted(self._functions, key=lambda function: function.line)
            if each.within in collected
        )

    def _is_collected(self, path: _Path, each: _Class, is_test_case: bool) -> bool:
        """Whether pytest collects a class: it leaves out what has an `__init__`, save a `TestCase`."""
        if path in self._switched_off:
            return False
        return is_test_case or (each.name.startswith("Test") and path not in self._with_init)

    def _is_several(self, each: _Function, collected: dict[_Path, bool]) -> bool:
        return (
            each.is_parametrized or collected[each.within] or not each.parameters.isdisjoint(self._fixtures)
        )


def dotted_name(node: ast.expr) -> str:
    """Return the dotted name that an expression is, or that it calls; empty where it is neither."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Name):
        return node.id
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join((node.id, *reversed(names)))


def _makes_several(decorators: list[str]) -> bool:
    return any(name.rpartition(".")[2] in _SEVERAL for name in decorators)


def _has_parameters(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and any(each.arg == "params" for each in decorator.keywords)
