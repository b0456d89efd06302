"""The types that cross a boundary: rows, messages and configurations, as the foundation document has them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

MIN_WINDOW_HOURS: Final = 6
MAX_WINDOW_HOURS: Final = 168


class MalformedError(ValueError):
    """A value that breaks the rules its type carries."""


@dataclass(frozen=True)
class EventConfig:
    """Watches one occasion. Thresholds rise; reaching the n-th means danger of level n."""

    starts: datetime
    ends: datetime
    thresholds: tuple[float, ...]


@dataclass(frozen=True)
class MonitorConfig:
    """Watches a window that moves with the clock and has no end."""

    window_hours: int
    thresholds: tuple[float, ...]

    def __post_init__(self) -> None:
        if not MIN_WINDOW_HOURS <= self.window_hours <= MAX_WINDOW_HOURS:
            raise MalformedError(f"window_hours is {self.window_hours}")


@dataclass(frozen=True)
class WatchPoint:
    """What a customer asked for, under a version that counts their edits."""

    id: str
    organization: str
    config: EventConfig | MonitorConfig
    config_version: int = 1


@dataclass(frozen=True)
class EvaluationState:
    """What the last evaluation found: the level of danger, in which run, under which configuration."""

    watchpoint: str
    config_version: int
    run: str
    level: int


@dataclass(frozen=True)
class Forecast:
    """The values for one place, an hour apart, as a run computed them."""

    run: str
    starts: datetime
    values: tuple[float, ...]

    def between(self, begin: datetime, end: datetime) -> tuple[float, ...]:
        """Return the values whose hour lies in a stretch of time, both ends included."""
        hours = (self.starts + timedelta(hours=n) for n in range(len(self.values)))
        return tuple(value for hour, value in zip(hours, self.values, strict=True) if begin <= hour <= end)


@dataclass(frozen=True)
class ForecastRun:
    """One run of a model, from the request to the clean-up."""

    id: str
    product: str
    status: str
    asked_for: datetime
    tiles: tuple[str, ...] = ()
    attempts: int = 1


@dataclass(frozen=True)
class Portion:
    """A message for the evaluation worker: which WatchPoints to compare with which run."""

    run: str
    tile: str
    watchpoints: tuple[str, ...]


@dataclass(frozen=True)
class Notification:
    """A message for the notification workers: this is news."""

    id: str
    watchpoint: str
    organization: str
    kind: str
    level: int
    channels: tuple[str, ...] = field(default=("email",))
