"""Where findings stand on their page: in which order, under which anchor, and which of very many are shown.

The most severe come first, then rule by rule. All findings are on one page, so that its address is known
before anything is judged; where there are too many for a page, each rule shows its first ones.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

from mkdocs_traceability.model.finding import SEVERITIES, Finding
from mkdocs_traceability.pages.site.addresses import Address
from mkdocs_traceability.rules.engine.deduplication import cause_key

MOST: Final = 500
"""How many findings the page shows: with their excerpts, more than that are heavy to open."""

PAGE: Final = "findings.md"


class RuleFindings(NamedTuple):
    """What one rule found with one severity: `total` in all, of which `findings` are shown.

    `is_second` says that more severe findings of the rule stand before.
    """

    code: str
    severity: str
    anchor: str
    total: int
    findings: list[Finding]
    is_second: bool = False

    @property
    def left_out(self) -> int:
        """How many findings are not shown."""
        return self.total - len(self.findings)


class FindingPlaces:
    """Gives findings their places; each is worked out when it is first asked for.

    `said_once` are the codes of the rules that say once what they find at many places.
    """

    def __init__(self, findings: Iterable[Finding], said_once: Collection[str]) -> None:
        self._findings = list(findings)
        self._said_once = said_once

    @cached_property
    def groups(self) -> list[RuleFindings]:
        """The findings by severity and rule. The most severe of a rule have the rule's plain anchor."""
        grouped: dict[tuple[int, str], list[Finding]] = defaultdict(list)
        for finding in self._findings:
            grouped[SEVERITIES.index(finding.effective_severity), finding.code].append(finding)
        limit = _limit(map(len, grouped.values()))
        groups, seen = [], set()
        for (rank, code), each in sorted(grouped.items(), key=lambda entry: entry[0]):
            is_second = code in seen
            seen.add(code)
            anchor = f"rule-{code}-{SEVERITIES[rank]}" if is_second else f"rule-{code}"
            groups.append(RuleFindings(code, SEVERITIES[rank], anchor, len(each), each[:limit], is_second))
        return groups

    @cached_property
    def _places(self) -> dict[tuple[object, ...], Address]:
        """The place of every mistake; what is not shown is counted below the heading of its group."""
        groups = {(group.code, group.severity): group for group in self.groups}
        shown = dict.fromkeys(groups, 0)
        places: dict[tuple[object, ...], Address] = {}
        for finding in self._findings:
            key = finding.code, finding.effective_severity
            shown[key] += 1
            anchor = groups[key].anchor
            if shown[key] <= len(groups[key].findings):
                anchor = f"finding-{finding.fingerprint}"
            for each in (finding, *finding.entries):
                places[cause_key(each, self._said_once)] = Address(PAGE, anchor)
        return places

    def of(self, finding: Finding) -> Address:
        """Return where a finding stands, or the one that stands for all of its mistake."""
        return self._places[cause_key(finding, self._said_once)]

    def of_rule(self, code: str, severity: str = "") -> Address:
        """Return where the findings of a rule begin, or those of them that have a severity."""
        return _beginning(
            group for group in self.groups if group.code == code and severity in ("", group.severity)
        )

    def of_severity(self, severity: str) -> Address:
        """Return where the findings begin that have a severity."""
        return _beginning(group for group in self.groups if group.severity == severity)


def _beginning(groups: Iterator[RuleFindings]) -> Address:
    first = next(groups, None)
    return Address(PAGE, first.anchor if first else "")


def _limit(totals: Iterable[int]) -> int:
    """Return how many findings a group may show so that all groups together show no more than `MOST`."""
    room, ascending = MOST, sorted(totals)
    for number, total in enumerate(ascending):
        share = room // (len(ascending) - number)
        if total > share:
            return max(share, 1)
        room -= total
    return MOST
