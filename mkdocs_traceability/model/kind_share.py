"""How many items of a kind are found or verified: the figures of a share, as reports compare them."""

from typing import NamedTuple


class KindShare(NamedTuple):
    """The share of one kind: `found` are only found, `judged` neither planned nor without a badge."""

    kind: str
    title: str
    items: int
    judged: int
    found: int
    verified: int

    @property
    def holding(self) -> int:
        """How many are found or verified."""
        return self.found + self.verified
