"""Findings as JSON, for other programs. `check.schema.json` beside this module describes it."""

import json
import re
from typing import Any, Final

from mkdocs_traceability.model.finding import Finding, count
from mkdocs_traceability.model.grounding import Standing
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.reports.report import Report

VERSION: Final = 2
"""Raised when something that was there means something else or is gone; not when something is added."""

_STEERING: Final = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What steers a terminal, or turns the direction of text, and need not be escaped in JSON (RFC 8259)."""


def emit(report: Report) -> str:
    """Return the findings, their counts and the shares of kinds as one JSON object, ending in a line end."""
    document: dict[str, Any] = {
        "version": VERSION,
        "counts": count(report.findings),
        "items": report.items,
        "shares": [{**share._asdict(), "holds": share.holding} for share in report.shares],
        "findings": [as_data(finding) for finding in report.findings],
    }
    if grounding := report.grounding:
        document["statements"] = {
            "checkable": len(grounding.statements),
            "hold": grounding.count(Standing.HOLDS),
            "fail": grounding.count(Standing.FAILS),
            "unknown": grounding.count(Standing.UNKNOWN),
        }
    return json_text(document)


def json_text(document: Any) -> str:
    """Return a document as text that can be written: the name of a file may hold what is no character."""
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return escaped(text.encode("utf-8", "replace").decode())


def escaped(text: str) -> str:
    """Return JSON that means the same and has no character that steers a terminal."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def as_data(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data."""
    data: dict[str, Any] = {
        "code": finding.code,
        "severity": finding.effective_severity,
        "rule_severity": str(finding.severity),
        "fails": finding.fails,
        "message": finding.message,
        **_place(finding.position),
        "help": finding.help,
        "kind": finding.kind,
        "item": finding.item,
        "field": finding.field,
        "fingerprint": finding.fingerprint,
        "related": [{**_place(related.position), "text": related.text} for related in finding.related],
    }
    if waiver := finding.waiver:
        until = waiver.until.isoformat() if waiver.until else None
        data["waiver"] = {"reason": waiver.reason, "owner": waiver.owner, "until": until}
        if waiver.of:
            data["waiver"]["of"] = [each.text for each in waiver.of]
    if finding.in_baseline:
        data["in_baseline"] = True
    if finding.entries:
        data["entries"] = [as_data(entry) for entry in finding.entries]
    return data


def _place(position: Position) -> dict[str, Any]:
    return {
        "path": position.path,
        "line": position.line,
        "column": position.column,
        "length": position.length,
    }
