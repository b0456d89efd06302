"""`mkdocs-traceability why`: the reasons for a badge or a finding, and how two items are connected."""

import gc
from pathlib import Path

import click

from mkdocs_traceability.cli import console
from mkdocs_traceability.cli.asking import judged, refuse, workspace_of
from mkdocs_traceability.cli.completing import complete_ids
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.cli.site_options import config_option, folder_option, form_option


@click.command(
    cls=CommandWithExamples,
    short_help="Explain why an item has its badge, or how two items are connected.",
    examples={
        "Explain why a flow has its badge": "mkdocs-traceability why EVAL-001",
        "Show how two items are connected": "mkdocs-traceability why PROMISE-1 batcher",
        "The reasons as JSON": "mkdocs-traceability why EVAL-001 --format json",
    },
)
@click.argument("ids", nargs=-1, required=True, metavar="ID [ID]", shell_complete=complete_ids)
@folder_option
@config_option
@form_option("text", "json")
def why(ids: tuple[str, ...], folder: Path, config_file: Path | None, form: str) -> None:
    """Explain why an item has its badge and its findings, down to each claim and its place.

    ID is an id, an alias or a former id; KIND:ID where two kinds share it. The fingerprint of a finding
    explains that finding. Two ids show the shortest chains of relations between two items.

    Exit status: 0 even with findings, 2 if an id is not declared or the command could not run.
    """
    if len(ids) > 2:
        raise click.UsageError("name one item, or two")
    from mkdocs_traceability.agents.why import why_of

    gc.disable()
    told = why_of(judged(workspace_of(folder, config_file)), ids)
    if isinstance(told, list):
        refuse(told)
    if form == "json":
        from mkdocs_traceability.agents.plain import as_json

        console.write_out(as_json(told), "-")
    else:
        from mkdocs_traceability.agents.why_text import WhyText

        console.show_painted(console.drawn(WhyText(console.columns(), console.paint).of(told)))
    gc.freeze()
