"""What people do without a tool: tables in Markdown, by hand or from YAML with mkdocs-macros; and no table.

The pages of prose are the same as those of our own corpus. A page for each kind has a table for each area,
whose cells are what the sidecars say. Every item has an anchor, and MkDocs reports links to anchors that are
not there.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.generate import PLURALS, Area, Corpus, Item, page, sidecar, write
from benchmarks.peers.peer import BUILD, Peer, written

_SETTINGS: Final = """site_name: Benchmark
theme: material
plugins: [{plugins}]
validation: {{anchors: warn}}
"""

_MACROS: Final = "search, {{macros: {{include_yaml: [{files}]}}}}"

_COLUMNS: Final = {
    "component": ("status", "inputs", "outputs", "depends_on"),
    "flow": ("implementation", "status", "components"),
    "patch": ("status", "supports"),
    "signal": ("type", "status", "persistence", "producers", "consumers"),
}

_TARGETS: Final = {
    "components": "components",
    "depends_on": "components",
    "supports": "flows",
    "producers": "components",
    "consumers": "components",
}

_MISSING: Final = re.compile(r"contains a link '[^'#]*#([^']+)', but")

_BUILD: Final = {BUILD: ("python", "-m", "mkdocs", "build", "-f", "FOLDER/mkdocs.yml")}


def _write_prose(corpus: Corpus, folder: Path) -> None:
    write(folder / "mkdocs.yml", _SETTINGS.format(plugins="search"))
    write(folder / "docs" / "index.md", "# Benchmark\n")
    for area in corpus.areas:
        write(folder / "docs" / "areas" / f"{area.code}.md", page(area))


def _write_tables(corpus: Corpus, folder: Path) -> None:
    _write_prose(corpus, folder)
    for kind, plural in PLURALS.items():
        lines = [f"# {plural.capitalize()}"]
        for area in corpus.areas:
            items = area.of_kind(kind)
            if items:
                lines += ["", f"## {area.title}", "", *_head(kind), *map(_row, items)]
        write(folder / "docs" / f"{plural}.md", "\n".join(lines) + "\n")


def _head(kind: str) -> Iterator[str]:
    columns = ("id", "title", *_COLUMNS[kind], "notes")
    yield f"| {' | '.join(column.replace('_', ' ') for column in columns)} |"
    yield f"|{' --- |' * len(columns)}"


def _row(item: Item) -> str:
    cells = [f'<a id="{item.id}"></a>{item.id}', item.title]
    cells += (
        item.fields[column].strip("[]") if column in item.fields else _links(item, column)
        for column in _COLUMNS[item.kind]
    )
    return f"| {' | '.join([*cells, item.notes])} |"


def _links(item: Item, relation: str) -> str:
    return ", ".join(
        f"[{reference.to}]({_TARGETS[relation]}.md#{reference.to})"
        + (f" ({reference.role})" if reference.role else "")
        for reference in item.relations.get(relation, ())
    )


def _write_macros(corpus: Corpus, folder: Path) -> None:
    _write_prose(corpus, folder)
    names = [area.code for area in corpus.areas]
    files = ", ".join(f"{{{name}: data/{name}.yml}}" for name in names)
    write(folder / "mkdocs.yml", _SETTINGS.format(plugins=_MACROS.format(files=files)))
    for area in corpus.areas:
        write(folder / "data" / f"{area.code}.yml", sidecar(area))
    for kind, plural in PLURALS.items():
        write(folder / "docs" / f"{plural}.md", "\n".join(_template(kind, plural, corpus.areas)) + "\n")


def _template(kind: str, plural: str, areas: list[Area]) -> Iterator[str]:
    head = "\n".join(_head(kind))
    cells = ['<a id="{{ item.id }}"></a>{{ item.id }}', "{{ item.title }}"]
    cells += map(_cell, _COLUMNS[kind])
    yield f"# {plural.capitalize()}"
    yield ""
    yield "{% macro links(references, page) %}{% for reference in references %}"
    yield "{%- set id = reference.id or reference %}"
    yield "{{- ', ' if not loop.first }}[{{ id }}]({{ page }}.md#{{ id }})"
    yield "{%- if reference.role %} ({{ reference.role }}){% endif %}{% endfor %}{% endmacro -%}"
    for area in areas:
        if area.of_kind(kind):
            yield ""
            yield f"## {area.title}"
            yield ""
            yield head
            yield f"{{% for item in {area.code}.{plural} -%}}"
            yield f"| {' | '.join([*cells, '{{ item.notes }}'])} |"
            yield "{% endfor %}"


def _cell(column: str) -> str:
    if column in _TARGETS:
        return f"{{{{ links(item.{column}, '{_TARGETS[column]}') }}}}"
    if column in ("inputs", "outputs", "persistence"):
        return f"{{{{ item.{column} | join(', ') }}}}"
    return f"{{{{ item.{column} }}}}"


PROSE: Final = Peer(
    name="MkDocs, pages alone",
    module="mkdocs_prose",
    form="pages of prose only",
    write=_write_prose,
    commands=_BUILD,
    reports=_MISSING,
    kept=("site",),
    edited="docs/areas/*.md",
    titles=re.compile(r"^## ", re.MULTILINE),
    names=lambda corpus: [],
    keeps_nothing=True,
)

TABLES: Final = replace(
    PROSE,
    name="MkDocs, tables by hand",
    module="mkdocs_tables",
    form="tables in Markdown, a page for each kind",
    write=_write_tables,
    edited="docs/components.md",
    titles=re.compile(r"</a>\S+ \| ", re.MULTILINE),
    names=written,
)

MACROS: Final = replace(
    TABLES,
    name="MkDocs, macros with YAML",
    module="mkdocs_macros",
    form="YAML files, and a page with loops for each kind",
    write=_write_macros,
    edited="data/*.yml",
    titles=re.compile(r"^    title: ", re.MULTILINE),
)
