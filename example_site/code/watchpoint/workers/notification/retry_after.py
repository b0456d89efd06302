"""When a receiver wants to be called again."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = 12 * 3600
"""The longest that the queue can hide a message."""


def seconds_to_wait(header: str, now: datetime) -> int:
    """Return what a `Retry-After` header asks for, in seconds or as a date; 0 where it asks for nothing."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), LONGEST)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0, min(round((until - now).total_seconds()), LONGEST))
