"""`mkdocs-traceability agents`: what coding agents are given, so that they keep to the architecture."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from mkdocs_traceability.cli.asking import judged, workspace_of
from mkdocs_traceability.cli.console import ask_to_write, fail, say, show
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.cli.site_options import config_option, folder_option
from mkdocs_traceability.files.ordinary import why

if TYPE_CHECKING:
    from mkdocs_traceability.agents.install.plan import Repository
    from mkdocs_traceability.edits.changes import Change

_T = TypeVar("_T")

_CHOICES: Final = {
    "agents-md": "A guide and rules by path in AGENTS.md.",
    "claude": "CLAUDE.md, which imports AGENTS.md if that is installed.",
    "cursor": "Rules for Cursor.",
    "copilot": "Instructions for GitHub Copilot.",
    "skill": "A skill.",
    "hook": "A hook that stops Claude Code if its change breaks something.",
    "mcp": "The MCP server in .mcp.json.",
}


@click.group(short_help="Set up coding agents: rules, a hook, the MCP server.")
def agents() -> None:
    """Set up coding agents: guides, rules by path, a hook and the MCP server."""


def _choices(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for each thing that can be chosen."""
    for name, meaning in reversed(_CHOICES.items()):
        command = click.option(f"--{name}", is_flag=True, help=meaning)(command)
    return command


yes_option = click.option("-y", "--yes", is_flag=True, help="Write without asking.")


@agents.command(
    cls=CommandWithExamples,
    examples={
        "Choose what to install": "mkdocs-traceability agents install",
        "Install a guide, rules and a hook": "mkdocs-traceability agents install --agents-md --claude --hook",
        "Install rules for Cursor without asking": "mkdocs-traceability agents install --cursor --yes",
    },
)
@folder_option
@config_option
@_choices
@yes_option
def install(folder: Path, config_file: Path | None, yes: bool, **chosen: bool) -> None:
    """Write files for coding agents to the root of the repository.

    Everything stands between markers, or is an entry of its own: what else a file has stays, and `agents
    remove` takes away what was written. Show all changes, then ask. Without an option, ask for each.

    Exit status: 0 if all of it is there, 1 if nothing was chosen or confirmed, 2 if a file has to be edited
    by hand.
    """
    from mkdocs_traceability.agents.install.plan import install as planned

    names = _named(chosen) or _asked()
    repository = _repository(folder, config_file)
    _write(_planned(lambda: planned(repository, names)), "Nothing to do: all of it is installed.", yes=yes)


@agents.command(
    cls=CommandWithExamples,
    short_help="Take away what `agents install` wrote.",
    examples={
        "Remove all that was installed": "mkdocs-traceability agents remove",
        "Remove the hook without asking": "mkdocs-traceability agents remove --hook --yes",
    },
)
@folder_option
@config_option
@_choices
@yes_option
def remove(folder: Path, config_file: Path | None, yes: bool, **chosen: bool) -> None:
    """Take away what `agents install` wrote; without an option, all of it.

    A file in which nothing else is left is removed. Show all changes, then ask.

    Exit status: 0 if none of it is there, 1 if it was not confirmed, 2 if a file has to be edited by hand.
    """
    from mkdocs_traceability.agents.install.plan import Repository
    from mkdocs_traceability.agents.install.plan import remove as planned
    from mkdocs_traceability.files.repository import below_repository, repository_of

    names = _named(chosen) or list(_CHOICES)
    root = workspace_of(folder, config_file).settings.root
    repository = Repository(repository_of(root), below_repository(root), "", "")
    _write(_planned(lambda: planned(repository, names)), "Nothing to do: none of it is installed.", yes=yes)


@agents.command(
    cls=CommandWithExamples,
    short_help="Bring the rules by path up to date, or check them.",
    examples={
        "Bring installed rules up to date": "mkdocs-traceability agents rules",
        "Check in CI that they are": "mkdocs-traceability agents rules --check",
    },
)
@folder_option
@config_option
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if rules are outdated.")
def rules(folder: Path, config_file: Path | None, check: bool) -> None:
    """Write the rules by path, as they are declared now, into the files that have such rules.

    Rules come from layers, from who may write what, from owners and from reasons. Outdated ones are a finding
    of `check` too (TR904).

    Exit status: 0 if all are up to date, 1 with --check if some are not, 2 if a file has to be edited by
    hand.
    """
    from mkdocs_traceability.agents.install.plan import refresh

    repository = _repository(folder, config_file)
    changes, has_any = _planned(lambda: refresh(repository))
    for change in changes:
        say(f"{'Outdated' if check else 'Updated'}: {change.file.as_posix()}")
    if check:
        sys.exit(bool(changes))
    _apply(changes)
    if not has_any:
        show("No file has rules yet: install them with `mkdocs-traceability agents install`.\n")
    elif not changes:
        show("All rules are up to date.\n")


def _named(chosen: dict[str, bool]) -> list[str]:
    return [name for name in _CHOICES if chosen[name.replace("-", "_")]]


def _asked() -> list[str]:
    """Ask what to install, one by one; without a terminal, say what there is and end the command."""
    if sys.stdin is None or not sys.stdin.isatty():
        listed = "".join(f"  --{name:<10} {meaning}\n" for name, meaning in _CHOICES.items())
        say(f"Nothing was chosen. Name what to install:\n\n{listed}")
        sys.exit(1)
    names = [
        name for name, meaning in _CHOICES.items() if click.confirm(f"{meaning.removesuffix('.')}: install?")
    ]
    if not names:
        say("Nothing was chosen.")
        sys.exit(1)
    return names


def _repository(folder: Path, config_file: Path | None) -> "Repository":
    """Check the site, and return its repository with the rules that its registry makes."""
    from mkdocs_traceability.agents.install.plan import Repository
    from mkdocs_traceability.analysis.agent_rules import rules_text, scope
    from mkdocs_traceability.files.repository import below_repository, repository_of

    workspace = workspace_of(folder, config_file)
    result = judged(workspace)
    if not result.registry.is_complete:
        fail("the rules need all sources; nothing was changed")
    root = workspace.settings.root
    told = (result.registry, result.observations.owned, below_repository(root))
    return Repository(repository_of(root), told[2], rules_text(*told), scope(*told))


def _planned(plan: Callable[[], _T]) -> _T:
    """Plan changes; end the command where that cannot be done safely."""
    from mkdocs_traceability.agents.install.plan import ByHand

    try:
        return plan()
    except ByHand as error:
        fail(f"{error}; nothing was changed")
    except OSError as error:
        fail(f"{error.filename or 'a file'}: {why(error)}; nothing was changed")


def _write(changes: "Sequence[Change]", otherwise: str, *, yes: bool) -> None:
    from mkdocs_traceability.edits.changes import as_diff

    if not changes:
        show(f"{otherwise}\n")
        return
    listed = [f"{change.purpose} {change.file.as_posix()}" for change in changes]
    show("\n".join([*as_diff(changes), "", *listed, ""]))
    if not yes:
        ask_to_write()
    _apply(changes)


def _apply(changes: "Sequence[Change]") -> None:
    from mkdocs_traceability.edits.changes import apply

    try:
        apply(changes)
    except OSError as error:
        fail(f"{error.filename or 'a file'}: {why(error)}; nothing was changed")
