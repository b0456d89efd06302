"""What holds of everything that is published beside the pages, whatever a site declares."""

import csv
import json
from collections.abc import Iterator
from importlib.resources import files
from io import StringIO
from typing import Any
from xml.etree import ElementTree

from jsonschema import Draft202012Validator, FormatChecker

from mkdocs_traceability.exports.export import published_files
from mkdocs_traceability.pages.site.view import Show
from mkdocs_traceability.pages.site_context import Surroundings
from mkdocs_traceability.result import Result

SCHEMA: dict[str, Any] = json.loads(
    files("mkdocs_traceability.exports").joinpath("traceability.schema.json").read_bytes()
)
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def url_of(uri: str) -> str:
    return uri.removesuffix(".md") + ("/" if uri.endswith(".md") else "")


def published(result: Result, language: str = "en") -> dict[str, bytes]:
    """Return what a run publishes, by the names of the files."""
    show = Show(result, Surroundings(url_of, language))
    return {file.name: file.content() for file in published_files(show)}


def registry_of(result: Result) -> dict[str, Any]:
    """Return the registry as another program reads it."""
    data: dict[str, Any] = json.loads(published(result)["traceability.json"])
    return data


def what_is_wrong(files: dict[str, bytes]) -> Iterator[str]:
    """Go through what is wrong with published files."""
    for name, content in files.items():
        text = content.decode("utf-8")
        if name == "traceability.json":
            for error in VALIDATOR.iter_errors(json.loads(text, parse_constant=_refuse)):
                yield f"{name}: {error.json_path}: {error.message}"
        elif name.endswith(".json"):
            json.loads(text, parse_constant=_refuse)
        elif name.endswith(".svg"):
            ElementTree.fromstring(text)
        else:
            yield from (f"{name}: {cell!r}" for row in rows(text) for cell in row if cell[:1] in FORMULAS)


FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows(text: str) -> list[list[str]]:
    """Return a table as a program reads it: all its rows have the same cells."""
    table = list(csv.reader(StringIO(text, newline=""), strict=True))
    assert {len(row) for row in table} == {len(table[0])}
    return table


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
