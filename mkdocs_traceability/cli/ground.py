"""`mkdocs-traceability ground`: which statements of Markdown documents are true."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mkdocs_traceability.cli.console import fail, say
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.cli.narrowing import narrowing_options
from mkdocs_traceability.cli.outputs import Outputs, output_options
from mkdocs_traceability.cli.progress import shown_progress
from mkdocs_traceability.cli.site_options import config_option, folder_option
from mkdocs_traceability.comparison.narrowing import Narrowing
from mkdocs_traceability.files.ordinary import read_ordinary, why
from mkdocs_traceability.files.real import real

if TYPE_CHECKING:
    from mkdocs_traceability.settings.load import Settings

STDIN: Final = "-"
"""The argument that stands for the standard input, and the path of its findings."""


@click.command(
    cls=CommandWithExamples,
    short_help="Say which statements of Markdown documents are true.",
    examples={
        "Check all documents": "mkdocs-traceability ground",
        "Check one file, and list the statements that hold": "mkdocs-traceability ground docs/index.md -v",
        "Check a text from another program": "echo 'See `docs/`.' | mkdocs-traceability ground -",
        "Write SARIF": "mkdocs-traceability ground docs --output sarif=ground.sarif",
    },
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--stdin-name",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="With `-`: the file that the text is to become; paths in it may begin at its folder.",
)
@folder_option
@config_option
@output_options
@narrowing_options
@click.option("-v", "--verbose", is_flag=True, help="Also list statements that hold or cannot be checked.")
def ground(
    files: tuple[Path, ...],
    stdin_name: Path | None,
    folder: Path,
    config_file: Path | None,
    outputs: Outputs,
    changed: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    verbose: bool,
) -> None:
    """Check the statements of Markdown documents against the code, its history and the registry.

    FILES are files, globs, folders (all Markdown below) or - for the standard input; by default what the
    setting `ground` names, else all Markdown below the current folder. No mkdocs.yml is needed.

    Exit status: 0 if every statement holds or cannot be checked, 1 if one does not hold, 2 if the check could
    not run.
    """
    if stdin_name is not None and Path(STDIN) not in files:
        raise click.UsageError("--stdin-name is for text from the standard input: add `-`")
    narrowing = Narrowing(select, ignore, changed)
    if outputs.before and any(narrowing):
        raise click.UsageError("--compare needs all findings: use it without --select, --ignore, --changed")
    from mkdocs_traceability.settings.config_file import ConfigError
    from mkdocs_traceability.setup.found_settings import settings_around
    from mkdocs_traceability.workspace import Workspace

    gc.disable()  # as in `check`
    named = list(_named(files, folder))
    try:
        settings = settings_around(_folder_of(named) or folder, config_file)
    except ConfigError as error:
        fail(str(error))
    workspace = Workspace(settings)
    documents = _contents(named, settings)
    if Path(STDIN) in files:
        documents[_path_of_stdin(stdin_name, settings)] = _from_stdin()
    if not files:
        has_setting = bool(settings.inputs.ground)
        documents = workspace.documents() if has_setting else _contents(_below(folder), settings)
        if not documents:
            raise click.UsageError("no documents here: name files, folders, or `-` for the standard input")
    with shown_progress(workspace.progress):
        checked = workspace.ground(documents)
        workspace.progress.begin("Comparing with an earlier commit" if changed else "")
        findings, hidden = narrowing.of(checked.findings, settings, tuple(documents))
    notes = [*workspace.notes(), *checked.remarks, *hidden]
    outputs.write(workspace, checked._replace(findings=findings), notes, is_verbose=verbose)
    for note in notes:
        say(f"Note: {note}")
    gc.freeze()
    sys.exit(int(any(finding.fails for finding in findings)))


def _named(files: tuple[Path, ...], folder: Path) -> Iterator[Path]:
    """Go through the files that the arguments name; end the command where one names none."""
    from mkdocs_traceability.files.globs import is_magic
    from mkdocs_traceability.files.named import files_named

    for each in files:
        if each == Path(STDIN):
            continue
        file = folder / each
        if file.is_dir():
            yield from _below(file)
        elif file.is_file():
            yield file
        elif is_magic(str(each)) and (found := files_named(each.as_posix(), folder).files):
            yield from (folder / name for name in found)
        else:
            fail(f"{each} does not exist")


def _below(folder: Path) -> list[Path]:
    """Return the Markdown files below a folder; links that lead nowhere, or out of it, are not followed."""
    from mkdocs_traceability.files.disk import Disk
    from mkdocs_traceability.reading.discovery import PAGE_ENDINGS

    top = real(folder)
    files = (folder / name for name in Disk(folder).tree(".") if name.endswith(PAGE_ENDINGS))
    return [each for each in files if each.is_file() and real(each).is_relative_to(top)]


def _folder_of(files: list[Path]) -> Path | None:
    """Return the folder in which all files are, below that of their repository; None of none."""
    folders = [real(file.parent) for file in files]
    if not folders:
        return None
    within = Path(os.path.commonpath(folders))
    has_repository = any((each / ".git").exists() for each in (within, *within.parents))
    return within if has_repository else folders[0]


def _contents(files: list[Path], settings: "Settings") -> dict[str, bytes]:
    """Return what files hold, by their paths as findings show them."""
    from mkdocs_traceability.reading.text import MAX_BYTES

    contents = {}
    for file in files:
        if not real(file.parent).is_relative_to(real(settings.root)):
            fail(f"{file} is outside {settings.root}, where what it states is looked up")
        try:
            contents[_path(file, settings)] = read_ordinary(file, MAX_BYTES)
        except (OSError, ValueError) as error:
            fail(f"{file} cannot be read: {why(error)}")
    return contents


def _path(file: Path, settings: "Settings") -> str:
    from mkdocs_traceability.settings.load import relative

    return relative(real(file.parent) / file.name, settings.root)


def _path_of_stdin(name: Path | None, settings: "Settings") -> str:
    return STDIN if name is None else _path(name, settings)


def _from_stdin() -> bytes:
    from mkdocs_traceability.reading.text import MAX_BYTES

    if sys.stdin is None:
        fail("the standard input is closed")
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    except OSError as error:
        fail(f"the standard input cannot be read: {why(error)}")
    if len(data) > MAX_BYTES:
        fail(f"the standard input has more than {MAX_BYTES / 1e6:.0f} MB")
    return data
