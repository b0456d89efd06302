"""`mkdocs-traceability rename`: another id for an item, in every source that names it."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_traceability.cli.completing import complete_ids
from mkdocs_traceability.cli.console import ask_to_write, fail, say, show
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.cli.site_options import config_option
from mkdocs_traceability.files.ordinary import why
from mkdocs_traceability.model.shown_words import several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs_traceability.edits.changes import Change
    from mkdocs_traceability.edits.rename.plan import Renaming
    from mkdocs_traceability.workspace import Linked, Workspace


@click.command(
    cls=CommandWithExamples,
    short_help="Change the id of an item everywhere it is used.",
    examples={
        "Show what would be changed": "mkdocs-traceability rename EVAL-001 SCORE-001 --diff",
        "Change it without asking": "mkdocs-traceability rename EVAL-001 SCORE-001 --yes",
        "Name the kind if others have the id, too": "mkdocs-traceability rename flow:EVAL-001 SCORE-001",
    },
)
@click.argument("old", shell_complete=complete_ids)
@click.argument("new")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@config_option
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option("--diff", "is_only_shown", is_flag=True, help="Write nothing; show the changes.")
@click.option("--no-former-id", is_flag=True, help="Do not add OLD to `former_ids` of the item.")
def rename(
    old: str,
    new: str,
    folder: Path,
    config_file: Path | None,
    yes: bool,
    is_only_shown: bool,
    no_former_id: bool,
) -> None:
    """Change the id of an item from OLD to NEW everywhere it is used.

    References, waivers, tables, markers and the text of pages are edited; everything else in these files
    stays as it is. The old id becomes a former id of the item, so links to it keep working. Write KIND:OLD
    if items of several kinds have the id. Shows all changes, then asks.

    Exit status: 0 if the item has its new id, 1 if the changes were not confirmed or only shown, 2 if it
    cannot be renamed.
    """
    from mkdocs_traceability.edits.changes import apply, as_diff
    from mkdocs_traceability.edits.rename.names import AlreadyRenamed, CannotRename
    from mkdocs_traceability.edits.rename.plan import NamedSources
    from mkdocs_traceability.edits.rename.plan import rename as planned
    from mkdocs_traceability.edits.rename.remarks import remarks_on
    from mkdocs_traceability.settings.config_file import ConfigError, find_config
    from mkdocs_traceability.settings.load import load_settings
    from mkdocs_traceability.workspace import Workspace

    try:
        settings = load_settings(config_file or find_config(folder))
        workspace = Workspace(settings)
        linked = workspace.link()
        site = NamedSources(linked.registry, linked.sources, settings.prose_ids, settings.table_words)
        renaming = planned(site, old, new, keep_former=not no_former_id)
    except (ConfigError, CannotRename) as error:
        fail(str(error))
    except AlreadyRenamed as done:
        show(f"{done}\n")
        return
    changes = list(_changes(workspace, linked, renaming))
    listed = [f"edit {change.file.as_posix()}: {change.purpose}" for change in changes]
    show("\n".join([*as_diff(changes), "", *listed, ""]))
    for remark in remarks_on(site, renaming, asked_former=not no_former_id):
        say(f"Note: {remark}")
    if is_only_shown:
        sys.exit(1)
    if not yes:
        ask_to_write()
    try:
        apply(changes)
    except OSError as error:
        fail(f"{error.filename or folder}: {why(error)}; nothing was changed")
    show(f"Renamed {renaming.item.label} to {renaming.new}\n")


def _changes(workspace: "Workspace", linked: "Linked", renaming: "Renaming") -> "Iterator[Change]":
    """Go through the files that are to be written.

    The file that declares the item is the last: should the command be killed before it, it can be run again.
    """
    from mkdocs_traceability.edits.changes import Change

    root, declaring = workspace.settings.root, renaming.item.position.path
    before = {source.path: source.data for source in linked.sources}
    changes = {}
    for path, data in renaming.contents.items():
        places = sum(edit.path == path for edit in renaming.edits)
        changes[path] = Change(_shown(root / path), before[path], data, several(places, "place"))
    last = changes.pop(declaring)
    yield from changes.values()
    if linked.baseline.entries:
        yield from _baseline(workspace, linked, renaming)
    yield last


def _baseline(workspace: "Workspace", linked: "Linked", renaming: "Renaming") -> "Iterator[Change]":
    """Keep the findings in the baseline that are named by the id."""
    from mkdocs_traceability.edits.changes import Change
    from mkdocs_traceability.edits.rename.baseline import renamed_baseline

    after = workspace.judge(workspace.link_with(renaming.contents))
    baseline = renamed_baseline(linked.baseline, after.raw_findings, renaming.item, renaming.new)
    count = len(baseline.entries.keys() - linked.baseline.entries.keys())
    if count:
        file = _shown(workspace.settings.root / linked.baseline.path)
        purpose = "1 finding that names the id" if count == 1 else f"{count} findings that name the id"
        yield Change(file, linked.baseline.content, baseline.as_text().encode(), purpose)


def _shown(file: Path) -> Path:
    """Return a path as the user would write it here, where that is possible."""
    try:
        return Path(os.path.relpath(file))
    except ValueError:  # on another drive
        return file
