"""What billing cannot notice by itself, because only time tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from shared.metrics import Metrics

WARNS_AT: Final = 0.8


@dataclass
class Usage:
    """A row of `rate_limits`: what an organization used of its allowance since counting began anew."""

    organization: str
    used: int
    allowance: int
    last_reset_at: datetime
    warning_sent_at: datetime | None = None


class Accounts(Protocol):
    """What the aggregator reads, and the two things that it changes."""

    def in_grace_until(self) -> Sequence[tuple[str, datetime]]:
        """Return the organizations in a grace period, with its end."""

    def end_grace(self, organization: str) -> None:
        """Ask billing to end a grace period."""

    def usage(self) -> Sequence[Usage]:
        """Return the usage of all organizations."""

    def warn(self, usage: Usage) -> None:
        """Warn an organization, and store its row."""


class BillingAggregator:
    """Ends grace periods and warns heavy users."""

    def __init__(self, accounts: Accounts, metrics: Metrics) -> None:
        self._accounts = accounts
        self._metrics = metrics

    def end_grace_periods(self, now: datetime) -> None:
        """End the grace periods that have run out."""
        for organization, until in self._accounts.in_grace_until():
            if until <= now:
                self._accounts.end_grace(organization)

    def warn_heavy_users(self, now: datetime) -> None:
        """Warn whoever used most of their allowance, once in each period (PATCH-6.1)."""
        for usage in self._accounts.usage():
            warned = usage.warning_sent_at is not None and usage.warning_sent_at >= usage.last_reset_at
            if warned or usage.used < WARNS_AT * usage.allowance:
                continue
            usage.warning_sent_at = now
            self._accounts.warn(usage)
            self._metrics.emit("BillingWarning", 1, OrgID=usage.organization)
