"""Which tables a Python file writes: by SQL in its strings, and through the models of an ORM.

Known are SQLAlchemy, SQLModel and Django, by how their models are declared and written; the names of
functions are believed where they are given a model. Nothing is imported or run. Which class a name means is
for `models` to tell, which knows all files.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from mkdocs_traceability.evidence.source_code.languages.python_tests import dotted_name
from mkdocs_traceability.evidence.source_code.python_models import ModelClass, model_of
from mkdocs_traceability.evidence.source_code.python_models import from_plain as model_from_plain
from mkdocs_traceability.evidence.source_code.statements import table_writes

_MADE_BY_CALL: Final = frozenset({"insert", "update", "delete"})
_OF_A_SESSION: Final = frozenset({"add", "add_all", "merge", "delete", "bulk_save_objects"})
_WITH_A_MODEL: Final = frozenset({"bulk_insert_mappings", "bulk_update_mappings"})
_CREATES: Final = frozenset({"create", "bulk_create", "get_or_create", "update_or_create"})
_OF_A_MANAGER: Final = frozenset(
    name
    for each in (*_CREATES, "bulk_update", "update", "delete", "_raw_delete")
    for name in (each, f"a{each}")
)
_OF_AN_OBJECT: Final = frozenset({"save", "asave", "delete", "adelete"})
_OF_A_RELATION: Final = frozenset(
    name for each in ("add", "set", "remove", "clear") for name in (each, f"a{each}")
)
_OF_A_CHAIN: Final = _OF_A_MANAGER | _OF_AN_OBJECT | _OF_A_RELATION
_QUERIES: Final = frozenset({"query", "select", "get", "get_one", "get_or_404"})
"""Functions and methods whose first argument is the model that is asked for."""

_RUNS: Final = frozenset({"execute", "scalar", "scalars"})
"""Methods of a session that run a query."""

_STRINGS: Final = (ast.Constant, ast.JoinedStr)
_SAYS_MORE: Final = frozenset(
    {ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Import, ast.ImportFrom}
    | {ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.AsyncFor, ast.comprehension}
)
"""Nodes that declare something, or say what a name stands for."""

_WORDS: Final = re.compile(
    rb"insert|update|delete|merge|replace|truncate|copy|add|save|create|table|model|class\s", re.I
)
"""One of these is in every file that writes a table, or declares a model."""

USER: Final = "@user"
"""The model of users, whichever the settings of a Django site name."""


class Write(NamedTuple):
    """A write of a table, or of what a chain of names leads to, and where it stands.

    A chain is as written (`models.Stock.objects`), `@app.Model` where an app and a model are named by a text.
    `path` are the relations that lead on from an object of that model. `links` says that the write adds or
    removes links only, `by_class` that no manager need stand in the chain.
    """

    chain: str
    is_model: bool
    line: int
    column: int
    path: tuple[str, ...] = ()
    links: bool = False
    by_class: bool = False


class PythonWrites(NamedTuple):
    """What a file writes, the classes that may be models, and what its names are imported from."""

    writes: list[Write]
    models: list[ModelClass]
    imports: dict[str, tuple[str, str]]


def may_write(data: bytes) -> bool:
    """Whether it is worth to look through a file: whether it has a word without which nothing is written."""
    return _WORDS.search(data) is not None


def python_writes(tree: ast.Module) -> PythonWrites:
    """Return what a file writes."""
    seen = _Seen(tree)
    models = [found for node in seen.declarations if (found := model_of(node))]
    writes = [*_in_strings(seen.texts), *_through_models(seen)]
    return PythonWrites(sorted(set(writes), key=lambda each: (each.line, each.column)), models, seen.imports)


def from_plain(plain: Any) -> PythonWrites:
    """Return writes that were kept as JSON."""
    writes, models, imports = plain
    return PythonWrites(
        [
            Write(chain, is_model, line, column, tuple(path), links, by_class)
            for chain, is_model, line, column, path, links, by_class in writes
        ],
        [model_from_plain(each) for each in models],
        {name: (module, original) for name, (module, original) in imports.items()},
    )


class _Chain(NamedTuple):
    """Where a chain of attributes and calls begins, and which attributes follow on an object.

    `is_object` says that an object of the class is meant, or several, not the class itself.
    """

    start: str
    path: tuple[str, ...]
    is_object: bool


class _Scope:
    """What the names of a function stand for."""

    def __init__(self, outer: "_Scope | None" = None, within: str = "") -> None:
        self.names: dict[str, _Chain] = {}
        self.within = within
        self._outer = outer

    def get(self, name: str) -> _Chain:
        scope: _Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope._outer
        return _Chain(name, (), False)


class _Seen:
    """What can matter in a module, collected in one walk: strings, declarations, calls by their function."""

    def __init__(self, tree: ast.Module) -> None:
        self.texts: list[tuple[str, ast.expr]] = []
        self.declarations: list[ast.ClassDef | ast.Assign] = []
        self.calls: list[tuple[ast.Call, _Scope]] = []
        self.imports: dict[str, tuple[str, str]] = {}
        # In the order of the source: what a name stands for is said before it is used.
        waiting: list[tuple[ast.AST, _Scope]] = [(tree, _Scope())]
        while waiting:
            node, scope = waiting.pop()
            kind = node.__class__
            if kind is ast.Call:
                self.calls.append((node, scope))  # type: ignore[arg-type]
            elif kind in _SAYS_MORE:
                scope = self._take(node, scope)
            elif kind in _STRINGS and (text := _text(node)) is not None:
                self.texts.append((text, node))  # type: ignore[arg-type]
                continue
            children = [*_children(node)]
            children.reverse()
            waiting += [(child, scope) for child in children]

    def _take(self, node: ast.AST, scope: _Scope) -> _Scope:
        """Note what a node is, and return the scope of what is in it."""
        match node:
            case ast.ClassDef():
                self.declarations.append(node)
                return _Scope(scope, within=node.name)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return _of_function(node, scope)
            case ast.Assign(targets=[_]):
                self.declarations.append(node)
                _note(node, scope)
            case ast.Import():
                for each in node.names:
                    name = each.asname or each.name.partition(".")[0]
                    self.imports[name] = (each.name if each.asname else name, "")
            case ast.ImportFrom():
                module = "." * node.level + (node.module or "")
                self.imports.update((each.asname or each.name, (module, each.name)) for each in node.names)
            case _:
                _note(node, scope)
        return scope


def _note(node: ast.AST, scope: _Scope) -> None:
    """Note what a statement says of the object that a name stands for."""
    match node:
        case ast.Assign(targets=[target], value=value) | ast.NamedExpr(target=target, value=value):
            _assign(target, value, scope)
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
            if value is None or not _assign(node.target, value, scope):
                _annotate(name, annotation, scope)
        case ast.For() | ast.AsyncFor() | ast.comprehension():
            _assign(node.target, node.iter, scope)


def _of_function(node: ast.FunctionDef | ast.AsyncFunctionDef, outer: _Scope) -> _Scope:
    scope = _Scope(outer)
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    for each in arguments:
        if each.annotation is not None:
            _annotate(each.arg, each.annotation, scope)
    if outer.within and arguments:
        first = arguments[0].arg
        if first in ("self", "cls"):
            scope.names[first] = _Chain(outer.within, (), first == "self")
    return scope


def _annotate(name: str, annotation: ast.expr, scope: _Scope) -> None:
    """Note of which class an object is said to be: `M`, `M | None`, `Optional[M]`, `"M"`."""
    if isinstance(annotation, ast.BinOp):
        annotation = annotation.left
    if isinstance(annotation, ast.Subscript) and dotted_name(annotation.value).endswith("Optional"):
        annotation = annotation.slice
    written = annotation.value if isinstance(annotation, ast.Constant) else dotted_name(annotation)
    if isinstance(written, str) and written and not isinstance(annotation, ast.Call):
        scope.names[name] = _Chain(written, (), True)


def _assign(target: ast.expr, value: ast.expr, scope: _Scope) -> bool:
    """Note what a name stands for, if that can be told; of `object, created = …` the first is the object."""
    if isinstance(target, ast.Tuple) and target.elts and not isinstance(value, ast.Tuple):
        target = target.elts[0]
    if not isinstance(target, ast.Name):
        return False
    found = _stands_for(value, scope)
    if found is None or found.start == target.id:
        return False
    scope.names[target.id] = found
    return True


def _stands_for(value: ast.expr, scope: _Scope) -> _Chain | None:
    """Return what an expression is: an object, a class that has another name, a relation of an object."""
    if isinstance(value, ast.Name | ast.Attribute) and (name := dotted_name(value)):
        found = _named(name, [], scope)
        return found if found.is_object or "." not in name or name.rpartition(".")[2][:1].isupper() else None
    if class_ := _class_by_name(value):
        return _Chain(class_, (), False)
    return _made_of(value, scope)


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


# ---------------------------------------------------------------- writes through models


def _through_models(seen: _Seen) -> Iterator[Write]:
    for call, scope in seen.calls:
        at = call.lineno, call.col_offset + 1
        for chain in _given(call, scope):
            yield Write(chain.start, True, *at, chain.path, by_class=True)
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if method in _OF_A_CHAIN and isinstance(call.func, ast.Attribute):
            of = _chain(call.func.value, scope)
            if of is not None and _is_written_by(of, method):
                by_class = bool(of.path) or of.is_object
                yield Write(of.start, True, *at, of.path, method in _OF_A_RELATION, by_class)


def _given(call: ast.Call, scope: _Scope) -> Iterator[_Chain]:
    """Go through the models and objects that a call is given to write."""
    function = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if isinstance(call.func, ast.Name) and call.func.id in _MADE_BY_CALL:
        yield from _classes(call.args[:1], scope)
    if function in _MADE_BY_CALL:
        of = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        yield from _classes(call.args[:1] or [of], scope)
    if function in _WITH_A_MODEL:
        yield from _classes(call.args[:1], scope)
    if function in _OF_A_SESSION:
        for argument in _each(call.args[:1]):
            yield from _objects(argument, scope)


def _is_written_by(chain: _Chain, method: str) -> bool:
    """Whether a method writes what a chain leads to: a relation, an object, or what a manager manages."""
    if chain.path:
        return method in _OF_A_MANAGER or method in _OF_AN_OBJECT or method in _OF_A_RELATION
    return method in _OF_A_MANAGER or (chain.is_object and method in _OF_AN_OBJECT)


def _each(arguments: list[ast.expr]) -> Iterator[ast.expr]:
    for argument in arguments:
        if isinstance(argument, ast.List | ast.Tuple):
            yield from argument.elts
        elif isinstance(argument, ast.ListComp | ast.GeneratorExp):
            yield argument.elt
        else:
            yield argument


def _classes(nodes: Iterable[ast.expr], scope: _Scope) -> Iterator[_Chain]:
    """Go through the classes that are named: `M`, `models.M`, `M.__table__`."""
    for node in nodes:
        if isinstance(node, ast.Name | ast.Attribute) and (name := dotted_name(node)):
            first, _, rest = name.removesuffix(".__table__").partition(".")
            found = scope.get(first)
            if not found.is_object:
                yield _Chain(f"{found.start}.{rest}" if rest else found.start, (), False)


def _objects(node: ast.expr, scope: _Scope) -> Iterator[_Chain]:
    """Go through the objects that are meant: one made here, or a name that stands for one."""
    if isinstance(node, ast.Name | ast.Attribute):
        found = _named(name, [], scope) if (name := dotted_name(node)) else None
    else:
        found = _made_of(node, scope)
    if found is not None and found.is_object:
        yield found


def _made_of(value: ast.expr, scope: _Scope) -> _Chain | None:
    """Return the object that is made or asked for: `M(…)`, `session.get(M, …)`, `M.objects.get(…)`."""
    while isinstance(value, ast.Await | ast.Starred | ast.Subscript):
        value = value.value
    found = _chain(value, scope) if isinstance(value, ast.Call) else None
    return found._replace(is_object=True) if found is not None else None


def _asked_for(call: ast.Call, scope: _Scope) -> _Chain | None:
    """Return the model that a query asks for: `session.query(M)`, `select(M)`, `get_object_or_404(M)`."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else dotted_name(call.func)
    if name in _RUNS and call.args:
        return _made_of(call.args[0], scope)
    if (name in _QUERIES or name.endswith("_or_404")) and call.args:
        return next((chain._replace(is_object=True) for chain in _classes(call.args[:1], scope)), None)
    return None


def _class_by_name(node: ast.expr) -> str:
    """Return the model that Django is asked for by name: `apps.get_model("app", "M")`, `get_user_model()`."""
    if not isinstance(node, ast.Call):
        return ""
    name = dotted_name(node.func).rpartition(".")[2]
    if name == "get_user_model":
        return USER
    if name == "get_model" and node.args:
        words = [each.value for each in node.args if isinstance(each, ast.Constant)]
        return f"@{'.'.join(map(str, words))}" if len(words) == len(node.args) else ""
    return ""


def _chain(node: ast.expr, scope: _Scope) -> _Chain | None:
    """Take a chain apart; the methods that are called on the way say nothing of whose it is."""
    path: list[str] = []
    while True:
        if class_ := _class_by_name(node):
            return _Chain(".".join((class_, *path[:1])), tuple(path[1:]), False)
        if isinstance(node, ast.Call):
            if asked := _asked_for(node, scope):
                return asked._replace(path=(*asked.path, *path))
            if name := dotted_name(node.func):
                return _of_call(name, path, scope)
            node = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        elif name := dotted_name(node):
            return _named(name, path, scope)
        elif isinstance(node, ast.Attribute):
            path.insert(0, node.attr)
            node = node.value
        elif isinstance(node, ast.Await | ast.Subscript):
            node = node.value
        else:
            return None


def _of_call(name: str, path: list[str], scope: _Scope) -> _Chain | None:
    """Return the chain that begins with a call: of a class, which makes an object, or of a method."""
    of, _, called = name.rpartition(".")
    if called[:1].isupper():
        return _Chain(_named(name, [], scope).start, tuple(path), True)
    return _named(of, path, scope) if of else None


def _named(name: str, path: list[str], scope: _Scope) -> _Chain:
    """Return the chain that dotted names begin, of which the first may stand for an object."""
    first, _, rest = name.partition(".")
    found = scope.get(first)
    if found.is_object:
        return _Chain(found.start, (*found.path, *filter(None, rest.split(".")), *path), True)
    return _Chain(f"{found.start}.{rest}" if rest else found.start, tuple(path), False)
