"""Findings as SARIF 2.1.0, the format of code scanning (OASIS, errata 01).

Braces in messages are left as they are, against section 3.11.5: readers put back `{{` only in messages with
`arguments`, which ours never have, and would show `GET /users/{{id}}`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from mkdocs_traceability import __version__
from mkdocs_traceability.model.finding import Finding, Severity
from mkdocs_traceability.model.fix import Fix, TextEdit
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reports.addresses import is_absolute, uri
from mkdocs_traceability.reports.former import fingerprints_of
from mkdocs_traceability.reports.json_report import json_text
from mkdocs_traceability.reports.report import Report
from mkdocs_traceability.reports.wording import Place, further_places, said_of_waiver
from mkdocs_traceability.rules import all_rules
from mkdocs_traceability.rules.engine.rule import Rule

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_ROOT: Final = "%SRCROOT%"
"""Stands for the root of the repository; where that is on this machine is nobody else's business."""

_FINGERPRINT: Final = "traceability/v1"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

_NEW: Final = {"baselineState": "new"}
_UNCHANGED: Final = {"baselineState": "unchanged"}

_MOST_LINKS: Final = 20
"""How many further places a message links; all of them are related locations."""


def emit(report: Report) -> str:
    """Return the findings as a log with one run."""
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]})


def _run(report: Report) -> dict[str, Any]:
    known = all_rules()
    codes = sorted({finding.code for finding in report.findings})
    indexes = {code: index for index, code in enumerate(codes)}
    states = _states(report)
    rules = [_rule(known[code]) if code in known else {"id": code} for code in codes]
    notes = [{"level": "note", "message": {"text": note}} for note in report.notes if note]
    return {
        "tool": {"driver": {"name": "mkdocs-traceability", "version": __version__, "rules": rules}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            {**_result(finding, report), "ruleIndex": indexes[finding.code], **states(finding)}
            for finding in report.findings
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.paragraphs[0]},
        "help": {"text": "\n\n".join(rule.paragraphs), "markdown": "\n\n".join(_help(rule))},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _help(rule: Rule) -> Iterator[str]:
    yield from rule.paragraphs
    for heading, files in (("Fails:", rule.fails), ("Passes:", rule.passes)):
        yield heading
        for path, text in files.items():
            yield f"`{path}`\n\n```yaml\n{text.rstrip()}\n```"


def _result(finding: Finding, report: Report) -> dict[str, Any]:
    related = [_related(place, number, report) for number, place in enumerate(further_places(finding), 1)]
    result = {
        "ruleId": finding.code,
        "level": _LEVELS.get(finding.severity, "none"),
        "message": {"text": _message(finding)},
        "locations": [_location(finding.position, finding.label, report)],
        "partialFingerprints": {_FINGERPRINT: finding.fingerprint},
        "suppressions": list(_suppressions(finding, report)),
        "properties": {"kind": finding.kind, "item": finding.item, "field": finding.field},
    }
    if related:
        result["relatedLocations"] = related
    if fixes := report.fixes.get(finding.fingerprint):
        result["fixes"] = [_fix(fix, report) for fix in fixes]
    return result


def _message(finding: Finding) -> str:
    """Return what is wrong, what to do, and links to the places that the entries are found at.

    A viewer takes `[…](…)` for a link, also in what somebody called a file.
    """
    texts = [text.replace("](", "] (") for text in (finding.message, finding.help) if text]
    return "\n\n".join([*(texts or [finding.code]), *_links(finding)])


def _links(finding: Finding) -> Iterator[str]:
    """Yield a line that links the places of the entries, where there are any."""
    first = len(finding.related) + 1
    listed = finding.entries[:_MOST_LINKS]
    links = [f"[{_escaped(str(entry.position))}]({number})" for number, entry in enumerate(listed, first)]
    more = len(finding.entries) - len(links)
    if links:
        yield f"Also at {', '.join(links)}{f' and {more} more places' if more else ''}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def _location(position: Position, text: str, report: Report) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if position.path:
        location["physicalLocation"] = {"artifactLocation": _artifact(position.path, report)}
        if region := _region(position):
            location["physicalLocation"]["region"] = region
    if text:
        location["message"] = {"text": text}
    return location


def _related(place: Place, number: int, report: Report) -> dict[str, Any]:
    location = {"id": number, **_location(place.position, place.text, report)}
    if place.entry:
        location["properties"] = {"ruleId": place.entry.code, "fingerprint": place.entry.fingerprint}
    return location


def _artifact(path: str, report: Report) -> dict[str, str]:
    path = report.path(path)
    return {"uri": uri(path)} if is_absolute(path) else {"uri": uri(path), "uriBaseId": _ROOT}


def _region(position: Position) -> dict[str, int]:
    """Return the characters that are meant; without their end, all up to that of the line."""
    if position.line < 1:
        return {}
    region = {"startLine": position.line}
    if position.column > 0:
        region["startColumn"] = position.column
        if position.length > 0:
            region["endColumn"] = position.column + position.length
    return region


def _suppressions(finding: Finding, report: Report) -> Iterator[dict[str, Any]]:
    if waiver := finding.waiver:
        reason = said_of_waiver(waiver)
        at = _location(waiver.position, "", report)
        yield {"kind": "inSource", "status": "accepted", "justification": reason, "location": at}
    elif finding.in_baseline:
        yield {"kind": "external", "status": "accepted", "justification": "in the baseline"}


def _states(report: Report) -> Callable[[Finding], Mapping[str, str]]:
    """Return what tells whether a finding is new: compared with a former check, else with the baseline."""
    if before := report.before:
        known = before.fingerprints()
        return lambda finding: _NEW if known.isdisjoint(fingerprints_of(finding)) else _UNCHANGED
    if report.has_baseline:
        return lambda finding: _UNCHANGED if finding.in_baseline else _NEW
    return lambda finding: {}


def _fix(fix: Fix, report: Report) -> dict[str, Any]:
    edits: dict[str, list[TextEdit]] = defaultdict(list)
    for edit in fix.edits:
        edits[edit.path].append(edit)
    changes = [
        {"artifactLocation": _artifact(path, report), "replacements": list(map(_replacement, each))}
        for path, each in edits.items()
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": changes,
        "properties": {"isSafe": fix.is_safe},
    }


def _replacement(edit: TextEdit) -> dict[str, Any]:
    region = {
        "startLine": edit.line,
        "startColumn": edit.column,
        "endLine": edit.end_line,
        "endColumn": edit.end_column,
    }
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}
