"""The house stands as it was drawn: imports point down only, and MkDocs is known at its door alone."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "mkdocs_traceability"

BOTTOM = {"nearest", "globs", "git_index", "cache", "files", "model"}

MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "nearest": set(),
    "globs": set(),
    "git_index": set(),
    "files": {"globs"},
    "cache": {"git_index"},
    "findings": BOTTOM,
    "verdicts": BOTTOM | {"findings"},
    "observations": BOTTOM | {"verdicts"},
    "registry": BOTTOM | {"findings"},
    "completeness": BOTTOM | {"registry"},
    "badges": BOTTOM | {"completeness", "findings", "registry", "verdicts"},
    "placements": BOTTOM | {"badges", "completeness", "findings", "registry"},
    "evidence": BOTTOM | {"findings", "reading", "registry", "verdicts"},
    "observed": BOTTOM | {"completeness", "evidence", "findings", "observations", "registry", "verdicts"},
    "reading": BOTTOM | {"findings"},
    "rules": BOTTOM
    | {"badges", "completeness", "findings", "observations", "placements", "registry", "verdicts"},
    "reports": BOTTOM | {"findings", "reading"},
    "config_file": BOTTOM | {"reading"},
    "declared_settings": BOTTOM | {"findings"},
    "settings_check": BOTTOM | {"config_file", "declared_settings", "findings", "reading", "rules"},
    "settings": BOTTOM
    | {
        "config_file",
        "declared_settings",
        "evidence",
        "findings",
        "reading",
        "registry",
        "rules",
        "settings_check",
    },
    "workspace": BOTTOM
    | {
        "evidence",
        "verdicts",
        "findings",
        "observations",
        "observed",
        "registry",
        "reading",
        "rules",
        "reports",
        "settings",
    },
    "pages": BOTTOM
    | {
        "badges",
        "completeness",
        "verdicts",
        "findings",
        "observations",
        "placements",
        "registry",
        "rules",
        "reports",
        "settings",
        "workspace",
    },
    "exports": BOTTOM
    | {"badges", "findings", "pages", "reading", "registry", "reports", "settings", "workspace"},
    "watching": {"files", "settings"},
    "site_pages": {"evidence", "model", "pages", "reading", "registry"},
    "navigation": {"pages"},
    "generated_files": {"pages", "site_pages"},
    "macros": {"model"},
    "first_look": set(),
    "markdown_extension": BOTTOM | {"reading", "registry"},
    "search_index": {"pages"},
    "translations": set(),
    "plugin": {
        "config_file",
        "exports",
        "files",
        "first_look",
        "generated_files",
        "macros",
        "markdown_extension",
        "navigation",
        "site_pages",
        "pages",
        "reading",
        "reports",
        "search_index",
        "settings",
        "translations",
        "watching",
        "workspace",
    },
    "console": {"files"},
    "explain": BOTTOM | {"badges", "rules", "settings"},
    "cli": BOTTOM
    | {
        "config_file",
        "console",
        "explain",
        "exports",
        "findings",
        "reports",
        "rules",
        "settings",
        "workspace",
    },
    "__main__": {"cli"},
}
"""Each part of the package, and those it may know. A part may know itself, and the version."""

KNOWS_NO_FILES_NO_FORMATS = {"model", "registry", "findings", "rules", "nearest", "globs"}


class Import(NamedTuple):
    """A module, and another that it imports, whether at its head or within a function."""

    module: str
    imported: str

    @property
    def part(self) -> str:
        """The part of the package that the module belongs to."""
        return self.module.split(".")[0]


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(file.relative_to(PACKAGE).with_suffix("").parts)
        yield name, ast.parse(file.read_text(encoding="utf-8"), str(file))


def imports() -> Iterator[Import]:
    for name, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from (Import(name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name} imports relatively"
                base = node.module or ""
                within = base == PACKAGE.name
                yield from (Import(name, f"{base}.{alias.name}" if within else base) for alias in node.names)


def test_every_module_has_its_part_in_the_drawing() -> None:
    parts = {name.split(".")[0] for name, _ in modules()} - {"__init__"}
    assert parts == set(MAY_IMPORT)


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_a_part_knows_only_what_is_below_it(part: str) -> None:
    own = f"{PACKAGE.name}."
    known = {
        (each.module, each.imported.removeprefix(own).split(".")[0])
        for each in imports()
        if each.part == part and each.imported.startswith(own)
    }
    allowed = MAY_IMPORT[part] | {part, "__version__"}
    assert {(module, imported) for module, imported in known if imported not in allowed} == set()


def test_the_drawing_has_no_circle() -> None:
    remaining = dict(MAY_IMPORT)
    while remaining:
        grounded = {part for part, below in remaining.items() if not below & remaining.keys()}
        assert grounded, f"these know each other: {sorted(remaining)}"
        remaining = {part: below for part, below in remaining.items() if part not in grounded}


def test_only_the_plugin_knows_mkdocs() -> None:
    site_generators = ("mkdocs", "properdocs", "material", "mkdocs_macros")
    doors = {each.module for each in imports() if each.imported.split(".")[0] in site_generators}
    assert doors == {"generated_files", "navigation", "plugin", "site_pages"}


def test_what_judges_reads_no_file_and_knows_no_format() -> None:
    formats = {"yaml", "json", "jinja2", "markdown", "markupsafe", "click", "os", "io", "glob", "tempfile"}
    known = {
        (each.module, each.imported)
        for each in imports()
        if each.part in KNOWS_NO_FILES_NO_FORMATS and each.imported.split(".")[0] in formats
    }
    assert known == set()


def test_only_what_is_declared_as_a_dependency_is_imported() -> None:
    foreign = {each.imported.split(".")[0] for each in imports()} - sys.stdlib_module_names - {PACKAGE.name}
    ours = {"mkdocs", "pydantic", "pydantic_core", "yaml", "markdown", "jinja2", "click"}
    theirs = {"markupsafe", "pathspec"}
    """Brought by Jinja, and by MkDocs."""
    extras = {"junitparser", "sqlglot", "tree_sitter"}
    assert foreign <= ours | theirs | extras
