"""`check --hook`: stop a coding agent whose change breaks something, and else stay out of its way.

Agents take exit status 2 as a reason to go on working. So it is kept for that alone: whatever keeps the check
from running ends with 1, which agents show to people and go on.
"""

import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click
from click.core import ParameterSource

from mkdocs_traceability.cli.console import say
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.comparison.narrowing import Narrowing
from mkdocs_traceability.files.ordinary import why

if TYPE_CHECKING:
    from mkdocs_traceability.model.finding import Finding
    from mkdocs_traceability.settings.load import Settings

BLOCKS: Final = 2
_COULD_NOT_RUN: Final = 1
_OPTION: Final = "--hook"
_NAME: Final = "is_hook"
_TAKEN: Final = (_NAME, "folder", "config_file", "changed", "select", "ignore")
"""The parameters of the command that a hook takes."""

_PATIENCE: Final = 2.0
"""How many seconds an agent may take to say all of its input."""


class CommandOfHooks(CommandWithExamples):
    """A command with `hook_option`: given that, it is a hook, and wrong options stop no agent either."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments."""
        is_hook = _OPTION in args
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            if is_hook:
                could_not_run(error.format_message())
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run the hook where that is asked for, else the command."""
        if ctx.params.pop(_NAME):
            self._run_hook(ctx)
        return super().invoke(ctx)

    def _run_hook(self, ctx: click.Context) -> NoReturn:
        for parameter in self.get_params(ctx):
            is_given = ctx.get_parameter_source(parameter.name or "") is ParameterSource.COMMANDLINE
            if is_given and parameter.name not in _TAKEN:
                could_not_run(f"`--hook` cannot be combined with `{parameter.opts[-1]}`")
        params = ctx.params
        narrowing = Narrowing(params["select"], params["ignore"], params["changed"])
        run_hook(params["folder"], params["config_file"], narrowing)


hook_option: Final[Callable[[Any], Any]] = click.option(
    _OPTION,
    _NAME,
    is_flag=True,
    help="For hooks of coding agents: if changes since HEAD, or the commit of --changed, break something "
    "that held there, print it to standard error, once, and exit with 2. Otherwise print nothing and exit "
    "with 0, or with 1 if the check could not run.",
)


def could_not_run(reason: str) -> NoReturn:
    """Say in one line why the hook could not run, and end the command without stopping an agent."""
    with suppress(OSError):
        say(f"mkdocs-traceability: the hook could not run: {' '.join(reason.split())}")
    sys.exit(_COULD_NOT_RUN)


def run_hook(folder: Path, config_file: Path | None, narrowing: Narrowing) -> NoReturn:
    """Check, and end the command: with 2 and the findings while something is broken that held before."""
    from mkdocs_traceability.files.git import GitError
    from mkdocs_traceability.settings.config_file import ConfigError

    gc.disable()  # as in a check
    try:
        told = _what_is_broken(folder, config_file, narrowing)
    except (ConfigError, GitError) as error:
        could_not_run(str(error))
    except OSError as error:
        could_not_run(f"{error.filename or folder}: {why(error)}")
    if not told:
        sys.exit(0)
    say(told.rstrip("\n"))
    sys.exit(BLOCKS)


def _what_is_broken(folder: Path, config_file: Path | None, narrowing: Narrowing) -> str:
    """Return what the agent is to be told, empty where nothing is broken or it knows that already."""
    from mkdocs_traceability.settings.config_file import find_config
    from mkdocs_traceability.settings.load import load_settings
    from mkdocs_traceability.workspace import Workspace
    from mkdocs_traceability.workspace.kept import kept_file

    settings = load_settings(config_file or find_config(folder))
    file = kept_file(settings, "hook")
    checked = Workspace(settings).check()
    failing = [each for each in narrowing.selected(checked.findings) if each.fails]
    if not failing and not file.exists():
        return ""
    reference = narrowing.changed or "HEAD"
    broken = _not_told(settings, file, failing, reference)
    if not broken:
        return ""
    from mkdocs_traceability.agents.hook import message

    return message(broken, checked.excerpts, reference, _seen_from_here(settings.root))


def _not_told(settings: "Settings", file: Path, failing: "list[Finding]", reference: str) -> "list[Finding]":
    """Return what is broken since a commit, nothing where the agent was told all of it; it is told all now.

    What was found at that commit is looked up only where something fails that is not known of it.
    """
    from mkdocs_traceability.agents.hook import Known, is_going_on, keep, known_since

    if not failing:
        keep(file, "", Known())
        return []
    from mkdocs_traceability.files.former_tree import common_commit

    commit = common_commit(settings.root, reference)
    known = known_since(file, commit)
    broken = [each for each in failing if each.fingerprint not in known.former]
    if not known.told.issuperset(each.fingerprint for each in broken):
        from mkdocs_traceability.comparison.caused import broken_since

        broken, former = broken_since(settings, failing, reference)
        known = known._replace(former=known.former | former)
    names = {each.fingerprint for each in broken}
    is_told = names <= known.told
    if not is_told and is_going_on(_input()):
        return []
    keep(file, commit, known._replace(told=known.told | names if names else frozenset()))
    return [] if is_told else broken


def _seen_from_here(folder: Path) -> str:
    """Return the path of a folder from the current one, empty for that itself."""
    try:
        path = os.path.relpath(folder).replace(os.sep, "/")
    except ValueError:  # on another drive
        return folder.as_posix()
    return "" if path == "." else path


def _input() -> bytes:
    """Return what an agent says on standard input; nothing is waited for that never comes."""
    from mkdocs_traceability.agents.hook import MOST_INPUT

    if sys.stdin is None or sys.stdin.isatty():
        return b""
    try:
        handle = sys.stdin.fileno()
    except (OSError, ValueError):  # not a file of the system
        return sys.stdin.buffer.read(MOST_INPUT)
    blocks: list[bytes] = []

    def read() -> None:
        left = MOST_INPUT
        with suppress(OSError):
            while left > 0 and (block := os.read(handle, min(left, 65_536))):
                blocks.append(block)
                left -= len(block)

    reader = Thread(target=read, name="input", daemon=True)
    reader.start()
    reader.join(_PATIENCE)
    return b"".join(blocks)
