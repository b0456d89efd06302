"""The claim at a place, and what was found for it: in the last run, else looked up now."""

from mkdocs_traceability.lsp.completion.claims import system_at
from mkdocs_traceability.lsp.completion.evidence import evidence_of
from mkdocs_traceability.lsp.cursor.slot import Slot
from mkdocs_traceability.lsp.snapshot import Snapshot
from mkdocs_traceability.model.verdict import Outcome


def outcome_at(snapshot: Snapshot, path: str, slot: Slot) -> Outcome | None:
    """Return what was found for the claim that a word is; None where nothing is written yet."""
    text = slot.word.text.strip()
    if not text or slot.word.is_long:
        return None
    type_ = "docs" if slot.claims == "page" else slot.claims
    found = [
        (abs(snapshot.now(claimed.claim.position).line - slot.word.line), number, outcome)
        for number, (claimed, outcome) in enumerate(snapshot.result.verdicts)
        if claimed.claim.text == text
        and claimed.claim.position.path == path
        and claimed.claim.type in (type_, "artifacts")
    ]
    if found:
        return min(found)[2]
    return evidence_of(snapshot.settings, snapshot.result.listed).outcome(
        type_, text, system_at(snapshot, path, slot)
    )
