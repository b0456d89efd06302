"""Whether a notification may go out now. The core keeps no timers: what is held back waits for a digest."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from shared.model import Notification

WAKES_PEOPLE: Final = 3
"""From this level on, quiet hours do not count."""


@dataclass(frozen=True)
class QuietHours:
    """When a receiver wants no messages, on a clock so many hours ahead of UTC."""

    begin: time
    end: time
    hours_ahead: int = 0

    def cover(self, now: datetime) -> bool:
        """Whether a moment, given in UTC, is quiet; a night may lie across midnight."""
        there = (now + timedelta(hours=self.hours_ahead)).time()
        if self.begin <= self.end:
            return self.begin <= there < self.end
        return there >= self.begin or there < self.end


class PolicyEngine:
    """Holds notifications back during quiet hours."""

    def may_go_out(self, notification: Notification, quiet: QuietHours | None, now: datetime) -> bool:
        """Whether a notification leaves at once; else it belongs in the next digest."""
        if quiet is None or notification.level >= WAKES_PEOPLE:
            return True
        return not quiet.cover(now)
