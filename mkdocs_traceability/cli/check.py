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

if TYPE_CHECKING:
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
    if accept_new and not write_baseline:
        raise click.UsageError("--accept-new works only with --write-baseline")
    if watch and (fix or diff or write_baseline):
        raise click.UsageError("--watch changes nothing: use it without --fix, --diff and --write-baseline")
    refuse_site(changed, folder)
    narrowing = Narrowing(select, ignore, changed)
    if write_baseline and any(narrowing):
        raise click.UsageError(
            "a baseline has all findings: use --write-baseline without --select, --ignore, --changed"
        )
    if outputs.before and any(narrowing):
        raise click.UsageError("--compare needs all findings: use it without --select, --ignore, --changed")
    refuse_useless(fix=fix, diff=diff, unsafe_fixes=unsafe_fixes)
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


def _report(
    outputs: Outputs, narrowing: Narrowing, workspace: "Workspace", *, is_verbose: bool, allow_empty: bool
) -> "tuple[int, Checked]":
    """Check and write what is found; return the exit status, and the check."""
    from mkdocs_traceability.settings.on_host import notes_on_host

    settings = workspace.settings
    with shown_progress(workspace.progress):
        checked = workspace.check(with_shares=outputs.have_shares)
        workspace.progress.begin("Comparing with an earlier commit" if narrowing.changed else "")
        findings, hidden = narrowing.of(checked.findings, settings)
    checked = checked._replace(findings=findings)
    notes = [*workspace.notes(), *notes_on_host(settings), *checked.remarks, *hidden]
    outputs.write(workspace, checked, notes, is_verbose=is_verbose)
    for note in notes:
        say(f"Note: {note}")
    fails = any(finding.fails for finding in findings)
    if checked.items == 0 and not fails and not allow_empty:
        say("Error: nothing to check; use --allow-empty to accept this")
        return 2, checked
    return int(fails), checked


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
