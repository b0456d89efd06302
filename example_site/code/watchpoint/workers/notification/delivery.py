"""What becomes of a notification: its way through all channels, and when to give up."""

from datetime import datetime
from enum import Enum
from typing import Protocol

from shared.metrics import Metrics
from shared.model import Notification
from workers.notification.policy import PolicyEngine, QuietHours


class Outcome(Enum):
    """The three things that a channel can say."""

    DELIVERED = "delivered"
    NOT_YET = "not yet"
    NEVER = "never"


class Channel(Protocol):
    """A way to reach somebody."""

    def deliver(self, notification: Notification, now: datetime) -> Outcome:
        """Try once."""


class Records(Protocol):
    """The delivery records, of which histories are made."""

    def add(self, notification: str, channel: str, outcome: Outcome) -> None:
        """Store an attempt."""

    def last(self, notification: str, channel: str) -> Outcome | None:
        """Return what the last attempt came to."""

    def hold_back(self, notification: Notification) -> None:
        """Keep a notification for the next digest."""

    def give_up(self, notification: str) -> None:
        """Record that a notification has failed for good."""


class DeliveryManager:
    """Leads one notification through its channels."""

    def __init__(self, channels: dict[str, Channel], records: Records, metrics: Metrics) -> None:
        self._channels = channels
        self._records = records
        self._metrics = metrics
        self._policy = PolicyEngine()

    def lead(self, notification: Notification, quiet: QuietHours | None, now: datetime) -> None:
        """Send a notification through all of its channels, unless it must not go out now."""
        if not self._policy.may_go_out(notification, quiet, now):
            self._records.hold_back(notification)
            return
        for channel in notification.channels:
            self.attempt(notification, channel, now)

    def attempt(self, notification: Notification, channel: str, now: datetime) -> Outcome:
        """Try one channel, and remember what came of it."""
        outcome = self._channels[channel].deliver(notification, now)
        self._records.add(notification.id, channel, outcome)
        if outcome is not Outcome.DELIVERED:
            self._metrics.emit("NotificationFailure", 1, Channel=channel)
        if outcome is Outcome.NEVER and self.check_aggregate_failure(notification):
            self._records.give_up(notification.id)
        return outcome

    def check_aggregate_failure(self, notification: Notification) -> bool:
        """Whether no channel of a notification is left that may still succeed (PATCH-6.4)."""
        outcomes = [self._records.last(notification.id, channel) for channel in notification.channels]
        return all(outcome is Outcome.NEVER for outcome in outcomes)
