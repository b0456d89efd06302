"""Findings as an editor shows them: at each of their places, with what else belongs to them.

What is waived or in the baseline is not shown: somebody answers for it, and the check does not list it.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from lsprotocol import types

from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.lsp.texts import Text
from mkdocs_traceability.model.finding import Finding, Severity

SOURCE: Final = "traceability"
"""What editors name beside the code of a rule."""

_SEVERITIES: Final = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}

_TAGS: Final = {
    "TR105": types.DiagnosticTag.Deprecated,
    "TR107": types.DiagnosticTag.Deprecated,
    "TR113": types.DiagnosticTag.Unnecessary,
    "TR114": types.DiagnosticTag.Unnecessary,
    "TR902": types.DiagnosticTag.Unnecessary,
    "TR903": types.DiagnosticTag.Unnecessary,
}
"""What editors strike out or fade: a reference to what is over, and what may as well be removed."""

_MOST_RELATED: Final = 10
"""How many other places are told with one finding."""


def diagnostics(
    snapshot: Snapshot, findings: Iterable[Finding], only: str = ""
) -> dict[str, list[types.Diagnostic]]:
    """Return what is shown at each file, or `only` at one, by its path; positions are in the texts as now."""
    shown: dict[str, list[types.Diagnostic]] = {}
    for finding in findings:
        for each in (finding, *finding.entries):
            path = each.position.path
            if each.waiver is None and not each.in_baseline and (not only or path == only):
                shown.setdefault(path, []).append(_diagnostic(snapshot, each, finding))
    return shown


def _diagnostic(snapshot: Snapshot, finding: Finding, said: Finding) -> types.Diagnostic:
    """Return a finding as it is shown at its place; `said` is the one that it is said with."""
    url = snapshot.settings.findings_url
    tag = _TAGS.get(finding.code)
    return types.Diagnostic(
        snapshot.range_at(finding.position),
        _message(finding),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(url) if url else None,
        source=SOURCE,
        tags=[tag] if tag else None,
        related_information=list(_related(snapshot, finding, said)) or None,
        data={"fingerprint": finding.fingerprint},
    )


def _message(finding: Finding) -> str:
    """Return what is wrong, why it is not checked where it is not, and what to do, each in a line."""
    lines = (finding.message, finding.label if finding.doubted else "", finding.help)
    return "\n".join(filter(None, lines))


def _related(
    snapshot: Snapshot, finding: Finding, said: Finding
) -> Iterator[types.DiagnosticRelatedInformation]:
    """Go through the other places of a finding, and those at which the same mistake shows."""
    places = [(each.position, each.text) for each in finding.related]
    others = (each for each in (said, *said.entries) if each is not finding)
    places += [(each.position, each.message) for each in others]
    for position, text in places[:_MOST_RELATED]:
        at = types.Location(snapshot.uri_of(position.path), snapshot.range_at(position))
        yield types.DiagnosticRelatedInformation(at, text)


def config_diagnostic(problem: Finding, text: Text) -> types.Diagnostic:
    """Return that `mkdocs.yml` cannot be read, as it is shown there."""
    at = problem.position
    return types.Diagnostic(
        text.range(at.line, at.column, at.length),
        _message(problem),
        severity=types.DiagnosticSeverity.Error,
        code=problem.code,
        source=SOURCE,
    )
