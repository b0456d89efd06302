"""What may be called absent: what an item lacks, and did not only misspell, or say at another place.

Rules that judge by what is not there ask here first, so that one mistake stays one finding.
"""

from mkdocs_traceability.analysis.certainty import Certainty
from mkdocs_traceability.model.item import Item
from mkdocs_traceability.registry.registry import Registry
from mkdocs_traceability.rules.engine.rule import RuleContext


def all_is_taken(registry: Registry) -> bool:
    """Whether nothing was dropped because its key stands twice: what is missing may stand there."""
    return not any(finding.code == "TR005" for finding in registry.problems)


class Absences(Certainty):
    """Tells what an item lacks from what was misspelt, could not be read, or is disputed."""

    def __init__(self, context: RuleContext) -> None:
        registry = context.registry
        super().__init__(registry)
        self._meant = context.suggestions.meant | {
            item for each in registry.broken for item in each.candidates
        }
        self._disputed = {
            end
            for found in registry.disagreements
            for end in ((found.other, found.relation), (found.item, found.inverse))
        }

    def lacks(self, item: Item, name: str) -> bool:
        """Whether nothing stands, or was meant to stand, under this relation or inverse."""
        if item.says(name) or item in self._meant or self._registry.related(item, name):
            return False
        return (item, name) not in self._disputed and self._is_read_at_far_end(item.kind, name)
