"""When a JUnit report says that its tests were started.

Part of *verify*. The format leaves the time zone open: some tools write UTC, some the time of the machine,
and few say which. A time without a zone is read both ways.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

_FIRST: Final = 100_000_000
"""Seconds since 1970: what is earlier (`0001-01-01T00:00:00`) stands for a time that is not known."""


class Timestamp(NamedTuple):
    """A time in seconds since 1970; without a zone, as if it were UTC."""

    seconds: float
    has_zone: bool

    def readings(self, offset: int) -> tuple[float, ...]:
        """Return the times that may be meant, on a machine whose clock is `offset` seconds ahead of UTC."""
        return (self.seconds,) if self.has_zone or not offset else (self.seconds, self.seconds - offset)


def earliest(written: Iterable[str]) -> Timestamp | None:
    """Return the earliest of several times in ISO 8601; those that cannot be read are left out."""
    return min(filter(None, map(_read, written)), default=None)


def _read(written: str) -> Timestamp | None:
    try:
        time = datetime.fromisoformat(written.strip())
        has_zone = time.tzinfo is not None
        seconds = (time if has_zone else time.replace(tzinfo=UTC)).timestamp()
        return Timestamp(seconds, has_zone) if seconds > _FIRST else None
    except (ValueError, OverflowError):
        return None
