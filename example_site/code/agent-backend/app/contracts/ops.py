"""What is asked of workers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RunRequest:
    run_id: str
    plan: tuple[str, ...]
