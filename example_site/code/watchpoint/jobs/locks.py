"""A job runs once at a time, however often its clock strikes."""

from collections.abc import Callable
from typing import Protocol


class Locks(Protocol):
    """Locks that several processes share."""

    def take(self, name: str) -> bool:
        """Take a lock, unless somebody has it."""

    def release(self, name: str) -> None:
        """Give a lock back."""


def run_alone(name: str, job: Callable[[], None], locks: Locks) -> bool:
    """Run a job unless it runs already; whether it ran."""
    if not locks.take(name):
        return False
    try:
        job()
    finally:
        locks.release(name)
    return True
