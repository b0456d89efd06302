"""The badge of an item: the worst of what it rests on, in one vocabulary (`pages.md`, "Badges")."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from mkdocs_traceability.model.item import Evidence, Item
from mkdocs_traceability.model.kinds import Kind
from mkdocs_traceability.registry import Registry


class BadgeWord(NamedTuple):
    """One word of the vocabulary and what it means."""

    name: str
    meaning: str


VOCABULARY: Final = (
    BadgeWord("unclaimed", "Evidence of a required type is not named, or admitted to be unknown"),
    BadgeWord("unverified", "Evidence is named, and nothing here can check it"),
    BadgeWord("planned", "The status says that it is still ahead"),
)
"""Worst first."""


@dataclass(frozen=True)
class Badge:
    """A word of the vocabulary and what it rests on; an empty word where nothing is claimed or required."""

    word: str
    basis: str = ""

    def __bool__(self) -> bool:
        return bool(self.word)


def badge_of(registry: Registry, item: Item) -> Badge:
    """Return the badge of an item."""
    kind = registry.kind(item)
    if item.values.get("status") and kind.phase(item.text("status")) == "ahead":
        return Badge("planned", f"status {item.text('status')}")
    lacking = _lacking(registry, kind, item)
    if lacking:
        return Badge("unclaimed", lacking)
    if unknown := [name for name, evidence in item.evidence.items() if evidence.unknown]:
        return Badge("unclaimed", f"{', '.join(unknown)} admitted to be unknown")
    claims = sum(len(evidence.claims) for evidence in item.evidence.values())
    if claims:
        return Badge("unverified", f"{claims} claim{'' if claims == 1 else 's'}, not checked")
    return Badge("")


def badge_of_claims(evidence: Evidence) -> Badge:
    """Return the badge of all claims of one type."""
    if evidence.unknown:
        return Badge("unclaimed", "admitted to be unknown")
    return Badge("unverified", "not checked") if evidence.claims else Badge("")


def _lacking(registry: Registry, kind: Kind, item: Item) -> str:
    """Say which evidence an item must show and does not; empty where it shows all."""
    required = kind.required_evidence({name: item.texts(name) for name in item.values})
    if required is None:
        return ""
    names = required.all_of or required.any_of or []
    missing = [name for name in names if not _shows(registry, item, name)]
    if required.any_of is not None:
        return f"no evidence of any of {', '.join(names)}" if len(missing) == len(names) else ""
    return f"no evidence of {', '.join(missing)}" if missing else ""


def _shows(registry: Registry, item: Item, name: str) -> bool:
    evidence = item.evidence.get(name)
    if evidence is not None:
        return bool(evidence.claims or evidence.not_applicable)
    return name in item.values or bool(registry.related(item, name))
