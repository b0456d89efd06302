"""`mkdocs-traceability show`: items in full, with everything that is known of them."""

import gc
from pathlib import Path

import click

from mkdocs_traceability.cli import console
from mkdocs_traceability.cli.asking import (
    judged,
    refuse,
    workspace_of,
)
from mkdocs_traceability.cli.completing import complete_ids
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.cli.site_options import config_option, folder_option, form_option


@click.command(
    cls=CommandWithExamples,
    short_help="Show items with their relations, evidence and findings.",
    examples={
        "Show a flow with everything that is known of it": "mkdocs-traceability show EVAL-001",
        "Show the neighbourhood of an item over three links": "mkdocs-traceability show batcher --depth 3",
        "Write two items as JSON": "mkdocs-traceability show EVAL-001 batcher --format json",
    },
)
@click.argument("ids", nargs=-1, required=True, metavar="ID...", shell_complete=complete_ids)
@folder_option
@config_option
@form_option("text", "json")
@click.option(
    "--depth",
    type=click.IntRange(0, 9),
    default=2,
    show_default=True,
    help="How many links the neighbourhood spans; 0 leaves it out.",
)
def show(ids: tuple[str, ...], folder: Path, config_file: Path | None, form: str, depth: int) -> None:
    """Show items: fields, relations both ways, evidence, findings, neighbourhood.

    ID is an id, an alias or a former id; KIND:ID where two kinds share it.

    Exit status: 0 even with findings, 2 if an id is not declared or the command could not run.
    """
    from mkdocs_traceability.agents.asked import reader_of
    from mkdocs_traceability.model.item import Item

    gc.disable()
    workspace = workspace_of(folder, config_file)
    result = judged(workspace)
    reader = reader_of(result)
    read = [reader.item(each) for each in ids]
    items = list(dict.fromkeys(each for each in read if isinstance(each, Item)))
    if wrong := [each for each in read if not isinstance(each, Item)]:
        refuse(wrong)
    if form == "json":
        from mkdocs_traceability.api.registry_data import items_without_build

        console.write_out(items_without_build(workspace.settings, result, items), "-")
    else:
        from mkdocs_traceability.reports.card_text import CardText
        from mkdocs_traceability.reports.item_card import item_card

        text = CardText(result.excerpts, console.columns(), console.paint)
        console.show_painted(
            console.drawn("\n".join(text.of(item_card(result, item, depth)) for item in items))
        )
    gc.freeze()
