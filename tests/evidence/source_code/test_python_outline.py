"""What a Python file defines, and what it only mentions."""

import sys
from textwrap import dedent

import pytest
from support import table

from mkdocs_traceability.evidence.source_code.languages.python import MAX_BYTES, outline
from mkdocs_traceability.evidence.source_code.outline import FOR_TYPES, Outline


def outlined(text: str) -> Outline:
    found = outline(dedent(text).encode())
    assert not found.error
    return found


def defined(text: str) -> dict[str, str]:
    return {".".join(each.path): each.kind for each in outlined(text).definitions}


def found_tests(text: str) -> dict[str, bool]:
    return {".".join(each.path): each.parametrized for each in outlined(text).tests}


@table(
    "text, expected",
    ("a function", "def f(): ...", {"f": "function"}),
    ("an async function", "async def f(): ...", {"f": "function"}),
    ("a class and its methods", "class A:\n def m(self): ...", {"A": "class", "A.m": "method"}),
    ("a class in a class", "class A:\n class B:\n  x = 1", {"A": "class", "A.B": "class", "A.B.x": "attribute"}),
    ("a function in a function", "def f():\n def g(): ...", {"f": "function", "f.g": "function"}),
    ("a constant and a variable", "LIMIT = 1\nlog: int = 2", {"LIMIT": "constant", "log": "variable"}),
    ("a name with a type and no value", "x: int", {"x": "variable"}),
    ("several names at once", "a, (b, *c) = d = z()", dict.fromkeys("abcd", "variable")),
    ("members of an enum", "class E(enum.Enum):\n RED = 1\n _x = 2", {"E": "class", "E.RED": "member", "E._x": "attribute"}),
    ("a property", "class A:\n @property\n def x(self): ...", {"A": "class", "A.x": "property"}),
    ("what a method gives its object", "class A:\n def m(this):\n  if 1: this.x = y = 2", {"A": "class", "A.m": "method", "A.x": "attribute"}),
    ("a second target of an assignment", "class A:\n def m(self):\n  y = self.x = 2", {"A": "class", "A.m": "method", "A.x": "attribute"}),
    ("under if, else, try, with, for and match", """\
        if a:
            def f1(): ...
        elif b:
            f2 = 1
        else:
            f3 = 1
        try:
            f4 = 1
        except E:
            f5 = 1
        else:
            f6 = 1
        finally:
            f7 = 1
        with a:
            f8 = 1
        for a in b:
            f9 = 1
        match a:
            case 1:
                f10 = 1
        while a:
            f11 = 1
        """, {"f1": "function"} | {f"f{n}": "variable" for n in range(2, 12)}),
)  # fmt: skip
def test_what_is_defined(text: str, expected: dict[str, str]) -> None:
    assert defined(text) == expected


@table(
    "text",
    ("a comment", "# Name"),
    ("a string", "print('Name')"),
    ("a docstring", '"""Name = 1"""'),
    ("a call", "Name()"),
    ("a keyword argument", "f(Name=1)"),
    ("a parameter", "def f(Name): ..."),
    ("a local variable", "def f():\n Name = 1"),
    ("a variable of a function in a method", "class A:\n def m(self):\n  def g():\n   Name = 1"),
    ("an attribute of something else", "class A:\n def m(self):\n  other.Name = 1"),
    ("what a static method does with its parameter", "class A:\n @staticmethod\n def m(it):\n  it.Name = 1"),
    ("an assignment expression", "print(Name := 1)"),
    ("an import", "from a import Name"),
    ("an augmented assignment", "Name += 1"),
    ("what only type checkers see", "if TYPE_CHECKING:\n class Name: ..."),
    ("what only type checkers see, qualified", "if typing.TYPE_CHECKING:\n Name = int"),
    ("the other branch of that", "if not TYPE_CHECKING:\n pass\nelse:\n Name = 1"),
    ("what is never run", "if False:\n Name = 1"),
    ("what is deleted", "Name = 1\ndel Name"),
    ("what is deleted where it is defined", "if a:\n Name = 1\n del Name"),
    ("what is deleted with others", "class Name:\n x = 1\nother = 1\ndel other, Name"),
    ("a module's __getattr__", "def __getattr__(name):\n return {'Name': 1}[name]"),
    ("a subscript", "globals()['Name'] = 1"),
)
def test_what_only_mentions_a_name(text: str) -> None:
    found = [each for each in outlined(text).definitions if each.kind != FOR_TYPES]
    assert "Name" not in {each.path[-1] for each in found}


@table(
    "text",
    ("a later definition", "Name = 1\ndel Name\nName = 2"),
    ("a deletion that may not happen", "Name = 1\nif a:\n del Name"),
    ("a deletion of what it holds", "Name = {}\ndel Name['x'], Name.y"),
    ("a deletion in a function", "Name = 1\ndef f():\n del Name"),
    ("what is run without type checkers", "if TYPE_CHECKING:\n ...\nelse:\n Name = 1"),
)
def test_what_is_still_there(text: str) -> None:
    assert "Name" in defined(text)


def test_one_name_is_one_definition_however_often_it_is_defined() -> None:
    text = """\
        from typing import overload
        @overload
        def f(a: int) -> int: ...
        @overload
        def f(a: str) -> str: ...
        def f(a): ...
        class A:
            @property
            def x(self): ...
            @x.setter
            def x(self, value): ...
        if a:
            y = 1
        else:
            y = 2
        """
    lines = {".".join(each.path): each.line for each in outlined(text).definitions}
    assert lines == {"f": 6, "A": 7, "A.x": 9, "y": 13}


def test_lines_are_those_of_the_definition_without_its_decorators() -> None:
    definition = outlined("@decorator(\n  1)\ndef f():\n  pass\n").definitions[0]
    assert (definition.line, definition.end) == (3, 4)


def test_imports_are_what_a_module_offers_on() -> None:
    text = """\
        from __future__ import annotations
        from .x import A as B
        from ..y import *
        import a.b as c
        import d.e
        try:
            from fast import F
        except ImportError:
            from slow import F
        if TYPE_CHECKING:
            from types import T
        def f():
            from local import L
        from gone import G
        del G
        """
    assert [each[:3] for each in outlined(text).imports] == [
        ("B", ".x", "A"), ("*", "..y", "*"), ("c", "a.b", ""), ("d", "d", ""), ("F", "fast", "F"), ("F", "slow", "F"),
    ]  # fmt: skip


def test_what_a_module_says_it_offers_is_an_import_from_nowhere() -> None:
    names = [each.name for each in outlined("__all__ = ['A', 'B']\n__all__ += other.__all__").imports]
    assert names == ["A", "B", "*"]


def test_bases_are_kept_as_written_without_their_parameters() -> None:
    bases = outlined("class A(b.Worker, Generic[T], metaclass=M): ...\nclass B(make()): ...").bases
    assert [(each.path, each.base) for each in bases] == [(("A",), "b.Worker"), (("A",), "Generic")]


@table(
    "text, expected",
    ("a function", "def test_a(): ...\ndef helper(): ...", {"test_a": False}),
    ("an async function", "async def test_a(): ...", {"test_a": False}),
    ("a method of a test class", "class TestA:\n def test_b(self): ...\n class TestB:\n  def test_c(self): ...", {"TestA.test_b": False, "TestA.TestB.test_c": False}),
    ("a method of another class", "class A:\n def test_b(self): ...", {}),
    ("a test class with an __init__", "class TestA:\n def __init__(self): ...\n def test_b(self): ...", {}),
    ("a class in another class", "class A:\n class TestB:\n  def test_c(self): ...", {}),
    ("unittest", "class A(unittest.TestCase):\n def test_b(self): ...", {"A.test_b": False}),
    ("unittest, async", "class A(IsolatedAsyncioTestCase):\n def test_b(self): ...", {"A.test_b": False}),
    ("unittest by a class between", "class A(TestCase): ...\nclass B(A):\n def test_b(self): ...", {"B.test_b": False}),
    ("a function in a test", "def test_a():\n def test_b(): ...", {"test_a": False}),
    ("a fixture with such a name", "@pytest.fixture\ndef test_client(): ...", {}),
    ("what is switched off", "class TestA:\n __test__ = False\n def test_b(self): ...", {}),
    ("parameters", "@pytest.mark.parametrize('x', [1])\ndef test_a(x): ...", {"test_a": True}),
    ("parameters of a class", "@pytest.mark.parametrize('x', [1])\nclass TestA:\n def test_b(self, x): ...", {"TestA.test_b": True}),
    ("parameters of a module", "pytestmark = [pytest.mark.parametrize('x', [1])]\ndef test_a(x): ...", {"test_a": True}),
    ("another mark", "pytestmark = pytest.mark.slow\ndef test_a(): ...", {"test_a": False}),
    ("parameters of a fixture", "@pytest.fixture(params=[1])\ndef x(): ...\ndef test_a(x): ...\ndef test_b(): ...", {"test_a": True, "test_b": False}),
    ("under a condition", "if a:\n def test_a(): ...", {"test_a": False}),
)  # fmt: skip
def test_what_is_a_test(text: str, expected: dict[str, bool]) -> None:
    assert found_tests(text) == expected


@table(
    "data, error, line",
    ("a mistake", b"a = 1\ndef f(:\n", "invalid syntax", 2),
    ("a NUL byte", b"a = 1\n\0", "source code string cannot contain null bytes", 1),
    ("bytes of no encoding", b"\nx = '\xff'\n", "(unicode error) 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte", 2),
    ("an unknown encoding", b"# coding: nothing\n", "unknown encoding: nothing", 1),
    ("a codec that is no encoding", b"# coding: rot13\n", "'rot13' is not a text encoding; use codecs.decode() to handle arbitrary codecs", 1),
    ("100,000 open brackets", b"(" * 100_000, "too many nested parentheses", 1),
    ("100,000 signs", b"-" * 100_000 + b"1", "it is nested too deeply", 1),
    ("100,000 attributes", b"a" + b".b" * 100_000, "it is nested too deeply", 1),
    ("100,000 calls", b"f" + b"()" * 100_000, "it is nested too deeply", 1),
    ("30,000 branches", b"if a: pass\n" + b"elif a: pass\n" * 30_000, "it is nested too deeply", 1),
    ("many bytes", b"#" * (MAX_BYTES + 1), "it is too large", 1),
    ("many names in few bytes", b"a=b=" * 220_000, "it is too large", 1),
)  # fmt: skip
def test_what_is_no_python_says_so(data: bytes, error: str, line: int) -> None:
    found = outline(data)
    if sys.version_info[:2] == (3, 11):  # each Python has its own words
        assert (found.error, found.error_line) == (error, line)
    assert found.error
    assert found[:4] == ((), (), (), ())


@table(
    "data",
    ("a BOM", b"\xef\xbb\xbfName = 1"),
    ("CRLF", b"a = 1\r\nName = 2\r\n"),
    ("another encoding", b"# coding: latin-1\n# caf\xe9\nName = '\xe9'\n"),
    (
        "deep definitions",
        b"".join(b" " * n + b"def f():\n" for n in range(98)) + b" " * 98 + b"class Name: pass",
    ),
    ("50,000 deletions", b"Name=1\ndel Name\n" * 25_000 + b"Name=1\n"),
)
def test_what_is_unusual_and_python(data: bytes) -> None:
    assert "Name" in {each.path[-1] for each in outline(data).definitions}


@pytest.mark.filterwarnings("error")
def test_warnings_of_the_parser_reach_nobody() -> None:
    assert not outline(b"x = '\\d'\nassert (1, 2)\n1 is 1\n").error
