"""Which classes of a Python file may be models of an ORM: SQLAlchemy's, SQLModel's and Django's.

Part of *observe*. Whether a class is one may rest on classes of other files; `models` tells that.
"""

import ast
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from mkdocs_traceability.evidence.source_code.languages.python_tests import dotted_name

_RELATIONS: Final = ("ForeignKey", "OneToOneField", "ManyToManyField", "TreeForeignKey", "ParentalKey")
_MANY: Final = "ManyToManyField"
_MANAGER: Final = "Manager"


class ModelRelation(NamedTuple):
    """A field of a model that leads to another: the model as it is written, and the way back by its name."""

    field: str
    target: str
    back: str
    is_many: bool


class ModelClass(NamedTuple):
    """A class that may be a model, or a table that is a value.

    `table` is the name that it is given, `label` that of the Django app that it says it belongs to.
    """

    name: str
    bases: tuple[str, ...] = ()
    table: str = ""
    label: str = ""
    is_abstract: bool = False
    is_proxy: bool = False
    managers: tuple[str, ...] = ()
    relations: tuple[ModelRelation, ...] = ()


def from_plain(plain: Any) -> ModelClass:
    """Return a class that was kept as JSON."""
    name, bases, table, label, is_abstract, is_proxy, managers, relations = plain
    joined = tuple(ModelRelation(*each) for each in relations)
    return ModelClass(name, tuple(bases), table, label, is_abstract, is_proxy, tuple(managers), joined)


def model_of(node: ast.AST) -> ModelClass | None:
    """Return what a statement declares, if that may be a model."""
    match node:
        case ast.ClassDef():
            return _of_class(node)
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(
                func=ast.Name(id="Table") | ast.Attribute(attr="Table"),
                args=[ast.Constant(value=str(table)), *_],
            ),
        ):
            return ModelClass(name, table=table)
    return None


def _of_class(node: ast.ClassDef) -> ModelClass:
    bases = tuple(name for base in node.bases if (name := dotted_name(base)))
    meta = next((each for each in node.body if isinstance(each, ast.ClassDef) and each.name == "Meta"), None)
    options = dict(_constants(meta.body)) if meta else {}
    own = dict(_constants(node.body))
    return ModelClass(
        node.name,
        bases,
        _text(own.get("__tablename__")) or _of_sqlmodel(node) or _text(options.get("db_table")),
        _text(options.get("app_label")),
        options.get("abstract") is True or own.get("__abstract__") is True,
        options.get("proxy") is True,
        tuple(_managers(node)),
        tuple(_relations(node)),
    )


def _of_sqlmodel(node: ast.ClassDef) -> str:
    for keyword in node.keywords:
        if keyword.arg == "table" and isinstance(keyword.value, ast.Constant) and keyword.value.value is True:
            return node.name.lower()
    return ""


def _constants(body: list[ast.stmt]) -> Iterator[tuple[str, object]]:
    for statement in body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value))
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=value))
            ):
                yield name, value


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _calls(body: list[ast.stmt]) -> Iterator[tuple[str, ast.Call]]:
    for statement in body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as call)
            ):
                yield name, call


def _managers(node: ast.ClassDef) -> Iterator[str]:
    for name, call in _calls(node.body):
        made_by = call.func.func if isinstance(call.func, ast.Call) else call.func
        method = made_by.attr if isinstance(made_by, ast.Attribute) else ""
        if method in ("as_manager", "from_queryset") or dotted_name(made_by).endswith(_MANAGER):
            yield name


def _relations(node: ast.ClassDef) -> Iterator[ModelRelation]:
    for name, call in _calls(node.body):
        made_by = dotted_name(call.func).rpartition(".")[2]
        if made_by not in _RELATIONS:
            continue
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        target = call.args[0] if call.args else named.get("to")
        if written := _target(target):
            back = named.get("related_name")
            is_named = isinstance(back, ast.Constant) and isinstance(back.value, str)
            yield ModelRelation(name, written, str(back.value) if is_named else "", made_by == _MANY)  # type: ignore[union-attr]


def _target(node: ast.expr | None) -> str:
    """Return the model a relation leads to: its dotted name, `@app.Model` of a text, `self` of the class."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return "self" if node.value == "self" else f"@{node.value}"
    return dotted_name(node) if node is not None and not isinstance(node, ast.Call) else ""
