"""Which resources components write: the tables that their code writes by SQL, or through a model."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from mkdocs_traceability.evidence.disk import Disk
from mkdocs_traceability.evidence.languages import Language, facts_name, language_of
from mkdocs_traceability.evidence.languages.parsing import LARGEST, is_installed, strings_with
from mkdocs_traceability.evidence.roots import Roots
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.observations import ObservedWrite
from mkdocs_traceability.observed.models import Models
from mkdocs_traceability.observed.modules import PythonModules
from mkdocs_traceability.observed.python_file import NOTHING, python_file
from mkdocs_traceability.observed.statements import table_writes
from mkdocs_traceability.observed.territories import Territories
from mkdocs_traceability.registry import Registry

_MOST_PLACES: Final = 20
"""How many lines are kept of one component that writes one resource."""

_OPENS: Final = re.compile(r"(?:[A-Za-z]{0,3}|[@$]{1,2})#{0,9}[\"'`]{1,3}")
"""What stands before the text of a string, in one language or another."""


def observed_writes(registry: Registry, territories: Territories, disk: Disk) -> tuple[ObservedWrite, ...]:
    """Return what components are seen to write, of the resources that the registry knows as tables."""
    tables = _tables(registry)
    if not tables:
        return ()
    places: dict[tuple[int, int], list[Position]] = defaultdict(list)
    items: dict[tuple[int, int], tuple[Item, Item]] = {}
    for roots in territories.distinct_roots():
        owned = [path for path in territories.files_in(roots) if territories.owner(path)]
        for path, table, at in _writes(disk, owned, roots):
            writer = territories.owner(path)
            resource = _resource(tables, table, writer) if writer else None
            if writer and resource:
                key = (id(writer), id(resource))
                items[key] = (writer, resource)
                places[key].append(at)
    return tuple(
        ObservedWrite(writer, resource, tuple(dict.fromkeys(places[key]))[:_MOST_PLACES])
        for key, (writer, resource) in items.items()
    )


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


def _resource(tables: dict[str, list[Item]], table: str, writer: Item) -> Item | None:
    """Return the resource that a table is: of two systems that have one of this name, the writer's."""
    found = tables.get(table.casefold(), []) if table else []
    system = writer.text("root")
    own = [each for each in found if not (system and each.text("root")) or each.text("root") == system]
    return own[0] if len(own) == 1 else None


def _writes(disk: Disk, paths: list[str], roots: Roots) -> Iterator[tuple[str, str, Position]]:
    """Go through the writes in these files: the file, the table, and where."""
    python = {}
    for path in paths:
        language = language_of(path)
        if language is None or not all(map(is_installed, language.grammars)):
            continue
        if not language.grammars:
            python[path] = seen.writes if (seen := python_file(disk, path)) else NOTHING
            continue
        found: Any = disk.facts(facts_name("writes:2", language), path, partial(_in_strings, language))
        for table, line, column in found or ():
            yield path, table, Position(path, line, column)
    models = Models(python, PythonModules(paths, roots.folders))
    for path, file in python.items():
        for write in file.writes:
            table = models.table(path, write) if write.is_model else write.chain
            if table:
                yield path, table, Position(path, write.line, write.column)


# ---------------------------------------------------------------- one file in another language than Python


def _in_strings(language: Language, data: bytes) -> Any:
    strings = strings_with(language.grammars, data) if len(data) <= LARGEST else None
    writes = []
    for literal, line, column in strings or ():
        opens = _OPENS.match(literal)
        start = opens.end() if opens else 0
        text = literal[start:].rstrip("\"'`#")
        for table, offset in table_writes(text):
            before = literal[: start + offset]
            lines = before.count("\n")
            at = len(before) - before.rfind("\n") if lines else column + len(before)
            writes.append([table, line + lines, at])
    return writes
