"""Where findings stand: in which order, on which page of findings, and under which anchor.

What weighs most comes first, then rule by rule. All of it is known before a page is made, so that links from
everywhere lead to the right one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.rules.engine.deduplicate import mistake_of

WEIGHTS: Final = ("error", "warning", "info", "waived")
"""What a finding can weigh, the heaviest first."""

PER_PAGE: Final = 500
"""How many findings stand on one page: with their excerpts, more than that are heavy to open."""

FIRST_PAGE: Final = "findings.md"


def weight(finding: Finding) -> str:
    """Return what a finding weighs: one of `WEIGHTS`."""
    return "waived" if finding.waiver else str(finding.severity)


class Place(NamedTuple):
    """A place among the findings: a page, by its name below the page folder, and an anchor on it."""

    page: str
    anchor: str = ""


class Group(NamedTuple):
    """What one rule found and weighs alike: `total` in all, of which `findings` stand on one page.

    `goes_on` says that the others of them stand before; `is_second` that heavier findings of the rule do.
    """

    code: str
    weight: str
    anchor: str
    total: int
    findings: list[Finding]
    is_second: bool = False
    goes_on: bool = False


class FindingPlaces:
    """Gives findings their places. `pages` has the groups of each page; where nothing was found, of one.

    `said_once` are the codes of the rules that say once what they find at many places.
    """

    def __init__(self, findings: Iterable[Finding], said_once: Collection[str]) -> None:
        findings = list(findings)
        self._said_once = said_once
        self.groups = _groups(findings)
        self.pages: list[list[Group]] = list(_pages(self.groups)) or [[]]
        self._places = {
            mistake_of(each, said_once): Place(name_of(number), f"finding-{finding.fingerprint}")
            for number, page in enumerate(self.pages, start=1)
            for group in page
            for finding in group.findings
            for each in (finding, *finding.entries)
        }
        self._begins: dict[str, Place] = {}
        for number, page in enumerate(self.pages, start=1):
            for group in page:
                self._begins.setdefault(group.anchor, Place(name_of(number), group.anchor))

    def of(self, finding: Finding) -> Place:
        """Return where a finding stands, or the one that stands for all of its mistake."""
        return self._places[mistake_of(finding, self._said_once)]

    def of_rule(self, code: str, weighs: str = "") -> Place:
        """Return where the findings of a rule begin, or those of them that weigh so much."""
        return self._beginning(
            group for group in self.groups if group.code == code and weighs in ("", group.weight)
        )

    def of_weight(self, weighs: str) -> Place:
        """Return where the findings begin that weigh so much."""
        return self._beginning(group for group in self.groups if group.weight == weighs)

    def _beginning(self, groups: Iterator[Group]) -> Place:
        first = next(groups, None)
        return self._begins[first.anchor] if first else Place(FIRST_PAGE)


def name_of(number: int) -> str:
    """Return the name of a page of findings."""
    return FIRST_PAGE if number == 1 else f"findings-{number}.md"


def _groups(findings: list[Finding]) -> list[Group]:
    """Return the findings by weight and rule. The heaviest of a rule have the rule's plain anchor."""
    grouped: dict[tuple[int, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[WEIGHTS.index(weight(finding)), finding.code].append(finding)
    groups, seen = [], set()
    for (rank, code), each in sorted(grouped.items(), key=lambda entry: entry[0]):
        is_second = code in seen
        seen.add(code)
        anchor = f"rule-{code}-{WEIGHTS[rank]}" if is_second else f"rule-{code}"
        groups.append(Group(code, WEIGHTS[rank], anchor, len(each), each, is_second))
    return groups


def _pages(groups: list[Group]) -> Iterator[list[Group]]:
    """Fill pages with groups; a group that is too long for what is left goes on on the next."""
    page: list[Group] = []
    room = PER_PAGE
    for group in groups:
        start = 0
        while start < group.total:
            if not room:
                yield page
                page, room = [], PER_PAGE
            some = group.findings[start : start + room]
            page.append(group._replace(findings=some, goes_on=start > 0))
            start, room = start + len(some), room - len(some)
    if page:
        yield page
