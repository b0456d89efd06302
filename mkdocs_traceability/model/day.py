"""The day of a check, with which the dates of waivers and actions are compared."""

import os
from contextlib import suppress
from datetime import UTC, date, datetime


def day_of_check() -> date:
    """Return what waivers are compared with: `SOURCE_DATE_EPOCH`, else the clock."""
    with suppress(KeyError, ValueError, OverflowError, OSError):  # not set, or no time that there is
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).date()
    return datetime.now(UTC).date()
