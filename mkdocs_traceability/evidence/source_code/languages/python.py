"""The outline of a Python file, from its syntax tree: verify looks up in it what claims name.

Statements only, and of those the ones that define, import, inherit or delete. Nothing is compiled or run.
This module is imported once a Python file is claimed, hence `ast` at its head. Which definitions are tests
is said by `python_tests`.
"""

import ast
import gc
import re
import sys
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar

from mkdocs_traceability.evidence.source_code.languages.python_tests import TestFinder, dotted_name
from mkdocs_traceability.evidence.source_code.outline import (
    FOR_TYPES,
    TOO_DEEP,
    TOO_LARGE,
    Base,
    Definition,
    Import,
    Outline,
)

MAX_BYTES: Final = 2_000_000
MAX_TOKENS: Final = 300_000
"""More words and opening brackets are not read: each can take more than 1 kB in a syntax tree."""

_LONGEST_REASON: Final = 120
_ENUMS: Final = ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag")
_NEVER_RUN: Final = "TYPE_CHECKING"

T = TypeVar("T")


def outline(data: bytes) -> Outline:
    """Return what a Python file defines; of one that is no Python, only why and where."""
    return walked(data, lambda tree: _Walk().through(tree))


def walked(data: bytes, walk: Callable[[ast.Module], T]) -> T | Outline:
    """Return what a walk makes of a file's syntax tree; of one that is no Python, why and where."""
    if len(data) > MAX_BYTES or (len(data) > MAX_TOKENS and _tokens(data) > MAX_TOKENS):
        return Outline(error=TOO_LARGE, error_line=1)
    was_collecting = gc.isenabled()
    gc.disable()  # a syntax tree has no cycles, and is as much work to look through as to make
    try:
        return walk(_tree(data))
    except SyntaxError as error:
        return Outline(error=_reason(error.msg), error_line=max(error.lineno or 1, 1))
    except (RecursionError, MemoryError):  # how `ast` says that its own stack does not suffice
        return Outline(error=TOO_DEEP, error_line=1)
    except (ValueError, LookupError, OverflowError) as error:  # a NUL byte, or an encoding that is none
        return Outline(error=_reason(str(error)), error_line=1)
    finally:
        if was_collecting:
            gc.enable()


def _tree(data: bytes) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(data)


def _tokens(data: bytes) -> int:
    return sum(1 for _ in re.finditer(rb"[\w\x80-\xff]+|[(\[{]", data))


def _reason(message: str) -> str:
    first = (message.splitlines() or [""])[0].strip().rstrip(".")
    return first[:_LONGEST_REASON] or "invalid syntax"


class _Where(NamedTuple):
    """What the statements of a block stand in: `module`, `class` or `function`.

    `member` is the kind of what a class assigns. `owner` and `own_name` are, in a method, its class and the
    name of its first parameter: what is assigned through it is an attribute of the class.
    """

    path: tuple[str, ...]
    within: str
    member: str = ""
    owner: tuple[str, ...] = ()
    own_name: str = ""


class _Deletion(NamedTuple):
    """A `del`: it undoes what stands before it, from the line on where the condition it is under begins."""

    path: tuple[str, ...]
    line: int
    since: int


_Block = tuple[Sequence[ast.stmt], _Where, int]
"""Statements, what they stand in, and the line where the innermost condition around them begins, or 0."""


class _Walk:
    """Collects what the statements of a module define, block by block: without recursion."""

    def __init__(self) -> None:
        self.definitions: list[Definition] = []
        self.imports: list[Import] = []
        self.bases: list[Base] = []
        self.tests = TestFinder()
        self._deletions: list[_Deletion] = []
        self._only_for_types: list[Definition] = []
        self._type_checking: set[str] = set()
        self._blocks: list[_Block] = []

    def through(self, tree: ast.Module) -> Outline:
        """Return the outline of a module."""
        self._blocks = [(tree.body, _Where((), "module"), 0)]
        visits = _VISITS
        while self._blocks:
            statements, where, since = self._blocks.pop()
            for statement in statements:
                visit = visits.get(type(statement))
                if visit is not None:
                    visit(self, statement, where, since)
        definitions = sorted(self.definitions, key=attrgetter("line"))
        if self._deletions:
            is_deleted = _Deletions(self._deletions).undo
            definitions = [each for each in definitions if not is_deleted(each.path, each.line)]
            self.imports = [each for each in self.imports if not is_deleted((each.name,), each.line)]
        return Outline(
            (*_each_once(definitions), *self._only_for_types),
            tuple(sorted(self.imports, key=attrgetter("line"))),
            tuple(self.bases),
            self.tests.tests(),
        )

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, where: _Where, since: int) -> None:
        """Take in a function, and what is defined in it; its variables are its own affair."""
        path = (*where.path, node.name)
        kind = "method" if where.within == "class" else "function"
        decorators: list[str] = []
        if node.decorator_list:
            decorators = [dotted_name(each) for each in node.decorator_list]
            kind = _decorated(decorators, kind)
        self.definitions.append(Definition(path, node.lineno, node.end_lineno or node.lineno, kind))
        if where.within != "function":
            self.tests.function(node, where.path, decorators)
        inner = _Where(path, "function")
        if where.within == "class" and "staticmethod" not in decorators:
            parameters = node.args.posonlyargs or node.args.args
            if parameters:
                inner = _Where(path, "function", owner=where.path, own_name=parameters[0].arg)
        self._blocks.append((node.body, inner, 0))

    def class_(self, node: ast.ClassDef, where: _Where, since: int) -> None:
        """Take in a class, its bases and its members."""
        path = (*where.path, node.name)
        self.definitions.append(Definition(path, node.lineno, node.end_lineno or node.lineno, "class"))
        bases = [base for each in node.bases if (base := _base_name(each))]
        self.bases.extend(Base(path, base) for base in bases)
        if where.within != "function":
            self.tests.class_(node, path, bases)
        is_enum = any(base.rpartition(".")[2] in _ENUMS for base in bases)
        self._blocks.append((node.body, _Where(path, "class", "member" if is_enum else "attribute"), 0))

    def assignment(self, node: ast.Assign, where: _Where, since: int) -> None:
        """Take in a variable of a module, an attribute of a class, or one that a method gives its object."""
        if where.within == "function":
            if where.owner and (type(node.targets[0]) is not ast.Name or len(node.targets) > 1):
                self._own_attributes(node.targets, node, where)
            return
        for name in _names(node.targets):
            self._variable(name, node, where)
            if where.within == "module" and name == "__all__":
                self._offered(node.value, node.lineno)
            elif name in ("pytestmark", "__test__"):
                self.tests.mark(name, node.value, where.path)

    def annotation(self, node: ast.AnnAssign, where: _Where, since: int) -> None:
        """Take in a variable with a type, whether it has a value or not."""
        if where.within == "function":
            if where.owner:
                self._own_attributes([node.target], node, where)
        elif isinstance(node.target, ast.Name):
            self._variable(node.target.id, node, where)
            if where.within == "module" and node.target.id == "__all__":
                self._offered(node.value, node.lineno)

    def addition(self, node: ast.AugAssign, where: _Where, since: int) -> None:
        """Take in what is added to `__all__`: otherwise adding defines nothing."""
        if where.within == "module" and isinstance(node.target, ast.Name) and node.target.id == "__all__":
            self._offered(node.value, node.lineno)

    def type_alias(self, node: Any, where: _Where, since: int) -> None:
        """Take in `type X = …`."""
        if where.within != "function":
            path = (*where.path, node.name.id)
            self.definitions.append(Definition(path, node.lineno, node.end_lineno, "type"))

    def import_(self, node: ast.Import, where: _Where, since: int) -> None:
        """Take in modules that a module offers under a name."""
        if where.within == "module":
            for alias in node.names:
                module = alias.name if alias.asname else alias.name.partition(".")[0]
                self.imports.append(Import(alias.asname or module, module, "", node.lineno))

    def import_from(self, node: ast.ImportFrom, where: _Where, since: int) -> None:
        """Take in names that a module has from another."""
        if where.within == "module" and node.module != "__future__":
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                self.imports.append(Import(alias.asname or alias.name, module, alias.name, node.lineno))
                if alias.name == _NEVER_RUN:
                    self._type_checking.add(alias.asname or alias.name)

    def deletion(self, node: ast.Delete, where: _Where, since: int) -> None:
        """Remember names that are taken back."""
        if where.within != "function":
            for name in _names(node.targets):
                self._deletions.append(_Deletion((*where.path, name), node.lineno, since))

    def condition(self, node: ast.If, where: _Where, since: int) -> None:
        """Go through both branches; of one that is never run, only what it defines for type checkers."""
        test = self._known(node.test)
        runs = is_run(test) if where.within != "function" else None
        if runs is not False:
            self._blocks.append((node.body, where, node.lineno))
        elif not isinstance(test, ast.Constant):
            self._for_types(node.body, where)
        if node.orelse and runs is not True:
            self._blocks.append((node.orelse, where, node.lineno))
        elif node.orelse and not isinstance(test, ast.Constant):
            self._for_types(node.orelse, where)

    def _known(self, test: ast.expr) -> ast.expr:
        """Return a condition, with `TYPE_CHECKING` under the name that it has everywhere."""
        inner = test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else test
        if not isinstance(inner, ast.Name) or inner.id not in self._type_checking:
            return test
        name = ast.Name(_NEVER_RUN)
        return name if inner is test else ast.UnaryOp(ast.Not(), name)

    def _for_types(self, statements: Sequence[ast.stmt], where: _Where) -> None:
        """Take in classes, functions and variables that exist for type checkers only."""
        for node in statements:
            names: list[str] = []
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                names = [node.name]
            elif isinstance(node, ast.Assign):
                names = _names(node.targets)
            elif isinstance(node, ast.AnnAssign):
                names = _names([node.target])
            end = node.end_lineno or node.lineno
            for name in names:
                self._only_for_types.append(Definition((*where.path, name), node.lineno, end, FOR_TYPES))

    def loop(self, node: ast.For | ast.AsyncFor | ast.While, where: _Where, since: int) -> None:
        """Go through a loop."""
        self._blocks.append((node.body, where, node.lineno))
        if node.orelse:
            self._blocks.append((node.orelse, where, node.lineno))

    def with_(self, node: ast.With | ast.AsyncWith, where: _Where, since: int) -> None:
        """Go through a block that is run in any case."""
        self._blocks.append((node.body, where, since))

    def attempt(self, node: ast.Try, where: _Where, since: int) -> None:
        """Go through what is tried, and what is done if it fails."""
        blocks = (node.body, *(each.body for each in node.handlers), node.orelse, node.finalbody)
        self._blocks.extend((block, where, node.lineno) for block in blocks)

    def match(self, node: ast.Match, where: _Where, since: int) -> None:
        """Go through every case."""
        self._blocks.extend((case.body, where, node.lineno) for case in node.cases)

    def _variable(self, name: str, node: ast.stmt, where: _Where) -> None:
        if where.within == "module":
            kind = "constant" if name.isupper() else "variable"
        else:
            kind = "attribute" if name.startswith("_") else where.member
        self.definitions.append(
            Definition((*where.path, name), node.lineno, node.end_lineno or node.lineno, kind)
        )

    def _own_attributes(self, targets: list[ast.expr], node: ast.stmt, where: _Where) -> None:
        for target in _flat(targets):
            if not isinstance(target, ast.Attribute) or not isinstance(target.value, ast.Name):
                continue
            if target.value.id == where.own_name:
                path, end = (*where.owner, target.attr), node.end_lineno or node.lineno
                self.definitions.append(Definition(path, node.lineno, end, "attribute"))

    def _offered(self, value: ast.expr | None, line: int) -> None:
        """Take in `__all__` as imports from nowhere: its names, and `*` for what cannot be seen of it."""
        listed: list[ast.expr | None] = [value]
        if isinstance(value, ast.List | ast.Tuple):
            listed = list(value.elts)
        for each in listed:
            name = "*"
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                name = each.value
            self.imports.append(Import(name, "", name, line))


_VISITS: Final[dict[type[ast.AST], Callable[[_Walk, Any, _Where, int], None]]] = {
    ast.FunctionDef: _Walk.function,
    ast.AsyncFunctionDef: _Walk.function,
    ast.ClassDef: _Walk.class_,
    ast.Assign: _Walk.assignment,
    ast.AnnAssign: _Walk.annotation,
    ast.AugAssign: _Walk.addition,
    ast.Import: _Walk.import_,
    ast.ImportFrom: _Walk.import_from,
    ast.Delete: _Walk.deletion,
    ast.If: _Walk.condition,
    ast.For: _Walk.loop,
    ast.AsyncFor: _Walk.loop,
    ast.While: _Walk.loop,
    ast.With: _Walk.with_,
    ast.AsyncWith: _Walk.with_,
    ast.Try: _Walk.attempt,
    ast.TryStar: _Walk.attempt,
    ast.Match: _Walk.match,
}
if sys.version_info >= (3, 12):
    _VISITS[ast.TypeAlias] = _Walk.type_alias


class _Deletions:
    """Says what is undone later. A file may delete one name 50,000 times, hence bisection."""

    def __init__(self, deletions: Iterable[_Deletion]) -> None:
        self._by_path: dict[tuple[str, ...], tuple[list[int], list[int]]] = {}
        for path, line, since in sorted(deletions, reverse=True):
            lines, earliest = self._by_path.setdefault(path, ([], []))
            lines.append(-line)
            earliest.append(min(since, earliest[-1]) if earliest else since)

    def undo(self, path: tuple[str, ...], line: int) -> bool:
        """Whether what is defined at this line, or what it stands in, is deleted by a later line."""
        for length in range(1, len(path) + 1):
            lines, earliest = self._by_path.get(path[:length], ((), ()))
            later = bisect_right(lines, -line - 1)
            if later and earliest[later - 1] <= line:
                return True
        return False


def _each_once(definitions: Iterable[Definition]) -> Iterator[Definition]:
    """Go through definitions, the first of each name; an overload yields to what it types."""
    chosen: dict[tuple[str, ...], Definition] = {}
    for each in definitions:
        first = chosen.setdefault(each.path, each)
        if first.kind == "overload" and each.kind != "overload":
            chosen[each.path] = each
    return iter(chosen.values())


def _decorated(decorators: list[str], kind: str) -> str:
    last = {name.rpartition(".")[2] for name in decorators}
    if "overload" in last:
        return "overload"
    return "property" if kind == "method" and last & {"property", "cached_property"} else kind


def _base_name(node: ast.expr) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    return "" if isinstance(node, ast.Call) else dotted_name(node)


def is_run(test: ast.expr) -> bool | None:
    """Return whether the body of an `if` is run, where that can be seen."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = is_run(test.operand) if not isinstance(test.operand, ast.UnaryOp) else None
        return None if inner is None else not inner
    if isinstance(test, ast.Constant):
        return bool(test.value)
    return False if dotted_name(test).rpartition(".")[2] == _NEVER_RUN else None


def _flat(targets: Sequence[ast.expr]) -> Sequence[ast.expr]:
    """Return targets, those in tuples and lists too."""
    if len(targets) == 1 and isinstance(targets[0], ast.Name | ast.Attribute):
        return targets
    found = []
    waiting = list(reversed(targets))
    while waiting:
        target = waiting.pop()
        if isinstance(target, ast.Tuple | ast.List):
            waiting.extend(reversed(target.elts))
        elif isinstance(target, ast.Starred):
            waiting.append(target.value)
        else:
            found.append(target)
    return found


def _names(targets: Sequence[ast.expr]) -> list[str]:
    return [target.id for target in _flat(targets) if isinstance(target, ast.Name)]
