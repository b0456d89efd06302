"""`mkdocs-traceability list`: the items of a kind that filters leave, as a table, JSON or CSV."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mkdocs_traceability.cli import console
from mkdocs_traceability.cli.asking import (
    judged,
    refuse,
    workspace_of,
)
from mkdocs_traceability.cli.completing import complete_kinds
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.cli.site_options import config_option, folder_option, form_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_traceability.exports.item_columns import CellText
    from mkdocs_traceability.model.item import Item
    from mkdocs_traceability.model.kinds import Kind
    from mkdocs_traceability.query.grammar import Placement
    from mkdocs_traceability.registry.registry import Registry
    from mkdocs_traceability.result import Result

_COLUMNS: Final = ("id", "title", "status", "badge")
"""What a table shows where nothing else is asked for."""

_MORE_COLUMNS: Final = ("findings", "phase", "rests_on", "source")
"""Columns besides those of markers."""


@click.command(
    "list",
    cls=CommandWithExamples,
    short_help="List the items of a kind, filtered.",
    examples={
        "List the kinds, and how many items each has": "mkdocs-traceability list",
        "List the flows of a component that name no tests": (
            "mkdocs-traceability list flows tests=none components=eval-worker"
        ),
        "List what is due, the most urgent first": (
            'mkdocs-traceability list patches "due<=2027-06-30" --sort due'
        ),
        "Write the components as CSV": "mkdocs-traceability list components --format csv > components.csv",
    },
)
@click.argument("kind", default="", shell_complete=complete_kinds)
@click.argument("filters", nargs=-1, metavar="[FILTER]...")
@folder_option
@config_option
@form_option("text", "json", "csv")
@click.option("--columns", metavar="NAMES", default="", help="Columns of text and CSV, separated by commas.")
@click.option("--sort", metavar="NAME", default="", help="Sort by a column; -NAME for descending.")
def list_(
    kind: str,
    filters: tuple[str, ...],
    folder: Path,
    config_file: Path | None,
    form: str,
    columns: str,
    sort: str,
) -> None:
    """List the items of a kind that pass all filters, or all kinds without KIND.

    A filter is written as in a marker: KEY=VALUE, KEY!=VALUE, or KEY<=VALUE for dates and numbers.

    Exit status: 0 even if no item passes, 2 if a filter is not valid or the command could not run.
    """
    if columns and form == "json":
        raise click.UsageError("--columns works with text and CSV; JSON has everything")
    gc.disable()
    workspace = workspace_of(folder, config_file)
    if not kind:
        _show_kinds(workspace.link().registry, form)
        return
    result = judged(workspace)
    options = [f"columns={columns}"] if columns else []
    placement = _asked(result, kind, [*filters, *options])
    items = _items(result, placement, sort)
    if form == "json":
        from mkdocs_traceability.api.registry_data import items_without_build

        console.write_out(items_without_build(workspace.settings, result, items), "-")
    elif form == "csv":
        _show_csv(result, placement, items)
    else:
        _show_table(result, placement, items)
    gc.freeze()


def _asked(result: "Result", kind: str, arguments: "Sequence[str]") -> "Placement":
    from mkdocs_traceability.agents.asked import reader_of

    read = reader_of(result).parse_query(kind, arguments, _MORE_COLUMNS)
    if isinstance(read, list):
        refuse(read)
    return read


def _items(result: "Result", placement: "Placement", sort: str) -> "list[Item]":
    """Return the items that are asked for: as in their sources, or sorted, what has nothing last."""
    from mkdocs_traceability.query.judged_facts import JudgedFacts

    items = placement.items(result.registry, JudgedFacts(result.assessment, result.today))
    if sort:
        name = _asked(result, placement.kind.name, [f"columns={sort.removeprefix('-')}"]).columns[0]
        cell = _cells(result, placement.kind, (name,))[name]
        having = sorted(filter(cell, items), key=lambda item: _natural(cell(item)), reverse=sort[0] == "-")
        items = having + [item for item in items if not cell(item)]
    return items[: placement.limit] if placement.limit else items


def _natural(text: str) -> "list[tuple[int, int, str]]":
    """Return what a text is sorted by: without case, and the numbers in it by their size."""
    import re

    parts = re.findall(r"[0-9]+|[^0-9]+", text.casefold())
    return [
        (0, len(part.lstrip("0")), part.lstrip("0")) if part[0] in "0123456789" else (1, 0, part)
        for part in parts
    ]


def _cells(result: "Result", kind: "Kind", names: "Sequence[str]") -> "dict[str, CellText]":
    """Return what gives the cells of the named columns."""
    from mkdocs_traceability.analysis.deadlines import DUE, deadline_of
    from mkdocs_traceability.exports.item_columns import item_columns
    from mkdocs_traceability.registry.lifecycle import phase

    registry, known = result.registry, item_columns(result, kind)

    def due(item: "Item") -> str:
        return str(deadline.day) if (deadline := deadline_of(registry, item)) else ""

    computed: dict[str, CellText] = {
        DUE: due,
        "phase": lambda item: str(phase(registry, item)),
        "evidence": known.get("_badge", known["badge"]),
    }
    return {name: known.get(kind.exported(name)) or known.get(name) or computed[name] for name in names}


def _show_csv(result: "Result", placement: "Placement", items: "Sequence[Item]") -> None:
    from mkdocs_traceability.exports.item_columns import item_columns
    from mkdocs_traceability.exports.items_csv import rows_csv

    kind = placement.kind
    names = placement.columns
    cells = _cells(result, kind, names) if names else item_columns(result, kind)
    rows = ([cell(item) for cell in cells.values()] for item in items)
    console.write_out(rows_csv([list(cells), *rows]), "-")


def _show_table(result: "Result", placement: "Placement", items: "Sequence[Item]") -> None:
    from mkdocs_traceability.model.shown_words import shown_word
    from mkdocs_traceability.reports.table_text import table_text

    kind = placement.kind
    cells = _cells(result, kind, placement.columns or _COLUMNS)
    if not placement.columns:
        cells = {name: cell for name, cell in cells.items() if name == "id" or any(map(cell, items))}
    if "badge" in cells and "badge" not in kind.fields:
        cells["badge"] = lambda item: shown_word(result.assessment.badge(item).word, "badge")
    if items:
        _show_lines(
            table_text(
                list(cells), [[cell(item) for cell in cells.values()] for item in items], console.columns()
            )
        )
    every = len(result.registry.items(kind.name))
    console.say(f"{len(items)} of {every} {kind.label if every == 1 else kind.plural_label}")


def _show_kinds(registry: "Registry", form: str) -> None:
    from mkdocs_traceability.exports.items_csv import rows_csv
    from mkdocs_traceability.exports.registry_json import kinds_json
    from mkdocs_traceability.reports.table_text import table_text

    rows = [[each.plural, str(len(registry.items(each.name))), each.title] for each in registry.schema]
    head = ["kind", "items", "title"]
    if form == "json":
        console.write_out(kinds_json(registry), "-")
    elif form == "csv":
        console.write_out(rows_csv([head, *rows]), "-")
    else:
        _show_lines(table_text(head, rows, console.columns()))


def _show_lines(lines: "Sequence[str]") -> None:
    console.show_painted("\n".join([console.paint(lines[0], "heading"), *lines[1:]]) + "\n")
