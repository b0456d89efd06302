"""Options of `check` that narrow down which findings are shown: by rule, and by what has changed.

What is hidden is counted, and counts for nothing else: the exit status is that of what is shown.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from mkdocs_traceability.cli.completing import complete_rules
from mkdocs_traceability.comparison.narrowing import unknown_code

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _codes(context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Return what codes begin with, as they were given with an option, once or separated by commas."""
    named = tuple(code.strip().upper() for each in given for code in each.split(",") if code.strip())
    for name in named or ("",) * bool(given):
        if wrong := unknown_code(name):
            raise click.BadParameter(wrong, context, option)
    return named


def narrowing_options(command: _Command) -> _Command:
    """Give a command the options `--changed`, `--select` and `--ignore`."""
    for option in (
        click.option(
            "--ignore",
            multiple=True,
            metavar="CODES",
            callback=_codes,
            shell_complete=complete_rules,
            help="Hide findings of these rules.",
        ),
        click.option(
            "--select",
            multiple=True,
            metavar="CODES",
            callback=_codes,
            shell_complete=complete_rules,
            help="Show only findings of these rules: codes or how they begin, such as TR101,TR4.",
        ),
        click.option(
            "--changed",
            is_flag=False,
            flag_value="HEAD",
            default="",
            metavar="[REF]",
            help="Show only findings that changes since the commit REF can have caused, or without REF the "
            "uncommitted changes. FOLDER stands before it.",
        ),
    ):
        command = option(command)
    return command


def refuse_site(reference: str, folder: Path) -> None:
    """Refuse a site in place of a commit: in `check --changed FOLDER` the option takes the folder."""
    if not reference or not _has_config(Path(reference)):
        return
    from mkdocs_traceability.files.former_tree import is_commit

    if not is_commit(folder if folder.is_dir() else folder.parent, reference):
        raise click.UsageError(
            f"`{reference}` is a site, not a commit: to check it, write `check {reference} --changed`"
        )


def _has_config(path: Path) -> bool:
    """Whether a path is the configuration of a site, or a folder that contains one."""
    from mkdocs_traceability.settings.config_names import CONFIG_NAMES

    return path.name in CONFIG_NAMES or any((path / name).is_file() for name in CONFIG_NAMES)
