"""`mkdocs-traceability schema`: the site's model as JSON Schema, for editors."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_traceability.cli.console import fail, show, write_out
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.cli.site_options import config_option, folder_option
from mkdocs_traceability.files.ordinary import why
from mkdocs_traceability.json_schema.files import NAMES, content, file_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs_traceability.settings.load import Settings


@click.command(
    cls=CommandWithExamples,
    examples={
        "Write the schemas that an editor uses": "mkdocs-traceability schema",
        "Show the schema of sidecars": "mkdocs-traceability schema sidecar -o -",
        "Write files to be committed": "mkdocs-traceability schema --no-ids -o schemas",
    },
    short_help="Write JSON Schemas for editors.",
)
@click.argument("which", type=click.Choice(NAMES), required=False)
@folder_option
@config_option
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Folder to write to; with WHICH, a file, or - for the console.  [default: .cache/traceability]",
)
@click.option("--no-ids", is_flag=True, help="Leave out existing ids, so that the files can be committed.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if a file is not current."
)
def schema(
    which: str | None,
    folder: Path,
    config_file: Path | None,
    output: str | None,
    no_ids: bool,
    only_check: bool,
) -> None:
    """Write JSON Schemas of your kinds, fields, statuses and ids, by which editors complete and check YAML.

    WHICH is sidecar, front-matter or settings (the plugin's settings in mkdocs.yml); default: all three.

    Exit status: 0 if the files are written, 1 if --check finds one that is not current, 2 if mkdocs.yml
    cannot be read or a file cannot be written.
    """
    if output == "-" and (which is None or only_check):
        raise click.UsageError("-o - writes one schema: name it, without --check")
    from mkdocs_traceability.settings.config_file import ConfigError, find_config
    from mkdocs_traceability.settings.load import load_settings

    try:
        settings = load_settings(config_file or find_config(folder))
        made = _made(settings, (which,) if which else NAMES, with_ids=not no_ids)
    except ConfigError as error:
        fail(str(error))
    if output == "-":
        write_out(next(iter(made.values())), output)
        return
    files = {_file(settings, name, which, output): data for name, data in made.items()}
    if only_check:
        _check(files.items())
    for file, data in files.items():
        _write(file, data, is_cached=output is None)


def write_schemas(settings: "Settings") -> None:
    """Write all schemas of a site to its cache."""
    for name, data in _made(settings, NAMES, with_ids=True).items():
        _write(_file(settings, name, None, None), data, is_cached=True)


def _made(settings: "Settings", names: "Iterable[str]", *, with_ids: bool) -> dict[str, bytes]:
    """Return what each file holds."""
    from mkdocs_traceability.workspace import Workspace

    needs_ids = with_ids and any(name != "settings" for name in names)
    registry = Workspace(settings).link().registry if needs_ids else None
    return {name: content(name, settings.schema, registry) for name in names}


def _file(settings: "Settings", name: str, which: str | None, output: str | None) -> Path:
    if output is None:
        return settings.root / ".cache" / "traceability" / file_name(name)
    path = Path(output)
    return path if which and not path.is_dir() else path / file_name(name)


def _check(files: "Iterable[tuple[Path, bytes]]") -> None:
    """Name the files that are not current, and end the command."""
    from mkdocs_traceability.files.ordinary import read_ordinary

    is_behind = False
    for file, data in files:
        try:
            is_current = read_ordinary(file, len(data) + 1) == data
        except FileNotFoundError:
            is_current = False
        except (OSError, ValueError) as error:
            fail(f"{file.as_posix()} cannot be read: {why(error)}")
        if not is_current:
            is_behind = True
            show(f"{_shown(file)} is not current: run this again without --check\n")
    sys.exit(is_behind)


def _write(file: Path, data: bytes, *, is_cached: bool) -> None:
    if is_cached:
        from mkdocs_traceability.files.cache import place

        try:
            place(file, data)
        except OSError as error:
            fail(f"{_shown(file)} cannot be written to: {why(error)}")
    else:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError):
            fail(f"the folder {file.parent.as_posix()} cannot be made")
        write_out(data, str(file))
    show(f"Wrote {_shown(file)}\n")


def _shown(file: Path) -> str:
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()
