"""Check the words that a site adds for its Markdown tables: whether there are such fields and values."""

from collections.abc import Iterator
from typing import NamedTuple

from mkdocs_traceability.model.kinds import Schema
from mkdocs_traceability.reading.tables.columns import fillable
from mkdocs_traceability.settings.config_file import Keys
from mkdocs_traceability.settings.declared import DeclaredTables


class UnknownWord(NamedTuple):
    """A field or a value that no table can have: where it stands, and what there is instead."""

    path: Keys
    message: str
    word: str
    known: tuple[str, ...]


def unknown_words(declared: DeclaredTables, schema: Schema) -> Iterator[UnknownWord]:
    """Go through what the setting `tables` names and no kind has."""
    known = {name for kind in schema for name in fillable(kind)}
    named = [("headers", name) for name in declared.headers] + [("values", name) for name in declared.values]
    for where, name in named:
        if name not in known:
            message = f"no kind has a field `{name}` that a column could fill"
            yield UnknownWord(("tables", where, name), message, name, tuple(sorted(known)))
    for name in known & declared.values.keys():
        vocabulary = _vocabulary(name, schema)
        for value in declared.values[name]:
            if vocabulary and value not in vocabulary:
                message = f"`{value}` is not a value of `{name}`"
                yield UnknownWord(
                    ("tables", "values", name, value), message, value, tuple(sorted(vocabulary))
                )


def _vocabulary(name: str, schema: Schema) -> set[str]:
    """Return the values that a field has in any kind, none if it takes any text."""
    if name == "status":
        return {status for kind in schema for status in kind.statuses}
    fields = [kind.fields[name] for kind in schema if name in kind.fields]
    if fields and all(each.type == "boolean" for each in fields):
        return {"true", "false"}
    return {value for each in fields for value in each.one_of or ()}
