"""`mkdocs-traceability fmt`: sidecars in one form."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from mkdocs_traceability.cli.console import COULD_NOT_RUN, fail, say, show, write_out
from mkdocs_traceability.cli.examples import CommandWithExamples
from mkdocs_traceability.files.ordinary import read_ordinary, why
from mkdocs_traceability.model.shown_words import several
from mkdocs_traceability.reading.discovery import SIDECAR_ENDINGS, is_sidecar
from mkdocs_traceability.reading.text import MAX_BYTES
from mkdocs_traceability.reading.yaml.unreadable import Unreadable

if TYPE_CHECKING:
    from mkdocs_traceability.edits.changes import Change
    from mkdocs_traceability.model.kinds import Schema


@click.command(
    cls=CommandWithExamples,
    examples={
        "Format all sidecars below this folder": "mkdocs-traceability fmt",
        "List the sidecars that would change, and fail if there are any": "mkdocs-traceability fmt --check",
        "Show what would change in one": "mkdocs-traceability fmt --diff docs/watchpoint/metrics.trace.yml",
    },
)
@click.argument(
    "paths", metavar="[FILE|FOLDER]...", nargs=-1, type=click.Path(path_type=Path, allow_dash=True)
)
@click.option(
    "-f",
    "--config-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The mkdocs.yml to use, if it is not in a folder above the file.",
)
@click.option("--check", is_flag=True, help="Write nothing; list the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show the changes.")
def fmt(paths: tuple[Path, ...], config_file: Path | None, check: bool, diff: bool) -> None:
    """Format sidecars: order of keys, quotes and indentation.

    FOLDER stands for all sidecars below it (default: the current folder); - reads standard input and writes
    to standard output. Values, comments and the order of items stay as they are.

    Exit status: 0 if all is done, 1 if files would change under --check or --diff, 2 if one could not be
    read, written or found.
    """
    if [path.as_posix() for path in paths] == ["-"]:
        _format_input(config_file)
    done = _Done()
    for file in _files(paths or (Path(),)):
        done.add(file, _schema(config_file, file.parent))
    _finish(done, check=check, diff=diff)


class _Done:
    """What has become of the files: changes to be written, how many stay, how many could not be read."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.unchanged = 0
        self.failed = 0

    def add(self, file: Path, schema: "Schema") -> None:
        """Format one file, or say why that cannot be done."""
        from mkdocs_traceability.edits.changes import Change

        try:
            data = read_ordinary(file, MAX_BYTES + 1)
            new = _formatted(data, file.as_posix(), schema)
        except (OSError, ValueError) as error:
            self._say(f"{file.as_posix()}: {why(error)}")
        except Unreadable as problem:
            self._say(_said(file.as_posix(), problem))
        else:
            if new == data:
                self.unchanged += 1
            else:
                self.changes.append(Change(file, data, new, "format"))

    def _say(self, message: str) -> None:
        self.failed += 1
        say(message)


def _formatted(data: bytes, path: str, schema: "Schema") -> bytes:
    """Return a sidecar in our form; say what in it is left as it is."""
    from mkdocs_traceability.edits.formatting.sidecar import formatted

    done = formatted(data, path, schema)
    for what in done.left:
        say(f"{path}: {what}")
    return done.data


def _said(path: str, problem: Unreadable) -> str:
    help_ = f"; {problem.help}" if problem.help else ""
    return f"{path}:{problem.line}:{problem.column}: cannot be read: {problem.message}{help_}"


def _finish(done: _Done, *, check: bool, diff: bool) -> NoReturn:
    """Show or write the changes, say how many there are, and end the command."""
    from mkdocs_traceability.edits.changes import apply, as_diff

    if diff:
        show("".join(f"{line}\n" for line in as_diff(done.changes)))
    elif check:
        show("".join(f"Would format: {change.file.as_posix()}\n" for change in done.changes))
    else:
        try:
            apply(done.changes)
        except OSError as error:
            fail(f"{error.filename or 'the sidecars'}: {why(error)}; nothing was changed")
    is_only_shown = check or diff
    verb = "would be formatted" if is_only_shown else "formatted"
    say(f"{several(len(done.changes), 'file')} {verb}, {done.unchanged} unchanged")
    if done.failed:
        sys.exit(COULD_NOT_RUN)
    sys.exit(is_only_shown and bool(done.changes))


def _format_input(config_file: Path | None) -> NoReturn:
    """Format standard input."""
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        new = _formatted(data, "-", _schema(config_file, Path()))
    except Unreadable as problem:
        fail(_said("-", problem))
    write_out(new, "-")
    sys.exit(0)


def _files(paths: tuple[Path, ...]) -> Iterator[Path]:
    """Go through the sidecars that are named, or below a folder that is, each once."""
    found = dict.fromkeys(file for path in paths for file in _at(path))
    yield from found


def _at(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from _below(path)
    elif not path.exists():
        fail(f"{path} does not exist")
    elif not is_sidecar(path.name):
        fail(f"{path} is not a sidecar: the name of one ends in {' or '.join(SIDECAR_ENDINGS)}")
    else:
        yield path


def _below(folder: Path) -> Iterator[Path]:
    """Go through the sidecars below a folder, in a fixed order; what is hidden or linked is left out."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(parent, name)
            if is_sidecar(name) and not name.startswith(".") and not file.is_symlink():
                yield file


def _schema(config_file: Path | None, folder: Path) -> "Schema":
    """Return the kinds of the site that a file belongs to; the built-in ones where it belongs to none."""
    return _schema_of(config_file or _config_above(folder.resolve()))


@cache
def _config_above(folder: Path) -> Path | None:
    from mkdocs_traceability.settings.config_names import CONFIG_NAMES

    files = (parent / name for parent in (folder, *folder.parents) for name in CONFIG_NAMES)
    return next((file for file in files if file.is_file()), None)


@cache
def _schema_of(config_file: Path | None) -> "Schema":
    from mkdocs_traceability.settings.config_file import ConfigError
    from mkdocs_traceability.settings.load import built_in_schema, load_settings

    if config_file is None:
        return built_in_schema()
    try:
        return load_settings(config_file).schema
    except ConfigError as error:
        fail(str(error))
