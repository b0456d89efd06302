"""`mkdocs-traceability brief`: what must not be broken in files that somebody is about to edit."""

import gc
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from mkdocs_traceability.cli import console
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.cli.site_options import config_option, folder_option, form_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_traceability.agents.brief.compose import Facts
    from mkdocs_traceability.agents.brief.values import Brief


@click.command(
    cls=CommandWithExamples,
    short_help="Tell what must not be broken in files you are about to edit.",
    examples={
        "Tell what must not be broken in a file": (
            "mkdocs-traceability brief code/watchpoint/workers/batcher.py"
        ),
        "The same for all files of a folder, as JSON": (
            "mkdocs-traceability brief code/watchpoint/workers --format json"
        ),
    },
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path())
@folder_option
@config_option
@form_option("text", "json")
def brief(paths: tuple[str, ...], folder: Path, config_file: Path | None, form: str) -> None:
    """Tell what must not be broken in files or folders: who owns them, what they may do, what they prove.

    PATH is relative to the current folder, and need not exist yet.

    Exit status: 0 even with findings, 2 if the command could not run.
    """
    gc.disable()
    told = _brief(paths, folder, config_file)
    if form == "json":
        from mkdocs_traceability.agents.plain import as_json

        console.write_out(as_json(told), "-")
    else:
        from mkdocs_traceability.agents.brief.text import BriefText

        console.show_painted(console.drawn(BriefText(console.columns(), console.paint).of(told)))
    gc.freeze()


def _brief(paths: "Sequence[str]", folder: Path, config_file: Path | None) -> "Brief":
    """Return the brief as it was kept, or work it out and keep it."""
    from mkdocs_traceability.agents.brief.compose import as_known, compose
    from mkdocs_traceability.agents.brief.kept import kept_facts
    from mkdocs_traceability.cli.asking import say_if_incomplete
    from mkdocs_traceability.files.real import real
    from mkdocs_traceability.model.day import day_of_check
    from mkdocs_traceability.settings.config_names import config_in

    today = day_of_check()
    config = config_file or config_in(folder)
    facts: Facts | None = kept_facts(real(config), today) if config else None
    if facts is None:
        facts = _worked_out(folder, config_file)
    say_if_incomplete(facts)
    root = real(config).parent if config else Path()
    named = [as_known(facts, _below(path, root), _relative(real(Path(path)), root)) for path in paths]
    told = compose(facts, named)
    others = [_other_site(each.path, root) for each in told.paths if not each.owners]
    for each in dict.fromkeys(filter(None, others)):
        console.say(f"Note: {each}/ has a site of its own; use -C to ask that")
    return told


def _other_site(path: str, root: Path) -> str:
    """Return the folder of a site in which a path lies, below the one that is asked; empty if in none."""
    from mkdocs_traceability.files.real import is_folder
    from mkdocs_traceability.settings.config_names import config_in

    folders = [] if path.startswith("../") else [path, *map(str, PurePosixPath(path).parents)]
    below = (each for each in folders if each != "." and is_folder(root / each))
    return next((each for each in below if config_in(root / each)), "")


def _worked_out(folder: Path, config_file: Path | None) -> "Facts":
    from mkdocs_traceability.agents.brief.facts import ResultFacts
    from mkdocs_traceability.agents.brief.kept import keep
    from mkdocs_traceability.cli.asking import workspace_of
    from mkdocs_traceability.model.day import day_of_check
    from mkdocs_traceability.workspace.witnessed import run_witnessed

    today = day_of_check()
    workspace = workspace_of(folder, config_file)
    result, witness = run_witnessed(workspace, today)
    facts = ResultFacts(result)
    if witness is not None:
        settings = workspace.settings
        keep(settings.root / settings.config_name, today, facts, witness)
    return facts


def _below(path: str, root: Path) -> str:
    """Return a path as findings show it: relative to the folder of `mkdocs.yml`, with `/`.

    One that seems to lie elsewhere may only lead there by another way: its links are followed.
    """
    from mkdocs_traceability.files.real import real

    here = Path(path).absolute()
    below = _relative(here, root)
    return _relative(real(here), root) if below.startswith("../") else below


def _relative(path: Path, root: Path) -> str:
    try:
        return os.path.relpath(path, root).replace(os.sep, "/")
    except ValueError:  # on another drive
        return path.as_posix()
