"""What is known of items once everything is judged: the `Facts` of filters, as an assessment has them."""

from collections.abc import Collection
from datetime import date

from mkdocs_traceability.analysis.assessment import Assessment
from mkdocs_traceability.model.item import Item


class JudgedFacts:
    """The `Facts` of the query, as the assessment of a run has them."""

    def __init__(self, assessment: Assessment, today: date) -> None:
        self._assessment = assessment
        self._today = today

    def badge_word(self, item: Item) -> str:
        """Return the word of an item's badge, empty where it has none."""
        return self._assessment.badge(item).word

    def needs_attention(self, item: Item) -> bool:
        """Whether somebody has to see to an item."""
        return self._assessment.needs_attention(item)

    def codes(self, item: Item) -> Collection[str]:
        """Return the codes of what was found of an item."""
        return {finding.code for finding in self._assessment.findings_of(item)}

    @property
    def today(self) -> date:
        """The day that dates are compared with."""
        return self._today

    def claim_words(self, item: Item, name: str) -> Collection[str]:
        """Return the words of the badges of an item's claims of one type."""
        evidence = item.evidence.get(name)
        claims = evidence.claims if evidence else ()
        return {self._assessment.badge_of_claim(item, name, claim).word for claim in claims}
