"""What observe sees in a Python file, from one reading: what it imports, and what it writes."""

import ast
import sys
from typing import Any, NamedTuple

from mkdocs_traceability.evidence.disk import Disk
from mkdocs_traceability.evidence.languages.python import walked
from mkdocs_traceability.evidence.languages.python_imports import PythonImports, from_plain, imports_of
from mkdocs_traceability.evidence.outline import Outline
from mkdocs_traceability.observed.python_writes import PythonWrites, Write, may_write, python_writes

_NOTHING = PythonWrites([], [])


class PythonFile(NamedTuple):
    """What a file imports; and what it writes, with the models that it declares."""

    imports: PythonImports
    writes: PythonWrites


def python_file(disk: Disk, path: str) -> PythonFile | None:
    """Return what is seen in a file, kept by its content; None where it cannot be read."""
    folder = path.split("/")[-2] if "/" in path else ""
    name = f"observed:{folder}:Python:{sys.version_info.major}.{sys.version_info.minor}"
    plain = disk.facts(name, path, lambda data: _seen(data, folder))
    return None if plain is None else _from_plain(plain)


def _seen(data: bytes, folder: str) -> PythonFile:
    def found(tree: ast.Module) -> PythonFile:
        writes = python_writes(tree, folder) if may_write(data) else _NOTHING
        return PythonFile(imports_of(tree, data), writes)

    seen = walked(data, found)
    if isinstance(seen, Outline):
        return PythonFile(PythonImports(error=seen.error, error_line=seen.error_line), _NOTHING)
    return seen


def _from_plain(plain: Any) -> PythonFile:
    if isinstance(plain, PythonFile):  # it has just been made
        return plain
    imports, (writes, models) = plain
    return PythonFile(
        from_plain(imports), PythonWrites([Write(*each) for each in writes], [(*each,) for each in models])
    )
