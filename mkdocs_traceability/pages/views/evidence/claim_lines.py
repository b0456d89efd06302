"""All claims as lines, by type, and the pages they are divided into by their estimated size."""

from collections.abc import Iterator
from itertools import count
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.badges import VOCABULARY, Badge
from mkdocs_traceability.analysis.completeness import lacking
from mkdocs_traceability.model.declared import ARTIFACTS, CLAIM_TYPES
from mkdocs_traceability.model.item import Claim, Evidence, Item
from mkdocs_traceability.pages.site.pagination import HEAVIEST, title_size
from mkdocs_traceability.pages.site.view import SiteView

_ROW: Final = 520
"""Bytes of a row without its texts, each of which is in it at most twice."""

_MOST_TOGETHER: Final = 300
"""Rows on a page with several groups."""

_MOST_ROWS: Final = 2_000
"""Rows on a page with one group."""

NOWHERE: Final = "nowhere"
"""The key of the items that name no evidence although they must."""

RANK: Final = {word.name: rank for rank, word in enumerate(VOCABULARY)} | {"": len(VOCABULARY)}
"""The order of badges: most serious first."""


class EvidenceEntry(NamedTuple):
    """One line: a claim of an item, or else what the item says instead of a claim, or lacks."""

    item: Item
    name: str
    claim: Claim | None
    said: str
    line: int = 0
    """Its number in the file of all lines."""

    def badge(self, view: SiteView) -> Badge:
        """Return the badge of the line."""
        if self.claim:
            return view.badge_of_claim(self.item, self.name, self.claim)
        if self.name:
            return view.assessment.badge_of_evidence(self.item, self.name, self.item.evidence[self.name])
        return view.assessment.badge_of_lacking(self.item)


Line = tuple[EvidenceEntry, Badge]
"""An entry and its badge."""


class ClaimLines:
    """All lines of one claim type: known before anything is judged, sorted when a page is rendered."""

    def __init__(self, entries: list[EvidenceEntry]) -> None:
        self.entries = entries
        self.weight = sum(map(_weight, entries))
        self._parts: dict[int, list[list[Line]]] = {}

    def parts(self, view: SiteView, of: int) -> list[list[Line]]:
        """Return the lines in `of` parts, most serious first; sorted once for all pages."""
        if of not in self._parts:
            judged = [(entry, entry.badge(view)) for entry in self.entries]
            judged.sort(key=lambda each: RANK[each[1].word])
            self._parts[of] = cut(judged, of)
        return self._parts[of]


class ClaimGroup(NamedTuple):
    """The lines of one claim type on one page: part `number` of `of`."""

    key: str
    lines: ClaimLines
    number: int = 1
    of: int = 1

    def worst_first(self, view: SiteView) -> list[Line]:
        """Return the lines of the page with their badges."""
        return self.lines.parts(view, self.of)[self.number - 1]


def claim_groups(view: SiteView) -> list[ClaimGroup]:
    """Return all lines by type, in the order of the items."""
    entries: dict[str, list[EvidenceEntry]] = {name: [] for name in (*CLAIM_TYPES, ARTIFACTS, NOWHERE)}
    for item in view.registry.all:
        for name, evidence in item.evidence.items():
            entries[evidence.type] += _entries(view, item, name, evidence)
        if absent := lacking(view.registry, item):
            entries[NOWHERE].append(EvidenceEntry(item, "", None, ", ".join(absent.names)))
    lines = count()
    numbered = {name: [entry._replace(line=next(lines)) for entry in each] for name, each in entries.items()}
    return [ClaimGroup(name, ClaimLines(each)) for name, each in numbered.items() if each]


def _entries(view: SiteView, item: Item, name: str, evidence: Evidence) -> Iterator[EvidenceEntry]:
    if evidence.not_applicable or evidence.unknown:
        yield EvidenceEntry(item, name, None, evidence.not_applicable or view.translate("marked unknown"))
    for claim in evidence.claims:
        yield EvidenceEntry(item, name, claim, "")


def divided(groups: list[ClaimGroup]) -> Iterator[list[ClaimGroup]]:
    """Yield the groups of each page: all on one page if they fit, else each group on its own pages."""
    weight, rows = (sum(each) for each in zip(*map(_size, groups), strict=True))
    if weight <= HEAVIEST and rows <= _MOST_TOGETHER:
        yield groups
        return
    for group in groups:
        weight, rows = _size(group)
        parts = min(max(-(-weight // HEAVIEST), -(-rows // _MOST_ROWS)), rows)
        for number in range(1, parts + 1):
            yield [group._replace(number=number, of=parts)]


def _size(group: ClaimGroup) -> tuple[int, int]:
    """Return the size of a group in bytes and in rows."""
    return group.lines.weight, len(group.lines.entries)


def cut(lines: list[Line], parts: int) -> list[list[Line]]:
    """Cut lines into parts of similar size, none of them empty, in their order."""
    weights = [_weight(entry) for entry, _ in lines]
    total, before, part = sum(weights), 0, 0
    found: list[list[Line]] = [[] for _ in range(parts)]
    for number, (line, weight) in enumerate(zip(lines, weights, strict=True)):
        wanted = max(before * parts // total, parts - (len(lines) - number))
        part = min(wanted, part + 1) if found[part] else part
        found[part].append(line)
        before += weight
    return found


def _weight(entry: EvidenceEntry) -> int:
    text = entry.claim.text if entry.claim else entry.said
    return _ROW + 2 * (len(text) + title_size(entry.item)) + 3 * len(entry.item.id)
