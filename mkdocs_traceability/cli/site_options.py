"""Options by which commands are told which site they are about."""

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
