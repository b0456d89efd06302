"""How `check` reports: which formats, to the console or to files, and beside which former check."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click

from mkdocs_traceability.cli.console import fail, paint, show_painted, write_out
from mkdocs_traceability.files.ordinary import read_ordinary, why
from mkdocs_traceability.files.real import real
from mkdocs_traceability.files.repository import below_repository

if TYPE_CHECKING:
    from mkdocs_traceability.model.fix import Fix
    from mkdocs_traceability.reports.formats import Format
    from mkdocs_traceability.reports.former import FormerCheck
    from mkdocs_traceability.reports.report import Report
    from mkdocs_traceability.workspace import Checked, Workspace

CONSOLE: Final = "-"

_ADDRESSES: Final = (
    (("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"), "{0}/{1}/blob/{2}/"),
    (("CI_PROJECT_URL", "CI_COMMIT_SHA"), "{0}/-/blob/{1}/"),
)
"""Variables that a CI service sets, and the address of the root of the repository that they make."""


class Output(NamedTuple):
    """A format, and the file that it is written to; `-` is the console."""

    format: str
    file: str


@dataclass(frozen=True)
class Outputs:
    """What the options ask for: outputs, and what they are to show.

    `file_url` is the address of the root of the repository on the web, empty where it is not known.
    """

    outputs: tuple[Output, ...]
    before: "FormerCheck | None"
    file_url: str
    is_brief: bool

    @property
    def files(self) -> frozenset[Path]:
        """The real paths of the files that are written."""
        return frozenset(real(Path(each.file)) for each in self.outputs if each.file != CONSOLE)

    @property
    def have_fixes(self) -> bool:
        """Whether one of them shows what could be repaired."""
        return any(form.has_fixes for form in self._formats())

    @property
    def have_shares(self) -> bool:
        """Whether one of them shows the shares of kinds."""
        return any(form.has_shares for form in self._formats())

    def write(
        self, workspace: "Workspace", checked: "Checked", notes: Sequence[str], *, is_verbose: bool
    ) -> None:
        """Write each of them: first to the console, then each file in one piece."""
        from mkdocs_traceability.reports.report import Report

        settings = workspace.settings
        report = Report(
            checked.findings,
            checked.items,
            checked.excerpts,
            gone=checked.gone,
            has_baseline=checked.has_baseline,
            shares=checked.shares or (),
            fixes=self._fixes(workspace, checked),
            folder=below_repository(settings.root),
            findings_url=settings.findings_url,
            notes=notes,
            is_verbose=is_verbose,
            grounding=checked.grounding,
        )
        self.emit(report)

    def emit(self, report: "Report") -> None:
        """Write a report as each of them, beside what the options ask for."""
        report = replace(report, before=self.before, file_url=self.file_url, is_brief=self.is_brief)
        for output in sorted(self.outputs, key=lambda output: output.file != CONSOLE):
            _write(output, report)

    def _fixes(self, workspace: "Workspace", checked: "Checked") -> "dict[str, list[Fix]]":
        """Return what could be repaired, where one of them shows it: the sources are read for it."""
        if not self.have_fixes:
            return {}
        from mkdocs_traceability.cli.fixing import fixes_offered

        return fixes_offered(workspace, checked.findings, checked.documents)

    def _formats(self) -> "list[Format]":
        from mkdocs_traceability.reports.formats import FORMATS

        return [FORMATS[output.format] for output in self.outputs]


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of this module to a command, which takes them as one value, `outputs`."""
    from mkdocs_traceability.reports.formats import FORMATS

    options = (
        click.option(
            "--format",
            "form",
            type=click.Choice(list(FORMATS)),
            help="Format of the standard output.  [default: text]",
        ),
        click.option(
            "-o",
            "--output",
            "named",
            multiple=True,
            metavar="FORMAT[=FILE]",
            help="Also write FILE in this format, such as sarif=report.sarif. Can be repeated.",
        ),
        click.option(
            "--compare",
            metavar="FILE",
            help="In sarif and markdown, show what is new and gone since an earlier check; FILE is its JSON.",
        ),
        click.option("-q", "--quiet", is_flag=True, help="Print only one line for each finding."),
    )

    @wraps(command)
    def with_outputs(
        *args: Any, form: str | None, named: Sequence[str], compare: str | None, quiet: bool, **others: Any
    ) -> Any:
        outputs = _outputs_of(form, named)
        if compare is not None and not any(FORMATS[each.format].has_changes for each in outputs):
            able = " or ".join(name for name, each in FORMATS.items() if each.has_changes)
            raise click.UsageError(f"--compare needs a format that shows changes: {able}")
        asked = Outputs(outputs, _earlier_check(compare), _file_url(outputs), quiet)
        return command(*args, outputs=asked, **others)

    for option in reversed(options):
        with_outputs = option(with_outputs)
    return with_outputs


def _outputs_of(form: str | None, named: Sequence[str]) -> tuple[Output, ...]:
    """Return what is to be written: what the options name, and text where nothing goes to the console.

    Raises:
        click.UsageError: if a format is unknown, or two go to one place.

    """
    outputs = [Output(form, CONSOLE)] if form else []
    outputs += map(_output, named)
    places = [each.file if each.file == CONSOLE else str(real(Path(each.file))) for each in outputs]
    for place in places:
        if places.count(place) > 1:
            raise click.UsageError(
                "only one format can go to the console; write the others to files: --output FORMAT=FILE"
                if place == CONSOLE
                else f"two formats cannot go to one file: {place}"
            )
    return tuple(outputs) if CONSOLE in places else (Output("text", CONSOLE), *outputs)


def _output(named: str) -> Output:
    from mkdocs_traceability.reports.formats import FORMATS

    form, is_given, file = named.partition("=")
    if form not in FORMATS:
        raise click.UsageError(f"unknown format '{form}' for --output; choose from {', '.join(FORMATS)}")
    if is_given and not file:
        raise click.UsageError(f"--output {named} names no file")
    return Output(form, file or CONSOLE)


def _file_url(outputs: Sequence[Output]) -> str:
    """Return the address of the root of the repository as the CI service names it, empty outside one.

    Raises:
        click.UsageError: if a format cannot do without it.

    """
    for names, address in _ADDRESSES:
        values = [os.environ.get(name, "") for name in names]
        if all(values):
            return address.format(*values)
    if any(output.format == "gitlab-annotations" for output in outputs):
        raise click.UsageError(
            "gitlab-annotations are links to files: set CI_PROJECT_URL and CI_COMMIT_SHA, as GitLab CI does"
        )
    return ""


def _earlier_check(file: str | None) -> "FormerCheck | None":
    """Read the check to compare with, and end the command where that cannot be done."""
    if file is None:
        return None
    from mkdocs_traceability.reports.former import MAX_BYTES, NotAResultError, read_former

    try:
        return read_former(read_ordinary(Path(file), MAX_BYTES))
    except NotAResultError as error:
        fail(f"{file} cannot be compared with: {error}")
    except (OSError, ValueError) as error:
        fail(f"{file} cannot be read: {why(error)}")


def _write(output: Output, report: "Report") -> None:
    from mkdocs_traceability.reports.formats import FORMATS

    form = FORMATS[output.format]
    if output == Output("text", CONSOLE):
        show_painted(form.emit(replace(report, paint=paint)))
    else:
        write_out(form.emit(report).encode("utf-8", "replace"), output.file)
