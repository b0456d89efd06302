"""Say nothing twice: many findings of one mistake become one."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Final

from mkdocs_traceability.model.doubt import ABOUT_PAGES
from mkdocs_traceability.model.finding import Finding, Severity, in_order
from mkdocs_traceability.rules.engine.wording import and_elsewhere

FIX_ALL: Final = "mkdocs-traceability check --fix --unsafe-fixes"
"""What writes the one suggestion of a finding at all its places."""

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2, Severity.OFF: 3}


def cause_key(finding: Finding, said_once: Collection[str]) -> tuple[object, ...]:
    """Name the mistake that a finding is about, as far as it stands at one place.

    A mistake in `defaults` stands at one place, however many items have it. What the rules with the codes
    `said_once` find has the same message everywhere.
    """
    if finding.code in said_once:
        return finding.code, finding.message
    return finding.code, finding.message, finding.position


def deduplicate(findings: Iterable[Finding], said_once: Collection[str]) -> list[Finding]:
    """Return one finding for each mistake: the first of those that weigh most, the cause before what follows.

    What it is said with are its `entries`. One that is waived, or in the baseline, never stands for one that
    is not.
    """
    mistakes: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        mistakes.setdefault(cause_key(finding, said_once), []).append(finding)
    named: dict[str, list[Finding]] = {}
    said = []
    for finding in (_of_all(alike, said_once) for alike in mistakes.values()):
        if finding.mistake:
            named.setdefault(finding.mistake, []).append(finding)
        else:
            said.append(finding)
    for each in named.values():
        said += _with_entries(each)
    return in_order(said)


def _excused(finding: Finding) -> int:
    """Rank a finding by what excuses it: nothing, the baseline or a waiver."""
    return 2 if finding.waiver else int(finding.in_baseline)


def _of_all(alike: list[Finding], said_once: Collection[str]) -> Finding:
    least = min(map(_excused, alike))
    alike = [finding for finding in alike if _excused(finding) == least]
    first = min(alike, key=lambda finding: _WEIGHT[finding.severity])
    if first.code not in said_once or len(alike) == 1:
        return first
    others = len(alike) - 1
    noun = "" if first.message.startswith(ABOUT_PAGES) else " claim" if others == 1 else " claims"
    label = f"{first.label}, and {others} more{noun}"
    if any((each.kind, each.item) != (first.kind, first.item) for each in alike):
        return replace(first, label=label, kind="", item="", field="")  # it is no single item's
    return replace(first, label=label)


def _with_entries(alike: list[Finding]) -> Iterator[Finding]:
    """Yield the one finding that is said of a mistake; consequences whose cause is not found are several."""
    if len(alike) == 1 or all(finding.follows for finding in alike):
        yield from alike
        return
    first = min(alike, key=lambda each: (_excused(each), _WEIGHT[each.severity], each.follows))
    entries = tuple(in_order(each for each in alike if each is not first))
    places = [each for each in alike if each.code == first.code]
    label = f"{first.label}{and_elsewhere(places)}".removeprefix(", ")
    yield replace(first, label=label, help=_with_fix_of_all(first, alike), entries=entries)


def _with_fix_of_all(first: Finding, alike: list[Finding]) -> str:
    """Return the help of a finding; where all places have one suggestion, also how it is written in all."""
    if any(len(each.suggestions) != 1 for each in alike):
        return first.help
    all_ = "both" if len(alike) == 2 else f"all {len(alike)}"
    fix = " Fix" if first.help.endswith("?") else "; fix"
    return f"{first.help}{fix} {all_} with `{FIX_ALL}`"
