"""`mkdocs-traceability gaps`: everything that is missing or still open, the heaviest first."""

import gc
from pathlib import Path

import click

from mkdocs_traceability.cli import console
from mkdocs_traceability.cli.asking import judged, refuse, workspace_of
from mkdocs_traceability.cli.completing import complete_kinds
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.cli.site_options import config_option, folder_option, form_option

_SIGNS = ("=", "<", ">")


@click.command(
    cls=CommandWithExamples,
    short_help="List everything that is missing, the most important first.",
    examples={
        "List everything that is missing or still open": "mkdocs-traceability gaps",
        "List what is missing at the requirements": "mkdocs-traceability gaps requirements",
        "List what is missing at the flows of a component": (
            "mkdocs-traceability gaps flows components=eval-worker"
        ),
        "List what is due by a date, as JSON": ('mkdocs-traceability gaps "due<=2027-06-30" --format json'),
    },
)
@click.argument("kind", default="", shell_complete=complete_kinds)
@click.argument("filters", nargs=-1, metavar="[FILTER]...")
@folder_option
@config_option
@form_option("text", "json")
def gaps(kind: str, filters: tuple[str, ...], folder: Path, config_file: Path | None, form: str) -> None:
    """List missing evidence, open gaps and overdue work, the most important first.

    A filter is written as for `list`. Without KIND, it applies to every kind that has what it names.

    Exit status: 0 even if something is missing, 2 if a filter is not valid or the command could not run.
    """
    from mkdocs_traceability.agents.gaps import gaps_of
    from mkdocs_traceability.model.shown_words import several

    if any(sign in kind for sign in _SIGNS):
        kind, filters = "", (kind, *filters)
    gc.disable()
    told = gaps_of(judged(workspace_of(folder, config_file)), kind, filters)
    if isinstance(told, list):
        refuse(told)
    if form == "json":
        from mkdocs_traceability.agents.plain import as_json

        console.write_out(as_json(told), "-")
    else:
        from mkdocs_traceability.agents.gaps_text import GapsText

        console.show_painted(GapsText(console.columns(), console.paint).of(told))
        console.say(f"{len(told.missing)} of {several(told.items, 'item')}")
    gc.freeze()
