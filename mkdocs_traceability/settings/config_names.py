"""How a configuration is called, and where one is: for who must know before anything is read of it."""

from pathlib import Path
from typing import Final

from mkdocs_traceability.files.real import is_file

ZENSICAL: Final = "zensical.toml"

CONFIG_NAMES: Final = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml", ZENSICAL)
"""In this order: where there are two, the first is read."""


def config_in(folder: Path) -> Path | None:
    """Return the configuration file of a folder, of a file that file; None where there is none."""
    if folder.is_file():
        return folder
    return next((folder / name for name in CONFIG_NAMES if is_file(folder / name)), None)
