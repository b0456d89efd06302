"""Which resources components write: the tables that their code writes by SQL, or through a model."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.evidence.source_code.languages import language_of
from mkdocs_traceability.evidence.source_code.languages.parsing import is_installed
from mkdocs_traceability.evidence.source_code.languages.table import with_grammar
from mkdocs_traceability.evidence.source_code.models import Models
from mkdocs_traceability.evidence.source_code.ownership import CodeOwnership
from mkdocs_traceability.evidence.source_code.python_file import python_file
from mkdocs_traceability.evidence.source_code.python_writes import PythonWrites
from mkdocs_traceability.evidence.source_code.statements import table_writes
from mkdocs_traceability.evidence.source_code.symbols.python_modules import PythonModules
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.observations import ObservedWrite
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Claimed, Outcome
from mkdocs_traceability.registry.registry import Registry

_MOST_PLACES: Final = 20
"""How many lines are kept of one component that writes one resource."""

_OPENS: Final = re.compile(r"(?:[A-Za-z]{0,3}|[@$]{1,2})#{0,9}[\"'`]{1,3}")
"""What stands before the text of a string, in one language or another."""


Unread = tuple[tuple[Claimed, Outcome], ...]
"""What is to be said of files that cannot be read, as of claims of the components' paths."""


def observed_writes(
    registry: Registry, ownership: CodeOwnership, disk: Disk
) -> tuple[tuple[ObservedWrite, ...], Unread]:
    """Return what components are seen to write, of the resources that the registry knows as tables."""
    tables = _tables(registry)
    if not tables:
        return (), ()
    unread: list[tuple[Claimed, Outcome]] = []
    places: dict[tuple[Item, Item], list[Position]] = defaultdict(list)
    for roots in ownership.distinct_roots():
        owners = {path: owner for path in ownership.files_in(roots) if (owner := ownership.owner(path))}
        found = {path: _read(disk, path) for path in owners}
        for path, failure in found.items():
            if isinstance(failure, Outcome):
                claim = Claim("files", path, owners[path].values["paths"].position)
                unread.append((Claimed(owners[path], "paths", claim), failure))
        for path, table, at in _writes(found, roots):
            writer = owners[path]
            if resource := _resource(registry, tables, table, writer):
                places[writer, resource].append(at)
    writes = tuple(
        ObservedWrite(writer, resource, tuple(dict.fromkeys(found_at))[:_MOST_PLACES])
        for (writer, resource), found_at in places.items()
    )
    return writes, tuple(unread)


def _tables(registry: Registry) -> dict[str, list[Item]]:
    """Return the resources that are tables, by their ids, aliases and claims of whole tables."""
    tables: dict[str, list[Item]] = defaultdict(list)
    for resource in registry.items("resource"):
        if resource.text("storage") not in ("", "table"):
            continue
        names = [resource.id, *resource.texts("aliases")]
        claimed = resource.evidence.get("tables")
        names += [claim.text for claim in claimed.claims if "." not in claim.text] if claimed else []
        for name in dict.fromkeys(name.casefold() for name in names):
            tables[name].append(resource)
    return tables


def _resource(registry: Registry, tables: dict[str, list[Item]], table: str, writer: Item) -> Item | None:
    """Return the resource that a table is: of two systems that have one of this name, the writer's."""
    found = tables.get(table.casefold(), []) if table else []
    system_of = registry.schema.system
    system = system_of(writer)
    own = [each for each in found if not (system and system_of(each)) or system_of(each) == system]
    return own[0] if len(own) == 1 else None


def _writes(
    found: Mapping[str, PythonWrites | list[Any] | Outcome], roots: Roots
) -> Iterator[tuple[str, str, Position]]:
    """Go through the writes in files: the file, the table, and where."""
    python = {path: each for path, each in found.items() if isinstance(each, PythonWrites)}
    models = Models(python, PythonModules(found, roots.folders))
    for path, file in found.items():
        if isinstance(file, list):
            for table, line, column in file:
                yield path, table, Position(path, line, column)
    for path, file in python.items():
        for write in file.writes:
            if table := models.table(path, write) if write.is_model else write.chain:
                yield path, table, Position(path, write.line, write.column)


def _read(disk: Disk, path: str) -> PythonWrites | list[Any] | Outcome:
    """Return what a file writes, or why a grammar cannot say."""
    language = language_of(path)
    data = disk.read(path) if language is not None and all(map(is_installed, language.grammars)) else None
    if language is None or data is None:
        return []
    if not language.grammars:
        return seen.writes if (seen := python_file(disk, path)) else []
    found: list[Any] | Outcome = with_grammar(disk, path, language, "strings", data, _in_strings)
    return found


# ---------------------------------------------------------------- one file in another language than Python


def _in_strings(strings: list[tuple[str, int, int]]) -> Any:
    writes = []
    for literal, line, column in strings:
        opens = _OPENS.match(literal)
        start = opens.end() if opens else 0
        text = literal[start:].rstrip("\"'`#")
        for table, offset in table_writes(text):
            before = literal[: start + offset]
            lines = before.count("\n")
            at = len(before) - before.rfind("\n") if lines else column + len(before)
            writes.append([table, line + lines, at])
    return writes
