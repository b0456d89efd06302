"""Which items need attention: the one answer for the pages, placed matrices and the language of filters.

An item does that lacks required evidence, or whose evidence is failing, missing or stale, or of which
something was found that nobody answers for. A gap does as long as it is open, a signal by its durability too.
"""

from collections.abc import Sequence
from typing import Final

from mkdocs_traceability.analysis.badges import Badge
from mkdocs_traceability.model.declared import Phase
from mkdocs_traceability.model.finding import Finding
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.lifecycle import phase
from mkdocs_traceability.registry.registry import Registry

DURABILITY: Final = ("TR204", "TR205", "TR206", "TR207")
"""The rules that judge whether a signal has both ends, and survives the way between layers."""

_ENDS: Final = {"consumers": "TR204", "producers": "TR205"}
"""The relations without which a signal is incomplete, and the rule that a waiver of it names."""


def needs_attention(registry: Registry, item: Item, badge: Badge, findings: Sequence[Finding]) -> bool:
    """Whether somebody has to see to an item with this badge and these findings."""
    if badge.is_gap or any(finding.fails for finding in findings):
        return True
    if item.kind == "gap":
        return phase(registry, item) in (Phase.AHEAD, Phase.OPEN)
    return item.kind == "signal" and _lacks_durability(registry, item, findings)


def _lacks_durability(registry: Registry, signal: Item, findings: Sequence[Finding]) -> bool:
    """Whether a signal that is not over lacks an end, or a rule of durability found something of it.

    Planned signals count: the rules do not judge them yet, but the page of durability shows what they lack.
    """
    if phase(registry, signal) is Phase.OVER:
        return False
    waived = {finding.code for finding in findings if finding.waiver}
    return any(finding.code in DURABILITY and not finding.waiver for finding in findings) or any(
        not registry.related(signal, name) and not signal.says(name) and code not in waived
        for name, code in _ENDS.items()
        if name in registry.kind(signal).relations
    )
