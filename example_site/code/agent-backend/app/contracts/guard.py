"""What is told about protection."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GuardStatus:
    tenant_id: str
    is_stopped: bool
    running: int
