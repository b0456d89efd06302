"""Which tables a Python file writes: by SQL in its strings, and through the models of an ORM.

Known are SQLAlchemy, SQLModel and Django, by how their models are declared and written; the names of
functions are believed where they are given a model. Nothing is imported or run.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.evidence.languages.python_tests import dotted_name
from mkdocs_traceability.observed.statements import table_writes

_MADE_BY_CALL: Final = frozenset({"insert", "update", "delete"})
_OF_A_SESSION: Final = frozenset({"add", "add_all", "merge", "delete", "bulk_save_objects"})
_OF_A_MANAGER: Final = frozenset(
    {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "update", "delete"}
    | {
        f"a{name}"
        for name in ("create", "bulk_create", "get_or_create", "update_or_create", "update", "delete")
    }
)
_OF_AN_OBJECT: Final = frozenset({"save", "asave", "delete", "adelete"})


_STRINGS: Final = (ast.Constant, ast.JoinedStr)
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)

_WORDS: Final = re.compile(
    rb"insert|update|delete|merge|replace|truncate|copy|add|save|create|__tablename__|table|models", re.I
)
"""One of these is in every file that writes a table, or declares a model."""


class Write(NamedTuple):
    """A write of a table, or of a model by its name, and where it stands."""

    name: str
    is_model: bool
    line: int
    column: int


class PythonWrites(NamedTuple):
    """What a file writes, and the models that it declares, as (name, table)."""

    writes: list[Write]
    models: list[tuple[str, str]]


def may_write(data: bytes) -> bool:
    """Whether it is worth to look through a file: whether it has a word without which nothing is written."""
    return _WORDS.search(data) is not None


def python_writes(tree: ast.Module, module: str) -> PythonWrites:
    """Return what a file writes; Django makes names of tables of `module`, the name of its folder."""
    seen = _Seen(tree)
    models = [found for node in seen.declarations if (found := _model(node, module))]
    writes = [*_in_strings(seen.texts), *_through_models(seen)]
    return PythonWrites(sorted(set(writes), key=lambda each: (each.line, each.column)), models)


_Declaration = ast.ClassDef | ast.Assign | ast.AnnAssign
_Scope = dict[str, str]
"""Which names stand, in one function, for an object that was made of another name: perhaps a model's."""


class _Seen:
    """What can matter in a module, collected in one walk: strings, declarations, calls by their function."""

    def __init__(self, tree: ast.Module) -> None:
        self.texts: list[tuple[str, ast.expr]] = []
        self.declarations: list[_Declaration] = []
        self.calls: list[tuple[ast.Call, _Scope]] = []
        waiting: list[tuple[ast.AST, _Scope]] = [(tree, {})]
        while waiting:
            node, scope = waiting.pop()
            if not isinstance(node, _STRINGS):
                self._take(node, scope)
                scope = {} if isinstance(node, _FUNCTIONS) else scope
                waiting += [(child, scope) for child in _children(node)]
            elif (text := _text(node)) is not None:
                self.texts.append((text, node))
            else:
                waiting += [(child, scope) for child in _children(node)]

    def _take(self, node: ast.AST, scope: _Scope) -> None:
        if isinstance(node, ast.Call):
            self.calls.append((node, scope))
        elif isinstance(node, ast.ClassDef):
            self.declarations.append(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            self.declarations.append(node)
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            is_one = isinstance(node, ast.AnnAssign) or len(node.targets) == 1
            if is_one and isinstance(target, ast.Name) and node.value and (made := _made_of(node.value)):
                scope[target.id] = made


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Go through what a node consists of; a string that stands by itself, as in a docstring, is left out."""
    is_statement = isinstance(node, ast.Expr)
    for name in node._fields:
        value = getattr(node, name, None)
        if value.__class__ is list:
            yield from (each for each in value if isinstance(each, ast.AST))
        elif (
            isinstance(value, ast.AST)
            and name != "ctx"
            and not (is_statement and isinstance(value, _STRINGS))
        ):
            yield value


# ---------------------------------------------------------------- SQL in strings


def _in_strings(texts: list[tuple[str, ast.expr]]) -> Iterator[Write]:
    for text, node in texts:
        for table, _ in table_writes(text):
            yield Write(table, False, node.lineno, node.col_offset + 1)


def _text(node: ast.AST) -> str | None:
    """Return the text of a string; `?` stands for what is put into it."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "?" for part in node.values)
    return None


# ---------------------------------------------------------------- models


def _model(node: ast.AST, module: str) -> tuple[str, str] | None:
    """Return the name of a model, or of a table that is a value, and the table."""
    if isinstance(node, ast.ClassDef):
        table = _named(node.body, "__tablename__") or _of_sqlmodel(node) or _of_django(node, module)
        return (node.name, table) if table else None
    match node:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(
                func=ast.Name(id="Table") | ast.Attribute(attr="Table"),
                args=[ast.Constant(value=str(table)), *_],
            ),
        ):
            return name, table
    return None


def _named(body: list[ast.stmt], name: str) -> str:
    for statement in body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=found)], value=ast.Constant(value=str(text)))
                | ast.AnnAssign(target=ast.Name(id=found), value=ast.Constant(value=str(text)))
            ) if found == name:
                return text
    return ""


def _of_sqlmodel(node: ast.ClassDef) -> str:
    for keyword in node.keywords:
        if keyword.arg == "table" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True:
            return node.name.lower()
    return ""


def _of_django(node: ast.ClassDef, module: str) -> str:
    if not any(dotted_name(base).endswith("models.Model") for base in node.bases):
        return ""
    for statement in node.body:
        if isinstance(statement, ast.ClassDef) and statement.name == "Meta":
            if table := _named(statement.body, "db_table"):
                return table
            module = _named(statement.body, "app_label") or module
    return f"{module}_{node.name.lower()}"


# ---------------------------------------------------------------- writes through models


def _through_models(seen: _Seen) -> Iterator[Write]:
    """Go through the writes of calls: what a name stands for is known only in its function."""
    for call, scope in seen.calls:
        for name in _written(call, scope):
            yield Write(name, True, call.lineno, call.col_offset + 1)


def _made_of(value: ast.expr) -> str:
    """Return the name of which an object is made: `M(…)`, `session.get(M, …)`, `M.objects.get(…)`."""
    if isinstance(value, ast.Await):
        value = value.value
    if not isinstance(value, ast.Call):
        return ""
    if isinstance(value.func, ast.Name):
        return value.func.id
    if isinstance(value.func, ast.Attribute):
        if model := _managed(value.func):
            return model
        if value.func.attr in ("get", "get_one") and value.args and isinstance(value.args[0], ast.Name):
            return value.args[0].id
    return ""


def _written(call: ast.Call, objects: dict[str, str]) -> Iterator[str]:
    """Return the names, perhaps of models, that a call writes."""
    if isinstance(call.func, ast.Name):
        if call.func.id in _MADE_BY_CALL:
            yield from _names(call.args[:1])
        return
    if not isinstance(call.func, ast.Attribute):
        return
    method, of = call.func.attr, call.func.value
    if method in _MADE_BY_CALL:
        yield from _names(call.args[:1] if call.args else [of])
    if method in _OF_A_SESSION:
        for argument in _each(call.args[:1]):
            yield from filter(
                None,
                (_made_of(argument), objects.get(argument.id, "") if isinstance(argument, ast.Name) else ""),
            )
    if method in _OF_A_MANAGER and (model := _managed(of) or _queried(of)):
        yield model
    if method in _OF_AN_OBJECT and isinstance(of, ast.Name) and of.id in objects:
        yield objects[of.id]


def _each(arguments: list[ast.expr]) -> Iterator[ast.expr]:
    for argument in arguments:
        if isinstance(argument, ast.List | ast.Tuple):
            yield from argument.elts
        elif isinstance(argument, ast.ListComp | ast.GeneratorExp):
            yield argument.elt
        else:
            yield argument


def _names(nodes: list[ast.expr]) -> Iterator[str]:
    yield from (node.id for node in nodes if isinstance(node, ast.Name))


def _managed(node: ast.expr) -> str:
    """Return the model of a chain that begins with its manager: `M.objects.filter(…)`."""
    while True:
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr="objects"):
                return name
            case ast.Attribute(value=inner) | ast.Call(func=inner):
                node = inner
            case _:
                return ""


def _queried(node: ast.expr) -> str:
    """Return the model of a chain that begins with a query: `session.query(M).filter(…)`."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(attr="query"), args=[ast.Name(id=name), *_]):
                return name
            case ast.Attribute(value=inner) | ast.Call(func=inner):
                node = inner
            case _:
                return ""
