"""`mkdocs-traceability init`: a site that is checked, made from what a repository has."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mkdocs_traceability.cli.console import ask_to_write, fail, say, show
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.files.ordinary import why

if TYPE_CHECKING:
    from mkdocs_traceability.setup.plan import Plan

_OF_AGENTS: Final = ("AGENTS.md", "CLAUDE.md", ".claude", ".cursor", ".github/copilot-instructions.md")
"""What is in a repository where people work with coding agents."""


@click.command(
    cls=CommandWithExamples,
    short_help="Set up a site with the plugin and first facts.",
    examples={
        "Show what would be written to this folder, then ask": "mkdocs-traceability init",
        "Set up a new site in a folder without asking": "mkdocs-traceability init new-site --yes",
    },
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The mkdocs.yml to use, if it is not in FOLDER.",
)
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option(
    "--editor",
    type=click.Choice(["vscode", "none"]),
    help="The editor to set up for sidecars.  [default: vscode if there is a folder .vscode]",
)
def init(folder: Path, config_file: Path | None, yes: bool, editor: str | None) -> None:
    """Set up a site: the plugin in mkdocs.yml, first facts, and what else is missing.

    In FOLDER (default: the current folder) without mkdocs.yml, make a new site. Show all changes, then ask.

    Exit status: 0 if everything is set up, 1 if changes were not confirmed or the check fails, 2 if
    mkdocs.yml cannot be read or has to be edited by hand.
    """
    from mkdocs_traceability.edits.changes import apply, as_diff
    from mkdocs_traceability.settings.config_file import ConfigError
    from mkdocs_traceability.setup.plan import make_plan

    try:
        plan = make_plan(folder, config_file, editor)
    except ConfigError as error:
        fail(f"{error}\n\nNothing was changed." if "\n" in str(error) else str(error))
    for note in plan.by_hand:
        say(f"Note: {note}\n")
    if not plan.changes:
        show("Nothing to do: the plugin is on and items are declared.\n")
        return
    show("\n".join([*as_diff(plan.changes), "", *_listed(plan), ""]))
    if not yes:
        ask_to_write()
    try:
        apply(plan.changes)
    except OSError as error:
        fail(f"{error.filename or folder}: {why(error)}; nothing was changed")
    _check(plan.config_file, schemas=plan.schemas)


def _listed(plan: "Plan") -> list[str]:
    """Return a line for each file, with what is done to it and why."""
    return [
        f"{'add' if change.old is None else 'edit'} {change.file.as_posix()}: {change.purpose}"
        for change in plan.changes
    ]


def _check(config_file: Path, *, schemas: bool) -> None:
    """Say what a check of the site finds, and what is next; write the schemas that an editor is to read."""
    from mkdocs_traceability.reports import text
    from mkdocs_traceability.settings.config_file import ConfigError
    from mkdocs_traceability.settings.load import load_settings
    from mkdocs_traceability.workspace import Workspace

    try:
        settings = load_settings(config_file)
        items, findings, *_ = Workspace(settings).check()
    except ConfigError as error:
        fail(str(error))
    if schemas:
        from mkdocs_traceability.cli.schema import write_schemas

        write_schemas(settings)
    show(f"\n{text.summary(items, findings)}\n")
    fails = any(finding.fails for finding in findings)
    show(f"Next: {'mkdocs-traceability check' if fails else _serve(config_file)}\n")
    if any((config_file.parent / each).exists() for each in _OF_AGENTS):
        show("With coding agents: mkdocs-traceability agents install\n")
    sys.exit(fails)


def _serve(config_file: Path) -> str:
    """Return the commands that show the site."""
    if config_file.suffix == ".toml":
        return "mkdocs-traceability render --host zensical && zensical serve"
    generator = config_file.stem if config_file.stem in ("mkdocs", "properdocs") else "mkdocs"
    return f"{generator} serve"
