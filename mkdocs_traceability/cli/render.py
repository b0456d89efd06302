"""`mkdocs-traceability render`: the generated pages as files, for any site generator."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mkdocs_traceability.cli.console import fail, say, show
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.cli.site_options import config_option
from mkdocs_traceability.files.ordinary import why

if TYPE_CHECKING:
    from mkdocs_traceability.hosts.host import Host
    from mkdocs_traceability.render.folder import FolderPlan
    from mkdocs_traceability.workspace import Checked, Workspace


_OURS: Final = ("zensical", "mkdocs", "docusaurus", "hugo", "plain")
"""The hosts that come with the package, as `--help` lists them."""


def _host(ctx: click.Context, param: click.Parameter, name: str) -> "Host":
    from mkdocs_traceability.hosts.table import HOSTS, all_hosts

    try:
        hosts = HOSTS if name in HOSTS else all_hosts()
    except (ImportError, AttributeError) as error:
        raise click.BadParameter(
            f"an installed package adds a host that it lacks: {error}", ctx, param
        ) from None
    if name not in hosts:
        raise click.BadParameter(f"there is no host `{name}`; use one of {', '.join(hosts)}", ctx, param)
    return hosts[name]


@click.command(
    cls=CommandWithExamples,
    short_help="Write the generated pages as files, for any site generator.",
    examples={
        "Render for Hugo": "mkdocs-traceability render --host hugo",
        "Render HTML fragments into a folder": "mkdocs-traceability render --host plain --output build/pages",
        "Fail in CI if rendered files are not up to date": "mkdocs-traceability render --host hugo --check",
        "Render again after each change, until Ctrl-C": "mkdocs-traceability render --host zensical --watch",
    },
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@config_option
@click.option(
    "--host",
    metavar="NAME",
    required=True,
    callback=_host,
    help=f"The site generator to write for: {', '.join(_OURS)}, or one that a package adds.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write to FOLDER (default: the folder of the setting page_dir in the docs folder).",
)
@click.option(
    "--files",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write assets and data to FOLDER (default: where the host expects static files).",
)
@click.option("--check", "is_check", is_flag=True, help="Write nothing; exit with 1 if out of date.")
@click.option("--watch", is_flag=True, help="Render again whenever a source, setting or evidence changes.")
def render(
    folder: Path,
    config_file: Path | None,
    host: "Host",
    output: Path | None,
    files: Path | None,
    is_check: bool,
    watch: bool,
) -> None:
    """Write the generated pages, assets and data as files for a site generator.

    FOLDER contains mkdocs.yml, or is that file (default: the current folder).

    Only files that have changed are written. Files that are no longer generated are removed, unless you have
    changed them since.

    Exit status: 0 even with findings, 1 if a file is in the way or, with --check, out of date, 2 if rendering
    could not run.
    """
    if is_check and watch:
        raise click.UsageError("--check writes nothing: use it without --watch")
    from mkdocs_traceability.settings.config_file import ConfigError, find_config
    from mkdocs_traceability.settings.load import load_settings
    from mkdocs_traceability.workspace import Workspace

    own: set[Path] = set()
    try:
        config = config_file or find_config(folder)
        if watch:
            from mkdocs_traceability.cli.watch import watch_site

            def rendered(workspace: "Workspace") -> "Checked":
                _rendered(workspace, host, output, files, own, is_check=False)
                return workspace.check()

            watch_site(config, rendered, own)
        workspace = Workspace(load_settings(config))
        status = _rendered(workspace, host, output, files, own, is_check=is_check)
    except ConfigError as error:
        fail(str(error))
    sys.exit(status)


def _rendered(
    workspace: "Workspace",
    host: "Host",
    output: Path | None,
    files: Path | None,
    own: set[Path],
    *,
    is_check: bool,
) -> int:
    """Write what has changed, or list what is out of date; return the exit status.

    To `own` come the real paths of the files, whose changes are not those of a source.
    """
    from mkdocs_traceability.render.render import files_of, plans, stale, targets, write

    planned, complaints = plans(workspace, host, targets(workspace.settings, host, output, files))
    for note in (*workspace.notes(), *complaints):
        say(f"Note: {note}")
    if is_check:
        return _compared(stale(planned))
    own |= files_of(planned)
    try:
        write(planned)
    except OSError as error:
        fail(f"{error.filename or 'a file'} cannot be written to: {why(error)}")
    written = sum(len(each.written) for each in planned)
    removed = sum(len(each.removed) for each in planned)
    show(f"{written} written, {removed} removed, {sum(len(each.files) for each in planned)} in all\n")
    return _warned(planned)


def _compared(planned: list["FolderPlan"]) -> int:
    """List what is out of date."""
    lines = [
        *(f"out of date: {_shown(each.folder / name)}" for each in planned for name in each.written),
        *(f"no longer generated: {_shown(each.folder / name)}" for each in planned for name in each.removed),
    ]
    show("".join(f"{line}\n" for line in lines) or "Rendered files are up to date\n")
    return max(_warned(planned), int(bool(lines)))


def _warned(planned: list["FolderPlan"]) -> int:
    """Name the files that are in the way."""
    kept = [_shown(each.folder / name) for each in planned for name in each.kept]
    for name in kept:
        say(f"Warning: {name} was not written by render, or has been changed since: move it, or delete it")
    return int(bool(kept))


def _shown(file: Path) -> str:
    try:
        return Path(os.path.relpath(file)).as_posix()
    except ValueError:  # on another drive
        return file.as_posix()
