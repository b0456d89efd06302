"""Moves old forecasts to cheaper storage, and removes the oldest."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from shared.model import ForecastRun

COLD_AFTER: Final = timedelta(days=7)
GONE_AFTER: Final = timedelta(days=90)


class Archive(Protocol):
    """Runs, and the arrays that belong to them."""

    def complete(self, product: str) -> Sequence[ForecastRun]:
        """Return the complete runs of a product, newest first."""

    def cool(self, run: ForecastRun) -> None:
        """Move the arrays of a run to cheaper storage."""

    def remove(self, run: ForecastRun) -> None:
        """Remove the arrays of a run."""


class TierTransitionService:
    """Cleans up, and leaves alone what stale answers are made of."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def run(self, product: str, now: datetime) -> None:
        """Cool and remove old runs of a product; never the newest complete one, however old."""
        for run in self._archive.complete(product)[1:]:
            age = now - run.asked_for
            if age > GONE_AFTER:
                self._archive.remove(run)
            elif age > COLD_AFTER:
                self._archive.cool(run)
