"""Say nothing twice: many findings of one mistake become one."""

from collections.abc import Iterable
from dataclasses import replace

from mkdocs_traceability.findings import Finding, Severity, in_order
from mkdocs_traceability.model.doubt import ABOUT_PAGES
from mkdocs_traceability.rules.rule import RULES

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2, Severity.OFF: 3}


def mistake_of(finding: Finding) -> tuple[object, ...]:
    """Name the mistake that a finding is about; findings of one mistake have the same name.

    A mistake in `defaults` stands at one place, however many items have it. What a rule says once has the
    same message everywhere.
    """
    rule = RULES.get(finding.code)
    if rule is not None and rule.said_once:
        return finding.code, finding.message
    return finding.code, finding.message, finding.position


def once(findings: Iterable[Finding]) -> list[Finding]:
    """Return one finding for each mistake: the first of those that weigh most."""
    mistakes: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        mistakes.setdefault(mistake_of(finding), []).append(finding)
    return in_order(_of_all(alike) for alike in mistakes.values())


def _of_all(alike: list[Finding]) -> Finding:
    alike = [finding for finding in alike if finding.waiver is None] or alike
    first = min(alike, key=lambda finding: _WEIGHT[finding.severity])
    rule = RULES.get(first.code)
    if rule is None or not rule.said_once or len(alike) == 1:
        return first
    others = len(alike) - 1
    noun = "" if first.message.startswith(ABOUT_PAGES) else " claim" if others == 1 else " claims"
    label = f"{first.label}, and {others} more{noun}"
    if any((each.kind, each.item) != (first.kind, first.item) for each in alike):
        return replace(first, label=label, kind="", item="", field="")  # it is no single item's
    return replace(first, label=label)
