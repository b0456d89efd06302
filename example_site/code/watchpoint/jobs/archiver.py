"""Puts WatchPoints away whose event is over."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from shared.model import EventConfig, WatchPoint

GRACE: Final = timedelta(days=1)
_LOG: Final = logging.getLogger(__name__)


class Events(Protocol):
    """WatchPoints in event mode, and what is told of them afterwards."""

    def active(self) -> Sequence[WatchPoint]:
        """Return the WatchPoints that were not archived yet."""

    def weather(self, watchpoint: WatchPoint) -> tuple[float, float]:
        """Return the worst that was forecast, and the worst that came."""

    def tell(self, watchpoint: WatchPoint, summary: str) -> None:
        """Send the customer a summary."""

    def archive(self, watchpoint: WatchPoint) -> None:
        """Put a WatchPoint away."""


class ArchiverService:
    """Archives what is over, after a last word to the customer."""

    def __init__(self, events: Events) -> None:
        self._events = events

    def archive_ended(self, now: datetime) -> None:
        """Archive every event that is over; a summary that fails delays it by a day, and no more."""
        for watchpoint in self._events.active():
            config = watchpoint.config
            if not isinstance(config, EventConfig) or config.ends > now:
                continue
            try:
                self._events.tell(watchpoint, self.generate_summary(watchpoint))
            except Exception:
                _LOG.exception("no summary of %s", watchpoint.id)
                if now < config.ends + GRACE:
                    continue
            self._events.archive(watchpoint)

    def generate_summary(self, watchpoint: WatchPoint) -> str:
        """Compare what was forecast with what came (PATCH-6.2)."""
        forecast, came = self._events.weather(watchpoint)
        verdict = "as forecast" if abs(forecast - came) < 1 else "worse" if came > forecast else "milder"
        return f"{watchpoint.id}: {forecast:g} was forecast and {came:g} came, {verdict}"
