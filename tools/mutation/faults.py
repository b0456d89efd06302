"""The faults that are put into a module: which there are, and the code that each makes of it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType
from typing import Final, NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Fault:
    """One fault of a function: what stands there, what is put in its place, and on which lines."""

    function: str
    """Its name, with the class before it where it is a method."""

    first_line: int
    """Where the function begins, a decorator counted in: what its code object has too."""

    before: str
    after: str
    lines: range
    """The lines of the statement, or of the head of the block, that is changed."""

    occurrence: int
    """A number from 1 on, where the same is said of more than one place of the function."""

    @property
    def text(self) -> str:
        """The fault on one line, by which a list names it: it stays as long as the statement does."""
        more = f" [{self.occurrence}]" if self.occurrence > 1 else ""
        return f"{self.function}: {self.before} -> {self.after}{more}"


class _Site(NamedTuple):
    """A place in the tree of a module, and what may be put there."""

    holder: ast.AST
    field: str
    number: int | None
    other: ast.AST


_COMPARISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_FUNCTIONS: Final = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
}
_METHODS: Final = {
    "lower": "upper",
    "upper": "lower",
    "casefold": "upper",
    "startswith": "endswith",
    "endswith": "startswith",
    "removeprefix": "removesuffix",
    "removesuffix": "removeprefix",
    "lstrip": "rstrip",
    "rstrip": "lstrip",
    "find": "rfind",
    "rfind": "find",
    "partition": "rpartition",
    "rpartition": "partition",
    "intersection": "union",
    "union": "intersection",
}


class Module:
    """A module with its functions, each of which can be given a fault."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tree = ast.parse(path.read_bytes(), str(path))

    def faults(self) -> Iterator[tuple[Fault, CodeType]]:
        """Go through the faults, each with the code of its function; what does not compile is none."""
        for name, function in _functions(self._tree, ""):
            counted: dict[tuple[str, str], int] = {}
            for site, lines in _sites_of(function):
                before, after = _said(site)
                number = counted[before, after] = counted.get((before, after), 0) + 1
                fault = Fault(name, _first_line(function), before, after, lines, number)
                if code := self._code(site, fault):
                    yield fault, code

    def _code(self, site: _Site, fault: Fault) -> CodeType | None:
        """Compile the module with a fault, and return the code of its function; the tree stays as it was."""
        original = _replace(site, ast.fix_missing_locations(ast.copy_location(site.other, _at(site))))
        try:
            return code_of(compile(self._tree, str(self._path), "exec"), fault.first_line)
        except SyntaxError:
            return None
        finally:
            _replace(site, original)


def code_of(module: CodeType, first_line: int) -> CodeType | None:
    """Return the code of the outermost function that begins on a line."""
    for each in module.co_consts:
        if isinstance(each, CodeType):
            if each.co_flags & _IS_FUNCTION:
                if each.co_firstlineno == first_line:
                    return each
            elif within := code_of(each, first_line):
                return within
    return None


_IS_FUNCTION: Final = 0x1 | 0x2
"""Flags of code that has local variables, which the body of a class has not (`inspect.CO_OPTIMIZED`)."""


def _functions(tree: ast.Module | ast.ClassDef, owner: str) -> Iterator[tuple[str, Function]]:
    for each in tree.body:
        if isinstance(each, ast.ClassDef):
            yield from _functions(each, f"{owner}{each.name}.")
        elif isinstance(each, Function):
            yield f"{owner}{each.name}", each


def _first_line(function: Function) -> int:
    return min(each.lineno for each in (function, *function.decorator_list))


def _sites_of(function: Function) -> Iterator[tuple[_Site, range]]:
    for number, statement in enumerate(function.body):
        yield from _sites_in(function, "body", number, statement, _lines(statement))


_NEVER_RUN: Final = {"annotation", "returns", "ctx", "decorator_list", "format_spec"}
"""Fields with what is not run, or only where the module is imported."""


def _sites_in(
    holder: ast.AST, field: str, number: int | None, node: ast.AST, lines: range
) -> Iterator[tuple[_Site, range]]:
    """Go through the places in and below a node of a function's body."""
    if _is_left_alone(node):
        return
    if isinstance(node, ast.stmt):
        lines = _lines(node)
    for other in _others(node, holder, field):
        yield _Site(holder, field, number, other), lines
    for name, place, each in _children(node):
        yield from _sites_in(node, name, place, each, lines)


def _is_left_alone(node: ast.AST) -> bool:
    """Whether a node is a docstring, or what always holds: no test can notice that `strict=True` is gone."""
    match node:
        case ast.Expr(value=ast.Constant(value=str())) | ast.keyword(arg="strict"):
            return True
    return False


def _children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    """Go through the nodes below one, each with its field; constant parts of a text with values are none."""
    for name, value in ast.iter_fields(node):
        if name in _NEVER_RUN:
            continue
        for place, each in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(each, ast.AST) and not (
                isinstance(node, ast.JoinedStr) and isinstance(each, ast.Constant)
            ):
                yield name, place, each


def _lines(statement: ast.stmt) -> range:
    """Return the lines of a statement; of one with a block, those before it."""
    body = getattr(statement, "body", None)
    cases = getattr(statement, "cases", None)
    within = body or cases
    if not within:
        return range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    first = within[0].pattern.lineno if cases else within[0].lineno
    return range(statement.lineno, max(first, statement.lineno + 1))


def _others(node: ast.AST, holder: ast.AST, field: str) -> Iterator[ast.AST]:  # noqa: C901
    """Go through what may stand in place of a node."""
    match node:
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str() as value):
            yield ast.Constant(f"XX{value}")
        case ast.JoinedStr(values=values):
            yield ast.JoinedStr([ast.Constant("XX"), *values])
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            for number, each in enumerate(ops):
                changed = [*ops[:number], _COMPARISONS[type(each)](), *ops[number + 1 :]]
                yield ast.Compare(left, changed, comparators)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for number in range(len(values)):
                rest = [*values[:number], *values[number + 1 :]]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            yield ast.BinOp(left, _OPERATORS[type(operator)](), right)
        case ast.AugAssign(target=target, op=operator, value=value) if type(operator) in _OPERATORS:
            yield ast.AugAssign(target, _OPERATORS[type(operator)](), value)
        case ast.Call():
            yield from _other_calls(node)
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield ast.Pass()
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
    if isinstance(node, ast.expr) and _is_bare_condition(node, holder, field):
        yield ast.UnaryOp(ast.Not(), node)
    if isinstance(holder, ast.comprehension) and field == "ifs":
        yield ast.Constant(True)


def _is_bare_condition(node: ast.AST, holder: ast.AST, field: str) -> bool:
    """Whether a node is a condition that no other fault turns round."""
    return (
        isinstance(holder, ast.If | ast.IfExp | ast.While | ast.comprehension)
        and field in {"test", "ifs"}
        and not isinstance(node, ast.Compare | ast.BoolOp | ast.UnaryOp)
    )


def _other_calls(node: ast.Call) -> Iterator[ast.AST]:
    match node.func:
        case ast.Name(id="sorted" | "reversed" | "set") if node.args:
            yield ast.Call(ast.Name("list", ast.Load()), node.args[:1], [])
        case ast.Name(id=name) if name in _FUNCTIONS:
            yield ast.Call(ast.Name(_FUNCTIONS[name], ast.Load()), node.args, node.keywords)
        case ast.Attribute(value=value, attr=name) if name in _METHODS:
            yield ast.Call(ast.Attribute(value, _METHODS[name], ast.Load()), node.args, node.keywords)
        case ast.Attribute(value=value, attr="strip" | "lstrip" | "rstrip"):
            yield value
    for number, each in enumerate(node.keywords):
        if each.arg not in {None, "strict"}:
            yield ast.Call(node.func, node.args, [*node.keywords[:number], *node.keywords[number + 1 :]])


def _said(site: _Site) -> tuple[str, str]:
    node, other = _at(site), site.other
    if isinstance(node, ast.Call) and isinstance(other, ast.Call) and other.func is node.func:
        (gone,) = (each for each in node.keywords if each not in other.keywords)
        return ast.unparse(gone), "(nothing)"
    return ast.unparse(node), ast.unparse(other)


def _at(site: _Site) -> ast.AST:
    held = getattr(site.holder, site.field)
    return held if site.number is None else held[site.number]  # type: ignore[no-any-return]


def _replace(site: _Site, other: ast.AST) -> ast.AST:
    original = _at(site)
    if site.number is None:
        setattr(site.holder, site.field, other)
    else:
        getattr(site.holder, site.field)[site.number] = other
    return original
