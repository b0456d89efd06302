"""The badge of an item: the worst of what it rests on, in one vocabulary (`pages.md`, "Badges")."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from mkdocs_traceability.analysis.completeness import Lacking, admitted_holes, lacking
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Claim, Evidence, Item
from mkdocs_traceability.model.position import Position
from mkdocs_traceability.model.verdict import Verdict, Verdicts
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Registry


class BadgeWord(NamedTuple):
    """One word of the vocabulary and what it means."""

    name: str
    meaning: str


VOCABULARY: Final = (
    BadgeWord("failing", "A test failed or ended in error"),
    BadgeWord("missing", "Evidence that was not found"),
    BadgeWord("unclaimed", "Required evidence is not named or is marked unknown"),
    BadgeWord("stale", "Evidence older than the code"),
    BadgeWord("unverified", "Evidence that could not be checked, or a skipped test"),
    BadgeWord("waived", "Accepted, with reason and owner"),
    BadgeWord("planned", "Not started: no evidence required yet"),
    BadgeWord("found", "All evidence was found, but no passing test is part of it"),
    BadgeWord("verified", "All evidence was found, and its tests passed"),
)
"""Worst first."""

HOLDS: Final = "holds"
"""What filters and counts call items that are `found` or `verified`."""

HELD: Final = frozenset({"found", "verified"})
"""The words of evidence that holds."""

GAPS: Final = frozenset({"failing", "missing", "unclaimed", "stale"})
"""The words that say that something is missing."""

PASSED_ON_RETRY: Final = "passed on retry"
"""What a verified claim rests on whose test failed before it was run again."""

_RANK: Final = {word.name: rank for rank, word in enumerate(VOCABULARY)}

_WORDS: Final = {
    Verdict.FAILING: "failing",
    Verdict.MISSING: "missing",
    Verdict.STALE: "stale",
    Verdict.SKIPPED: "unverified",
    Verdict.UNVERIFIED: "unverified",
    Verdict.FOUND: "found",
    Verdict.VERIFIED: "verified",
}


@dataclass(frozen=True)
class Badge:
    """A word of the vocabulary and what it rests on; an empty word where nothing is claimed or required."""

    word: str
    """Such as `verified` or `missing`, empty where nothing is claimed or required."""

    basis: str = ""
    """What it rests on, in words."""

    def __bool__(self) -> bool:
        return bool(self.word)

    @property
    def is_gap(self) -> bool:
        """Whether the badge needs attention: failing, not found, no evidence or stale."""
        return self.word in GAPS

    @property
    def holds(self) -> bool:
        """Whether all the evidence was found, and no test among it is known to fail."""
        return self.word in HELD

    @property
    def is_judged(self) -> bool:
        """Whether an item with this badge counts in a share."""
        return self.word not in ("", "planned")


class Share(NamedTuple):
    """How many items are verified, and how many only found, of those that are judged.

    Judged are those that are neither planned nor without a badge.
    """

    verified: int
    found: int
    judged: int

    @classmethod
    def of(cls, badges: Iterable[Badge]) -> "Share":
        """Count some items' badges."""
        words = [badge.word for badge in badges]
        unjudged = words.count("") + words.count("planned")
        return cls(words.count("verified"), words.count("found"), len(words) - unjudged)

    @property
    def holding(self) -> int:
        """How many are found or verified: what a share without a word of its own counts."""
        return self.found + self.verified

    def reaching(self, state: str) -> int:
        """Return how many are at least `found`, or `verified`."""
        return self.verified if state == "verified" else self.holding

    def percent(self, state: str = "found") -> Fraction | None:
        """Return in per cent, exactly, how many are at least in a state; None where nothing is judged."""
        return Fraction(100 * self.reaching(state), self.judged) if self.judged else None

    def shown_percent(self, state: str = "found") -> int:
        """Return the same as pages show it."""
        return whole_percent(self.reaching(state), self.judged)


def whole_percent(part: int, of: int) -> int:
    """Return a share as pages show it: in whole per cent, never rounded up, and 0 only of nothing."""
    return max(100 * part // of, 1) if part and of else 0


class Badges:
    """Gives items, and what they claim, their badges."""

    def __init__(self, registry: Registry, verdicts: Verdicts, findings: Iterable[Finding]) -> None:
        self._registry = registry
        self._verdicts = verdicts
        self._waived = {
            (finding.kind, finding.item, finding.field, finding.position)
            for finding in findings
            if finding.waiver and finding.item
        }

    def of(self, item: Item) -> Badge:
        """Return the badge of an item."""
        now = phase(self._registry, item)
        if now is Phase.AHEAD:
            return Badge("planned", f"status {item.text('status')}")
        if now is Phase.OVER:
            return Badge("")
        claims = [
            badge for name, claim in self._claims(item, now) if (badge := self.of_claim(item, name, claim))
        ]
        found = [*self._holes(item), *claims]
        if not found:
            return Badge("")
        return _of_several(found, claims)

    def of_claim(self, item: Item, name: str, claim: Claim) -> Badge:
        """Return the badge of one claim."""
        outcome = self._verdicts.of(item, claim)
        word = _WORDS[outcome.verdict]
        place = outcome.at or claim.position
        if word not in HELD and (item.kind, item.id, name, place) in self._waived:
            word = "waived"
        elif word not in HELD and phase(self._registry, item) is Phase.AHEAD:
            word = "planned"
        if word in HELD:
            return Badge(word, PASSED_ON_RETRY if outcome.retried else "")
        return Badge(word, outcome.message.replace("`", ""))

    def of_evidence(self, item: Item, name: str, evidence: Evidence) -> Badge:
        """Return the badge of all claims of one type."""
        now = phase(self._registry, item)
        if evidence.unknown and now is Phase.AHEAD:
            return Badge("planned", "marked unknown")
        if evidence.unknown and now is not Phase.OVER:
            return self._hole(item, name, "marked unknown", evidence.position)
        badges = [self.of_claim(item, name, claim) for claim in evidence.claims]
        if not badges:
            return Badge("")
        return _of_several(badges, badges)

    def _claims(self, item: Item, now: Phase) -> Iterator[tuple[str, Claim]]:
        """Go through the claims an item rests on: addresses of the web only where there is nothing else."""
        artifacts = () if now is Phase.COMPLETE else self._registry.kind(item).artifact_fields
        evidence = {name: each for name, each in item.evidence.items() if name not in artifacts}
        checked = {name: each for name, each in evidence.items() if each.type != "links" and each.claims}
        for name, each in (checked or evidence).items():
            yield from ((name, claim) for claim in each.claims)

    def of_lacking(self, item: Item) -> Badge:
        """Return the badge of evidence that an item must name and does not, whatever its claims are worth."""
        absent = lacking(self._registry, item)
        return self._hole(item, "evidence", _in_words(absent), item.position) if absent else Badge("")

    def _holes(self, item: Item) -> Iterator[Badge]:
        """Go through the evidence that an item should show and does not."""
        if absent := self.of_lacking(item):
            yield absent
        unknown = [name for name, evidence in item.evidence.items() if evidence.unknown]
        for name in dict.fromkeys((*admitted_holes(self._registry, item), *unknown)):
            yield self._hole(item, name, f"{name} marked unknown", item.evidence[name].position)

    def _hole(self, item: Item, name: str, basis: str, place: Position) -> Badge:
        is_waived = (item.kind, item.id, name, place) in self._waived
        return Badge("waived" if is_waived else "unclaimed", basis)


def _of_several(badges: list[Badge], claims: list[Badge]) -> Badge:
    """Return the worst of some badges; where all hold, one test that passed makes them `verified`."""
    worst = min(badges, key=lambda badge: _RANK[badge.word])
    is_proven = worst.holds and any(badge.word == "verified" for badge in claims)
    return Badge("verified" if is_proven else worst.word, _basis(worst, claims))


def _basis(worst: Badge, claims: list[Badge]) -> str:
    """Say what a badge rests on: how many claims hold, and the worst of what does not."""
    holding = sum(badge.holds for badge in claims)
    plural = "" if len(claims) == 1 else "s"
    if worst.holds:
        return f"{holding} claim{plural}"
    if len(claims) < 2 and not (claims and worst not in claims):
        return worst.basis
    return f"{holding} of {len(claims)} claim{plural} found; {worst.basis}"


def _in_words(absent: Lacking) -> str:
    return f"no evidence of {'any of ' if absent.any_of else ''}{', '.join(absent.names)}"
