"""What must change: findings that have one cause as one line, what hides or breaks most first."""

from collections.abc import Iterable
from typing import NamedTuple

from mkdocs_traceability.model.finding import SEVERITIES, Finding


class Cause(NamedTuple):
    """Findings with one cause: the first of them, and at how many places they are."""

    first: Finding
    total: int


def causes(findings: Iterable[Finding]) -> list[Cause]:
    """Return findings by cause: errors first, of them what could not be read, then what is most often."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        alike.setdefault((finding.effective_severity, *_cause_of(finding)), []).append(finding)
    found = [Cause(each[0], sum(map(_places, each))) for each in alike.values()]
    return sorted(found, key=_order)


def _places(finding: Finding) -> int:
    return 1 + sum(entry.code == finding.code for entry in finding.entries)


def _cause_of(finding: Finding) -> tuple[str, ...]:
    """Name what has to change: one id that is wrong in many places, or the same lack of many items."""
    if finding.subject:
        return finding.code, finding.subject
    if finding.item:
        return finding.code, finding.kind, finding.field
    return finding.code, finding.message, finding.position.path


def _order(cause: Cause) -> tuple[int, bool, int]:
    is_about_reading = cause.first.code < "TR1"  # what cannot be read may be why other things are found
    return SEVERITIES.index(cause.first.effective_severity), not is_about_reading, -cause.total
