"""Options that commands which ask about a site share: which site that is, and the form of the answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

folder_option: Final[Callable[[Any], Any]] = click.option(
    "-C",
    "--folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder that contains mkdocs.yml (default: the current folder).",
)

config_option: Final[Callable[[Any], Any]] = click.option(
    "-f",
    "--config-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The mkdocs.yml to use, if it is not in FOLDER.",
)


def form_option(*forms: str) -> Callable[[Any], Any]:
    """Return the option that chooses among some forms of an answer, the first by default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help="Output format.",
    )
