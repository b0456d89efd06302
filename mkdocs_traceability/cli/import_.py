"""`mkdocs-traceability import`: the tables of pages as sidecars, and markers in place of the tables."""

import os
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from mkdocs_traceability.cli.console import fail, show, write_out
from mkdocs_traceability.cli.examples import CommandWithExamples

if TYPE_CHECKING:
    from mkdocs_traceability.importing.choices import Choices
    from mkdocs_traceability.importing.plan import PagePlan, PageText
    from mkdocs_traceability.model.kinds import Schema
    from mkdocs_traceability.registry.registry import Registry
    from mkdocs_traceability.settings.load import Settings


class _Site(NamedTuple):
    """Where pages belong: without a configuration, the built-in kinds and nothing that is declared."""

    settings: "Settings | None"
    schema: "Schema"
    registry: "Registry | None"
    root: Path


class _Read(NamedTuple):
    """A page that was read: how its lines end, and whether it begins with a byte order mark."""

    page: "PageText"
    file: Path
    sidecar: Path
    line_end: str
    has_mark: bool


@click.command(
    "import",
    cls=CommandWithExamples,
    examples={
        "Show how the tables of a page are understood": "mkdocs-traceability import docs/plan.md",
        "The same, with the kind of its tables and the field of a column": (
            "mkdocs-traceability import docs/plan.md --kind requirement --map Goal=title"
        ),
        "Write a sidecar, and markers into the page": "mkdocs-traceability import docs/plan.md --write",
    },
)
@click.argument("pages", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PAGE...")
@click.option(
    "-f",
    "--config-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The mkdocs.yml to use, if it is in none of the folders above the page.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="[PAGE:[LINE=]]KIND",
    help="Kind of all tables, or of the table, section or list at a line; `none` leaves it in the page.",
)
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="[PAGE:[LINE:]]HEADER=FIELD",
    help="Field of a column, in all tables or in the one at a line.",
)
@click.option(
    "--no-guesses", is_flag=True, help="Leave tables, sections and lists whose kind would be a guess."
)
@click.option("--write", is_flag=True, help="Write the sidecars, and put markers in the pages.")
def import_(
    pages: tuple[Path, ...],
    config_file: Path | None,
    kinds: tuple[str, ...],
    columns: tuple[str, ...],
    no_guesses: bool,
    write: bool,
) -> None:
    """Turn the tables of Markdown pages into sidecars.

    Shows how each table is understood, and each cell that is in doubt. Writes only with --write.

    Exit status: 0 if the pages could be read and all options fit, else 2.
    """
    from mkdocs_traceability.files.real import real
    from mkdocs_traceability.importing.plan import plan
    from mkdocs_traceability.importing.report import rendered
    from mkdocs_traceability.importing.unmet import unmet
    from mkdocs_traceability.reading.tables.words import BUILT_IN_WORDS

    site = _site(pages[0], config_file, write=write)
    read: dict[Path, _Read] = {}
    for file in pages:
        if real(file) not in read:
            taken = {real(each.sidecar) for each in read.values()}
            read[real(file)] = _page(file, site, taken, write=write)
    choices = _choices(kinds, columns, site.schema, [each.page.path for each in read.values()])
    choices = choices._replace(only_sure=no_guesses)
    words = (site.settings.table_words if site.settings else BUILT_IN_WORDS).words
    plans = plan([each.page for each in read.values()], site.schema, site.registry, choices, words)
    show(rendered(plans))
    if wrong := list(unmet(plans, choices)):
        fail("; ".join(wrong))
    if write:
        for each, made in zip(read.values(), plans, strict=True):
            _write(each, made)
    show(_conclusion(plans, write=write))


def _site(page: Path, config_file: Path | None, *, write: bool) -> _Site:
    from mkdocs_traceability.settings.config_file import ConfigError
    from mkdocs_traceability.settings.load import built_in_schema, load_settings
    from mkdocs_traceability.workspace import Workspace

    config = config_file or _config_above(page)
    if config is None and write:
        fail(
            f"no mkdocs.yml in the folders above {page}: name it with -f, "
            "or make one with `mkdocs-traceability init`"
        )
    if config is None:
        return _Site(None, built_in_schema(), None, Path.cwd())
    try:
        settings = load_settings(config)
    except ConfigError as error:
        fail(str(error))
    registry = Workspace(settings).link().registry
    if write and not registry.is_complete:
        fail(
            "some sources cannot be read, so items could be declared twice: "
            "run `mkdocs-traceability check` first"
        )
    return _Site(settings, settings.schema, registry, settings.root)


def _config_above(page: Path) -> Path | None:
    """Return the configuration of the nearest folder above a page that has one."""
    from mkdocs_traceability.settings.config_file import ConfigError, find_config

    try:
        folders = page.resolve().parents
    except (OSError, ValueError, RuntimeError):
        return None
    for folder in folders:
        try:
            return find_config(folder)
        except ConfigError:
            continue
        except (OSError, ValueError):
            return None
    return None


def _page(file: Path, site: _Site, taken: Collection[Path], *, write: bool) -> _Read:
    """Read a page; end the command where it cannot be read, or cannot be written later."""
    from mkdocs_traceability.files.ordinary import read_ordinary, why
    from mkdocs_traceability.importing.plan import PageText
    from mkdocs_traceability.reading.text import MAX_BYTES, decode
    from mkdocs_traceability.reading.yaml.unreadable import Unreadable

    try:
        data = read_ordinary(file, MAX_BYTES + 1)
        text = decode(data)
    except (OSError, ValueError) as error:
        fail(f"{file} cannot be read: {why(error)}")
    except Unreadable as error:
        fail(f"{file}:{error.line}:{error.column} cannot be read: {error.message}")
    if "\0" in text:
        fail(f"{file} cannot be read: it is no text")
    if write and site.settings is not None and not _is_page(file, site.settings):
        fail(f"{file} is not a page of the site; pages are below {site.settings.docs_path}/")
    sidecar = _free(file, taken)
    line_end = "\r\n" if b"\r\n" in data else "\r" if b"\r" in data and b"\n" not in data else "\n"
    page = PageText(_shown(file, site.root), text, _shown(sidecar, site.root))
    return _Read(page, file, sidecar, line_end, data.startswith(b"\xef\xbb\xbf"))


def _is_page(file: Path, settings: "Settings") -> bool:
    from mkdocs_traceability.files.real import real
    from mkdocs_traceability.reading.discovery import PAGE_ENDINGS

    return file.name.endswith(PAGE_ENDINGS) and real(file).is_relative_to(real(settings.docs_dir))


def _shown(file: Path, root: Path) -> str:
    try:
        return os.path.relpath(file.resolve(), root.resolve()).replace(os.sep, "/")
    except (OSError, ValueError):
        return str(file)


def _free(file: Path, taken: Collection[Path]) -> Path:
    """Return the path of a sidecar beside a page that nothing has yet, and no other page will have."""
    from mkdocs_traceability.files.real import real

    stem = file.name.rpartition(".")[0] or file.name
    sidecar, number = file.with_name(f"{stem}.trace.yml"), 2
    while real(sidecar) in taken or os.path.lexists(sidecar):
        sidecar, number = file.with_name(f"{stem}-{number}.trace.yml"), number + 1
    return sidecar


def _choices(
    kinds: tuple[str, ...], columns: tuple[str, ...], schema: "Schema", pages: list[str]
) -> "Choices":
    from mkdocs_traceability.importing.choices import BadChoiceError, choices_of

    try:
        return choices_of(kinds, columns, schema, pages)
    except BadChoiceError as error:
        fail(str(error))


def _write(read: _Read, made: "PagePlan") -> None:
    """Write the sidecar first: a page without its tables is written only when their facts are kept."""
    if made.sidecar:
        write_out(made.sidecar.encode(), str(read.sidecar))
    if made.text != read.page.text:
        text = made.text.replace("\n", read.line_end) if read.line_end != "\n" else made.text
        write_out((b"\xef\xbb\xbf" if read.has_mark else b"") + text.encode(), str(read.file))


def _conclusion(plans: "list[PagePlan]", *, write: bool) -> str:
    lines = []
    for made in plans:
        is_changed = made.text != made.page.text
        if made.sidecar:
            lines.append(f"{'Wrote' if write else 'Would write'} {made.page.sidecar}")
        if is_changed:
            lines.append(f"{'Put' if write else 'Would put'} markers in {made.page.path}")
    if not lines:
        return "\nNothing to write\n"
    lines.append("Next: mkdocs-traceability check" if write else "Nothing is written yet; add --write")
    return "\n" + "\n".join(lines) + "\n"
