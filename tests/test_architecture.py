"""The house stands as `docs/architecture.trace.yml` draws it: imports point down only, each door knows its host."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mkdocs_traceability"
DRAWING = yaml.safe_load((ROOT / "docs/architecture.trace.yml").read_text(encoding="utf-8"))
PARTS: dict[str, dict[str, Any]] = {part["id"]: part for part in DRAWING["components"]}
RANKS = {layer["id"]: layer["rank"] for layer in DRAWING["layers"]}

KNOWS_NO_FILES_NO_FORMATS = {"registry", "rules", "analysis", "query"}

HOSTS = {
    "mkdocs": {"mkdocs", "properdocs", "material", "mkdocs_macros"},
    "cli": {"click"},
    "lsp": {"pygls", "lsprotocol"},
    "mcp": {"mcp", "anyio"},
}
"""What only one part imports."""


class Import(NamedTuple):
    """A module, and another that it imports, whether at its head or within a function."""

    module: str
    imported: str

    @property
    def part(self) -> str:
        """The part of the package that the module belongs to."""
        return owner(self.module)

    @property
    def used(self) -> str:
        """The part that is imported, empty where that is none of ours."""
        own = f"{PACKAGE.name}."
        return owner(self.imported.removeprefix(own)) if self.imported.startswith(own) else ""


def owner(module: str) -> str:
    """Return the part that a module belongs to, empty for the package's own."""
    path = f"{PACKAGE.name}/{module.replace('.', '/')}"
    owners = [
        name
        for name, part in PARTS.items()
        for place in part["paths"]
        if place in (path, f"{path}.py") or path.startswith(f"{place}/")
    ]
    assert len(owners) < 2, f"{module} belongs to {owners}"
    return owners[0] if owners else ""


@cache
def modules() -> dict[str, ast.Module]:
    return {
        ".".join(file.relative_to(PACKAGE).with_suffix("").parts): ast.parse(file.read_text(encoding="utf-8"))
        for file in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def imports() -> tuple[Import, ...]:
    return tuple(_imports())


def _imports() -> Iterator[Import]:
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from (Import(name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name} imports relatively"
                base = node.module or ""
                within = base == PACKAGE.name
                yield from (Import(name, f"{base}.{alias.name}" if within else base) for alias in node.names)


def test_every_module_has_its_part_in_the_drawing() -> None:
    assert len(modules()) > 200
    assert [name for name in modules() if not owner(name)] == ["__init__"]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_uses_what_the_drawing_says(part: str) -> None:
    used = {each.used for each in imports() if each.part == part} - {part, ""}
    assert sorted(used) == sorted(PARTS[part].get("depends_on", []))


def test_no_part_uses_one_of_a_layer_above() -> None:
    upwards = [
        (name, used)
        for name, part in PARTS.items()
        for used in part.get("depends_on", [])
        if RANKS[PARTS[used]["layer"]] < RANKS[part["layer"]]
    ]
    assert upwards == []


def test_the_drawing_has_no_circle() -> None:
    remaining = {name: set(part.get("depends_on", [])) for name, part in PARTS.items()}
    while remaining:
        grounded = {part for part, below in remaining.items() if not below & remaining.keys()}
        assert grounded, f"these know each other: {sorted(remaining)}"
        remaining = {part: below for part, below in remaining.items() if part not in grounded}


@pytest.mark.parametrize("part", HOSTS)
def test_only_a_door_knows_its_host(part: str) -> None:
    knowing = {each.part for each in imports() if each.imported.split(".")[0] in HOSTS[part]}
    assert knowing == {part}


def test_what_judges_reads_no_file_and_knows_no_format() -> None:
    formats = {"yaml", "json", "jinja2", "markdown", "markupsafe", "click", "os", "io", "glob", "tempfile"}
    judging = [each for each in imports() if each.part in KNOWS_NO_FILES_NO_FORMATS]
    assert len(judging) > 100
    assert [each for each in judging if each.imported.split(".")[0] in formats] == []


def test_only_what_is_declared_as_a_dependency_is_imported() -> None:
    foreign = {each.imported.split(".")[0] for each in imports()} - sys.stdlib_module_names - {PACKAGE.name}
    ours = {"mkdocs", "pydantic", "pydantic_core", "yaml", "markdown", "jinja2", "click", "ftfy", "wcwidth"}
    ours |= {"pathspec"}
    theirs = {"markupsafe"}
    """Brought by Jinja."""
    extras = {"anyio", "lsprotocol", "mcp", "openpyxl", "pygls", "sqlglot", "tree_sitter"}
    assert foreign <= ours | theirs | extras
