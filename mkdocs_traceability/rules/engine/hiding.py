"""What may hide a finding: mistakes that keep other rules from judging, evidence that cannot be checked."""

from typing import Final

from mkdocs_traceability.model.verdict import Verdict

HIDING: Final = frozenset(
    {
        "TR001",
        "TR002",
        "TR003",
        "TR004",
        "TR005",
        "TR006",
        "TR008",
        "TR009",
        "TR101",
        "TR102",
        "TR103",
        "TR104",
        "TR415",
        "TR502",
    }
)
"""Mistakes that keep other rules from judging what they are about."""

OPEN: Final = frozenset({Verdict.STALE, Verdict.UNVERIFIED})

JUDGE_OWN_EVIDENCE: Final = frozenset(f"TR{number}" for number in (*range(402, 409), 412, 413, 414, 416, 417))
"""Rules that judge the claims of the item itself: none of them can say anything while a claim is open."""

JUDGE_OBSERVATIONS: Final = frozenset({"TR305", "TR307", "TR308", "TR310"})
"""Rules that judge an item by its code as it is seen."""

JUDGE_EVIDENCE_OF_OTHERS: Final = JUDGE_OBSERVATIONS | {"TR210", "TR312", "TR313", "TR410"}
"""Rules that judge an item by claims of others, or by its code as it is seen."""
