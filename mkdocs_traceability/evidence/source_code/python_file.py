"""What observe sees in a Python file, from one reading: what it imports, and what it writes."""

import ast
import sys
from typing import Any, NamedTuple

from mkdocs_traceability.evidence.source_code.languages.python import walked
from mkdocs_traceability.evidence.source_code.languages.python_imports import (
    PythonImports,
    from_plain,
    imports_of,
)
from mkdocs_traceability.evidence.source_code.outline import Outline
from mkdocs_traceability.evidence.source_code.python_writes import PythonWrites, may_write, python_writes
from mkdocs_traceability.evidence.source_code.python_writes import from_plain as writes_from_plain
from mkdocs_traceability.files.disk import Disk

NOTHING = PythonWrites([], [], {})
"""What a file writes that writes nothing."""


class PythonFile(NamedTuple):
    """What a file imports; and what it writes, with the models that it declares."""

    imports: PythonImports
    writes: PythonWrites


def python_file(disk: Disk, path: str) -> PythonFile | None:
    """Return what is seen in a file, kept by its content; None where it cannot be read."""
    name = f"observed:2:Python:{sys.version_info.major}.{sys.version_info.minor}"
    plain = disk.facts(name, path, _seen)
    return None if plain is None else _from_plain(plain)


def _seen(data: bytes) -> PythonFile:
    def found(tree: ast.Module) -> PythonFile:
        imports = imports_of(tree, data)
        if may_write(data):
            return PythonFile(imports, python_writes(tree))
        passed_on = {each.name: (each.module, each.name) for each in imports.statements if each.name}
        return PythonFile(imports, NOTHING._replace(imports=passed_on))

    seen = walked(data, found)
    if isinstance(seen, Outline):
        return PythonFile(PythonImports(error=seen.error, error_line=seen.error_line), NOTHING)
    return seen


def _from_plain(plain: Any) -> PythonFile:
    if isinstance(plain, PythonFile):  # it has just been made
        return plain
    imports, writes = plain
    return PythonFile(from_plain(imports), writes_from_plain(writes))
