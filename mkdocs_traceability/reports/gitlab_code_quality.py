"""Findings as a code quality report of GitLab: the part of Code Climate's format that GitLab reads.

GitLab compares it with that of the target branch, by fingerprint. What is waived or in the baseline is left
out, as it has no place for a reason.
"""

from typing import Any, Final

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reports.json_report import json_text
from mkdocs_traceability.reports.report import Report
from mkdocs_traceability.reports.wording import further_places, sentence

_SEVERITIES: Final = {"error": "major", "warning": "minor", "info": "info"}


def emit(report: Report) -> str:
    """Return a JSON list of the findings that are neither waived nor in the baseline."""
    return json_text([_issue(finding, report) for finding in report.counting])


def _issue(finding: Finding, report: Report) -> dict[str, Any]:
    issue: dict[str, Any] = {
        "type": "issue",
        "check_name": finding.code,
        "description": f"{finding.code}: {sentence(finding)}",
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": finding.fingerprint,
        "location": _location(finding.position, report),
    }
    if finding.help:
        issue["content"] = {"body": finding.help}
    if others := [_location(place.position, report) for place in further_places(finding)]:
        issue["other_locations"] = others
    return issue


def _location(at: Position, report: Report) -> dict[str, Any]:
    """Return a place: GitLab asks for a path and a line also where there is none."""
    return {"path": report.path(at.path) or ".", "lines": {"begin": max(at.line, 1)}}
