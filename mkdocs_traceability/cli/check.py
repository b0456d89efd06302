"""`mkdocs-traceability check`: every finding of a site, without building it."""

import gc
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_traceability.cli.console import fail, say
from mkdocs_traceability.cli.fixing import fix_findings, fixing_options, refuse_useless, show_fixes
from mkdocs_traceability.cli.hooking import CommandOfHooks, hook_option
from mkdocs_traceability.cli.narrowing import narrowing_options, refuse_site
from mkdocs_traceability.cli.outputs import Outputs, output_options
from mkdocs_traceability.cli.progress import shown_progress
from mkdocs_traceability.cli.site_options import config_option
from mkdocs_traceability.comparison.narrowing import Narrowing
from mkdocs_traceability.files.ordinary import why
from mkdocs_traceability.files.real import real
from mkdocs_traceability.files.repository import below_repository
from mkdocs_traceability.settings.config_names import config_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs_traceability.model.finding import Finding
    from mkdocs_traceability.workspace import Checked, Workspace


@click.command(
    cls=CommandOfHooks,
    examples={
        "Check the site in this folder": "mkdocs-traceability check",
        "List info and waived findings too": "mkdocs-traceability check --verbose",
        "Show only what uncommitted changes can have caused": "mkdocs-traceability check --changed",
        "The same for a branch": "mkdocs-traceability check --changed origin/main",
        "Stop a coding agent if its change breaks something": "mkdocs-traceability check --changed --hook",
        "Show only findings of some rules": "mkdocs-traceability check --select TR101,TR4",
        "Check again after each change, until Ctrl-C": "mkdocs-traceability check --watch",
        "Fix what has one safe fix": "mkdocs-traceability check --fix",
        "Write the findings to a file as JSON": "mkdocs-traceability check --output json=findings.json",
        "Write SARIF for code scanning": "mkdocs-traceability check --output sarif=report.sarif",
    },
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@config_option
@output_options
@narrowing_options
@fixing_options
@hook_option
@click.option("--watch", is_flag=True, help="Check again whenever a source, setting or evidence changes.")
@click.option("--allow-empty", is_flag=True, help="Exit with 0 if no items are declared yet.")
@click.option("-v", "--verbose", is_flag=True, help="Also list info, waived and baseline findings.")
@click.option(
    "--write-baseline",
    is_flag=True,
    help="Enter all failing findings in a new baseline, or remove fixed ones from an existing one.",
)
@click.option("--accept-new", is_flag=True, help="With --write-baseline: add new failing findings as well.")
def check(
    folder: Path,
    config_file: Path | None,
    outputs: Outputs,
    changed: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    diff: bool,
    unsafe_fixes: bool,
    watch: bool,
    allow_empty: bool,
    verbose: bool,
    write_baseline: bool,
    accept_new: bool,
) -> None:
    """Check a site without building it.

    FOLDER contains mkdocs.yml, or is that file (default: the current folder).

    Exit status: 0 without errors or warnings, 1 with any, 2 if the check could not run or there is nothing to
    check. Waived and hidden findings and those in the baseline do not count.
    """
    refuse_site(changed, folder)
    narrowing = Narrowing(select, ignore, changed)
    changes = fix or diff or write_baseline
    _refuse_together(
        watches=watch and changes,
        accepts=accept_new and not write_baseline,
        writes_some=write_baseline and any(narrowing),
        compares_some=bool(outputs.before) and any(narrowing),
    )
    refuse_useless(fix=fix, diff=diff, unsafe_fixes=unsafe_fixes)
    if not (watch or changes or changed or outputs.have_fixes):
        _say_again(
            config_file or config_in(folder), outputs, narrowing, is_verbose=verbose, allow_empty=allow_empty
        )
    from mkdocs_traceability.settings.config_file import ConfigError, find_config
    from mkdocs_traceability.settings.load import load_settings
    from mkdocs_traceability.workspace import Workspace

    report = partial(_report, outputs, narrowing, is_verbose=verbose, allow_empty=allow_empty)
    try:
        config = config_file or find_config(folder)
        if watch:
            from mkdocs_traceability.cli.watch import watch_site

            watch_site(config, lambda workspace: report(workspace)[1], outputs.files)
        gc.disable()  # the process ends with the check: what it made is never garbage before
        workspace = Workspace(load_settings(config))
        if diff:
            show_fixes(workspace, narrowing, unsafe=unsafe_fixes)
        if fix:
            fix_findings(workspace, narrowing, unsafe=unsafe_fixes)
        if write_baseline:
            _write_baseline(workspace, accept_new=accept_new)
        status, _ = report(workspace)
    except ConfigError as error:
        fail(str(error))
    gc.freeze()
    sys.exit(status)


def _refuse_together(*, watches: bool, accepts: bool, writes_some: bool, compares_some: bool) -> None:
    """Refuse options that have no meaning beside others.

    Raises:
        click.UsageError: for the first of them.

    """
    if accepts:
        raise click.UsageError("--accept-new works only with --write-baseline")
    if watches:
        raise click.UsageError("--watch changes nothing: use it without --fix, --diff and --write-baseline")
    if writes_some:
        raise click.UsageError(
            "a baseline has all findings: use --write-baseline without --select, --ignore, --changed"
        )
    if compares_some:
        raise click.UsageError("--compare needs all findings: use it without --select, --ignore, --changed")


def _say_again(
    named: Path | None, outputs: Outputs, narrowing: Narrowing, *, is_verbose: bool, allow_empty: bool
) -> None:
    """End the command with what a former check came to, where this one would come to the same.

    `named` is the configuration.
    """
    from mkdocs_traceability.kept.files import notes_on_kept
    from mkdocs_traceability.kept.outcome import kept_outcome
    from mkdocs_traceability.model.day import day_of_check

    if named is None or real(named.parent) != real(named).parent:
        return
    gc.disable()
    config = real(named)
    outcome = kept_outcome(config, day_of_check())
    if outcome is None or (outputs.have_shares and outcome.check.shares is None):
        return
    from mkdocs_traceability.reports.report import Report

    check = outcome.check
    findings, hidden = narrowing.among(check.findings)
    notes = [*notes_on_kept(config), *outcome.remarks, *hidden]
    report = Report(
        findings,
        check.items,
        outcome.excerpts(config.parent),
        gone=check.gone,
        has_baseline=outcome.has_baseline,
        shares=check.shares or (),
        folder=below_repository(config.parent),
        findings_url=outcome.findings_url,
        notes=notes,
        is_verbose=is_verbose,
    )
    outputs.emit(report)
    sys.exit(_say_end(notes, findings, check.items, allow_empty=allow_empty))


def _report(
    outputs: Outputs, narrowing: Narrowing, workspace: "Workspace", *, is_verbose: bool, allow_empty: bool
) -> "tuple[int, Checked]":
    """Check and write what is found; return the exit status, and the check."""
    from mkdocs_traceability.model.day import day_of_check
    from mkdocs_traceability.workspace.outcome import check_and_keep

    settings = workspace.settings
    with shown_progress(workspace.progress):
        checked = check_and_keep(workspace, day_of_check(), with_shares=outputs.have_shares)
        workspace.progress.begin("Comparing with an earlier commit" if narrowing.changed else "")
        findings, hidden = narrowing.of(checked.findings, settings)
    checked = checked._replace(findings=findings)
    notes = [*workspace.notes(), *checked.remarks, *hidden]
    outputs.write(workspace, checked, notes, is_verbose=is_verbose)
    return _say_end(notes, findings, checked.items, allow_empty=allow_empty), checked


def _say_end(notes: "Sequence[str]", findings: "Sequence[Finding]", items: int, *, allow_empty: bool) -> int:
    """Say what stands beside the findings, and return the exit status."""
    for note in notes:
        say(f"Note: {note}")
    fails = any(finding.fails for finding in findings)
    if items == 0 and not fails and not allow_empty:
        say("Error: nothing to check; use --allow-empty to accept this")
        return 2
    return int(fails)


def _write_baseline(workspace: "Workspace", *, accept_new: bool) -> None:
    """Write the baseline, and say what was entered and what was removed."""
    from mkdocs_traceability.workspace.baseline import write_baseline

    name = workspace.settings.baseline
    try:
        before, after = write_baseline(workspace, accept_new=accept_new)
    except OSError as error:
        fail(f"{name} cannot be written to: {why(error)}")
    if problem := before.problem if not after.is_in_use else None:
        fail(f"{problem.position}: {problem.message}; {problem.help}")
    if not after.is_in_use:
        said = "nothing fails, so no baseline is needed"
    else:
        added = len(after.entries.keys() - before.entries.keys())
        removed = len(before.entries.keys() - after.entries.keys())
        said = f"{name}: {added} added, {removed} removed, {len(after.entries)} of {after.entered} left"
        said += "; delete the file, it is empty" if not after.entries else ""
    say(f"Baseline: {said}")
