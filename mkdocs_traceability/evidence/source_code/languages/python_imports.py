"""What a Python file imports, from its syntax tree: observe puts it down to components.

Every import statement counts, wherever it stands: also in functions, where it is run later. What stands under
`if TYPE_CHECKING:` is never run and told apart.
"""

import ast
from typing import Any, NamedTuple

from mkdocs_traceability.evidence.source_code.languages.python import is_run, walked
from mkdocs_traceability.evidence.source_code.outline import Outline


class ImportStatement(NamedTuple):
    """A module that is imported, or a name of it: `from module import name`.

    `module` is as written, with its leading dots. `column` counts from 1, in characters; `length` is 0 where
    the statement runs over several lines. `for_types` says that it is never run.
    """

    module: str
    name: str
    line: int
    column: int
    length: int
    for_types: bool


class PythonImports(NamedTuple):
    """All that a file imports.

    `by_name` says that it may import more while it runs, by names that no statement has. `error` says why the
    file is no Python, with `error_line`.
    """

    statements: tuple[ImportStatement, ...] = ()
    by_name: bool = False
    error: str = ""
    error_line: int = 0


def python_imports(data: bytes) -> PythonImports:
    """Return what a Python file imports; of one that is no Python, only why and where."""
    found = walked(data, lambda tree: imports_of(tree, data))
    if isinstance(found, Outline):
        return PythonImports(error=found.error, error_line=found.error_line)
    return found


def imports_of(tree: ast.Module, data: bytes) -> PythonImports:
    """Return what the syntax tree of a Python file imports."""
    statements = sorted(_statements(tree), key=_place)
    return PythonImports(tuple(statements), b"import_module" in data or b"__import__" in data)


def from_plain(plain: Any) -> PythonImports:
    """Return imports that were kept as JSON; such as have just been made are returned as they are."""
    if isinstance(plain, PythonImports):
        return plain
    statements, *rest = plain
    return PythonImports(tuple(ImportStatement(*each) for each in statements), *rest)


def _place(statement: ImportStatement) -> tuple[int, int]:
    return statement.line, statement.column


def _statements(tree: ast.Module) -> list[ImportStatement]:
    """Return the import statements in all blocks of a module: without recursion."""
    found: list[ImportStatement] = []
    blocks: list[tuple[list[ast.stmt], bool]] = [(tree.body, False)]
    while blocks:
        statements, for_types = blocks.pop()
        for node in statements:
            if isinstance(node, ast.Import):
                found.extend(_statement(node, alias.name, "", for_types) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                found.extend(_statement(node, module, alias.name, for_types) for alias in node.names)
            elif isinstance(node, ast.If):
                runs = is_run(node.test)
                blocks.append((node.body, for_types or runs is False))
                blocks.append((node.orelse, for_types or runs is True))
            else:
                blocks.extend((block, for_types) for block in _blocks(node))
    return found


def _statement(node: ast.Import | ast.ImportFrom, module: str, name: str, for_types: bool) -> ImportStatement:
    is_one_line = node.end_lineno == node.lineno and node.end_col_offset is not None
    length = (node.end_col_offset or 0) - node.col_offset if is_one_line else 0
    return ImportStatement(module, name, node.lineno, node.col_offset + 1, length, for_types)


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    """Return the blocks of statements that stand in a statement."""
    blocks = [getattr(node, name, None) or [] for name in ("body", "orelse", "finalbody")]
    for name in ("handlers", "cases"):
        blocks.extend(each.body for each in getattr(node, name, None) or [])
    return blocks
