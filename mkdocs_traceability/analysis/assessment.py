"""What a run found out about each item: its badge, its findings, and how much of a kind holds.

Pages and exports show it; neither knows of the other.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from mkdocs_traceability.analysis.attention import needs_attention
from mkdocs_traceability.analysis.badges import Badge, Badges, Share
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Claim, Evidence, Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.model.policy import Threshold
from mkdocs_traceability.model.verdict import Verdicts
from mkdocs_traceability.registry.registry import Registry


class Assessment:
    """Badges, findings and shares of the items of one run; each is worked out when it is first asked for.

    `findings` are all that the rules found, of every item that a mistake concerns. `thresholds` are those of
    the settings, by kind.
    """

    def __init__(
        self,
        registry: Registry,
        verdicts: Verdicts,
        findings: Sequence[Finding],
        thresholds: Mapping[str, Sequence[Threshold]],
    ) -> None:
        self._registry = registry
        self._verdicts = verdicts
        self._findings = findings
        self._thresholds = thresholds

    def findings_of(self, item: Item) -> Sequence[Finding]:
        """Return what was found of an item."""
        return self._by_item.get((item.kind, item.id), ())

    @cached_property
    def _by_item(self) -> Mapping[tuple[str, str], list[Finding]]:
        found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        for finding in self._findings:
            if finding.item:
                found[finding.kind, finding.item].append(finding)
        return found

    def fails(self, item: Item) -> bool:
        """Whether something was found of an item that fails a strict build."""
        return any(finding.fails for finding in self.findings_of(item))

    def needs_attention(self, item: Item) -> bool:
        """Whether somebody has to see to an item."""
        return needs_attention(self._registry, item, self.badge(item), self.findings_of(item))

    def badge(self, item: Item) -> Badge:
        """Return the badge of an item."""
        return self._badge_of[item]

    def badge_counts(self, items: Iterable[Item]) -> Counter[str]:
        """Count the badges of some items by their words; the empty word counts those without a badge."""
        return Counter(self.badge(item).word for item in items)

    @cached_property
    def _badge_of(self) -> Mapping[Item, Badge]:
        return {item: self._badges.of(item) for item in self._registry.all}

    @cached_property
    def _badges(self) -> Badges:
        return Badges(self._registry, self._verdicts, self._findings)

    def badge_of_claim(self, item: Item, name: str, claim: Claim) -> Badge:
        """Return the badge of one claim."""
        return self._badges.of_claim(item, name, claim)

    def badge_of_evidence(self, item: Item, name: str, evidence: Evidence) -> Badge:
        """Return the badge of all that an item says under one name."""
        return self._badges.of_evidence(item, name, evidence)

    def badge_of_lacking(self, item: Item) -> Badge:
        """Return the badge of the evidence that an item must name and does not."""
        return self._badges.of_lacking(item)

    def share(self, items: Iterable[Item]) -> Share:
        """Return how many of some items are found, and how many verified."""
        return Share.of(map(self.badge, items))

    def gates(self, kind: Kind) -> Sequence[tuple[Threshold, Share]]:
        """Return each share that the settings ask of a kind, and what it is."""
        asked = self._thresholds.get(kind.name, ())
        share = self.share(self._registry.items(kind.name)) if asked else Share(0, 0, 0)
        return [(threshold, share) for threshold in asked]
