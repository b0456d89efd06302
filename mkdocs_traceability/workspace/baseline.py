"""Write the baseline: the one file of a site that a check may change, and only where that is asked for."""

import os
from dataclasses import replace
from datetime import date

from mkdocs_traceability.files.ordinary import replace_file
from mkdocs_traceability.model.baseline import Baseline
from mkdocs_traceability.model.day import day_of_check
from mkdocs_traceability.workspace.pipeline import Workspace


def write_baseline(
    workspace: Workspace, today: date | None = None, *, accept_new: bool
) -> tuple[Baseline, Baseline]:
    """Take what is gone out of the baseline, enter what fails where that is asked for.

    Returns the baseline before and after. A first one has all that fails, and is not written if nothing
    does; one that cannot be read stays as it is, and so does the default one where the setting names none
    that can be used. Of none the latter is in use.

    Raises:
        OSError: where the file cannot be written.

    """
    settings = workspace.settings
    today = today or day_of_check()
    result = workspace.run(today=today)
    before = result.baseline
    if wrong := next((each for each in settings.findings if each.subject == "`baseline`"), None):
        refused = replace(before, since=None, problem=wrong)
        return refused, refused
    is_first = not before.is_in_use
    file = settings.root / before.path
    if is_first and os.path.lexists(file):
        return before, before
    gone = (entry.fingerprint for entry in result.gone)
    found = (each for each in result.raw_findings if each.field != "baseline" or each.code != "TR008")
    after = before.after(found, gone, today, accept=accept_new or is_first)
    if is_first and not after.entries and settings.baseline_position is None:
        return before, before
    if (text := after.as_text().encode()) != before.content:
        replace_file(file, text)
    return before, after
