"""What holds of everything that is published beside the pages, whatever a site declares."""

import csv
import json
from collections.abc import Iterator
from importlib.resources import files
from io import StringIO
from typing import Any
from xml.etree import ElementTree

from jsonschema import Draft202012Validator, FormatChecker
from support import report_of

from mkdocs_traceability.pages.publication import Site
from mkdocs_traceability.pages.site.places import Places
from mkdocs_traceability.pages.site.view import SiteView
from mkdocs_traceability.pages.site_context import SiteContext
from mkdocs_traceability.reports import json_report, text
from mkdocs_traceability.result import Result

SCHEMA: dict[str, Any] = json.loads(
    files("mkdocs_traceability.exports").joinpath("traceability.schema.json").read_bytes()
)
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def url_of(uri: str) -> str:
    return uri.removesuffix(".md") + ("/" if uri.endswith(".md") else "")


def view_of(result: Result, page: str = "") -> SiteView:
    """Return a run as it is seen from a page."""
    places = Places(result.registry, result.presentation, result.homes, url_of)
    return SiteView(result, places, SiteContext(url_of), page)


def published(result: Result, language: str = "en") -> dict[str, bytes]:
    """Return what a run publishes, by the names of the files."""
    site = Site(result, SiteContext(url_of, language))
    return {file.name: file.content() for file in site.published_files()}


def everything(result: Result) -> Iterator[str]:
    """All that can be shown of a result."""
    yield text.render(result.findings, result.excerpts)
    yield json_report.emit(report_of(result))
    site = Site(result, SiteContext(url_of))
    for page in site.pages:
        yield site.page_html(page)
    for page_uri in {item.page for item in result.registry.all if item.page}:
        yield site.panels_html(page_uri)
    yield from (content.decode() for content in published(result).values())


def registry_of(result: Result) -> dict[str, Any]:
    """Return the registry as another program reads it."""
    data: dict[str, Any] = json.loads(published(result)["traceability.json"])
    return data


def what_is_wrong(files: dict[str, bytes]) -> Iterator[str]:
    """Go through what is wrong with published files."""
    for name, content in files.items():
        said = content.decode("utf-8")
        if name == "traceability.json":
            for error in VALIDATOR.iter_errors(json.loads(said, parse_constant=_refuse)):
                yield f"{name}: {error.json_path}: {error.message}"
        elif name.endswith(".json"):
            json.loads(said, parse_constant=_refuse)
        elif name.endswith(".html"):
            assert "<script" not in said, name
        elif name.endswith(".svg"):
            ElementTree.fromstring(said)
        else:
            yield from (f"{name}: {cell!r}" for row in rows(said) for cell in row if cell[:1] in FORMULAS)


FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows(text: str) -> list[list[str]]:
    """Return a table as a program reads it: all its rows have the same cells."""
    table = list(csv.reader(StringIO(text, newline=""), strict=True))
    assert {len(row) for row in table} == {len(table[0])}
    return table


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
