"""`mkdocs-traceability export`: the registry as JSON, as a build publishes it."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_traceability.cli.console import fail, say, show, write_out
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.cli.site_options import config_option

if TYPE_CHECKING:
    from mkdocs_traceability.settings.load import Settings


@click.command(
    cls=CommandWithExamples,
    short_help="Write the registry as JSON, or an audit pack.",
    examples={
        "Write the registry to a file": "mkdocs-traceability export -o registry.json",
        "Write an audit pack to a folder": "mkdocs-traceability export --audit audit",
    },
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@config_option
@click.option("-o", "--output", default="-", metavar="FILE", help="Write to FILE instead of the console.")
@click.option(
    "--audit",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write an audit pack to FOLDER instead: CSV, XLSX and a printable page.",
)
def export(folder: Path, config_file: Path | None, output: str, audit: Path | None) -> None:
    """Write the registry as JSON, as a build publishes it, or an audit pack.

    Exit status: 0 even with findings, 2 if the export could not run.
    """
    from mkdocs_traceability.api.registry_data import exported_registry
    from mkdocs_traceability.settings.config_file import ConfigError, find_config
    from mkdocs_traceability.settings.load import load_settings

    gc.disable()
    try:
        settings = load_settings(config_file or find_config(folder))
        if audit is not None:
            _write_pack(settings, audit)
            return
        registry = exported_registry(settings)
    except ConfigError as error:
        fail(str(error))
    write_out(registry, output)
    if output != "-":
        show(f"Wrote {output}\n")
    gc.freeze()


def _write_pack(settings: "Settings", folder: Path) -> None:
    from mkdocs_traceability.api.audit_pack import audit_pack

    files, missing = audit_pack(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError):
        fail(f"the folder {folder} cannot be made")
    for name, data in files.items():
        write_out(data, str(folder / name))
    show(f"Wrote {len(files)} files to {folder}\n")
    for note in missing:
        say(f"Note: {note}")
