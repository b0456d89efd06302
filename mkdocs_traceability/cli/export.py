"""`mkdocs-traceability export`: the registry as JSON, as a build publishes it."""

import gc
from pathlib import Path

import click

from mkdocs_traceability.cli.console import fail, write_out


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    help="The mkdocs.yml to use, if it is not in FOLDER.",
)
@click.option("-o", "--output", default="-", metavar="FILE", help="Write to FILE instead of the console.")
def export(folder: Path, config_file: Path | None, output: str) -> None:
    """Write the registry as JSON, as a build publishes it.

    Exit status: 0 even with findings, 2 if the export could not run.
    """
    from mkdocs_traceability.api.registry_data import exported_registry
    from mkdocs_traceability.settings.config_file import ConfigError, find_config
    from mkdocs_traceability.settings.load import load_settings

    gc.disable()
    try:
        registry = exported_registry(load_settings(config_file or find_config(folder)))
    except ConfigError as error:
        fail(str(error))
    write_out(registry, output)
    gc.freeze()
