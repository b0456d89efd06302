"""Which resources components write: the tables that their code writes by SQL, or through a model."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from mkdocs_traceability.evidence.disk import Disk
from mkdocs_traceability.evidence.languages import language_of
from mkdocs_traceability.evidence.languages.parsing import is_installed
from mkdocs_traceability.evidence.languages.table import with_grammar
from mkdocs_traceability.model.item import Claim, Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.observations import ObservedWrite
from mkdocs_traceability.observed.python_file import python_file
from mkdocs_traceability.observed.statements import table_writes
from mkdocs_traceability.observed.territories import Territories
from mkdocs_traceability.registry import Registry
from mkdocs_traceability.verdicts import Claimed, Outcome

_MOST_PLACES: Final = 20
"""How many lines are kept of one component that writes one resource."""

_OPENS: Final = re.compile(r"(?:[A-Za-z]{0,3}|[@$]{1,2})#{0,9}[\"'`]{1,3}")
"""What stands before the text of a string, in one language or another."""


class _Write(NamedTuple):
    """A table that a file writes, or a model, and where."""

    name: str
    is_model: bool
    at: Position


class _File(NamedTuple):
    """What a file writes, and the models it declares, by name; or why a grammar cannot say."""

    writes: list[_Write]
    models: dict[str, str]
    failure: Outcome | None = None


Unread = tuple[tuple[Claimed, Outcome], ...]
"""What is to be said of files that cannot be read, as of claims of the components' paths."""


def observed_writes(
    registry: Registry, territories: Territories, disk: Disk
) -> tuple[tuple[ObservedWrite, ...], Unread]:
    """Return what components are seen to write, of the resources that the registry knows as tables."""
    tables = _tables(registry)
    if not tables:
        return (), ()
    unread: list[tuple[Claimed, Outcome]] = []
    places: dict[tuple[int, int], list[Position]] = defaultdict(list)
    items: dict[tuple[int, int], tuple[Item, Item]] = {}
    for roots in territories.distinct_roots():
        files = [(path, _read(disk, path)) for path in territories.files_in(roots) if territories.owner(path)]
        models = _models(file for _, file in files)
        for path, file in files:
            writer = territories.owner(path)
            if writer and file.failure:
                claim = Claim("files", path, writer.values["paths"].position)
                unread.append((Claimed(writer, "paths", claim), file.failure))
            for write in file.writes:
                table = models.get(write.name, "") if write.is_model else write.name
                resource = _resource(tables, table, writer) if writer else None
                if writer and resource:
                    key = (id(writer), id(resource))
                    items[key] = (writer, resource)
                    places[key].append(write.at)
    writes = tuple(
        ObservedWrite(writer, resource, tuple(dict.fromkeys(places[key]))[:_MOST_PLACES])
        for key, (writer, resource) in items.items()
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


def _resource(tables: dict[str, list[Item]], table: str, writer: Item) -> Item | None:
    """Return the resource that a table is: of two systems that have one of this name, the writer's."""
    found = tables.get(table.casefold(), []) if table else []
    system = writer.text("root")
    own = [each for each in found if not (system and each.text("root")) or each.text("root") == system]
    return own[0] if len(own) == 1 else None


def _models(files: Iterator[_File]) -> dict[str, str]:
    """Return the tables of models by their names; a name that two tables have says nothing."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in files:
        for name, table in file.models.items():
            found[name].add(table)
    return {name: next(iter(tables)) for name, tables in found.items() if len(tables) == 1}


# ---------------------------------------------------------------- one file


def _read(disk: Disk, path: str) -> _File:
    language = language_of(path)
    data = disk.read(path) if language is not None and all(map(is_installed, language.grammars)) else None
    if language is None or data is None:
        return _File([], {})
    if not language.grammars:
        seen = python_file(disk, path)
        plain: Any = seen.writes if seen else None
    else:
        plain = with_grammar(disk, path, language, "strings", data, _in_strings)
    if isinstance(plain, Outcome):
        return _File([], {}, plain)
    writes, models = plain or ([], [])
    return _File(
        [_Write(name, is_model, Position(path, line, column)) for name, is_model, line, column in writes],
        dict(models),
    )


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
            writes.append([table, False, line + lines, at])
    return [writes, []]
