"""Circuit breakers: a provider that fails too often is left alone for a while."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from shared.metrics import Metrics

OPENS_AFTER: Final = 5
STAYS_OPEN: Final = timedelta(minutes=2)

_R = TypeVar("_R")


class PassingError(Exception):
    """An error of a provider that may be gone next time."""


class CircuitOpenError(Exception):
    """The provider was not even asked."""


class Circuit:
    """Guards the calls to one provider."""

    def __init__(self, provider: str, metrics: Metrics, clock: Callable[[], datetime]) -> None:
        self._provider = provider
        self._metrics = metrics
        self._clock = clock
        self._failures = 0
        self._opened: datetime | None = None

    def call(self, request: Callable[[], _R]) -> _R:
        """Make a call, count its failure, and refuse it while the circuit is open."""
        if self._opened is not None and self._clock() < self._opened + STAYS_OPEN:
            raise CircuitOpenError(self._provider)
        try:
            answer = request()
        except PassingError:
            self._count_failure()
            raise
        self._failures, self._opened = 0, None
        return answer

    def _count_failure(self) -> None:
        self._metrics.emit("ExternalAPIFailure", 1, Provider=self._provider)
        self._failures += 1
        # The call that is let through once an open circuit has waited decides by itself.
        if self._failures >= OPENS_AFTER or self._opened is not None:
            self._opened = self._clock()
