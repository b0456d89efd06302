"""Collects what was held back, and sends it as one notification."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from shared.model import Notification


class HeldBack(Protocol):
    """Notifications that wait for a digest."""

    def due(self) -> Sequence[Notification]:
        """Return those whose receivers can be reached again, oldest first."""

    def send_digest(self, organization: str, notifications: Sequence[Notification]) -> None:
        """Send several notifications as one, and take them off the list."""


class DigestScheduler:
    """Makes one digest for each organization."""

    def __init__(self, held_back: HeldBack) -> None:
        self._held_back = held_back

    def run(self) -> int:
        """Send what is due; return how many digests that made."""
        by_organization: dict[str, list[Notification]] = defaultdict(list)
        for notification in self._held_back.due():
            by_organization[notification.organization].append(notification)
        for organization, notifications in by_organization.items():
            self._held_back.send_digest(organization, newest_of_each(notifications))
        return len(by_organization)


def newest_of_each(notifications: Sequence[Notification]) -> list[Notification]:
    """Keep, of each WatchPoint, the last word: what was overtaken during the night is no news."""
    return list({notification.watchpoint: notification for notification in notifications}.values())
