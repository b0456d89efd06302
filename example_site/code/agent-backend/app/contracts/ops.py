"""What is asked of workers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RunRequest:
    """A plan to be executed."""

    run_id: str
    plan: tuple[str, ...]
