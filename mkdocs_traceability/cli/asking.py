"""What the commands that answer questions share: the site they ask, and what they say of a bad question."""

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from mkdocs_traceability.cli.console import fail, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_traceability.agents.brief.compose import Facts
    from mkdocs_traceability.query.words import MarkerProblem
    from mkdocs_traceability.registry.registry import Registry
    from mkdocs_traceability.result import Result
    from mkdocs_traceability.workspace import Workspace


def workspace_of(folder: Path, config_file: Path | None) -> "Workspace":
    """Return the workspace of a site; end the command where it has no configuration that can be read."""
    from mkdocs_traceability.settings.config_file import ConfigError, find_config
    from mkdocs_traceability.settings.load import load_settings
    from mkdocs_traceability.workspace import Workspace

    try:
        return Workspace(load_settings(config_file or find_config(folder)))
    except ConfigError as error:
        fail(str(error))


def judged(workspace: "Workspace") -> "Result":
    """Run the whole check, and say so where not all of the site is known."""
    result = workspace.run()
    say_if_incomplete(result.registry)
    return result


def say_if_incomplete(known: "Registry | Facts") -> None:
    """Say so where not all of a site is known."""
    if not known.is_complete:
        say("Note: some sources cannot be read; run `mkdocs-traceability check`")


def refuse(problems: "Sequence[MarkerProblem]") -> NoReturn:
    """Say what is wrong with a question, as is said of a marker, and end the command."""
    said = (f"{each.message}; {each.help}" if each.help else each.message for each in problems)
    fail("\n       ".join(said))
