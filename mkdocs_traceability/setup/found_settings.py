"""The settings with which documents are compared where a site says nothing of it: found, not configured."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.files.real import is_file, real
from mkdocs_traceability.files.repository import repository_of
from mkdocs_traceability.model.inputs import UNNAMED, Glob, Inputs
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.settings.config_names import CONFIG_NAMES
from mkdocs_traceability.settings.load import PLUGIN, Settings, built_in_schema, load_settings
from mkdocs_traceability.setup.survey import inputs_of

_NAME: Final = "ground"
"""What stands for the name of the configuration where there is none."""


def settings_around(folder: Path, config_file: Path | None = None) -> Settings:
    """Return the settings of the site that a folder belongs to, else of its repository as it is found.

    The site is that of the nearest configuration in the folder or above it, within the repository. Where it
    does not turn the plugin on, and where there is none, what documents can be compared with is looked for.

    Raises:
        ConfigError: where a configuration cannot be read.

    """
    start = real(folder)
    above = [start, *start.parents]
    top = repository_of(start)
    within = above[: above.index(top) + 1]
    config = config_file or next(_configs(within), None)
    if config is None:
        return _found(top)
    settings = load_settings(config)
    return settings if PLUGIN in settings.inputs.plugins else _with_found_inputs(settings)


def _configs(folders: Iterable[Path]) -> Iterator[Path]:
    return (folder / name for folder in folders for name in CONFIG_NAMES if is_file(folder / name))


def _found(top: Path) -> Settings:
    """Return the settings of a repository without a configuration."""
    at = Position(_NAME, 1, 1)
    inputs = Inputs(code_roots={UNNAMED: (Glob(".", at),)})
    return _with_found_inputs(Settings(_NAME, top, top / "docs", built_in_schema(), inputs=inputs))


def _with_found_inputs(settings: Settings) -> Settings:
    at = Position(settings.config_name, 1, 1)
    disk = Disk(settings.root, settings.unseen, bounds=settings.evidence_bounds)
    found = {
        setting: {UNNAMED: tuple(Glob(each, at) for each in globs)}
        for setting, globs in inputs_of(disk).items()
    }
    said = {setting: globs for setting, globs in settings.inputs.compared.items() if globs}
    return replace(settings, inputs=replace(settings.inputs, compared={**found, **said}))
